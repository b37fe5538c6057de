//! The popup by the keyboard alone, from the page into it and back.

use hearby_tests::{
    assertions::assert_scores,
    browser::{Browser, State, key},
    clock::wait_for,
    fixtures::SITE,
    in_each_browser,
    shop::{Shop, happen, look_away, make_room},
};
use serde_json::{Value, json};

/// Returns the index of the focused answer on the scale.
fn focused_answer(state: &State) -> Option<usize> {
    state.scores.iter().position(|part| part.focused)
}

#[track_caller]
fn wait_for_focus_on(browser: &Browser, answer: usize) {
    let is = |state: &State| focused_answer(state) == Some(answer);
    browser.popup().wait_until(&format!("focus on answer {answer}"), is);
}

/// Shows a survey while the focus is on the page's last button, and tabs into it.
#[track_caller]
fn tab_in(browser: &Browser, shop: &Shop, survey: &str, lang: &str) {
    shop.visit(browser, "/index.html");
    browser.run_with(
        "hearby('reset'); hearby('show', arguments[0], {lang: arguments[1]});\
         document.querySelector('#subscribe').focus()",
        &json!([survey, lang]),
    );
    assert!(!browser.popup().wait_for_scale().focused, "it took the focus");
    // The popup stands after the page, its answers first.
    browser.press(key::TAB);
    wait_for_focus_on(browser, 0);
}

#[track_caller]
fn assert_focus_is_back(browser: &Browser) {
    wait_for("focus back on the page", || {
        (browser.run("return document.activeElement?.id") == "subscribe").then_some(())
    });
}

in_each_browser! {
    fn from_the_page_to_the_thanks_and_back(browser: &Browser) {
        let shop = Shop::asking_on_events();
        let words = shop.form("nps", "en").words;
        tab_in(browser, &shop, "nps", "en");
        for (key, lands_on) in [
            (key::RIGHT, 1),
            (key::DOWN, 2),
            (key::LEFT, 1),
            (key::UP, 0),
            // Wraps round at the ends.
            (key::LEFT, 10),
            (key::RIGHT, 0),
            (key::END, 10),
            (key::HOME, 0),
            (key::END, 10),
            (key::LEFT, 9),
        ] {
            browser.press(key);
            wait_for_focus_on(browser, lands_on);
        }
        assert_eq!(browser.popup().wait().chosen(), None, "arrows choose nothing");
        browser.press(key::ENTER);
        let popup = browser.popup();
        // A visitor who answered by keyboard can write on without another key.
        popup.wait_until("focus in the comment", State::focus_on_comment);
        browser.type_text("Bằng bàn phím.");
        let is_on = |name: String| move |s: &State| s.button(&name).is_some_and(|b| b.focused);
        browser.press(key::TAB);
        popup.wait_until("focus on skip", is_on(words.skip.clone()));
        browser.press(key::TAB);
        popup.wait_until("focus on send", is_on(words.send.clone()));
        browser.press(key::ENTER);
        popup.wait_until("thanks with focus", |s| s.comment.is_none() && s.focused);
        browser.press(key::ESCAPE);
        popup.wait_until_gone();
        assert_focus_is_back(browser);
        let summary = shop.collector.summary(SITE, "nps");
        assert_scores(&summary, &[9]);
        assert_eq!(summary.comments, 1);
    }
}

in_each_browser! {
    fn digits_answer_and_escape_keeps_the_answer(browser: &Browser) {
        let shop = Shop::asking_on_events();
        for (survey, keys, score) in [("nps", "10", 10), ("nps", "1", 1), ("ces", "7", 7), ("csat", "3", 3)] {
            tab_in(browser, &shop, survey, "en");
            browser.type_text(keys);
            browser.popup().wait_for_comment_step();
            browser.press(key::ESCAPE);
            browser.popup().wait_until_gone();
            assert_focus_is_back(browser);
            let recorded = browser.recorded();
            let answered = recorded.event("answered").expect("an answer");
            assert_eq!(answered["score"], score, "{survey} {keys}");
        }
    }
}

