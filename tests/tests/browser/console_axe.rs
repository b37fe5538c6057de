//! axe-core finds no fault in any place of the console.

use hearby_tests::{
    browser::{Browser, Engine},
    clock::wait_for,
    collector::Collector,
    fixtures::{SITE, create_shop, response, with},
    in_each_browser,
    owner::sign_in,
};
use serde_json::json;

/// Widths of a page: a small phone, a desktop.
const WIDTHS_PX: [u32; 2] = [390, 1280];

/// Starts a collector with a shop's surveys, one of which has responses of two touchpoints.
#[track_caller]
fn start() -> Collector {
    let collector = Collector::start();
    create_shop(&collector);
    let reasons = json!({"detractor": ["price", "delivery"]});
    let survey = json!({"kind": "nps", "reasons": reasons, "display": {"event": "ask-nps"}});
    collector.put_survey(SITE, "nps", &survey);
    for (touchpoint, score) in [("home", 10), ("home", 8), ("checkout", 2)] {
        for _ in 0..12 {
            let body = with(response("nps", score), "touchpoint", json!(touchpoint));
            let body = with(body, "comment", json!("Trà ngon, giao nhanh."));
            let (field, value) = match score {
                2 => ("reasons", json!(["price"])),
                _ => ("reasons_asked", json!(false)),
            };
            let body = with(body, field, value);
            let _ = collector.post(&body.to_string()).expect(201);
        }
    }
    collector
}

/// Goes to a place and waits for words that stand there once all has come.
#[track_caller]
fn go(browser: &Browser, collector: &Collector, path: &str, words: &str) {
    browser.go(&format!("{}/console/{path}", collector.url()));
    wait_for(words, || {
        let text = browser.run("return document.querySelector('main')?.innerText ?? ''");
        text.as_str().unwrap_or_default().contains(words).then_some(())
    });
}

#[track_caller]
fn assert_clean(browser: &Browser) {
    let collector = start();
    let key = collector.create_key(SITE, "write");
    let mut found = Vec::new();
    let mut judge = |place: &str, width: u32| {
        let verdict = browser.axe_of_page();
        assert!(verdict.passes.iter().any(|rule| rule == "color-contrast"), "{verdict:?}");
        let faults = verdict.violations.iter();
        found.extend(faults.map(|fault| format!("{place} at {width} px: {fault:#}")));
    };
    go(browser, &collector, "sign-in?lang=en", "Your key");
    judge("sign-in", 1280);
    browser.go("about:blank");
    sign_in(browser, &collector, &key);
    let places = [
        (format!("{SITE}/?lang=en"), "36"),
        (format!("{SITE}/surveys/nps?lang=vi"), "Trà ngon"),
        (format!("{SITE}/surveys/csat?lang=en"), "No responses yet"),
        (format!("{SITE}/responses?survey=nps&lang=en"), "Trà ngon"),
        (format!("{SITE}/ask?lang=vi"), "script"),
        (format!("{SITE}/settings?lang=en"), "Keys"),
    ];
    for width in WIDTHS_PX {
        // Firefox makes no window narrower than 500; still a narrow one.
        browser.resize(width, 900);
        for (place, words) in &places {
            go(browser, &collector, place, words);
            judge(place, width);
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

in_each_browser! {
    fn every_place_is_clean_at_both_widths(browser: &Browser) {
        assert_clean(browser);
    }
}

#[test]
fn every_place_is_clean_in_the_dark() {
    let browser = Browser::open(Engine::Chromium).unwrap();
    browser.prefer_dark();
    assert_clean(&browser);
}
