//! A visit to a contender's page, and its cost.

use std::{thread, time::Duration};

use hearby_tests::{
    browser::Browser,
    clock::{Stopwatch, wait_for},
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    contender::{Contender, Occasion},
    network::{CPU_SLOWDOWN, Network},
    stage::Stage,
};

/// Time without network traffic after which a page counts as settled.
const SETTLED_AFTER: Duration = Duration::from_millis(1_000);
/// Time that a page is left alone before its event comes: preloaded files are there by then.
const IDLE_FOR: Duration = Duration::from_millis(5_000);

/// State of the browser's cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Cache {
    /// It has no files of an earlier visit.
    Cold,
    /// It has them all.
    Warm,
}

/// Cost of one visit. Times are in milliseconds.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Visit {
    /// Bytes over the network by type, headers included: `script`, `wasm`, `other`.
    pub(crate) script_bytes: f64,
    pub(crate) wasm_bytes: f64,
    pub(crate) other_bytes: f64,
    /// Requests besides the page's own.
    pub(crate) requests: f64,
    /// Work of the main thread until the page has settled.
    pub(crate) main_thread_ms: f64,
    pub(crate) long_tasks: f64,
    /// Sum of the long tasks' time beyond 50 ms each.
    pub(crate) blocking_ms: f64,
    /// Time from navigation, or from the event, to the first frame with the survey.
    pub(crate) shown_ms: Option<f64>,
    /// Time from the same to the popup's code taking over the survey, where it is drawn before;
    /// presses in between are kept.
    pub(crate) alive_ms: Option<f64>,
    /// Time from the click on an answer to the task behind the next frame.
    pub(crate) tap_ms: Option<f64>,
    pub(crate) layout_shift: f64,
    /// Memory of the page, with the survey and after it was closed; only without throttling.
    pub(crate) memory_shown_bytes: Option<f64>,
    pub(crate) memory_closed_bytes: Option<f64>,
}

/// Makes the browser forget the last visit: always the page's storage, for a cold visit the cache.
fn forget(stage: &Stage, cache: Cache) {
    let browser = &stage.browser;
    // A page that is left with its survey open writes once more, maybe after the clearing.
    browser.run("window.hearby?.site && hearby('reset')");
    browser.go("about:blank");
    browser.devtools(
        "Storage.clearDataForOrigin",
        &json!({"origin": stage.origin(), "storageTypes": "local_storage,indexeddb,cookies"}),
    );
    if cache == Cache::Cold {
        browser.devtools("Network.clearBrowserCache", &json!({}));
    }
}

/// Visits a contender's page once.
#[track_caller]
pub(crate) fn visit(
    stage: &Stage,
    contender: &Contender,
    network: Network,
    cache: Cache,
    with_memory: bool,
) -> Visit {
    let browser = &stage.browser;
    forget(stage, cache);
    network.put_on(browser);
    browser.devtools("Performance.enable", &json!({}));
    let before_ms = task_ms(browser);
    browser.go(&stage.url(contender));
    wait_for("page that has loaded", || {
        (browser.run("return document.readyState") == "complete").then_some(())
    });
    let fired_ms = match contender.occasion {
        Occasion::Never => None,
        Occasion::Due => Some(0.0),
        Occasion::Event => {
            thread::sleep(IDLE_FOR);
            let script = format!("const at = performance.now(); {}; return at", contender.fire);
            browser.run(&script).as_f64()
        }
    };
    let shown_ms = fired_ms.map(|fired_ms| {
        let shown = wait_for(&format!("survey of {}", contender.name), || {
            browser.run("return __bench.shown").as_f64()
        });
        shown - fired_ms
    });
    thread::sleep(SETTLED_AFTER);
    let mut visit = read(browser);
    visit.shown_ms = shown_ms;
    visit.alive_ms =
        fired_ms.zip(browser.run("return __bench.alive").as_f64()).map(|(fired, at)| at - fired);
    // The counter begins anew with a new process.
    let after_ms = task_ms(browser);
    visit.main_thread_ms = if after_ms >= before_ms { after_ms - before_ms } else { after_ms };
    if with_memory {
        visit.memory_shown_bytes = memory(browser);
    }
    if !contender.answer.is_empty() {
        visit.tap_ms = Some(tap(browser, contender));
    }
    if with_memory && !contender.close.is_empty() {
        browser.run(contender.close);
        thread::sleep(SETTLED_AFTER);
        visit.memory_closed_bytes = memory(browser);
    }
    visit
}

