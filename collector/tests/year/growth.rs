//! Growth of a year's summary with its responses: by lists, and over rollups.
//!
//! `YEARS=1000,10000,100000,1000000` names other numbers of responses than the quick ones, and
//! `YEARS_OUT=file` has what was found written as JSON: the bench does (`cargo xtask bench`).

use std::{env, fs};

use collector::{
    responses::dimension_filters::Filters,
    rollups::{
        listing::Scope,
        read::read,
        wanted::{Given, Span, Wanted},
    },
    store::{budget::Budget, cache::Cache},
    summary::{
        fold::{Selection, fold},
        period::{Asked, Period},
    },
};
use domain::Kind;

use crate::{
    responses::{ATTRIBUTE, NOW, YEAR, Year},
    store::{Counts, timed},
};

/// Number of repeats; the quickest counts, as everything else is the machine's.
const TIMES: usize = 7;

/// Cost of one summary.
#[derive(Clone, Debug)]
struct Cost {
    ms: f64,
    counts: Counts,
}

impl Cost {
    fn json(&self) -> String {
        format!(
            r#"{{"ms":{:.4},"operations":{},"reads":{},"lists":{},"writes":{}}}"#,
            self.ms,
            self.counts.operations.get(),
            self.counts.reads.get(),
            self.counts.lists.get(),
            self.counts.puts.get()
        )
    }
}

#[test]
fn over_rollups_a_years_summary_asks_as_much_of_the_store_however_many_responses_there_are() {
    let years = env::var("YEARS").unwrap_or_else(|_| "1000,10000".to_owned());
    let years: Vec<u64> = years.split(',').map(|text| text.trim().parse().unwrap()).collect();
    let costs: Vec<(u64, Cost, Cost)> = years
        .into_iter()
        .map(|responses| {
            let year = Year::of_one_survey(responses);
            let by_lists = by_lists(&year, responses);
            (responses, by_lists, over_rollups(&year, responses))
        })
        .collect();
    let lines: Vec<String> = costs
        .iter()
        .map(|(responses, by_lists, over_rollups)| {
            let (by_lists, over_rollups) = (by_lists.json(), over_rollups.json());
            format!(r#"{{"answers":{responses},"lists":{by_lists},"rollups":{over_rollups}}}"#)
        })
        .collect();
    println!("{}", lines.join("\n"));
    for pair in costs.windows(2) {
        let [(fewer, lists_of_fewer, of_fewer), (more, lists_of_more, of_more)] = pair else {
            unreachable!("windows of two")
        };
        let asked = |cost: &Cost| (cost.counts.operations.get(), cost.counts.reads.get());
        assert_eq!(asked(of_fewer), asked(of_more), "{fewer}, {more} responses");
        let lists = |cost: &Cost| cost.counts.lists.get();
        assert!(lists(lists_of_fewer) <= lists(lists_of_more), "{fewer}, {more} responses");
    }
    if let Ok(file) = env::var("YEARS_OUT") {
        fs::write(file, format!("[{}]\n", lines.join(",\n"))).unwrap();
    }
}

fn period() -> Period {
    Period::parse(Asked { from: Some(YEAR.0), to: Some(YEAR.1), tz: None }, NOW).unwrap()
}

/// As if there had never been a summary or a cron; what is listed is folded on the way.
fn by_lists(year: &Year, responses: u64) -> Cost {
    let (survey, kind, _) = year.surveys.first().unwrap();
    let attributes = [ATTRIBUTE.to_owned()];
    let scope = Scope { site: &year.site, survey, kind, attributes: &attributes };
    let period = period();
    let once = || {
        for (key, _) in year.store.memory.entries() {
            if key.starts_with("roll:") {
                year.store.memory.remove(&key);
            }
        }
        let cache = Cache::default();
        let context = year.context(&cache);
        let wanted = Wanted::of(Span { start: period.start, end: period.end });
        let mut unbounded = Budget::new(u32::MAX, u32::MAX, u32::MAX);
        let mut listed = 0;
        let (folded_to, ms) = timed(|| {
            let add = |given: Given<'_>| {
                if let Given::Cell(_, counts) = given {
                    listed += counts.responses();
                }
            };
            pollster::block_on(read(&context, scope, wanted, &mut unbounded, add)).unwrap()
        });
        assert_eq!((folded_to, listed), (None, responses));
        Cost { ms, counts: year.store.counts.clone() }
    };
    quickest(once)
}

/// All days are folded: [`by_lists`] has been before.
fn over_rollups(year: &Year, responses: u64) -> Cost {
    let (survey, kind, _) = year.surveys.first().unwrap();
    assert_eq!(*kind, Kind::Nps.into());
    let attributes = [ATTRIBUTE.to_owned()];
    let period = period();
    let cache = Cache::default();
    quickest(|| {
        let selection = Selection {
            site: &year.site,
            survey,
            kind,
            attributes: &attributes,
            period: &period,
            pieces: &[],
            dims: &[],
            filters: &Filters::default(),
        };
        let context = year.context(&cache);
        let mut budget = Budget::SUMMARY;
        let (folded, ms) =
            timed(|| pollster::block_on(fold(&context, selection, &mut budget)).unwrap());
        assert_eq!((folded.folded_to, folded.tally.responses()), (None, responses));
        Cost { ms, counts: year.store.counts.clone() }
    })
}

fn quickest(once: impl Fn() -> Cost) -> Cost {
    let costs = (0..TIMES).map(|_| once());
    costs.min_by(|one, other| one.ms.total_cmp(&other.ms)).unwrap()
}
