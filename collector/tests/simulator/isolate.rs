//! The machines on which the collector runs: each with its memory and its clock.

use std::rc::Rc;

use collector::{
    api::{
        http::{Body, Headers, Method, Reply, Request},
        router,
    },
    deletion::{hashes::Hashes, purge, who_keys::tidy},
    rollups::{
        cron::fold_closed_days,
        listing::Scope,
        read::{Stopped, read},
        wanted::{Given, Wanted},
    },
    runtime::{
        secret::Secret,
        signing_keys::{SigningKeys, Unusable},
    },
    store::{budget::Budget, cache::Cache, context::Context, error::Error},
    testing::{faulty::FaultyStore, runtime::TestRuntime},
};
use domain::Instant;

use crate::world::World;

pub(crate) const ADMIN: &str = "the-operators-token-0123456789abcdef";

pub(crate) type Store = FaultyStore<World>;

/// One isolate. A clone is the same.
#[derive(Clone)]
pub(crate) struct Isolate {
    pub(crate) world: World,
    pub(crate) store: Rc<Store>,
    cache: Rc<Cache>,
    clock_ahead_ms: i64,
    /// Time at which the operator puts a new signing key before the old one.
    rotates: Instant,
}

/// The deployment's signing keys, before and after a rotation.
const KEYS: [&str; 2] = [
    "gW5xkV1u9oZQd0m3rJcT7yLbA2sHfEnP4iXwKq8t",
    "Zp3vB7nM1xQ9cL5kJ2hG8fD4sA6wE0rT, gW5xkV1u9oZQd0m3rJcT7yLbA2sHfEnP4iXwKq8t",
];

fn signing_keys_at(now: Instant, rotates: Instant) -> &'static str {
    KEYS[usize::from(now >= rotates)]
}

/// Runtime of the simulated world.
pub(crate) struct Machine<'a>(&'a Isolate);

impl TestRuntime for Machine<'_> {
    fn clock(&self) -> Instant {
        self.0.now()
    }

    async fn pass_ms(&self, ms: u32) {
        self.0.world.after_ms(u64::from(ms)).await;
    }

    fn keys(&self) -> Result<SigningKeys, Unusable> {
        SigningKeys::parse(signing_keys_at(self.0.world.now(), self.0.rotates))
    }

    fn token(&self) -> Option<Secret> {
        Some(Secret::new(ADMIN.to_owned()))
    }
}

impl Isolate {
    pub(crate) fn new(
        world: &World,
        store: &Rc<Store>,
        clock_ahead_ms: i64,
        rotates: Instant,
    ) -> Isolate {
        let (world, store) = (world.clone(), Rc::clone(store));
        Isolate { world, store, cache: Rc::default(), clock_ahead_ms, rotates }
    }

    /// The hashes of respondents, by its keys of now.
    pub(crate) fn hashes(&self) -> Hashes {
        Hashes::of(&Machine(self))
    }

    pub(crate) fn now(&self) -> Instant {
        self.world.now().plus_ms(self.clock_ahead_ms)
    }

    pub(crate) async fn post(&self, path: &str, body: &str) -> Reply {
        self.handle(Method::Post, path, "", body, None).await
    }

    pub(crate) async fn post_as_owner(&self, path: &str, body: &str) -> Reply {
        self.handle(Method::Post, path, "", body, Some(ADMIN)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        self.handle(Method::Delete, path, "", "", Some(ADMIN)).await
    }

    pub(crate) async fn delete_with(&self, path: &str, query: &str) -> Reply {
        self.handle(Method::Delete, path, query, "", Some(ADMIN)).await
    }

    pub(crate) async fn put(&self, path: &str, body: &str) -> Reply {
        self.handle(Method::Put, path, "", body, Some(ADMIN)).await
    }

    pub(crate) async fn get(&self, path: &str, query: &str) -> Reply {
        self.handle(Method::Get, path, query, "", Some(ADMIN)).await
    }

    async fn handle(
        &self,
        method: Method,
        path: &str,
        query: &str,
        body: &str,
        token: Option<&str>,
    ) -> Reply {
        let authorization = token.map(|token| Secret::new(format!("Bearer {token}")));
        let request = Request {
            method,
            path: path.to_owned(),
            query: query.to_owned(),
            headers: Headers {
                authorization,
                content_type: Some("text/plain;charset=UTF-8".to_owned()),
                ..Headers::default()
            },
            body: Body::Complete(body.as_bytes().to_vec()),
        };
        router::handle(&request, &self.context(&Machine(self))).await.reply
    }

    pub(crate) async fn cron(&self, budget: Budget) {
        // What fails is done by a later run.
        // Pages here are short: what is enough for the store's own is not always.
        let erasing = Budget::new(400, 400, 20_000);
        let erasing = *self.world.dice().pick(&[Budget::PURGE_BY_CRON, erasing]);
        let _ = purge::cron::go_on(&self.context(&Machine(self)), erasing).await;
        let _ = fold_closed_days(&self.context(&Machine(self)), budget).await;
        let _ = tidy(&self.context(&Machine(self)), Budget::TIDY).await;
    }

    /// The counts of a span with any budget, as a handler would read them.
    pub(crate) async fn read(
        &self,
        scope: Scope<'_>,
        wanted: Wanted<'_>,
        mut budget: Budget,
        visit: impl FnMut(Given<'_>),
    ) -> Result<Option<Stopped>, Error> {
        read(&self.context(&Machine(self)), scope, wanted, &mut budget, visit).await
    }

    fn context<'a>(&'a self, machine: &'a Machine<'a>) -> Context<'a, Store, Machine<'a>> {
        Context { store: &*self.store, runtime: machine, cache: &self.cache, now: self.now() }
    }
}
