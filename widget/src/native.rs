//! `fetch` and `setTimeout` as they were when the tag's script ran. Edge.
//!
//! A page may later replace them by functions that throw or do nothing, and a response would be
//! lost or the popup stand still. The loader hands over the originals with its context.

use core::cell::RefCell;

use wasm_bindgen::{JsCast, JsValue};

use crate::property::{apply, get, window};

thread_local! {
    /// The loader's newest context.
    static CONTEXT: RefCell<JsValue> = const { RefCell::new(JsValue::UNDEFINED) };
}

/// Takes over the context's functions.
pub(crate) fn adopt(context: &JsValue) {
    CONTEXT.set(context.clone());
}

/// Calls a function and returns its result; uses the window's where the context has none.
pub(crate) fn call(function: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let window = window();
    let context = CONTEXT.with_borrow(Clone::clone);
    let function = get(&context, function).or_else(|| get(&window, function))?;
    apply(&function.dyn_into().ok()?, &window, arguments)
}
