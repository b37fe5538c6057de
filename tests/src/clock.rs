//! The clock of the tests, and waiting for a condition.
//!
//! In: every reading of a clock, and every sleep. Not in: the conditions.

use std::{
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use crate::slots;

/// Length of a wait from which on another test may begin in the meantime.
const LONG: Duration = Duration::from_secs(1);

/// Time between two checks of a condition that is soon met.
const POLL: Duration = Duration::from_millis(25);

/// Time between two checks of a condition that takes long. Each check asks a browser or a
/// collector, and frequent checks would slow them down.
const SELDOM: Duration = Duration::from_millis(200);

/// Default limit of a wait: long enough for every expected event on two busy cores.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Returns the current time in Unix milliseconds.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the tests' one reader of the wall clock")]
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

/// Returns the date of a time, in UTC: `2026-11-29`.
#[must_use]
pub fn date(unix_ms: i64) -> String {
    let hour = domain::Instant::from_unix_ms(unix_ms).hour().to_string();
    hour.split('T').next().unwrap_or_default().to_owned()
}

/// A point from which time is measured.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the tests' one reader of the steady clock")]
    pub fn start() -> Stopwatch {
        Stopwatch(Instant::now())
    }

    /// Returns the time since the start.
    #[must_use]
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// Waits for a fixed time, for an effect that no program can report.
pub fn let_pass(span: Duration) {
    if span >= LONG {
        slots::let_others_in();
    }
    thread::sleep(span);
}

/// Calls `look` until it returns a value; `None` if there is none after `limit`.
pub(crate) fn found_within<T>(limit: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let watch = Stopwatch::start();
    loop {
        let elapsed = watch.elapsed();
        if let Some(found) = look() {
            return Some(found);
        }
        if elapsed >= limit {
            return None;
        }
        if elapsed >= LONG {
            slots::let_others_in();
        }
        // Sleeps for a tenth of the wait so far, so that no wait gets longer by more than that.
        thread::sleep((elapsed / 10).clamp(POLL, SELDOM));
    }
}

/// Calls `look` until it returns a value, and returns that.
///
/// # Panics
/// When there is no value after `limit`.
#[track_caller]
pub fn wait_within<T>(limit: Duration, what: &str, look: impl FnMut() -> Option<T>) -> T {
    found_within(limit, look).unwrap_or_else(|| panic!("after {limit:?} still no {what}"))
}

/// Calls [`wait_within`] with the usual [`PATIENCE`].
#[track_caller]
pub fn wait_for<T>(what: &str, look: impl FnMut() -> Option<T>) -> T {
    wait_within(PATIENCE, what, look)
}

/// Checks during a span of time and at its end that something doesn't happen, and fails as soon as
/// there is a value. Tests use it if no event marks the end, and say why the span is long enough.
/// The effect that it looks for must be permanent: a recorded request, a response, an open popup.
#[track_caller]
pub fn watch_nothing<T: core::fmt::Debug>(span: Duration, mut look: impl FnMut() -> Option<T>) {
    if span >= LONG {
        slots::let_others_in();
    }
    let watch = Stopwatch::start();
    loop {
        let is_over = watch.elapsed() >= span;
        if let Some(found) = look() {
            panic!("expected nothing, found {found:?} after {:?}", watch.elapsed());
        }
        if is_over {
            return;
        }
        thread::sleep(if span >= LONG { SELDOM } else { POLL });
    }
}
