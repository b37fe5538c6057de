//! Reading and making plain JavaScript objects. Edge: every access may meet a getter that throws,
//! and answers `None` then.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The property of an object, unless it is absent.
pub(crate) fn get(object: &JsValue, key: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &JsValue::from_str(key)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// A property that is a text.
pub(crate) fn text(object: &JsValue, key: &str) -> Option<String> {
    get(object, key)?.as_string()
}

/// A property that is a number.
pub(crate) fn number(object: &JsValue, key: &str) -> Option<f64> {
    get(object, key)?.as_f64()
}

/// A property that is a function.
pub(crate) fn function(object: &JsValue, key: &str) -> Option<Function> {
    get(object, key)?.dyn_into().ok()
}

/// Sets a property; a frozen object stays as it is.
pub(crate) fn set(object: &JsValue, key: &str, value: &JsValue) {
    let _ = Reflect::set(object, &JsValue::from_str(key), value);
}

/// A plain object of these properties.
pub(crate) fn object<const N: usize>(properties: [(&str, JsValue); N]) -> JsValue {
    let object: JsValue = Object::new().into();
    for (key, value) in properties {
        set(&object, key, &value);
    }
    object
}
