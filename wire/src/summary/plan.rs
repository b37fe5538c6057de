//! Number of responses that it takes to detect a change, and the target.

use serde::{Deserialize, Serialize};

/// The number of responses that it takes to tell a change. It is computed from the distribution of
/// the summary's responses, by the same interval as `change`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Power"))]
pub struct PowerFigure {
    /// Size of the change, in points of the score: the value of `power`.
    pub difference: f64,
    /// Number of responses that each of two periods needs so that such a change is called `better`
    /// or `worse` 80 times in 100; rounded up to two digits, never below 10. `null` without
    /// responses, where no score is so far from the survey's own, and while the summary is not
    /// final.
    pub responses_needed: Option<u64>,
    /// Number of responses by which the period is short of that; `null` where that is.
    pub more_responses: Option<u64>,
}

/// The survey's target beside the score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Target"))]
pub struct TargetFigure {
    /// The score to reach, from the survey's definition.
    pub value: f64,
    /// `reached` when all of the score's interval is at the target or above, `missed` when all of it
    /// is below, `open` when it holds the target, `too-few` (fewer than 10 responses), `not-final`,
    /// or `none` (no responses).
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::target_verdict"))]
    pub verdict: String,
    /// Number of further responses after which an `open` verdict is settled 80 times in 100, if they
    /// are like those so far; rounded up to two digits, never below 10. `null` for other verdicts,
    /// and where the score is the target itself.
    pub more_responses: Option<u64>,
}
