//! Places of the popup: before the page, which waits, as a bar, and in an element of the page.

use hearby_tests::{
    browser::{Browser, State, key},
    clock::wait_for,
    fixtures::SITE,
    in_each_browser,
    shop::{Shop, happen},
};
use serde_json::{Value, json};

/// Starts a shop whose survey `nps` has this theme.
#[track_caller]
fn shop_with(theme: &Value) -> Shop {
    let shop = Shop::asking_on_events();
    let survey = json!({"kind": "nps", "theme": theme, "display": {"event": "ask-nps"}});
    shop.collector.put_survey(SITE, "nps", &survey);
    shop
}

/// Returns the id of the page's element that has the focus.
#[track_caller]
fn focused(browser: &Browser) -> Value {
    browser.run("return document.activeElement?.id ?? null")
}

/// Returns the id of the popup's element that has the focus.
#[track_caller]
fn focused_inside(browser: &Browser) -> String {
    let id = "return document.querySelector('hearby-survey')?.shadowRoot.activeElement?.id ?? ''";
    browser.run(id).as_str().unwrap_or_default().to_owned()
}

/// True if a click at the page's upper left corner reaches the page.
#[track_caller]
fn page_is_reached(browser: &Browser) -> bool {
    let at = "return document.elementFromPoint(5, 5)?.localName != 'hearby-survey'";
    browser.run(at) == true
}

in_each_browser! {
    fn in_the_middle_the_page_waits_and_gets_its_focus_back(browser: &Browser) {
        let shop = shop_with(&json!({"position": "centre"}));
        shop.visit(browser, "/index.html");
        browser.run("document.querySelector('#mail').focus()");
        happen(browser, "ask-nps");
        let state = browser.popup().wait_for_scale();
        let [width, height] = browser.viewport().map(f64::from);
        let [left, top, w, h] = state.rect;
        let off = [left + w / 2.0 - width / 2.0, top + h / 2.0 - height / 2.0];
        assert!(off.iter().all(|px| px.abs() < 20.0), "not in the middle: {:?}", state.rect);
        // Focus came in, but not onto an answer: a key meant for the page answers nothing.
        assert_eq!((focused(browser), focused_inside(browser)), (json!(""), String::new()));
        browser.type_text("7 ");
        assert_eq!(browser.popup().wait_for_scale().chosen(), None);
        assert_eq!(browser.run("return document.querySelector('#mail').value"), "");
        assert!(!page_is_reached(browser), "the page is not inert");
        browser.run("document.querySelector('#subscribe').focus()");
        assert_ne!(focused(browser), "subscribe", "what is inert took focus");
        browser.press(key::ESCAPE);
        browser.popup().wait_until_gone();
        assert_eq!(focused(browser), "mail");
        assert!(page_is_reached(browser));
        assert_eq!(browser.recorded().events(), ["shown", "dismissed"]);
        assert_eq!(browser.recorded().complaints(), [""; 0]);
    }
}

in_each_browser! {
    fn in_the_middle_tab_goes_round(browser: &Browser) {
        let shop = shop_with(&json!({"position": "centre"}));
        shop.visit(browser, "/index.html");
        happen(browser, "ask-nps");
        browser.popup().wait_for_scale();
        let mut stops = Vec::new();
        for _ in 0..8 {
            browser.press(key::TAB);
            stops.push(focused_inside(browser));
        }
        // The scale, the closing button, the reason of asking: three stops, and the first again.
        assert_eq!(stops[0], "answer-0");
        assert_eq!(stops[1], "close");
        assert_eq!(stops[3..6], stops[0..3], "{stops:?}");
    }
}

in_each_browser! {
    fn a_click_beside_it_closes_it_but_loses_no_comment(browser: &Browser) {
        let shop = shop_with(&json!({"position": "centre"}));
        shop.visit(browser, "/index.html");
        happen(browser, "ask-nps");
        browser.popup().click_answer(9);
        browser.popup().type_comment("Almost");
        browser.click_at(5.0, 5.0);
        let state = browser.popup().wait_for_comment_step();
        assert_eq!(state.comment.map(|field| field.value).as_deref(), Some("Almost"));
        let unsent = shop.form("nps", "en").words.unsent;
        browser.press(key::ESCAPE);
        browser.popup().wait_until("the warning", |state| state.text.contains(&unsent));
        browser.press(key::ESCAPE);
        browser.popup().wait_until_gone();
        // A given answer is kept, whatever closes the popup.
        wait_for("the answer", || (shop.collector.summary(SITE, "nps").responses == 1).then_some(()));
        let shop = shop_with(&json!({"position": "centre"}));
        shop.visit(browser, "/index.html");
        happen(browser, "ask-nps");
        browser.popup().wait_for_scale();
        browser.click_at(5.0, 5.0);
        browser.popup().wait_until_gone();
        assert_eq!(browser.recorded().events(), ["shown", "dismissed"]);
    }
}

in_each_browser! {
    fn a_bar_lies_along_the_lower_edge(browser: &Browser) {
        let shop = shop_with(&json!({"position": "bottom-bar"}));
        shop.visit(browser, "/index.html");
        happen(browser, "ask-nps");
        let state = browser.popup().wait_for_scale();
        let [left, top, width, height] = state.rect;
        let page = browser.run("return document.documentElement.clientWidth").as_f64().unwrap();
        assert!(left.abs() < 1.0 && (width - page).abs() < 1.0, "{left} {width} of {page}");
        assert!((top + height - f64::from(browser.viewport()[1])).abs() < 1.0, "{top} {height}");
        assert!(height < 180.0, "hides much of the page: {height}");
        assert!(page_is_reached(browser) && !state.focused);
    }
}

