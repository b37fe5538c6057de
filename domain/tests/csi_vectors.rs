//! Customer satisfaction indices against vectors made with statsmodels (see
//! `tests/vectors/metrics/make_csi.py`), and laws of them, tried on random answers.
#![expect(clippy::unwrap_used, reason = "a malformed vector shall fail the test")]

use domain::csi::{Answers, Attributes, Points, Tally};
use domain::{Confidence, Interval, Note};
use proptest::prelude::{Just, Strategy};
use proptest::{collection, option, prop_assert, prop_assert_eq, proptest, sample};
use serde_json::Value;

#[test]
fn indices_means_and_drags_agree_with_statsmodels() {
    let json = include_str!("../../tests/vectors/metrics/csi.json");
    let cases: Vec<Value> = serde_json::from_str(json).unwrap();
    assert_eq!(cases.len(), 104);
    for case in &cases {
        let tally = tally_of(case);
        assert_eq!(tally.indexed_responses(), case["indexed"].as_u64().unwrap(), "{case}");
        for confidence in Confidence::ALL {
            let index = tally.index(confidence);
            let found = index.map(|one| (one.value, one.interval, one.note, one.rounded().value));
            same(found, &case["index"], confidence);
            for (at, mean) in case["means"].as_array().unwrap().iter().enumerate() {
                let found = tally.mean(at, confidence);
                let found =
                    found.map(|one| (one.value, one.interval, one.note, one.rounded().value));
                same(found, mean, confidence);
            }
            let drags = tally.drags(confidence);
            let expected = case["drags"].as_array().unwrap();
            assert_eq!(drags.len(), expected.len(), "{case}");
            for (drag, expected) in drags.into_iter().zip(expected) {
                assert_eq!(expected["attribute"], drag.attribute, "{case}");
                let rounded = drag.rounded().value;
                same(Some((drag.value, drag.interval, drag.note, rounded)), expected, confidence);
            }
        }
    }
}

fn tally_of(case: &Value) -> Tally {
    let points = if case["points"] == 5 { Points::Five } else { Points::Ten };
    let weights = case["weights"].as_array().unwrap().iter();
    let weights: Vec<u32> =
        weights.map(|weight| u32::try_from(weight.as_u64().unwrap()).unwrap()).collect();
    let attributes = Attributes::weighted(points, &weights).unwrap();
    let mut tally = Tally::new(attributes);
    for ratings in case["responses"].as_array().unwrap() {
        let ratings = ratings.as_array().unwrap().iter().map(Value::as_i64);
        let answers = Answers::new(attributes, &ratings.collect::<Vec<_>>()).unwrap();
        tally.add(&answers).unwrap();
    }
    for _ in 0..case["doublings"].as_u64().unwrap() {
        let same = tally.clone();
        tally.merge(&same).unwrap();
    }
    tally
}

/// Asserts equality to at least 9 digits: the references add in another order.
#[track_caller]
fn same(
    found: Option<(f64, Option<Interval>, Option<Note>, f64)>,
    expected: &Value,
    confidence: Confidence,
) {
    assert_eq!(found.is_none(), expected.is_null(), "{expected}");
    let Some((value, interval, note, rounded)) = found else { return };
    let close = |found: f64, expected: &Value| {
        let expected = expected.as_f64().unwrap();
        assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{found} {expected}");
    };
    close(value, &expected["value"]);
    assert_eq!(Some(rounded), expected["value_rounded"].as_f64(), "{expected}");
    assert_eq!(note.map(|note| note.as_str()), expected["note"].as_str(), "{expected}");
    let level = format!("{:.0}", 100.0 * confidence.level());
    let of_level = expected["intervals"].get(&level).unwrap();
    assert_eq!(interval.is_none(), of_level.is_null(), "{expected}");
    if let Some(Interval { low, high }) = interval {
        close(low, &of_level[0]);
        close(high, &of_level[1]);
    }
}

