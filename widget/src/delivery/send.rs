//! Posting what waits. Edge: the network.
//!
//! One body at a time: an older state of a response can then never arrive after a newer one.

use core::cell::Cell;

use domain::{Instant, ResponseId};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use wire::routes::RESPONSES;

use super::{
    queue::Body,
    retry::{self, Verdict},
    storage,
};
use crate::{
    clock,
    page_events::Page,
    property::{self, awaited, call, get, window},
    random,
};

/// The problem of an id whose time is too far off the collector's.
const CLOCK_SKEW: &str = "clock-skew";
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

fn drop_from_queue(body: &Body) {
    let mut queue = storage::load();
    queue.remove(body);
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
    let mut last_renewed = None;
    while let Some(body) = storage::load().first().cloned() {
        let (status, problem) = post(url, &body).await;
        match retry::verdict(status) {
            Verdict::Taken => {
                failures = 0;
                drop_from_queue(&body);
                page.sent(body.id());
            }
            Verdict::Later => {
                failures += 1;
                match retry::wait_ms(failures, random::share()) {
                    Some(wait_ms) => clock::sleep(wait_ms).await,
                    None => return,
                }
            }
            Verdict::Refused => {
                let name = property::text(&problem, "type").unwrap_or_default();
                let name = name.strip_prefix(PROBLEM_PREFIX).unwrap_or("response-refused");
                let collector_now_ms = property::number(&problem, "now_ms") as i64;
                if name == CLOCK_SKEW && collector_now_ms > 0 && last_renewed != Some(body.id()) {
                    last_renewed = Some(renew(body.id(), Instant::from_unix_ms(collector_now_ms)));
                } else {
                    drop_from_queue(&body);
                    page.error(name, &property::text(&problem, "detail").unwrap_or_default());
                }
            }
        }
    }
}

/// Sets the clock and gives the answer an id of the right time.
fn renew(old: ResponseId, collector_now: Instant) -> ResponseId {
    let new = retry::renewed(old, clock::now(), collector_now, random::bits());
    clock::correct(collector_now);
    let mut queue = storage::load();
    queue.renew(old, new);
    storage::save(queue);
    if let Some(listener) = ON_RENEWED.get() {
        listener(old, new);
    }
    new
}

/// Posts a body; its status, 0 for a network error, and the problem when it was refused.
async fn post(url: &str, body: &Body) -> (u16, JsValue) {
    // A text travels as text/plain, which needs no preflight.
    let init = property::object(&[
        ("method", "POST".into()),
        ("body", body.json().into()),
        ("keepalive", true.into()),
        ("credentials", "omit".into()),
    ]);
    let Some(response) = awaited(&window(), "fetch", &[url.into(), init]).await else {
        return (0, JsValue::UNDEFINED);
    };
    let status = property::number(&response, "status") as u16;
    let mut problem = None;
    if retry::verdict(status) == Verdict::Refused {
        problem = awaited(&response, "json", &[]).await;
    }
    (status, problem.unwrap_or(JsValue::UNDEFINED))
}
