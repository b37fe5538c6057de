//! `cargo xtask bench console`: the time until an owner sees the first picture, on a phone's network
//! and a slow processor, with an empty cache and with a full one.
//!
//! In: a site with surveys and responses, the visits, the result. Not in: compressing, as Cloudflare does
//! before a Worker (`edge.mjs`).

#[path = "../page/network.rs"]
mod network;

use std::{env, fs, process::Command};

use hearby_tests::{
    browser::{Browser, Engine},
    child::Running,
    clock::{now_ms, wait_for},
    collector::Collector,
    environment,
    fixtures::{SITE, create_shop, response, response_id_at, with},
    owner::sign_in_at,
};
use serde_json::{Value, json};

/// Number of visits of each sort in a full run, and in a quick one.
const VISITS: usize = 15;
const QUICK_VISITS: usize = 5;

/// Time until the first picture, at most: of the median on 4G with an empty cache.
const LIMIT_MS: f64 = 1_500.0;

/// Notes the first frames with words, with a score and with a picture.
const RECORDER: &str = r"
const first = { score: '.figure', picture: '.drawn svg' };
window.__first = {};
const look = () => {
  for (const [name, at] of Object.entries(first)) {
    if (name in __first || !document.querySelector(at)) continue;
    __first[name] = null;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => { __first[name] = performance.now(); };
      after.port2.postMessage(null);
    });
  }
};
new MutationObserver(look).observe(document, { childList: true, subtree: true });";

/// Times of one visit in milliseconds: first words, first score, first picture.
type Visit = [f64; 3];

fn main() {
    let is_quick = env::args().any(|argument| argument == "--quick");
    let visits = if is_quick { QUICK_VISITS } else { VISITS };
    let collector = Collector::start_alone();
    fill(&collector);
    let edge = Running::start(
        Command::new(environment::program("HEARBY_NODE", &["node"]))
            .arg(environment::root().join("tests/bench/console/edge.mjs"))
            .args(["--to", &collector.url()]),
    );
    let origin = wait_for("the edge", || {
        let said: Value = serde_json::from_str(&edge.said()).ok()?;
        Some(format!("http://127.0.0.1:{}", said["port"]))
    });

    let browser = Browser::open(Engine::Chromium).expect("Chromium");
    let key = collector.create_key(SITE, "read");
    sign_in_at(&browser, &origin, &key);
    // Days, because all responses are of the last week: a request may bring no older ones.
    let overview = format!("{origin}/console/{SITE}/?days=7");
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({"source": RECORDER}));

    let mut text = String::from(
        "| network, cache | first words, ms | first score, ms | first picture, ms |\n\
         | --- | --- | --- | --- |\n",
    );
    let mut cold_4g = f64::INFINITY;
    let networks = if is_quick { &network::ALL[1..2] } else { &network::ALL[..] };
    for network in networks {
        for is_cold in [true, false] {
            network.put_on(&browser);
            let all: Vec<Visit> =
                (0..visits).map(|_| visit(&browser, &overview, is_cold)).collect();
            let cache = if is_cold { "empty" } else { "full" };
            let [words, score, picture] = [0, 1, 2].map(|nth| spread(&all, nth));
            if network.name == "4G" && is_cold {
                cold_4g = picture.0;
            }
            text += &format!(
                "| {}, {cache} | {} | {} | {} |\n",
                network.name, words.1, score.1, picture.1
            );
        }
    }
    text += &format!(
        "\nOverview of three surveys, signed in; processor {} times slower; {visits} visits each, median \
         and range. The limit is {LIMIT_MS} ms for the first picture on 4G with an empty cache.\n",
        network::CPU_SLOWDOWN
    );
    println!("{text}");
    let results = environment::root().join("target/hearby/bench");
    fs::create_dir_all(&results).expect("a folder");
    fs::write(results.join("console.md"), format!("### Until an owner sees something\n\n{text}"))
        .expect("results");
    if cold_4g > LIMIT_MS {
        println!("MISSED: first picture on 4G after {cold_4g:.0} ms, at most {LIMIT_MS}");
    }
}

/// Fills three surveys with a week of responses.
fn fill(collector: &Collector) {
    create_shop(collector);
    for (survey, lowest, answers) in [("nps", 0, 11), ("ces", 1, 7), ("csat", 1, 5)] {
        for n in 0..100_u8 {
            let score = lowest + n % answers;
            let id = response_id_at(now_ms() - i64::from(n) * 6_000_000);
            let body = with(response(survey, score), "id", json!(id));
            let body = with(body, "touchpoint", json!(["checkout", "home"][usize::from(n % 2)]));
            let _ = collector.post(&body.to_string()).expect(201);
        }
    }
}

fn visit(browser: &Browser, overview: &str, is_cold: bool) -> Visit {
    browser.go("about:blank");
    if is_cold {
        browser.devtools("Network.clearBrowserCache", &json!({}));
    }
    browser.go(overview);
    let read = "const words = performance.getEntriesByName('first-contentful-paint')[0]?.startTime;\
                return [words, __first.score, __first.picture]";
    wait_for("a picture", || serde_json::from_value(browser.run(read)).ok())
}

/// Returns the median, and it with the least and the greatest in words.
fn spread(visits: &[Visit], nth: usize) -> (f64, String) {
    let mut values: Vec<f64> = visits.iter().map(|visit| visit[nth]).collect();
    values.sort_by(f64::total_cmp);
    let median = values[values.len() / 2];
    let text = format!("{median:.0} ({:.0}–{:.0})", values[0], values[values.len() - 1]);
    (median, text)
}
