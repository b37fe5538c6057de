//! The clock and the timers. Edge: the only place that reads the time.

use core::cell::Cell;

use domain::Instant;
use js_sys::Promise;
use wasm_bindgen::{JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use crate::property::{call, window};

thread_local! {
    /// What to add to the visitor's clock to get the collector's, in milliseconds.
    static OFFSET_MS: Cell<i64> = const { Cell::new(0) };
}

/// Now, by the visitor's clock, corrected once the collector has told its time.
pub(crate) fn now() -> Instant {
    Instant::from_unix_ms(js_sys::Date::now() as i64).plus_ms(OFFSET_MS.get())
}

/// Sets the clock by the collector's.
pub(crate) fn correct(collector_now: Instant) {
    let off_ms = collector_now.unix_ms().saturating_sub(now().unix_ms());
    OFFSET_MS.set(OFFSET_MS.get().saturating_add(off_ms));
}

/// Runs `then` once, that many milliseconds from now.
pub(crate) fn after(wait_ms: i32, then: Box<dyn FnOnce()>) {
    start(wait_ms, Closure::once_into_js(then));
}

/// Ends that many milliseconds from now.
pub(crate) async fn sleep(wait_ms: i32) {
    let promise = Promise::new(&mut |resolve, _| start(wait_ms, resolve.into()));
    let _ = JsFuture::from(promise).await;
}

fn start(wait_ms: i32, then: JsValue) {
    call(&window(), "setTimeout", &[then, wait_ms.into()]);
}