proptest! {
    #[test]
    fn answers_count_the_same_in_any_order_and_split(
        (attributes, answers) in surveys(), at in 0..25_usize
    ) {
        let whole = counted(attributes, &answers);
        let backwards: Vec<_> = answers.iter().rev().cloned().collect();
        prop_assert_eq!(&counted(attributes, &backwards), &whole);
        let (left, right) = answers.split_at(at.min(answers.len()));
        let (left, right) = (counted(attributes, left), counted(attributes, right));
        for (one, other) in [(&left, &right), (&right, &left)] {
            let mut merged = one.clone();
            merged.merge(other).unwrap();
            prop_assert_eq!(&merged, &whole);
        }
        prop_assert_eq!(Tally::from_parts(attributes, &whole.parts()), Ok(whole));
    }

    #[test]
    fn figures_lie_in_their_range_and_in_their_interval(
        (attributes, answers) in surveys(), confidence in sample::select(&Confidence::ALL[..])
    ) {
        let tally = counted(attributes, &answers);
        let means = (0..attributes.len()).filter_map(|at| tally.mean(at, confidence));
        let figures = tally.index(confidence).into_iter().chain(means);
        let figures = figures.map(|one| (one.value, one.interval));
        let drags = tally.drags(confidence).into_iter().map(|one| (one.value, one.interval));
        for (value, interval) in figures.chain(drags) {
            prop_assert!((0.0..=100.0).contains(&value), "{}", value);
            if let Some(Interval { low, high }) = interval {
                prop_assert!(0.0 <= low && low <= value, "{} {}", low, value);
                prop_assert!(value <= high && high <= 100.0, "{} {}", value, high);
            }
        }
        prop_assert_eq!(tally.mean(attributes.len(), confidence), None);
    }

    #[test]
    fn without_gaps_the_drags_add_up_to_what_the_index_lacks(
        (attributes, answers) in surveys()
    ) {
        let is_whole = |ratings: &&Vec<Option<i64>>| ratings.iter().all(Option::is_some);
        let whole: Vec<_> = answers.iter().filter(is_whole).cloned().collect();
        let tally = counted(attributes, &whole);
        let Some(index) = tally.index(Confidence::default()) else { return Ok(()) };
        let drags: f64 = tally.drags(Confidence::default()).iter().map(|drag| drag.value).sum();
        prop_assert!((100.0 - index.value - drags).abs() < 1e-9);
    }

    #[test]
    fn the_index_is_the_mean_of_the_respondents_own(
        (attributes, answers) in surveys()
    ) {
        let own = answers.iter().filter_map(|one| Answers::new(attributes, one).unwrap().index());
        let own: Vec<f64> = own.collect();
        let index = counted(attributes, &answers).index(Confidence::default());
        prop_assert_eq!(index.is_none(), own.is_empty());
        let Some(index) = index else { return Ok(()) };
        prop_assert!((index.value - own.iter().sum::<f64>() / own.len() as f64).abs() < 1e-9);
    }
}

#[test]
fn answers_to_other_attributes_are_refused_and_change_nothing() {
    let attributes = Attributes::alike(Points::Five, 2).unwrap();
    let mut tally = counted(attributes, &[vec![Some(5), None]]);
    let before = tally.clone();
    for other in [
        Attributes::alike(Points::Ten, 2),
        Attributes::alike(Points::Five, 3),
        Attributes::weighted(Points::Five, &[2, 1]),
    ] {
        let other = other.unwrap();
        let answers = Answers::new(other, &vec![Some(1); other.len()]).unwrap();
        assert_eq!(tally.add(&answers).unwrap_err().found, other);
        assert_eq!(tally.merge(&Tally::new(other)).unwrap_err().expected, attributes);
    }
    assert_eq!(tally, before);
}

/// Returns attributes, and answers to them with gaps.
fn surveys() -> impl Strategy<Value = (Attributes, Vec<Vec<Option<i64>>>)> {
    let attributes = (
        sample::select(&[Points::Five, Points::Ten][..]),
        collection::vec(1..=10_u32, 2..=10_usize),
    );
    attributes.prop_flat_map(|(points, weights)| {
        let attributes = Attributes::weighted(points, &weights).unwrap();
        let highest = i64::from(points.scale().max);
        let ratings = collection::vec(option::weighted(0.8, 1..=highest), weights.len());
        let is_answer = |ratings: &Vec<Option<i64>>| ratings.iter().any(Option::is_some);
        let ratings = ratings.prop_filter("an answer", is_answer);
        (Just(attributes), collection::vec(ratings, 0..25))
    })
}

fn counted(attributes: Attributes, answers: &[Vec<Option<i64>>]) -> Tally {
    let mut tally = Tally::new(attributes);
    for ratings in answers {
        tally.add(&Answers::new(attributes, ratings).unwrap()).unwrap();
    }
    tally
}
