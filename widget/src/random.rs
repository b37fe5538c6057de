//! Randomness. Edge: only this module asks the browser for it.

use js_sys::Uint32Array;
use wasm_bindgen::JsValue;

use crate::property::{call, get, number, window};

/// Returns 128 random bits for an id.
pub(crate) fn bits() -> u128 {
    let words: JsValue = Uint32Array::new_with_length(4).into();
    let filled = get(&window(), "crypto")
        .and_then(|crypto| call(&crypto, "getRandomValues", core::slice::from_ref(&words)));
    ["0", "1", "2", "3"].into_iter().fold(0, |bits, index| {
        let word = match filled {
            Some(_) => number(&words, index),
            // A page may have broken `crypto`; an id must be unique, not unguessable.
            None => share() * 4_294_967_296.0,
        };
        (bits << 32) | u128::from(word as u32)
    })
}

/// Returns a number from 0 up to 1, to spread retries.
pub(crate) fn share() -> f64 {
    js_sys::Math::random()
}
