//! Bounds on delays. Their sums say when a reader can trust a rollup.
//!
//! ```text
//! hour's end ──3 min──▶ MARK_AFTER ──2 min──▶ last unmarked write done ──10 min──▶ FOLD_AFTER
//!                       from here on writes      LANDS_WITHIN           STALE      seen by every
//!                       come with a mark                                           list
//! ```
//! A simulator tests these sums, with delays up to each bound.
//!
//! # One mark for many writes
//!
//! A mark names no single write. Its time `E` is the end of a stretch of [`MARK_STANDS_MS`]. It
//! stands for every write into its hour that a handler decided on in that stretch, at a time
//! `t < E`:
//!
//! - The mark is in the store before the write starts: the handler writes the mark first, or its
//!   isolate remembers that it has itself written the mark, to the end, in the same stretch.
//! - The write lands by `t + LANDS_WITHIN`, which is before `E + LANDS_WITHIN`. So a list that
//!   began [`COVERED_AFTER_MS`] after `E` shows all writes that the mark stands for. The price of
//!   sharing is that readers distrust a rollup for up to [`MARK_STANDS_MS`] longer than the write
//!   alone would need.
//! - The cron deletes no mark on which a write still relies: it deletes one [`COVERED_AFTER_MS`]
//!   and [`SETTLED_AFTER_MS`] after `E` at the earliest. By then the last write of the stretch, and
//!   the last writing of the mark itself, have long been done.

use domain::{Hour, Instant, MINUTE_MS};

/// Time by which Workers KV's reads and lists may lag behind a write. KV's documentation says "up
/// to 60 seconds or more"; this is nine times that.
pub const KV_LAGS_MS: i64 = 9 * MINUTE_MS;

/// Time for which a list is remembered, in milliseconds.
pub const REMEMBERED_MS: i64 = MINUTE_MS;

/// Time by which reads and lists may lag behind a write: the lag of KV, and the time for which the
/// isolate remembers a list that lagged already.
pub const STALE_MS: i64 = KV_LAGS_MS + REMEMBERED_MS;

/// Time that a handler may take from its decision whether a write needs a mark to the start of the
/// write. A slower handler gives up (503).
pub const STARTS_WITHIN_MS: i64 = 50 * 1_000;

/// Time that a started write may take until it is done, even if nobody waits for it any more.
pub const DONE_WITHIN_MS: i64 = MINUTE_MS;

/// Time by which the clocks of two machines may differ.
pub const CLOCKS_APART_MS: i64 = 10 * 1_000;

/// Time from a handler's decision to the end of its last write, by anybody's clock.
pub const LANDS_WITHIN_MS: i64 = STARTS_WITHIN_MS + DONE_WITHIN_MS + CLOCKS_APART_MS;

/// Time after an hour's end from which a write into the hour comes with a mark. Most responses come
/// within seconds and cost one write.
pub const MARK_AFTER_MS: i64 = 3 * MINUTE_MS;

/// Time after an hour's end from which a list of the hour shows all writes that came without a
/// mark.
pub const FOLD_AFTER_MS: i64 = MARK_AFTER_MS + LANDS_WITHIN_MS + STALE_MS;

/// Time after a mark from which a list, if it begins then or later, shows the writes that the mark
/// announced.
pub const COVERED_AFTER_MS: i64 = LANDS_WITHIN_MS + STALE_MS;

/// Time for which a mark stands for all writes into its hour. So an hour gets at most one mark a
/// minute, however often something is written into it.
pub const MARK_STANDS_MS: i64 = MINUTE_MS;

/// Time after the start of its list in which a rollup may still be written. Later it might
/// overwrite a newer rollup whose marks are deleted.
pub const WRITTEN_WITHIN_MS: i64 = 5 * MINUTE_MS;

/// Time that a reader may take from its first operation to its last.
pub const READ_WITHIN_MS: i64 = 10 * MINUTE_MS;

/// Time after the start of a rollup's list from which every reader sees that rollup, or a newer
/// one.
pub const SETTLED_AFTER_MS: i64 = 30 * MINUTE_MS;

// Every reader that began before the mark was deleted sees a settled rollup, or one as new. And no
// run with an older list is left that could overwrite it unseen.
const _: () = assert!(
    WRITTEN_WITHIN_MS + DONE_WITHIN_MS + STALE_MS + READ_WITHIN_MS + 2 * CLOCKS_APART_MS
        <= SETTLED_AFTER_MS
);

// When the cron deletes a mark, no handler writes it any more, nor relies on it.
const _: () = assert!(LANDS_WITHIN_MS + STARTS_WITHIN_MS <= COVERED_AFTER_MS);

/// Returns the time of the mark for a write that is decided on now: the first instant for which the
/// mark does not stand any more.
#[must_use]
pub const fn mark_time(now: Instant) -> Instant {
    let stretch = now.unix_ms().div_euclid(MARK_STANDS_MS);
    Instant::from_unix_ms(stretch.saturating_add(1).saturating_mul(MARK_STANDS_MS))
}

/// True if a write into that hour needs a mark, because it comes late.
#[must_use]
pub const fn needs_mark(hour: Hour, now: Instant) -> bool {
    now.unix_ms() >= hour.end().plus_ms(MARK_AFTER_MS).unix_ms()
}

/// True if a list that begins now shows all responses of a day or hour that ended at `end`, except
/// for marked hours.
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
    fn a_mark_stands_for_all_that_is_decided_on_before_its_time() {
        let ten = Hour::parse("2026-11-22T10").unwrap().start();
        for (after_ms, minutes) in [(0, 1), (1, 1), (MINUTE_MS - 1, 1), (MINUTE_MS, 2)] {
            let now = ten.plus_ms(after_ms);
            assert_eq!(mark_time(now), ten.plus_ms(minutes * MINUTE_MS));
            assert!(mark_time(now) > now);
        }
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
