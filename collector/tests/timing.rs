//! The bounds of `store/timing.rs`, one by one: the simulator's store is rarely late enough to
//! reach them.

#![expect(clippy::unwrap_used, reason = "a test: what is not as expected should stop it")]

use std::cell::{Cell, RefCell};

use collector::{
    rollups::{
        cron::fold_closed_days,
        listing::Scope,
        read::read,
        wanted::{Given, Span, Wanted},
        write::{delete_response, put_response},
    },
    store::{
        Entry, Page, Store, StoreError,
        budget::Budget,
        cache::Cache,
        context::Context,
        error::Error,
        keys::{Key, Prefix, Rank},
        records::{SurveyRecord, encode},
        timing::{MARK_STANDS_MS, mark_time},
    },
    testing::{memory::MemoryStore, runtime::TestRuntime},
};
use domain::{DAY_MS, Instant, Kind, MINUTE_MS, ResponseId, SiteId, SurveyId};
use wire::survey::SurveyDefinition;

const SECOND_MS: i64 = 1_000;
/// 2026-11-22T10:00:00Z.
const NOW: Instant = Instant::from_unix_ms(1_795_341_600_000);

/// A store and a clock that goes on when the store is slow.
struct World {
    memory: MemoryStore,
    now: Cell<Instant>,
    /// Beginning of the operations that are slow, and the time that they take, in milliseconds.
    slow: RefCell<Option<(String, i64)>>,
    cache: Cache,
    /// Writes, by key.
    written: RefCell<Vec<String>>,
    /// The next write finds its key busy.
    is_busy: Cell<bool>,
    /// Writes fail.
    is_away: Cell<bool>,
}

impl World {
    fn new() -> World {
        let world = World {
            memory: MemoryStore::default(),
            now: Cell::new(NOW),
            slow: RefCell::default(),
            cache: Cache::default(),
            written: RefCell::default(),
            is_busy: Cell::default(),
            is_away: Cell::default(),
        };
        let (site, survey) = names();
        let definition = SurveyDefinition::parse(br#"{"kind":"nps"}"#).unwrap();
        let text = encode(&SurveyRecord::new(1, definition, NOW.plus_ms(-2 * DAY_MS)));
        for key in [Key::survey_version(&site, &survey, 1), Key::survey(&site, &survey)] {
            pollster::block_on(world.memory.put(&key, Entry::of(&text))).unwrap();
        }
        world
    }

    fn context(&self) -> Context<'_, World, World> {
        Context { store: self, runtime: self, cache: &self.cache, now: self.now.get() }
    }

    fn pass(&self, ms: i64) {
        self.now.set(self.now.get().plus_ms(ms));
    }

    fn is_slow(&self, operation: &str, ms: i64) {
        self.slow.replace(Some((operation.to_owned(), ms)));
    }

    fn takes_time(&self, operation: &str) {
        if let Some((slow, ms)) = &*self.slow.borrow()
            && operation.starts_with(slow)
        {
            self.pass(*ms);
        }
    }

    fn keys(&self, prefix: &str) -> usize {
        self.memory.entries().iter().filter(|(key, _)| key.starts_with(prefix)).count()
    }

    fn writes(&self, prefix: &str) -> usize {
        self.written.borrow().iter().filter(|key| key.starts_with(prefix)).count()
    }

    /// A late response: its hour may have been folded already.
    fn put_late(&self) -> Result<(), Error> {
        self.put_late_as(late_id())
    }

    fn put_late_as(&self, id: ResponseId) -> Result<(), Error> {
        let (site, survey) = names();
        let entry = Entry { value: "", metadata: Some(r#"{"s":9}"#), expires_unix_s: None };
        let context = self.context();
        pollster::block_on(put_response(&context, &site, &survey, (id, Rank::Finished), entry))
    }

    fn count(&self) -> Result<u64, Error> {
        let (site, survey) = names();
        let scope =
            Scope { site: &site, survey: &survey, kind: &Kind::Nps.into(), attributes: &[] };
        let span = Span { start: NOW.plus_ms(-10 * DAY_MS), end: NOW.plus_ms(DAY_MS) };
        let mut n = 0;
        let add = |given: Given<'_>| {
            if let Given::Cell(_, counts) = given {
                n += counts.responses();
            }
        };
        let mut budget = Budget::SUMMARY;
        pollster::block_on(read(&self.context(), scope, Wanted::of(span), &mut budget, add))?;
        Ok(n)
    }

    fn cron(&self) {
        pollster::block_on(fold_closed_days(&self.context(), Budget::CRON)).unwrap();
    }
}

impl Store for World {
    async fn get(&self, key: &Key) -> Result<Option<String>, StoreError> {
        self.takes_time(&format!("get {}", key.as_str()));
        self.memory.get(key).await
    }

