//! A visitor who is about to leave, with a finger: back up to the address, or to another app and
//! back. The loader's own tests cover the mouse (`widget/loader/tests/conditions.test.js`).

use std::time::Duration;

use hearby_tests::{
    browser::{Browser, Engine},
    clock::{wait_for, watch_nothing},
    in_each_browser,
    shop::{Shop, wait_for_loader},
};
use serde_json::json;

/// Longer than a survey takes to come on a busy machine.
const WOULD_HAVE_SHOWN: Duration = Duration::from_secs(2);

/// Goes to a long page of the shop whose survey waits for the intent to leave, and scrolls down.
#[track_caller]
fn read_on(browser: &Browser, shop: &Shop) {
    if browser.engine == Engine::Chromium {
        browser.become_phone();
    }
    browser.go(&shop.pages.at("/index.html"));
    wait_for_loader(browser);
    if browser.engine != Engine::Chromium {
        // Their drivers have no touch: a script makes a finger the main pointer, all else is real.
        browser.add_script(
            "{ const native = window.matchMedia;\
             window.matchMedia = (query) =>\
               query === '(pointer:coarse)' ? { matches: true } : native.call(window, query) }",
        );
    }
    browser.run("document.body.style.minHeight = '9000px'");
    wait_for("listeners that wait", || {
        let is_loaded = browser.run(
            "return performance.getEntriesByType('resource').some((e) => e.name.endsWith('widget.js') && e.responseEnd)",
        );
        (is_loaded == true).then_some(())
    });
    scroll(browser, &[2_000, 2_500, 3_000]);
}

/// Scrolls to these positions, one in each frame or later.
#[track_caller]
fn scroll(browser: &Browser, places_px: &[u32]) {
    for place_px in places_px {
        browser.run_async(&format!(
            "scrollTo({{ top: {place_px}, behavior: 'instant' }});\
             requestAnimationFrame(() => requestAnimationFrame(() => arguments[0]()))"
        ));
    }
}

#[track_caller]
fn assert_nothing_comes(browser: &Browser) {
    watch_nothing(WOULD_HAVE_SHOWN, || (!browser.popup().is_gone()).then_some(()));
}

in_each_browser! {
    fn a_finger_that_flings_the_page_back_up_is_about_to_leave(browser: &Browser) {
        let shop = Shop::asking_by(&json!({"exit_intent": true}));
        read_on(browser, &shop);
        // Slowly: a visitor looks for something.
        scroll(browser, &[2_990, 2_980, 2_970]);
        assert_nothing_comes(browser);
        browser.run_async(
            "let at = scrollY;\
             const up = () => {\
               scrollTo({ top: (at -= 800), behavior: 'instant' });\
               if (at > 0) requestAnimationFrame(up);\
               else arguments[0]();\
             };\
             up()",
        );
        browser.popup().wait_for_scale();
    }
}

in_each_browser! {
    fn a_visitor_who_was_away_and_is_back_is_asked(browser: &Browser) {
        let shop = Shop::asking_by(&json!({"exit_intent": true}));
        read_on(browser, &shop);
        assert_nothing_comes(browser);
        browser.run(
            "window.seen = [];\
             document.addEventListener('visibilitychange', () => seen.push(document.visibilityState))",
        );
        if browser.engine == Engine::WebKit {
            // Its driver's windows stay visible, whatever covers them.
            return;
        }
        let page = browser.open_tab();
        browser.close_window(&page);
        wait_for("page that is seen again", || {
            (browser.run("return seen") == json!(["hidden", "visible"])).then_some(())
        });
        browser.popup().wait_for_scale();
    }
}