in_each_browser! {
    fn space_answers_like_a_button(browser: &Browser) {
        let shop = Shop::asking_on_events();
        tab_in(browser, &shop, "csat", "en");
        browser.press(key::END);
        wait_for_focus_on(browser, 4);
        browser.press(key::SPACE);
        browser.popup().wait_for_comment_step();
        assert_eq!(browser.recorded().event("answered").expect("an answer")["score"], 5);
    }
}

in_each_browser! {
    fn in_a_mirrored_scale_the_arrows_are_mirrored(browser: &Browser) {
        let shop = Shop::asking_on_events();
        tab_in(browser, &shop, "nps", "ar");
        let state = browser.popup().wait();
        let [first, last] = [&state.scores[0], &state.scores[10]];
        assert!(first.rect[0] > last.rect[0], "the scale doesn't run from right to left");
        browser.press(key::LEFT);
        wait_for_focus_on(browser, 1);
        browser.press(key::RIGHT);
        wait_for_focus_on(browser, 0);
    }
}

in_each_browser! {
    fn tab_goes_through_it_in_order_and_out_again(browser: &Browser) {
        let shop = Shop::asking_on_events();
        let words = shop.form("nps", "en").words;
        tab_in(browser, &shop, "nps", "en");
        // One stop for the scale, one for the closing button, one for the reason of asking; then
        // the page has the focus again.
        browser.press(key::TAB);
        let is_on_close = |s: &State| s.button(&words.close).is_some_and(|b| b.focused);
        browser.popup().wait_until("focus on close", is_on_close);
        browser.press(key::TAB);
        let on_why = "return document.querySelector('hearby-survey').shadowRoot.activeElement?.localName";
        wait_for("focus on why", || (browser.run(on_why) == "summary").then_some(()));
        browser.press(key::TAB);
        browser.popup().wait_until("focus outside", |state| !state.focused);
        happen(browser, "nothing");
        assert!(!browser.popup().is_gone(), "leaving it closed it");
    }
}

/// Presses Tab, or Shift+Tab, once a stop, and asserts that the focus is on each of these parts of
/// the popup in turn, by their ids or tags.
#[track_caller]
fn assert_stops(browser: &Browser, is_back: bool, stops: &[&str]) {
    let at = "const root = document.querySelector('hearby-survey').shadowRoot;\
              return root.activeElement?.id || root.activeElement?.localName || 'the page'";
    let mut met = Vec::new();
    for _ in stops {
        if is_back {
            browser.press_shift_tab();
        } else {
            browser.press(key::TAB);
        }
        met.push(browser.run(at).as_str().unwrap_or_default().to_owned());
    }
    assert_eq!(met, stops, "back: {is_back}");
}

/// Shows a survey while the focus is on that element of the page.
#[track_caller]
fn show_from(browser: &Browser, shop: &Shop, survey: &str, selector: &str) {
    shop.visit(browser, "/index.html");
    make_room(browser);
    browser.run_with(
        "document.querySelector(arguments[1]).focus(); hearby('show', arguments[0])",
        &json!([survey, selector]),
    );
    browser.popup().wait_for_scale();
}

/// Returns the id of the page's element that has the focus.
#[track_caller]
fn focused_on_page(browser: &Browser) -> Value {
    browser.run("return document.activeElement?.id ?? null")
}

fn is_thanks(state: &State) -> bool {
    state.scores.is_empty() && state.comment.is_none()
}

