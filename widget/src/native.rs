//! `fetch` and `setTimeout` as they were when the tag's script ran. Edge.
//!
//! A page may replace them later by ones that throw or do nothing, and an answer would be lost or
//! the popup stand still. The loader hands them over with its context.

use core::cell::RefCell;

use wasm_bindgen::{JsCast, JsValue};

use crate::property::{apply, get, window};

thread_local! {
    /// The loader's newest context.
    static CONTEXT: RefCell<JsValue> = const { RefCell::new(JsValue::UNDEFINED) };
}

/// Takes over what the context brings.
pub(crate) fn adopt(context: &JsValue) {
    CONTEXT.set(context.clone());
}

/// What a function gives; that of the window where the context has none.
pub(crate) fn call(function: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let window = window();
    let context = CONTEXT.with_borrow(Clone::clone);
    let function = get(&context, function).or_else(|| get(&window, function))?;
    apply(&function.dyn_into().ok()?, &window, arguments)
}
