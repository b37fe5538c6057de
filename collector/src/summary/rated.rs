//! The attributes of a satisfaction index. `domain` computes the figures; this module names them.

use domain::{
    Change, Confidence, Method,
    csi::{Drag, Tally},
    round_half_away,
};
use wire::{
    summary::{Counts, RatedChange, RatedDrag, RatedFigure},
    survey::RatedAttributes,
};

use super::figures::{difference, score_figure};

/// Names the attributes' figures: those first that cost the index most, those without ratings last.
pub(super) fn named(
    tally: &Tally,
    rated: &RatedAttributes,
    confidence: Confidence,
) -> Vec<RatedFigure> {
    let drags = tally.drags(confidence);
    let figures = in_order(&drags, rated).into_iter().map(|(at, id)| RatedFigure {
        id: id.to_owned(),
        weight_percent: weight_percent(tally, at),
        responses: tally.ratings(at),
        counts: Counts(tally.counts(at).map(|(rating, n)| (rating.to_string(), n)).collect()),
        mean: score_figure(tally.mean(at, confidence), Method::AdjustedT, confidence),
        drag: drags.iter().find(|drag| drag.attribute == at).copied().map(drag),
    });
    figures.collect()
}

/// Names the changes of their means since another period, in the same order.
pub(super) fn changes(
    (now, before): (&Tally, &Tally),
    rated: &RatedAttributes,
    confidence: Confidence,
    is_final: bool,
) -> Vec<RatedChange> {
    let drags = now.drags(confidence);
    let changes = in_order(&drags, rated).into_iter().map(|(at, id)| {
        // Both are of one survey and so of the same attributes.
        let change = Change::of_attribute(now, before, at, confidence).ok().flatten();
        RatedChange { id: id.to_owned(), mean: difference(change.filter(|_| is_final)) }
    });
    changes.collect()
}

/// Returns the attributes' positions and ids: by their drags, then those that nobody rated.
fn in_order<'r>(drags: &[Drag], rated: &'r RatedAttributes) -> Vec<(usize, &'r str)> {
    let place =
        |at: usize| drags.iter().position(|drag| drag.attribute == at).unwrap_or(drags.len());
    let mut ids: Vec<(usize, &str)> = rated.ids().enumerate().collect();
    ids.sort_by_key(|(at, _)| place(*at));
    ids
}

fn weight_percent(tally: &Tally, at: usize) -> f64 {
    let share = tally.attributes().weight_share(at).unwrap_or_default();
    round_half_away(100.0 * share, Method::Wilson.decimals())
}

fn drag(drag: Drag) -> RatedDrag {
    let drag = drag.rounded();
    RatedDrag {
        value: drag.value,
        low: drag.interval.map(|interval| interval.low),
        high: drag.interval.map(|interval| interval.high),
    }
}
