//! The popup is a guest: it takes nothing, leaves nothing behind and goes when asked to.

use hearby_tests::{
    assertions::assert_scores,
    browser::{Browser, Engine, key},
    clock::wait_for,
    fixtures::SITE,
    in_each_browser,
    shop::{Shop, happen, make_room},
};
use serde_json::{Value, json};

/// Returns the id of the page's element that has the focus.
#[track_caller]
fn focused(browser: &Browser) -> Value {
    browser.run("return document.activeElement?.id ?? null")
}

#[track_caller]
fn value_of_mail(browser: &Browser) -> Value {
    browser.run("return document.querySelector('#mail').value")
}

in_each_browser! {
    fn a_visitor_who_is_typing_is_not_interrupted(browser: &Browser) {
        let shop = Shop::asking_on_events();
        shop.visit(browser, "/index.html");
        browser.run("document.querySelector('#mail').focus()");
        browser.type_text("lan7");
        happen(browser, "ask-nps");
        let state = browser.popup().wait_for_scale();
        assert!(!state.focused, "{state:#?}");
        assert_eq!(focused(browser), "mail");
        browser.type_text("10@shop");
        assert_eq!(value_of_mail(browser), "lan710@shop");
        let state = browser.popup().wait_for_scale();
        assert_eq!(state.chosen(), None, "digits meant for the page answered the survey");
        // Escape belongs to the page, too, while the page has the focus.
        browser.press(key::ESCAPE);
        assert!(!browser.popup().is_gone());
    }
}

in_each_browser! {
    fn escape_closes_it_as_a_dismissal_and_gives_the_focus_back(browser: &Browser) {
        let shop = Shop::asking_on_events();
        shop.visit(browser, "/index.html");
        happen(browser, "ask-nps");
        browser.popup().wait_for_scale();
        browser.run("document.querySelector('#subscribe').focus()");
        browser.popup().tab_to("the scale", |state| state.focus_on_scale());
        browser.press(key::ESCAPE);
        browser.popup().wait_until_gone();
        assert_eq!(focused(browser), "subscribe");
        let recorded = browser.recorded();
        assert_eq!(recorded.events(), ["shown", "dismissed"]);
        assert_eq!(recorded.posted(), [Value::Null; 0]);
        assert_scores(&shop.collector.summary(SITE, "nps"), &[]);
    }
}

in_each_browser! {
    fn the_closing_button_closes_it_and_nothing_of_it_stays(browser: &Browser) {
        let shop = Shop::asking_on_events();
        let form = shop.form("nps", "en");
        shop.visit(browser, "/index.html");
        let elements = "return document.querySelectorAll('*').length";
        let before = browser.run(elements);
        happen(browser, "ask-nps");
        browser.popup().click_button(&form.words.close);
        browser.popup().wait_until_gone();
        wait_for("page as it was", || (browser.run(elements) == before).then_some(()));
        assert_eq!(browser.recorded().events(), ["shown", "dismissed"]);
    }
}

in_each_browser! {
    fn the_page_keeps_its_layout_its_globals_and_its_console(browser: &Browser) {
        let shop = Shop::asking_on_events();
        shop.visit(browser, "/index.html");
        let place = "return JSON.stringify([...document.querySelectorAll('body *')]\
                     .filter((element) => !element.shadowRoot)\
                     .map((element) => Object.values(element.getBoundingClientRect().toJSON())))";
        // The page's own style sheet is there once the loader is, or the page would shift by
        // itself.
        wait_for("page at rest", || {
            (browser.run("return document.readyState") == "complete").then_some(())
        });
        let before = browser.run(place);
        happen(browser, "ask-nps");
        browser.popup().wait_for_scale();
        assert_eq!(browser.run(place), before);
        browser.popup().click_answer(9);
        browser.popup().wait_for_comment_step();
        assert_eq!(browser.run(place), before);
        let recorded = browser.recorded();
        assert!(recorded.layout_shift.abs() < f64::EPSILON, "{recorded:#?}");
        assert_eq!(recorded.new_globals, ["hearby"]);
        assert_eq!(recorded.complaints(), [""; 0]);
    }
}

in_each_browser! {
    fn the_pages_styles_do_not_reach_it(browser: &Browser) {
        let shop = Shop::asking_on_events();
        shop.visit(browser, "/index.html");
        happen(browser, "ask-nps");
        browser.popup().click_answer(9);
        // The page hides every textarea; the wait sees that ours is shown.
        browser.popup().wait_for_comment_step();
        let style = browser.run(
            "const host = [...document.querySelectorAll('*')].find((e) => e.shadowRoot);\
             const style = getComputedStyle(host.shadowRoot.querySelector('button'));\
             return [style.textTransform, style.fontStyle, style.borderTopStyle]",
        );
        let style: [String; 3] = serde_json::from_value(style).unwrap();
        assert_eq!((style[0].as_str(), style[1].as_str()), ("none", "normal"));
        assert_ne!(style[2], "dotted");
    }
}

in_each_browser! {
    fn assistive_technology_meets_a_named_dialog_with_a_named_group(browser: &Browser) {
        let shop = Shop::asking_on_events();
        let form = shop.form("csat", "en");
        shop.visit(browser, "/index.html");
        happen(browser, "ask-csat");
        let state = browser.popup().wait_for_scale();
        assert_eq!((state.name, state.lang.as_str(), state.dir.as_str()), (form.question, "en", "ltr"));
        let group = browser.run(
            "const host = [...document.querySelectorAll('*')].find((e) => e.shadowRoot);\
             const root = host.shadowRoot;\
             const group = root.querySelector('[role=radiogroup], fieldset');\
             const name = group.getAttribute('aria-label') ?? (group.getAttribute('aria-labelledby') ?? '')\
                 .split(' ').map((id) => root.getElementById(id)?.textContent ?? '').join(' ');\
             const dialog = root.querySelector('[role=dialog]');\
             return {name, modal: dialog.getAttribute('aria-modal')}",
        );
        assert!(!group["name"].as_str().unwrap_or_default().trim().is_empty(), "{group}");
        assert_ne!(group["modal"], json!("true"), "the page behind stays usable");
        for part in &state.scores {
            let [_, _, width, height] = part.rect;
            assert!(width >= 24.0 && height >= 24.0, "WCAG 2.2, 2.5.8: {part:?}");
        }
    }
}

#[test]
fn a_printed_page_has_no_card_on_it() {
    let browser = Browser::open(Engine::Chromium).unwrap();
    let shop = Shop::asking_everywhere();
    let display = "return getComputedStyle(document.querySelector('hearby-survey')).display";
    for place in ["centre-light", "bottom-bar-light", "inline-light"] {
        shop.visit(&browser, "/index.html");
        make_room(&browser);
        browser.run_with("hearby('show', arguments[0])", &json!([place]));
        browser.popup().wait_for_scale();
        for (media, expected) in [("print", "none"), ("screen", "block")] {
            browser.devtools("Emulation.setEmulatedMedia", &json!({"media": media}));
            assert_eq!(browser.run(display), expected, "{place} on {media}");
        }
        browser.devtools("Emulation.setEmulatedMedia", &json!({"media": ""}));
        browser.run("hearby('reset')");
    }
}
