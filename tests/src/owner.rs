//! An owner in the console: signing in, and waiting for words.
//!
//! In: the first steps of tests of the real console. Not in: the stand-in page (`console`).

use serde_json::json;

use crate::{browser::Browser, clock::wait_for, collector::Collector, fixtures::SITE};

/// Signs in with a key of [`SITE`] by a link such as the demo prints, and waits for the Overview.
#[track_caller]
pub fn sign_in(browser: &Browser, collector: &Collector, key: &str) {
    sign_in_at(browser, &collector.url(), key);
}

/// Runs [`sign_in`] at another origin that leads to the collector.
#[track_caller]
pub fn sign_in_at(browser: &Browser, origin: &str, key: &str) {
    browser.go(&format!("{origin}/console/sign-in#key={key}"));
    // The list of languages appears together with the rest of the page's frame.
    let is_there = "return location.pathname === arguments[0] &&\
                    !!document.querySelector('input[name=lang]')";
    let overview = json!([format!("/console/{SITE}/")]);
    wait_for("the Overview", || (browser.run_with(is_there, &overview) == true).then_some(()));
}

/// Returns the page's text once it contains `wanted`. This must not be digits, which an address on
/// the page may contain.
#[track_caller]
pub fn wait_for_words(browser: &Browser, wanted: &str) -> String {
    wait_for(wanted, || {
        let words = browser.run("return document.body?.innerText ?? ''");
        let words = words.as_str().unwrap_or_default().to_owned();
        words.contains(wanted).then_some(words)
    })
}
