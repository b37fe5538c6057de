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

/// Script that puts a button of the page's own on the page: a tap on it changes no more than that
/// it was tapped.
const PUT_BARE_BUTTON: &str = "const bare = document.createElement('button');\
    bare.id = 'bare'; bare.textContent = 'bare';\
    bare.style.cssText = 'position: fixed; top: 0; left: 0; z-index: 9';\
    bare.onclick = () => { bare.textContent = 'tapped' };\
    document.body.append(bare)";

/// Script that measures by the Event Timing and Long Tasks APIs; the former rounds to 8 ms.
const WATCH: &str = "window.taps = []; window.tasks = [];\
    new PerformanceObserver((list) => taps.push(...list.getEntries()\
        .filter((entry) => entry.name === 'click').map((entry) => entry.duration)))\
        .observe({ type: 'event', durationThreshold: 16 });\
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((task) => task.duration)))\
        .observe({ type: 'longtask' })";

/// Times of one visit, in milliseconds.
struct Visit {
    /// From the tap on an answer to the frame that shows it.
    tap: f64,
    /// The same, of a tap on a button of the page's own.
    bare_tap: f64,
    /// The longest task after the tap on the answer.
    task: f64,
}

fn visit(browser: &Browser, shop: &Shop, answer: usize) -> Visit {
    shop.visit(browser, "/index.html");
    browser.run("localStorage.clear()");
    browser.run(PUT_BARE_BUTTON);
    happen(browser, "ask-nps");
    browser.popup().wait_for_scale();
    browser.run(WATCH);
    browser.slow_down(TIMES_SLOWER);
    let longest = |name: &str| {
        let script = format!("return Math.max(0, ...window.{name}.splice(0))");
        browser.run(&script).as_f64().unwrap()
    };
    // The frame after a tap is over when the next command has been run and answered.
    browser.click_on("#bare");
    browser.run_async("requestAnimationFrame(() => setTimeout(arguments[0], 50))");
    let bare_tap = longest("taps");
    longest("tasks");
    browser.popup().click_answer(answer);
    browser.popup().wait_for_comment_step();
    browser.slow_down(1);
    Visit { tap: longest("taps"), bare_tap, task: longest("tasks") }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

#[test]
fn a_tap_is_painted_within_50_ms_on_a_processor_four_times_slower() {
    let browser = Browser::open(Engine::Chromium).unwrap();
    let shop = Shop::asking_on_events();
    let look = |visits: usize| -> Vec<Visit> {
        (0..visits).map(|number| visit(&browser, &shop, number % 11)).collect()
    };
    // An event below the threshold of 16 ms isn't reported, and counts as 0.
    let first = look(VISITS);
    let tap_ms = median(first.iter().map(|visit| visit.tap).collect());
    let task_ms = median(first.iter().map(|visit| visit.task).collect());
    println!("tap to paint: {tap_ms} ms; longest task: {task_ms} ms");
    if tap_ms <= PAINTED_WITHIN_MS && task_ms <= PAINTED_WITHIN_MS {
        return;
    }
    // Too long, or the machine is busy: then a bare button of the page waits as well.
    let second = look(VISITS_AGAIN);
    let more_ms = median(second.iter().map(|visit| visit.tap - visit.bare_tap).collect());
    // What else runs only makes a task longer, so the shortest is the nearest to what it takes.
    let task_ms = second.iter().map(|visit| visit.task).fold(f64::INFINITY, f64::min);
    println!("more than a bare button: {more_ms} ms; longest task: {task_ms} ms");
    assert!(more_ms <= PAINTED_WITHIN_MS && task_ms <= PAINTED_WITHIN_MS);
}
