//! Posting of the queue. Edge: the network.
//!
//! It sends one body at a time, so that an older state of a response never arrives after a newer
//! one. Only a page that goes away sends its body beside the others, because it can't wait for
//! them.
//!
//! A body is in the queue before it is sent, and stays there until a reply says that the collector
//! has it.

use core::cell::Cell;

use domain::ResponseId;
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use wire::routes::RESPONSES;

use super::{
    attempt::{Outcome, Reply, settle},
    queue::{Address, Body},
    retry, storage,
};
use crate::{
    clock, native,
    page_events::Page,
    property::{self, awaited, call, get, settled, window},
    random,
    text::joined,
};

/// Code of the page's error event for a response that was given up, because it could be counted
/// twice.
const MAYBE_COUNTED: &str = "maybe-counted";
/// Code of the page's error event for a reply that is not from the collector; the response is kept.
const FOREIGN_REPLY: &str = "foreign-reply";
/// Problem of one survey. The collector may still take bodies for other surveys.
const UNKNOWN_SURVEY: &str = "unknown-survey";
/// Prefix of the names of all problems of the collector.
const PROBLEM_PREFIX: &str = "urn:hearby:problem:";

/// Called with the old and the new id.
type OnRenewed = fn(ResponseId, ResponseId);

thread_local! {
    static IS_BUSY: Cell<bool> = const { Cell::new(false) };
    static ON_RENEWED: Cell<Option<OnRenewed>> = const { Cell::new(None) };
}

/// Reply to a body.
struct Heard {
    /// HTTP status; 0 for a network error.
    status: u16,
    /// The reply's JSON; undefined if it has none.
    said: JsValue,
    /// Seconds that the collector asks to wait.
    asked_s: f64,
}

/// Next step of the loop that sends one body after the other.
enum Then {
    /// Send the next body.
    GoOn,
    /// Send this id next.
    Renewed(ResponseId),
    /// Send the same body again after a wait.
    Wait,
    /// Send the next body; this one stays.
    Skip,
    /// The rest stays for the next visit.
    Stop,
}

/// Puts a body into the queue and sends the queue.
pub(crate) fn deliver(address: &Address, page: &Page, body: Body) {
    keep(body);
    flush(address, page);
}

/// Sends the queue for this address in the background. What can't be sent now stays for the next
/// visit.
pub(crate) fn flush(address: &Address, page: &Page) {
    if IS_BUSY.replace(true) {
        return;
    }
    let (address, page) = (address.clone(), page.clone());
    spawn_local(async move {
        drain(&address, &page).await;
        IS_BUSY.set(false);
    });
}

/// Sends a body while the page goes away. The body stays in the queue, because the page may never
/// get the reply; the next visit sends it again under the same id.
///
/// It uses `fetch`, which outlives the page by `keepalive`. A page's referrer policy may strip the
/// origin from a beacon, and then a site that lists its origins refuses it. So only browsers
/// without `keepalive` send beacons.
pub(crate) fn hand_over(address: &Address, page: &Page, body: Body) {
    keep(body.clone().tried());
    if !outlives_page() {
        if let Some(navigator) = get(&window(), "navigator") {
            // Sent as text: a JSON beacon would need a preflight and would be lost without an
            // error.
            let url = url(&address.base);
            call(&navigator, "sendBeacon", &[url.into(), body.json().into()]);
        }
        return;
    }
    // Posts at once, because a page that goes away may not run later tasks.
    let (promise, page) = (post(address, &body), page.clone());
    spawn_local(async move {
        // Runs if the page comes back.
        conclude(&heard(promise).await, &body, true, &page);
    });
}

/// Forgets the part of the queue that only this page view holds.
pub(crate) fn discard() {
    storage::discard();
}

/// True if the browser's `fetch` supports `keepalive`.
fn outlives_page() -> bool {
    let request = get(&window(), "Request").and_then(|request| get(&request, "prototype"));
    request.is_some_and(|it| Reflect::has(&it, &"keepalive".into()).unwrap_or_default())
}

fn keep(body: Body) {
    let mut queue = storage::load();
    queue.put(body);
    storage::save(queue);
}

