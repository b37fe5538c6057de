//! A summary with all that the console shows of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
pub use wire::summary::BreakdownValue;
use wire::summary::{Counts, ReasonFigures};

use super::{RatedChange, RatedFigure};

/// A score, a mean or a share with its interval.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Figure {
    /// The value; `None` without responses.
    pub value: Option<f64>,
    /// The interval's lower end.
    pub low: Option<f64>,
    /// The interval's upper end.
    pub high: Option<f64>,
    /// `small-sample` below ten responses.
    pub note: Option<String>,
}

impl Figure {
    /// True if fewer than ten responses give it.
    #[must_use]
    pub fn is_few(&self) -> bool {
        self.note.is_some()
    }
}

/// Sentences on a difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Worse.
    Worse,
    /// Better.
    Better,
    /// None that can be told from chance.
    NoDifference,
    /// Fewer than ten responses on a side.
    TooFew,
    /// Not everything is counted yet.
    NotFinal,
    /// No responses in the time that it is compared with.
    NothingBefore,
    /// No responses.
    #[default]
    None,
}

impl<'de> Deserialize<'de> for Verdict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Verdict, D::Error> {
        let word = String::deserialize(deserializer)?;
        Ok(match word.as_str() {
            "worse" => Verdict::Worse,
            "better" => Verdict::Better,
            "no-difference" => Verdict::NoDifference,
            "too-few" => Verdict::TooFew,
            "not-final" => Verdict::NotFinal,
            _ => Verdict::None,
        })
    }
}

/// A difference with its interval.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Difference {
    /// The value.
    pub value: Option<f64>,
    /// The interval's lower end.
    pub low: Option<f64>,
    /// The interval's upper end.
    pub high: Option<f64>,
}

/// The score minus that of another period.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Change {
    /// The difference.
    #[serde(flatten)]
    pub difference: Difference,
    /// The verdict.
    pub verdict: Verdict,
    /// Start of the other period.
    pub from: String,
    /// End of the other period, not in it.
    pub to: String,
    /// Changes of the rated attributes' means, for an index.
    pub rated_attributes: Option<Vec<RatedChange>>,
}

/// The part of the period that is counted.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// Share from 0 to 1.
    pub share: f64,
    /// Number of responses counted so far.
    pub responses: u64,
}

/// One piece of a trend.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Piece {
    /// Its start: a date, or an instant.
    pub start: String,
    /// Its end, not in it.
    pub end: String,
    /// Number of responses.
    pub responses: u64,
    /// The score.
    pub score: Figure,
}

/// A value of a dimension beside the rest.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Comparison {
    /// The verdict, corrected for the number of values.
    pub verdict: Verdict,
    /// The difference from the rest.
    pub difference: Difference,
}

/// One value of a dimension.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ValueFigure {
    /// The value.
    #[serde(flatten)]
    pub value: BreakdownValue,
    /// Number of responses.
    pub responses: u64,
    /// The score.
    pub score: Figure,
    /// Distance by which it moves the score of all.
    #[serde(default)]
    pub drag: Option<Difference>,
    /// The comparison with the rest.
    #[serde(default)]
    pub comparison: Option<Comparison>,
}

/// Number of responses that would tell a change.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Power {
    /// The change in score units.
    pub difference: f64,
    /// Number in each period.
    pub responses_needed: Option<u64>,
    /// Number that lacks in this period.
    pub more_responses: Option<u64>,
}

/// Sentences on a target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TargetVerdict {
    /// The interval lies above it.
    Reached,
    /// The interval lies below it.
    Missed,
    /// The interval holds it.
    Open,
    /// Nothing can be said.
    #[default]
    Unsaid,
}

impl<'de> Deserialize<'de> for TargetVerdict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<TargetVerdict, D::Error> {
        let word = String::deserialize(deserializer)?;
        Ok(match word.as_str() {
            "reached" => TargetVerdict::Reached,
            "missed" => TargetVerdict::Missed,
            "open" => TargetVerdict::Open,
            _ => TargetVerdict::Unsaid,
        })
    }
}

/// A survey's target.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Target {
    /// The target.
    pub value: f64,
    /// The verdict.
    pub verdict: TargetVerdict,
    /// Number of responses that would tell.
    pub more_responses: Option<u64>,
}

