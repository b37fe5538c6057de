//! Coverage of the interval of a reason's impact, computed from the shipped code: every outcome with
//! its probability. A part of `docs/coverage-reasons.md`, which
//! `tests/vectors/metrics/reasons_coverage.py` made with methods of its own.
#![expect(clippy::unwrap_used, reason = "a malformed vector shall fail the test")]

use domain::{Confidence, Interval, Kind, Reason, Score, Tally};
use serde_json::Value;

/// Number of responses by cell: those who picked the reason from the lowest score up, then the
/// others.
struct Outcome {
    counts: Vec<u64>,
    /// By confidence; in the unit of the score.
    intervals: Vec<Interval>,
}

#[test]
fn impacts_hold_the_truth_as_often_as_the_table_says() {
    let json = include_str!("../../tests/vectors/metrics/reasons_coverage.json");
    let cases: Vec<Value> = serde_json::from_str(json).unwrap();
    let mut n_cases = 0;
    for (kind, n) in [(Kind::Csat, 10), (Kind::Csat, 20), (Kind::Nps, 10)] {
        let outcomes = outcomes(kind, n);
        let is_of_these = |case: &&Value| case["kind"] == kind.as_str() && case["n"] == n;
        for case in cases.iter().filter(is_of_these) {
            let (p, truth) = truth(kind, case);
            let likely: Vec<f64> =
                outcomes.iter().map(|outcome| probability(&outcome.counts, &p)).collect();
            let whole: f64 = likely.iter().sum();
            for (at, confidence) in Confidence::ALL.into_iter().enumerate() {
                let held: f64 = outcomes
                    .iter()
                    .zip(&likely)
                    .filter(|(outcome, _)| holds(outcome.intervals[at], truth))
                    .map(|(_, likely)| likely / whole)
                    .sum();
                let level = format!("{:.0}", 100.0 * confidence.level());
                let expected = case["coverage"][&level].as_f64().unwrap();
                assert!((held - expected).abs() < 1e-6, "{held} is not {expected}: {level} {case}");
                if confidence == Confidence::Percent95 {
                    assert!(held >= 0.93, "{held} {case}");
                }
            }
            n_cases += 1;
        }
    }
    assert_eq!(n_cases, cases.len());
    assert!(n_cases > 150, "{n_cases}");
}

/// Scores that stand for what a response adds to the score, lowest first.
fn scores(kind: Kind) -> &'static [(i64, f64)] {
    match kind {
        Kind::Nps => &[(0, -100.0), (7, 0.0), (10, 100.0)],
        Kind::Csat => &[(1, 0.0), (5, 100.0)],
        Kind::Ces => unreachable!("too many outcomes"),
    }
}

/// Returns the probability of each cell, and the true impact.
fn truth(kind: Kind, case: &Value) -> (Vec<f64>, f64) {
    let of = |side: &str| -> Vec<f64> {
        case[side].as_array().unwrap().iter().map(|share| share.as_f64().unwrap()).collect()
    };
    let mean = |shares: &[f64]| -> f64 {
        scores(kind).iter().zip(shares).map(|((_, value), share)| value * share).sum()
    };
    let (share, picked, others) = (case["share"].as_f64().unwrap(), of("picked"), of("others"));
    let score = share * mean(&picked) + (1.0 - share) * mean(&others);
    let impact = mean(&others) - score;
    let of_picked = picked.into_iter().map(|one| share * one);
    (of_picked.chain(others.into_iter().map(|one| (1.0 - share) * one)).collect(), impact)
}

/// Returns every outcome of `n` responses that has an impact.
fn outcomes(kind: Kind, n: u64) -> Vec<Outcome> {
    let mut all = Vec::new();
    split(&mut all, &mut Vec::new(), n, 2 * scores(kind).len());
    let measured = all.into_iter().filter_map(|counts| {
        let (picked, others) = counts.split_at(scores(kind).len());
        let (picked, mut asked) = (tally(kind, picked), tally(kind, others));
        asked.merge(&picked).unwrap();
        let reason = Reason::new(asked, picked).unwrap();
        let impacts = Confidence::ALL.map(|confidence| reason.impact(confidence));
        let intervals = impacts.into_iter().map(|impact| Some(impact.ok()?.interval.unwrap()));
        let intervals = intervals.collect::<Option<Vec<_>>>()?;
        Some(Outcome { counts, intervals })
    });
    measured.collect()
}

/// Finds every way to split `n` responses among that many further cells.
fn split(all: &mut Vec<Vec<u64>>, before: &mut Vec<u64>, n: u64, cells: usize) {
    let first = if cells == 1 { n } else { 0 };
    for count in first..=n {
        before.push(count);
        if cells == 1 {
            all.push(before.clone());
        } else {
            split(all, before, n - count, cells - 1);
        }
        before.pop();
    }
}

fn tally(kind: Kind, counts: &[u64]) -> Tally {
    let mut tally = Tally::new(kind);
    for ((value, _), count) in scores(kind).iter().zip(counts) {
        tally.add_count(Score::new(kind, *value).unwrap(), *count).unwrap();
    }
    tally
}

/// Returns the multinomial probability of counts.
fn probability(counts: &[u64], p: &[f64]) -> f64 {
    let (mut likely, mut n) = (1.0, 0_u64);
    for (count, share) in counts.iter().zip(p) {
        for of_cell in 1..=*count {
            n += 1;
            likely *= share * n as f64 / of_cell as f64;
        }
    }
    likely
}

/// True if an interval holds the truth, apart from rounding errors in the last bits.
fn holds(interval: Interval, truth: f64) -> bool {
    interval.low <= truth + 1e-9 && truth - 1e-9 <= interval.high
}
