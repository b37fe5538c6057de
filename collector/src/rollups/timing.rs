//! How late everything may be: the sums that make a rollup trustworthy.
//!
//! ```text
//! hour's end ──3 min──▶ MARK_AFTER ──2 min──▶ last unmarked write done ──10 min──▶ FOLD_AFTER
//!                       from here on writes      LANDS_WITHIN           STALE      seen by every
//!                       come with a mark                                           list
//! ```
//! A simulator holds these sums to their promise, with delays up to each bound.

use domain::{Hour, Instant};

const MINUTE_MS: i64 = 60 * 1_000;

/// How far reads and lists may lag behind a write. Workers KV says "up to 60 seconds or more"; ten
/// times that.
pub const STALE_MS: i64 = 10 * MINUTE_MS;

/// How long a handler may take between deciding whether a write needs a mark and starting it. A
/// handler that is slower gives up (503).
pub const STARTS_WITHIN_MS: i64 = 50 * 1_000;

/// How long a started write may take until it is done, whether or not anybody still waits for it.
pub const DONE_WITHIN_MS: i64 = MINUTE_MS;

/// How far the clocks of two machines may be apart.
pub const CLOCKS_APART_MS: i64 = 10 * 1_000;

/// From a handler's decision to the end of its last write, by anybody's clock.
pub const LANDS_WITHIN_MS: i64 = STARTS_WITHIN_MS + DONE_WITHIN_MS + CLOCKS_APART_MS;

/// From that long after an hour's end on, a write into the hour comes with a mark. Most answers
/// come within seconds and cost one write.
pub const MARK_AFTER_MS: i64 = 3 * MINUTE_MS;

/// From that long after its end on, a list of an hour shows all that came without a mark.
pub const FOLD_AFTER_MS: i64 = MARK_AFTER_MS + LANDS_WITHIN_MS + STALE_MS;

/// A list that began this long after a mark shows what the mark announced.
pub const COVERED_AFTER_MS: i64 = LANDS_WITHIN_MS + STALE_MS;

/// How long after its list began a rollup may still be written. Later it might take the place of a
/// newer one whose marks are gone.
pub const WRITTEN_WITHIN_MS: i64 = 5 * MINUTE_MS;

/// How long a reader may take from its first operation to its last.
pub const READ_WITHIN_MS: i64 = 10 * MINUTE_MS;

/// How long after its list began a rollup is what every reader sees: itself or a newer one.
pub const SETTLED_AFTER_MS: i64 = 30 * MINUTE_MS;

// A settled rollup, or one as new, is seen by every reader that began before the mark went away;
// and no folder with an older list is left that could write over it unseen.
const _: () = assert!(
    WRITTEN_WITHIN_MS + DONE_WITHIN_MS + STALE_MS + READ_WITHIN_MS + 2 * CLOCKS_APART_MS
        <= SETTLED_AFTER_MS
);

/// Whether a write into that hour comes too late to go without a mark.
#[must_use]
pub const fn needs_mark(hour: Hour, now: Instant) -> bool {
    now.unix_ms() >= hour.end().plus_ms(MARK_AFTER_MS).unix_ms()
}

/// Whether a list that begins now shows all of what ended then, but for marked hours.
#[must_use]
pub const fn is_closed(end: Instant, now: Instant) -> bool {
    now.unix_ms() >= end.plus_ms(FOLD_AFTER_MS).unix_ms()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grace_is_the_fifteen_minutes_that_are_documented() {
        assert_eq!(FOLD_AFTER_MS, 15 * MINUTE_MS);
        assert_eq!(COVERED_AFTER_MS, 12 * MINUTE_MS);
    }

    #[test]
    fn marks_and_folds_begin_at_their_very_bounds() {
        let hour = Hour::parse("2026-11-22T03").unwrap();
        let after = |ms| hour.end().plus_ms(ms);
        assert!(!needs_mark(hour, after(3 * MINUTE_MS - 1)));
        assert!(needs_mark(hour, after(3 * MINUTE_MS)));
        assert!(!is_closed(hour.end(), after(15 * MINUTE_MS - 1)));
        assert!(is_closed(hour.end(), after(15 * MINUTE_MS)));
    }
}
