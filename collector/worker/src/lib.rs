//! The edge to the Workers runtime: its requests, replies, clock, randomness, assets and secrets.
//! It is the only crate that uses `worker`. The crate `collector` decides the answer to a request.

mod console;
mod js_future;
mod kv;
mod limiter;
mod request;
mod response;
mod stream;
mod task;

use core::{pin::pin, time::Duration};
use std::rc::Rc;

use domain::Instant;
use futures_util::future::{Either, select};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use worker::{Delay, Env, ScheduleContext, ScheduledEvent, event, web_sys, worker_sys};

use self::request::NamedHeaders;
use crate::kv::KvStore;
use collector::{
    api::{answer::Answer, http::Request, router},
    definitions::gates,
    deletion::{purge, who_keys},
    rollups::cron::fold_closed_days,
    runtime::{
        Runtime,
        limit::Limit,
        log::Entry,
        outbound::{Outbound, PostError, TIMEOUT_MS, WebhookSettings},
        secret::Secret,
        signing_keys::{SigningKeys, Unusable},
    },
    store::{budget::Budget, cache::Cache, context::Context, error::Error},
    webhooks::{
        attempt,
        outbox::Due,
        redelivery::{self, RedeliveryReport},
    },
};

/// The KV namespace's binding.
const KV: &str = "KV";
/// Error of a deployment whose KV namespace is not bound.
const KV_UNBOUND: Error = Error::Internal("the KV namespace is not bound");
/// The assets' binding.
const ASSETS: &str = "ASSETS";
/// The secret with the operator's token.
const ADMIN_TOKEN: &str = "ADMIN_TOKEN";
/// The secret with the signing keys.
const SIGNING_KEYS: &str = "SIGNING_KEYS";
/// The variable that lets webhooks go to private addresses: `true`, or anything else for no.
const ALLOW_PRIVATE_WEBHOOKS: &str = "ALLOW_PRIVATE_WEBHOOKS";
/// The variable with the address under which pages reach the collector, behind a proxy.
const PUBLIC_ADDRESS: &str = "PUBLIC_ADDRESS";
/// The variable with the most attempts of one run of the webhooks' cron.
const WEBHOOKS_PER_RUN: &str = "WEBHOOKS_PER_RUN";
/// The variable with the pause after a webhook's first failure.
const WEBHOOKS_PAUSE_SECONDS: &str = "WEBHOOKS_PAUSE_SECONDS";
/// The schedule of the webhooks' cron, as `wrangler.toml` writes it.
const WEBHOOKS_CRON: &str = "*/10 * * * *";

thread_local! {
    /// An isolate has one thread, and lives as long as its memory.
    static CACHE: Rc<Cache> = Rc::default();
}

/// Handles a request; the runtime calls it. Returns a response or a promise of one.
///
/// It does not use the macro of `worker`, which runs the future by `spawn_local`: see [`task`].
#[wasm_bindgen]
#[must_use]
pub fn fetch(request: web_sys::Request, env: Env, context: worker_sys::Context) -> JsValue {
    task::run(async move {
        let (request, given) = request::read(request);
        let runtime = Workers { env: &env, given: Some(&given) };
        let Answer { reply, stream, due } = answer_to(&request, &env, &runtime).await;
        if !due.is_empty() {
            worker::Context::new(context).wait_until(deliver(due, env.clone()));
        }
        match stream {
            None => response::make(reply),
            Some(streamed) => {
                let request_id = runtime.request_id();
                response::make_streamed(reply, stream::pieces(streamed, env.clone(), request_id))
            }
        }
    })
}

/// Delivers the events of a response, after its reply.
async fn deliver(due: Vec<Due>, env: Env) {
    let Some(store) = KvStore::bound(&env, KV) else { return };
    let runtime = Workers { env: &env, given: None };
    let cache = CACHE.with(Rc::clone);
    let context = Context { store: &store, runtime: &runtime, cache: &cache, now: clock() };
    attempt::at_once(&context, due).await;
}

/// Runs the crons of `wrangler.toml`: that of the webhooks, and the hourly one.
#[event(scheduled)]
async fn scheduled(event: ScheduledEvent, env: Env, _context: ScheduleContext) {
    let Some(store) = KvStore::bound(&env, KV) else {
        console::write(&KV_UNBOUND.in_cron("all"));
        return;
    };
    let runtime = Workers { env: &env, given: None };
    let cache = CACHE.with(Rc::clone);
    let context = Context { store: &store, runtime: &runtime, cache: &cache, now: clock() };
    if event.cron() == WEBHOOKS_CRON {
        let done = redelivery::run(&context).await;
        console::write(&match &done {
            Ok(RedeliveryReport { delivered, failed, given_up, let_go }) => {
                Entry::EventsRedelivered {
                    delivered: *delivered,
                    failed: *failed,
                    given_up: *given_up,
                    let_go: *let_go,
                }
            }
            Err(error) => error.in_cron("webhooks"),
        });
        return;
    }
    let done = gates::refresh_all(&context, gates::CRON_BUDGET).await;
    console::write(&match done {
        Ok(written) => Entry::GatesCompiled { written },
        Err(error) => error.in_cron("gates"),
    });
    let done = purge::cron::go_on(&context, Budget::PURGE_BY_CRON).await;
    console::write(&match done {
        Ok(deleted) => Entry::EntriesPurged { deleted },
        Err(error) => error.in_cron("purge"),
    });
    let done = fold_closed_days(&context, Budget::CRON).await;
    console::write(&match done {
        Ok(done) => Entry::DaysFolded { rollups: done.kept, dirty_marks: done.unmarked },
        Err(error) => error.in_cron("folding"),
    });
    let done = who_keys::tidy(&context, Budget::TIDY).await;
    console::write(&match done {
        Ok(deleted) => Entry::WhoKeysDeleted { deleted },
        Err(error) => error.in_cron("who-keys"),
    });
}

