//! The summary that an owner fetches: its figures, or the progress until they are complete.

mod breakdown;
mod counts;
mod plan;
mod rated;
mod reasons;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::{
    breakdown::{BreakdownValue, ComparisonFigure, Drag, PartDifference, ValueFigure},
    counts::Counts,
    plan::{PowerFigure, TargetFigure},
    rated::{RatedChange, RatedDrag, RatedFigure},
    reasons::{GroupShare, Impact, ReasonFigure, ReasonFigures},
};

/// The reply of the summary's route.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SummaryReply {
    /// The figures: of the whole period or, if the request allows it, of a part.
    Summary(Box<Summary>),
    /// The progress, without figures.
    Pending(Box<Pending>),
}

/// Score, certainty and distribution of one survey over one period. While it is not `final`, its
/// figures are `null`, unless `partial=true` asks for those of the part that is folded in.
//
// The same route may also reply with [`Pending`], so the schema allows `null` for the figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Summary {
    /// The survey and the period.
    #[serde(flatten)]
    pub asked: Asked,
    /// False when part of the period is not folded in yet; then the figures are of the other part.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// Part of the period that is counted; absent when the summary is final.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<Progress>,
    /// Number of responses in the period.
    #[cfg_attr(feature = "schema", schemars(with = "Option<u64>"))]
    pub responses: u64,
    /// Number of these responses that have a comment.
    #[cfg_attr(feature = "schema", schemars(with = "Option<u64>"))]
    pub comments: u64,
    /// The metric's value with its interval: NPS from -100 to 100, CES from 1 to 7, CSAT in
    /// percent, CSI from 0 to 100.
    #[cfg_attr(feature = "schema", schemars(with = "Option<ScoreFigure>"))]
    pub score: ScoreFigure,
    /// The mean of the scores with its interval, two decimals (CES, CSAT); `null` without responses.
    // In Rust, `null` is `Some(None)`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "is_there")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::OrNull<ScoreFigure>"))]
    pub mean: Option<Option<ScoreFigure>>,
    /// Share of easy answers in percent with its interval, one decimal (CES); `null` without
    /// responses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::OrNull<ScoreFigure>"))]
    pub easy_percent: Option<ScoreFigure>,
    /// Number of responses that rated attributes of at least half of the weight: those of which the
    /// score is (CSI).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::OrNull<u64>"))]
    pub indexed_responses: Option<u64>,
    /// The rated attributes, those first that cost the score most (CSI).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::OrNull<Vec<RatedFigure>>", length(max = domain::csi::ATTRIBUTES_MAX)))]
    pub rated_attributes: Option<Vec<RatedFigure>>,
    /// Responses by group, from the low end to the high end; empty for CSI, which has none.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::counts_or_null"))]
    pub groups: Counts,
    /// Responses by score, from the low end to the high end; each score of the scale is there.
    /// Empty for CSI: `rated_attributes` have counts of their own.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::counts_or_null"))]
    pub counts: Counts,
    /// The difference from another period; absent unless `compare` asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::OrNull<ChangeFigure>"))]
    pub change: Option<ChangeFigure>,
    /// The period in pieces of `interval`, without gaps and in order; absent without it. While the
    /// summary is not final, pieces from `folded_to` on are not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::OrNull<Vec<SeriesPoint>>", length(max = crate::limits::SERIES_POINTS_MAX)))]
    pub series: Option<Vec<SeriesPoint>>,
    /// The period's responses by value, for each dimension of `breakdown`; absent without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "crate::schema::OrNull<BTreeMap<String, Vec<ValueFigure>>>")
    )]
    pub breakdowns: Option<BTreeMap<String, Vec<ValueFigure>>>,
    /// The reasons that were picked; absent unless `reasons=true` asked for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::OrNull<ReasonFigures>"))]
    pub reasons: Option<ReasonFigures>,
    /// The number of responses that tells a change of `power` points; absent without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::OrNull<PowerFigure>"))]
    pub power: Option<PowerFigure>,
    /// The survey's target, and whether the score has reached it; absent when the survey has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::OrNull<TargetFigure>"))]
    pub target: Option<TargetFigure>,
}

