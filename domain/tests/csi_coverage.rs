//! Coverage of the intervals of a customer satisfaction index and of drags: of a few kinds of
//! respondents every outcome with its probability, held to what `tests/vectors/metrics/csi_coverage.py`
//! computed with methods of its own; of varied ones a simulation with a fixed seed.
#![expect(clippy::unwrap_used, reason = "a malformed vector shall fail the test")]

use domain::csi::{Answers, Attributes, Points, Tally};
use domain::{Confidence, Interval};
use serde_json::Value;

#[test]
fn indices_and_drags_hold_the_truth_as_often_as_the_reference_says() {
    let json = include_str!("../../tests/vectors/metrics/csi_coverage.json");
    let cases: Vec<Value> = serde_json::from_str(json).unwrap();
    assert_eq!(cases.len(), 30);
    for case in &cases {
        let survey = Survey::of(case);
        let outcomes = survey.outcomes(case["n"].as_u64().unwrap());
        let share = survey.attributes.weight_share(0).unwrap();
        let index = mean(&survey.p, survey.answers.iter().map(Answers::index));
        let first = survey.answers.iter().map(|answers| answers.ratings()[0].map(f64::from));
        let highest = f64::from(survey.attributes.points().scale().max);
        let drag = share * 100.0 * (highest - mean(&survey.p, first)) / (highest - 1.0);
        for confidence in Confidence::ALL {
            let index = held(&outcomes, index, |tally| tally.index(confidence)?.interval);
            same(index, &case["index"], confidence);
            let drag = held(&outcomes, drag, |tally| {
                tally.drags(confidence).into_iter().find(|drag| drag.attribute == 0)?.interval
            });
            same(drag, &case["drag"], confidence);
        }
    }
}

/// Five attributes whose ratings go along with each other, three in ten left out.
#[test]
fn indices_and_drags_of_varied_respondents_hold_the_truth_93_times_in_100() {
    let attributes = Attributes::weighted(Points::Ten, &[35, 25, 20, 10, 10]).unwrap();
    // Ratings from the lowest up, in percent: most at the top; a bell; two humps.
    let shapes = [
        [1, 0, 1, 1, 1, 1, 2, 3, 10, 80],
        [0, 2, 8, 15, 25, 25, 15, 8, 2, 0],
        [30, 15, 5, 0, 0, 0, 0, 5, 15, 30],
    ];
    for (shape, n) in shapes.into_iter().flat_map(|shape| [5, 10, 40].map(|n| (shape, n))) {
        let truth =
            mean(&shape.map(|p| p as f64 / 100.0), (0..10).map(|at| Some(f64::from(at) / 0.09)));
        let mut random = Random(20_261_202);
        let (n_runs, mut of_index, mut of_drag) = (1_000_u32, 0, 0);
        for _ in 0..n_runs {
            let mut tally = Tally::new(attributes);
            while tally.indexed_responses() < n {
                tally.add(&random.answers(attributes, &shape)).unwrap();
            }
            let index = tally.index(Confidence::Percent95).unwrap();
            of_index += u32::from(holds(index.interval.unwrap(), truth));
            let drags = tally.drags(Confidence::Percent95);
            // So few may have rated the first attribute that it has no interval, which claims nothing.
            let drag = drags.iter().find(|drag| drag.attribute == 0).and_then(|one| one.interval);
            let true_drag = 0.35 * (100.0 - truth);
            of_drag += u32::from(drag.is_none_or(|interval| holds(interval, true_drag)));
        }
        for held in [of_index, of_drag] {
            let held = f64::from(held) / f64::from(n_runs);
            assert!(held >= 0.93, "{shape:?} {n}: {held}");
        }
    }
}

/// Kinds of respondents, and how likely each is.
struct Survey {
    attributes: Attributes,
    answers: Vec<Answers>,
    p: Vec<f64>,
}

