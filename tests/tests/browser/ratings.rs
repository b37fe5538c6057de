//! Ratings of several attributes (CSI) in the popup: by pointer, finger and keys, whole and in part, and
//! sent in one response.

use hearby_tests::{
    browser::{Browser, Popup, State, key},
    clock::wait_for,
    fixtures::SITE,
    hostile::Hostile,
    in_each_browser,
    shop::{Shop, happen, look_away},
};
use serde_json::{Value, json};

/// Starts the shop with an index of three attributes.
#[track_caller]
fn shop() -> Shop {
    let shop = Shop::asking_on_events();
    shop.collector.put_survey(SITE, "index", &index());
    shop
}

/// An index of three attributes.
fn index() -> Value {
    let attribute = |id: &str, en: &str, vi: &str| json!({"id": id, "label": {"en": en, "vi": vi}});
    let attributes = [
        attribute("tea", "The tea", "Trà"),
        attribute("staff", "The staff", "Nhân viên"),
        attribute("price", "The price", "Giá cả"),
    ];
    json!({"kind": "csi", "scale": "1-5", "rated_attributes": attributes,
        "display": {"event": "ask-csi"}})
}

/// Starts the shop with an index of two attributes on ten points.
#[track_caller]
fn shop_of_tens() -> Shop {
    let shop = Shop::asking_on_events();
    let attributes = ["a", "b"].map(|id| json!({"id": id, "label": {"en": id}}));
    let survey = json!({"kind": "csi", "scale": "1-10", "rated_attributes": attributes,
        "display": {"event": "ask-tens"}});
    shop.collector.put_survey(SITE, "tens", &survey);
    shop
}

#[track_caller]
fn asked<'b>(browser: &'b Browser, shop: &Shop) -> Popup<'b> {
    shop.visit(browser, "/index.html");
    happen(browser, "ask-csi");
    let popup = browser.popup();
    let state = popup.wait_until("three rows", |state| state.scores.len() == 15);
    assert!(state.text.contains("The staff"), "{state:?}");
    popup
}

/// Rates the attribute at a row.
#[track_caller]
fn rate(popup: Popup<'_>, row: usize, value: usize) {
    let place = row * 5 + value - 1;
    popup.click_answer(place);
}

/// Returns the ratings on the card, 0 for none.
fn ratings(state: &State) -> Vec<usize> {
    let rows = state.scores.chunks(5);
    rows.map(|row| row.iter().position(|one| one.checked).map_or(0, |at| at + 1)).collect()
}

#[track_caller]
fn posted(browser: &Browser, n: usize) -> Vec<Value> {
    wait_for("sent", || (browser.recorded().posted().len() == n).then_some(()));
    wait_for("taken", || {
        (browser.recorded().events().iter().filter(|event| **event == "sent").count() == n)
            .then_some(())
    });
    browser.recorded().posted()
}

#[track_caller]
fn summary(shop: &Shop) -> Value {
    let path = format!("/v1/sites/{SITE}/surveys/index/summary");
    shop.collector.as_admin("GET", &path, None).expect(200).json()
}

in_each_browser! {
    fn all_ratings_lead_to_the_comment_and_are_one_response(browser: &Browser) {
        let shop = shop();
        let popup = asked(browser, &shop);
        assert!(browser.axe().violations.is_empty(), "{:#?}", browser.axe().violations);
        browser.screenshot("ratings-empty");
        rate(popup, 0, 5);
        rate(popup, 1, 4);
        popup.wait_until("two rated", |state| ratings(state) == [5, 4, 0]);
        browser.screenshot("ratings-two");
        rate(popup, 2, 1);
        let state = popup.wait_for_comment_step();
        assert!(state.text.contains("The tea: 5, The staff: 4, The price: 1"), "{state:?}");
        popup.type_comment("Trà ngon.");
        popup.click_button("Send");
        let sent = posted(browser, 1);
        assert_eq!(sent[0]["ratings"], json!({"tea": 5, "staff": 4, "price": 1}));
        assert_eq!((sent[0].get("score"), &sent[0]["finished"]), (None, &json!(true)));
        let summary = summary(&shop);
        assert_eq!((&summary["responses"], &summary["comments"]), (&json!(1), &json!(1)));
        // (100 + 75 + 0) / 3.
        assert_eq!(summary["score"]["value"], json!(58.33));
        let told = browser.recorded();
        assert_eq!(told.event("answered").unwrap()["ratings"]["tea"], json!(5));
        assert!(!told.events().contains(&"dismissed"), "{:?}", told.events());
    }
}

