//! Previews of a survey: on the owner's page, and all its states on the collector's.

use hearby_tests::{
    browser::{Browser, Engine, State},
    clock::wait_for,
    fixtures::SITE,
    in_each_browser,
    shop::Shop,
};
use serde_json::{Value, json};

in_each_browser! {
    fn a_preview_on_the_owners_page_stores_and_sends_nothing(browser: &Browser) {
        let shop = Shop::asking_on_events();
        // Whatever its rules say, and before any consent.
        let site = json!({"product": "Trà Sen", "consent": "after-consent"});
        shop.collector.put_site(SITE, &site);
        let form = shop.form("nps", "vi");
        browser.go(&shop.pages.at("/index.html"));
        browser.run("localStorage.clear()");
        browser.go(&shop.pages.at("/index.html?hearby_preview=nps&lang=vi&theme=dark"));
        let state = browser.popup().wait_for_scale();
        assert_eq!((state.name.as_str(), state.lang.as_str()), (form.question.as_str(), "vi"));
        let surface = "return getComputedStyle(document.querySelector('hearby-survey')\
                       .shadowRoot.querySelector('.card')).backgroundColor";
        assert_eq!(browser.run(surface), "rgb(29, 31, 37)");
        browser.popup().click_answer(9);
        browser.popup().type_comment("Chỉ xem thử");
        browser.popup().click_button(&form.words.send);
        let is_thanks = |state: &State| state.text.contains(&form.thanks[2]);
        browser.popup().wait_until("thanks", is_thanks);
        browser.popup().click_button(&form.words.close);
        browser.popup().wait_until_gone();
        let recorded = browser.recorded();
        assert_eq!(recorded.posted(), [Value::Null; 0]);
        assert_eq!(recorded.events(), [""; 0], "the page's analytics would count it");
        assert_eq!(recorded.complaints(), [""; 0]);
        assert_eq!(browser.run("return localStorage.length + sessionStorage.length"), 0);
        assert_eq!(browser.run("return document.cookie"), "");
        assert_eq!(shop.collector.summary(SITE, "nps").responses, 0);
    }
}

#[test]
fn the_collectors_page_shows_every_state() {
    let browser = Browser::open(Engine::Chromium).unwrap();
    browser.resize(1180, 2600);
    let shop = Shop::asking_on_events();
    let inline = json!({"kind": "csat", "style": "faces", "display": {"event": "x"},
        "theme": {"position": "inline", "into": "#reviews", "accent": "#1f5a41"}});
    shop.collector.put_survey(SITE, "csat", &inline);
    for survey in ["nps", "csat"] {
        browser.go(&format!("{}/preview/{SITE}/{survey}", shop.collector.url()));
        // Frames of this origin, so the test can read them.
        let screens = "return [...document.querySelectorAll('iframe')].map((frame) => frame\
            .contentDocument?.querySelector('hearby-survey')?.shadowRoot.querySelector('.card')\
            .dataset.screen ?? null)";
        browser.run(
            "document.querySelectorAll('iframe').forEach((frame) => { frame.loading = 'eager' })",
        );
        let seven = ["question", "comment", "comment", "comment", "thanks", "thanks", "thanks"];
        let three = ["question", "comment", "thanks"];
        let expected = json!([&seven[..], &seven[..], &three[..], &three[..]].concat());
        wait_for("all states", || (browser.run(screens) == expected).then_some(()));
        let mirrored = "return [...document.querySelectorAll('iframe')].at(-1).contentDocument\
            .querySelector('hearby-survey').shadowRoot.querySelector('.card').dir";
        assert_eq!(browser.run(mirrored), "rtl");
        browser.screenshot(&format!("preview-{survey}"));
    }
}
