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
    /// The value's name, if there is one.
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
        let figure = ValueFigure { value, responses: 3, at_least: false, score };
        let json = concat!(
            r#"{"value":"checkout","responses":3,"score":{"value":33.3,"low":null,"high":null,"#,
            r#""confidence":0.95,"method":"adjusted-wald","note":"small-sample"}}"#
        );
        assert_eq!(serde_json::to_string(&figure).unwrap(), json);
        assert_eq!(serde_json::from_str::<ValueFigure>(json).unwrap(), figure);
    }
}
