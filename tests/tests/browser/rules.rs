//! Times at which the popup comes; a page without it loads the loader alone.

use std::time::Duration;

use hearby_tests::{
    browser::{Browser, Engine, key},
    clock::{wait_for, watch_nothing},
    fixtures::SITE,
    in_each_browser,
    shop::{Shop, end_visit, happen},
};
use serde_json::{Value, json};

/// Longer than loading and showing take even on busy cores; a wrong request shows at once. Without
/// a delay, the loader has decided on a page view by the time its script has run.
const WOULD_HAVE_SHOWN: Duration = Duration::from_secs(2);

/// Asserts that neither a popup nor a request for one comes.
#[track_caller]
fn assert_nothing_comes(browser: &Browser) {
    watch_nothing(WOULD_HAVE_SHOWN, || {
        let requests: Vec<String> =
            browser.recorded().requests().map(|(request, _)| request.to_owned()).collect();
        let is_there = !browser.popup().is_gone();
        (is_there || !requests.is_empty()).then_some(requests)
    });
    let loaded = browser.run(
        "return performance.getEntriesByType('resource').map((entry) => entry.name)\
             .filter((name) => /\\/(w|v1)\\//.test(name))",
    );
    assert_eq!(loaded, Value::Array(Vec::new()));
}

in_each_browser! {
    fn a_survey_without_rules_comes_on_the_page_view(browser: &Browser) {
        let shop = Shop::asking_by(&json!({}));
        shop.visit(browser, "/index.html");
        browser.popup().wait_for_scale();
        assert_eq!(browser.recorded().events(), ["shown"]);
    }
}

in_each_browser! {
    fn a_page_without_a_survey_due_loads_nothing_but_the_loader(browser: &Browser) {
        let shop = Shop::asking_on_events();
        shop.visit(browser, "/index.html");
        happen(browser, "something-else");
        assert_nothing_comes(browser);
    }
}

in_each_browser! {
    fn a_survey_fetched_ahead_needs_no_collector_when_its_event_comes(browser: &Browser) {
        let shop = Shop::asking_by(&json!({"event": "paid", "preload": true}));
        shop.visit(browser, "/index.html");
        wait_for("WASM and form", || {
            let is_there = browser.run(
                "return ['.wasm', '/v1/form/'].every((part) => performance\
                     .getEntriesByType('resource').some((e) => e.name.includes(part) && e.responseEnd))",
            );
            (is_there == true).then_some(())
        });
        assert!(browser.popup().is_gone(), "it waits for its event");
        // WebKit's automation sessions cache nothing between two fetches: there the form is fetched
        // again.
        if browser.engine != Engine::WebKit {
            shop.collector.kill();
        }
        happen(browser, "paid");
        browser.popup().wait_for_scale();
    }
}

in_each_browser! {
    fn a_delay_is_kept(browser: &Browser) {
        let shop = Shop::asking_by(&json!({"delay_ms": 1_500}));
        shop.visit(browser, "/index.html");
        browser.popup().wait_for_scale();
        let at_ms = browser.recorded().event_at_ms("shown").expect("it was shown");
        assert!(at_ms >= 1_500.0, "shown after {at_ms} ms");
    }
}

in_each_browser! {
    fn a_survey_comes_only_on_the_pages_that_its_owner_named(browser: &Browser) {
        let urls = json!({"include": [{"prefix": "/other"}], "exclude": [{"glob": "/*?*secret*"}]});
        let shop = Shop::asking_by(&json!({"urls": urls}));
        shop.visit(browser, "/index.html");
        assert_nothing_comes(browser);
        shop.visit(browser, "/other.html?a=secret");
        assert_nothing_comes(browser);
        shop.visit(browser, "/other.html");
        browser.popup().wait_for_scale();
    }
}

in_each_browser! {
    fn a_route_in_the_fragment_counts_as_a_page_where_a_rule_names_one(browser: &Browser) {
        let shop = Shop::asking_by(&json!({"urls": {"include": [{"prefix": "/index.html#/checkout"}]}}));
        shop.visit(browser, "/index.html");
        browser.run("location.hash = '#/cart'");
        assert_nothing_comes(browser);
        browser.run("location.hash = '#/checkout/thanh-toán?token=secret'");
        browser.popup().wait_for_scale();
        browser.popup().click_answer(8);
        browser.popup().wait_for_comment_step();
        browser.run("hearby('close')");
        wait_for("answer to be taken", || {
            (shop.collector.summary(SITE, "nps").responses == 1).then_some(())
        });
        let pages = shop.collector.as_admin(
            "GET",
            "/v1/sites/shop/surveys/nps/summary?breakdown=page",
            None,
        );
        assert_eq!(pages.json()["breakdowns"]["page"][0]["value"], "/index.html#/checkout/thanh-toán");
    }
}

