//! Each way to install the survey on a page, on the page that shows it: `demo-site/install/`.

use std::fs;

use hearby_tests::{
    assertions::assert_scores,
    browser::{Browser, Engine, key},
    clock::wait_for,
    demo_site::{DemoSite, SITE},
    environment, in_each_browser,
    pages::RECORDER_NONCE,
};
use serde_json::json;

/// Returns the events that the page itself has received and listed.
#[track_caller]
fn heard(browser: &Browser) -> Vec<String> {
    let names = browser
        .run("return [...document.querySelectorAll('#heard strong')].map((e) => e.textContent)");
    serde_json::from_value(names).unwrap()
}

#[track_caller]
fn wait_to_hear(browser: &Browser, names: &[&str]) {
    wait_for(&format!("page to hear {names:?}"), || (heard(browser) == names).then_some(()));
}

/// Asserts that the survey comes by itself, is answered, and reaches the collector; the page
/// receives the events, and its console is empty.
#[track_caller]
fn is_answered_here(browser: &Browser, site: &DemoSite) {
    let words = site.form("install").words;
    let popup = browser.popup();
    popup.click_answer(5);
    popup.wait_for_comment_step();
    popup.click_button(&words.skip);
    wait_to_hear(browser, &["shown", "answered", "sent"]);
    popup.click_button(&words.close);
    wait_to_hear(browser, &["shown", "answered", "sent", "closed"]);
    popup.wait_until_gone();
    assert_scores(&site.collector.summary(SITE, "install"), &[6]);
    assert_quiet(browser);
}

#[track_caller]
fn assert_quiet(browser: &Browser) {
    // The browser itself asks for an icon.
    let complaints = browser.recorded().complaints();
    let ours: Vec<&String> = complaints.iter().filter(|c| !c.contains("/favicon.ico")).collect();
    assert!(ours.is_empty(), "{ours:#?}");
}

/// Clicks the page's own button, and asserts that the survey named by the page's code is shown.
#[track_caller]
fn asks_on_a_click(browser: &Browser, touchpoint: &str) {
    browser.click_on("#ask");
    browser.popup().click_answer(4);
    browser.popup().wait_for_comment_step();
    browser.run("hearby('close')");
    let posted = wait_for("second answer", || {
        Some(browser.recorded().posted()).filter(|posted| posted.len() == 2)
    });
    assert_eq!((&posted[1]["survey"], &posted[1]["score"]), (&json!("csat"), &json!(5)));
    assert_eq!(posted[1]["touchpoint"], touchpoint);
    assert_quiet(browser);
}

/// Returns the number of the collector's scripts on the page, and of fetches of one.
#[track_caller]
fn loaders(browser: &Browser) -> [u64; 2] {
    let counts = browser.run(
        "const is = (url) => url.endsWith('/e/demo.js');\
         return [[...document.scripts].filter((script) => is(script.src)).length,\
                 performance.getEntriesByType('resource').filter((entry) => is(entry.name)).length]",
    );
    serde_json::from_value(counts).unwrap()
}

in_each_browser! {
    fn plain_tag(browser: &Browser) {
        let site = DemoSite::start();
        browser.go(&site.pages.at("/install/tag.html"));
        browser.popup().wait_for_scale();
        browser.screenshot("install-tag");
        is_answered_here(browser, &site);
    }
}

in_each_browser! {
    fn tag_manager(browser: &Browser) {
        let site = DemoSite::start();
        browser.go(&site.pages.at("/install/tag-manager.html"));
        is_answered_here(browser, &site);
        // Calls made before the script was there take effect.
        assert_eq!(browser.recorded().posted()[0]["respondent"], "customer-42");
        assert_eq!(browser.recorded().posted()[0]["attributes"], json!({"plan": "pro"}));
        assert_eq!(browser.run("return document.documentElement.hasAttribute('data-sent')"), true);
        asks_on_a_click(browser, "tag-manager");
    }
}

