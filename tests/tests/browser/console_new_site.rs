//! A new site in the console: from the operator's token, with no terminal, to the first response on a
//! page that nobody here wrote.

use hearby_tests::{
    assertions::assert_scores,
    browser::{Browser, key},
    clock::wait_for,
    collector::{ADMIN_TOKEN, Collector},
    environment,
    fixtures::{SITE, create_site},
    in_each_browser,
    owner::{sign_in, wait_for_words},
    pages::Pages,
};
use serde_json::{Value, json};

const PAGE: &str = "/startbootstrap-agency/dist/index.html";
/// Widths of a page: a small phone, a desktop.
const WIDTHS_PX: [u32; 2] = [390, 1280];

/// Signs in as the operator, and waits for a place.
#[track_caller]
fn sign_in_as_operator(browser: &Browser, collector: &Collector, place: &str) {
    // Fragments alone make no new page.
    browser.go("about:blank");
    browser.go(&format!("{}/console/sign-in?lang=en#key={ADMIN_TOKEN}", collector.url()));
    wait_for_place(browser, place);
}

#[track_caller]
fn wait_for_place(browser: &Browser, place: &str) {
    let path = json!([format!("/console/{place}")]);
    let is_there = "return location.pathname === arguments[0] && !!document.querySelector('h1')";
    wait_for(place, || (browser.run_with(is_there, &path) == true).then_some(()));
}

/// Writes into a field, in place of what is there. A browser may say that keys were pressed before the
/// page has heard of them.
#[track_caller]
fn fill(browser: &Browser, id: &str, text: &str) {
    let focus = "const field = document.getElementById(arguments[0]);\
                 field?.focus(); field?.select(); return !!field && document.activeElement === field";
    wait_for(id, || (browser.run_with(focus, &json!([id])) == true).then_some(()));
    browser.type_text(text);
    wait_for(text, || (value(browser, id) == text).then_some(()));
}

#[track_caller]
fn value(browser: &Browser, id: &str) -> String {
    let read = "return document.getElementById(arguments[0]).value";
    browser.run_with(read, &json!([id])).as_str().unwrap_or_default().to_owned()
}

/// Returns the faults below a field.
#[track_caller]
fn faults(browser: &Browser, id: &str) -> String {
    let read = "return document.getElementById(`${arguments[0]}-fault`).innerText.trim()";
    browser.run_with(read, &json!([id])).as_str().unwrap_or_default().to_owned()
}

#[track_caller]
fn make(browser: &Browser) {
    let press = "const button = document.querySelector('.new-site button[type=submit]');\
                 button?.click(); return !!button";
    wait_for("the button", || (browser.run(press) == true).then_some(()));
}

/// Presses a link of the page's by its words.
#[track_caller]
fn follow(browser: &Browser, words: &str) {
    let press = "const link = [...document.querySelectorAll('a')]\
                 .find((link) => link.innerText.trim().startsWith(arguments[0]));\
                 link?.click(); return !!link";
    wait_for(words, || {
        (browser.run_with(press, &json!([words])) == Value::Bool(true)).then_some(())
    });
}

#[track_caller]
fn assert_clean(browser: &Browser, state: &str) {
    for width in WIDTHS_PX {
        browser.resize(width, 900);
        let verdict = browser.axe_of_page();
        assert!(verdict.passes.iter().any(|rule| rule == "color-contrast"), "{verdict:?}");
        assert!(verdict.violations.is_empty(), "{state}, {width} px: {:#?}", verdict.violations);
        let wider = "return document.documentElement.scrollWidth - innerWidth";
        assert!(browser.run(wider).as_i64().is_some_and(|wider| wider <= 0), "{state}, {width} px");
        browser.screenshot(&format!("console-new-site-{state}-{width}"));
    }
}

