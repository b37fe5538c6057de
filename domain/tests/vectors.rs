//! The metrics against vectors made with scipy and statsmodels; see
//! `tests/vectors/metrics/make_vectors.py`.
#![expect(clippy::unwrap_used, reason = "a malformed vector shall fail the test")]

mod common;

use core::num::NonZeroU64;

use domain::{Change, Confidence, Figure, Group, Interval, Kind};
use serde_json::Value;

use common::{tally, vectors};

#[test]
fn quantiles_of_students_t_agree_with_scipy() {
    let cases = vectors(include_str!("../../tests/vectors/metrics/student_t.json"));
    assert_eq!(cases.len(), 240);
    for case in cases {
        let confidence = Confidence::parse(&case["confidence"].to_string()).unwrap();
        let degrees = NonZeroU64::new(case["degrees_of_freedom"].as_u64().unwrap()).unwrap();
        let expected = case["t"].as_f64().unwrap();
        let relative = confidence.t(degrees) / expected - 1.0;
        assert!(relative.abs() < 1e-10, "{case}: off by {relative}");
    }
}

#[test]
fn scores_means_and_shares_agree_with_statsmodels() {
    let cases = vectors(include_str!("../../tests/vectors/metrics/scores.json"));
    assert_eq!(cases.len(), 170);
    for case in cases {
        let kind = Kind::parse(case["kind"].as_str().unwrap()).unwrap();
        let tally = tally(kind, &case["counts"]);
        assert_eq!(tally.responses(), case["responses"].as_u64().unwrap());
        for (confidence, intervals) in case["intervals"].as_object().unwrap() {
            let confidence = Confidence::parse(confidence).unwrap();
            let score = Figure::score(&tally, confidence).unwrap();
            close(score.value, &case["value"], &case);
            same_interval(score.interval, &intervals["score"], &case);
            assert_eq!(Some(score.rounded().value), case["value_rounded"].as_f64(), "{case}");

            let mean = Figure::mean(&tally, confidence).unwrap();
            close(mean.value, &case["mean"], &case);
            same_interval(mean.interval, &intervals["mean"], &case);
            assert_eq!(Some(mean.rounded().value), case["mean_rounded"].as_f64(), "{case}");

            let easy = Figure::group_percent(&tally, Group::Easy, confidence);
            assert_eq!(easy.is_some(), kind == Kind::Ces);
            if let Some(easy) = easy {
                close(easy.value, &case["easy_percent"], &case);
                same_interval(easy.interval, &intervals["easy_percent"], &case);
            }
        }
    }
}

#[test]
fn changes_agree_with_statsmodels() {
    let cases = vectors(include_str!("../../tests/vectors/metrics/changes.json"));
    assert_eq!(cases.len(), 75);
    for case in cases {
        let kind = Kind::parse(case["kind"].as_str().unwrap()).unwrap();
        let (current, previous) = (tally(kind, &case["current"]), tally(kind, &case["previous"]));
        for (level, interval) in case["intervals"].as_object().unwrap() {
            let confidence = Confidence::parse(level).unwrap();
            let change = Change::between(&current, &previous, confidence).unwrap().unwrap();
            close(change.value, &case["value"], &case);
            same_interval(change.interval, interval, &case);
            assert_eq!(change.significant, case["significant"][level].as_bool(), "{level} {case}");
            assert_eq!(change.note.map(|note| note.as_str()), case["note"].as_str(), "{case}");
            assert_eq!(Some(change.rounded().value), case["value_rounded"].as_f64(), "{case}");

            let mean = Change::of_mean(&current, &previous, confidence).unwrap().unwrap();
            close(mean.value, &case["mean"], &case);
            same_interval(mean.interval, &case["mean_intervals"][level], &case);

            let (group, intervals) = (Group::Easy, &case["easy_percent_intervals"]);
            let easy = Change::of_group_percent(&current, &previous, group, confidence).unwrap();
            assert_eq!(easy.is_some(), kind == Kind::Ces);
            if let Some(easy) = easy {
                same_interval(easy.interval, &intervals[level], &case);
            }
        }
    }
}

/// Asserts equality to at least 9 digits: the references add in another order.
#[track_caller]
fn close(found: f64, expected: &Value, case: &Value) {
    let expected = expected.as_f64().unwrap();
    let tolerance = 1e-9 * expected.abs().max(1e-3);
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected} in {case}");
}

#[track_caller]
fn same_interval(found: Option<Interval>, expected: &Value, case: &Value) {
    match found {
        None => assert!(expected.is_null(), "{case}"),
        Some(found) => {
            close(found.low, &expected[0], case);
            close(found.high, &expected[1], case);
        }
    }
}
