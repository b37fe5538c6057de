//! Pages that keep focus, presses, keys or the wheel for themselves: focus traps out of npm, and what
//! pages write by hand; and listeners of the page that must hear on.
//!
//! A survey that comes meanwhile can be answered, and the page's own part works on.

use hearby_tests::{
    assertions::assert_answered_once,
    browser::Browser,
    clock::wait_for,
    in_each_browser,
    shop::{Shop, happen},
};
use serde_json::json;

/// Pages with a dialog that holds focus in.
const TRAPS: [&str; 3] = ["focus-trap", "bootstrap", "focusout"];

/// Text with the keys that a page takes for itself.
const COMMENT: &str = "six sizes, express";

fn start() -> Shop {
    Shop::before_all_pages(&json!({"kind": "nps", "display": {"event": "ask-nps"}}))
}

#[track_caller]
fn visit(browser: &Browser, shop: &Shop, page: &str) {
    shop.visit(browser, &format!("/traps/{page}.html"));
    browser.run("localStorage.clear()");
}

#[track_caller]
fn wait_for_trap(browser: &Browser) {
    wait_for("the page's trap", || {
        (browser.run("return window.isTrapped ?? false") == true).then_some(())
    });
}

/// Asserts that the page's own field takes focus and letters.
#[track_caller]
fn assert_page_goes_on(browser: &Browser, trap: &str) {
    browser.click_on("#first");
    browser.type_text("SALE");
    let field = browser.run("return document.querySelector('#first').value");
    assert_eq!(field, "SALE", "{trap}");
}

in_each_browser! {
    fn a_survey_is_answered_while_a_dialog_of_the_page_holds_focus(browser: &Browser) {
        for trap in TRAPS {
            let shop = start();
            visit(browser, &shop, trap);
            wait_for_trap(browser);
            happen(browser, "ask-nps");
            let popup = browser.popup();
            popup.click_answer(9);
            popup.type_comment(COMMENT);
            popup.click_button("Send");
            assert_answered_once(browser, &shop.collector, COMMENT, trap);
            assert_page_goes_on(browser, trap);
        }
    }
}

in_each_browser! {
    fn a_survey_is_closed_while_a_dialog_of_the_page_holds_focus(browser: &Browser) {
        let shop = start();
        for trap in TRAPS {
            visit(browser, &shop, trap);
            wait_for_trap(browser);
            happen(browser, "ask-nps");
            let popup = browser.popup();
            popup.wait_for_scale();
            popup.click_button("Close");
            popup.wait_until_gone();
            assert_eq!(browser.recorded().events()[..2], ["shown", "dismissed"], "{trap}");
            assert_page_goes_on(browser, trap);
        }
    }
}

in_each_browser! {
    fn a_trap_that_comes_later_leaves_the_survey_alone(browser: &Browser) {
        let shop = start();
        visit(browser, &shop, "focus-trap");
        browser.run("trap.deactivate()");
        happen(browser, "ask-nps");
        let popup = browser.popup();
        popup.click_answer(9);
        popup.wait_for_comment_step();
        browser.run("window.isTrapped = false; trap.activate()");
        wait_for_trap(browser);
        popup.type_comment(COMMENT);
        popup.click_button("Send");
        assert_answered_once(browser, &shop.collector, COMMENT, "focus-trap");
    }
}

in_each_browser! {
    fn letters_that_a_page_takes_for_commands_reach_the_comment(browser: &Browser) {
        let shop = start();
        visit(browser, &shop, "greedy");
        happen(browser, "ask-nps");
        let popup = browser.popup();
        popup.click_answer(9);
        popup.type_comment(COMMENT);
        // The page's listener on the window was there before ours; no other hears of the comment.
        let taken = browser.run("return [...new Set(taken)]");
        assert_eq!(taken, json!(["s on the window", "x on the window"]));
        popup.click_button("Send");
        assert_answered_once(browser, &shop.collector, COMMENT, "greedy");
        browser.click_on("#first");
        browser.press("s");
        let taken = browser.run("return taken.splice(0).slice(-2)");
        assert_eq!(taken, json!(["s on the window", "s on the document"]));
    }
}

in_each_browser! {
    fn the_wheel_scrolls_a_long_comment_though_the_page_wants_it(browser: &Browser) {
        let shop = start();
        visit(browser, &shop, "greedy");
        happen(browser, "ask-nps");
        browser.popup().click_answer(9);
        let state = browser.popup().wait_for_comment_step();
        browser.run(&format!("{FIELD}.value = 'line\\n'.repeat(60); {FIELD}.scrollTop = 0"));
        // Firefox scrolls by the last frame that it has composed, in which the field was empty.
        browser.wait_for_frames(3);
        let [left, top, width, height] = state.comment.expect("a field").rect;
        browser.turn_wheel_at(left + width / 2.0, top + height / 2.0, 120);
        wait_for("scrolled comment", || {
            let scrolled_px = browser.run(&format!("return {FIELD}.scrollTop")).as_f64()?;
            (scrolled_px > 20.0).then_some(())
        });
    }
}

in_each_browser! {
    fn listeners_of_a_page_with_zone_js_outlive_the_survey(browser: &Browser) {
        let shop = start();
        visit(browser, &shop, "zone");
        happen(browser, "ask-nps");
        let popup = browser.popup();
        popup.wait_for_scale();
        // While ours are there: zone.js adds none of the browser's own for these then.
        browser.run("hearPresses()");
        popup.click_button("Close");
        popup.wait_until_gone();
        browser.click_on("#buy");
        assert_eq!(browser.run("return heard"), json!(["buy", "buy true"]));
        // Nor do later ones find it done already.
        browser.run("heard.length = 0; hearPresses()");
        browser.click_on("#buy");
        assert_eq!(browser.run("return heard.length"), json!(4));
    }
}

/// Expression of the comment field.
const FIELD: &str = "document.querySelector('hearby-survey').shadowRoot.querySelector('textarea')";
