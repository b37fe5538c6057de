//! Posting what waits. Edge: the network.
//!
//! One body at a time: an older state of a response can then never arrive after a newer one.

use core::cell::Cell;

use domain::{Instant, ResponseId};
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use wire::routes::RESPONSES;

use super::{
    queue::Body,
    retry::{self, Verdict},
    storage,
};
use crate::{clock, page_events::Page, property, random};

/// The problem of an id whose time is too far off the collector's.
const CLOCK_SKEW: &str = "clock-skew";
/// What stands before the name of every problem of the collector.
const PROBLEM_PREFIX: &str = "urn:hearby:problem:";

thread_local! {
    static IS_BUSY: Cell<bool> = const { Cell::new(false) };
    static ON_RENEWED: Cell<Option<fn(ResponseId, ResponseId)>> = const { Cell::new(None) };
}

/// Puts a body into the queue and sends what waits.
pub(crate) fn deliver(base: &str, events: &Page, body: Body) {
    storage::update(|queue| queue.put(body));
    flush(base, events);
}

/// Sends what waits, in the background. What can't be sent now stays for the next visit.
pub(crate) fn flush(base: &str, events: &Page) {
    if IS_BUSY.replace(true) {
        return;
    }
    let (url, events) = (format!("{base}{RESPONSES}"), events.clone());
    spawn_local(async move {
        drain(&url, &events).await;
        IS_BUSY.set(false);
    });
}

/// Sends a body while the page goes away. The browser then owns it, and nobody is left to hear
/// whether it arrived; where the browser doesn't take it, it waits for the next visit.
pub(crate) fn hand_over(base: &str, body: Body) {
    let url = format!("{base}{RESPONSES}");
    let is_taken = web_sys::window().map(|window| window.navigator()).is_some_and(|navigator| {
        // A text: a beacon of JSON would need a preflight and is lost without a word.
        navigator.on_line()
            && navigator.send_beacon_with_opt_str(&url, Some(body.json())) == Ok(true)
    });
    if !is_taken {
        storage::update(|queue| queue.put(body));
    }
}

/// Registers who wants to know that an answer goes on under another id.
pub(crate) fn on_renewed(listener: fn(ResponseId, ResponseId)) {
    ON_RENEWED.set(Some(listener));
}

async fn drain(url: &str, events: &Page) {
    let mut failures = 0;
    let mut last_renewed = None;
    while let Some(body) = storage::load().first().cloned() {
        let (status, problem) = post(url, &body).await;
        match retry::verdict(status) {
            Verdict::Taken => {
                failures = 0;
                storage::update(|queue| queue.remove(&body));
                events.sent(body.id());
            }
            Verdict::Later => {
                failures += 1;
                match retry::wait_ms(failures, random::share()) {
                    Some(wait_ms) => clock::sleep(wait_ms).await,
                    None => return,
                }
            }
            Verdict::Refused => {
                let name = problem_name(&problem);
                let collector_now = property::number(&problem, "now_ms")
                    .filter(|_| name.as_deref() == Some(CLOCK_SKEW))
                    .filter(|_| last_renewed != Some(body.id()))
                    .map(|ms| Instant::from_unix_ms(ms as i64));
                match collector_now {
                    Some(collector_now) => last_renewed = Some(renew(body.id(), collector_now)),
                    None => {
                        storage::update(|queue| queue.remove(&body));
                        let detail = property::text(&problem, "detail").unwrap_or_default();
                        let name = name.unwrap_or_else(|| format!("http-{status}"));
                        events.error(&name, &detail);
                    }
                }
            }
        }
    }
}

/// Sets the clock and gives the answer an id of the right time.
fn renew(old: ResponseId, collector_now: Instant) -> ResponseId {
    let new = retry::renewed(old, clock::now(), collector_now, random::bits());
    clock::correct(collector_now);
    storage::update(|queue| queue.renew(old, new));
    if let Some(listener) = ON_RENEWED.get() {
        listener(old, new);
    }
    new
}

fn problem_name(problem: &JsValue) -> Option<String> {
    let kind = property::text(problem, "type")?;
    kind.strip_prefix(PROBLEM_PREFIX).map(str::to_owned)
}

/// Posts a body; its status, 0 for a network error, and the problem when it was refused.
async fn post(url: &str, body: &Body) -> (u16, JsValue) {
    let Some(response) = fetch(url, body).await else { return (0, JsValue::UNDEFINED) };
    let status = property::number(&response, "status").unwrap_or_default() as u16;
    let mut problem = None;
    if retry::verdict(status) == Verdict::Refused {
        problem = called(&response, "json", &[]).await;
    }
    (status, problem.unwrap_or(JsValue::UNDEFINED))
}

async fn fetch(url: &str, body: &Body) -> Option<JsValue> {
    // A text body travels as text/plain, which needs no preflight.
    let init = property::object([
        ("method", "POST".into()),
        ("body", body.json().into()),
        ("keepalive", true.into()),
        ("credentials", "omit".into()),
    ]);
    called(&web_sys::window()?.into(), "fetch", &[url.into(), init]).await
}

/// What the promise of a method gives; `None` when it throws, rejects or isn't there.
async fn called(object: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let returned =
        property::function(object, method)?.apply(object, &arguments.iter().collect()).ok()?;
    JsFuture::from(Promise::resolve(&returned)).await.ok()
}