/// The reply of the summary's route. Figures are `None` while it is not final.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Summary {
    /// `nps`, `ces`, `csat` or `csi`.
    pub kind: String,
    /// Start of the period.
    pub from: String,
    /// End of the period, not in it.
    pub to: String,
    /// False while part of it is not counted.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// Progress of the count.
    #[serde(default)]
    pub progress: Option<Progress>,
    /// Number of responses.
    #[serde(default)]
    pub responses: Option<u64>,
    /// Number of comments.
    #[serde(default)]
    pub comments: Option<u64>,
    /// The score.
    #[serde(default)]
    pub score: Option<Figure>,
    /// Number of responses of which the score is, for an index: those that rated enough.
    #[serde(default)]
    pub indexed_responses: Option<u64>,
    /// The rated attributes, for an index.
    #[serde(default)]
    pub rated_attributes: Option<Vec<RatedFigure>>,
    /// Responses by group, from the low end.
    #[serde(default)]
    pub groups: Option<Counts>,
    /// Responses by score, from the low end.
    #[serde(default)]
    pub counts: Option<Counts>,
    /// The difference from another period.
    #[serde(default)]
    pub change: Option<Change>,
    /// The trend.
    #[serde(default)]
    pub series: Option<Vec<Piece>>,
    /// The score by value of each dimension.
    #[serde(default)]
    pub breakdowns: Option<BTreeMap<String, Vec<ValueFigure>>>,
    /// The reasons that were picked.
    #[serde(default)]
    pub reasons: Option<ReasonFigures>,
    /// Responses that would tell a change.
    #[serde(default)]
    pub power: Option<Power>,
    /// The survey's target.
    #[serde(default)]
    pub target: Option<Target>,
}

impl Summary {
    /// Returns the number of responses of which the score is.
    #[must_use]
    pub fn counted(&self) -> Option<u64> {
        self.indexed_responses.or(self.responses)
    }

    /// Returns the verdict on the change, or what keeps from one.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match (&self.change, self.counted()) {
            _ if !self.is_final => Verdict::NotFinal,
            // Some responded, and none of them rated enough.
            (_, Some(0)) if self.responses > Some(0) => Verdict::TooFew,
            (_, Some(0) | None) => Verdict::None,
            // The collector's word for no responses on either side.
            (Some(change), _) if change.verdict == Verdict::None => Verdict::NothingBefore,
            (Some(change), _) => change.verdict,
            (None, Some(1..10)) => Verdict::TooFew,
            (None, _) => Verdict::NoDifference,
        }
    }

    /// Returns a dimension's values: first what drags the score down, at the end what can't be
    /// judged.
    #[must_use]
    pub fn dragging(&self, dimension: &str) -> Vec<ValueFigure> {
        let values = self.breakdowns.as_ref().and_then(|all| all.get(dimension));
        let mut values = values.cloned().unwrap_or_default();
        let weight = |value: &ValueFigure| {
            let few = value.score.is_few() || value.score.value.is_none();
            let drag = value.drag.as_ref().and_then(|drag| drag.value);
            (few, drag.unwrap_or(0.0))
        };
        values.sort_by(|a, b| {
            let ((few_a, drag_a), (few_b, drag_b)) = (weight(a), weight(b));
            few_a.cmp(&few_b).then(drag_a.total_cmp(&drag_b))
        });
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(rest: &str) -> Summary {
        let json = format!(r#"{{"kind":"nps","from":"a","to":"b","final":true{rest}}}"#);
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn the_verdict_is_the_collectors_unless_nothing_is_there_to_judge() {
        let change = r#","change":{"value":-2.0,"low":-3.0,"high":-1.0,"verdict":"worse","from":"a","to":"b"}"#;
        assert_eq!(summary(&format!(r#","responses":40{change}"#)).verdict(), Verdict::Worse);
        assert_eq!(summary(&format!(r#","responses":0{change}"#)).verdict(), Verdict::None);
        let nothing = change.replace("\"worse\"", "\"none\"");
        let nothing = summary(&format!(r#","responses":5{nothing}"#));
        assert_eq!(nothing.verdict(), Verdict::NothingBefore);
        let pending = Summary { is_final: false, ..summary(r#","responses":null,"score":null"#) };
        assert_eq!(pending.verdict(), Verdict::NotFinal);
    }

    #[test]
    fn what_drags_most_stands_first_and_what_can_not_be_judged_last() {
        let value = |name: &str, drag: f64, note: &str| {
            format!(
                r#"{{"value":{name},"responses":9,"score":{{"value":1.0{note}}},"drag":{{"value":{drag}}}}}"#
            )
        };
        let values = [
            value("\"few\"", -9.0, r#","note":"small-sample""#),
            value("\"up\"", 3.0, ""),
            value("null", -2.0, ""),
        ]
        .join(",");
        let summary = summary(&format!(r#","breakdowns":{{"page":[{values}]}}"#));
        let names: Vec<_> = summary
            .dragging("page")
            .into_iter()
            .map(|value| value.value.name().map(str::to_owned))
            .collect();
        assert_eq!(names, [None, Some("up".to_owned()), Some("few".to_owned())]);
        assert!(summary.dragging("lang").is_empty());
    }
}
