//! The reasons that were picked, and their part in the score.

use serde::{Deserialize, Serialize};

use super::ScoreFigure;

/// The reasons that responses picked, of those that were asked: whose group had a list of reasons in
/// the survey's version that was shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Reasons"))]
pub struct ReasonFigures {
    /// Number of responses that were asked.
    pub asked: u64,
    /// Number of these that picked none.
    pub none_picked: u64,
    /// The reasons, most picked first and then by id; at most 100.
    #[cfg_attr(feature = "schema", schemars(length(max = crate::limits::VALUES_NAMED_MAX)))]
    pub reasons: Vec<ReasonFigure>,
    /// Remarks on how to read the figures. `shares-overlap`: a response may pick several reasons, so
    /// shares and impacts don't add up. `one-group`: only one group was asked, so the score of those
    /// who picked a reason is that of the group. `some-not-asked`: groups without a list count among
    /// those who did not pick a reason, so an impact also tells who was asked.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::reason_notes"))]
    pub notes: Vec<String>,
}

/// One reason: how often it was picked, by whom, and what it costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ReasonPicked"))]
pub struct ReasonFigure {
    /// The reason's id.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::reason"))]
    pub reason: String,
    /// Number of responses that picked it.
    pub responses: u64,
    /// Share of those who were asked that picked it, in percent.
    pub share: ScoreFigure,
    /// The same by group, from the low end to the high end; groups that were not asked are left out.
    pub groups: Vec<GroupShare>,
    /// Score of the responses that picked it.
    pub score: ScoreFigure,
    /// The part of the reason in the score.
    pub impact: Impact,
}

/// Share of a reason in one group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ReasonGroup"))]
pub struct GroupShare {
    /// The group.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::group"))]
    pub group: String,
    /// Number of the group's responses that were asked.
    pub asked: u64,
    /// Number of these that picked the reason.
    pub responses: u64,
    /// Their share, in percent.
    pub share: ScoreFigure,
}

/// Score of the responses that did not pick the reason, minus the score of all: positive when the
/// reason goes with lower scores. All are those to versions of the survey that list reasons, those
/// that were not asked included. It tells what goes together, not what causes what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Impact {
    /// The difference, in points of the score; `null` when all picked the reason, and while the
    /// summary is not final.
    pub value: Option<f64>,
    /// The lower end of its interval; `null` where there is none.
    pub low: Option<f64>,
    /// The upper end of its interval.
    pub high: Option<f64>,
    /// True if the interval excludes 0; `null` when there are too few responses to say.
    pub significant: Option<bool>,
    /// `small-sample` when fewer than 10 picked the reason, or fewer than 10 did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::small_sample"))]
    pub note: Option<String>,
}
