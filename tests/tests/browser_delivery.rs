//! One answer, once, whatever happens on its way.

use hearby_tests::{
    assertions::assert_scores,
    browser::{Browser, Recorded},
    clock::{now_ms, wait_for},
    fixtures::SITE,
    in_each_browser,
    shop::{Shop, happen},
};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

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
            browser.run_as_page(&clock);
            happen(browser, &format!("ask-{survey}"));
            browser.popup().click_answer(4);
            browser.popup().type_comment("Late or early");
            browser.popup().click_button("Send");
            let recorded = wait_for_event(browser, "sent");
            assert_eq!(recorded.events(), ["shown", "answered", "sent"]);
            // Under the first id it was refused; the second is of now.
            let posted = recorded.posted();
            assert_eq!(posted.len(), 2, "{posted:#?}");
            assert_ne!(posted[0]["id"], posted[1]["id"]);
            let sent = recorded.event("sent").expect("it was sent");
            assert_eq!(sent["id"], posted[1]["id"]);
            let id = posted[1]["id"].as_str().unwrap();
            let at_ms = domain::ResponseId::parse(id).unwrap().instant().unix_ms();
            assert!((now_ms() - at_ms).abs() < 60_000, "{at_ms}");
            // How long the visitor took is not changed by the correction.
            assert!(posted[1]["elapsed_ms"].as_u64().unwrap() < 60_000, "{posted:#?}");
            assert_eq!(shop.collector.summary(SITE, survey).responses, 1);
        }
        assert_scores(&shop.collector.summary(SITE, "nps"), &[4]);
    }
}
