//! A page that goes away with a response: it is sent, whatever the page's referrer policy removes,
//! and waits in the visitor's storage until the collector has confirmed it.

use std::time::Duration;

use hearby_tests::{
    assertions::assert_scores,
    browser::Browser,
    clock::{wait_for, watch_nothing},
    fixtures::SITE,
    gateway::{Stranger, Way},
    in_each_browser,
    shop::{Shop, happen, wait_for_loader, waiting_scores},
};
use serde_json::json;

/// Path of a file of the shop on which no script runs.
const AWAY: &str = "/style.css";

/// Taps an answer, and leaves before it is due.
#[track_caller]
fn answer_and_leave(browser: &Browser, shop: &Shop, score: usize) {
    happen(browser, "ask-nps");
    browser.popup().click_answer(score);
    browser.popup().wait_for_comment_step();
    browser.go(&shop.pages.at(AWAY));
}

#[track_caller]
fn assert_stored(shop: &Shop, scores: &[u8]) {
    wait_for("answer", || {
        (shop.collector.summary(SITE, "nps").responses >= scores.len() as u64).then_some(())
    });
    assert_scores(&shop.collector.summary(SITE, "nps"), scores);
}

in_each_browser! {
    fn a_site_that_lists_its_origins_hears_of_pages_that_send_no_referrer(browser: &Browser) {
        for policy in ["no-referrer", "same-origin"] {
            let shop = Shop::with_headers(&[("Referrer-Policy", policy)]);
            let origins = json!([shop.pages.at("")]);
            let site = json!({"product": "Trà Sen", "pause_between_surveys_days": 0,
                "origins": origins});
            shop.collector.put_site(SITE, &site);
            shop.visit(browser, "/index.html");
            answer_and_leave(browser, &shop, 9);
            assert_stored(&shop, &[9]);
            // If nobody received the collector's reply, the next visit sends it again: it counts
            // once.
            shop.visit(browser, "/other.html");
            wait_for("empty queue", || waiting_scores(browser).is_empty().then_some(()));
            assert_scores(&shop.collector.summary(SITE, "nps"), &[9]);
        }
    }
}

in_each_browser! {
    fn a_response_that_was_refused_behind_the_page_is_not_lost(browser: &Browser) {
        let (shop, gateway) = Shop::behind_a_gateway();
        shop.visit(browser, "/index.html");
        let challenge = Stranger {
            status: "403 Forbidden",
            headers: "Content-Type: text/html\r\nAccess-Control-Allow-Origin: *\r\n",
            body: "<h1>Are you human?</h1>",
        };
        gateway.set(Way::Replied(challenge));
        answer_and_leave(browser, &shop, 8);
        wait_for("request of a page that is gone", || {
            (!gateway.posted().is_empty()).then_some(())
        });
        gateway.set(Way::Open);
        shop.visit(browser, "/other.html");
        assert_stored(&shop, &[8]);
    }
}

in_each_browser! {
    fn a_frame_that_is_taken_away_sends_its_response(browser: &Browser) {
        let shop = Shop::asking_on_events();
        shop.visit(browser, "/bare.html");
        browser.run(
            "const frame = document.createElement('iframe');\
             frame.src = '/index.html';\
             frame.width = 900;\
             frame.height = 600;\
             document.body.append(frame)",
        );
        wait_for("frame", || {
            // Waits for the frame's real document, not the empty one before it.
            let is_there = "const page = frames[0]?.document;\
                return page?.URL.endsWith('/index.html') && page.readyState === 'complete'";
            (browser.run(is_there) == true).then_some(())
        });
        browser.enter_frame();
        wait_for_loader(browser);
        happen(browser, "ask-nps");
        browser.popup().click_answer(7);
        browser.popup().wait_for_comment_step();
        browser.leave_frame();
        browser.run("document.querySelector('iframe').remove()");
        assert_stored(&shop, &[7]);
    }
}

in_each_browser! {
    fn a_page_that_comes_back_goes_on_with_the_same_response(browser: &Browser) {
        let shop = Shop::asking_on_events();
        shop.visit(browser, "/index.html");
        answer_and_leave(browser, &shop, 6);
        assert_stored(&shop, &[6]);
        browser.back();
        wait_for("empty queue", || waiting_scores(browser).is_empty().then_some(()));
        watch_nothing(Duration::from_secs(1), || {
            let responses = shop.collector.summary(SITE, "nps").responses;
            (responses != 1).then_some(responses)
        });
    }
}

in_each_browser! {
    fn a_browser_whose_requests_end_with_the_page_sends_a_beacon_and_keeps_the_response(browser: &Browser) {
        let shop = Shop::asking_on_events();
        shop.visit(browser, "/index.html");
        browser.add_script("delete Request.prototype.keepalive");
        answer_and_leave(browser, &shop, 5);
        assert_stored(&shop, &[5]);
        assert_eq!(waiting_scores(browser), [5]);
    }
}