impl Survey {
    fn of(case: &Value) -> Survey {
        let numbers = |of: &Value| -> Vec<u32> {
            let all = of.as_array().unwrap().iter();
            all.map(|one| u32::try_from(one.as_u64().unwrap()).unwrap()).collect()
        };
        let points = if case["points"] == 5 { Points::Five } else { Points::Ten };
        let attributes = Attributes::weighted(points, &numbers(&case["weights"])).unwrap();
        let answers = |ratings: &Value| {
            let ratings = ratings.as_array().unwrap().iter().map(Value::as_i64);
            Answers::new(attributes, &ratings.collect::<Vec<_>>()).unwrap()
        };
        Survey {
            attributes,
            answers: case["ratings"].as_array().unwrap().iter().map(answers).collect(),
            p: case["p"].as_array().unwrap().iter().map(|p| p.as_f64().unwrap()).collect(),
        }
    }

    /// Returns every possible tally of `n` respondents, with its probability.
    fn outcomes(&self, n: u64) -> Vec<(f64, Tally)> {
        let mut found = vec![(1.0, 0, Tally::new(self.attributes))];
        for (at, (answers, p)) in self.answers.iter().zip(&self.p).enumerate() {
            let is_last = at + 1 == self.answers.len();
            let mut next = Vec::new();
            for (mut likely, counted, mut tally) in found {
                // Multinomial: n! · Π pᶜ / c!
                for count in 0..=n - counted {
                    if !is_last || count == n - counted {
                        next.push((likely, counted + count, tally.clone()));
                    }
                    tally.add(answers).unwrap();
                    likely *= p * (counted + count + 1) as f64 / (count + 1) as f64;
                }
            }
            found = next;
        }
        found.into_iter().map(|(likely, _, tally)| (likely, tally)).collect()
    }
}

/// Returns the expected value of those who have one.
fn mean(p: &[f64], values: impl Iterator<Item = Option<f64>>) -> f64 {
    let known = p.iter().zip(values).filter_map(|(p, value)| Some((p, value?)));
    let (whole, sum) = known.fold((0.0, 0.0), |(w, s), (p, value)| (w + p, s + p * value));
    sum / whole
}

/// Returns how often an interval holds the truth, of the times that there is one.
fn held(
    outcomes: &[(f64, Tally)],
    truth: f64,
    interval: impl Fn(&Tally) -> Option<Interval>,
) -> f64 {
    let found = outcomes.iter().filter_map(|(likely, tally)| Some((likely, interval(tally)?)));
    let (whole, held) = found.fold((0.0, 0.0), |(whole, held), (likely, interval)| {
        (whole + likely, held + if holds(interval, truth) { *likely } else { 0.0 })
    });
    held / whole
}

/// True if an interval holds the truth, apart from rounding errors in the last bits.
fn holds(interval: Interval, truth: f64) -> bool {
    interval.low <= truth + 1e-9 && truth - 1e-9 <= interval.high
}

#[track_caller]
fn same(found: f64, table: &Value, confidence: Confidence) {
    let level = format!("{:.0}", 100.0 * confidence.level());
    let expected = table[&level].as_f64().unwrap();
    assert!((found - expected).abs() < 1e-6, "{found} is not {expected} at {level}");
    assert!(confidence != Confidence::Percent95 || found >= 0.93, "{found}");
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % n
    }

    fn rating(&mut self, percents: &[u64; 10]) -> i64 {
        let (mut left, mut rating) = (self.below(100), 1);
        for percent in percents {
            if left < *percent {
                break;
            }
            left -= percent;
            rating += 1;
        }
        rating
    }

    /// Answers of which half go along with one rating.
    fn answers(&mut self, attributes: Attributes, percents: &[u64; 10]) -> Answers {
        loop {
            let common = self.rating(percents);
            let ratings: Vec<Option<i64>> = (0..attributes.len())
                .map(|_| {
                    let own = self.rating(percents);
                    let rating = if self.below(2) == 0 { common } else { own };
                    (self.below(10) >= 3).then_some(rating)
                })
                .collect();
            if let Ok(answers) = Answers::new(attributes, &ratings) {
                return answers;
            }
        }
    }
}
