//! Frameworks that make a page anew around the survey, from npm: React 18, which takes over what the
//! server has drawn; Turbo and htmx, which put the next page into this one.

use hearby_tests::{browser::Browser, clock::wait_for, in_each_browser, shop::Shop};
use serde_json::{Value, json};

/// Starts an app whose only survey is due at once, in that theme.
#[track_caller]
fn app_asking(theme: &Value) -> Shop {
    Shop::before_all_pages(&json!({"kind": "nps", "theme": theme}))
}

#[track_caller]
fn app_asking_inline() -> Shop {
    app_asking(&json!({"position": "inline", "into": "#survey"}))
}

#[track_caller]
fn visit(browser: &Browser, app: &Shop, page: &str) {
    app.visit(browser, &format!("/frameworks/{page}.html"));
}

/// Waits until the page has one element of ours, in its place, with a question on it.
#[track_caller]
fn wait_in_place(browser: &Browser) {
    browser.popup().wait_for_scale();
    wait_for("one survey in its place", || {
        let is_there = "return document.querySelectorAll('hearby-survey').length === 1 &&\
                        !!document.querySelector('#survey > hearby-survey')?.shadowRoot";
        (browser.run(is_there) == true).then_some(())
    });
}

#[track_caller]
fn assert_taken_over(browser: &Browser) {
    wait_for("the framework", || {
        (browser.run("return window.isTaken ?? false") == true).then_some(())
    });
    assert_eq!(browser.run("return mistakes"), json!([]));
    let is_the_same =
        browser.run("return before.isConnected && before === document.querySelector('h1')");
    assert_eq!(is_the_same, true, "the page was thrown away");
}

in_each_browser! {
    fn a_document_that_react_takes_over_is_not_thrown_away(browser: &Browser) {
        let app = app_asking(&json!({}));
        visit(browser, &app, "react-document");
        browser.popup().wait_for_scale();
        assert_taken_over(browser);
        assert_eq!(browser.recorded().events(), ["shown"]);
    }
}

in_each_browser! {
    fn a_part_that_react_takes_over_is_not_thrown_away(browser: &Browser) {
        let app = app_asking_inline();
        visit(browser, &app, "react-container");
        wait_in_place(browser);
        assert_taken_over(browser);
        browser.click_on("button");
        wait_for("the app", || {
            (browser.run("return document.querySelector('button').textContent") == "1").then_some(())
        });
        wait_in_place(browser);
        assert_eq!(browser.recorded().events(), ["shown"]);
    }
}

in_each_browser! {
    fn every_page_of_an_app_by_turbo_has_its_survey(browser: &Browser) {
        let app = app_asking_inline();
        visit(browser, &app, "turbo-1");
        wait_in_place(browser);
        for title in ["turbo 2", "turbo 1", "turbo 2"] {
            browser.click_on("#next");
            wait_for(title, || (browser.run("return document.title") == title).then_some(()));
            wait_in_place(browser);
        }
        assert_eq!(browser.recorded().events(), ["shown"]);
    }
}

in_each_browser! {
    fn every_page_of_an_app_by_htmx_has_its_survey_also_when_one_goes_back(browser: &Browser) {
        let app = app_asking_inline();
        visit(browser, &app, "htmx-1");
        wait_in_place(browser);
        for title in ["htmx 2", "htmx 1"] {
            browser.click_on("#next");
            wait_for(title, || (browser.run("return document.title") == title).then_some(()));
            wait_in_place(browser);
        }
        browser.run("history.back()");
        wait_for("htmx 2", || {
            let heading = browser.run("return document.querySelector('h1').textContent");
            (heading == "Page 2 of an app by htmx").then_some(())
        });
        wait_in_place(browser);
    }
}