/// The survey and the period of a summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Asked {
    /// The site's name.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::slug"))]
    pub site: String,
    /// The survey's name.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::slug"))]
    pub survey: String,
    /// `nps`, `ces`, `csat` or `csi`.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::kind"))]
    pub kind: String,
    /// Start of the period, as asked: a date of `tz`, or an instant.
    pub from: String,
    /// End of the period, not in it: a date of `tz`, or an instant.
    pub to: String,
    /// The time zone in which dates are meant: an IANA name or an offset.
    pub tz: String,
    /// The good end of the scale; always `high`.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::good_end"))]
    pub good: String,
    /// The values that responses had to have, by dimension, as `filter[…]` asked for them; an empty
    /// one stands for none. Absent without filters.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub filters: BTreeMap<String, Vec<String>>,
}

/// A summary that is not final, without its figures: the figures of a part could be mistaken for
/// the result. In JSON it has the fields of the [`Summary`], each `null`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pending {
    /// The survey and the period.
    #[serde(flatten)]
    pub asked: Asked,
    /// Always false.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// Part of the period that is counted.
    pub progress: Progress,
    /// The fields of figures that are `null`.
    #[serde(flatten)]
    pub figures: BTreeMap<String, ()>,
}

impl Summary {
    /// Returns the summary without its figures; `None` if it is final.
    #[must_use]
    pub fn pending(&self) -> Option<Pending> {
        let progress = self.progress.clone()?;
        let figures = [
            ("responses", true),
            ("comments", true),
            ("score", true),
            ("mean", self.mean.is_some()),
            ("easy_percent", self.easy_percent.is_some()),
            ("indexed_responses", self.indexed_responses.is_some()),
            ("rated_attributes", self.rated_attributes.is_some()),
            ("groups", true),
            ("counts", true),
            ("change", self.change.is_some()),
            ("series", self.series.is_some()),
            ("breakdowns", self.breakdowns.is_some()),
            ("reasons", self.reasons.is_some()),
            ("power", self.power.is_some()),
            ("target", self.target.is_some()),
        ];
        let there = figures.into_iter().filter(|(_, is_there)| *is_there);
        let figures = there.map(|(name, _)| (name.to_owned(), ())).collect();
        Some(Pending { asked: self.asked.clone(), is_final: false, progress, figures })
    }
}

/// The part of the period that is counted so far. The same request goes on from there, unless it is
/// stalled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Progress {
    /// The first instant that is not folded in yet (RFC 3339).
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::instant"))]
    pub folded_to: String,
    /// Share of the period's time until now that is folded in, from 0 to 1, three decimals.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1)))]
    pub share: f64,
    /// Number of responses counted so far.
    pub responses: u64,
    /// True if asking again just now gets no further, as nothing could be kept to go on from: ask
    /// for a shorter period, days of UTC, or by fewer filters. Absent otherwise.
    #[serde(default, skip_serializing_if = "is_false")]
    pub stalled: bool,
}