in_each_browser! {
    fn whoever_rates_a_part_goes_on_by_the_button(browser: &Browser) {
        let shop = shop();
        let popup = asked(browser, &shop);
        assert!(popup.now().is_none_or(|state| state.button("Send").is_none()));
        rate(popup, 1, 2);
        popup.wait_until("the button", |state| state.button("Send").is_some());
        popup.click_button("Send");
        popup.wait_for_comment_step();
        popup.click_button("Skip");
        let sent = posted(browser, 1);
        assert_eq!(sent[0]["ratings"], json!({"staff": 2}));
        assert_eq!(summary(&shop)["responses"], json!(1));
    }
}

in_each_browser! {
    fn a_visitor_who_goes_away_amid_the_rows_is_counted_once(browser: &Browser) {
        let shop = shop();
        let popup = asked(browser, &shop);
        rate(popup, 0, 3);
        popup.wait_until("rated", |state| ratings(state) == [3, 0, 0]);
        look_away(browser);
        let first = posted(browser, 1);
        assert_eq!((&first[0]["ratings"], &first[0]["finished"]), (&json!({"tea": 3}), &json!(false)));
        rate(popup, 2, 4);
        popup.wait_until("rated", |state| ratings(state) == [3, 0, 4]);
        browser.press(key::ESCAPE);
        let both = posted(browser, 2);
        assert_eq!(both[1]["id"], first[0]["id"]);
        assert_eq!(both[1]["ratings"], json!({"tea": 3, "price": 4}));
        assert_eq!(summary(&shop)["responses"], json!(1));
        assert!(!browser.recorded().events().contains(&"dismissed"));
    }
}

in_each_browser! {
    fn a_card_without_a_rating_is_dismissed(browser: &Browser) {
        let shop = shop();
        let popup = asked(browser, &shop);
        popup.click_button("Close");
        popup.wait_until_gone();
        wait_for("told", || browser.recorded().events().contains(&"dismissed").then_some(()));
        assert!(browser.recorded().posted().is_empty());
    }
}

in_each_browser! {
    fn a_rating_is_changed_before_it_is_sent_and_the_others_stay(browser: &Browser) {
        let shop = shop();
        let popup = asked(browser, &shop);
        for (row, value) in [(0, 5), (1, 5), (2, 5)] {
            rate(popup, row, value);
        }
        popup.wait_for_comment_step();
        popup.click_button("Change");
        let state = popup.wait_until("the rows", |state| state.scores.len() == 15);
        assert_eq!(ratings(&state), [5, 5, 5]);
        rate(popup, 2, 2);
        popup.wait_until("changed", |state| ratings(state) == [5, 5, 2]);
        popup.click_button("Send");
        popup.wait_for_comment_step();
        popup.click_button("Skip");
        let sent = posted(browser, 1);
        assert_eq!(sent[0]["ratings"], json!({"tea": 5, "staff": 5, "price": 2}));
        assert_eq!(summary(&shop)["responses"], json!(1));
    }
}

in_each_browser! {
    fn by_keyboard_each_row_is_one_stop_and_digits_rate(browser: &Browser) {
        let shop = shop();
        let popup = asked(browser, &shop);
        let is_on = |at: usize| move |state: &State| state.scores.get(at).is_some_and(|one| one.focused);
        popup.tab_to("the first row", is_on(0));
        browser.press(key::RIGHT);
        popup.wait_until("the second answer", is_on(1));
        browser.press(key::LEFT);
        browser.press(key::LEFT);
        popup.wait_until("round the end", is_on(4));
        browser.press(key::SPACE);
        popup.wait_until("rated", |state| ratings(state) == [5, 0, 0]);
        popup.tab_to("the second row", is_on(5));
        browser.type_text("3");
        popup.wait_until("rated", |state| ratings(state) == [5, 3, 0]);
        popup.tab_to("the third row", is_on(10));
        browser.type_text("4");
        popup.wait_for_comment_step();
        browser.press(key::ESCAPE);
        popup.wait_until_gone();
        assert_eq!(posted(browser, 1)[0]["ratings"], json!({"tea": 5, "staff": 3, "price": 4}));
    }
}

