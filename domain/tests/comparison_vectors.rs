//! Comparisons of parts, plans and targets against vectors made with scipy and statsmodels; see
//! `tests/vectors/metrics/make_comparisons.py`.
#![expect(clippy::unwrap_used, reason = "a malformed vector shall fail the test")]

mod common;

use domain::{Comparison, Confidence, Gap, Interval, Kind, Power, ScoreStep, Tally, Target};
use serde_json::Value;

use common::{tally, vectors};

#[test]
fn comparisons_agree_with_statsmodels() {
    let cases = vectors(include_str!("../../tests/vectors/metrics/comparisons.json"));
    let mut verdicts = Vec::new();
    for case in &cases {
        let kind = kind(case);
        let parts: Vec<Tally> =
            case["parts"].as_array().unwrap().iter().map(|part| tally(kind, part)).collect();
        for (confidence, expected) in case["at"].as_object().unwrap() {
            let confidence = Confidence::parse(confidence).unwrap();
            let found = Comparison::of_parts(&parts.iter().collect::<Vec<_>>(), confidence);
            let found = found.unwrap();
            assert_eq!(found.len(), expected.as_array().unwrap().len());
            for (found, expected) in found.iter().zip(expected.as_array().unwrap()) {
                assert_eq!(
                    Some(found.verdict.as_str()),
                    expected["verdict"].as_str(),
                    "{expected}"
                );
                same_gap(found.difference, &expected["difference"], &expected["interval"]);
                same_gap(found.drag, &expected["drag"], &expected["drag_interval"]);
                assert_eq!(found.p_value, expected["p_value"].as_f64().and(found.p_value));
                if let Some(p_value) = found.p_value {
                    let expected = expected["p_value"].as_f64().unwrap();
                    assert!((p_value / expected - 1.0).abs() < 1e-5, "{p_value} {expected}");
                }
                verdicts.push(found.verdict.as_str());
            }
        }
    }
    verdicts.sort_unstable();
    verdicts.dedup();
    assert_eq!(cases.len(), 36);
    assert_eq!(verdicts, ["better", "no-difference", "none", "too-few", "worse"]);
}

#[test]
fn numbers_of_responses_that_tell_a_change_agree_with_scipy() {
    let cases = vectors(include_str!("../../tests/vectors/metrics/power.json"));
    assert_eq!(cases.len(), 162);
    for case in cases {
        let kind = kind(&case);
        let tally = tally(kind, &case["counts"]);
        let step = ScoreStep::new(kind, case["step"].as_f64().unwrap()).unwrap();
        for (confidence, needed) in case["needed"].as_object().unwrap() {
            let power = Power::to_tell(step, &tally, Confidence::parse(confidence).unwrap());
            let found = power.map(|power| power.responses_needed);
            assert_eq!(found, needed.as_u64(), "{confidence} {case}");
            let more = power.map(|power| power.more_responses);
            assert_eq!(more, needed.as_u64().map(|n| n.saturating_sub(tally.responses())));
        }
    }
}

#[test]
fn verdicts_on_targets_agree_with_statsmodels() {
    let cases = vectors(include_str!("../../tests/vectors/metrics/targets.json"));
    assert_eq!(cases.len(), 156);
    for case in cases {
        let kind = kind(&case);
        let tally = tally(kind, &case["counts"]);
        let target = Target::new(kind, case["target"].as_f64().unwrap()).unwrap();
        for (confidence, expected) in case["at"].as_object().unwrap() {
            let confidence = Confidence::parse(confidence).unwrap();
            let verdict = target.verdict(&tally, confidence, true);
            assert_eq!(Some(verdict.as_str()), expected[0].as_str(), "{case}");
            let more = target.more_responses(&tally, confidence);
            assert_eq!(more, expected[1].as_u64(), "{case}");
            assert_eq!(target.verdict(&tally, confidence, false).as_str(), "not-final");
        }
    }
}

fn kind(case: &Value) -> Kind {
    Kind::parse(case["kind"].as_str().unwrap()).unwrap()
}

#[track_caller]
fn same_gap(found: Option<Gap>, value: &Value, interval: &Value) {
    assert_eq!(found.is_none(), value.is_null());
    let Some(Gap { value: found, interval: found_interval }) = found else { return };
    close(found, value);
    assert_eq!(found_interval.is_none(), interval.is_null());
    if let Some(Interval { low, high }) = found_interval {
        close(low, &interval[0]);
        close(high, &interval[1]);
    }
}

#[track_caller]
fn close(found: f64, expected: &Value) {
    let expected = expected.as_f64().unwrap();
    let tolerance = 1e-7 * expected.abs().max(1e-2);
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
}
