//! Reasons against vectors made with scipy and statsmodels (see
//! `tests/vectors/metrics/make_reasons.py`), and laws of their impact, tried on random ones.
#![expect(clippy::unwrap_used, reason = "a malformed vector shall fail the test")]

mod common;

use domain::{Confidence, Interval, Kind, NoImpact, Reason, Score, Tally};
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::{collection, prop_assert, prop_assert_eq, proptest, sample};
use serde_json::Value;

use common::{tally, vectors};

#[test]
fn shares_scores_and_impacts_agree_with_statsmodels() {
    let cases = vectors(include_str!("../../tests/vectors/metrics/reasons.json"));
    assert_eq!(cases.len(), 228);
    for case in cases {
        let kind = Kind::parse(case["kind"].as_str().unwrap()).unwrap();
        let (asked, picked) = (tally(kind, &case["asked"]), tally(kind, &case["picked"]));
        let reason = Reason::new(asked, picked).unwrap();
        for (confidence, at) in case["at"].as_object().unwrap() {
            let confidence = Confidence::parse(confidence).unwrap();
            let share = reason.share(confidence);
            same(share.map(|share| share.value), &case["share"], &case);
            same_interval(share.and_then(|share| share.interval), &at["share"], &case);
            let score = reason.score(confidence);
            same(score.map(|score| score.value), &case["score"], &case);
            same_interval(score.and_then(|score| score.interval), &at["score"], &case);

            let impact = reason.impact(confidence);
            assert_eq!(impact.err().map(NoImpact::as_str), case["none"].as_str(), "{case}");
            let Ok(impact) = impact else { continue };
            same(Some(impact.value), &case["impact"], &case);
            same_interval(impact.interval, &at["impact"], &case);
            assert_eq!(impact.significant, at["significant"].as_bool(), "{case}");
            assert_eq!(impact.note.map(|note| note.as_str()), case["note"].as_str(), "{case}");
            assert_eq!(Some(impact.rounded().value), case["impact_rounded"].as_f64(), "{case}");
        }
    }
}

proptest! {
    #[test]
    fn an_impact_lies_in_its_range_and_in_its_interval(
        (kind, picked, others) in sides(), confidence in sample::select(&Confidence::ALL[..])
    ) {
        let reason = reason(kind, &picked, &others);
        let Ok(impact) = reason.impact(confidence) else {
            prop_assert!(others.iter().all(|count| *count == 0));
            return Ok(());
        };
        let furthest = match kind {
            Kind::Nps => 200.0,
            Kind::Ces => 6.0,
            Kind::Csat => 100.0,
        };
        for impact in [impact, impact.rounded()] {
            let Some(Interval { low, high }) = impact.interval else {
                prop_assert_eq!(reason.asked().responses(), 1);
                continue;
            };
            prop_assert!(-furthest <= low && low <= impact.value, "{:?}", impact);
            prop_assert!(impact.value <= high && high <= furthest, "{:?}", impact);
        }
    }

    #[test]
    fn a_scale_seen_from_the_other_end_has_the_impact_with_the_other_sign(
        (kind, picked, others) in sides(), confidence in sample::select(&Confidence::ALL[..])
    ) {
        // The groups of NPS and CSAT are not of one size, so only CES mirrors.
        if kind == Kind::Ces {
            let back = |counts: &[u64]| counts.iter().rev().copied().collect::<Vec<_>>();
            let there = reason(kind, &picked, &others).impact(confidence);
            let mirrored = reason(kind, &back(&picked), &back(&others)).impact(confidence);
            prop_assert_eq!(there.is_ok(), mirrored.is_ok());
            let (Ok(there), Ok(mirrored)) = (there, mirrored) else { return Ok(()) };
            prop_assert!((there.value + mirrored.value).abs() < 1e-9);
            let (Some(there), Some(back)) = (there.interval, mirrored.interval) else {
                return Ok(());
            };
            prop_assert!((there.low + back.high).abs() < 1e-6, "{:?} {:?}", there, back);
            prop_assert!((there.high + back.low).abs() < 1e-6, "{:?} {:?}", there, back);
        }
    }

    #[test]
    fn more_confidence_never_narrows_the_interval_of_an_impact(
        (kind, picked, others) in sides()
    ) {
        let reason = reason(kind, &picked, &others);
        let widths = Confidence::ALL.map(|confidence| {
            let interval = reason.impact(confidence).ok()?.interval?;
            Some(interval.high - interval.low)
        });
        prop_assert!(widths.is_sorted(), "{:?}", widths);
    }
}

/// Returns counts by score of those who picked a reason and of the others.
fn sides() -> impl Strategy<Value = (Kind, Vec<u64>, Vec<u64>)> {
    sample::select(&Kind::ALL[..]).prop_flat_map(|kind| {
        let counts = || {
            let count = prop_oneof![
                4 => Just(0_u64), 4 => 0..10_u64, 1 => 0..100_000_u64, 1 => 0..=u64::MAX / 2
            ];
            collection::vec(count, kind.scale().len())
        };
        (Just(kind), counts(), counts())
    })
}

fn reason(kind: Kind, picked: &[u64], others: &[u64]) -> Reason {
    let counted = |counts: &[u64]| {
        let mut tally = Tally::new(kind);
        for (value, count) in kind.scale().values().zip(counts) {
            tally.add_count(Score::new(kind, i64::from(value)).unwrap(), *count).unwrap();
        }
        tally
    };
    let picked = counted(picked);
    let mut asked = counted(others);
    asked.merge(&picked).unwrap();
    Reason::new(asked, picked).unwrap()
}

/// Asserts equality to at least 9 digits: the references add in another order.
#[track_caller]
fn same(found: Option<f64>, expected: &Value, case: &Value) {
    assert_eq!(found.is_none(), expected.is_null(), "{case}");
    let Some(found) = found else { return };
    let expected = expected.as_f64().unwrap();
    let tolerance = 1e-9 * expected.abs().max(1e-2);
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected} in {case}");
}

#[track_caller]
fn same_interval(found: Option<Interval>, expected: &Value, case: &Value) {
    same(found.map(|interval| interval.low), &expected[0], case);
    same(found.map(|interval| interval.high), &expected[1], case);
}
