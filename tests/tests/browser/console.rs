//! The console in a real browser: sign in by a link, Overview, a survey, where it hurts, a filter, back
//! and forward, reload, the other language, sign out; then nothing is left to see.

use hearby_tests::{
    browser::Browser,
    clock::wait_for,
    collector::Collector,
    fixtures::{SITE, create_site, response, with},
    in_each_browser,
    owner::{sign_in, wait_for_words},
};
use serde_json::{Value, json};

/// A comment that would do harm if any of it were markup.
const HOSTILE: &str = "<img src=x onerror=\"document.title='harmed'\"> <b>bold</b>";

/// Starts a collector whose checkout is worse than the rest, and returns it with a key.
#[track_caller]
fn start() -> (Collector, String) {
    let collector = Collector::start();
    create_site(&collector);
    let definition = json!({"kind": "nps", "display": {"event": "never"}});
    collector.put_survey(SITE, "recommend-us", &definition);
    for (touchpoint, score, times) in [("home", 10, 20), ("home", 9, 10), ("checkout", 2, 20)] {
        for _ in 0..times {
            let answer = with(response("recommend-us", score), "touchpoint", json!(touchpoint));
            let _ = collector.post(&answer.to_string()).expect(201);
        }
    }
    let said = with(response("recommend-us", 1), "comment", json!(HOSTILE));
    let _ = collector.post(&with(said, "touchpoint", json!("checkout")).to_string()).expect(201);
    let key = collector.create_key(SITE, "read");
    (collector, key)
}

#[track_caller]
fn address(browser: &Browser) -> String {
    let address = browser.run("return location.pathname + location.search + location.hash");
    address.as_str().unwrap_or_default().to_owned()
}

/// Presses the link whose words begin so.
#[track_caller]
fn follow(browser: &Browser, words: &str) {
    let press = "const link = [...document.querySelectorAll('main a, nav a')]\
                 .find((link) => link.innerText.trim().startsWith(arguments[0]));\
                 link?.click(); return !!link";
    wait_for(words, || {
        (browser.run_with(press, &json!([words])) == Value::Bool(true)).then_some(())
    });
}

in_each_browser! {
    fn an_owner_finds_where_it_hurts_and_leaves_nothing_behind(browser: &Browser) {
        let (collector, key) = start();
        sign_in(browser, &collector, &key);
        let _ = wait_for_words(browser, "Recommend us");
        wait_for("the number of responses", || {
            let shown = browser.run("return document.querySelector('.facts dd')?.innerText");
            (shown == "51").then_some(())
        });
        assert_eq!(address(browser), format!("/console/{SITE}/"), "no key is left in the address");

        follow(browser, "Recommend us");
        let survey = wait_for_words(browser, "Where it hurts");
        assert_eq!(address(browser), format!("/console/{SITE}/surveys/recommend-us"));
        assert!(survey.contains("It hurts most at “checkout”"), "{survey}");
        let shown = wait_for_words(browser, "<b>bold</b>");
        assert!(shown.contains(HOSTILE), "a comment is text: {shown}");
        assert_eq!(browser.run("return document.querySelector('main img')"), Value::Null);

        follow(browser, "checkout");
        let filtered = wait_for_words(browser, "Touchpoint: checkout");
        assert!(filtered.contains("Those with"), "{filtered}");
        let only = format!("/console/{SITE}/surveys/recommend-us?filter[touchpoint]=checkout");
        assert_eq!(address(browser), only);
        browser.run("history.back()");
        let _ = wait_for_words(browser, "Everyone");
        browser.run("history.forward()");
        let _ = wait_for_words(browser, "Touchpoint: checkout");
        browser.reload();
        let _ = wait_for_words(browser, "Touchpoint: checkout");
        assert_eq!(address(browser), only);

        browser.run("document.querySelector('input[name=lang][value=vi]').click()");
        let _ = wait_for_words(browser, "Điểm yếu ở đâu");
        assert_eq!(browser.run("return document.documentElement.lang"), "vi");

        browser.run("document.querySelector('#account > .button').click()");
        let _ = wait_for_words(browser, "Khóa của bạn");
        assert_eq!(address(browser), "/console/sign-in");
        browser.back();
        // WebKit goes back past pages on which nobody has pressed anything: to the empty first one.
        wait_for("nothing of the site", || {
            let words = browser.run("return document.body?.innerText ?? ''");
            let words = words.as_str().unwrap_or_default();
            (words.contains("Khóa của bạn") || address(browser) == "blank").then_some(())
        });
        let left = browser.run("return document.body.innerText");
        assert!(!left.as_str().unwrap_or_default().contains("checkout"), "{left}");
    }
}

/// Returns the paths of the API that the page has asked for, sorted.
#[track_caller]
fn asked(browser: &Browser) -> Vec<String> {
    let paths = browser.run(
        "return performance.getEntriesByType('resource').map((entry) => new URL(entry.name))\
         .filter((url) => url.pathname.startsWith('/v1/'))\
         .map((url) => url.pathname + url.search).sort()",
    );
    serde_json::from_value(paths).unwrap()
}

in_each_browser! {
    fn what_was_asked_for_before_the_console_was_there_is_not_asked_for_again(browser: &Browser) {
        let (collector, key) = start();
        sign_in(browser, &collector, &key);
        for (place, shown) in [("", ".figure"), ("surveys/recommend-us", ".drawn svg")] {
            browser.go(&format!("{}/console/{SITE}/{place}", collector.url()));
            let is_there = "return !!document.querySelector(arguments[0])";
            wait_for(shown, || {
                (browser.run_with(is_there, &json!([shown])) == true).then_some(())
            });
            let paths = asked(browser);
            let mut once = paths.clone();
            once.dedup();
            assert_eq!(paths, once);
            let site = format!("/v1/sites/{SITE}");
            let summaries = format!("{site}/surveys/recommend-us/summary?");
            for path in ["/v1/session", &site, &format!("{site}/surveys?limit=100")] {
                assert!(paths.iter().any(|asked| asked == path), "{path} in {paths:?}");
            }
            let of_summary = paths.iter().filter(|path| path.starts_with(&summaries));
            assert_eq!(of_summary.count(), 1, "{paths:?}");
        }
    }
}

in_each_browser! {
    fn what_was_refused_before_somebody_signed_in_is_asked_for_again(browser: &Browser) {
        let (collector, key) = start();
        browser.go(&format!("{}/console/{SITE}/surveys/recommend-us", collector.url()));
        let _ = wait_for_words(browser, "Your key");
        browser.click_on("form input.input");
        browser.type_text(&key);
        browser.click_on("form button[type=submit]");
        let _ = wait_for_words(browser, "Where it hurts");
    }
}
