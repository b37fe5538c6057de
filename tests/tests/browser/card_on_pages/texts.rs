//! Built-in texts, each seen once on a narrow phone: every step of every kind and style, in every
//! language and wording.
//!
//! In: that a text is on the screen, whole, in its place and its direction. Not in: whether its words are
//! right (`forms`), texts that are only spoken (`accessibility`).

use std::collections::BTreeSet;

use hearby_tests::{
    browser::{Browser, Engine},
    fixtures::SITE,
    in_each_browser,
    shop::Shop,
};
use serde::Deserialize;
use serde_json::{Value, json};
use wire::{
    form::{Form, Words},
    wording::Wording,
};

use super::{LANGUAGES, PHONES};

/// Script that walks and measures; see the file.
const SCRIPT: &str = include_str!("texts.js");

/// Height of a small phone's page.
const HEIGHT: u32 = 560;

/// Walks: survey, answer, the group that it belongs to. Each kind's three groups, each style of CSAT.
const WALKS: [(&str, u8, usize); 9] = [
    ("nps", 3, 0),
    ("nps", 8, 1),
    ("nps", 10, 2),
    ("ces", 2, 0),
    ("ces", 4, 1),
    ("ces", 7, 2),
    ("csat", 1, 0),
    ("stars", 3, 1),
    ("faces", 5, 2),
];

/// Steps in their order. In `full`, the comment is as long as it can be; in `unsent`, the visitor is
/// about to leave it behind.
const STEPS: [&str; 6] = ["question", "why", "comment", "full", "unsent", "thanks"];

/// Fields of a form that are no text.
const NO_TEXT: [&str; 6] = ["kind", "lang", "dir", "style", "privacy_url", "theme"];

/// Words that are spoken, not seen.
const SPOKEN: [&str; 5] = ["close", "out_of", "comma", "too_long", "new_tab"];

/// A card at one step.
#[derive(Debug, Deserialize)]
struct Look {
    /// Texts on it.
    seen: BTreeSet<String>,
    /// Descriptions of what is wrong with them.
    faults: Vec<String>,
}

/// Adds all visible texts of a form, or of a part of it, whatever they are called.
fn add_texts(value: &Value, texts: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            texts.insert(text.clone());
        }
        Value::Array(parts) => parts.iter().for_each(|part| add_texts(part, texts)),
        Value::Object(fields) => {
            for (name, part) in fields {
                if !NO_TEXT.contains(&name.as_str()) && !SPOKEN.contains(&name.as_str()) {
                    add_texts(part, texts);
                }
            }
        }
        _ => {}
    }
}

/// Returns the texts of all groups.
fn texts_of(form: &Form) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    add_texts(&json!(form), &mut texts);
    texts
}

/// Returns the texts that a walk of that group comes by.
fn texts_by_the_way(form: &Form, group: usize) -> BTreeSet<String> {
    let mut form = json!(form);
    for field in ["follow_up", "thanks"] {
        form[field] = form[field][group].take();
    }
    let mut texts = BTreeSet::new();
    add_texts(&form, &mut texts);
    texts
}

/// Returns those of them that come after the question.
fn later_texts(form: &Form, group: usize) -> [&str; 7] {
    let Words { comment_hint, skip, send, change, unsent, .. } = &form.words;
    [&form.follow_up[group], comment_hint, skip, send, change, unsent, &form.thanks[group]]
}

/// Starts a shop that asks in that wording.
#[track_caller]
fn shop_asking_in(wording: Wording) -> Shop {
    let shop = Shop::asking_on_events();
    let site = json!({
        "product": "Trà Sen",
        "wording": wording,
        "pause_between_surveys_days": 0,
        "privacy_url": "https://shop.example/privacy",
    });
    shop.collector.put_site(SITE, &site);
    for style in ["stars", "faces"] {
        let survey = json!({"kind": "csat", "style": style, "display": {"event": "never"}});
        shop.collector.put_survey(SITE, style, &survey);
    }
    shop
}

