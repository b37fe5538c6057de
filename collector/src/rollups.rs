//! Rollups: counts of closed days and hours, kept so that a summary needn't list them again.
//!
//! **In scope:** when a rollup may be written, trusted and distrusted; dirty marks; folding on read
//! and by the cron; the writes and deletions of responses that must leave a
//! dirty mark.
//! **Out of scope:** what the counts mean (`domain`), the summary's form (`wire`).
//!
//! A rollup is a cache. Whoever deletes them all gets the same figures again, later. Four rules
//! keep it true over a store without transactions, whose reads and lists lag up to
//! [`timing::STALE_MS`]:
//!
//! 1. A rollup is made from one list alone, never from an older rollup, and says when that list
//!    began: its `as_of`. It is written within [`timing::WRITTEN_WITHIN_MS`] of it or not at all.
//! 2. Who writes or deletes in an hour that may be folded by then leaves a [`dirty::DirtyMark`]
//!    first.
//! 3. A reader trusts an hour of a rollup when the list began [`timing::FOLD_AFTER_MS`] after the
//!    period's end and [`timing::COVERED_AFTER_MS`] after each mark of that hour that is to be
//!    seen. Otherwise it lists the hour.
//! 4. A mark goes away when a day's rollup covers it and is [`timing::SETTLED_AFTER_MS`] old: no
//!    reader can see an older one then, and none can be written any more.
//!
//! A day's rollup also counts by dimension ([`dims`]); that part is read when it is asked for, and a
//! rollup without it is none then. Rollups of hours serve only until their day is closed, and no
//! mark goes away on their account. A rollup expires with the first response it counts.

pub mod counts;
pub mod cron;
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
