//! Cost of a year's summary in operations on the store and in time, and checks that it is right.
//!
//! `RESPONSES=1000000 cargo test --release -p hearby-collector --test year -- --nocapture` prints
//! it for a million responses.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test: what is not as expected should stop it"
)]

mod growth;
mod responses;
mod store;

use collector::{
    responses::dimension_filters::Filters,
    rollups::{
        cron::fold_closed_days,
        listing::Scope,
        read::read,
        wanted::{Given, Span, Wanted},
    },
    store::{budget::Budget, cache::Cache},
    summary::{
        breakdown::{Breakdown, Is, Part},
        fold::{Folded, Selection, fold},
        period::{Asked, Period},
        series::{Piece, Unit, pieces},
    },
};

use domain::MetricTally;
use wire::dimension::DimensionName;

use responses::{ATTRIBUTE, Expected, NOW, YEAR, Year};
use store::timed;

/// Number of responses of the quick test.
const RESPONSES: u64 = 30_000;

/// One sort of summary, whose cost is measured.
struct Sort<'a> {
    name: &'a str,
    pieces: &'a [Piece],
    dims: &'a [DimensionName],
}

#[test]
fn a_years_summary_reads_its_days_and_lists_nothing_of_what_is_closed() {
    let responses = std::env::var("RESPONSES").ok().and_then(|text| text.parse().ok());
    let year = Year::of(responses.unwrap_or(RESPONSES));
    let cache = Cache::default();
    let asked = Asked { from: Some(YEAR.0), to: Some(YEAR.1), tz: None };
    let period = Period::parse(asked, NOW).unwrap();
    let days = pieces(&period, Unit::Day).unwrap();
    let attributes = [ATTRIBUTE.to_owned()];
    let all = DimensionName::all(&attributes);
    let sorts = [
        Sort { name: "the score alone", pieces: &[], dims: &[] },
        Sort { name: "by day", pieces: &days, dims: &[] },
        Sort { name: "by eight dimensions", pieces: &[], dims: &all },
        Sort { name: "by day and eight dimensions", pieces: &days, dims: &all },
        Sort { name: "by reason", pieces: &[], dims: &[DimensionName::Reason] },
    ];

    // Without rollups: every response is listed.
    let unbounded = Budget::new(u32::MAX, u32::MAX, u32::MAX);
    let (survey, kind, expected) = year.surveys.first().unwrap();
    let scope = Scope { site: &year.site, survey, kind, attributes: &attributes };
    let wanted = Wanted::of(Span { start: period.start, end: period.end });
    let context = year.context(&cache);
    let mut listed = 0;
    let (folded_to, ms) = timed(|| {
        let add = |given: Given<'_>| {
            if let Given::Cell(_, counts) = given {
                listed += counts.responses();
            }
        };
        pollster::block_on(read(&context, scope, wanted, &mut unbounded.clone(), add)).unwrap()
    });
    assert_eq!((folded_to, listed), (None, expected.by_score.values().sum()));
    println!("{survey}, {listed} responses, without rollups: {ms:.1} ms, {:?}", year.store.counts);

    // The cron does the other surveys, in runs of at most 1,000 operations.
    for _ in 0..24 {
        let context = year.context(&cache);
        pollster::block_on(fold_closed_days(&context, Budget::CRON)).unwrap();
        assert!(year.store.counts.operations.get() <= 1_000, "{:?}", year.store.counts);
    }

    for (survey, kind, expected) in &year.surveys {
        for Sort { name, pieces, dims } in &sorts {
            let selection = Selection {
                site: &year.site,
                survey,
                kind,
                attributes: &attributes,
                period: &period,
                pieces,
                dims,
                filters: &Filters::default(),
            };
            let summary = || {
                let mut budget = Budget::SUMMARY;
                pollster::block_on(fold(&year.context(&cache), selection, &mut budget)).unwrap()
            };
            // What is still missing comes with the first reads; then the quickest tells the CPU's
            // part.
            let mut ms = f64::INFINITY;
            for _ in 0..30 {
                ms = timed(summary).1.min(ms);
            }
            let folded = summary();
            let counts = year.store.counts.clone();
            println!(
                "{survey} {name}, {} responses: {ms:.2} ms, {counts:?}",
                folded.tally.responses()
            );
            assert_is(&folded, expected, &all);
            // One for each day, one for the survey's age; the marks are the one list.
            assert_eq!(counts.reads.get(), 366);
            assert_eq!((counts.lists.get(), counts.lists_of_responses.get()), (1, 0));
            assert_eq!((counts.operations.get(), counts.puts.get()), (6, 0));
        }
    }
}

/// Each reason was picked as often as the responses say; those that were not asked stand apart.
#[track_caller]
fn assert_reasons(parts: Vec<Part>, expected: &Expected) {
    assert_eq!(parts.len(), expected.by_reason.len());
    for Part { is, tally, .. } in parts {
        let reason = if let Is::Value(id) = &is { Some(id.as_str()) } else { None };
        assert_eq!(Some(&tally.responses()), expected.by_reason.get(&reason));
    }
}

/// The figures are those of the responses that were put into the store.
#[track_caller]
fn assert_is(folded: &Folded, expected: &Expected, dims: &[DimensionName]) {
    assert_eq!(folded.folded_to, None);
    let MetricTally::Score(tally) = &folded.tally else { panic!("{:?}", folded.tally) };
    let found = tally.counts().filter(|(_, count)| *count > 0).collect();
    assert_eq!((&expected.by_score, expected.comments), (&found, folded.comments));
    for (day, tally) in (0..).zip(&folded.series) {
        let n = expected.by_day.get(&day).copied().unwrap_or(0);
        assert_eq!(tally.responses(), n, "day {day}");
    }
    let Some(by) = folded.breakdowns.first().map(|_| folded.breakdowns.clone()) else { return };
    if *by[0].name() == DimensionName::Reason {
        assert_reasons(by[0].clone().parts(), expected);
        return;
    }
    let names: Vec<&DimensionName> = by.iter().map(Breakdown::name).collect();
    assert_eq!(names, dims.iter().collect::<Vec<_>>());
    let mut parts = by.into_iter().map(Breakdown::parts);
    let n_all = folded.tally.responses();
    assert_eq!(parts.next().unwrap()[0].tally.responses(), n_all, "all of one touchpoint");
    let pages = parts.next().unwrap();
    assert_eq!(pages.len(), expected.by_page.len());
    for Part { is, tally, at_least } in pages {
        let Is::Value(page) = is else { panic!("{is:?}") };
        assert_eq!((Some(&tally.responses()), at_least), (expected.by_page.get(&page), false));
    }
    let plans = parts.next_back().unwrap();
    assert_eq!(plans.len(), 3);
    for Part { is, tally, .. } in plans {
        let plan = if let Is::Value(plan) = &is { Some(plan.as_str()) } else { None };
        assert_eq!(Some(&tally.responses()), expected.by_plan.get(&plan));
    }
}
