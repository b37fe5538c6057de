//! Output for assistive technology: the accessibility tree, and announcements.
//!
//! People read the trees in `tests/snapshots/a11y/`, and this run compares them. With
//! `HEARBY_UPDATE_SNAPSHOTS=1` it writes them.

use std::{env, fs, time::Duration};

use hearby_tests::{
    browser::{Browser, Engine, State},
    clock::{let_pass, wait_for},
    environment, in_each_browser,
    shop::{Shop, happen, make_room},
};
use serde_json::{Value, json};

/// Shows a survey on the shop's page.
#[track_caller]
fn show(browser: &Browser, shop: &Shop, survey: &str, lang: &str) {
    shop.visit(browser, "/index.html");
    make_room(browser);
    let show = "hearby('reset'); hearby('show', arguments[0], {lang: arguments[1]})";
    browser.run_with(show, &json!([survey, lang]));
    browser.popup().wait_for_scale();
}

/// Returns the current text of the live region.
#[track_caller]
fn said(browser: &Browser) -> Value {
    browser.run(
        "const region = document.querySelector('hearby-survey')?.shadowRoot.querySelector('[role=status]');\
         return region?.textContent ?? null",
    )
}

#[track_caller]
fn wait_to_be_told(browser: &Browser, words: &str) {
    wait_for(&format!("{words:?} to be said"), || (said(browser) == words).then_some(()));
}

fn is_thanks(state: &State) -> bool {
    state.scores.is_empty() && state.comment.is_none()
}

/// Returns each step's tree, in one text.
#[track_caller]
fn trees(browser: &Browser, shop: &Shop, survey: &str, lang: &str) -> String {
    let form = shop.form(survey, lang);
    show(browser, shop, survey, lang);
    // A modal dialog announces its name when it takes the focus.
    if form.theme.position != "centre" {
        wait_to_be_told(browser, &form.question);
    }
    let question = browser.accessibility_tree();
    browser
        .run("document.querySelector('hearby-survey').shadowRoot.querySelector('summary').click()");
    browser.popup().wait_until("why", |state| state.text.contains(&form.words.why_text));
    let why = browser.accessibility_tree();
    browser.popup().click_answer(0);
    browser.popup().wait_for_comment_step();
    let comment = browser.accessibility_tree();
    browser.popup().click_button(&form.words.skip);
    browser.popup().wait_until("thanks", is_thanks);
    wait_to_be_told(browser, &form.thanks[0]);
    let thanks = browser.accessibility_tree();
    format!("# question\n{question}\n# why\n{why}\n# comment\n{comment}\n# thanks\n{thanks}")
}

#[test]
fn the_accessibility_trees_are_those_that_somebody_has_read() {
    let browser = Browser::open(Engine::Chromium).unwrap();
    let shop = Shop::asking_on_events();
    let folder = environment::root().join("tests/snapshots/a11y");
    let is_update = env::var_os("HEARBY_UPDATE_SNAPSHOTS").is_some_and(|value| value == "1");
    let mut differing = Vec::new();
    let mut compare = |shop: &Shop, survey: &str, lang: &str| {
        let file = folder.join(format!("{survey}-{lang}.txt"));
        let now = trees(&browser, shop, survey, lang);
        if is_update {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&file, now).unwrap();
        } else if fs::read_to_string(&file).unwrap_or_default() != now {
            differing.push(format!("{}:\n{now}", file.display()));
        }
    };
    for survey in ["nps", "ces", "csat"] {
        for lang in ["en", "vi", "ar"] {
            compare(&shop, survey, lang);
        }
    }
    let shop = Shop::asking_everywhere();
    for survey in ["centre-light", "bottom-bar-light", "inline-light"] {
        for lang in ["en", "ar"] {
            compare(&shop, survey, lang);
        }
    }
    assert!(
        differing.is_empty(),
        "read what has changed, then run with HEARBY_UPDATE_SNAPSHOTS=1:\n{}",
        differing.join("\n")
    );
}

in_each_browser! {
    fn what_happens_is_said_and_the_focus_stays(browser: &Browser) {
        let shop = Shop::asking_on_events();
        let form = shop.form("nps", "en");
        shop.visit(browser, "/index.html");
        browser.run("document.querySelector('#mail').focus()");
        happen(browser, "ask-nps");
        browser.popup().wait_for_scale();
        assert_eq!(browser.run("return document.activeElement.id"), "mail");
        wait_to_be_told(browser, &form.question);
        assert_eq!(browser.run("return document.activeElement.id"), "mail");
        // The focus goes to the comment field, which announces its label; the old question is over.
        browser.popup().click_answer(9);
        browser.popup().wait_for_comment_step();
        wait_to_be_told(browser, "");
        browser.popup().click_button(&form.words.skip);
        browser.popup().wait_until("thanks", is_thanks);
        wait_to_be_told(browser, &form.thanks[2]);
    }
}

