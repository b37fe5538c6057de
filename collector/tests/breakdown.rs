//! Breakdowns of more values than are kept: what they promise, whatever order responses come in and
//! whether their days come from rollups or from lists.

#![expect(clippy::unwrap_used, reason = "a test: what is not as expected should stop it")]

use std::collections::BTreeMap;

use collector::{
    rollups::{
        counts::Cells,
        dims::{Dims, KEPT_MAX},
        value::Rollup,
    },
    store::stored_response::Metadata,
    summary::breakdown::{Breakdown, Is, Part},
};
use domain::{Answer, Instant, Kind, Score};
use wire::dimension::{Dimension, DimensionName};

const KIND: Kind = Kind::Nps;
const N_DAYS: usize = 12;
const N_CASES: u64 = 60;

struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// One response: its day, its page, its score.
type Response = (usize, Option<String>, u8);

/// Some pages everybody sees, some few do, and many that are only seen once.
fn responses(random: &mut Random) -> Vec<Response> {
    let n_responses = 1 + random.below(6_000);
    let n_pages = 1 + random.below(4_000);
    let n_once = random.below(900);
    let long = if random.below(3) == 0 { "/long".repeat(30) } else { String::new() };
    (0..n_responses)
        .map(|n| {
            let day = random.below(N_DAYS as u64) as usize;
            let page = match random.below(1_000) {
                0..20 => None,
                at if at < n_once => Some(format!("/once/{n}{long}")),
                _ => {
                    let page = (0..3).map(|_| random.below(n_pages)).min().unwrap();
                    Some(format!("/page/{page}{long}"))
                }
            };
            (day, page, random.below(11) as u8)
        })
        .collect()
}

/// Days as they are listed, or as they come back from a rollup.
fn parts(responses: &[Response], is_from_rollup: impl Fn(usize) -> bool) -> Vec<Part> {
    let page_of = DimensionName::from(Dimension::Page);
    let mut breakdown = Breakdown::new(page_of.clone(), KIND.into());
    for day in 0..N_DAYS {
        let mut dims = Dims::of(&[Dimension::Touchpoint.into(), page_of.clone()]);
        for (_, page, score) in responses.iter().filter(|(of, ..)| *of == day) {
            let page = page.as_ref().map_or(String::new(), |page| format!(r#","p":"{page}""#));
            let json = format!(r#"{{"s":{score}{page}}}"#);
            dims.add(
                &Answer::Score(Score::new(KIND, i64::from(*score)).unwrap()),
                &Metadata::decode(&json).unwrap(),
            );
        }
        dims.keep_most_frequent();
        if is_from_rollup(day) {
            let as_of = Instant::from_unix_ms(0);
            let text = Rollup { as_of, cells: Cells::default(), dims }.encode(KIND.into());
            assert!(text.len() < 32_000, "{} bytes", text.len());
            dims =
                Rollup::decode(&text, KIND.into(), core::slice::from_ref(&page_of)).unwrap().dims;
        }
        breakdown.add(dims.get(&page_of).unwrap());
    }
    breakdown.parts()
}

#[test]
fn whatever_the_order_and_the_source_the_figures_are_the_same_and_nothing_is_lost() {
    let mut n_other = 0;
    let mut n_at_least = 0;
    for seed in 0..N_CASES {
        let mut random = Random(seed);
        let mut responses = responses(&mut random);
        let listed = parts(&responses, |_| false);
        for n in (1..responses.len()).rev() {
            responses.swap(n, random.below(n as u64 + 1) as usize);
        }
        assert_eq!(parts(&responses, |_| true), listed, "seed {seed}");
        let some = random.below(1 << N_DAYS);
        assert_eq!(parts(&responses, |day| some >> day & 1 == 1), listed, "seed {seed}");

        let mut truth: BTreeMap<Option<&str>, u64> = BTreeMap::new();
        responses.iter().for_each(|(_, page, _)| *truth.entry(page.as_deref()).or_default() += 1);
        let n_all: u64 = listed.iter().map(|part| part.tally.responses()).sum();
        assert_eq!(n_all, responses.len() as u64, "seed {seed}");
        for Part { is, tally, at_least } in &listed {
            let n = tally.responses();
            match is {
                Is::Other => n_other += 1,
                Is::None => assert_eq!(Some(&n), truth.get(&None), "seed {seed}"),
                Is::Value(page) if *at_least => {
                    n_at_least += 1;
                    assert!(n <= truth[&Some(page.as_str())], "seed {seed}: {page}");
                }
                Is::Value(page) => {
                    assert_eq!(n, truth[&Some(page.as_str())], "seed {seed}: {page}")
                }
            }
        }
    }
    // Cases in which nothing is cut prove nothing.
    assert!(n_other > 20 && n_at_least > 100, "{n_other} {n_at_least}");
}

#[test]
fn a_flood_of_pages_does_not_push_out_those_that_are_seen_twice_a_day() {
    let frequent = |day, n: usize| (day, Some(format!("/page/{}", n % 50)), 9);
    let flood = |day, n: usize| (day, Some(format!("/flood/{day}/{n}")), 0);
    let of_day =
        |day| (0..100).map(move |n| frequent(day, n)).chain((0..3_000).map(move |n| flood(day, n)));
    let responses: Vec<Response> = (0..N_DAYS).flat_map(of_day).collect();
    let parts = parts(&responses, |_| true);
    assert_eq!(parts.len(), 101);
    for part in &parts[..50] {
        assert!(matches!(&part.is, Is::Value(page) if page.starts_with("/page/")), "{part:?}");
        assert_eq!((part.tally.responses(), part.at_least), (2 * N_DAYS as u64, false));
    }
    let kept = (KEPT_MAX - 50) * N_DAYS;
    let named = 50;
    let other = parts.last().unwrap().tally.responses();
    assert_eq!(other, (3_000 * N_DAYS - named) as u64, "{kept} are kept, {named} are named");
}
