//! The change since another period. `domain` computes the figures; this module names them.

use domain::{Change, Confidence, Group, Kind, MetricTally, Note, Verdict};
use wire::{summary::ChangeFigure, survey::SurveyKind};

use crate::summary::{figures::difference, fold::Folded, period::Period, rated};

/// Names the change of the score and of what else its kind has. It tells none while not all responses
/// of both periods are counted.
pub(super) fn change(
    kind: &SurveyKind,
    folded: &Folded,
    (other, of_other): (&Period, &Folded),
    confidence: Confidence,
) -> ChangeFigure {
    let is_final = folded.folded_to.is_none() && of_other.folded_to.is_none();
    let told = |change: Option<Change>| change.filter(|_| is_final);
    // Both are of one survey and so of one metric.
    let of_score = told(folded.tally.change_since(&of_other.tally, confidence).ok().flatten());
    let verdict = Verdict::of(of_score.as_ref(), is_final).as_str().to_owned();
    let note = if is_final {
        Note::of(counted(&folded.tally).min(counted(&of_other.tally))).map(Note::as_str)
    } else {
        Some("not-final")
    };
    let score = difference(of_score);
    let mut figure = ChangeFigure {
        value: score.value,
        low: score.low,
        high: score.high,
        significant: score.significant,
        note: note.map(str::to_owned),
        verdict,
        from: other.from.clone(),
        to: other.to.clone(),
        mean: None,
        easy_percent: None,
        rated_attributes: None,
    };
    match (kind, &folded.tally, &of_other.tally) {
        (SurveyKind::Score(kind), MetricTally::Score(now), MetricTally::Score(before)) => {
            let mean = || difference(told(Change::of_mean(now, before, confidence).ok().flatten()));
            let easy = || {
                let easy = Change::of_group_percent(now, before, Group::Easy, confidence);
                difference(told(easy.ok().flatten()))
            };
            figure.mean = (*kind != Kind::Nps).then(mean);
            figure.easy_percent = (*kind == Kind::Ces).then(easy);
        }
        (SurveyKind::Csi(rated), MetricTally::Csi(now), MetricTally::Csi(before)) => {
            let changes = rated::changes((now, before), rated, confidence, is_final);
            figure.rated_attributes = Some(changes);
        }
        // One survey has one metric.
        _ => {}
    }
    figure
}

/// Returns the number of responses that make up the score.
fn counted(tally: &MetricTally) -> u64 {
    match tally {
        MetricTally::Score(tally) => tally.responses(),
        MetricTally::Csi(tally) => tally.indexed_responses(),
    }
}
