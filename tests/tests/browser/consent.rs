//! Consent that is taken back: nothing is sent any more, whether it was held, waited or was being
//! retried. The loader's own part is tested with it (`widget/loader/tests/consent.test.js`).

use std::time::Duration;

use hearby_tests::{
    browser::Browser,
    clock::{wait_for, watch_nothing},
    fixtures::SITE,
    gateway::{Stranger, Way},
    in_each_browser,
    shop::{Shop, happen, waiting_scores},
};

/// Longer than a score is held.
const WOULD_HAVE_BEEN_DUE: Duration = Duration::from_secs(12);
/// Longer than the first two waits between attempts.
const WOULD_HAVE_BEEN_RETRIED: Duration = Duration::from_secs(13);

const TAKEN_BACK: [&str; 2] = ["hearby('consent', false)", "hearby('reset')"];

const BUSY: Stranger = Stranger {
    status: "503 Service Unavailable",
    headers: "Access-Control-Allow-Origin: *\r\n",
    body: "",
};

in_each_browser! {
    fn a_score_that_is_still_held_is_never_sent(browser: &Browser) {
        for taken_back in TAKEN_BACK {
            let shop = Shop::asking_on_events();
            shop.visit(browser, "/index.html");
            browser.run("hearby('identify', 'an@example.com')");
            happen(browser, "ask-nps");
            browser.popup().click_answer(9);
            browser.popup().wait_for_comment_step();
            browser.run(taken_back);
            browser.popup().wait_until_gone();
            watch_nothing(WOULD_HAVE_BEEN_DUE, || {
                let posted = browser.recorded().posted();
                (!posted.is_empty()).then_some(posted)
            });
            // Nor when the page goes away.
            browser.go(&shop.pages.at("/style.css"));
            watch_nothing(Duration::from_secs(1), || {
                let responses = shop.collector.summary(SITE, "nps").responses;
                (responses > 0).then_some(responses)
            });
            assert_eq!(browser.run("return localStorage.length"), 0, "{taken_back}");
        }
    }
}

/// Answers, and takes consent back between two attempts to send it.
#[track_caller]
fn take_back_between_attempts(browser: &Browser, shop: &Shop) {
    happen(browser, "ask-nps");
    browser.popup().wait_for_scale();
    shop.collector.kill();
    browser.popup().click_answer(8);
    browser.popup().type_comment("Never mind");
    browser.popup().click_button("Send");
    wait_for("attempt", || (!browser.recorded().posted().is_empty()).then_some(()));
    browser.run("hearby('consent', false)");
    let tried = browser.recorded().posted().len();
    shop.collector.start_again();
    watch_nothing(WOULD_HAVE_BEEN_RETRIED, || {
        let now = browser.recorded().posted().len();
        (now > tried).then_some(now)
    });
    assert_eq!(shop.collector.summary(SITE, "nps").responses, 0);
}

in_each_browser! {
    fn a_response_that_waits_for_another_attempt_is_discarded(browser: &Browser) {
        let shop = Shop::asking_on_events();
        shop.visit(browser, "/index.html");
        take_back_between_attempts(browser, &shop);
        assert_eq!(waiting_scores(browser), [0; 0]);
    }
}

in_each_browser! {
    fn a_response_that_no_storage_holds_is_discarded_too(browser: &Browser) {
        let shop = Shop::with_headers(&[("Content-Security-Policy", "sandbox allow-scripts")]);
        shop.visit(browser, "/index.html");
        take_back_between_attempts(browser, &shop);
    }
}

in_each_browser! {
    fn a_flush_of_an_earlier_page_ends_in_the_middle(browser: &Browser) {
        let (shop, gateway) = Shop::behind_a_gateway();
        shop.visit(browser, "/index.html");
        gateway.set(Way::Replied(BUSY));
        happen(browser, "ask-nps");
        browser.popup().click_answer(7);
        browser.popup().wait_for_comment_step();
        browser.popup().click_button("Skip");
        wait_for("attempt", || (!gateway.posted().is_empty()).then_some(()));
        shop.visit(browser, "/other.html");
        let before = gateway.posted().len();
        wait_for("attempt of the next page", || (gateway.posted().len() > before).then_some(()));
        browser.run("hearby('consent', false)");
        let tried = gateway.posted().len();
        gateway.set(Way::Open);
        watch_nothing(WOULD_HAVE_BEEN_RETRIED, || {
            let now = gateway.posted().len();
            (now > tried).then_some(now)
        });
        assert_eq!(waiting_scores(browser), [0; 0]);
        assert_eq!(shop.collector.summary(SITE, "nps").responses, 0);
    }
}