in_each_browser! {
    fn an_operator_makes_the_first_site_and_sees_its_first_response(browser: &Browser) {
        browser.close_after_test();
        let folder = environment::pages().join("node_modules");
        assert!(folder.is_dir(), "run `npm ci` in tests/pages first (`cargo xtask test` does)");
        let collector = Collector::start();
        sign_in_as_operator(browser, &collector, "sites/new");

        // Nothing is filled in: each field says so, and the first one has the focus.
        make(browser);
        let _ = wait_for_words(browser, "Enter a name");
        assert!(faults(browser, "address").contains("Enter the address"));
        let focused = || browser.run("return document.activeElement.id");
        wait_for("the focus", || (focused() == "product").then_some(()));
        assert_clean(browser, "faults");

        fill(browser, "product", "Trà Sen");
        fill(browser, "address", "www.trasen.example/chao-mung");
        wait_for("the host's name", || (value(browser, "name") == "trasen").then_some(()));
        fill(browser, "name", "Trà Sen");
        make(browser);
        wait_for("the fault of the name", || {
            faults(browser, "name").contains("small letters").then_some(())
        });

        let pages = Pages::serve(&folder, None);
        let address = pages.at("");
        fill(browser, "address", &address);
        fill(browser, "name", "tea");
        // A fault goes with the first new letter.
        wait_for("no fault", || faults(browser, "name").is_empty().then_some(()));
        assert_clean(browser, "filled");
        fill(browser, "name", "tea");
        browser.press(key::ENTER);
        wait_for_place(browser, "tea/ask");
        let code = "return document.querySelector('pre.code')?.innerText ?? ''";
        let tag = wait_for("the tag", || {
            let tag = browser.run(code).as_str().unwrap_or_default().to_owned();
            tag.contains("/e/tea.js").then_some(tag)
        });
        let _ = wait_for_words(browser, "No response has arrived yet");

        let site = collector.as_admin("GET", "/v1/sites/tea", None).expect(200).json();
        assert_eq!(site["definition"]["product"], "Trà Sen");
        let origin = address.trim_end_matches('/');
        assert_eq!(site["definition"]["origins"], json!([origin]));

        let pages = Pages::serve_renamed(&folder, "</head>", format!("{tag}</head>"), &[]);
        let origins = json!({"product": "Trà Sen", "origins": [origin, pages.at("").trim_end_matches('/')]});
        collector.put_site("tea", &origins);
        browser.go(&pages.at(PAGE));
        browser.popup().wait_for_scale();
        browser.popup().click_answer(9);
        browser.popup().click_button("Skip");
        wait_for("the answer", || {
            (collector.summary("tea", "nps").responses == 1).then_some(())
        });
        assert_scores(&collector.summary("tea", "nps"), &[9]);
        browser.go(&format!("{}/console/tea/ask", collector.url()));
        let _ = wait_for_words(browser, "The last response came");
    }
}

in_each_browser! {
    fn a_name_that_is_taken_is_told_and_an_interrupted_try_is_gone_on_with(browser: &Browser) {
        let collector = Collector::start();
        create_site(&collector);
        sign_in_as_operator(browser, &collector, &format!("{SITE}/"));
        // The only site is gone to at once; its name leads to the list, and on to another one.
        follow(browser, "T");
        wait_for_place(browser, "sites/all");
        follow(browser, "New site");
        wait_for_place(browser, "sites/new");
        fill(browser, "product", "Other");
        fill(browser, "address", "https://other.example");
        fill(browser, "name", SITE);
        make(browser);
        let _ = wait_for_words(browser, "Another site has this name");
        let kept = collector.as_admin("GET", &format!("/v1/sites/{SITE}"), None).expect(200).json();
        assert_ne!(kept["definition"]["product"], "Other", "the other site is as it was");

        // As if the reply to the first request had been lost on the way.
        let made = json!({"product": "Other", "origins": ["https://other.example"], "lang": "en"});
        collector.put_site("other", &made);
        fill(browser, "name", "other");
        make(browser);
        wait_for_place(browser, "other/ask");
        let surveys = collector.as_admin("GET", "/v1/sites/other/surveys", None).expect(200).json();
        assert_eq!(surveys["items"][0]["survey"], "nps");
    }
}

in_each_browser! {
    fn an_owner_is_led_to_the_own_site_instead(browser: &Browser) {
        let collector = Collector::start();
        create_site(&collector);
        let key = collector.create_key(SITE, "write");
        sign_in(browser, &collector, &key);
        for place in ["sites/new", "sites/all"] {
            browser.go(&format!("{}/console/{place}", collector.url()));
            wait_for_place(browser, &format!("{SITE}/"));
        }
    }
}
