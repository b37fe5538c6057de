//! Deleting a response, a respondent, a survey or a site for good, and keeping it deleted.
//!
//! In: `who:` keys, which lead from a respondent to responses; tombstones, which keep a restore
//! from bringing anything back; purging in steps that may break off.
//! Not in: the requests that ask for a deletion (`api`).

pub mod hashes;
pub mod purge;
pub mod respondent;
pub mod response;
mod scan;
pub mod tombstones;
pub mod who_keys;
