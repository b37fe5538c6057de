//! A response arrives once, whatever happens on its way.

use std::time::Duration;

use hearby_tests::{
    assertions::assert_scores,
    browser::{Browser, Recorded},
    clock::{now_ms, wait_for, watch_nothing},
    fixtures::SITE,
    in_each_browser,
    shop::{Shop, happen, wait_for_loader},
};

use serde_json::json;

use domain::DAY_MS;

#[track_caller]
fn wait_for_event(browser: &Browser, name: &str) -> Recorded {
    wait_for(name, || Some(browser.recorded()).filter(|recorded| recorded.events().contains(&name)))
}

in_each_browser! {
    fn a_visitor_whose_clock_is_wrong_is_heard_at_the_right_time(browser: &Browser) {
        let shop = Shop::asking_on_events();
        for (survey, off_ms) in [("nps", -9 * DAY_MS), ("ces", 400 * DAY_MS)] {
            shop.visit(browser, "/index.html");
            let clock = format!("{{ const {{ now }} = Date; Date.now = () => now() + {off_ms}; }}");
            browser.add_script(&clock);
            happen(browser, &format!("ask-{survey}"));
            browser.popup().click_answer(4);
            browser.popup().type_comment("Late or early");
            browser.popup().click_button("Send");
            let recorded = wait_for_event(browser, "sent");
            assert_eq!(recorded.events(), ["shown", "answered", "sent"]);
            // The first id was refused; the second is of the current time.
            let posted = recorded.posted();
            assert_eq!(posted.len(), 2, "{posted:#?}");
            assert_ne!(posted[0]["id"], posted[1]["id"]);
            let sent = recorded.event("sent").expect("it was sent");
            assert_eq!(sent["id"], posted[1]["id"]);
            let id = posted[1]["id"].as_str().unwrap();
            let at_ms = domain::ResponseId::parse(id).unwrap().instant().unix_ms();
            assert!((now_ms() - at_ms).abs() < 60_000, "{at_ms}");
            // The correction does not change the time that the visitor took.
            assert!(posted[1]["elapsed_ms"].as_u64().unwrap() < 60_000, "{posted:#?}");
            assert_eq!(shop.collector.summary(SITE, survey).responses, 1);
        }
        assert_scores(&shop.collector.summary(SITE, "nps"), &[4]);
    }
}

/// Asserts that the response is there, once, and stays there once.
#[track_caller]
fn assert_once(shop: &Shop, score: u8) {
    wait_for("answer", || (shop.collector.summary(SITE, "nps").responses > 0).then_some(()));
    // A second copy would come with the next attempt, two seconds later.
    watch_nothing(Duration::from_secs(3), || {
        let responses = shop.collector.summary(SITE, "nps").responses;
        (responses != 1).then_some(responses)
    });
    assert_scores(&shop.collector.summary(SITE, "nps"), &[score]);
}

/// Returns the queue in the visitor's storage; empty if there is none.
#[track_caller]
fn queue(browser: &Browser) -> String {
    let queue = browser.run("return localStorage['hearby:queue'] ?? ''");
    queue.as_str().unwrap_or_default().to_owned()
}

in_each_browser! {
    fn double_clicks_answer_once(browser: &Browser) {
        let shop = Shop::asking_on_events();
        shop.visit(browser, "/index.html");
        happen(browser, "ask-nps");
        let state = browser.popup().wait_for_scale();
        for index in [7, 7, 2] {
            let [left, top, width, height] = state.scores[index].rect;
            browser.click_at(left + width / 2.0, top + height / 2.0);
        }
        browser.popup().type_comment("Twice");
        let state = browser.popup().wait_for_comment_step();
        let [left, top, width, height] = state.button("Send").expect("a button").rect;
        for _ in 0..3 {
            browser.click_at(left + width / 2.0, top + height / 2.0);
        }
        let recorded = wait_for_event(browser, "sent");
        assert_eq!(recorded.posted().len(), 1, "{:#?}", recorded.posted());
        assert_once(&shop, 7);
        assert_eq!(browser.recorded().events(), ["shown", "answered", "sent"]);
    }
}

