//! Coverage of intervals and false alarms of changes, computed from the shipped code: every outcome
//! with its probability. A part of `docs/coverage.md`, which `tests/vectors/metrics/coverage.py`
//! made with methods of its own.
#![expect(clippy::unwrap_used, reason = "a malformed vector shall fail the test")]

use domain::{Change, Confidence, Figure, Kind, Score, Tally};
use serde_json::Value;

#[test]
fn means_hold_the_truth_as_often_as_the_table_says() {
    let mut n_cases = 0;
    for case in cases("mean") {
        let (kind, p, n) = (kind(&case), shares(&case), case["n"].as_u64().unwrap());
        let truth: f64 = values(kind).zip(&p).map(|(value, share)| f64::from(value) * share).sum();
        let outcomes = outcomes(kind, &p, n);
        for confidence in Confidence::ALL {
            let held = of_all(&outcomes, |tally| {
                holds(Figure::mean(tally, confidence).unwrap().interval.unwrap(), truth)
            });
            same(held, &case["coverage"], confidence, &case);
            if confidence == Confidence::Percent95 && n >= 5 {
                assert!(held >= 0.93, "{held} {case}");
            }
            n_cases += 1;
        }
    }
    assert!(n_cases > 400, "{n_cases}");
}

#[test]
fn changes_of_means_are_as_seldom_false_alarms_as_the_table_says() {
    let mut n_cases = 0;
    for case in cases("change") {
        let (kind, p) = (kind(&case), shares(&case));
        let n = |at: usize| case["n"][at].as_u64().unwrap();
        let (current, previous) = (outcomes(kind, &p, n(0)), outcomes(kind, &p, n(1)));
        for confidence in Confidence::ALL {
            let alarms: f64 = current
                .iter()
                .map(|(likely, now)| {
                    likely
                        * of_all(&previous, |before| {
                            let change = Change::of_mean(now, before, confidence);
                            !holds(change.unwrap().unwrap().interval.unwrap(), 0.0)
                        })
                })
                .sum();
            same(alarms, &case["false_alarms"], confidence, &case);
            if confidence == Confidence::Percent95 {
                assert!(alarms <= 0.06, "{alarms} {case}");
            }
            n_cases += 1;
        }
    }
    assert!(n_cases > 150, "{n_cases}");
}

#[test]
fn net_promoter_scores_hold_the_truth_as_often_as_the_table_says() {
    for case in cases("nps") {
        let (p, n) = (shares(&case), case["n"].as_u64().unwrap());
        // Detractors, passives and promoters.
        let truth = 100.0 * (p[2] - p[0]);
        let mut of_scores = vec![0.0; 11];
        (of_scores[0], of_scores[7], of_scores[9]) = (p[0], p[1], p[2]);
        let outcomes = outcomes(Kind::Nps, &of_scores, n);
        for confidence in Confidence::ALL {
            let held = of_all(&outcomes, |tally| {
                holds(Figure::score(tally, confidence).unwrap().interval.unwrap(), truth)
            });
            same(held, &case["coverage"], confidence, &case);
        }
    }
}

/// Regression test: when four in five answer 7, the earlier interval held the truth 34 times in 100
/// at n = 2, 72 at 10, 85 at 30.
#[test]
fn eighty_percent_sevens_are_covered_from_two_responses_on() {
    let p = [0.01, 0.0, 0.01, 0.01, 0.04, 0.13, 0.8];
    let truth = 6.66;
    for n in [2, 5, 10, 12] {
        let outcomes = outcomes(Kind::Ces, &p, n);
        let held = of_all(&outcomes, |tally| {
            let mean = Figure::mean(tally, Confidence::Percent95).unwrap();
            holds(mean.interval.unwrap(), truth)
        });
        assert!(held >= 0.93, "{n}: {held}");
    }
}

fn cases(figure: &str) -> Vec<Value> {
    let json = include_str!("../../tests/vectors/metrics/coverage.json");
    let cases: Vec<Value> = serde_json::from_str(json).unwrap();
    cases.into_iter().filter(|case| case["figure"] == figure).collect()
}

fn kind(case: &Value) -> Kind {
    Kind::parse(case["kind"].as_str().unwrap()).unwrap()
}

fn shares(case: &Value) -> Vec<f64> {
    case["p"].as_array().unwrap().iter().map(|share| share.as_f64().unwrap()).collect()
}

fn values(kind: Kind) -> impl Iterator<Item = u8> {
    kind.scale().values()
}

/// Returns every possible tally of `n` responses, with its probability.
fn outcomes(kind: Kind, p: &[f64], n: u64) -> Vec<(f64, Tally)> {
    let support: Vec<(u8, f64)> =
        values(kind).zip(p.iter().copied()).filter(|(_, share)| *share > 0.0).collect();
    let mut found = Vec::new();
    extend(&mut found, &support, n, 1.0, &Tally::new(kind));
    found
}

/// Splits `n` responses among the remaining points; `likely` is the probability of reaching this
/// branch.
fn extend(found: &mut Vec<(f64, Tally)>, points: &[(u8, f64)], n: u64, likely: f64, tally: &Tally) {
    let Some(((value, share), others)) = points.split_first() else { return };
    let left: f64 = points.iter().map(|(_, share)| share).sum();
    let counted = |count: u64| {
        let mut more = tally.clone();
        let score = Score::new(tally.kind(), i64::from(*value)).unwrap();
        more.add_count(score, count).unwrap();
        more
    };
    if others.is_empty() {
        found.push((likely, counted(n)));
        return;
    }
    // Each remaining response has this score with the same probability.
    let (hit, miss) = (share / left, 1.0 - share / left);
    let mut binomial = miss.powi(i32::try_from(n).unwrap());
    for count in 0..=n {
        extend(found, others, n - count, likely * binomial, &counted(count));
        binomial *= (n - count) as f64 / (count + 1) as f64 * hit / miss;
    }
}

fn of_all(outcomes: &[(f64, Tally)], is_true: impl Fn(&Tally) -> bool) -> f64 {
    outcomes.iter().filter(|(_, tally)| is_true(tally)).map(|(likely, _)| likely).sum()
}

/// True if an interval holds the truth, apart from rounding errors in the last bits.
fn holds(interval: domain::Interval, truth: f64) -> bool {
    interval.low <= truth + 1e-9 && truth - 1e-9 <= interval.high
}

#[track_caller]
fn same(found: f64, table: &Value, confidence: Confidence, case: &Value) {
    let level = format!("{:.0}", 100.0 * confidence.level());
    let expected = table[&level].as_f64().unwrap();
    assert!((found - expected).abs() < 1e-6, "{found} is not {expected} at {level} in {case}");
}
