//! The collector on the host: handlers over a store in memory, with a runtime that a test holds in
//! its hands.

use std::cell::RefCell;

use crate::described;
use collector::{
    api::{
        answer::Answer,
        http::{Body, Headers, Method, Reply, Request},
        router,
        streamed::Streamed,
    },
    deletion::purge,
    runtime::{
        Runtime,
        limit::Limit,
        log::Entry as LogEntry,
        outbound::{Outbound, PostError, WebhookSettings},
        secret::Secret,
        signing_keys::{SigningKeys, Unusable},
    },
    store::{
        Entry, Page, Store, StoreError,
        budget::Budget,
        cache::Cache,
        context::Context,
        error::Error,
        keys::{Key, Prefix},
    },
    testing::memory::MemoryStore,
    webhooks::{
        attempt,
        outbox::Due,
        redelivery::{self, RedeliveryReport},
    },
};
use domain::{Instant, ResponseId};
use serde_json::{Value, json};
use wire::{problem::Problem, summary::Summary};

/// 2026-11-22T03:00:00Z.
pub(crate) const NOW: Instant = Instant::from_unix_ms(1_795_316_400_000);
pub(crate) const ADMIN: &str = "the-operators-token-0123456789abcdef";
/// The one signing key of a collector that is told nothing else.
pub(crate) const SIGNING_KEY: &str = "gW5xkV1u9oZQd0m3rJcT7yLbA2sHfEnP4iXwKq8t";

/// The console's page, as the files have it.
pub(crate) const CONSOLE_PAGE: &str = "<!doctype html><title>Console</title>";

/// A collector with the site `demo` and its surveys `nps`, `ces` and `csat`.
pub(crate) struct Collector {
    pub(crate) store: FaultyStore,
    pub(crate) runtime: TestRuntime,
    pub(crate) cache: Cache,
    pub(crate) now: Instant,
    /// Events of the last reply that has some, until somebody delivers them.
    pub(crate) due: RefCell<Vec<Due>>,
}

/// A store that fails when it is told to.
#[derive(Default)]
pub(crate) struct FaultyStore {
    pub(crate) memory: MemoryStore,
    /// Results of the next writes, the last one first; `None` writes.
    pub(crate) next_puts: RefCell<Vec<Option<StoreError>>>,
    /// True if every write and deletion is refused: the day's allowance is used up.
    pub(crate) is_unwritable: RefCell<bool>,
    /// Keys that no list shows yet.
    pub(crate) unlisted: RefCell<Vec<String>>,
    /// Keys that can't be read, as KV remembers that they were not there.
    pub(crate) unread: RefCell<Vec<String>>,
    /// True if nothing can be read.
    pub(crate) is_unreadable: RefCell<bool>,
    /// True if reads and lists are refused: the day's allowance is used up.
    pub(crate) is_read_up: RefCell<bool>,
    /// Every operation, in order.
    pub(crate) operations: RefCell<Vec<String>>,
}

#[derive(Default)]
pub(crate) struct TestRuntime {
    /// Number of times that random bytes were asked for: no two keys are the same.
    n_random: RefCell<u32>,
    /// The header `CF-Ray`, where Cloudflare is in between.
    pub(crate) ray: RefCell<Option<String>>,
    /// The lines of the operator's log.
    pub(crate) log: RefCell<Vec<String>>,
    pub(crate) pauses_ms: RefCell<Vec<u32>>,
    pub(crate) has_no_loader: RefCell<bool>,
    /// True if the console was not built.
    pub(crate) has_no_console: RefCell<bool>,
    /// Most times that each name may be counted; without a number, any.
    pub(crate) most: RefCell<Option<usize>>,
    /// Every name that was counted, in order.
    pub(crate) counted: RefCell<Vec<(Limit, String)>>,
    /// Time by which the clock is ahead of [`NOW`].
    pub(crate) clock_ahead_ms: RefCell<i64>,
    /// The address under which pages reach the collector, when the operator says so.
    pub(crate) public_address: RefCell<Option<String>>,
    /// True if webhooks may go to private addresses.
    pub(crate) allow_private: RefCell<bool>,
    /// Replies of the next receivers, the last one first; 200 when there is none.
    pub(crate) next_posts: RefCell<Vec<Result<u16, PostError>>>,
    /// The secret with the signing keys; [`SIGNING_KEY`] when nothing else is said.
    pub(crate) signing_keys: RefCell<Option<String>>,
    /// Requests that receivers got.
    pub(crate) posts: RefCell<Vec<Posted>>,
    /// The deployment's token in place of [`ADMIN`]; without a text, none.
    pub(crate) other_token: RefCell<Option<Option<String>>>,
}

