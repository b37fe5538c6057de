//! The console's responses: filters in the address, hostile words, keys, a file, a deletion.

use hearby_tests::{
    browser::Browser,
    clock::wait_for,
    collector::Collector,
    fixtures::{SITE, create_shop, response, with},
    in_each_browser,
    owner::sign_in,
};
use serde_json::{Value, json};

/// A shop with responses, one of them as hostile as text can be.
fn shop_with_responses() -> Collector {
    let collector = Collector::start();
    create_shop(&collector);
    let long = "w".repeat(2_000);
    let said = [
        (2, "checkout", "Nine days, and no message"),
        (10, "checkout", "Lovely tins"),
        (4, "parcel", "<img src=x onerror=\"window.hurt = 1\"> https://evil.example/ \u{202e}txt"),
        (9, "parcel", long.as_str()),
    ];
    for (score, touchpoint, comment) in said {
        let body = with(response("nps", score), "touchpoint", json!(touchpoint));
        let body = with(body, "comment", json!(comment));
        let reply = collector.post(&with(body, "finished", json!(true)).to_string());
        assert_eq!(reply.status, 201, "{}", reply.text());
    }
    collector
}

#[track_caller]
fn go_to_responses(browser: &Browser, collector: &Collector, query: &str) {
    let base = collector.url();
    browser.go(&format!("{base}/console/{SITE}/responses?survey=nps&lang=en{query}"));
}

#[track_caller]
fn rows(browser: &Browser, count: usize) {
    wait_for("the list", || {
        let found = browser.run("return document.querySelectorAll('.answer .pick').length");
        (found == count).then_some(())
    });
}

in_each_browser! {
    fn filters_stand_in_the_address_and_words_stay_words(browser: &Browser) {
        let collector = shop_with_responses();
        sign_in(browser, &collector, &collector.create_key(SITE, "read"));
        go_to_responses(browser, &collector, "&group=detractor");
        rows(browser, 2);
        go_to_responses(browser, &collector, "");
        rows(browser, 4);
        let markup = "return [window.hurt ?? null, document.querySelectorAll('.inbox img').length,\
                      document.querySelectorAll('.said a').length,\
                      document.documentElement.scrollWidth <= innerWidth]";
        assert_eq!(browser.run(markup), json!([Value::Null, 0, 0, true]));
        // Whoever may read sees no button that deletes.
        browser.run("document.querySelector('.answer .pick').click()");
        assert_eq!(browser.run("return document.querySelectorAll('.case .risky').length"), 0);
    }
}

in_each_browser! {
    fn keys_move_through_the_list_and_can_be_switched_off(browser: &Browser) {
        let collector = shop_with_responses();
        sign_in(browser, &collector, &collector.create_key(SITE, "read"));
        go_to_responses(browser, &collector, "");
        rows(browser, 4);
        let chosen = "return [...document.querySelectorAll('.answer')]\
                      .findIndex((row) => row.classList.contains('on'))";
        for (key, at) in [("j", 0), ("j", 1), ("k", 0)] {
            browser.press(key);
            wait_for("the chosen row", || (browser.run(chosen) == at).then_some(()));
        }
        browser.run("localStorage.setItem('hearby-console-letters', 'off')");
        browser.reload();
        rows(browser, 4);
        browser.press("j");
        assert_eq!(browser.run(chosen), -1);
    }
}

in_each_browser! {
    fn a_response_is_deleted_only_after_a_question(browser: &Browser) {
        let collector = shop_with_responses();
        sign_in(browser, &collector, &collector.create_key(SITE, "write"));
        go_to_responses(browser, &collector, "");
        rows(browser, 4);
        browser.run("document.querySelector('.answer .pick').click()");
        wait_for("the button", || {
            let found = browser.run("return document.querySelectorAll('.case .risky').length");
            (found == 2).then_some(())
        });
        browser.run("document.querySelector('.case > section > .risky').click()");
        assert_eq!(browser.run("return document.activeElement.textContent"), "Keep it");
        assert_eq!(collector.summary(SITE, "nps").responses, 4);
        browser.run("document.querySelector('dialog[open] .risky').click()");
        rows(browser, 3);
    }
}
