//! Survey arithmetic and rules: scores, their groups, tallies of them, figures with intervals, and
//! the decision whether a visitor may be asked.
//!
//! **In scope:** scales, scores, groups, tallies, intervals, reasons, the satisfaction index, names
//! and ids, display rules.
//! **Out of scope:** JSON, HTTP, storage, clocks, randomness, texts. This crate has no dependency
//! but `std`; time and randomness reach it as arguments.

pub mod calendar;
mod change;
mod comparison;
mod confidence;
pub mod csi;
mod figure;
mod group;
mod instant;
mod interval;
mod kind;
mod metric;
mod note;
mod planned;
mod power;
mod range;
mod reason;
mod response_id;
mod rounding;
mod score;
mod slug;
mod tally;
mod target;
pub mod targeting;
mod verdict;

pub use change::Change;
pub use comparison::{Comparison, Gap};
pub use confidence::Confidence;
pub use figure::{Figure, Method};
pub use group::Group;
pub use instant::{DAY_MS, HOUR_MS, Hour, Instant, MINUTE_MS};
pub use interval::Interval;
pub use kind::{Kind, Scale};
pub use metric::{Answer, Metric, MetricTally, OtherMetric};
pub use note::{Note, SMALL_SAMPLE_BELOW};
pub use power::{Power, ScoreStep};
pub use range::ScoreRange;
pub use reason::{Impact, NoImpact, NotAPart, Reason};
pub use response_id::{NotAResponseId, ResponseId};
pub use rounding::round_half_away;
pub use score::{OutOfScale, Score};
pub use slug::{NotASlug, SLUG_MAX_BYTES, SiteId, SurveyId, WebhookId};
pub use tally::{OtherKind, Tally};
pub use target::{Target, TargetVerdict};
pub use verdict::Verdict;