/// Script that adds an element of that height to the page, between two others.
const PLACE: &str = "document.querySelector('main, body').insertAdjacentHTML('afterbegin',\
    '<p id=\"above\">above</p><div id=\"place\" style=\"min-height:320px\"></div><p id=\"below\">below</p>')";

#[track_caller]
fn top_of(browser: &Browser, selector: &str) -> f64 {
    let script =
        "return document.querySelector(arguments[0]).getBoundingClientRect().top + scrollY";
    browser.run_with(script, &json!([selector])).as_f64().unwrap()
}

#[track_caller]
fn assert_in_place(browser: &Browser, state: &State) {
    let place = browser.run(
        "const { left, top, width, height } = document.querySelector('#place').getBoundingClientRect();\
         return [left, top, width, height]",
    );
    let place: [f64; 4] = serde_json::from_value(place).unwrap();
    let [left, top, width, height] = state.rect;
    assert!(
        (left - place[0]).abs() < 1.0 && (width - place[2]).abs() < 1.0,
        "{:?} {place:?}",
        state.rect
    );
    assert!(top >= place[1] - 1.0 && height <= place[3] + 1.0, "{:?} {place:?}", state.rect);
}

in_each_browser! {
    fn in_an_element_it_is_a_part_of_the_page_and_nothing_moves(browser: &Browser) {
        let shop = shop_with(&json!({"position": "inline", "into": "#place"}));
        let form = shop.form("nps", "en");
        shop.visit(browser, "/index.html");
        browser.run(PLACE);
        browser.run("document.addEventListener('hearby:closed', () => { window.isClosed = true })");
        let below = top_of(browser, "#below");
        happen(browser, "ask-nps");
        let state = browser.popup().wait_for_scale();
        assert_in_place(browser, &state);
        assert!(!state.focused);
        let still = |what: &str| {
            let now = top_of(browser, "#below");
            assert!((now - below).abs() < 0.5, "{what}: {below} became {now}");
        };
        still("shown");
        browser.popup().click_answer(9);
        assert_in_place(browser, &browser.popup().wait_for_comment_step());
        still("commented");
        browser.popup().click_button(&form.words.skip);
        let is_thanks = |state: &State| state.text.contains(&form.thanks[2]);
        browser.popup().wait_until("thanks", is_thanks);
        // The page was told that it is over, and the thanks stay: nothing jumps up.
        wait_for("end", || (browser.run("return window.isClosed ?? false") == true).then_some(()));
        assert!(!browser.popup().is_gone());
        still("thanked");
        // Another survey may be shown now, above the page: the thanks stay.
        let wait_for_cards = |n_cards: u64| {
            let count = "return document.querySelectorAll('hearby-survey').length";
            wait_for("cards", || (browser.run(count) == n_cards).then_some(()));
        };
        browser.run("hearby('show', 'csat')");
        wait_for_cards(2);
        assert!(is_thanks(&browser.popup().wait()));
        still("beside another");
        browser.run("hearby('reset')");
        wait_for_cards(0);
    }
}

in_each_browser! {
    fn a_page_may_hand_over_an_element_or_name_one(browser: &Browser) {
        let shop = Shop::asking_on_events();
        for place in ["'#place'", "document.querySelector('#place')"] {
            shop.visit(browser, "/index.html");
            browser.run(PLACE);
            browser.run(&format!("hearby('show', 'nps', {{ into: {place} }})"));
            assert_in_place(browser, &browser.popup().wait_for_scale());
        }
    }
}

in_each_browser! {
    fn a_response_says_whether_it_was_asked_above_the_page_or_in_it(browser: &Browser) {
        let shop = Shop::asking_on_events();
        let places = [("popup", "hearby('show', 'nps')"), ("inline", "hearby('show', 'nps', { into: '#place' })")];
        for (source, show) in places {
            shop.visit(browser, "/index.html");
            browser.run(PLACE);
            browser.run(show);
            browser.popup().wait_for_scale();
            browser.popup().click_answer(9);
            browser.popup().wait_for_comment_step();
            browser.popup().click_button(&shop.form("nps", "en").words.skip);
            let query = format!("?filter[source]={source}&filter[version]=1&filter[wording]=2");
            wait_for("the response", || {
                (shop.collector.summary_of(SITE, "nps", &query).responses == 1).then_some(())
            });
        }
        assert_eq!(shop.collector.summary_of(SITE, "nps", "?filter[source]=").responses, 0);
    }
}

in_each_browser! {
    fn without_its_element_nothing_is_shown_and_the_page_is_told(browser: &Browser) {
        let shop = Shop::asking_on_events();
        for place in ["'#nowhere'", "'[[['", "{}", "document.createElement('div')"] {
            shop.visit(browser, "/index.html");
            browser.run("document.addEventListener('hearby:error', (e) => { window.said = e.detail.code })");
            browser.run(&format!("hearby('show', 'nps', {{ into: {place} }})"));
            wait_for("error", || (browser.run("return window.said ?? null") == "place-missing").then_some(()));
            assert!(browser.popup().is_gone(), "{place}");
            // It does not block the next one either.
            browser.run("hearby('show', 'ces')");
            browser.popup().wait_for_scale();
        }
    }
}
