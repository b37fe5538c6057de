//! What a year costs: operations on the store, and time. And that it is the truth.
//!
//! `ANSWERS=1000000 cargo test --release -p hearby-collector --test year -- --nocapture` prints it for a
//! million answers.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test: what is not as expected should stop it"
)]

use std::{cell::Cell, collections::BTreeMap};

use collector::{
    auth::Secret,
    breakdown::{Breakdown, Is, Part},
    cache::Cache,
    context::{Context, Runtime},
    fold::{Folded, Selection, fold},
    keys::{Key, Prefix},
    period::{Asked, Period},
    records::{SurveyRecord, encode},
    rollups::{
        ahead::fold_ahead,
        budget::Budget,
        listing::Scope,
        read::read,
        wanted::{Given, Span, Wanted},
    },
    series::{Piece, Unit, pieces},
    store::{Entry, Page, Store, StoreError, memory::MemoryStore},
    webhooks::outbound::{Outbound, PostError},
};
use domain::{Instant, Kind, ResponseId, SiteId, SurveyId};
use wire::survey::SurveyDefinition;

const DAY_MS: u64 = 24 * 60 * 60 * 1_000;
/// 2026-11-22T10:00:00Z.
const NOW: Instant = Instant::from_unix_ms(1_795_341_600_000);
/// The year before the day of [`NOW`].
const YEAR: (&str, &str) = ("2025-11-22", "2026-11-22");
const YEAR_STARTS_MS: u64 = 1_763_769_600_000;
/// How many answers the quick test makes do with.
const ANSWERS: u64 = 30_000;

#[derive(Default)]
struct CountingStore {
    memory: MemoryStore,
    counts: Counts,
}

/// Reads are counted by key: a bulk read of 100 keys as 100, though it is one operation.
#[derive(Clone, Default, Debug, PartialEq, Eq)]
struct Counts {
    reads: Cell<u64>,
    operations: Cell<u64>,
    lists_of_responses: Cell<u64>,
    lists: Cell<u64>,
    puts: Cell<u64>,
    value_bytes: Cell<u64>,
}

fn count(cell: &Cell<u64>, more: usize) {
    cell.set(cell.get() + more as u64);
}

impl Store for CountingStore {
    async fn get(&self, key: &Key) -> Result<Option<String>, StoreError> {
        Ok(self.get_many(std::slice::from_ref(key)).await?.pop().flatten())
    }

    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<String>>, StoreError> {
        assert!(keys.len() <= 100);
        count(&self.counts.operations, 1);
        count(&self.counts.reads, keys.len());
        let values = self.memory.get_many(keys).await?;
        let bytes = values.iter().flatten().map(String::len).sum();
        count(&self.counts.value_bytes, bytes);
        Ok(values)
    }

    async fn put(&self, key: &Key, entry: Entry<'_>) -> Result<(), StoreError> {
        count(&self.counts.operations, 1);
        count(&self.counts.puts, 1);
        self.memory.put(key, entry).await
    }

    async fn list(&self, prefix: &Prefix, cursor: Option<&str>) -> Result<Page, StoreError> {
        count(&self.counts.operations, 1);
        count(&self.counts.lists, 1);
        count(&self.counts.lists_of_responses, usize::from(prefix.as_str().starts_with("r:")));
        self.memory.list(prefix, cursor).await
    }

    async fn delete(&self, key: &Key) -> Result<(), StoreError> {
        self.memory.delete(key).await
    }
}

struct Machine;

impl Runtime for Machine {
    async fn asset(&self, _: &str) -> Option<String> {
        None
    }

    fn random_bytes(&self) -> Option<[u8; 64]> {
        None
    }

    fn now(&self) -> Instant {
        NOW
    }

    async fn pause(&self, _: u32) {}

    async fn post(&self, _: &Outbound) -> Result<u16, PostError> {
        Err(PostError::Unreachable)
    }

    fn admin_token(&self) -> Option<Secret> {
        None
    }
}