in_each_browser! {
    fn npm_module(browser: &Browser) {
        let site = DemoSite::start();
        browser.go(&site.pages.at("/install/npm.html"));
        is_answered_here(browser, &site);
        asks_on_a_click(browser, "npm");
    }
}

/// Asserts that listening ends with the component that listens, and begins with it again, once.
#[track_caller]
fn listens_while_it_is_there(browser: &Browser) {
    browser.add_script(
        "window.listening = 0;\
         for (const [name, step] of [['addEventListener', 1], ['removeEventListener', -1]]) {\
           const native = document[name];\
           document[name] = function (type) {\
             if (type.startsWith('hearby:')) listening += step;\
             return native.apply(this, arguments);\
           };\
         }",
    );
    browser.click_on("#toggle");
    wait_for("list to go", || {
        (browser.run("return document.querySelector('#heard')") == json!(null)).then_some(())
    });
    wait_for("end of its six listeners", || (browser.run("return listening") == -6).then_some(()));
    browser.click_on("#toggle");
    wait_to_hear(browser, &[]);
    browser.run("document.dispatchEvent(new CustomEvent('hearby:shown', {detail: {survey: 'x'}}))");
    wait_to_hear(browser, &["shown"]);
}

in_each_browser! {
    fn react_app(browser: &Browser) {
        let site = DemoSite::start();
        browser.go(&site.pages.at("/install/react.html"));
        browser.popup().wait_for_scale();
        browser.screenshot("install-react");
        is_answered_here(browser, &site);
        listens_while_it_is_there(browser);
        asks_on_a_click(browser, "react");
    }
}

in_each_browser! {
    fn vue_app(browser: &Browser) {
        let site = DemoSite::start();
        browser.go(&site.pages.at("/install/vue.html"));
        is_answered_here(browser, &site);
        listens_while_it_is_there(browser);
        asks_on_a_click(browser, "vue");
    }
}

in_each_browser! {
    fn strict_content_security_policy(browser: &Browser) {
        let site = DemoSite::start();
        browser.go(&site.pages.at("/install/strict.html"));
        is_answered_here(browser, &site);
        // The policy is strict: it blocks everything that it doesn't name.
        browser.run("const style = document.createElement('style');\
                     style.textContent = '*{}'; document.head.append(style)");
        wait_for("violation of the policy", || {
            browser.recorded().complaints().iter().any(|c| c.contains("style-src")).then_some(())
        });
    }
}

in_each_browser! {
    fn page_in_a_frame(browser: &Browser) {
        let site = DemoSite::start();
        browser.go(&site.pages.at("/install/iframe.html"));
        browser.enter_frame();
        browser.popup().wait_for_scale();
        browser.screenshot("install-iframe");
        // By keyboard: the engines' drivers don't agree on the place of a point in a frame.
        let words = site.form("install").words;
        browser.run("window.focus()");
        let popup = browser.popup();
        popup.tab_to("the scale", |state| state.focus_on_scale());
        browser.press(key::END);
        browser.press(key::LEFT);
        popup.wait_until("focus on the answer", |state| state.scores[5].focused);
        browser.press(key::ENTER);
        popup.wait_for_comment_step();
        popup.tab_to("skip", |state| state.button(&words.skip).is_some_and(|b| b.focused));
        browser.press(key::ENTER);
        wait_to_hear(browser, &["shown", "answered", "sent"]);
        browser.press(key::ESCAPE);
        popup.wait_until_gone();
        assert_scores(&site.collector.summary(SITE, "install"), &[6]);
        assert_quiet(browser);
    }
}

in_each_browser! {
    fn two_copies_of_the_package_load_the_script_once(browser: &Browser) {
        let site = DemoSite::start();
        browser.go(&site.pages.at("/install/npm.html"));
        browser.run_async(
            "import('/install/built/npm.js?copy').then(() => arguments[0](), arguments[0])",
        );
        browser.popup().wait_for_scale();
        assert_eq!(loaders(browser), [1, 1]);
    }
}

