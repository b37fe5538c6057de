//! A visitor who changes their mind: another answer, or a comment that is begun and not sent.

use hearby_tests::{
    assertions::assert_scores,
    browser::{Browser, Popup, State, key},
    clock::wait_for,
    fixtures::SITE,
    in_each_browser,
    shop::{Shop, happen, look_away},
};
use wire::form::Words;

/// Gives an answer to a survey that has just come, and waits for the comment step.
#[track_caller]
fn answer<'b>(browser: &'b Browser, shop: &Shop, index: usize) -> Popup<'b> {
    shop.visit(browser, "/index.html");
    happen(browser, "ask-nps");
    let popup = browser.popup();
    popup.click_answer(index);
    popup.wait_for_comment_step();
    popup
}

#[track_caller]
fn words(shop: &Shop) -> Words {
    shop.form("nps", "en").words
}

/// Waits until the page was told that the response is there, and returns all that it was told.
#[track_caller]
fn events(browser: &Browser) -> Vec<String> {
    wait_for("sent", || browser.recorded().events().contains(&"sent").then_some(()));
    browser.recorded().events().into_iter().map(str::to_owned).collect()
}

fn has_no_change(state: &State) -> bool {
    state.comment.is_some() && state.button("Change").is_none()
}

in_each_browser! {
    fn the_given_answer_is_in_sight_and_another_one_takes_its_place(browser: &Browser) {
        let shop = Shop::asking_on_events();
        let popup = answer(browser, &shop, 2);
        assert!(popup.wait_for_comment_step().text.contains("2 out of 10"));
        popup.type_comment("Kept for the other answer");
        popup.click_button(&words(&shop).change);
        let state = popup.wait_for_scale();
        assert_eq!((state.chosen(), state.name), (None, shop.form("nps", "en").question));
        popup.click_answer(9);
        let state = popup.wait_for_comment_step();
        assert!(state.text.contains("9 out of 10") && !state.text.contains("2 out of"), "{state:?}");
        assert!(state.text.contains(&shop.form("nps", "en").follow_up[2]), "{state:?}");
        popup.click_button(&words(&shop).send);
        assert_eq!(events(browser), ["shown", "answered", "answered", "sent"]);
        let posted = browser.recorded().posted();
        assert_eq!((posted.len(), &posted[0]["score"]), (1, &9.into()));
        let summary = shop.collector.summary(SITE, "nps");
        assert_scores(&summary, &[9]);
        assert_eq!(summary.comments, 1);
    }
}

in_each_browser! {
    fn by_keyboard_the_focus_goes_back_to_the_given_answer(browser: &Browser) {
        let shop = Shop::asking_on_events();
        shop.visit(browser, "/index.html");
        happen(browser, "ask-nps");
        let popup = browser.popup();
        popup.tab_to("the scale", State::focus_on_scale);
        browser.press(key::RIGHT);
        popup.wait_until("focus on the second answer", |state| state.scores[1].focused);
        browser.press(key::SPACE);
        popup.wait_until("focus in the comment", State::focus_on_comment);
        browser.press_shift_tab();
        let change = words(&shop).change;
        let is_on_change = |state: &State| state.button(&change).is_some_and(|one| one.focused);
        popup.wait_until("focus on the button", is_on_change);
        browser.press(key::ENTER);
        popup.wait_until("focus on the given answer", |state| {
            state.scores.get(1).is_some_and(|answer| answer.focused)
        });
        browser.press(key::RIGHT);
        browser.press(key::SPACE);
        popup.click_button(&words(&shop).skip);
        let _ = events(browser);
        assert_scores(&shop.collector.summary(SITE, "nps"), &[2]);
    }
}

in_each_browser! {
    fn an_answer_that_was_taken_back_is_never_sent(browser: &Browser) {
        let shop = Shop::asking_on_events();
        let popup = answer(browser, &shop, 0);
        popup.click_button(&words(&shop).change);
        popup.wait_for_scale();
        popup.click_button(&words(&shop).close);
        popup.wait_until_gone();
        assert_eq!(browser.recorded().events(), ["shown", "answered", "dismissed"]);
        browser.go(&shop.pages.at("/style.css"));
        assert_eq!(shop.collector.summary(SITE, "nps").responses, 0);
    }
}

in_each_browser! {
    fn an_answer_that_was_sent_stays_as_it_is(browser: &Browser) {
        let shop = Shop::asking_on_events();
        let popup = answer(browser, &shop, 8);
        look_away(browser);
        let state = popup.wait_until("no way to change it", has_no_change);
        assert!(state.text.contains("8 out of 10"), "{state:?}");
        popup.click_button(&words(&shop).skip);
        let _ = events(browser);
        assert_scores(&shop.collector.summary(SITE, "nps"), &[8]);
    }
}

in_each_browser! {
    fn a_comment_that_is_begun_is_left_behind_only_by_a_second_press(browser: &Browser) {
        let shop = Shop::asking_on_events();
        let Words { unsent, close, skip, .. } = words(&shop);
        let is_warned = |state: &State| state.text.contains(&unsent);
        let popup = answer(browser, &shop, 7);
        popup.type_comment("Half a");
        for name in [&close, &skip] {
            popup.click_button(name);
            popup.wait_until("the warning", is_warned);
            // Whoever goes on writing is warned again.
            browser.run(
                "const root = document.querySelector('hearby-survey').shadowRoot;\
                 const field = root.querySelector('textarea');\
                 field.value += ' word';\
                 field.dispatchEvent(new InputEvent('input', {bubbles: true}))",
            );
            popup.wait_until("no warning", |state| !is_warned(state));
        }
        browser.press(key::ESCAPE);
        popup.wait_until("the warning", is_warned);
        browser.press(key::ESCAPE);
        popup.wait_until_gone();
        let _ = events(browser);
        let summary = shop.collector.summary(SITE, "nps");
        assert_eq!((summary.responses, summary.comments), (1, 0));
    }
}
