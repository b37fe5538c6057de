//! A tally → the summary that an owner reads. The figures are `domain`'s; here they get their names.

use domain::{Confidence, Figure, Group, Instant, Kind, Method, SiteId, SurveyId};
use wire::summary::{Counts, ScoreFigure, Summary};

use crate::{fold::Folded, period::Period};

/// Names the figures of a period.
#[must_use]
pub fn build(
    site: &SiteId,
    survey: &SurveyId,
    period: Period,
    folded: &Folded,
    confidence: Confidence,
) -> Summary {
    let tally = &folded.tally;
    let kind = tally.kind();
    let easy = || {
        let figure = Figure::group_percent(tally, Group::Easy, confidence);
        score_figure(figure, Method::Wilson, confidence)
    };
    let mean = || Figure::mean(tally, confidence).map(|figure| figure.rounded().value);
    Summary {
        site: site.to_string(),
        survey: survey.to_string(),
        kind: kind.as_str().to_owned(),
        from: period.from,
        to: period.to,
        tz: period.tz,
        good: "high".to_owned(),
        responses: tally.responses(),
        comments: folded.comments,
        score: score_figure(Figure::score(tally, confidence), Method::of_score(kind), confidence),
        mean: if kind == Kind::Nps { None } else { mean() },
        easy_percent: (kind == Kind::Ces).then(easy),
        groups: Counts(
            kind.groups()
                .map(|group| (group.as_str().to_owned(), tally.group_count(group)))
                .into_iter()
                .collect(),
        ),
        counts: Counts(tally.counts().map(|(value, count)| (value.to_string(), count)).collect()),
        complete: folded.folded_to.is_none(),
        folded_to: folded.folded_to.and_then(rfc3339),
    }
}

fn score_figure(figure: Option<Figure>, method: Method, confidence: Confidence) -> ScoreFigure {
    let figure = figure.map(Figure::rounded);
    let interval = figure.and_then(|figure| figure.interval);
    ScoreFigure {
        value: figure.map(|figure| figure.value),
        low: interval.map(|interval| interval.low),
        high: interval.map(|interval| interval.high),
        confidence: confidence.level(),
        method: method.as_str().to_owned(),
    }
}

fn rfc3339(instant: Instant) -> Option<String> {
    jiff::Timestamp::from_millisecond(instant.unix_ms()).ok().map(|at| at.to_string())
}
