//! Cloudflare's rate limiter: a binding that counts one more and tells if it is too many.

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use worker::Env;

use crate::js_future::settled;
use collector::runtime::limit::Limit;

#[wasm_bindgen]
extern "C" {
    /// A rate limiter's binding.
    #[derive(Debug)]
    type RateLimiter;

    #[wasm_bindgen(method, catch)]
    fn limit(this: &RateLimiter, options: &JsValue) -> Result<Promise, JsValue>;
}

/// Counts one more of that name. A binding that isn't there, or fails, lets everything pass.
pub(super) async fn is_within(env: &Env, limit: Limit, name: &str) -> bool {
    let Ok(binding) = Reflect::get(env, &JsValue::from_str(limit.binding())) else { return true };
    if !binding.is_object() {
        return true;
    }
    let limiter: RateLimiter = binding.unchecked_into();
    let options = Object::new();
    let is_set = Reflect::set(&options, &JsValue::from_str("key"), &JsValue::from_str(name));
    let (Ok(true), Ok(asked)) = (is_set, limiter.limit(&options)) else { return true };
    let Ok(outcome) = settled(asked).await else { return true };
    Reflect::get(&outcome, &JsValue::from_str("success"))
        .map_or(true, |success| success.as_bool() != Some(false))
}
