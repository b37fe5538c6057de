//! The only access to JavaScript objects: reading, setting, calling. Edge.
//!
//! A page may have replaced any function or getter by one that throws, and an exception that
//! crosses WASM ends in the page's console. Every access in here catches it and returns `None`. It
//! also costs far fewer bytes than a typed import for every function that is called once.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::text::digits;

/// Returns a property of an object, unless it is absent.
pub(crate) fn get(object: &JsValue, key: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &JsValue::from_str(key)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// Returns a property that is a text.
pub(crate) fn text(object: &JsValue, key: &str) -> Option<String> {
    get(object, key)?.as_string()
}

/// Returns a property that is a number; 0 without one.
pub(crate) fn number(object: &JsValue, key: &str) -> f64 {
    get(object, key).and_then(|value| value.as_f64()).unwrap_or_default()
}

/// True if a property is truthy: true, a text with letters, an object …
pub(crate) fn is(object: &JsValue, key: &str) -> bool {
    get(object, key).is_some_and(|value| value.is_truthy())
}

/// Sets a property; a frozen object stays as it is.
pub(crate) fn set(object: &JsValue, key: &str, value: &JsValue) {
    let _ = Reflect::set(object, &JsValue::from_str(key), value);
}

/// Makes a plain object of these properties.
pub(crate) fn object(properties: &[(&str, JsValue)]) -> JsValue {
    let object: JsValue = Object::new().into();
    for (key, value) in properties {
        set(&object, key, value);
    }
    object
}

/// Calls a method and returns its result; `None` when it is missing, throws, or returns nothing.
pub(crate) fn call(object: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let function: Function = get(object, method)?.dyn_into().ok()?;
    apply(&function, object, arguments)
}

/// Returns the first element within another that fits a selector.
pub(crate) fn query(within: &JsValue, selector: &str) -> Option<JsValue> {
    call(within, "querySelector", &[selector.into()])
}

/// Calls `then` with every element within another that fits a selector.
pub(crate) fn each(within: &JsValue, selector: &str, then: &mut dyn FnMut(JsValue)) {
    let found = call(within, "querySelectorAll", &[selector.into()]).unwrap_or_default();
    for index in 0..number(&found, "length") as u32 {
        then(get(&found, &digits(index.into())).unwrap_or_default());
    }
}

/// Calls a function and returns its result; `None` when it throws or returns nothing.
pub(crate) fn apply(function: &Function, this: &JsValue, arguments: &[JsValue]) -> Option<JsValue> {
    let list = Array::new();
    for argument in arguments {
        list.push(argument);
    }
    let given = function.apply(this, &list).ok()?;
    (!given.is_undefined() && !given.is_null()).then_some(given)
}

/// Awaits the promise that a method returns; `None` also when it rejects.
pub(crate) async fn awaited(
    object: &JsValue,
    method: &str,
    arguments: &[JsValue],
) -> Option<JsValue> {
    settled(call(object, method, arguments)).await
}

/// Awaits a promise; `None` also when it rejects.
pub(crate) async fn settled(promise: Option<JsValue>) -> Option<JsValue> {
    JsFuture::from(Promise::resolve(&promise?)).await.ok()
}

/// True if nobody sees the page. The document's own property is read: an element of the page may
/// have the name `hidden`.
pub(crate) fn is_hidden() -> bool {
    let read = || {
        let (window, name) = (window(), JsValue::from_str("hidden"));
        let own = get(&get(&window, "Document")?, "prototype")?;
        call(&get(&window, "Reflect")?, "get", &[own, name, get(&window, "document")?])
    };
    read().is_some_and(|hidden| hidden.is_truthy())
}

/// Returns the page's global object.
pub(crate) fn window() -> JsValue {
    js_sys::global().into()
}