fn url(base: &str) -> String {
    joined(&[base, RESPONSES])
}

/// Registers a listener to be called when a response gets another id.
pub(crate) fn on_renewed(listener: OnRenewed) {
    ON_RENEWED.set(Some(listener));
}

async fn drain(address: &Address, page: &Page) {
    let (mut failures, mut renewed, mut skipped) = (0, None, Vec::new());
    while let Some(body) = take_up(address, &skipped) {
        let heard = heard(post(address, &body)).await;
        match conclude(&heard, &body, renewed != Some(body.id()), page) {
            Then::GoOn => failures = 0,
            Then::Renewed(new) => renewed = Some(new),
            Then::Skip => skipped.push(body.id()),
            Then::Stop => return,
            Then::Wait => {
                failures += 1;
                match retry::wait_ms(failures, heard.asked_s, random::share()) {
                    Some(wait_ms) => clock::sleep(wait_ms).await,
                    None => return,
                }
            }
        }
    }
}

/// Handles the end of an attempt: updates the queue, tells the page, and returns the next step.
fn conclude(heard: &Heard, body: &Body, may_renew: bool, page: &Page) -> Then {
    let said = |name| property::text(&heard.said, name).unwrap_or_default();
    let problem = said("type");
    let reply = Reply {
        status: heard.status,
        id: ResponseId::parse(&said("id")).ok(),
        problem: problem.strip_prefix(PROBLEM_PREFIX).unwrap_or_default(),
        now: clock::parse(&said("now_at")),
    };
    let mut queue = storage::load();
    let (now, random) = (clock::visitor_now(), random::bits());
    let outcome = settle(&mut queue, body, reply, may_renew, now, random);
    storage::save(queue);
    match outcome {
        Outcome::Sent => {
            page.sent(body.id());
            Then::GoOn
        }
        Outcome::Waits => Then::Wait,
        Outcome::Stays(code) => {
            page.error(if code.is_empty() { FOREIGN_REPLY } else { code }, &said("detail"));
            if code == UNKNOWN_SURVEY { Then::Skip } else { Then::Stop }
        }
        Outcome::Renewed(new) => {
            if let Some(collector_now) = reply.now {
                clock::correct(collector_now);
            }
            if let Some(listener) = ON_RENEWED.get() {
                listener(body.id(), new);
            }
            Then::Renewed(new)
        }
        Outcome::MaybeCounted => {
            page.error(MAYBE_COUNTED, "");
            Then::GoOn
        }
        Outcome::Refused(code) => {
            page.error(code, &said("detail"));
            Then::GoOn
        }
    }
}

/// Returns the next body. The storage records the attempt before it is made, and drops what is too
/// old.
fn take_up(address: &Address, skipped: &[ResponseId]) -> Option<Body> {
    let mut queue = storage::load();
    let body = queue.take_up(address, skipped);
    storage::save(queue);
    body
}

/// Posts a body; returns the promise of its reply.
fn post(address: &Address, body: &Body) -> Option<JsValue> {
    // A text is sent as text/plain, which needs no preflight.
    let init = property::object(&[
        ("method", "POST".into()),
        ("body", body.json().into()),
        ("keepalive", true.into()),
        ("credentials", "omit".into()),
        // A redirect could lead elsewhere; the response is for this collector alone.
        ("redirect", "error".into()),
    ]);
    native::call("fetch", &[url(&address.base).into(), init])
}

async fn heard(promise: Option<JsValue>) -> Heard {
    let Some(response) = settled(promise).await else {
        return Heard { status: 0, said: JsValue::UNDEFINED, asked_s: 0.0 };
    };
    let headers = get(&response, "headers");
    let asked = headers.and_then(|headers| call(&headers, "get", &["retry-after".into()]));
    Heard {
        status: property::number(&response, "status") as u16,
        said: awaited(&response, "json", &[]).await.unwrap_or_default(),
        // Converts as `+"75600"` does: anything but a number becomes NaN.
        asked_s: asked.map_or(0.0, |seconds| seconds.unchecked_into_f64()),
    }
}
