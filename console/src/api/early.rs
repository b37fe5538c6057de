//! Requests that are on their way before whoever needs them: `js/early.js`, which came first, keeps
//! them.
//!
//! In: taking and making them. Not in: which they are (`js/early.js`, `crate::ahead`).
//!
//! Without that script there are none: everything is asked for when it is needed.

use js_sys::Promise;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = hearbyEarly, js_name = ask)]
    fn ask_early(path: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = hearbyEarly, js_name = take)]
    fn take_early(path: &str) -> Result<Option<Promise>, JsValue>;

    #[wasm_bindgen(catch, js_namespace = hearbyEarly, js_name = surveys)]
    fn early_surveys() -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(catch, js_namespace = hearbyEarly, js_name = forget)]
    fn forget_early() -> Result<(), JsValue>;
}

/// Asks for a path now; its reply is kept for the first who wants it.
pub(crate) fn ask(path: &str) {
    let _ = ask_early(path);
}

/// Returns the reply that is on its way, and forgets it.
pub(super) fn take(path: &str) -> Option<Promise> {
    take_early(path).ok().flatten()
}

/// Returns the JSON of the site's surveys, if it is there by now.
pub(crate) fn surveys() -> Option<String> {
    early_surveys().ok().flatten()
}

/// Forgets all replies.
pub(super) fn forget() {
    let _ = forget_early();
}
