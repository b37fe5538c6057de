//! The values of each dimension: their scores, what they add to the survey's score, and how they
//! differ from the rest. `domain` computes the figures; this module names them.

use std::collections::BTreeMap;

use domain::{Comparison, Confidence, Gap, MetricTally, Verdict};
use wire::summary::{BreakdownValue, ComparisonFigure, Drag, PartDifference, ValueFigure};

use super::figures::score;
use crate::{
    summary::breakdown::{Breakdown, Is, Part},
    text::plain_text::neutralised,
};

/// Names the figures of each dimension's values. It compares nothing while not all responses are
/// counted.
pub(super) fn named(
    breakdowns: Vec<Breakdown>,
    confidence: Confidence,
    is_final: bool,
) -> BTreeMap<String, Vec<ValueFigure>> {
    let of_dimension = |breakdown: Breakdown| {
        let name = breakdown.name().to_string();
        (name, values(breakdown.parts(), confidence, is_final))
    };
    breakdowns.into_iter().map(of_dimension).collect()
}

fn values(parts: Vec<Part>, confidence: Confidence, is_final: bool) -> Vec<ValueFigure> {
    let tallies: Vec<&MetricTally> = parts.iter().map(|part| &part.tally).collect();
    // All are of one survey and so of one metric.
    let compared = if is_final { MetricTally::compared(&tallies, confidence) } else { None };
    let compared = compared.into_iter().flatten().map(Some).chain(core::iter::repeat(None));
    let compared: Vec<Option<Comparison>> = compared.take(parts.len()).collect();
    let figure = |(Part { is, tally, at_least }, compared): (Part, Option<Comparison>)| {
        let compared = compared.map(Comparison::rounded);
        ValueFigure {
            value: match is {
                Is::Value(value) => BreakdownValue::Named(neutralised(&value).into_owned()),
                Is::None => BreakdownValue::None,
                Is::Other => BreakdownValue::Other,
            },
            responses: tally.responses(),
            at_least,
            score: score(&tally, confidence),
            drag: compared.and_then(|compared| compared.drag).map(drag),
            comparison: comparison(compared),
        }
    };
    parts.into_iter().zip(compared).map(figure).collect()
}

fn drag(gap: Gap) -> Drag {
    Drag {
        value: gap.value,
        low: gap.interval.map(|interval| interval.low),
        high: gap.interval.map(|interval| interval.high),
    }
}

fn comparison(compared: Option<Comparison>) -> ComparisonFigure {
    let gap = compared.and_then(|compared| compared.difference);
    let interval = gap.and_then(|gap| gap.interval);
    ComparisonFigure {
        verdict: compared.map_or(Verdict::NotFinal, |one| one.verdict).as_str().to_owned(),
        difference: PartDifference {
            value: gap.map(|gap| gap.value),
            low: interval.map(|interval| interval.low),
            high: interval.map(|interval| interval.high),
        },
        p_value: compared.and_then(|compared| compared.p_value),
    }
}
