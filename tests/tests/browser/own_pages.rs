//! axe-core finds no fault on the pages that the collector serves to people.

use hearby_tests::{
    browser::{Browser, Engine},
    fixtures::SITE,
    in_each_browser,
    shop::Shop,
};
use serde_json::{Value, json};

/// Widths of a page: a small phone, a desktop.
const WIDTHS_PX: [u32; 2] = [360, 1280];

#[track_caller]
fn assert_clean(browser: &Browser, shop: &Shop) {
    let url = shop.collector.url();
    // One section: frames are not judged, and twenty popups would come up meanwhile.
    let pages = ["/v1/docs".to_owned(), format!("/preview/{SITE}/nps?lang=vi&show=phone")];
    let mut found = Vec::new();
    for page in pages {
        for width in WIDTHS_PX {
            // Firefox makes no window narrower than 500; still a narrow one.
            browser.resize(width, 800);
            browser.go(&format!("{url}{page}"));
            let verdict = browser.axe_of_page();
            assert!(verdict.passes.iter().any(|rule| rule == "color-contrast"), "{verdict:?}");
            // Frames are left out, and said to be.
            let is_page = |found: &&Value| found["rule"] != "frame-tested";
            let all = verdict.violations.iter().chain(&verdict.incomplete).filter(is_page);
            found.extend(all.map(|fault| format!("{page} at {width} px: {fault:#}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

in_each_browser! {
    fn the_collectors_pages_are_clean_at_both_widths(browser: &Browser) {
        assert_clean(browser, &Shop::asking_on_events());
    }
}

#[test]
fn the_collectors_pages_are_clean_in_the_dark() {
    let browser = Browser::open(Engine::Chromium).unwrap();
    browser.prefer_dark();
    assert_clean(&browser, &Shop::asking_on_events());
}

#[test]
fn a_page_that_is_spoilt_is_found_out() {
    let browser = Browser::open(Engine::Chromium).unwrap();
    let shop = Shop::asking_on_events();
    browser.go(&format!("{}/preview/{SITE}/nps", shop.collector.url()));
    browser.run(
        "document.querySelector('main').replaceWith(...document.querySelector('main').children)",
    );
    let verdict = browser.axe_of_page();
    let is_found = verdict.violations.iter().any(|found| found["rule"] == json!("region"));
    assert!(is_found, "{verdict:?}");
}
