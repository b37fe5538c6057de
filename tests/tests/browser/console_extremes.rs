//! The console with content that is as large and as hostile as it can be, in every place: markup,
//! changes of direction, 2,000 characters without a space, 200 touchpoints, a survey with 0, 1 and
//! 1,000,000 responses. Each state is a picture to look at: `target/hearby/screenshots/`.

use hearby_tests::{
    browser::{Browser, Engine},
    clock::{date, now_ms, wait_for},
    collector::Collector,
    fixtures::{SITE, backdate_survey, response, with},
    owner::sign_in,
};
use serde_json::{Value, json};

use domain::DAY_MS;

const HOSTILE: &str = "<img src=x onerror=\"window.hurt = 1\"> \u{202e}\u{2066}txt";
/// Days of the last month that are closed for sure.
const DAYS: i64 = 28;
const MILLION: u64 = 1_000_000;

/// Text of a day's rollup, as `collector/src/rollups/value.rs` describes it, written by another hand.
mod rollup {
    const DIGITS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

    fn number(mut number: u64) -> String {
        let mut text = String::new();
        loop {
            let more = if number > 31 { 32 } else { 0 };
            text.push(char::from(DIGITS[(number & 31 | more) as usize]));
            number >>= 5;
            if more == 0 {
                return text;
            }
        }
    }

    fn text(text: &str) -> String {
        format!("{}{text}", number(text.len() as u64))
    }

    /// Counts of the scores 0 to 10.
    fn counts(scores: [u64; 11]) -> String {
        let mask: u64 = (0..11).filter(|n| scores[*n] > 0).map(|n| 1 << n).sum();
        let mask = [mask & 63, mask >> 6].map(|digit| char::from(DIGITS[digit as usize]));
        let scores = scores.into_iter().filter(|n| *n > 0).map(number);
        mask.into_iter().map(String::from).chain(scores).collect()
    }

    /// A day of NPS whose responses are all of one quarter of an hour, and one after the other of
    /// these touchpoints.
    pub(super) fn day(as_of_ms: i64, scores: [u64; 11], touchpoints: &[String]) -> String {
        let as_of = number(as_of_ms.unsigned_abs());
        let mut written =
            format!("1{}{as_of}{}{}{}", number(0), number(1), number(40), counts(scores));
        let none = || format!("{}{}{}", counts(scores), counts([0; 11]), number(0));
        let n = touchpoints.len() as u64;
        let mut by_touchpoint = format!("{}{}{}", counts([0; 11]), counts([0; 11]), number(n));
        for (nth, touchpoint) in touchpoints.iter().enumerate() {
            let nth = nth as u64;
            let part = scores.map(|all| all / n + u64::from(nth < all % n));
            by_touchpoint += &format!("{}{}", text(touchpoint), counts(part));
        }
        let dims = ["touchpoint", "page", "lang", "device", "version", "wording", "source"];
        written += &format!("\n{}", number(dims.len() as u64));
        for dim in dims {
            let counted = if dim == "touchpoint" { by_touchpoint.clone() } else { none() };
            written += &format!("{}{}", text(dim), text(&counted));
        }
        written
    }
}

/// Starts a collector with the surveys `none`, `one` and `million`, and returns it with a key.
#[track_caller]
fn start() -> (Collector, String) {
    let collector = Collector::start();
    collector
        .put_site(SITE, &json!({"product": "<b>Trà</b> \u{202e}Sen\u{202c} & Co", "lang": "vi"}));
    let question = format!("{HOSTILE} {}", "Wie".repeat(40));
    let texts = json!({"en": {"question": question}, "vi": {"question": question}});
    for survey in ["none", "one", "million"] {
        let definition = json!({"kind": "nps", "texts": texts, "display": {"event": "never"}});
        collector.put_survey(SITE, survey, &definition);
    }
    let long = with(response("one", 3), "comment", json!("w".repeat(2_000)));
    let long = with(long, "touchpoint", json!("<script>hurt()</script>"));
    let _ = collector.post(&long.to_string()).expect(201);
    fill_million(&collector);
    let key = collector.create_key(SITE, "write");
    (collector, key)
}

