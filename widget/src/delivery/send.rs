//! Posting what waits. Edge: the network.
//!
//! One body at a time: an older state of a response can then never arrive after a newer one.

use core::cell::Cell;

use domain::{Instant, ResponseId};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use wire::routes::RESPONSES;

use super::{
    attempt::{Outcome, Reply, settle},
    queue::Body,
    retry, storage,
};
use crate::{
    clock, native,
    page_events::Page,
    property::{self, awaited, call, get, window},
    random,
};

/// What the page is told of an answer that was given up rather than counted twice.
const MAYBE_COUNTED: &str = "maybe-counted";
/// What stands before the name of every problem of the collector.
const PROBLEM_PREFIX: &str = "urn:hearby:problem:";

/// Told the old and the new id.
type OnRenewed = fn(ResponseId, ResponseId);

thread_local! {
    static IS_BUSY: Cell<bool> = const { Cell::new(false) };
    static ON_RENEWED: Cell<Option<OnRenewed>> = const { Cell::new(None) };
}

/// Puts a body into the queue and sends what waits.
pub(crate) fn deliver(base: &str, page: &Page, body: Body) {
    keep(body);
    flush(base, page);
}

/// Sends what waits, in the background. What can't be sent now stays for the next visit.
pub(crate) fn flush(base: &str, page: &Page) {
    if IS_BUSY.replace(true) {
        return;
    }
    let (url, page) = (url(base), page.clone());
    spawn_local(async move {
        drain(&url, &page).await;
        IS_BUSY.set(false);
    });
}

/// Sends a body while the page goes away. The browser then owns it, and nobody is left to hear
/// whether it arrived; where the browser doesn't take it, it waits for the next visit.
pub(crate) fn hand_over(base: &str, body: Body) {
    let navigator = get(&window(), "navigator").filter(|it| property::is(it, "onLine"));
    let is_taken = navigator.is_some_and(|navigator| {
        // A text: a beacon of JSON would need a preflight and is lost without a word.
        let taken = call(&navigator, "sendBeacon", &[url(base).into(), body.json().into()]);
        taken.is_some_and(|taken| taken.is_truthy())
    });
    if !is_taken {
        keep(body);
    }
}

fn keep(body: Body) {
    let mut queue = storage::load();
    queue.put(body);
    storage::save(queue);
}

fn url(base: &str) -> String {
    [base, RESPONSES].concat()
}

/// Registers who wants to know that an answer goes on under another id.
pub(crate) fn on_renewed(listener: OnRenewed) {
    ON_RENEWED.set(Some(listener));
}

async fn drain(url: &str, page: &Page) {
    let mut failures = 0;
    let mut renewed = None;
    while let Some(body) = take_up() {
        let (status, problem, asked_s) = post(url, &body).await;
        let name = property::text(&problem, "type").unwrap_or_default();
        let reply = Reply {
            status,
            problem: name.strip_prefix(PROBLEM_PREFIX).unwrap_or("response-refused"),
            now: get(&problem, "now_ms")
                .and_then(|now_ms| now_ms.as_f64())
                .map(|now_ms| Instant::from_unix_ms(now_ms as i64)),
        };
        let may_renew = renewed != Some(body.id());
        let mut queue = storage::load();
        let (now, random) = (clock::visitor_now(), random::bits());
        let outcome = settle(&mut queue, &body, reply, may_renew, now, random);
        storage::save(queue);
        match outcome {
            Outcome::Sent => {
                failures = 0;
                page.sent(body.id());
            }
            Outcome::Waits => {
                failures += 1;
                match retry::wait_ms(failures, asked_s, random::share()) {
                    Some(wait_ms) => clock::sleep(wait_ms).await,
                    None => return,
                }
            }
            Outcome::Renewed(new) => {
                renewed = Some(new);
                if let Some(collector_now) = reply.now {
                    clock::correct(collector_now);
                }
                if let Some(listener) = ON_RENEWED.get() {
                    listener(body.id(), new);
                }
            }
            Outcome::MaybeCounted => page.error(MAYBE_COUNTED, ""),
            Outcome::Refused(code) => {
                page.error(code, &property::text(&problem, "detail").unwrap_or_default());
            }
        }
    }
}

/// The next body; the storage knows of the attempt before it is made.
fn take_up() -> Option<Body> {
    let mut queue = storage::load();
    let body = queue.take_up()?;
    if !body.is_tried() {
        storage::save(queue);
    }
    Some(body)
}

/// Posts a body; its status, 0 for a network error, the problem when it was refused, and how long the
/// collector asks to wait, in seconds.
async fn post(url: &str, body: &Body) -> (u16, JsValue, f64) {
    // A text travels as text/plain, which needs no preflight.
    let init = property::object(&[
        ("method", "POST".into()),
        ("body", body.json().into()),
        ("keepalive", true.into()),
        ("credentials", "omit".into()),
    ]);
    let Some(response) = native::awaited("fetch", &[url.into(), init]).await else {
        return (0, JsValue::UNDEFINED, 0.0);
    };
    let status = property::number(&response, "status") as u16;
    let mut problem = None;
    if !retry::may_be_stored(status) {
        problem = awaited(&response, "json", &[]).await;
    }
    let headers = get(&response, "headers");
    let asked = headers.and_then(|headers| call(&headers, "get", &["retry-after".into()]));
    // As `+"75600"` does: what is no number becomes none.
    let asked_s = asked.map_or(0.0, |seconds| seconds.unchecked_into_f64());
    (status, problem.unwrap_or(JsValue::UNDEFINED), asked_s)
}