in_each_browser! {
    fn a_reload_in_the_middle_keeps_the_score_and_asks_no_second_time(browser: &Browser) {
        let shop = Shop::asking_by(&json!({}));
        shop.visit(browser, "/index.html");
        browser.popup().click_answer(8);
        browser.popup().type_comment("Half a se");
        browser.reload();
        wait_for_loader(browser);
        assert_once(&shop, 8);
        assert!(browser.popup().is_gone());
        assert_eq!(shop.collector.summary(SITE, "nps").comments, 0);
    }
}

in_each_browser! {
    fn a_window_closed_in_the_middle_keeps_the_score(browser: &Browser) {
        let shop = Shop::asking_on_events();
        shop.visit(browser, "/index.html");
        let first = browser.open_window();
        shop.visit(browser, "/other.html");
        happen(browser, "ask-nps");
        browser.popup().click_answer(6);
        browser.popup().wait_for_comment_step();
        browser.close_window(&first);
        assert_once(&shop, 6);
    }
}

in_each_browser! {
    fn a_response_given_off_line_arrives_a_day_later_from_two_windows_at_once(browser: &Browser) {
        let shop = Shop::asking_on_events();
        shop.visit(browser, "/index.html");
        happen(browser, "ask-nps");
        browser.popup().wait_for_scale();
        shop.collector.kill();
        browser.popup().click_answer(9);
        browser.popup().wait_for_comment_step();
        browser.popup().click_button("Skip");
        wait_for("answer in the visitor's queue", || {
            queue(browser).contains("\"score\":9").then_some(())
        });
        browser.go(&shop.pages.at("/style.css"));
        shop.collector.start_again();
        let later = format!("{{ const {{ now }} = Date; Date.now = () => now() + {DAY_MS}; }}");
        let first = browser.open_window();
        shop.visit(browser, "/index.html");
        browser.add_script(&later);
        let second = browser.open_window();
        shop.visit(browser, "/other.html");
        browser.add_script(&later);
        assert_once(&shop, 9);
        wait_for("empty queue", || queue(browser).is_empty().then_some(()));
        browser.close_window(&second);
        browser.close_window(&first);
    }
}

/// Answers while the collector is down, and restarts it while the page is there.
#[track_caller]
fn answer_through_a_gap(browser: &Browser, shop: &Shop, score: u8) {
    happen(browser, "ask-nps");
    browser.popup().wait_for_scale();
    shop.collector.kill();
    browser.popup().click_answer(usize::from(score));
    browser.popup().wait_for_comment_step();
    browser.popup().click_button("Skip");
    wait_for("first attempt", || (!browser.recorded().posted().is_empty()).then_some(()));
    shop.collector.start_again();
    wait_for_event(browser, "sent");
    assert_once(shop, score);
}

in_each_browser! {
    fn a_full_storage_costs_no_response(browser: &Browser) {
        let shop = Shop::asking_on_events();
        shop.visit(browser, "/index.html");
        browser.run(
            "for (let size = 1 << 22; size >= 1; size >>= 1) {\
                 try { for (let n = 0; ; n += 1) localStorage[size + '.' + n] = 'x'.repeat(size) }\
                 catch {}\
             }",
        );
        answer_through_a_gap(browser, &shop, 5);
        assert_eq!(queue(browser), "");
        browser.run("localStorage.clear()");
    }
}

in_each_browser! {
    fn a_blocked_storage_costs_no_response(browser: &Browser) {
        let shop = Shop::with_headers(&[("Content-Security-Policy", "sandbox allow-scripts")]);
        shop.visit(browser, "/index.html");
        let is_blocked = "try { return !localStorage } catch { return true }";
        assert_eq!(browser.run(is_blocked), true);
        answer_through_a_gap(browser, &shop, 4);
        assert_eq!(browser.recorded().complaints_about("hearby"), [""; 0]);
    }
}
