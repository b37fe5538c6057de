//! Survey arithmetic and rules: what a score is, which group it belongs to, how answers add up,
//! how sure a figure is, and whether a visitor may be asked.
//!
//! **In scope:** scales, scores, groups, tallies, intervals, names and ids, display rules.
//! **Out of scope:** JSON, HTTP, storage, clocks, randomness, texts. This crate has no dependency
//! but `std`; time and randomness reach it as arguments.

mod group;
mod instant;
mod kind;
mod response_id;
mod score;
mod slug;

pub use group::Group;
pub use instant::{Hour, Instant};
pub use kind::{Kind, Scale};
pub use response_id::{NotAResponseId, ResponseId};
pub use score::{OutOfScale, Score};
pub use slug::{NotASlug, SLUG_MAX_BYTES, SiteId, SurveyId};