in_each_browser! {
    fn a_modal_one_keeps_the_focus_at_each_step_and_gives_it_back(browser: &Browser) {
        let shop = Shop::asking_everywhere();
        show_from(browser, &shop, "centre-light", "#subscribe");
        let question = ["answer-0", "close", "summary", "privacy"];
        let backwards = ["privacy", "summary", "close", "answer-0"];
        // From the card itself, which has the focus at first, backwards to its end.
        assert_stops(browser, true, &backwards);
        assert_stops(browser, true, &backwards);
        assert_stops(browser, false, &question[1..]);
        assert_stops(browser, false, &question);
        assert_stops(browser, false, &question[..1]);
        browser.press(key::ENTER);
        browser.popup().wait_until("focus in the comment", State::focus_on_comment);
        let comment = ["skip", "send", "close", "summary", "privacy", "change", "textarea"];
        let backwards = ["change", "privacy", "summary", "close", "send", "skip", "textarea"];
        assert_stops(browser, false, &comment);
        assert_stops(browser, true, &backwards);
        assert_stops(browser, false, &["skip"]);
        browser.press(key::ENTER);
        browser.popup().wait_until("thanks with focus", |s| is_thanks(s) && s.focused);
        assert_stops(browser, false, &["more", "close", "more"]);
        assert_stops(browser, true, &["close", "more"]);
        browser.press(key::ESCAPE);
        browser.popup().wait_until_gone();
        assert_focus_is_back(browser);
    }
}

in_each_browser! {
    fn a_modal_one_keeps_the_focus_when_what_it_holds_has_been_sent(browser: &Browser) {
        let shop = Shop::asking_everywhere();
        show_from(browser, &shop, "centre-light", "#subscribe");
        assert_stops(browser, false, &["answer-0"]);
        browser.press(key::ENTER);
        browser.popup().wait_until("focus in the comment", State::focus_on_comment);
        look_away(browser);
        browser.popup().wait_until("no way to change it", |s| s.button("Change").is_none());
        // The button that has gone from sight is no stop, and not in the way of the others.
        assert_stops(browser, false, &["skip", "send", "close", "summary", "privacy", "textarea"]);
        assert_stops(browser, true, &["privacy", "summary"]);
    }
}

in_each_browser! {
    fn a_modal_one_used_by_the_mouse_goes_after_its_thanks_and_gives_focus_back(browser: &Browser) {
        let shop = Shop::asking_everywhere();
        let words = shop.form("centre-light", "en").words;
        show_from(browser, &shop, "centre-light", "#subscribe");
        // Promoters get no button that would keep the thanks open.
        browser.popup().click_answer(9);
        browser.popup().click_button(&words.skip);
        browser.popup().wait_until("thanks", is_thanks);
        browser.move_to(5.0, 5.0);
        browser.popup().wait_until_gone();
        assert_focus_is_back(browser);
    }
}

in_each_browser! {
    fn a_bar_lets_the_focus_out_on_both_sides(browser: &Browser) {
        let shop = Shop::asking_everywhere();
        show_from(browser, &shop, "bottom-bar-light", "#subscribe");
        assert_eq!(focused_on_page(browser), "subscribe");
        assert_stops(browser, false, &["answer-0", "close", "summary", "privacy", "the page"]);
        show_from(browser, &shop, "bottom-bar-light", "#subscribe");
        assert_stops(browser, false, &["answer-0"]);
        assert_stops(browser, true, &["the page"]);
        assert_eq!(focused_on_page(browser), "subscribe");
        assert_stops(browser, false, &["answer-0"]);
        browser.press(key::ESCAPE);
        browser.popup().wait_until_gone();
        assert_focus_is_back(browser);
    }
}

in_each_browser! {
    fn in_the_page_it_is_one_part_among_others(browser: &Browser) {
        let shop = Shop::asking_everywhere();
        show_from(browser, &shop, "inline-light", "#before");
        assert_eq!(focused_on_page(browser), "before");
        let stops = ["answer-0", "close", "summary", "privacy"];
        assert_stops(browser, false, &stops);
        assert_stops(browser, false, &["the page"]);
        assert_eq!(focused_on_page(browser), "after");
        assert_stops(browser, true, &["privacy", "summary", "close", "answer-0", "the page"]);
        assert_eq!(focused_on_page(browser), "before");
        assert_stops(browser, false, &stops[..1]);
        browser.press(key::ESCAPE);
        browser.popup().wait_until_gone();
        assert_eq!(focused_on_page(browser), "before");
    }
}