in_each_browser! {
    fn a_typed_ten_is_no_one(browser: &Browser) {
        let shop = shop_of_tens();
        shop.visit(browser, "/index.html");
        happen(browser, "ask-tens");
        let popup = browser.popup();
        popup.wait_until("two rows", |state| state.scores.len() == 20);
        let is_on = |at: usize| move |state: &State| state.scores.get(at).is_some_and(|one| one.focused);
        popup.tab_to("the first row", is_on(0));
        browser.type_text("1");
        popup.wait_until("a lone 1", |state| state.scores[0].checked);
        popup.tab_to("the second row", is_on(10));
        browser.type_text("10");
        popup.wait_for_comment_step();
        browser.press(key::ESCAPE);
        popup.wait_until_gone();
        assert_eq!(posted(browser, 1)[0]["ratings"], json!({"a": 1, "b": 10}));
    }
}

in_each_browser! {
    fn arrows_move_the_rows_stop_of_tab(browser: &Browser) {
        let shop = shop();
        let popup = asked(browser, &shop);
        let is_on = |at: usize| move |state: &State| state.scores.get(at).is_some_and(|one| one.focused);
        popup.tab_to("the second row", is_on(5));
        browser.press(key::RIGHT);
        browser.press(key::RIGHT);
        popup.wait_until("the third answer", is_on(7));
        browser.press_shift_tab();
        popup.wait_until("the row before", is_on(0));
        popup.tab_to("where it was", is_on(7));
    }
}

in_each_browser! {
    /// Of presses before the WASM is there, the last one of each row counts.
    fn what_was_rated_before_the_wasm_is_there_is_sent_as_it_was_then(browser: &Browser) {
        let hostile = Hostile::start();
        hostile.collector.put_survey(SITE, "index", &index());
        hostile.visit(browser, "slow");
        happen(browser, "ask-csi");
        let popup = browser.popup();
        popup.wait_until("three rows", |state| state.scores.len() == 15);
        for (row, value) in [(0, 3), (0, 4), (1, 5), (2, 2)] {
            rate(popup, row, value);
        }
        popup.wait_until("all rated", |state| ratings(state) == [4, 5, 2]);
        browser.run("letGo()");
        popup.wait_for_comment_step();
        browser.press(key::ESCAPE);
        assert_eq!(posted(browser, 1)[0]["ratings"], json!({"tea": 4, "staff": 5, "price": 2}));
        let answered = browser.recorded().events().iter().filter(|event| **event == "answered").count();
        assert_eq!(answered, 1);
    }
}

in_each_browser! {
    fn ten_attributes_on_ten_points_fit_a_small_phone_in_any_direction(browser: &Browser) {
        let shop = shop();
        let label = json!({"en": "How quickly we answered your question", "ar": "سرعة الرد على سؤالك",
            "vi": "Chúng tôi trả lời bạn nhanh đến mức nào"});
        let attributes: Vec<Value> =
            (0..10).map(|n| json!({"id": format!("a{n}"), "label": label})).collect();
        let survey = json!({"kind": "csi", "scale": "1-10", "rated_attributes": attributes,
            "display": {"event": "ask-long"}});
        shop.collector.put_survey(SITE, "long", &survey);
        for lang in ["en", "vi", "ar"] {
            browser.resize(360, 640);
            shop.visit(browser, "/index.html");
            let show = "hearby('reset'); hearby('show', 'long', {lang: arguments[0]})";
            browser.run_with(show, &json!([lang]));
            let popup = browser.popup();
            let state = popup.wait_until("all rows", |state| state.scores.len() == 100);
            let [left, _, width, _] = state.rect;
            for part in &state.scores {
                let [x, _, part_width, part_height] = part.rect;
                let is_inside = x >= left - 0.5 && x + part_width <= left + width + 0.5;
                assert!(is_inside && part_width >= 24.0 && part_height >= 24.0, "{lang}: {part:?}");
            }
            browser.screenshot(&format!("ratings-phone-{lang}"));
        }
    }
}
