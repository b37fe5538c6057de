//! The collector on the host: handlers over a store in memory, with a runtime that a test holds in
//! its hands.
//!
//! In here: the collector, and the ways to call it. Not in here: the store that fails when it is told
//! to (`store`), the runtime (`runtime`), and the requests and checks of replies (`requests`).
//!
//! The tests of the description use it, too, by its path: in any other place than `mod.rs`, the
//! compiler would look for these modules beside the tests.

mod requests;
mod runtime;
mod store;

use std::cell::RefCell;

use collector::{
    api::{
        answer::Answer,
        http::{Headers, Reply, Request},
        router,
        streamed::Streamed,
    },
    deletion::purge,
    runtime::secret::Secret,
    store::{budget::Budget, cache::Cache, context::Context, error::Error},
    testing::memory::MemoryStore,
    webhooks::{
        attempt,
        outbox::Due,
        redelivery::{self, RedeliveryReport},
    },
};
use domain::Instant;
use serde_json::{Value, json};
use wire::summary::Summary;

pub(crate) use self::{
    requests::{
        address, assert_field, assert_problem, id_at, parsed, request, response, with, wrong_key,
    },
    runtime::{Posted, TestRuntime},
    store::FaultyStore,
};
use crate::described;

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
