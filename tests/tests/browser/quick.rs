//! A tap is shown at once, on a slow processor, too.

use hearby_tests::{
    browser::{Browser, Engine},
    shop::{Shop, happen},
};

/// Factor by which a visitor's phone is assumed to be slower than this machine.
const TIMES_SLOWER: u32 = 4;
/// Limit from the tap to the frame that shows it, in milliseconds.
const PAINTED_WITHIN_MS: f64 = 50.0;
/// Number of visits: odd, for a median, because other programs run on this machine, too.
const VISITS: usize = 5;
/// Number of visits of the second look, which follows when the first sees too long a time.
const VISITS_AGAIN: usize = 15;

/// Script that returns how many times longer work takes because other programs want the processor,
/// too: the mean of many short pieces of the same work by the shortest of them.
const TIMES_LONGER: &str = "const times = [];\
    for (let piece = 0; piece < 200; piece++) {\
        const start = performance.now();\
        for (let n = 0, sum = 0; n < 4e5; n++) sum += Math.sqrt(n);\
        times.push(performance.now() - start);\
    }\
    times.splice(0, 20);\
    return times.reduce((sum, time) => sum + time) / times.length / Math.min(...times)";

/// Script that measures by the Event Timing and Long Tasks APIs; the former rounds to 8 ms.
const WATCH: &str = "window.taps = []; window.tasks = [];\
    new PerformanceObserver((list) => taps.push(...list.getEntries()\
        .filter((entry) => entry.name === 'click').map((entry) => entry.duration)))\
        .observe({ type: 'event', durationThreshold: 16 });\
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((task) => task.duration)))\
        .observe({ type: 'longtask' })";

/// Times of one visit, in milliseconds.
struct Visit {
    /// From the tap to the frame that shows it; below the threshold of 16 it isn't reported: 0.
    tap: f64,
    /// The longest task.
    task: f64,
}

fn visit(browser: &Browser, shop: &Shop, answer: usize) -> Visit {
    shop.visit(browser, "/index.html");
    browser.run("localStorage.clear()");
    happen(browser, "ask-nps");
    browser.popup().wait_for_scale();
    browser.run(WATCH);
    browser.slow_down(TIMES_SLOWER);
    browser.popup().click_answer(answer);
    browser.popup().wait_for_comment_step();
    browser.slow_down(1);
    let longest = |name: &str| {
        let script = format!("return Math.max(0, ...window.{name})");
        browser.run(&script).as_f64().unwrap()
    };
    Visit { tap: longest("taps"), task: longest("tasks") }
}

/// Returns true if the medians of taps and tasks are within the limit.
fn is_quick(visits: &[Visit], limit_ms: f64) -> bool {
    [|visit: &Visit| visit.tap, |visit: &Visit| visit.task].iter().all(|time| {
        let mut times_ms: Vec<f64> = visits.iter().map(time).collect();
        times_ms.sort_by(f64::total_cmp);
        println!("{times_ms:?} ms of at most {limit_ms}");
        times_ms[visits.len() / 2] <= limit_ms
    })
}

#[test]
fn a_tap_is_painted_within_50_ms_on_a_processor_four_times_slower() {
    let browser = Browser::open(Engine::Chromium).unwrap();
    let shop = Shop::asking_on_events();
    let first: Vec<Visit> = (0..VISITS).map(|answer| visit(&browser, &shop, answer)).collect();
    if is_quick(&first, PAINTED_WITHIN_MS) {
        return;
    }
    // Too long, or other programs run: then the same work of the page takes longer as well.
    let mut times_longer = Vec::new();
    let second: Vec<Visit> = (0..VISITS_AGAIN)
        .map(|number| {
            times_longer.push(browser.run(TIMES_LONGER).as_f64().unwrap());
            visit(&browser, &shop, number % 11)
        })
        .collect();
    println!("work takes longer: {times_longer:?}");
    let times_longer = times_longer.iter().sum::<f64>() / VISITS_AGAIN as f64;
    assert!(is_quick(&second, PAINTED_WITHIN_MS * times_longer));
}