/// The score of the period minus that of another; `null` where there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Change"))]
pub struct ChangeFigure {
    /// The period's score minus the other's; `null` when either has no responses.
    pub value: Option<f64>,
    /// The lower end of the difference's interval.
    pub low: Option<f64>,
    /// The upper end of the difference's interval.
    pub high: Option<f64>,
    /// True if the interval excludes 0; `null` where that can't be said.
    pub significant: Option<bool>,
    /// The reason why `significant` is `null`: `small-sample` (fewer than 10 responses in either
    /// period), or `not-final` (either is not folded to its end yet).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::change_note"))]
    pub note: Option<String>,
    /// The verdict on the change of the score: `better` or `worse` when the interval excludes 0,
    /// `no-difference` (none that can be told from chance), `too-few` (fewer than 10 responses in
    /// either period), `not-final`, or `none` (no responses in either).
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::verdict"))]
    pub verdict: String,
    /// Start of the other period: a date of `tz`, or an instant.
    pub from: String,
    /// End of the other period, not in it: a date of `tz`, or an instant.
    pub to: String,
    /// Difference of the means, in points of the scale (CES, CSAT).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<Difference>,
    /// Difference of the shares of easy answers, in percentage points (CES).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub easy_percent: Option<Difference>,
    /// Differences of the attributes' means, in the order of the summary's attributes (CSI).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(length(max = domain::csi::ATTRIBUTES_MAX)))]
    pub rated_attributes: Option<Vec<RatedChange>>,
}

/// A difference of another figure than the score; `null` where there is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Piece"))]
pub struct SeriesPoint {
    /// Start of the piece: a date of `tz`, or an instant with its offset. The first begins where
    /// the period does, be it within an hour, day, week, month, quarter or
    /// year.
    pub start: String,
    /// End of the piece, not in it; the last ends where the period does.
    pub end: String,
    /// Number of responses in the piece.
    pub responses: u64,
    /// Score of these responses.
    pub score: ScoreFigure,
}

/// Reads a field that is there, so that `null` (`Some(None)`) differs from an absent field
/// (`None`).
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Figure"))]
pub struct ScoreFigure {
    /// The value, in the figure's own unit; `null` without responses.
    pub value: Option<f64>,
    /// The interval's lower end, in the same unit.
    pub low: Option<f64>,
    /// The interval's upper end, in the same unit.
    pub high: Option<f64>,
    /// Share of such intervals that contain the truth: 0.8, 0.9, 0.95 (default) or 0.99.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::confidence"))]
    pub confidence: f64,
    /// The interval's formula: `adjusted-t`, `adjusted-wald` or `wilson`.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::interval_method"))]
    pub method: String,
    /// `small-sample` when fewer than 10 responses give the figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::small_sample"))]
    pub note: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn what_is_pending_has_the_fields_of_a_summary_without_its_figures() {
        let json = concat!(
            r#"{"site":"shop","survey":"ces","kind":"ces","from":"2026-10-24","to":"2026-11-23","#,
            r#""tz":"UTC","good":"high","filters":{"lang":["vi",""]},"final":false,"progress":{"folded_to":"#,
            r#""2026-11-02T00:00:00.000Z","share":0.3,"responses":7,"stalled":true},"responses":7,"comments":0,"#,
            r#""score":{"value":4.75,"low":null,"high":null,"confidence":0.95,"method":"#,
            r#""adjusted-t"},"mean":null,"groups":{"hard":7},"counts":{"1":7},"series":[],"#,
            r#""power":{"difference":0.5,"responses_needed":90,"more_responses":83},"#,
            r#""target":{"value":5.5,"verdict":"too-few","more_responses":null}}"#
        );
        let summary: Summary = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&summary).unwrap(), json);
        let pending = summary.pending().unwrap();
        let json = serde_json::to_value(&pending).unwrap();
        for (name, value) in serde_json::to_value(&summary).unwrap().as_object().unwrap() {
            let is_kept = [
                "site", "survey", "kind", "from", "to", "tz", "good", "filters", "final",
                "progress",
            ]
            .contains(&name.as_str());
            assert_eq!(json[name], if is_kept { value.clone() } else { Value::Null }, "{name}");
            assert!(json.get(name).is_some(), "{name}");
        }
        assert_eq!(json.get("breakdowns"), None);
        let reply: SummaryReply = serde_json::from_value(json).unwrap();
        assert_eq!(reply, SummaryReply::Pending(Box::new(pending)));
        assert_eq!(Summary { progress: None, is_final: true, ..summary }.pending(), None);
    }
}
