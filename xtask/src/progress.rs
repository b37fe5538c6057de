//! Reports long work to the person at the terminal: headings, heartbeats, times.
//!
//! In: the only clock of xtask. Not in: running programs (`process`).

use std::time::{Duration, Instant, SystemTime};

/// Time between lines that name the running program. A longer silence would look like a hang.
pub(crate) const HEARTBEAT: Duration = Duration::from_secs(20);

/// A started measurement.
#[derive(Clone, Copy)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(
        clippy::disallowed_methods,
        reason = "build tooling is an edge: it may read the clock"
    )]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// Returns the current time in Unix milliseconds.
#[expect(clippy::disallowed_methods, reason = "build tooling is an edge: it may read the clock")]
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.ok().and_then(|since| i64::try_from(since.as_millis()).ok()).unwrap_or(0)
}

/// Prints the heading of a part of the work.
pub(crate) fn heading(text: &str) {
    eprintln!("\n== {text}");
}

/// Prints one line within a part.
pub(crate) fn note(text: &str) {
    eprintln!("   {text}");
}

/// Formats a duration: `7.3 s`, `4 min 05 s`.
pub(crate) fn seconds(duration: Duration) -> String {
    let whole = duration.as_secs();
    if whole < 60 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn shows(millis: u64, expected: &str) {
        assert_eq!(seconds(Duration::from_millis(millis)), expected);
    }

    #[test]
    fn durations_are_shown_in_seconds_and_then_in_minutes() {
        shows(0, "0.0 s");
        shows(7_340, "7.3 s");
        shows(60_000, "1 min 00 s");
        shows(245_900, "4 min 05 s");
    }
}
