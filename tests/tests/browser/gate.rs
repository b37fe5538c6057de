//! Rules between surveys, visits and visitors' wishes, in real browsers. The vectors of
//! `tests/vectors/gate`, which both sides of the gate pass, define every single rule.

use std::time::Duration;

use hearby_tests::{
    browser::Browser,
    clock::{wait_for, watch_nothing},
    collector::Collector,
    environment,
    fixtures::SITE,
    in_each_browser,
    pages::Pages,
    shop::{Shop, tag},
};
use serde_json::{Value, json};

/// Longer than loading and showing take even on busy cores. The loader has decided on a page view
/// by the time its script has run.
const WOULD_HAVE_SHOWN: Duration = Duration::from_secs(2);

/// Starts a shop whose site has these settings, and these surveys with their display rules.
fn shop(site: &Value, surveys: &[(&str, Value)]) -> Shop {
    let collector = Collector::start();
    let mut definition = json!({"product": "Trà Sen", "lang": "en"});
    definition.as_object_mut().unwrap().extend(site.as_object().unwrap().clone());
    collector.put_site(SITE, &definition);
    for (survey, display) in surveys {
        collector.put_survey(SITE, survey, &json!({"kind": "nps", "display": display}));
    }
    let pages = Pages::serve(&environment::pages().join("shop"), Some(tag(&collector)));
    Shop { collector, pages }
}

#[track_caller]
fn assert_nothing_comes(browser: &Browser) {
    watch_nothing(WOULD_HAVE_SHOWN, || (!browser.popup().is_gone()).then_some("a popup"));
}

/// Returns the survey that is shown.
#[track_caller]
fn shown(browser: &Browser) -> String {
    browser.popup().wait_for_scale();
    let recorded = browser.recorded();
    recorded.event("shown").expect("it was shown")["survey"].as_str().unwrap().to_owned()
}

#[track_caller]
fn memory(browser: &Browser) -> Value {
    browser.run("return JSON.parse(localStorage['hearby:shop'] ?? 'null')")
}

in_each_browser! {
    fn of_surveys_due_at_once_one_is_shown_and_the_next_after_the_pause(browser: &Browser) {
        let rules = |priority: i32| json!({"priority": priority});
        let shop = shop(&json!({}), &[("low", rules(1)), ("high", rules(9)), ("middle", rules(5))]);
        shop.visit(browser, "/index.html");
        assert_eq!(shown(browser), "high");
        browser.run("hearby('close')");
        browser.popup().wait_until_gone();
        shop.visit(browser, "/other.html");
        assert_nothing_comes(browser);
        // A week later; the one that was closed waits for 30 days.
        browser.run(
            "const memory = JSON.parse(localStorage['hearby:shop']);\
             const week = 7 * 864e5 + 1000;\
             memory.t -= week; memory.q.high.n -= week;\
             localStorage['hearby:shop'] = JSON.stringify(memory)",
        );
        shop.visit(browser, "/index.html");
        assert_eq!(shown(browser), "middle");
    }
}

in_each_browser! {
    fn before_consent_nothing_is_stored_or_loaded_and_afterwards_it_is_shown(browser: &Browser) {
        let site = json!({"consent": "after-consent"});
        let shop = shop(&site, &[("nps", json!({"sample_percent": 99.99}))]);
        shop.visit(browser, "/index.html");
        assert_nothing_comes(browser);
        assert_eq!(browser.run("return Object.keys(localStorage)"), json!([]));
        assert_eq!(browser.recorded().requests().count(), 0);
        browser.run("hearby('consent', true)");
        assert_eq!(shown(browser), "nps");
        assert!(memory(browser).is_object());
        browser.run("hearby('consent', false)");
        browser.popup().wait_until_gone();
        wait_for("empty memory", || memory(browser).is_null().then_some(()));
    }
}

in_each_browser! {
    fn global_privacy_control_is_honoured_where_the_owner_says_so(browser: &Browser) {
        for honours in [true, false] {
            let shop = shop(&json!({"honour_gpc": honours}), &[("nps", json!({}))]);
            shop.visit(browser, "/private.html");
            if honours {
                assert_nothing_comes(browser);
                assert_eq!(browser.run("return Object.keys(localStorage)"), json!([]));
            } else {
                assert_eq!(shown(browser), "nps");
            }
        }
    }
}

in_each_browser! {
    fn a_regular_expression_of_addresses_means_the_same_everywhere(browser: &Browser) {
        let include = json!([{"regex": r"/(other|vi)[.]html\?teas?=\d{2,3}&.*"}]);
        let display = json!({"urls": {"include": include}, "max_shows": 0});
        let shop = shop(&json!({"pause_between_surveys_days": 0}), &[("nps", display)]);
        for (page, comes) in [
            ("/other.html?tea=7&a", false),
            ("/other.html", false),
            ("/vi.html?teas=77&a", true),
            ("/other.html?tea=777&", true),
        ] {
            shop.visit(browser, page);
            if comes {
                assert_eq!(shown(browser), "nps");
            } else {
                assert_nothing_comes(browser);
            }
        }
    }
}

in_each_browser! {
    fn a_page_that_comes_back_is_viewed_anew(browser: &Browser) {
        let display = json!({"delay_ms": 300, "max_shows": 0, "wait_after_dismissal_days": 0});
        let shop = shop(&json!({"pause_between_surveys_days": 0}), &[("nps", display)]);
        shop.visit(browser, "/index.html");
        assert_eq!(shown(browser), "nps");
        browser.run("hearby('close'); window.wasHere = true");
        browser.popup().wait_until_gone();
        browser.go(&shop.pages.at("/style.css"));
        browser.back();
        assert_eq!(shown(browser), "nps");
        let is_restored = browser.run("return window.wasHere === true");
        println!("{}: out of the back-forward cache: {is_restored}", browser.engine.as_str());
    }
}

in_each_browser! {
    fn a_route_calls_off_a_delayed_survey_and_leaves_one_that_is_being_answered(browser: &Browser) {
        let display = json!({
            "urls": {"include": [{"exact": "/index.html"}]}, "delay_ms": 1_000, "max_shows": 0,
        });
        let shop = shop(&json!({"pause_between_surveys_days": 0}), &[("nps", display)]);
        shop.visit(browser, "/index.html");
        browser.run("history.pushState({}, '', '/elsewhere')");
        assert_nothing_comes(browser);
        browser.run("history.back()");
        assert_eq!(shown(browser), "nps");
        browser.popup().click_answer(7);
        browser.run("history.pushState({}, '', '/elsewhere')");
        browser.popup().type_comment("Still here");
        browser.popup().click_button("Send");
        wait_for("answer", || {
            (shop.collector.summary(SITE, "nps").responses == 1).then_some(())
        });
    }
}
