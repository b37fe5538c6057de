//! Turns a tally into the summary that an owner reads. `domain` computes the figures; this module
//! names them.

pub mod breakdown;
mod breakdown_figures;
mod figures;
pub mod fold;
pub mod period;
mod plans;
mod reasons;
pub mod series;

use std::collections::BTreeMap;

use domain::{
    Change, Confidence, Figure, Group, Instant, Kind, Method, Note, ScoreStep, SiteId, SurveyId,
    Tally, Target, Verdict,
};
use wire::{
    dimension::DimensionName,
    summary::{Asked, ChangeFigure, Counts, Difference, Progress, SeriesPoint, Summary},
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
    let Parts { site, survey, period, pieces, compared, .. } = parts;
    let Parts { confidence, now, power, target, mut folded, .. } = parts;
    let of_dimensions = core::mem::take(&mut folded.breakdowns);
    let is_reason = |of: &Breakdown| *of.name() == DimensionName::Reason;
    let (of_reasons, of_dimensions): (Vec<_>, Vec<_>) =
        of_dimensions.into_iter().partition(is_reason);
    let tally = &folded.tally;
    let kind = tally.kind();
    let easy = || {
        let figure = Figure::group_percent(tally, Group::Easy, confidence);
        score_figure(figure, Method::Wilson, confidence)
    };
    let mean = || {
        let figure = Figure::mean(tally, confidence)?;
        Some(score_figure(Some(figure), Method::AdjustedT, confidence))
    };
    let progress = folded.folded_to.map(|folded_to| progress(period, &folded, folded_to, now));
    let is_final = progress.is_none();
    let groups = {
        let count = |group: Group| (group.as_str().to_owned(), tally.group_count(group));
        Counts(kind.groups().map(count).into_iter().collect())
    };
    let counts = Counts(tally.counts().map(|(value, count)| (value.to_string(), count)).collect());
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
        mean: (kind != Kind::Nps).then(mean),
        easy_percent: (kind == Kind::Ces).then(easy),
        groups,
        counts,
        change: compared.map(|(other, of_other)| change(&folded, &other, &of_other, confidence)),
        series: pieces.map(|pieces| series(period, pieces, &folded, confidence)),
        breakdowns: (!of_dimensions.is_empty())
            .then(|| breakdown_figures::named(of_dimensions, confidence, is_final)),
        reasons: of_reasons
            .into_iter()
            .next()
            .map(|of_reasons| reasons::named(tally, of_reasons, confidence, is_final)),
        power: power.map(|step| plans::power(step, tally, confidence, is_final)),
        target: target.map(|target| plans::target(target, tally, confidence, is_final)),
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

fn change(
    folded: &Folded,
    other: &Period,
    of_other: &Folded,
    confidence: Confidence,
) -> ChangeFigure {
    let is_final = folded.folded_to.is_none() && of_other.folded_to.is_none();
    let (now, before) = (&folded.tally, &of_other.tally);
    let kind = now.kind();
    // Both are of one survey and so of one kind.
    let change = |change: Result<Option<Change>, _>| change.ok().flatten().filter(|_| is_final);
    let mean = || difference(change(Change::of_mean(now, before, confidence)));
    let easy = || {
        let easy = Change::of_group_percent(now, before, Group::Easy, confidence);
        difference(change(easy))
    };
    let of_score = change(Change::between(now, before, confidence));
    let verdict = Verdict::of(of_score.as_ref(), is_final).as_str().to_owned();
    let score = difference(of_score);
    let note = if is_final {
        Note::of(now.responses().min(before.responses())).map(Note::as_str)
    } else {
        Some("not-final")
    };
    ChangeFigure {
        value: score.value,
        low: score.low,
        high: score.high,
        significant: score.significant,
        note: note.map(str::to_owned),
        verdict,
        from: other.from.clone(),
        to: other.to.clone(),
        mean: (kind != Kind::Nps).then(mean),
        easy_percent: (kind == Kind::Ces).then(easy),
    }
}

fn difference(change: Option<Change>) -> Difference {
    let change = change.map(Change::rounded);
    let interval = change.and_then(|change| change.interval);
    Difference {
        value: change.map(|change| change.value),
        low: interval.map(|interval| interval.low),
        high: interval.map(|interval| interval.high),
        significant: change.and_then(|change| change.significant),
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
    let point = |((piece, end), tally): ((&Piece, &String), &Tally)| SeriesPoint {
        start: piece.from.clone(),
        end: end.clone(),
        responses: tally.responses(),
        score: score(tally, confidence),
    };
    known.map(point).collect()
}
