//! The clock and the timers. Edge: only this module reads the time.

use core::cell::Cell;

use domain::Instant;
use js_sys::Promise;
use wasm_bindgen::{JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use crate::native;

thread_local! {
    /// Milliseconds to add to the visitor's clock to get the collector's.
    static OFFSET_MS: Cell<i64> = const { Cell::new(0) };
}

/// Returns the time by the visitor's own clock: for comparisons with earlier readings of it.
pub(crate) fn visitor_now() -> Instant {
    Instant::from_unix_ms(js_sys::Date::now() as i64)
}

/// Returns the time for ids. It is by the collector's clock once a reply has shown the difference.
pub(crate) fn now() -> Instant {
    visitor_now().plus_ms(OFFSET_MS.get())
}

/// Returns the instant of a text of RFC 3339, if it is one.
pub(crate) fn parse(text: &str) -> Option<Instant> {
    let unix_ms = js_sys::Date::parse(text);
    (!unix_ms.is_nan()).then(|| Instant::from_unix_ms(unix_ms as i64))
}

/// Sets the offset to the collector's clock.
pub(crate) fn correct(collector_now: Instant) {
    OFFSET_MS.set(collector_now.unix_ms().saturating_sub(visitor_now().unix_ms()));
}

/// Runs `then` once, `wait_ms` milliseconds from now.
pub(crate) fn after(wait_ms: i32, then: Box<dyn FnOnce()>) {
    start(wait_ms, Closure::once_into_js(then));
}

/// Ends `wait_ms` milliseconds from now.
pub(crate) async fn sleep(wait_ms: i32) {
    let promise = Promise::new(&mut |resolve, _| start(wait_ms, resolve.into()));
    let _ = JsFuture::from(promise).await;
}

fn start(wait_ms: i32, then: JsValue) {
    native::call("setTimeout", &[then, wait_ms.into()]);
}