/// What was put into the store of one survey.
#[derive(Clone, Default)]
struct Expected {
    by_score: BTreeMap<u8, u64>,
    comments: u64,
    by_day: BTreeMap<u64, u64>,
    by_page: BTreeMap<String, u64>,
    by_plan: BTreeMap<Option<&'static str>, u64>,
}

/// What the surveys declare.
const ATTRIBUTE: &str = "plan";

struct Year {
    store: CountingStore,
    site: SiteId,
    surveys: Vec<(SurveyId, Kind, Expected)>,
}

impl Year {
    /// A year of answers to three surveys: the first gets three quarters, and most come by day.
    fn of(answers: u64) -> Year {
        let store = CountingStore::default();
        let site = SiteId::parse("demo").unwrap();
        let mut surveys: Vec<(SurveyId, Kind, Expected)> = Kind::ALL
            .into_iter()
            .map(|kind| (SurveyId::parse(kind.as_str()).unwrap(), kind, Expected::default()))
            .collect();
        for (survey, kind, _) in &surveys {
            let body = format!(r#"{{"kind":"{}","attributes":["{ATTRIBUTE}"]}}"#, kind.as_str());
            let definition = SurveyDefinition::parse(body.as_bytes()).unwrap();
            let record =
                SurveyRecord::new(1, definition, Instant::from_unix_ms(YEAR_STARTS_MS as i64));
            let text = encode(&record);
            for key in [Key::survey_version(&site, survey, 1), Key::survey(&site, survey)] {
                pollster::block_on(store.memory.put(&key, Entry::of(&text))).unwrap();
            }
        }
        let mut state = 7_u64;
        let mut random = |end: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % end
        };
        for n in 0..answers {
            let day = random(365);
            // The later of three: a peak in the evening.
            let hour_ms = (0..3).map(|_| random(DAY_MS)).max().unwrap();
            let given = YEAR_STARTS_MS + day * DAY_MS + hour_ms;
            let at = if random(4) < 3 { 0 } else { 1 + random(2) as usize };
            let Some((survey, kind, expected)) = surveys.get_mut(at) else { continue };
            let scale = kind.scale();
            let score = scale.min + random(scale.len() as u64) as u8;
            let has_comment = random(4) == 0;
            let id = ResponseId::new(Instant::from_unix_ms(given as i64), u128::from(n) << 40);
            let comment = if has_comment { r#","c":1"# } else { "" };
            // The first pages are seen much more often than the last.
            let page = format!("/shop/tea/{}", (0..3).map(|_| random(60)).min().unwrap());
            let plan = [None, Some("free"), Some("pro")][random(3) as usize];
            let attributes =
                plan.map_or(String::new(), |plan| format!(r#","a":{{"plan":"{plan}"}}"#));
            let metadata = format!(
                r#"{{"s":{score}{comment},"t":"checkout","p":"{page}","l":"vi","d":"phone"{attributes}}}"#,
            );
            let entry = Entry { value: "", metadata: Some(&metadata), expires_unix_s: None };
            let key = Key::response(&site, survey, id);
            pollster::block_on(store.memory.put(&key, entry)).unwrap();
            *expected.by_score.entry(score).or_default() += 1;
            expected.comments += u64::from(has_comment);
            *expected.by_day.entry(day).or_default() += 1;
            *expected.by_page.entry(page).or_default() += 1;
            *expected.by_plan.entry(plan).or_default() += 1;
        }
        Year { store, site, surveys }
    }

    fn context<'a>(&'a self, cache: &'a Cache) -> Context<'a, CountingStore, Machine> {
        self.store.counts.operations.set(0);
        self.store.counts.reads.set(0);
        self.store.counts.lists.set(0);
        self.store.counts.lists_of_responses.set(0);
        self.store.counts.puts.set(0);
        self.store.counts.value_bytes.set(0);
        Context { store: &self.store, runtime: &Machine, cache, now: NOW }
    }
}

#[expect(clippy::disallowed_methods, reason = "the time it takes is what is measured")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let started = std::time::Instant::now();
    let done = work();
    (done, started.elapsed().as_secs_f64() * 1_000.0)
}

/// What one sort of summary costs.
struct Sort<'a> {
    name: &'a str,
    pieces: &'a [Piece],
    dims: &'a [&'a str],
}

