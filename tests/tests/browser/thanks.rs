//! Texts around the question and after it: the reason of asking, and the button under the thanks.

use std::time::Duration;

use hearby_tests::{
    browser::{Browser, State, key},
    clock::let_pass,
    fixtures::SITE,
    in_each_browser,
    shop::{Shop, happen},
};
use serde_json::{Value, json};

const IN_CARD: &str = "const root = document.querySelector('hearby-survey').shadowRoot;";

#[track_caller]
fn look(browser: &Browser, script: &str) -> Value {
    browser.run(&format!("{IN_CARD}{script}"))
}

in_each_browser! {
    fn a_group_with_a_button_is_led_on_in_a_new_tab_and_the_others_are_not(browser: &Browser) {
        let shop = Shop::asking_on_events();
        let button = json!({"promoter": {"url": "https://reviews.example/shop", "label": {"en": "Review us"}}});
        let survey = json!({"kind": "nps", "thanks_button": button, "display": {"event": "ask-nps"}});
        shop.collector.put_survey(SITE, "nps", &survey);
        let form = shop.form("nps", "en");
        let more = "const { hidden, href, target, rel, textContent, offsetWidth } = root.querySelector('#more');\
                    return offsetWidth > 0 ? [href, target, rel, textContent] : null";
        for (score, group, expected) in [
            (3, 0, Value::Null),
            (10, 2, json!(["https://reviews.example/shop", "_blank", "noopener", "Review us"])),
        ] {
            shop.visit(browser, "/index.html");
            browser.run("hearby('show', 'nps')");
            browser.popup().click_answer(score);
            browser.popup().wait_for_comment_step();
            assert_eq!(look(browser, more), Value::Null, "before the thanks");
            browser.popup().click_button(&form.words.skip);
            let is_thanks = |state: &State| state.text.contains(&form.thanks[group]);
            browser.popup().wait_until("thanks", is_thanks);
            assert_eq!(look(browser, more), expected);
        }
        // Thanks with a button don't close by themselves.
        let_pass(Duration::from_secs(6));
        assert!(!browser.popup().is_gone());
        assert_eq!(browser.recorded().complaints(), [""; 0]);
    }
}

in_each_browser! {
    fn who_asks_why_is_told_by_mouse_and_by_keyboard(browser: &Browser) {
        let shop = Shop::asking_on_events();
        let site = json!({"product": "Trà Sen", "privacy_url": "https://shop.example/privacy"});
        shop.collector.put_site(SITE, &site);
        let form = shop.form("nps", "en");
        shop.visit(browser, "/index.html");
        happen(browser, "ask-nps");
        let state = browser.popup().wait_for_scale();
        assert!(state.text.contains(&form.words.why) && !state.text.contains(&form.words.why_text));
        let link = "const { href, target, rel, textContent } = root.querySelector('#privacy');\
                    return [href, target, rel, textContent]";
        let expected = json!(["https://shop.example/privacy", "_blank", "noopener", "Privacy"]);
        assert_eq!(look(browser, link), expected);
        let is_on_why = "return root.activeElement?.localName === 'summary'";
        browser.popup().tab_to("why", |_| look(browser, is_on_why) == true);
        browser.press(key::ENTER);
        let is_told = |state: &State| state.text.contains(&form.words.why_text);
        browser.popup().wait_until("why", is_told);
        let sizes = "return ['summary', '#privacy'].map((s) => root.querySelector(s).getBoundingClientRect().height)";
        let sizes: [f64; 2] = serde_json::from_value(look(browser, sizes)).unwrap();
        assert!(sizes.iter().all(|px| *px >= 24.0), "WCAG 2.2, 2.5.8: {sizes:?}");
        assert_eq!(browser.popup().wait_for_scale().chosen(), None);
    }
}

in_each_browser! {
    fn without_a_privacy_notice_there_is_no_link(browser: &Browser) {
        let shop = Shop::asking_on_events();
        shop.visit(browser, "/index.html");
        happen(browser, "ask-nps");
        browser.popup().wait_for_scale();
        assert_eq!(look(browser, "return root.querySelector('#privacy').offsetWidth"), 0);
        assert_eq!(look(browser, "return root.querySelector('#privacy').href"), "");
    }
}