/// Writes a month of a million responses as rollups; to post them would take hours.
#[track_caller]
fn fill_million(collector: &Collector) {
    backdate_survey(collector, "million", now_ms() - 60 * DAY_MS);
    let mut entries: Vec<(String, String, Option<Value>)> = Vec::new();
    let touchpoints: Vec<String> =
        (0..200).map(|n| format!("{n:03} <i>\u{202e}điểm-{}", "x".repeat(n % 18))).collect();
    for day in 0..DAYS {
        let all = MILLION / DAYS as u64 + u64::from((day as u64) < MILLION % DAYS as u64);
        let low = all / 5 + day as u64 * 100;
        let mut scores = [0; 11];
        scores[10] = all / 2;
        scores[8] = all / 10;
        scores[2] = low;
        scores[9] = all - scores[10] - scores[8] - low;
        let date = date(now_ms() - (day + 2) * DAY_MS);
        let written = rollup::day(now_ms(), scores, &touchpoints);
        entries.push((format!("roll:{SITE}:million:{date}"), written, None));
    }
    collector.put_into_kv(&entries);
}

/// Places with words that show once they are there.
const PLACES: [(&str, &str, &str); 8] = [
    ("overview", "", "1,000,000"),
    ("million", "surveys/million", "1,000,000"),
    ("one", "surveys/one", "No responses before"),
    ("none", "surveys/none", "No responses"),
    ("responses", "responses?survey=one", "www"),
    ("no-responses", "responses?survey=none", "No"),
    ("ask", "ask?survey=million", "script"),
    ("settings", "settings", "Sen"),
];

/// Counts that say that something of a text became markup, and the page's width beside the window's.
const HARM: &str = "return [window.hurt ?? null,\
    [...document.querySelectorAll('main img, main bdi > *, main b b, main i:not([aria-hidden], [aria-hidden] *), .said a')]\
      .map((each) => each.outerHTML),\
    Math.max(0, document.documentElement.scrollWidth - innerWidth)]";

/// Asks for the touchpoints that are not shown at first, and returns the number of rows.
#[track_caller]
fn n_touchpoints(browser: &Browser) -> usize {
    let ask = "const all = [...document.querySelectorAll('[aria-labelledby=h-hurts] button')].at(-1);\
               all?.click();\
               return document.querySelectorAll('[aria-labelledby=h-hurts] tbody tr').length";
    wait_for("more touchpoints than at first", || {
        let rows = browser.run(ask).as_u64()?;
        (rows > 12).then_some(rows as usize)
    })
}

#[test]
fn nothing_that_is_large_or_hostile_breaks_a_place() {
    let browser = Browser::open(Engine::Chromium).unwrap();
    let (collector, key) = start();
    let base = format!("{}/console", collector.url());
    sign_in(&browser, &collector, &key);
    for (width, scheme) in [(1280, "light"), (390, "dark"), (320, "light")] {
        browser.prefer("prefers-color-scheme", scheme);
        let size =
            json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600});
        browser.devtools("Emulation.setDeviceMetricsOverride", &size);
        for (name, place, words) in PLACES {
            browser.go(&format!("{base}/{SITE}/{place}"));
            let what = format!("{words:?} in {name} at {width}");
            wait_for(&what, || {
                let shown = browser.run("return document.querySelector('main')?.innerText ?? ''");
                shown.as_str().unwrap_or_default().contains(words).then_some(())
            });
            if name == "million" {
                assert_eq!(
                    n_touchpoints(&browser),
                    101,
                    "those that a summary names, and the rest"
                );
            }
            assert_eq!(browser.run(HARM), json!([null, [], 0]), "{name} at {width}");
            browser.screenshot(&format!("console-extreme-{name}-{width}"));
        }
    }
}
