//! What is left of us: nothing but what is documented, counted on a page that counts (the tag's
//! four listeners and, until `hearby('reset')`, one entry in the storage).

use hearby_tests::{
    browser::{Browser, key},
    clock::{wait_for, wait_within},
    environment,
    fixtures::{SITE, create_site},
    in_each_browser,
    pages::Pages,
    shop::{tag, wait_for_loader},
};
use serde_json::{Value, json};
use std::time::Duration;

/// A score waits ten seconds for its comment; the timer of that is the longest of ours.
const LAST_TIMER: Duration = Duration::from_secs(20);

/// What the tag itself listens to for as long as the page lives: `widget/loader/README.md`.
fn of_the_loader(browser: &Browser) -> Value {
    if browser.run("return Boolean(window.navigation)") == true {
        json!(["Navigation currententrychange", "document visibilitychange", "window pageshow"])
    } else {
        json!(["document visibilitychange", "window pageshow", "window popstate"])
    }
}

#[track_caller]
fn counted(browser: &Browser) -> Value {
    browser.run("return counted()")
}

in_each_browser! {
    fn nothing_is_left_of_an_answered_a_dismissed_and_a_waiting_survey(browser: &Browser) {
        let collector = hearby_tests::collector::Collector::start();
        create_site(&collector);
        let asked = |display: Value| json!({"kind": "nps", "display": display});
        collector.put_survey(SITE, "nps", &asked(json!({"event": "ask", "sample_percent": 99.99})));
        collector.put_survey(SITE, "deep", &asked(json!({"scroll_percent": 90, "exit_intent": true, "delay_ms": 600_000})));
        let folder = environment::pages().join("hostile");
        let bare = Pages::serve(&folder, None);
        browser.go(&bare.at("/counted.html"));
        let empty = counted(browser);
        assert_eq!(empty["listeners"], json!([]));
        let pages = Pages::serve(&folder, Some(tag(&collector)));
        browser.go(&pages.at("/counted.html"));
        wait_for_loader(browser);
        // The second survey waits for depth and for the intent to leave.
        wait_for("listeners that wait", || {
            counted(browser)["listeners"].to_string().contains("mouseout").then_some(())
        });

        browser.run("hearby('show', 'nps')");
        browser.popup().wait_for_scale();
        assert_ne!(counted(browser)["listeners"], of_the_loader(browser));
        browser.popup().click_answer(9);
        browser.popup().type_comment("All of it");
        browser.popup().click_button("Send");
        wait_for("answer", || browser.recorded().events().contains(&"sent").then_some(()));
        browser.run("hearby('close')");
        browser.popup().wait_until_gone();
        browser.run("hearby('show', 'nps')");
        browser.popup().tab_to("the popup", |state| state.focused);
        browser.press(key::ESCAPE);
        browser.popup().wait_until_gone();
        browser.run("hearby('show', 'nps')");
        browser.popup().wait_for_scale();

        browser.run("hearby('reset')");
        browser.popup().wait_until_gone();
        let mut expected = empty;
        expected["listeners"] = of_the_loader(browser);
        // The tag's own element.
        expected["elements"] = json!(expected["elements"].as_u64().unwrap() + 1);
        let mut left = counted(browser);
        wait_within(LAST_TIMER, "end of the last timer", || {
            left = counted(browser);
            // The one delay of ten minutes can't be seen to end: a timer that does nothing.
            (left["timers"].as_u64() <= Some(1)).then_some(())
        });
        left["timers"] = json!(0);
        assert_eq!(left, expected);
        assert_eq!(browser.recorded().complaints(), [""; 0]);
    }
}

in_each_browser! {
    fn what_is_remembered_of_a_visitor_is_one_entry_of_the_host(browser: &Browser) {
        let collector = hearby_tests::collector::Collector::start();
        create_site(&collector);
        collector.put_survey(SITE, "nps", &json!({"kind": "nps"}));
        let folder = environment::pages().join("hostile");
        let pages = Pages::serve(&folder, Some(tag(&collector)));
        browser.go(&pages.at("/counted.html"));
        browser.popup().click_answer(9);
        browser.popup().wait_for_comment_step();
        browser.popup().click_button("Skip");
        wait_for("answer", || browser.recorded().events().contains(&"sent").then_some(()));
        assert_eq!(counted(browser)["storage"], json!(["hearby:shop"]));
        assert_eq!(counted(browser)["cookie"], "");
    }
}
