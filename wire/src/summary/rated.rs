//! The attributes of a satisfaction index: how each was rated, and what it costs the index.

use serde::{Deserialize, Serialize};

use super::{Counts, Difference, ScoreFigure};

/// One attribute of a satisfaction index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "AttributeRatings"))]
pub struct RatedFigure {
    /// The attribute's id.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::reason"))]
    pub id: String,
    /// Its share of all weight, in percent, one decimal.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 100)))]
    pub weight_percent: f64,
    /// Number of responses that rated it.
    pub responses: u64,
    /// Responses by rating, from the low end to the high end; each point of the scale is there.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::counts"))]
    pub counts: Counts,
    /// Mean of its ratings on 0 to 100, two decimals.
    pub mean: ScoreFigure,
    /// Its share of the weight times what its mean lacks to 100, in points of the index; absent without
    /// ratings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drag: Option<RatedDrag>,
}

/// Drag of an attribute: its share of the weight times what its mean lacks to 100. If nobody leaves
/// anything out, the index would rise by so many points if everybody gave the highest rating.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "AttributeDrag"))]
pub struct RatedDrag {
    /// The points, from 0 to 100, two decimals.
    pub value: f64,
    /// The lower end of its interval; `null` for a single rating.
    pub low: Option<f64>,
    /// The upper end of its interval.
    pub high: Option<f64>,
}

/// Difference of an attribute's mean from that of another period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "AttributeChange"))]
pub struct RatedChange {
    /// The attribute's id.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::reason"))]
    pub id: String,
    /// The difference, in points of 0 to 100.
    #[serde(flatten)]
    pub mean: Difference,
}
