//! The score of each value of a dimension.

use serde::{Deserialize, Serialize};

use super::{ScoreFigure, is_false, is_there};

/// The score of the responses with one value of a dimension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ValueFigure {
    /// The value itself.
    #[serde(flatten)]
    pub value: BreakdownValue,
    /// Number of these responses.
    pub responses: u64,
    /// True if some more may be among the others: so on days with more values than are kept apart.
    #[serde(default, skip_serializing_if = "is_false")]
    pub at_least: bool,
    /// Score of these responses.
    pub score: ScoreFigure,
    /// Points by which these responses pull the score; `null` when there are no others, and while
    /// the summary is not final.
    pub drag: Option<Drag>,
    /// These responses beside all others.
    pub comparison: ComparisonFigure,
}

/// Score of all responses minus the score of all without those of the value: negative when they
/// pull it down. It is the difference from the others times the share of the responses. The
/// interval takes that share as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Drag {
    /// The difference, in points of the score.
    pub value: f64,
    /// The lower end of its interval, corrected as that of the comparison; `null` where a side
    /// has too few responses for one.
    pub low: Option<f64>,
    /// The upper end of its interval.
    pub high: Option<f64>,
}

/// The responses with one value beside all others, corrected by Holm's method for the number of
/// values that are compared: those with 10 responses and 10 others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Comparison"))]
pub struct ComparisonFigure {
    /// The verdict on these responses beside the others, of all values together: a false alarm at
    /// any of them is as seldom as `confidence` says. `too-few` (fewer than 10 here, or 10 others),
    /// `none` (no others).
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::verdict"))]
    pub verdict: String,
    /// Score of these responses minus that of the others.
    pub difference: PartDifference,
    /// Probability of such a difference by chance, after the correction, rounded up to two digits,
    /// never below 0.000001; `null` unless they are compared. The verdict is `better` or `worse`
    /// when it is at most 1 minus `confidence`.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::p_value"))]
    pub p_value: Option<f64>,
}

/// A difference between the responses with a value and all others; `null` where there is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PartDifference {
    /// The difference; `null` when there are no others, and while the summary is not final.
    pub value: Option<f64>,
    /// The lower end of its interval, at the error at which it was tested: it excludes 0 exactly
    /// where the verdict is `better` or `worse`.
    pub low: Option<f64>,
    /// The upper end of its interval.
    pub high: Option<f64>,
}

/// The value that the responses of a breakdown's figure have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BreakdownValueShape", into = "BreakdownValueShape")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum BreakdownValue {
    /// This value: `{"value": "checkout"}`.
    Named(String),
    /// No value: `{"value": null}`.
    None,
    /// A value that is not named: `{"other": true}`.
    Other,
}

impl BreakdownValue {
    /// Returns the value's name, if it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            BreakdownValue::Named(name) => Some(name),
            BreakdownValue::None | BreakdownValue::Other => None,
        }
    }
}

/// [`BreakdownValue`] in JSON.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct BreakdownValueShape {
    /// The value; `null` for responses without one, absent where `other` is there.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "is_there")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::text_or_null"))]
    value: Option<Option<String>>,
    /// True for all values that are not named, taken together.
    #[serde(skip_serializing_if = "is_false")]
    other: bool,
}

impl From<BreakdownValueShape> for BreakdownValue {
    fn from(shape: BreakdownValueShape) -> BreakdownValue {
        match shape.value {
            Some(Some(name)) => BreakdownValue::Named(name),
            None if shape.other => BreakdownValue::Other,
            Some(None) | None => BreakdownValue::None,
        }
    }
}

impl From<BreakdownValue> for BreakdownValueShape {
    fn from(value: BreakdownValue) -> BreakdownValueShape {
        match value {
            BreakdownValue::Named(name) => {
                BreakdownValueShape { value: Some(Some(name)), other: false }
            }
            BreakdownValue::None => BreakdownValueShape { value: Some(None), other: false },
            BreakdownValue::Other => BreakdownValueShape { value: None, other: true },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is_written(value: BreakdownValue, json: &str) {
        assert_eq!(serde_json::to_string(&value).unwrap(), json);
        assert_eq!(serde_json::from_str::<BreakdownValue>(json).unwrap(), value);
    }

    #[test]
    fn a_value_none_and_the_others_are_told_apart() {
        is_written(BreakdownValue::Named("other".to_owned()), r#"{"value":"other"}"#);
        is_written(BreakdownValue::None, r#"{"value":null}"#);
        is_written(BreakdownValue::Other, r#"{"other":true}"#);
    }

    #[test]
    fn a_figure_of_a_breakdown_has_its_score_in_the_shape_of_every_score() {
        let score = ScoreFigure {
            value: Some(33.3),
            low: None,
            high: None,
            confidence: 0.95,
            method: "adjusted-wald".to_owned(),
            note: Some("small-sample".to_owned()),
        };
        let value = BreakdownValue::Named("checkout".to_owned());
        let drag = Some(Drag { value: -1.5, low: Some(-4.0), high: Some(1.1) });
        let difference = PartDifference { value: Some(-6.0), low: None, high: None };
        let comparison =
            ComparisonFigure { verdict: "too-few".to_owned(), difference, p_value: None };
        let figure = ValueFigure { value, responses: 3, at_least: false, score, drag, comparison };
        let json = concat!(
            r#"{"value":"checkout","responses":3,"score":{"value":33.3,"low":null,"high":null,"#,
            r#""confidence":0.95,"method":"adjusted-wald","note":"small-sample"},"#,
            r#""drag":{"value":-1.5,"low":-4.0,"high":1.1},"comparison":{"verdict":"too-few","#,
            r#""difference":{"value":-6.0,"low":null,"high":null},"p_value":null}}"#
        );
        assert_eq!(serde_json::to_string(&figure).unwrap(), json);
        assert_eq!(serde_json::from_str::<ValueFigure>(json).unwrap(), figure);
    }
}