/// Visits once and keeps a picture as proof that the survey is there.
pub(crate) fn picture(stage: &Stage, contender: &Contender) {
    if contender.occasion == Occasion::Event {
        return;
    }
    visit(
        stage,
        &Contender { answer: "", close: "", ..*contender },
        crate::network::UNTHROTTLED,
        Cache::Cold,
        false,
    );
    thread::sleep(SETTLED_AFTER);
    stage.browser.screenshot(&format!("bench-{}", contender.name.replace([' ', ','], "-")));
}

fn read(browser: &Browser) -> Visit {
    let read = browser.run(
        "const sums = { script: 0, wasm: 0, other: 0, requests: 0 };
         for (const entry of performance.getEntriesByType('resource')) {
           const path = new URL(entry.name).pathname;
           if (path === '/favicon.ico') continue;
           const type = path.endsWith('.wasm') ? 'wasm' : path.endsWith('.js') ? 'script' : 'other';
           sums[type] += entry.transferSize;
           sums.requests += 1;
         }
         const tasks = __bench.longTasks;
         sums.long_tasks = tasks.length;
         sums.blocking = tasks.reduce((sum, [, ms]) => sum + ms - 50, 0);
         sums.shifts = __bench.shifts;
         return sums",
    );
    let number = |name: &str| read[name].as_f64().unwrap_or_default();
    Visit {
        script_bytes: number("script"),
        wasm_bytes: number("wasm"),
        other_bytes: number("other"),
        requests: number("requests"),
        long_tasks: number("long_tasks"),
        blocking_ms: number("blocking"),
        layout_shift: number("shifts"),
        ..Visit::default()
    }
}

/// Returns the work of the page's main thread so far, in milliseconds of this machine at the slowed
/// pace.
fn task_ms(browser: &Browser) -> f64 {
    let metrics = browser.devtools("Performance.getMetrics", &json!({}));
    let metrics = metrics["metrics"].as_array().cloned().unwrap_or_default();
    let duration = metrics.iter().find(|metric| metric["name"] == "TaskDuration");
    duration.and_then(|metric| metric["value"].as_f64()).unwrap_or_default() * 1_000.0
}

/// Returns the page's memory after a collection, WASM's own included.
fn memory(browser: &Browser) -> Option<f64> {
    let bytes = browser.run_async(
        "const done = arguments[0];
         if (!performance.measureUserAgentSpecificMemory) done(null);
         else performance.measureUserAgentSpecificMemory().then((m) => done(m.bytes), () => done(null))",
    );
    bytes.as_f64()
}

/// Clicks the answer 9 where it stands, and returns the time that the page took to paint.
#[track_caller]
fn tap(browser: &Browser, contender: &Contender) -> f64 {
    let place = browser.run(&format!(
        "const element = (() => {{ {} }})(); const r = element.getBoundingClientRect(); \
         return [r.left + r.width / 2, r.top + r.height / 2]",
        contender.answer
    ));
    for kind in ["mousePressed", "mouseReleased"] {
        browser.devtools(
            "Input.dispatchMouseEvent",
            &json!({"type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1}),
        );
    }
    wait_for("frame after the tap", || browser.run("return __bench.tap").as_f64())
}

/// Formats the time of a measurement, for the log.
pub(crate) fn seconds(watch: Stopwatch) -> String {
    format!("{:.0} s", watch.elapsed().as_secs_f64())
}

/// Returns the settings that a result must name.
pub(crate) fn settings(browser: &Browser) -> Value {
    let agent = browser.run("return navigator.userAgent");
    json!({"browser": agent, "cpu_slowdown": CPU_SLOWDOWN})
}