/// A request that a receiver got.
#[derive(Clone, Debug)]
pub(crate) struct Posted {
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

impl Posted {
    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(other, _)| *other == name);
        found.map(|(_, value)| value.as_str()).unwrap()
    }
}

impl FaultyStore {
    fn may_read(&self) -> Result<(), StoreError> {
        if *self.is_unreadable.borrow() {
            Err(StoreError::Unavailable)
        } else if *self.is_read_up.borrow() {
            Err(StoreError::UsedUp)
        } else {
            Ok(())
        }
    }

    /// Number of operations that begin so: `get`, `list site:`.
    pub(crate) fn n_operations(&self, start: &str) -> usize {
        self.operations.borrow().iter().filter(|operation| operation.starts_with(start)).count()
    }
}

impl Store for FaultyStore {
    async fn get(&self, key: &Key) -> Result<Option<String>, StoreError> {
        self.operations.borrow_mut().push(format!("get {}", key.as_str()));
        self.may_read()?;
        self.memory.get(key).await
    }

    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<String>>, StoreError> {
        self.operations.borrow_mut().push(format!("get {} keys", keys.len()));
        assert!(keys.len() <= 100, "KV reads a hundred keys at once");
        self.may_read()?;
        let mut values = self.memory.get_many(keys).await?;
        for (key, value) in keys.iter().zip(&mut values) {
            if self.unread.borrow().iter().any(|unread| unread == key.as_str()) {
                *value = None;
            }
        }
        Ok(values)
    }

    async fn put(&self, key: &Key, entry: Entry<'_>) -> Result<(), StoreError> {
        self.operations.borrow_mut().push(format!("put {}", key.as_str()));
        if *self.is_unwritable.borrow() {
            return Err(StoreError::UsedUp);
        }
        let next = self.next_puts.borrow_mut().pop().flatten();
        match next {
            Some(error) => Err(error),
            None => self.memory.put(key, entry).await,
        }
    }

    async fn list(&self, prefix: &Prefix, cursor: Option<&str>) -> Result<Page, StoreError> {
        self.operations.borrow_mut().push(format!("list {}", prefix.as_str()));
        self.may_read()?;
        let mut page = self.memory.list(prefix, cursor).await?;
        page.keys.retain(|key| !self.unlisted.borrow().contains(&key.name));
        Ok(page)
    }

    async fn delete(&self, key: &Key) -> Result<(), StoreError> {
        self.operations.borrow_mut().push(format!("delete {}", key.as_str()));
        if *self.is_unwritable.borrow() {
            return Err(StoreError::UsedUp);
        }
        let next = self.next_puts.borrow_mut().pop().flatten();
        match next {
            Some(error) => Err(error),
            None => self.memory.delete(key).await,
        }
    }
}

