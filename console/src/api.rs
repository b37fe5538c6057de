//! The collector's API, as the console reads it.
//!
//! Shapes are read leniently: a field that an older collector lacks is `None`, and one that a newer
//! one has more is passed over.

pub(crate) mod client;
pub(crate) mod early;
mod error;
mod lists;
pub(crate) mod objects;
mod rated;
mod session;
mod summary;

pub use error::{ApiError, Fault};
pub use lists::{List, Response, SiteEntry, SurveyEntry, title};
pub use rated::{Finding, RatedChange, RatedFigure};
pub use session::{Role, Session};
pub use summary::{
    BreakdownValue, Change, Comparison, Difference, Figure, Piece, Power, Progress, Summary,
    Target, TargetVerdict, ValueFigure, Verdict,
};
