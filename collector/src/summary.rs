//! Turns a tally into the summary that an owner reads. `domain` computes the figures; this module
//! names them.

pub mod breakdown;
mod breakdown_figures;
mod changes;
mod figures;
pub mod fold;
pub mod period;
mod plans;
mod rated;
mod reasons;
pub mod series;

use std::collections::BTreeMap;

use domain::{
    Confidence, Figure, Group, Instant, Kind, Method, MetricTally, ScoreStep, SiteId, SurveyId,
    Tally, Target,
};
use wire::{
    dimension::DimensionName,
    summary::{Asked, Counts, Progress, SeriesPoint, Summary},
    survey::SurveyKind,
};

use crate::{
    summary::{
        breakdown::Breakdown,
        figures::{score, score_figure},
        fold::Folded,
        period::Period,
        series::Piece,
    },
    text::rfc3339,
};

/// Parts of a summary.
#[derive(Debug)]
pub struct Parts<'a> {
    /// The site.
    pub site: &'a SiteId,
    /// The survey.
    pub survey: &'a SurveyId,
    /// The survey's kind.
    pub kind: &'a SurveyKind,
    /// The period.
    pub period: &'a Period,
    /// Tallies of the period's responses.
    pub folded: Folded,
    /// The period's pieces, if they were asked for.
    pub pieces: Option<&'a [Piece]>,
    /// Another period with the tallies of its responses, if it was asked for.
    pub compared: Option<(Period, Folded)>,
    /// Confidence of the intervals.
    pub confidence: Confidence,
    /// The change to be told, if the request asks how many responses that takes.
    pub power: Option<ScoreStep>,
    /// The survey's target.
    pub target: Option<Target>,
    /// The time of the request.
    pub now: Instant,
}

/// Names the figures of a period.
#[must_use]
pub fn build(parts: Parts<'_>) -> Summary {
    let Parts { site, survey, kind, period, pieces, compared, .. } = parts;
    let Parts { confidence, now, power, target, mut folded, .. } = parts;
    let of_dimensions = core::mem::take(&mut folded.breakdowns);
    let is_reason = |of: &Breakdown| *of.name() == DimensionName::Reason;
    let (of_reasons, of_dimensions): (Vec<_>, Vec<_>) =
        of_dimensions.into_iter().partition(is_reason);
    let tally = &folded.tally;
    let (scores, rated) = match (tally, kind.rated()) {
        (MetricTally::Score(tally), _) => (Some(tally), None),
        (MetricTally::Csi(tally), rated) => (None, rated.map(|rated| (tally, rated))),
    };
    let of_kind = |is_of: fn(Kind) -> bool| scores.filter(|tally| is_of(tally.kind()));
    let easy = |tally: &Tally| {
        let figure = Figure::group_percent(tally, Group::Easy, confidence);
        score_figure(figure, Method::Wilson, confidence)
    };
    let mean = |tally: &Tally| {
        let figure = Figure::mean(tally, confidence)?;
        Some(score_figure(Some(figure), Method::AdjustedT, confidence))
    };
    let progress = folded.folded_to.map(|folded_to| progress(period, &folded, folded_to, now));
    let is_final = progress.is_none();
    let groups = |tally: &Tally| {
        let count = |group: Group| (group.as_str().to_owned(), tally.group_count(group));
        Counts(tally.kind().groups().map(count).into_iter().collect())
    };
    let counts = |tally: &Tally| {
        Counts(tally.counts().map(|(value, count)| (value.to_string(), count)).collect())
    };
    Summary {
        asked: Asked {
            site: site.to_string(),
            survey: survey.to_string(),
            kind: kind.as_str().to_owned(),
            from: period.from.clone(),
            to: period.to.clone(),
            tz: period.tz.clone(),
            good: "high".to_owned(),
            filters: BTreeMap::new(),
        },
        is_final,
        progress,
        responses: tally.responses(),
        comments: folded.comments,
        score: score(tally, confidence),
        mean: of_kind(|kind| kind != Kind::Nps).map(mean),
        easy_percent: of_kind(|kind| kind == Kind::Ces).map(easy),
        indexed_responses: rated.map(|(tally, _)| tally.indexed_responses()),
        rated_attributes: rated.map(|(tally, rated)| rated::named(tally, rated, confidence)),
        groups: scores.map(groups).unwrap_or_default(),
        counts: scores.map(counts).unwrap_or_default(),
        change: compared.map(|(other, of_other)| {
            changes::change(kind, &folded, (&other, &of_other), confidence)
        }),
        series: pieces.map(|pieces| series(period, pieces, &folded, confidence)),
        breakdowns: (!of_dimensions.is_empty())
            .then(|| breakdown_figures::named(of_dimensions, confidence, is_final)),
        reasons: scores
            .zip(of_reasons.into_iter().next())
            .map(|(tally, of_reasons)| reasons::named(tally, of_reasons, confidence, is_final)),
        power: scores
            .zip(power)
            .map(|(tally, step)| plans::power(step, tally, confidence, is_final)),
        target: scores
            .zip(target)
            .map(|(tally, target)| plans::target(target, tally, confidence, is_final)),
    }
}

fn progress(period: &Period, folded: &Folded, folded_to: Instant, now: Instant) -> Progress {
    let since_start_ms = |at: Instant| at.unix_ms().saturating_sub(period.start.unix_ms()).max(0);
    let whole_ms = since_start_ms(period.end.min(now)).max(1);
    #[expect(clippy::cast_precision_loss, reason = "a share of three decimals")]
    let share = since_start_ms(folded_to) as f64 / whole_ms as f64;
    Progress {
        folded_to: rfc3339::utc(folded_to),
        // Cut off, not rounded: a share that is not final must stay below 1.
        share: (share.clamp(0.0, 0.999) * 1_000.0).floor() / 1_000.0,
        responses: folded.tally.responses(),
        stalled: folded.is_stalled,
    }
}

/// Names the figures of each piece. It leaves out pieces of which nothing is counted yet.
fn series(
    period: &Period,
    pieces: &[Piece],
    folded: &Folded,
    confidence: Confidence,
) -> Vec<SeriesPoint> {
    let ends = pieces.iter().skip(1).map(|next| &next.from).chain([&period.to]);
    let is_known = |piece: &Piece| folded.folded_to.is_none_or(|at| piece.start < at);
    let known = pieces.iter().zip(ends).zip(&folded.series);
    let known = known.take_while(|((piece, _), _)| is_known(piece));
    let point = |((piece, end), tally): ((&Piece, &String), &MetricTally)| SeriesPoint {
        start: piece.from.clone(),
        end: end.clone(),
        responses: tally.responses(),
        score: score(tally, confidence),
    };
    known.map(point).collect()
}