    async fn put(&self, key: &Key, entry: Entry<'_>) -> Result<(), StoreError> {
        self.takes_time(&format!("put {}", key.as_str()));
        if self.is_away.get() {
            return Err(StoreError::Unavailable);
        }
        if self.is_busy.replace(false) {
            return Err(StoreError::Busy);
        }
        self.written.borrow_mut().push(key.as_str().to_owned());
        self.memory.put(key, entry).await
    }

    async fn list(&self, prefix: &Prefix, cursor: Option<&str>) -> Result<Page, StoreError> {
        self.takes_time(&format!("list {}", prefix.as_str()));
        self.memory.list(prefix, cursor).await
    }

    async fn delete(&self, key: &Key) -> Result<(), StoreError> {
        self.takes_time(&format!("delete {}", key.as_str()));
        self.memory.delete(key).await
    }
}

impl TestRuntime for World {
    fn clock(&self) -> Instant {
        self.now.get()
    }

    async fn pass_ms(&self, ms: u32) {
        self.pass(i64::from(ms));
    }
}

fn names() -> (SiteId, SurveyId) {
    (SiteId::parse("demo").unwrap(), SurveyId::parse("nps").unwrap())
}

/// Returns an id of the day before, which is closed.
fn late_id() -> ResponseId {
    ResponseId::new(NOW.plus_ms(-DAY_MS), 7)
}

#[test]
fn a_late_write_that_could_not_start_within_50_seconds_of_its_mark_is_not_started() {
    for (mark_takes_ms, is_written) in [(50 * SECOND_MS, true), (50 * SECOND_MS + 1, false)] {
        let world = World::new();
        world.is_slow("put dirty:", mark_takes_ms);
        let put = world.put_late();
        assert_eq!(put.is_ok(), is_written, "{mark_takes_ms} {put:?}");
        assert_eq!((world.keys("r:"), world.keys("dirty:")), (usize::from(is_written), 1));
    }
}

#[test]
fn a_late_deletion_that_could_not_start_within_50_seconds_of_its_mark_is_not_started() {
    for (mark_takes_ms, n_left) in [(50 * SECOND_MS, 0), (50 * SECOND_MS + 1, 1)] {
        let world = World::new();
        world.put_late().unwrap();
        // The mark before doesn't stand any more.
        world.pass(MARK_STANDS_MS);
        world.is_slow("put dirty:", mark_takes_ms);
        let (site, survey) = names();
        let context = world.context();
        let delete = delete_response(&context, &site, &survey, late_id());
        assert_eq!(pollster::block_on(delete).is_ok(), n_left == 0);
        assert_eq!(world.keys("r:"), n_left);
    }
}

#[test]
fn a_rollup_is_written_within_five_minutes_of_its_list_or_not_at_all() {
    let lists = "list r:demo:nps:2026-11-21";
    for (list_takes_ms, n_kept) in [(5 * MINUTE_MS, 1), (5 * MINUTE_MS + 1, 0)] {
        let world = World::new();
        world.put_late().unwrap();
        world.pass(20 * MINUTE_MS);
        // Only the days of the response and of today are lists of one day.
        let others = world.count().unwrap();
        assert_eq!(others, 1);
        let day = |world: &World| world.keys("roll:demo:nps:2026-11-21");
        let (site, survey) = names();
        let key =
            Key::rollup_day(&site, &survey, collector::store::day::Day::of(late_id().instant()));
        pollster::block_on(world.memory.delete(&key)).unwrap();
        world.is_slow(lists, list_takes_ms);
        assert_eq!(world.count(), Ok(1));
        assert_eq!(day(&world), n_kept, "{list_takes_ms}");
    }
}

#[test]
fn a_read_that_takes_more_than_ten_minutes_gives_nothing() {
    for (list_takes_ms, is_given) in [(10 * MINUTE_MS, true), (10 * MINUTE_MS + 1, false)] {
        let world = World::new();
        world.put_late().unwrap();
        world.pass(20 * MINUTE_MS);
        assert_eq!(world.count(), Ok(1));
        world.is_slow("list r:demo:nps:2026-11-22", list_takes_ms);
        let expected = if is_given { Ok(1) } else { Err(Error::StoreBusy) };
        assert_eq!(world.count(), expected, "{list_takes_ms}");
    }
}

#[test]
fn a_mark_stays_until_a_rollup_that_covers_it_has_been_there_for_30_minutes() {
    let world = World::new();
    world.put_late().unwrap();
    // A list 12 minutes after it stood last shows what the mark announced, one before may not.
    world.pass(MARK_STANDS_MS + 12 * MINUTE_MS - 1);
    world.cron();
    assert_eq!((world.keys("roll:demo:nps:2026-11-21"), world.keys("dirty:")), (0, 1));
    world.pass(1);
    world.cron();
    assert_eq!((world.keys("roll:demo:nps:2026-11-21"), world.keys("dirty:")), (1, 1));
    world.pass(30 * MINUTE_MS - 1);
    world.cron();
    assert_eq!(world.keys("dirty:"), 1);
    world.pass(1);
    world.cron();
    assert_eq!(world.keys("dirty:"), 0);
    assert_eq!(world.count(), Ok(1));
}

#[test]
fn a_mark_is_not_taken_away_for_a_rollup_from_before_it_however_old() {
    let world = World::new();
    world.cron();
    assert_eq!(world.keys("roll:demo:nps:2026-11-21"), 1);
    world.pass(10 * 60 * MINUTE_MS);
    world.put_late().unwrap();
    world.cron();
    assert_eq!((world.keys("dirty:"), world.count()), (1, Ok(1)));
}

#[test]
fn one_mark_stands_for_all_that_an_isolate_writes_within_its_minute() {
    let world = World::new();
    for _ in 0..5 {
        world.put_late().unwrap();
        world.pass(MARK_STANDS_MS / 5);
    }
    assert_eq!((world.writes("dirty:"), world.keys("dirty:")), (1, 1));
    // The next minute has the next.
    world.put_late().unwrap();
    assert_eq!((world.writes("dirty:"), world.keys("dirty:")), (2, 2));
}

#[test]
fn a_rollup_from_before_the_last_write_that_relies_on_a_mark_is_not_trusted() {
    let world = World::new();
    let marked = mark_time(NOW);
    world.put_late().unwrap();
    // Decided on while the mark still stands, and as late as may be: no mark of its own.
    world.pass(marked.unix_ms() - NOW.unix_ms() - 1);
    let other = ResponseId::new(late_id().instant(), 8);
    world.put_late_as(other).unwrap();
    assert_eq!(world.writes("dirty:"), 1);
    // It lands and is seen 12 minutes later at the latest. What is counted until then is not kept,
    // or not believed: a rollup that lacks it never is.
    world.memory.remove(&key_of(other));
    world.pass(12 * MINUTE_MS);
    assert_eq!(world.count(), Ok(1));
    let entry = Entry { value: "", metadata: Some(r#"{"s":9}"#), expires_unix_s: None };
    pollster::block_on(world.memory.put(&Key::listed(&key_of(other)), entry)).unwrap();
    assert_eq!(world.count(), Ok(2));
    world.pass(1);
    assert_eq!((world.count(), world.count()), (Ok(2), Ok(2)));
    assert_eq!(world.keys("roll:demo:nps:2026-11-21"), 1);
}

#[test]
fn a_mark_whose_key_is_busy_stands_under_the_responses_own_id() {
    let world = World::new();
    world.is_busy.set(true);
    world.put_late().unwrap();
    assert_eq!((world.keys("r:"), world.keys("dirty:"), world.keys(&own_mark())), (1, 1, 1));
    // Another isolate has written the shared one.
    let world = World { cache: Cache::default(), ..world };
    world.put_late().unwrap();
    assert_eq!(world.keys("dirty:"), 2);
}

#[test]
fn a_mark_that_was_not_written_is_not_remembered() {
    let world = World::new();
    world.is_away.set(true);
    assert!(world.put_late().is_err());
    world.is_away.set(false);
    world.put_late().unwrap();
    assert_eq!((world.keys("r:"), world.keys("dirty:")), (1, 1));
}

fn key_of(id: ResponseId) -> String {
    let (site, survey) = names();
    Key::response(&site, &survey, id, Rank::Finished).as_str().to_owned()
}

/// The late response's own mark.
fn own_mark() -> String {
    let hour = late_id().instant().hour();
    format!("dirty:demo:nps:{hour}:{}-{}", mark_time(NOW).unix_ms(), late_id())
}