in_each_browser! {
    fn a_script_that_cannot_be_loaded_is_told_and_breaks_nothing(browser: &Browser) {
        let site = DemoSite::start();
        site.collector.kill();
        browser.go(&site.pages.at("/install/npm.html"));
        wait_to_hear(browser, &["error"]);
        let recorded = browser.recorded();
        assert_eq!(recorded.event("error").map(|detail| &detail["code"]), Some(&json!("load-failed")));
        // Calls wait; nothing is thrown.
        browser.click_on("#ask");
        assert_eq!(recorded.complaints_about("npm.js"), [""; 0]);
        assert_eq!(loaders(browser)[0], 0, "a script that failed may be loaded again");
    }
}

/// Starts the demo with the package's page under a policy that requires trusted types.
fn npm_page_under(trusted_types: &str) -> DemoSite {
    DemoSite::start_with_policy(Some(&format!(
        "default-src 'none'; script-src 'self' 'nonce-{RECORDER_NONCE}' {{collector}} 'wasm-unsafe-eval'; \
         connect-src {{collector}}; style-src 'self'; img-src 'self'; \
         require-trusted-types-for 'script'; {trusted_types}"
    )))
}

in_each_browser! {
    fn the_package_works_where_trusted_types_name_it(browser: &Browser) {
        let site = npm_page_under("trusted-types hearby");
        browser.go(&site.pages.at("/install/npm.html"));
        is_answered_here(browser, &site);
    }
}

#[test]
fn where_trusted_types_forbid_the_package_it_says_so_and_throws_nothing() {
    let browser = Browser::open(Engine::Chromium).unwrap();
    let site = npm_page_under("trusted-types 'none'");
    browser.go(&site.pages.at("/install/npm.html"));
    wait_to_hear(&browser, &["error"]);
    let complaints = browser.recorded().complaints();
    assert!(complaints.iter().all(|c| c.starts_with("violation")), "{complaints:#?}");
    assert_eq!(loaders(&browser), [0, 0]);
}

in_each_browser! {
    fn the_ways_are_shown_with_code_to_copy(browser: &Browser) {
        let site = DemoSite::start();
        for (width, height) in [(1280, 800), (390, 844)] {
            browser.resize(width, height);
            browser.go(&site.pages.at("/install/index.html"));
            let sideways = "return document.documentElement.scrollWidth > innerWidth";
            assert_eq!(browser.run(sideways), false, "the page scrolls sideways at {width}");
            browser.screenshot(&format!("install-index-{width}"));
        }
        browser.click_on(".copy");
        // Copied, or selected if there is no clipboard.
        wait_for("word about the copy", || {
            (browser.run("return document.querySelector('#said').textContent") != "").then_some(())
        });
        assert_quiet(browser);
    }
}

/// Returns the texts between two marks.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).filter_map(|part| part.split(end).next()).collect()
}

#[test]
fn the_snippets_are_what_the_pages_do() {
    let folder = environment::root().join("demo-site/install");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let index = read("index.html");
    let snippets = between(&index, "<pre><code>", "</code></pre>");
    let sources = [
        "tag.html",
        "tag-manager.js",
        "apps/npm.js",
        "apps/react.jsx",
        "apps/vue.js",
        "strict.html",
        "iframe.html",
    ];
    assert_eq!(snippets.len(), sources.len());
    for (snippet, source) in snippets.iter().zip(sources) {
        let page = read(source);
        let code = snippet.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        for line in code.lines().filter(|line| line.contains("8787") || line.contains("iframe")) {
            // The strict page allows its own scripts, too.
            let line = line.trim().replace("script-src ", "script-src 'self' ");
            assert!(page.contains(&line), "{source} lacks {line}");
        }
    }
}
