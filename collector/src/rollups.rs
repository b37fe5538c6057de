//! Rollups: counts of closed days and hours, kept so that a summary needn't list them again.
//!
//! **In scope:** when a rollup may be written, trusted and distrusted; dirty marks; folding on read
//! and by the cron; the writes and deletions of responses that must leave a dirty mark.
//! **Out of scope:** what the counts mean (`domain`), the summary's form (`wire`).
//!
//! A rollup is a cache. If all rollups are deleted, every figure stays the same; it only takes
//! longer to compute. Four rules keep rollups right over a store without transactions, whose reads
//! and lists may lag by up to [`crate::store::timing::STALE_MS`] (`timing` in the rules is
//! [`crate::store::timing`]):
//!
//! 1. The reader or cron that makes a rollup counts it from one list alone, never from an older
//!    rollup. The rollup's `as_of` says when that list began. The rollup is written within
//!    `timing::WRITTEN_WITHIN_MS` of its `as_of`, or not at all.
//! 2. A request that writes or deletes a response first writes a dirty mark ([`dirty`]) for the
//!    response's hour, if that hour may be folded by then.
//! 3. A reader trusts a rollup for an hour on two conditions. The rollup's list began at least
//!    `timing::FOLD_AFTER_MS` after the end of the rollup's day or hour. And it began at least
//!    `timing::COVERED_AFTER_MS` after each dirty mark of that hour that the reader sees. Otherwise
//!    the reader lists the hour.
//! 4. The cron deletes a mark once a day's rollup covers the mark and is `timing::SETTLED_AFTER_MS`
//!    old. By then no reader can see an older rollup of that day, and none can be written any more.
//!
//! A day's rollup also counts by dimension ([`dims`]). A reader decodes that part only if it is
//! asked for; a rollup without it then counts as missing. Rollups of hours serve only until their
//! day is closed, and the cron deletes no mark because of them. A rollup expires with the first
//! response that it counts.

pub mod counts;
pub mod cron;
mod digits;
pub mod dims;
pub mod dirty;
mod filtered;
mod keep;
pub mod listing;
pub(crate) mod plan;
pub mod read;
pub mod value;
pub mod wanted;
pub mod write;
