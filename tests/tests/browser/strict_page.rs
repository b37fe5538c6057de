//! Pages whose policy allows next to nothing: the popup works, or stays silent.

use hearby_tests::{
    assertions::assert_scores,
    browser::{Browser, Recorded},
    clock::wait_for,
    collector::Collector,
    environment,
    fixtures::{SITE, create_site},
    in_each_browser,
    pages::{Pages, RECORDER_NONCE, Tag},
    shop::tag,
};
use serde_json::json;

/// Starts a collector with one survey for every page view, and the strict page with that policy, in
/// which `{collector}` stands for its origin.
fn strict_page(policy: &str) -> (Collector, Pages) {
    page_with(policy, None)
}

/// The same, where the tag has that nonce.
fn page_with(policy: &str, nonce: Option<&'static str>) -> (Collector, Pages) {
    let collector = Collector::start();
    create_site(&collector);
    collector.put_survey(SITE, "nps", &json!({"kind": "nps"}));
    // The recorder is the test's own; the nonce allows nothing else.
    let policy = policy
        .replace("script-src", &format!("script-src 'nonce-{RECORDER_NONCE}'"))
        .replace("{collector}", &collector.url());
    let folder = environment::pages().join("strict");
    let headers = [("Content-Security-Policy", policy.as_str())];
    let pages =
        Pages::serve_with_headers(&folder, Some(Tag { nonce, ..tag(&collector) }), &headers);
    (collector, pages)
}

#[track_caller]
fn wait_for_event(browser: &Browser, name: &str) -> Recorded {
    wait_for(name, || Some(browser.recorded()).filter(|recorded| recorded.events().contains(&name)))
}

/// Asserts one warning in the console, one event for the page, and nothing on screen.
#[track_caller]
fn assert_silent(browser: &Browser) {
    let recorded = wait_for_event(browser, "error");
    assert_eq!(recorded.events(), ["error"]);
    assert!(recorded.event("error").is_some_and(|detail| detail["code"].is_string()));
    let complaints = recorded.complaints();
    let warnings = complaints.iter().filter(|text| text.starts_with("warn: hearby")).count();
    assert_eq!(warnings, 1, "{complaints:#?}");
    let errors: Vec<&String> = complaints.iter().filter(|text| text.starts_with("error")).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert!(browser.popup().is_gone());
}

in_each_browser! {
    fn the_popup_works_where_only_the_collector_is_allowed(browser: &Browser) {
        let (collector, pages) = strict_page(
            "default-src 'none'; style-src 'none'; script-src {collector} 'wasm-unsafe-eval'; \
             connect-src {collector}; require-trusted-types-for 'script'",
        );
        browser.go(&pages.at("/index.html"));
        let popup = browser.popup();
        let state = popup.wait_for_scale();
        browser.screenshot("strict-page");
        // Its styles are there: it stands in its corner, not at the end of the text.
        let [width, height] = browser.viewport().map(f64::from);
        let [left, top, own_width, own_height] = state.rect;
        let (right, bottom) = (left + own_width, top + own_height);
        assert!(right > width - 60.0 && right <= width, "{state:#?}");
        assert!(bottom > height - 60.0 && bottom <= height, "{state:#?}");
        popup.click_answer(9);
        popup.type_comment("Nghiêm mà vẫn chạy.");
        popup.click_button("Send");
        let recorded = wait_for_event(browser, "sent");
        assert_eq!(recorded.events(), ["shown", "answered", "sent"]);
        // The browser itself asks for an icon, which the page's own policy forbids.
        let complaints: Vec<String> =
            recorded.complaints().into_iter().filter(|c| !c.contains("/favicon.ico")).collect();
        assert_eq!(complaints, [""; 0]);
        assert_scores(&collector.summary(SITE, "nps"), &[9]);
    }
}

in_each_browser! {
    fn a_tag_with_the_pages_nonce_is_trusted_with_what_it_loads(browser: &Browser) {
        let policy = "default-src 'none'; style-src 'none'; connect-src {collector}; \
                      script-src 'strict-dynamic' 'wasm-unsafe-eval'";
        let (collector, pages) = page_with(policy, Some(RECORDER_NONCE));
        browser.go(&pages.at("/index.html"));
        let popup = browser.popup();
        popup.wait_for_scale();
        popup.click_answer(9);
        popup.click_button("Send");
        let recorded = wait_for_event(browser, "sent");
        assert_eq!(recorded.events(), ["shown", "answered", "sent"]);
        assert_scores(&collector.summary(SITE, "nps"), &[9]);

        let (_collector, pages) = strict_page(policy);
        browser.go(&pages.at("/index.html"));
        browser.wait_for_frames(2);
        assert_eq!(browser.recorded().events(), [""; 0], "without the nonce nothing runs");
    }
}

in_each_browser! {
    fn a_page_that_forbids_webassembly_gets_one_warning_and_no_popup(browser: &Browser) {
        let (_collector, pages) = strict_page(
            "default-src 'none'; script-src {collector}; connect-src {collector}",
        );
        browser.go(&pages.at("/index.html"));
        assert_silent(browser);
    }
}

in_each_browser! {
    fn a_page_that_forbids_requests_gets_one_warning_and_no_popup(browser: &Browser) {
        let (_collector, pages) =
            strict_page("default-src 'none'; script-src {collector} 'wasm-unsafe-eval'");
        browser.go(&pages.at("/index.html"));
        assert_silent(browser);
    }
}