in_each_browser! {
    fn a_jump_within_a_page_is_none_where_no_rule_names_a_fragment(browser: &Browser) {
        const DELAY_MS: u32 = 4_000;
        let shop = Shop::asking_by(&json!({"delay_ms": DELAY_MS}));
        shop.visit(browser, "/index.html");
        browser.run(
            "setTimeout(() => { location.hash = '#top'; window.jumpedAtMs = performance.now() }, 3000)",
        );
        browser.popup().wait_for_scale();
        let shown_ms = browser.recorded().event_at_ms("shown").expect("it was shown");
        let jumped_ms = wait_for("jump", || browser.run("return window.jumpedAtMs").as_f64());
        let since_ms = shown_ms - jumped_ms;
        assert!(since_ms < f64::from(DELAY_MS), "the delay began anew: shown {since_ms} ms after the jump");
    }
}

in_each_browser! {
    fn a_route_of_a_single_page_app_counts_as_a_page(browser: &Browser) {
        let shop = Shop::asking_by(&json!({"urls": {"include": [{"exact": "/route"}]}}));
        shop.visit(browser, "/index.html");
        browser.run("history.pushState({}, '', '/elsewhere')");
        assert_nothing_comes(browser);
        browser.run("history.pushState({}, '', '/route')");
        browser.popup().wait_for_scale();
        // Unanswered, it doesn't follow the visitor to a page where it doesn't belong.
        browser.run("history.back()");
        browser.popup().wait_until_gone();
    }
}

in_each_browser! {
    fn what_the_page_said_before_the_script_was_there_counts(browser: &Browser) {
        let shop = Shop::asking_on_events();
        shop.visit(browser, "/queued.html");
        browser.popup().wait_for_scale();
    }
}

in_each_browser! {
    fn a_page_may_show_a_survey_itself_whatever_the_rules_say(browser: &Browser) {
        let shop = Shop::asking_by(&json!({"urls": {"include": [{"exact": "/nowhere"}]}}));
        shop.visit(browser, "/index.html");
        browser.run("hearby('show', 'nps', {touchpoint: 'help', attributes: {plan: 'pro'}})");
        browser.popup().click_answer(6);
        browser.popup().wait_for_comment_step();
        browser.run("hearby('close')");
        browser.popup().wait_until_gone();
        let posted = wait_for("request", || {
            Some(browser.recorded().posted()).filter(|posted| !posted.is_empty())
        });
        assert_eq!((&posted[0]["touchpoint"], &posted[0]["score"]), (&json!("help"), &json!(6)));
        assert_eq!(posted[0]["attributes"], json!({"plan": "pro"}));
    }
}

in_each_browser! {
    fn who_has_answered_is_not_asked_again(browser: &Browser) {
        let shop = Shop::asking_by(&json!({}));
        let form = shop.form("nps", "en");
        shop.visit(browser, "/index.html");
        browser.popup().click_answer(9);
        browser.popup().wait_for_comment_step();
        browser.popup().click_button(&form.words.skip);
        wait_for("answer to be taken", || {
            (shop.collector.summary(SITE, "nps").responses == 1).then_some(())
        });
        browser.reload();
        hearby_tests::shop::wait_for_loader(browser);
        assert_nothing_comes(browser);
        shop.visit(browser, "/other.html");
        assert_nothing_comes(browser);
    }
}

in_each_browser! {
    fn who_has_closed_it_is_not_asked_again(browser: &Browser) {
        let shop = Shop::asking_by(&json!({}));
        shop.visit(browser, "/index.html");
        browser.popup().tab_to("the popup", |state| state.focused);
        browser.press(key::ESCAPE);
        browser.popup().wait_until_gone();
        shop.visit(browser, "/index.html");
        assert_nothing_comes(browser);
    }
}

in_each_browser! {
    fn who_has_ignored_it_as_often_as_the_owner_allows_is_left_alone(browser: &Browser) {
        let shop = Shop::asking_by(&json!({"max_shows": 2}));
        for nth in 1..=2 {
            shop.visit(browser, "/index.html");
            browser.popup().wait_for_scale();
            end_visit(browser, "nps", nth);
        }
        shop.visit(browser, "/index.html");
        assert_nothing_comes(browser);
    }
}
