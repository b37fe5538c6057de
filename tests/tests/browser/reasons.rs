//! Reasons under the score: picked by pointer, finger and keys, and sent with the score in one
//! response.

use hearby_tests::{
    browser::{Browser, Popup, State, key},
    clock::wait_for,
    fixtures::SITE,
    in_each_browser,
    shop::{Shop, happen, look_away},
};
use serde_json::{Value, json};

/// Starts the shop with a survey whose detractors have eight reasons, and its passives two.
#[track_caller]
fn shop() -> Shop {
    let shop = Shop::asking_on_events();
    let long = json!({"en": "Sizes differ from those in the table", "vi": "Kích cỡ không giống trong bảng",
                      "ar": "المقاسات تختلف عن الجدول"});
    let survey = json!({
        "kind": "nps",
        "display": {"event": "ask-nps"},
        "reasons": {
            "detractor": [
                "price", "delivery", "quality", "service", "returns", "checkout",
                {"id": "sizes", "label": long}, "other",
            ],
            "passive": ["price", "selection"],
        },
    });
    shop.collector.put_survey(SITE, "nps", &survey);
    shop
}

#[track_caller]
fn answer<'b>(browser: &'b Browser, shop: &Shop, index: usize) -> Popup<'b> {
    shop.visit(browser, "/index.html");
    happen(browser, "ask-nps");
    let popup = browser.popup();
    popup.click_answer(index);
    popup.wait_until("the given answer", |state| state.button("Change").is_some());
    popup
}

fn is_picked(state: &State, name: &str) -> bool {
    state.button(name).is_some_and(|button| button.checked)
}

/// Waits until the collector has a response, and returns what was posted.
#[track_caller]
fn posted(browser: &Browser, n: usize) -> Vec<Value> {
    wait_for("sent", || (browser.recorded().posted().len() == n).then_some(()));
    wait_for("taken", || browser.recorded().events().contains(&"sent").then_some(()));
    browser.recorded().posted()
}

in_each_browser! {
    fn what_is_picked_is_sent_with_the_score_in_one_response(browser: &Browser) {
        let shop = shop();
        let popup = answer(browser, &shop, 3);
        popup.click_button("Delivery");
        popup.click_button("Price");
        popup.click_button("Product quality");
        let state = popup.wait_until("three picked", |state| is_picked(state, "Product quality"));
        // A fourth can't be, until one is given back; what else there is to say can be written.
        assert!(is_picked(&state, "Delivery") && state.comment.is_some(), "{state:?}");
        popup.click_button("Customer service");
        popup.click_button("Price");
        let state = popup.wait_until("price given back", |state| !is_picked(state, "Price"));
        assert!(!is_picked(&state, "Customer service"), "{state:?}");
        browser.screenshot("reasons-picked");
        popup.click_button("Send");
        let sent = posted(browser, 1);
        assert_eq!(sent[0]["reasons"], json!(["delivery", "quality"]));
        assert_eq!((&sent[0]["score"], &sent[0]["finished"]), (&json!(3), &json!(true)));
        let summary = shop.collector.summary_of(SITE, "nps", "?reasons=true");
        let reasons = summary.reasons.unwrap();
        let picked: Vec<&str> = reasons.reasons.iter().map(|one| one.reason.as_str()).collect();
        assert_eq!((reasons.asked, picked), (1, vec!["delivery", "quality"]));
    }
}

in_each_browser! {
    fn something_else_opens_the_comment_and_what_was_written_stays_open(browser: &Browser) {
        let shop = shop();
        let popup = answer(browser, &shop, 0);
        popup.click_button("Something else");
        popup.wait_until("focus in the comment", State::focus_on_comment);
        browser.type_text("The box was wet");
        popup.click_button("Something else");
        let state = popup.wait_until("given back", |state| !is_picked(state, "Something else"));
        assert!(state.comment.is_some(), "{state:?}");
        popup.click_button("Send");
        let sent = posted(browser, 1);
        assert_eq!(sent[0]["reasons"], json!([]));
        assert_eq!(sent[0]["comment"], json!("The box was wet"));
    }
}

in_each_browser! {
    fn the_second_click_of_a_double_click_picks_nothing(browser: &Browser) {
        let shop = shop();
        let popup = answer(browser, &shop, 1);
        let click = |n: u32| {
            let script = "document.querySelector('hearby-survey').shadowRoot.querySelector('[value=price]')\
                .dispatchEvent(new MouseEvent('click', {detail: arguments[0], bubbles: true, composed: true}))";
            browser.run_with(script, &json!([n]));
        };
        click(2);
        assert!(!is_picked(&popup.now().unwrap(), "Price"));
        click(1);
        popup.wait_until("picked", |state| is_picked(state, "Price"));
    }
}

