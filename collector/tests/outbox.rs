//! Whatever fails or dies: a response that got its 201 and that a webhook takes is told at least
//! once, under the one id of its state; and what no webhook takes is never told.
//!
//! Everything happens by a seeded die. Each operation on the store and each request to a receiver
//! may fail before or after it was done, and an isolate may die between any two of them, in the
//! middle of a response, after its reply, or in the middle of a run of the cron.

#![cfg(test)]

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    future::Future,
    pin::{Pin, pin},
    task::{Context as TaskContext, Poll, Waker},
};

use collector::{
    api::{
        answer::Answer,
        http::{Body, Headers, Method, Request},
        router,
    },
    runtime::{
        outbound::{Outbound, PostError},
        secret::Secret,
    },
    store::{
        Entry, Page, Store, StoreError,
        cache::Cache,
        context::Context,
        keys::{Key, Prefix},
    },
    testing::{memory::MemoryStore, runtime::TestRuntime},
    webhooks::{attempt, redelivery},
};
use domain::{Instant, ResponseId};
use serde_json::{Value, json};

const NOW: Instant = Instant::from_unix_ms(1_795_316_400_000);
const ADMIN: &str = "the-operators-token-0123456789abcdef";
const SEEDS: u64 = 1_500;

/// Marsaglia's xorshift64.
struct Die(Cell<u64>);

impl Die {
    fn below(&self, end: u64) -> u64 {
        let mut x = self.0.get();
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        self.0.set(x);
        x % end
    }

    fn happens(&self, of_1000: u64) -> bool {
        self.below(1_000) < of_1000
    }
}

/// The world: store, receivers and clock. It goes on when an isolate dies.
struct World {
    die: Die,
    memory: MemoryStore,
    now: Cell<Instant>,
    /// Number of operations, of 1,000, that fail; the same for receivers.
    trouble: Cell<u64>,
    /// Events that receivers accepted: address, id, body.
    told: RefCell<Vec<(String, String, Value)>>,
    /// Leaves out the key that makes an event survive: to show that the test sees it.
    is_outbox_broken: bool,
}

impl World {
    /// Passes a point at which the isolate may die; tells what goes wrong here.
    async fn step(&self) -> Trouble {
        let mut is_asked = false;
        std::future::poll_fn(|_| {
            if core::mem::replace(&mut is_asked, true) { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        match self.die.below(1_000) {
            n if n < self.trouble.get() => Trouble::Before,
            n if n < 2 * self.trouble.get() => Trouble::After,
            _ => Trouble::None,
        }
    }
}

#[derive(PartialEq)]
enum Trouble {
    None,
    Before,
    After,
}

impl World {
    async fn write<T>(
        &self,
        write: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        match self.step().await {
            Trouble::Before => Err(StoreError::Busy),
            Trouble::None => write.await,
            Trouble::After => write.await.and(Err(StoreError::Unavailable)),
        }
    }
}

impl Store for World {
    async fn get(&self, key: &Key) -> Result<Option<String>, StoreError> {
        self.write(self.memory.get(key)).await
    }

    async fn put(&self, key: &Key, entry: Entry<'_>) -> Result<(), StoreError> {
        if self.is_outbox_broken && key.as_str().starts_with("due:") {
            return Ok(());
        }
        self.write(self.memory.put(key, entry)).await
    }

    async fn list(&self, prefix: &Prefix, cursor: Option<&str>) -> Result<Page, StoreError> {
        self.write(self.memory.list(prefix, cursor)).await
    }

    async fn delete(&self, key: &Key) -> Result<(), StoreError> {
        self.write(self.memory.delete(key)).await
    }
}

impl TestRuntime for World {
    fn clock(&self) -> Instant {
        self.now.get()
    }

    fn random(&self) -> Option<[u8; 64]> {
        Some([7; 64])
    }

    async fn send(&self, outbound: &Outbound) -> Result<u16, PostError> {
        let trouble = self.step().await;
        if trouble == Trouble::Before {
            return Ok([302, 410, 500][usize::try_from(self.die.below(3)).unwrap()]);
        }
        let id = outbound.headers.iter().find(|(name, _)| *name == "webhook-id").unwrap();
        let body = serde_json::from_str(&outbound.body).unwrap();
        self.told.borrow_mut().push((outbound.url.clone(), id.1.clone(), body));
        // Its reply may come, or be lost.
        self.step().await;
        if trouble == Trouble::After { Err(PostError::Timeout) } else { Ok(204) }
    }

    fn token(&self) -> Option<Secret> {
        Some(Secret::new(ADMIN.to_owned()))
    }
}

/// One isolate of the world.
struct Isolate<'a> {
    world: &'a World,
    cache: Cache,
}

impl Isolate<'_> {
    fn context(&self) -> Context<'_, World, World> {
        let now = self.world.now.get();
        Context { store: self.world, runtime: self.world, cache: &self.cache, now }
    }

    /// Runs a future that may die at each of its steps: `None` then.
    fn mortal<T>(&self, of_1000: u64, future: impl Future<Output = T>) -> Option<T> {
        let mut future = pin!(future);
        let mut context = TaskContext::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(value) = Pin::as_mut(&mut future).poll(&mut context) {
                return Some(value);
            }
            if self.world.die.happens(of_1000) {
                return None;
            }
        }
    }

    fn send(&self, deadly: u64, method: Method, path: &str, body: &Value) -> Option<Answer> {
        let authorization = Some(Secret::new(format!("Bearer {ADMIN}")));
        let request = Request {
            method,
            path: path.to_owned(),
            query: String::new(),
            headers: Headers { authorization, ..Headers::default() },
            body: Body::Complete(body.to_string().into_bytes()),
        };
        self.mortal(deadly, router::handle(&request, &self.context()))
    }
}

