//! A figure of `domain` as the API names it.

use domain::{Change, Confidence, Figure, Method, MetricTally, Note};
use wire::summary::{Difference, ScoreFigure};

/// Returns the score of a tally, rounded.
pub(super) fn score(tally: &MetricTally, confidence: Confidence) -> ScoreFigure {
    score_figure(tally.score(confidence), tally.metric().method(), confidence)
}

/// Returns a rounded figure with the ends of its interval, as far as there are any, and its note.
pub(super) fn score_figure(
    figure: Option<Figure>,
    method: Method,
    confidence: Confidence,
) -> ScoreFigure {
    let figure = figure.map(Figure::rounded);
    let interval = figure.and_then(|figure| figure.interval);
    // Without a figure there is nobody who answered.
    let note = figure.map_or(Note::of(0), |figure| figure.note);
    ScoreFigure {
        value: figure.map(|figure| figure.value),
        low: interval.map(|interval| interval.low),
        high: interval.map(|interval| interval.high),
        confidence: confidence.level(),
        method: method.as_str().to_owned(),
        note: note.map(|note| note.as_str().to_owned()),
    }
}

/// Names a difference.
pub(super) fn difference(change: Option<Change>) -> Difference {
    let change = change.map(Change::rounded);
    let interval = change.and_then(|change| change.interval);
    Difference {
        value: change.map(|change| change.value),
        low: interval.map(|interval| interval.low),
        high: interval.map(|interval| interval.high),
        significant: change.and_then(|change| change.significant),
    }
}
