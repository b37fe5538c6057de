//! The reasons that responses picked: how often, by whom, and their part in the score. `domain`
//! computes the figures; this module names them.

use domain::{Confidence, Figure, Group, Method, MetricTally, Reason, Tally};
use wire::{
    reason::{NONE_PICKED, NOT_ASKED},
    summary::{GroupShare, Impact, ReasonFigure, ReasonFigures, ScoreFigure},
};

use super::figures::score_figure;
use crate::summary::breakdown::{Breakdown, Is};

/// Remark on figures of several reasons: a response may have picked more than one of them.
const SHARES_OVERLAP: &str = "shares-overlap";
/// Remark on figures of one group alone.
const ONE_GROUP: &str = "one-group";
/// Remark on impacts where some groups had nothing to pick.
const SOME_NOT_ASKED: &str = "some-not-asked";

/// Names the reasons of the responses in `all`. It tells no impact while not all responses are
/// counted.
pub(super) fn named(
    all: &Tally,
    by_reason: Breakdown,
    confidence: Confidence,
    is_final: bool,
) -> ReasonFigures {
    let kind = all.kind();
    let mut tallies = Vec::new();
    let (mut without_lists, mut not_asked) = (Tally::new(kind), Tally::new(kind));
    let mut none_picked = 0;
    for part in by_reason.parts() {
        // A satisfaction index has no reasons.
        let MetricTally::Score(tally) = part.tally else { continue };
        match part.is {
            Is::None => without_lists = tally,
            Is::Value(id) if id == NOT_ASKED => not_asked = tally,
            Is::Value(id) if id == NONE_PICKED => none_picked = tally.responses(),
            Is::Value(id) => tallies.push((id, tally)),
            // Reasons beyond the 200 that a day keeps apart: no survey's lists have as many.
            Is::Other => {}
        }
    }
    // Both are counted among all, but for what comes between two lists of the same responses.
    let with_lists = all.without(&without_lists).unwrap_or_else(|_| Tally::new(kind));
    let asked = with_lists.without(&not_asked).unwrap_or_else(|_| Tally::new(kind));
    let is_asked = |group: &Group| asked.group_count(*group) > 0;
    let is_one_group = kind.groups().iter().filter(|group| is_asked(group)).count() == 1;
    let named = |(reason, picked): (String, Tally)| ReasonFigure {
        reason,
        responses: picked.responses(),
        share: share(picked.responses(), asked.responses(), confidence),
        groups: groups(&picked, &asked, confidence),
        score: score(&picked, confidence),
        impact: impact(&with_lists, picked, confidence, is_final),
    };
    let notes = [
        Some(SHARES_OVERLAP),
        is_one_group.then_some(ONE_GROUP),
        (!not_asked.is_empty()).then_some(SOME_NOT_ASKED),
    ];
    ReasonFigures {
        asked: asked.responses(),
        none_picked,
        reasons: tallies.into_iter().map(named).collect(),
        notes: notes.into_iter().flatten().map(str::to_owned).collect(),
    }
}

fn score(picked: &Tally, confidence: Confidence) -> ScoreFigure {
    let method = Method::of_score(picked.kind());
    score_figure(Figure::score(picked, confidence), method, confidence)
}

fn share(part: u64, whole: u64, confidence: Confidence) -> ScoreFigure {
    score_figure(Figure::percent(part, whole, confidence), Method::Wilson, confidence)
}

fn groups(picked: &Tally, asked: &Tally, confidence: Confidence) -> Vec<GroupShare> {
    let of_group = |group| {
        let (responses, of_asked) = (picked.group_count(group), asked.group_count(group));
        (of_asked > 0).then(|| GroupShare {
            group: group.as_str().to_owned(),
            asked: of_asked,
            responses,
            share: share(responses, of_asked, confidence),
        })
    };
    asked.kind().groups().into_iter().filter_map(of_group).collect()
}

/// Names the impact on the score of all responses to versions with lists of reasons, those that were
/// not asked included: they did not pick it either.
fn impact(with_lists: &Tally, picked: Tally, confidence: Confidence, is_final: bool) -> Impact {
    let reason = Reason::new(with_lists.clone(), picked).ok();
    let impact = reason.and_then(|reason| reason.impact(confidence).ok()).filter(|_| is_final);
    let impact = impact.map(domain::Impact::rounded);
    let interval = impact.and_then(|impact| impact.interval);
    Impact {
        value: impact.map(|impact| impact.value),
        low: interval.map(|interval| interval.low),
        high: interval.map(|interval| interval.high),
        significant: impact.and_then(|impact| impact.significant),
        note: impact.and_then(|impact| impact.note).map(|note| note.as_str().to_owned()),
    }
}
