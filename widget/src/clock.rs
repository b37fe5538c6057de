//! The clock and the timers. Edge: the only place that reads the time.

use core::cell::Cell;

use domain::Instant;
use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;

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
    start(wait_ms, Closure::once_into_js(then).unchecked_ref());
}

/// Ends that many milliseconds from now.
pub(crate) async fn sleep(wait_ms: i32) {
    let promise = Promise::new(&mut |resolve, _| start(wait_ms, &resolve));
    let _ = JsFuture::from(promise).await;
}

fn start(wait_ms: i32, then: &Function) {
    if let Some(window) = web_sys::window() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(then, wait_ms);
    }
}