/// Calls a function of the script, and returns its result.
#[track_caller]
fn call(browser: &Browser, function: &str, arguments: &Value) -> Value {
    let call = "const [name, given, done] = arguments;\
        window[name](...given).then((value) => done({ value }), (error) => done({ error: `${error}` }))";
    let mut said = browser.run_async_with(call, &json!([function, arguments]));
    assert!(said["error"].is_null(), "{function} {arguments}: {said}");
    said["value"].take()
}

/// True in the one engine whose pictures are to be looked at.
fn has_pictures(browser: &Browser) -> bool {
    browser.engine == Engine::Chromium
}

/// Opens the frames of all walks, side by side.
#[track_caller]
fn lay_frames(browser: &Browser, shop: &Shop) {
    browser.go(&shop.pages.at("/bare.html"));
    browser.add_script(SCRIPT);
    let walks = WALKS.map(|(survey, answer, _)| (survey, answer));
    let [width, ..] = PHONES;
    let scale = if has_pictures(browser) { 1.0 } else { 0.25 };
    call(browser, "lay", &json!([walks, width, HEIGHT, scale]));
}

/// Walks wherever a text is that wasn't seen yet, and returns what is wrong.
#[track_caller]
fn walk(browser: &Browser, shop: &Shop, lang: &str, seen: &mut BTreeSet<String>) -> Vec<String> {
    let forms = ["nps", "ces", "csat"].map(|kind| shop.form(kind, lang));
    // Three walks of each kind.
    let at = |walk: &usize| (&forms[walk / 3], WALKS[*walk].2);
    let mut expected = seen.clone();
    let shows_more = |walk: &usize| {
        let (form, group) = at(walk);
        let texts = texts_by_the_way(form, group);
        let is_new = !texts.is_subset(&expected);
        expected.extend(texts);
        is_new
    };
    let mut walks: Vec<usize> = (0..WALKS.len()).filter(shows_more).collect();
    let mut faults = Vec::new();
    for step in STEPS {
        if step == "comment" {
            let goes_on = |walk: &usize| {
                let (form, group) = at(walk);
                later_texts(form, group).iter().any(|text| !seen.contains(*text))
            };
            walks.retain(goes_on);
        }
        let looks = call(browser, "step", &json!([step, lang, walks]));
        let looks: Vec<Look> = serde_json::from_value(looks).unwrap();
        for (walk, look) in walks.iter().zip(looks) {
            let (survey, answer, _) = WALKS[*walk];
            let what = |fault| format!("{lang} {survey} {answer} {step}: {fault}");
            faults.extend(look.faults.into_iter().map(what));
            seen.extend(look.seen);
        }
        let is_shown = ["why", "comment", "thanks"].contains(&step);
        let is_newest = forms[0].wording == Wording::NEWEST;
        if has_pictures(browser) && is_newest && is_shown {
            browser.screenshot(&format!("texts-{lang}-{step}"));
        }
    }
    for form in &forms {
        let unseen = texts_of(form).into_iter().filter(|text| !seen.contains(text));
        faults.extend(unseen.map(|text| format!("{lang} {}: never seen: {text}", form.kind)));
    }
    faults
}

in_each_browser! {
    fn each_text_of_each_language_is_whole_and_in_its_place(browser: &Browser) {
        browser.resize(5 * PHONES[0], 2 * HEIGHT);
        let mut seen = LANGUAGES.map(|_| BTreeSet::new());
        let mut faults = Vec::new();
        // The layout of all texts is held in each engine; an earlier wording differs in some words, whose
        // room one engine tells.
        let earlier = has_pictures(browser).then_some(Wording::First);
        for wording in [Wording::NEWEST].into_iter().chain(earlier) {
            let shop = shop_asking_in(wording);
            lay_frames(browser, &shop);
            for (lang, seen) in LANGUAGES.into_iter().zip(&mut seen) {
                faults.extend(walk(browser, &shop, lang, seen));
            }
        }
        assert!(faults.is_empty(), "{faults:#?}");
    }
}