/// Totals of a run.
#[derive(Default)]
struct Stats {
    promised: usize,
    repeats: usize,
    deaths: usize,
}

fn run(seed: u64, is_outbox_broken: bool) -> Result<Stats, String> {
    let world = World {
        die: Die(Cell::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)),
        memory: MemoryStore::with_pages_of(3),
        now: Cell::new(NOW),
        trouble: Cell::new(0),
        told: RefCell::default(),
        is_outbox_broken,
    };
    let mut isolate = Isolate { world: &world, cache: Cache::default() };
    for (path, body) in [
        ("/v1/sites/a", json!({"product": "P"})),
        ("/v1/sites/a/surveys/s", json!({"kind": "nps"})),
        (
            "/v1/sites/a/webhooks/low",
            json!({"url": "https://low.example/", "groups": ["detractor"]}),
        ),
        ("/v1/sites/a/webhooks/all", json!({"url": "https://all.example/"})),
    ] {
        let status = isolate.send(0, Method::Put, path, &body).unwrap().reply.status;
        assert!([200, 201].contains(&status), "{path}: {status}");
    }

    world.trouble.set(world.die.below(200));
    let deadly = world.die.below(60);
    let mut stats = Stats::default();
    // Receiver and state (id, comment) of what was promised; and of what no receiver takes.
    let mut promised = BTreeSet::new();
    let mut untaken = BTreeSet::new();
    for n in 0..12 {
        world
            .now
            .set(world.now.get().plus_ms(i64::try_from(world.die.below(15 * 60_000)).unwrap()));
        let score = world.die.below(11);
        let id = ResponseId::new(world.now.get(), n).to_string();
        let comment = world.die.happens(500).then_some("Chậm.");
        let body = json!({"id": id, "site": "a", "survey": "s", "score": score,
                          "comment": comment, "finished": comment.is_some()});
        let state = |url: &str| (url.to_owned(), id.clone(), comment.map(str::to_owned));
        if score > 6 {
            untaken.insert(state("https://low.example/"));
        }
        // As the visitor's queue does: until the response is there.
        for _ in 0..1 + world.die.below(6) {
            let answer = isolate.send(deadly, Method::Post, "/v1/responses", &body);
            let Some(answer) = answer else {
                stats.deaths += 1;
                isolate.cache = Cache::default();
                continue;
            };
            if answer.reply.status != 201 {
                continue;
            }
            promised.insert(state("https://all.example/"));
            if score <= 6 {
                promised.insert(state("https://low.example/"));
            }
            let context = isolate.context();
            if isolate.mortal(deadly, attempt::at_once(&context, answer.due)).is_none() {
                stats.deaths += 1;
                isolate.cache = Cache::default();
            }
            break;
        }
        if world.die.happens(300) {
            let context = isolate.context();
            if isolate.mortal(deadly, redelivery::run(&context)).is_none() {
                stats.deaths += 1;
                isolate.cache = Cache::default();
            }
        }
    }

    // The world calms down; the cron goes on.
    world.trouble.set(0);
    for _ in 0..30 {
        world.now.set(world.now.get().plus_ms(60 * 60_000));
        let context = isolate.context();
        isolate
            .mortal(0, redelivery::run(&context))
            .unwrap()
            .map_err(|error| format!("{error:?}"))?;
    }

    let mut told = BTreeSet::new();
    let mut ids: BTreeMap<_, String> = BTreeMap::new();
    for (url, webhook_id, body) in world.told.borrow().iter() {
        let comment = body["data"]["comment"].as_str().map(str::to_owned);
        let state = (url.clone(), body["data"]["id"].as_str().unwrap().to_owned(), comment);
        let known = ids.entry(state.clone()).or_insert_with(|| webhook_id.clone());
        if known != webhook_id {
            return Err(format!("two ids of one state: {state:?}"));
        }
        stats.repeats += usize::from(!told.insert(state));
    }
    if ids.values().collect::<BTreeSet<_>>().len() != ids.len() {
        return Err("one id of two states".to_owned());
    }
    if let Some(lost) = promised.difference(&told).next() {
        return Err(format!("never told: {lost:?}"));
    }
    if let Some(wrong) = untaken.intersection(&told).next() {
        return Err(format!("told to one who does not take it: {wrong:?}"));
    }
    let left = world.memory.entries().into_iter().find(|(key, _)| key.starts_with("due:"));
    if let Some((key, _)) = left {
        return Err(format!("still in the outbox: {key}"));
    }
    stats.promised = promised.len();
    Ok(stats)
}

#[test]
fn whatever_fails_or_dies_each_promised_event_is_told_at_least_once() {
    let mut all = Stats::default();
    for seed in 0..SEEDS {
        match run(seed, false) {
            Ok(stats) => {
                all.promised += stats.promised;
                all.repeats += stats.repeats;
                all.deaths += stats.deaths;
            }
            Err(what) => panic!("seed {seed}: {what}"),
        }
    }
    println!("{} promised, {} told again, {} deaths", all.promised, all.repeats, all.deaths);
    // A world in which nothing goes wrong proves nothing.
    assert!(all.promised > 10_000 && all.repeats > 1_000 && all.deaths > 1_000);
}

#[test]
fn without_an_outbox_events_are_lost_and_it_is_seen() {
    let found = (0..200).find_map(|seed| run(seed, true).err());
    assert!(found.is_some_and(|what| what.starts_with("never told")));
}
