//! Responses that wait: their collector and site, and the replies that remove them.

use std::time::Duration;

use hearby_tests::{
    assertions::assert_scores,
    browser::Browser,
    clock::{wait_for, watch_nothing},
    collector::Collector,
    environment,
    fixtures::{SITE, create_shop},
    gateway::{Stranger, Way},
    in_each_browser,
    pages::Pages,
    shop::{Shop, happen, load_tag, waiting_scores},
};
use serde_json::json;

/// Longer than a flush takes to begin, which is three seconds.
const WOULD_HAVE_FLUSHED: Duration = Duration::from_secs(5);

const HTML: &str = "Content-Type: text/html\r\nAccess-Control-Allow-Origin: *\r\n";

const STRANGERS: [Stranger; 6] = [
    Stranger { status: "403 Forbidden", headers: HTML, body: "<h1>Are you human?</h1>" },
    Stranger { status: "404 Not Found", headers: HTML, body: "<h1>Not here</h1>" },
    Stranger { status: "200 OK", headers: HTML, body: "<h1>Welcome to the hotel</h1>" },
    Stranger { status: "204 No Content", headers: "Access-Control-Allow-Origin: *\r\n", body: "" },
    Stranger {
        status: "302 Found",
        headers: "Location: /v1/health\r\nAccess-Control-Allow-Origin: *\r\n",
        body: "",
    },
    Stranger {
        status: "422 Unprocessable Content",
        headers: "Content-Type: application/problem+json\r\nAccess-Control-Allow-Origin: *\r\n",
        body: r#"{"type":"urn:example:problem:invalid","title":"Not this API's","status":422}"#,
    },
];

/// Answers a survey without a comment.
#[track_caller]
fn answer(browser: &Browser, survey: &str, score: usize) {
    happen(browser, &format!("ask-{survey}"));
    browser.popup().click_answer(score);
    browser.popup().wait_for_comment_step();
    browser.popup().click_button("Skip");
    browser.run("hearby('close')");
    browser.popup().wait_until_gone();
}

in_each_browser! {
    fn what_strangers_reply_drops_no_response_and_draining_stops(browser: &Browser) {
        let (shop, gateway) = Shop::behind_a_gateway();
        shop.visit(browser, "/index.html");
        gateway.set(Way::Replied(STRANGERS[0].clone()));
        // The first answer of the scales: 0, 1, 1, and three further on.
        for survey in ["nps", "ces", "csat"] {
            answer(browser, survey, 3);
        }
        assert_eq!(waiting_scores(browser), [3, 4, 4]);
        for stranger in STRANGERS {
            let status = stranger.status;
            gateway.set(Way::Replied(stranger));
            let before = gateway.posted().len();
            shop.visit(browser, "/other.html");
            wait_for("attempt", || (gateway.posted().len() > before).then_some(()));
            watch_nothing(Duration::from_secs(1), || {
                let tried = gateway.posted().len() - before;
                (tried != 1).then_some(tried)
            });
            assert_eq!(waiting_scores(browser), [3, 4, 4], "{status}");
        }
        gateway.set(Way::Open);
        shop.visit(browser, "/index.html");
        wait_for("empty queue", || waiting_scores(browser).is_empty().then_some(()));
        for (survey, score) in [("nps", 3), ("ces", 4), ("csat", 4)] {
            assert_scores(&shop.collector.summary(SITE, survey), &[score]);
        }
    }
}

in_each_browser! {
    fn a_response_whose_reply_was_lost_counts_once(browser: &Browser) {
        let (shop, gateway) = Shop::behind_a_gateway();
        shop.visit(browser, "/index.html");
        gateway.set(Way::ReplyLost);
        answer(browser, "nps", 3);
        wait_for("stored answer", || {
            (shop.collector.summary(SITE, "nps").responses > 0).then_some(())
        });
        gateway.set(Way::Open);
        wait_for("empty queue", || waiting_scores(browser).is_empty().then_some(()));
        assert!(gateway.posted().len() > 1);
        assert_scores(&shop.collector.summary(SITE, "nps"), &[3]);
    }
}

/// Opens a page without a tag, and leaves a response with its respondent waiting for the first
/// collector.
#[track_caller]
fn respond_to_a_collector_that_is_away(browser: &Browser) -> (Pages, Collector) {
    let collector = Collector::start();
    create_shop(&collector);
    let pages = Pages::serve(&environment::pages().join("shop"), None);
    browser.go(&pages.at("/index.html"));
    load_tag(browser, &collector);
    browser.run("hearby('identify', 'an@example.com')");
    happen(browser, "ask-nps");
    browser.popup().wait_for_scale();
    collector.kill();
    browser.popup().click_answer(9);
    browser.popup().type_comment("For the first alone");
    browser.popup().click_button("Send");
    wait_for("answer in the queue", || (waiting_scores(browser) == [9]).then_some(()));
    (pages, collector)
}

in_each_browser! {
    fn what_waits_for_one_collector_never_goes_to_another(browser: &Browser) {
        let (pages, first) = respond_to_a_collector_that_is_away(browser);
        // A site of the same name, on the same origin.
        let second = Collector::start();
        create_shop(&second);
        browser.go(&pages.at("/other.html"));
        load_tag(browser, &second);
        answer(browser, "ces", 2);
        wait_for("answer to the second", || {
            (second.summary(SITE, "ces").responses > 0).then_some(())
        });
        watch_nothing(WOULD_HAVE_FLUSHED, || {
            let responses = second.summary(SITE, "nps").responses;
            (responses > 0).then_some(responses)
        });
        assert_eq!(waiting_scores(browser), [9]);
        first.start_again();
        browser.go(&pages.at("/index.html"));
        load_tag(browser, &first);
        wait_for("empty queue", || waiting_scores(browser).is_empty().then_some(()));
        assert_scores(&first.summary(SITE, "nps"), &[9]);
        assert_scores(&second.summary(SITE, "ces"), &[3]);
    }
}

in_each_browser! {
    fn an_owner_who_says_that_the_collector_has_moved_gets_what_waits_for_the_old_one(browser: &Browser) {
        let (pages, old) = respond_to_a_collector_that_is_away(browser);
        let new = Collector::start();
        create_shop(&new);
        let site = json!({"product": "Trà Sen", "pause_between_surveys_days": 0,
            "former_collectors": [old.url()]});
        new.put_site(SITE, &site);
        browser.go(&pages.at("/other.html"));
        load_tag(browser, &new);
        wait_for("empty queue", || waiting_scores(browser).is_empty().then_some(()));
        assert_scores(&new.summary(SITE, "nps"), &[9]);
    }
}
