//! A figure of `domain` as the API names it.

use domain::{Confidence, Figure, Method, Note, Tally};
use wire::summary::ScoreFigure;

/// Returns the score of a tally, rounded.
pub(super) fn score(tally: &Tally, confidence: Confidence) -> ScoreFigure {
    let method = Method::of_score(tally.kind());
    score_figure(Figure::score(tally, confidence), method, confidence)
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