impl Runtime for TestRuntime {
    async fn asset(&self, path: &str) -> Option<String> {
        match path {
            "/loader.js" if !*self.has_no_loader.borrow() => {
                Some(r#"start("__HEARBY_GATE__");"#.to_owned())
            }
            "/loader-plain.js" if !*self.has_no_loader.borrow() => {
                Some(r#"start("__HEARBY_GATE__", "plain");"#.to_owned())
            }
            "/console/" if !*self.has_no_console.borrow() => Some(CONSOLE_PAGE.to_owned()),
            _ => None,
        }
    }

    fn random_bytes(&self) -> Option<[u8; 64]> {
        *self.n_random.borrow_mut() += 1;
        let n = *self.n_random.borrow();
        let mut bytes = [n.to_le_bytes()[0]; 64];
        // A byte gives a key five bits.
        let [first, second, ..] = (n >> 5).to_le_bytes();
        bytes[0] = first;
        bytes[1] ^= second;
        Some(bytes)
    }

    fn ray(&self) -> Option<String> {
        self.ray.borrow().clone()
    }

    fn log(&self, entry: &LogEntry<'_>) {
        self.log.borrow_mut().push(entry.to_line());
    }

    fn now(&self) -> Instant {
        NOW.plus_ms(*self.clock_ahead_ms.borrow())
    }

    async fn pause(&self, ms: u32) {
        self.pauses_ms.borrow_mut().push(ms);
    }

    async fn post(&self, outbound: &Outbound) -> Result<u16, PostError> {
        self.posts.borrow_mut().push(Posted {
            url: outbound.url.clone(),
            headers: outbound.headers.clone(),
            body: outbound.body.clone(),
        });
        self.next_posts.borrow_mut().pop().unwrap_or(Ok(200))
    }

    fn webhook_settings(&self) -> WebhookSettings {
        let usual = WebhookSettings::default();
        WebhookSettings { allow_private: *self.allow_private.borrow(), ..usual }
    }

    async fn is_within(&self, limit: Limit, name: &str) -> bool {
        let one = (limit, name.to_owned());
        self.counted.borrow_mut().push(one.clone());
        let n = self.counted.borrow().iter().filter(|other| **other == one).count();
        self.most.borrow().is_none_or(|most| n <= most)
    }

    fn signing_keys(&self) -> Result<SigningKeys, Unusable> {
        SigningKeys::parse(self.signing_keys.borrow().as_deref().unwrap_or(SIGNING_KEY))
    }

    fn public_address(&self) -> Option<String> {
        self.public_address.borrow().clone()
    }

    fn admin_token(&self) -> Option<Secret> {
        let other = self.other_token.borrow().clone();
        other.unwrap_or_else(|| Some(ADMIN.to_owned())).map(Secret::new)
    }
}

/// The address of a route of `demo`.
pub(crate) fn address(template: &str) -> String {
    let id = id_at(NOW, 1);
    [("site", "demo"), ("survey", "nps"), ("webhook", "crm"), ("version", "1"), ("id", &id)]
        .into_iter()
        .fold(template.replace("{key}", "abcd2345"), |path, (name, text)| {
            path.replace(&format!("{{{name}}}"), text)
        })
}

impl Collector {
    pub(crate) fn empty() -> Collector {
        Collector {
            store: FaultyStore::default(),
            runtime: TestRuntime::default(),
            cache: Cache::default(),
            now: NOW,
            due: RefCell::default(),
        }
    }

    pub(crate) fn new() -> Collector {
        Collector::with_store(MemoryStore::default())
    }

    pub(crate) fn with_store(memory: MemoryStore) -> Collector {
        let mut collector = Collector::empty();
        collector.store.memory = memory;
        let site = json!({"product": "Trà Sen"});
        assert_eq!(collector.admin("PUT", "/v1/sites/demo", &site).status, 200);
        for kind in ["nps", "ces", "csat"] {
            let path = format!("/v1/sites/demo/surveys/{kind}");
            assert_eq!(collector.admin("PUT", &path, &json!({"kind": kind})).status, 201);
        }
        collector.store.operations.borrow_mut().clear();
        collector
    }

    /// The same store, seen from an isolate that has just started.
    pub(crate) fn restart(&mut self) {
        self.cache = Cache::default();
        self.due.take();
    }

    /// Sends a request; a body that comes piece by piece is collected.
    pub(crate) fn send(&self, request: &Request) -> Reply {
        let Answer { mut reply, stream, due } = self.begin(request);
        if let Some(stream) = stream {
            reply.body += &self.collect(stream).unwrap();
        }
        if !due.is_empty() {
            self.due.replace(due);
        }
        described::check(request, &reply);
        reply
    }

    /// Sends a request, and doesn't ask for what comes piece by piece.
    pub(crate) fn begin(&self, request: &Request) -> Answer {
        pollster::block_on(router::handle(request, &self.context()))
    }

    /// Collects a body that comes piece by piece.
    pub(crate) fn collect(&self, mut streamed: Streamed) -> Result<String, Error> {
        let mut body = String::new();
        while let Some(piece) = pollster::block_on(streamed.next(&self.context()))? {
            assert!(!piece.is_empty());
            body += &piece;
        }
        Ok(body)
    }

    fn context(&self) -> Context<'_, FaultyStore, TestRuntime> {
        let Collector { store, runtime, cache, now, .. } = self;
        Context { store, runtime, cache, now: *now }
    }

    /// The operator sets the secret with the signing keys.
    pub(crate) fn set_signing_keys(&self, keys: &str) {
        *self.runtime.signing_keys.borrow_mut() = Some(keys.to_owned());
    }

    /// Does what the runtime does once a reply is on its way: what is due is delivered.
    pub(crate) fn deliver(&self) {
        pollster::block_on(attempt::at_once(&self.context(), self.due.take()));
    }

    /// A run of the webhooks' cron.
    pub(crate) fn redeliver(&self) -> RedeliveryReport {
        pollster::block_on(redelivery::run(&self.context())).unwrap()
    }

    /// A run of the hourly cron's part that goes on with what is being purged.
    pub(crate) fn purge_by_cron(&self) -> u32 {
        pollster::block_on(purge::cron::go_on(&self.context(), Budget::PURGE_BY_CRON)).unwrap()
    }

    /// A key goes, as an owner who deletes takes it away.
    pub(crate) fn remove(&self, key: &str) {
        self.store.memory.remove(key);
    }

    /// The time goes on.
    pub(crate) fn pass_ms(&mut self, ms: i64) {
        self.now = self.now.plus_ms(ms);
        *self.runtime.clock_ahead_ms.borrow_mut() += ms;
    }

    pub(crate) fn get(&self, address: &str) -> Reply {
        self.send(&request("GET", address, b""))
    }

    /// Posts a response as the widget does.
    pub(crate) fn post(&self, body: &str) -> Reply {
        let mut request = request("POST", "/v1/responses", body.as_bytes());
        request.headers.content_type = Some("text/plain;charset=UTF-8".to_owned());
        self.send(&request)
    }

    pub(crate) fn with_key(&self, key: &str, method: &str, address: &str, body: &Value) -> Reply {
        let mut request = request(method, address, body.to_string().as_bytes());
        request.headers.content_type = Some("application/json".to_owned());
        request.headers.authorization = Some(Secret::new(format!("Bearer {key}")));
        self.send(&request)
    }

    pub(crate) fn admin(&self, method: &str, address: &str, body: &Value) -> Reply {
        self.with_key(ADMIN, method, address, body)
    }

    pub(crate) fn new_key(&self, site: &str, scope: &str) -> String {
        let body = json!({"name": "test", "scope": scope});
        let reply = self.admin("POST", &format!("/v1/sites/{site}/keys"), &body);
        assert_eq!(reply.status, 201, "{}", reply.body);
        parsed::<Value>(&reply)["key"].as_str().unwrap().to_owned()
    }

    #[track_caller]
    pub(crate) fn summary(&self, survey: &str, query: &str) -> Summary {
        let address = format!("/v1/sites/demo/surveys/{survey}/summary{query}");
        let reply = self.admin("GET", &address, &Value::Null);
        assert_eq!(reply.status, 200, "{}", reply.body);
        parsed(&reply)
    }

    /// Sends a request as the operator, its headers changed by `change`.
    pub(crate) fn admin_with(
        &self,
        method: &str,
        address: &str,
        body: &Value,
        change: impl FnOnce(&mut Headers),
    ) -> Reply {
        let mut request = request(method, address, body.to_string().as_bytes());
        request.headers.authorization = Some(Secret::new(format!("Bearer {ADMIN}")));
        change(&mut request.headers);
        self.send(&request)
    }

    /// The keys of everything that is stored.
    pub(crate) fn stored_keys(&self) -> Vec<String> {
        self.store.memory.entries().into_iter().map(|(key, _)| key).collect()
    }

    /// The keys of all responses.
    pub(crate) fn stored_responses(&self) -> Vec<String> {
        let entries = self.store.memory.entries().into_iter();
        entries.map(|(key, _)| key).filter(|key| key.starts_with("r:")).collect()
    }
}

pub(crate) fn request(method: &str, address: &str, body: &[u8]) -> Request {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    Request {
        method: Method::parse(method),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: Headers::default(),
        body: Body::Complete(body.to_vec()),
    }
}

/// An id of that time; `n` tells ids of one time apart.
pub(crate) fn id_at(instant: Instant, n: u32) -> String {
    ResponseId::new(instant, u128::from(n)).to_string()
}

/// A response's body, given just now.
pub(crate) fn response(survey: &str, score: i64, n: u32) -> Value {
    json!({"id": id_at(NOW, n), "site": "demo", "survey": survey, "score": score})
}

/// The same with a field set.
pub(crate) fn with(mut body: Value, field: &str, value: Value) -> Value {
    body.as_object_mut().unwrap().insert(field.to_owned(), value);
    body
}

#[track_caller]
pub(crate) fn parsed<T: serde::de::DeserializeOwned>(reply: &Reply) -> T {
    serde_json::from_str(&reply.body).unwrap_or_else(|error| panic!("{error}: {}", reply.body))
}

/// The reply is that problem.
#[track_caller]
pub(crate) fn assert_problem(reply: &Reply, status: u16, name: &str) -> Problem {
    let problem: Problem = parsed(reply);
    let expected = format!("urn:hearby:problem:{name}");
    assert_eq!((reply.status, problem.kind.as_str()), (status, expected.as_str()));
    assert_eq!(problem.status, status);
    assert_eq!(reply.header("content-type"), Some("application/problem+json"));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    problem
}

/// The reply names that field and what is allowed there.
#[track_caller]
pub(crate) fn assert_field(reply: &Reply, pointer: &str, allowed: &str) {
    let problem = assert_problem(reply, 422, "invalid");
    let is_named = |error: &wire::problem::FieldError| {
        error.pointer == pointer && error.allowed.contains(allowed)
    };
    assert!(problem.errors.iter().any(is_named), "{problem:?}");
}
