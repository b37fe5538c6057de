//! Deleting for good: a response, a respondent, a survey, a site; and keeping it deleted.
//!
//! In: `who:` keys, which lead from a respondent to responses; tombstones, which no restore passes;
//! purging in steps that may break off. Not in: what a deletion is asked for by (`api`).

pub mod hashes;
pub mod purge;
pub mod respondent;
pub mod response;
mod scan;
pub mod tombstones;
pub mod who_keys;