#[test]
fn a_years_summary_reads_its_days_and_lists_nothing_of_what_is_closed() {
    let answers = std::env::var("ANSWERS").ok().and_then(|text| text.parse().ok());
    let year = Year::of(answers.unwrap_or(ANSWERS));
    let cache = Cache::default();
    let asked = Asked { from: Some(YEAR.0), to: Some(YEAR.1), tz: None };
    let period = Period::parse(asked, NOW).unwrap();
    let days = pieces(&period, Unit::Day).unwrap();
    let attributes = [ATTRIBUTE.to_owned()];
    let all = ["touchpoint", "page", "lang", "device", ATTRIBUTE];
    let sorts = [
        Sort { name: "the score alone", pieces: &[], dims: &[] },
        Sort { name: "by day", pieces: &days, dims: &[] },
        Sort { name: "by five dimensions", pieces: &[], dims: &all },
        Sort { name: "by day and five dimensions", pieces: &days, dims: &all },
    ];

    // Without rollups: every response is listed.
    let unbounded = Budget::new(u32::MAX, u32::MAX, u32::MAX);
    let (survey, kind, expected) = year.surveys.first().unwrap();
    let scope = Scope { site: &year.site, survey, kind: *kind, attributes: &attributes };
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
    println!("{survey}, {listed} answers, without rollups: {ms:.1} ms, {:?}", year.store.counts);

    // The cron does the other surveys, in runs of at most 1,000 operations.
    for _ in 0..24 {
        let context = year.context(&cache);
        pollster::block_on(fold_ahead(&context, Budget::CRON)).unwrap();
        assert!(year.store.counts.operations.get() <= 1_000, "{:?}", year.store.counts);
    }

    for (survey, kind, expected) in &year.surveys {
        for Sort { name, pieces, dims } in &sorts {
            let selection = Selection {
                site: &year.site,
                survey,
                kind: *kind,
                attributes: &attributes,
                period: &period,
                pieces,
                dims,
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
                "{survey} {name}, {} answers: {ms:.2} ms, {counts:?}",
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

/// The figures are those of the answers that were put into the store.
#[track_caller]
fn assert_is(folded: &Folded, expected: &Expected, dims: &[&str]) {
    assert_eq!(folded.folded_to, None);
    let found = folded.tally.counts().filter(|(_, count)| *count > 0).collect();
    assert_eq!((&expected.by_score, expected.comments), (&found, folded.comments));
    for (day, tally) in (0..).zip(&folded.series) {
        let n = expected.by_day.get(&day).copied().unwrap_or(0);
        assert_eq!(tally.responses(), n, "day {day}");
    }
    let Some(by) = folded.by.first().map(|_| folded.by.clone()) else { return };
    let names: Vec<&str> = by.iter().map(Breakdown::name).collect();
    assert_eq!(names, dims);
    let mut parts = by.into_iter().map(Breakdown::parts);
    let n_all = folded.tally.responses();
    assert_eq!(parts.next().unwrap()[0].tally.responses(), n_all, "all of one touchpoint");
    let pages = parts.next().unwrap();
    assert_eq!(pages.len(), expected.by_page.len());
    for Part { is, tally, at_least } in pages {
        let Is::Value(page) = is else { panic!("{is:?}") };
        assert_eq!((Some(&tally.responses()), at_least), (expected.by_page.get(&page), false));
    }
    let plans = parts.nth(2).unwrap();
    assert_eq!(plans.len(), 3);
    for Part { is, tally, .. } in plans {
        let plan = if let Is::Value(plan) = &is { Some(plan.as_str()) } else { None };
        assert_eq!(Some(&tally.responses()), expected.by_plan.get(&plan));
    }
}
