//! The summary that an owner fetches.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer, ser::SerializeMap};

/// Score, certainty and distribution of one survey over one period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The site's name.
    pub site: String,
    /// The survey's name.
    pub survey: String,
    /// `nps`, `ces` or `csat`.
    pub kind: String,
    /// Start of the period, as asked: a date of `tz`, or an instant.
    pub from: String,
    /// End of the period, not in it.
    pub to: String,
    /// The time zone in which dates are meant: an IANA name or an offset.
    pub tz: String,
    /// Which end of the scale is good; always `high`.
    pub good: String,
    /// How many responses the period holds.
    pub responses: u64,
    /// How many of them have a comment.
    pub comments: u64,
    /// The metric's value with its interval.
    pub score: ScoreFigure,
    /// The mean of the scores with its interval, two decimals (CES, CSAT); `Some(None)`, in JSON
    /// `null`, without responses.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "is_there")]
    pub mean: Option<Option<ScoreFigure>>,
    /// Share of easy answers (CES).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub easy_percent: Option<ScoreFigure>,
    /// Responses by group, from the low end to the high end.
    pub groups: Counts,
    /// Responses by score, from the low end to the high end; each score of the scale is there.
    pub counts: Counts,
    /// False when part of the period is not folded in yet; then `folded_to` says how far it got.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// The first instant that is not folded in yet (RFC 3339), when `final` is false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folded_to: Option<String>,
    /// How the score moved since another period, when that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<ChangeFigure>,
    /// The period in pieces, without gaps and in order, when that was asked for. When `final` is
    /// false, pieces from `folded_to` on are not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Vec<SeriesPoint>>,
    /// The period's responses by the values of each dimension that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<BTreeMap<String, Vec<ValueFigure>>>,
}

/// How the score of the period differs from that of another; `null` where there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeFigure {
    /// The period's score minus the other's; `null` when either has no responses.
    pub value: Option<f64>,
    /// The lower end of the difference's interval.
    pub low: Option<f64>,
    /// The upper end of the difference's interval.
    pub high: Option<f64>,
    /// Whether the interval excludes 0; `null` where that can't be said.
    pub significant: Option<bool>,
    /// Why it can't: `small-sample` (fewer than 10 responses in either period), or `not-final`
    /// (either is not folded to its end yet).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Start of the other period: a date of `tz`, or an instant.
    pub from: String,
    /// End of the other period, not in it.
    pub to: String,
    /// How the mean differs (CES, CSAT).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<Difference>,
    /// How the share of easy answers differs (CES).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub easy_percent: Option<Difference>,
}

/// A difference of another figure than the score; `null` where there is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The period's figure minus the other's; `null` when either has no responses.
    pub value: Option<f64>,
    /// The lower end of the difference's interval.
    pub low: Option<f64>,
    /// The upper end of the difference's interval.
    pub high: Option<f64>,
    /// True if the interval excludes 0; `null` where that can't be said.
    pub significant: Option<bool>,
}

/// The score of one piece of the period. Its ends can be asked for as `from` and `to`, and give the
/// same figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesPoint {
    /// Where the piece begins: a date of `tz`, or an instant with its offset. The first begins where
    /// the period does, be it within an hour, day, week or month.
    pub start: String,
    /// Where it ends, not in it; the last ends where the period does.
    pub end: String,
    /// How many responses the piece holds.
    pub responses: u64,
    /// The score; `null` without responses.
    pub value: Option<f64>,
    /// The interval's lower end.
    pub low: Option<f64>,
    /// The interval's upper end.
    pub high: Option<f64>,
    /// `small-sample` when fewer than 10 responses give the figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The score of the responses with one value of a dimension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ValueFigure {
    /// The value; `null` for responses without one, `other` where `other` is true.
    pub is: Option<String>,
    /// Whether these are all the values that are not named.
    #[serde(default, skip_serializing_if = "is_false")]
    pub other: bool,
    /// How many responses have the value.
    pub responses: u64,
    /// Whether some more may be among the `other`: so on days with more values than are kept apart.
    #[serde(default, skip_serializing_if = "is_false")]
    pub at_least: bool,
    /// The score of these responses.
    pub value: Option<f64>,
    /// The interval's lower end.
    pub low: Option<f64>,
    /// The interval's upper end.
    pub high: Option<f64>,
    /// `small-sample` when fewer than 10 responses give the figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Keeps `null` apart from a field that is absent.
fn is_there<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

/// A value with its interval, rounded for display; `null` where there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScoreFigure {
    /// The value; `null` without responses.
    pub value: Option<f64>,
    /// The interval's lower end.
    pub low: Option<f64>,
    /// The interval's upper end.
    pub high: Option<f64>,
    /// How often such intervals contain the truth, 0.95 by default.
    pub confidence: f64,
    /// How the interval is made: `adjusted-t`, `adjusted-wald` or `wilson`.
    pub method: String,
    /// `small-sample` when fewer than 10 responses give the figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Counts by name, in a meaningful order, written as a JSON object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(pub Vec<(String, u64)>);

impl Counts {
    /// The count of that name, if it is there.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<u64> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, count)| *count)
    }
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, count) in &self.0 {
            map.serialize_entry(name, count)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Counts {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Counts, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Counts;
            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("an object of counts")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Counts, A::Error> {
                let mut counts = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    counts.push(entry);
                }
                Ok(Counts(counts))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}
