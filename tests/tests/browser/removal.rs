//! Our remains on a page: only what is documented, counted on a page that counts (the tag's four
//! listeners and, until `hearby('reset')`, one entry in the storage). Also the effects of a page
//! that removes a survey by itself.

use hearby_tests::{
    browser::{Browser, key},
    clock::{wait_for, wait_within},
    environment,
    fixtures::{SITE, create_site},
    in_each_browser,
    pages::Pages,
    shop::{Shop, tag, wait_for_loader},
};
use serde_json::{Value, json};
use std::time::Duration;

/// Time of our longest timer: a score waits ten seconds for its comment.
const LAST_TIMER: Duration = Duration::from_secs(20);

/// Returns the listeners that the tag itself keeps as long as the page lives:
/// `widget/loader/README.md`.
fn of_the_loader(browser: &Browser) -> Value {
    if browser.run("return Boolean(window.navigation)") == true {
        json!([
            "Navigation currententrychange",
            "window hearby:forgotten",
            "window pageshow",
            "window visibilitychange"
        ])
    } else {
        json!([
            "window hearby:forgotten",
            "window pageshow",
            "window popstate",
            "window visibilitychange"
        ])
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
        // The second survey waits for scroll depth and for the intent to leave.
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
            // The delay of ten minutes can't be waited for: its timer does nothing.
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

/// Removals by the page while it holds an open survey, and that survey's place.
const TAKEN: [(&str, &str); 4] = [
    ("document.querySelector('hearby-survey').remove()", "undefined"),
    ("document.querySelector('hearby-survey').remove()", "'#place'"),
    // The page handed over this very element; one that it named is waited for (`frameworks`).
    ("document.querySelector('#around').innerHTML = ''", "document.querySelector('#place')"),
    (
        "document.querySelector('#around').remove()",
        "document.querySelector('#host').shadowRoot.firstChild",
    ),
];

/// Adds elements for a survey to the page: `#place`, and one in the shadow root of `#host`.
#[track_caller]
fn make_places(browser: &Browser) {
    browser.run(
        "document.body.insertAdjacentHTML('beforeend',\
         '<div id=around><div id=place></div><div id=host></div></div>');\
         document.querySelector('#host').attachShadow({mode: 'open'}).append(document.createElement('div'))",
    );
}

/// Waits until the page has received this event last, `closed` included.
#[track_caller]
fn wait_to_hear(browser: &Browser, name: &str) {
    wait_for(name, || {
        let heard = browser.run("return window.heard");
        (heard.as_array()?.last()? == name).then_some(())
    });
}

in_each_browser! {
    fn a_survey_that_the_page_takes_away_is_over(browser: &Browser) {
        let shop = Shop::asking_on_events();
        for (take, into) in TAKEN {
            shop.visit(browser, "/index.html");
            make_places(browser);
            browser.run(
                "window.heard = [];\
                 for (const name of ['shown', 'dismissed', 'closed']) hearby('on', name, () => heard.push(name))",
            );
            browser.run(&format!("hearby('show', 'nps', {{ into: {into} }})"));
            wait_to_hear(browser, "shown");
            browser.run(take);
            wait_to_hear(browser, "closed");
            // The visitor didn't close it, and neither this nor another tab need wait.
            assert_eq!(browser.run("return heard"), json!(["shown", "closed"]), "{take} {into}");
            let remembered = browser.run("return JSON.parse(localStorage['hearby:shop'] ?? '{}')");
            assert_eq!([&remembered["o"], &remembered["q"]["nps"]["n"]], [&Value::Null; 2], "{take}");
            browser.run("hearby('show', 'ces')");
            browser.popup().wait_for_scale();
            assert_eq!(browser.recorded().complaints(), [""; 0]);
            browser.run("hearby('reset')");
            browser.popup().wait_until_gone();
        }
    }
}

in_each_browser! {
    fn one_that_the_page_moves_stays_and_a_response_given_before_is_kept(browser: &Browser) {
        let shop = Shop::asking_on_events();
        shop.visit(browser, "/index.html");
        make_places(browser);
        browser.run("hearby('show', 'nps', { into: '#place' })");
        browser.popup().wait_for_scale();
        browser.run("document.body.prepend(document.querySelector('#around'))");
        browser.popup().click_answer(9);
        browser.popup().type_comment("Not sent yet");
        browser.run("document.querySelector('#around').remove()");
        wait_for("answer", || browser.recorded().events().contains(&"sent").then_some(()));
        let summary = shop.collector.summary(SITE, "nps");
        assert_eq!((summary.responses, summary.comments), (1, 0));
        assert_eq!(browser.recorded().events(), ["shown", "answered", "sent"]);
    }
}