async fn answer_to(request: &Request, env: &Env, runtime: &Workers<'_>) -> Answer {
    let now = clock();
    let Some(store) = KvStore::bound(env, KV) else {
        return router::refuse(request, None, runtime, now, KV_UNBOUND);
    };
    let cache = CACHE.with(Rc::clone);
    let context = Context { store: &store, runtime, cache: &cache, now };
    router::handle(request, &context).await
}

fn clock() -> Instant {
    // Whole, and far below 2^53.
    Instant::from_unix_ms(js_sys::Date::now() as i64)
}

/// The runtime of Cloudflare Workers.
#[derive(Debug)]
struct Workers<'a> {
    env: &'a Env,
    /// The headers of the request, where there is one.
    given: Option<&'a NamedHeaders>,
}

impl Runtime for Workers<'_> {
    async fn asset(&self, path: &str) -> Option<String> {
        let assets = self.env.assets(ASSETS).ok()?;
        // Assets go by the path; the host stands for nothing.
        let mut response =
            assets.fetch(format!("https://assets.invalid{path}"), None).await.ok()?;
        if response.status_code() != 200 {
            return None;
        }
        response.text().await.ok()
    }

    fn random_bytes(&self) -> Option<[u8; 64]> {
        let mut bytes = [0; 64];
        getrandom::fill(&mut bytes).ok()?;
        Some(bytes)
    }

    fn ray(&self) -> Option<String> {
        self.given.and_then(request::ray)
    }

    fn log(&self, entry: &Entry<'_>) {
        console::write(entry);
    }

    fn now(&self) -> Instant {
        clock()
    }

    async fn pause(&self, ms: u32) {
        Delay::from(Duration::from_millis(u64::from(ms))).await;
    }

    async fn post(&self, outbound: &Outbound) -> Result<u16, PostError> {
        let headers = worker::Headers::new();
        for (name, value) in &outbound.headers {
            headers.set(name, value).map_err(|_| PostError::Unreachable)?;
        }
        let mut init = worker::RequestInit::new();
        init.with_method(worker::Method::Post)
            .with_headers(headers)
            .with_body(Some(outbound.body.as_str().into()))
            .with_redirect(worker::RequestRedirect::Manual);
        let request = worker::Request::new_with_init(&outbound.url, &init)
            .map_err(|_| PostError::Unreachable)?;
        let controller = worker::AbortController::default();
        let signal = controller.signal();
        let fetch = worker::Fetch::Request(request);
        let sent = pin!(fetch.send_with_signal(&signal));
        let timeout = pin!(Delay::from(Duration::from_millis(u64::from(TIMEOUT_MS))));
        match select(sent, timeout).await {
            Either::Left((Ok(response), _)) => Ok(response.status_code()),
            Either::Left((Err(_), _)) => Err(PostError::Unreachable),
            Either::Right(_) => {
                controller.abort();
                Err(PostError::Timeout)
            }
        }
    }

    fn webhook_settings(&self) -> WebhookSettings {
        let var = |name: &str| self.env.var(name).ok().map(|value| value.to_string());
        let usual = WebhookSettings::default();
        WebhookSettings {
            allow_private: var(ALLOW_PRIVATE_WEBHOOKS).is_some_and(|value| value == "true"),
            attempts_per_run: var(WEBHOOKS_PER_RUN)
                .and_then(|value| value.parse().ok())
                .unwrap_or(usual.attempts_per_run),
            first_pause_ms: var(WEBHOOKS_PAUSE_SECONDS)
                .and_then(|value| value.parse::<u32>().ok())
                .map_or(usual.first_pause_ms, |seconds| i64::from(seconds) * 1_000),
        }
    }

    async fn is_within(&self, limit: Limit, name: &str) -> bool {
        limiter::is_within(self.env, limit, name).await
    }

    fn signing_keys(&self) -> Result<SigningKeys, Unusable> {
        let secret = self.env.secret(SIGNING_KEYS).map_err(|_| Unusable::Missing)?;
        SigningKeys::parse(&secret.to_string())
    }

    fn public_address(&self) -> Option<String> {
        self.env.var(PUBLIC_ADDRESS).ok().map(|address| address.to_string())
    }

    fn admin_token(&self) -> Option<Secret> {
        self.env.secret(ADMIN_TOKEN).ok().map(|token| Secret::new(token.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_webhooks_cron_is_one_of_those_that_are_deployed() {
        let deployed = include_str!("../../wrangler.toml");
        assert!(deployed.contains(&format!("\"{WEBHOOKS_CRON}\"")), "{deployed}");
    }
}