in_each_browser! {
    fn a_card_that_closes_before_the_reasons_says_that_none_were_shown(browser: &Browser) {
        let shop = shop();
        shop.visit(browser, "/index.html");
        browser.run("hearby('on', 'answered', () => hearby('close'))");
        happen(browser, "ask-nps");
        let popup = browser.popup();
        popup.click_answer(3);
        popup.wait_until_gone();
        let sent = posted(browser, 1);
        assert_eq!((sent[0].get("reasons"), &sent[0]["reasons_asked"]), (None, &json!(false)));
    }
}

in_each_browser! {
    fn by_keyboard_the_reasons_come_behind_the_answer(browser: &Browser) {
        let shop = shop();
        shop.visit(browser, "/index.html");
        happen(browser, "ask-nps");
        let popup = browser.popup();
        popup.tab_to("the scale", State::focus_on_scale);
        browser.press(key::SPACE);
        let is_first = |state: &State| state.button("Price").is_some_and(|button| button.focused);
        popup.wait_until("focus on the first reason", is_first);
        browser.press(key::SPACE);
        popup.wait_until("picked", |state| is_picked(state, "Price"));
        popup.tab_to("the second reason", |state| {
            state.button("Delivery").is_some_and(|button| button.focused)
        });
        browser.press(key::ENTER);
        popup.wait_until("picked", |state| is_picked(state, "Delivery"));
        browser.press(key::ESCAPE);
        popup.wait_until_gone();
        assert_eq!(posted(browser, 1)[0]["reasons"], json!(["price", "delivery"]));
    }
}

in_each_browser! {
    fn each_group_has_its_own_reasons_and_one_without_any_says_so(browser: &Browser) {
        let shop = shop();
        let popup = answer(browser, &shop, 8);
        let state = popup.wait_for_comment_step();
        let names = ["Price", "Choice of products", "Delivery"].map(|name| state.button(name).is_some());
        assert_eq!(names, [true, true, false]);
        popup.click_button("Choice of products");
        // Another answer has other reasons; what was picked for the first is not sent with it.
        popup.click_button("Change");
        popup.wait_for_scale();
        popup.click_answer(10);
        let state = popup.wait_until("another answer", |state| state.text.contains("10 out of 10"));
        assert!(state.comment.is_some() && state.button("Price").is_none(), "{state:?}");
        popup.click_button("Skip");
        let sent = posted(browser, 1);
        assert_eq!((sent[0].get("reasons"), &sent[0]["reasons_asked"]), (None, &json!(false)));
    }
}

in_each_browser! {
    fn a_reason_that_is_picked_after_the_score_was_sent_comes_under_the_same_id(browser: &Browser) {
        let shop = shop();
        let popup = answer(browser, &shop, 2);
        look_away(browser);
        let sent = posted(browser, 1);
        assert_eq!(sent[0]["reasons"], json!([]));
        popup.click_button("Price");
        popup.wait_until("picked", |state| is_picked(state, "Price"));
        popup.click_button("Skip");
        let both = posted(browser, 2);
        assert_eq!((&both[1]["id"], &both[1]["reasons"]), (&sent[0]["id"], &json!(["price"])));
        let summary = shop.collector.summary_of(SITE, "nps", "?reasons=true");
        assert_eq!((summary.responses, summary.reasons.unwrap().reasons[0].responses), (1, 1));
    }
}

/// Asserts that all parts lie on the card and are large enough for a finger.
#[track_caller]
fn assert_fits(what: &str, state: &State, [width, height]: [f64; 2]) {
    let [left, top, card_width, card_height] = state.rect;
    let is_on_screen = left >= -0.5 && top >= -0.5 && left + card_width <= width + 0.5;
    assert!(is_on_screen && top + card_height <= height + 0.5, "{what}: {:?}", state.rect);
    for part in &state.buttons {
        let [x, _, part_width, part_height] = part.rect;
        let is_inside = x >= left - 0.5 && x + part_width <= left + card_width + 0.5;
        assert!(is_inside && part_height >= 24.0, "{what}: {part:?}");
    }
}

in_each_browser! {
    fn eight_reasons_fit_a_small_phone_in_any_direction(browser: &Browser) {
        let shop = shop();
        for (lang, first) in [("en", "Price"), ("vi", "Giá cả"), ("ar", "Price")] {
            browser.resize(360, 640);
            shop.visit(browser, "/index.html");
            browser.run_with("hearby('reset'); hearby('show', 'nps', {lang: arguments[0]})", &json!([lang]));
            let popup = browser.popup();
            popup.click_answer(1);
            let state = popup.wait_until("the reasons", |state| state.button(first).is_some());
            let viewport = browser.viewport().map(f64::from);
            assert_fits(lang, &state, viewport);
            popup.click_button(first);
            popup.wait_until("picked", |state| is_picked(state, first));
            browser.screenshot(&format!("reasons-phone-{lang}"));
        }
    }
}