in_each_browser! {
    /// Focus goes to a modal dialog, which announces its name: twice would be once too often.
    fn a_modal_one_says_its_question_once(browser: &Browser) {
        let shop = Shop::asking_everywhere();
        show(browser, &shop, "centre-light", "en");
        assert!(browser.popup().wait().focused);
        let_pass(Duration::from_secs(2));
        assert_eq!(said(browser), "");
        let form = shop.form("centre-light", "en");
        browser.popup().click_answer(9);
        browser.popup().click_button(&form.words.skip);
        wait_to_be_told(browser, &form.thanks[2]);
    }
}

in_each_browser! {
    fn what_comes_next_is_said_where_the_focus_is_elsewhere(browser: &Browser) {
        let shop = Shop::asking_on_events();
        let form = shop.form("nps", "en");
        show(browser, &shop, "nps", "en");
        wait_to_be_told(browser, &form.question);
        // As in browsers that give a clicked button no focus.
        browser.run("document.querySelector('#mail').focus()");
        browser.run(
            "document.querySelector('hearby-survey').shadowRoot.querySelector('#answer-9').click()",
        );
        browser.popup().wait_for_comment_step();
        wait_to_be_told(browser, &form.follow_up[2]);
        assert_eq!(browser.run("return document.activeElement.id"), "mail");
    }
}

in_each_browser! {
    fn a_comment_at_its_limit_is_said(browser: &Browser) {
        let shop = Shop::asking_on_events();
        let form = shop.form("nps", "vi");
        show(browser, &shop, "nps", "vi");
        browser.popup().click_answer(9);
        browser.popup().type_comment("a");
        // As pasted: the browser itself keeps what is typed within the limit.
        browser.run(
            "const root = document.querySelector('hearby-survey').shadowRoot;\
             const field = root.querySelector('textarea');\
             field.value = 'ă'.repeat(field.maxLength);\
             field.dispatchEvent(new InputEvent('input', {bubbles: true}))",
        );
        wait_to_be_told(browser, &form.words.too_long);
    }
}

/// Returns computed styles inside the popup.
#[track_caller]
fn styles(browser: &Browser, selector: &str, properties: &[&str]) -> Vec<String> {
    let styles = browser.run_with(
        "const root = document.querySelector('hearby-survey').shadowRoot;\
         const style = getComputedStyle(root.querySelector(arguments[0]));\
         return arguments[1].map((name) => style.getPropertyValue(name))",
        &json!([selector, properties]),
    );
    serde_json::from_value(styles).unwrap()
}

#[test]
fn with_forced_colours_edges_and_the_chosen_answer_are_seen() {
    let browser = Browser::open(Engine::Chromium).unwrap();
    browser.prefer("forced-colors", "active");
    let shop = Shop::asking_on_events();
    for survey in ["nps", "csat"] {
        show(&browser, &shop, survey, "en");
        browser.screenshot(&format!("forced-colors-{survey}-question"));
        let [style, width] =
            &styles(&browser, ".card", &["border-top-style", "border-top-width"])[..]
        else {
            panic!("two styles");
        };
        assert_eq!((style.as_str(), width.as_str()), ("solid", "2px"));
        let edges = |selector: &str| styles(&browser, selector, &["border-top-style"]);
        assert_eq!(
            (edges("[role=radio]"), edges("#close")),
            (vec!["solid".to_owned()], vec!["solid".to_owned()])
        );
        // When chosen, it differs by more than a colour, which forced colours remove.
        let plain = styles(&browser, "[role=radio]:last-child", &["background-color"]);
        browser.popup().click_answer(0);
        let chosen = wait_for("chosen answer", || {
            let checked = browser.run(
                "return !!document.querySelector('hearby-survey').shadowRoot.querySelector('[aria-checked=true]')",
            );
            (checked == true)
                .then(|| styles(&browser, "[aria-checked=true]", &["background-color"]))
        });
        assert_ne!(chosen, plain);
        browser.popup().wait_for_comment_step();
        browser.screenshot(&format!("forced-colors-{survey}-comment"));
    }
}

#[test]
fn with_reduced_motion_nothing_moves() {
    let browser = Browser::open(Engine::Chromium).unwrap();
    browser.prefer("prefers-reduced-motion", "reduce");
    let shop = Shop::asking_on_events();
    shop.visit(&browser, "/index.html");
    // From the first frame on, each running animation or transition is recorded.
    browser.run(
        "window.moved = [];\
         const look = () => {\
           const root = document.querySelector('hearby-survey')?.shadowRoot;\
           for (const animation of root?.getAnimations() ?? [])\
             moved.push(animation.animationName ?? animation.transitionProperty);\
           requestAnimationFrame(look);\
         };\
         look();",
    );
    happen(&browser, "ask-nps");
    browser.popup().click_answer(9);
    browser.popup().wait_for_comment_step();
    browser.popup().click_button(&shop.form("nps", "en").words.skip);
    browser.popup().wait_until("thanks", is_thanks);
    browser.press(hearby_tests::browser::key::TAB);
    assert_eq!(browser.run("return moved"), json!([]));
    // Without that preference it moves, so the check above can see it.
    browser.prefer("prefers-reduced-motion", "no-preference");
    show(&browser, &shop, "ces", "en");
    let animations = styles(&browser, ".card", &["animation-name"]);
    assert_eq!(animations, ["enter"]);
}
