//! The summary that an owner fetches.

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
    /// The mean of the scores (CES, CSAT), two decimals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// Share of easy answers (CES).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub easy_percent: Option<ScoreFigure>,
    /// Responses by group, from the low end to the high end.
    pub groups: Counts,
    /// Responses by score, from the low end to the high end; each score of the scale is there.
    pub counts: Counts,
    /// False when part of the period is not folded in yet; then `folded_to` says how far it got.
    pub complete: bool,
    /// The first instant that is not folded in yet (RFC 3339), when `complete` is false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folded_to: Option<String>,
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
    /// How the interval is made: `adjusted-wald`, `student-t` or `wilson`.
    pub method: String,
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
