//! axe-core finds nothing to complain about, in any state of the popup.

use hearby_tests::{
    browser::{Browser, Verdict},
    fixtures::SITE,
    in_each_browser,
    shop::Shop,
};
use serde_json::{Value, json};

/// The looks that a survey can have: name, kind, style.
const LOOKS: [(&str, &str, &str); 4] = [
    ("nps", "nps", "numbers"),
    ("ces", "ces", "numbers"),
    ("faces", "csat", "faces"),
    ("stars", "csat", "stars"),
];

/// A shop with each look, light and dark, under names such as `faces-dark`.
fn shop() -> Shop {
    let shop = Shop::asking_on_events();
    for (name, kind, style) in LOOKS {
        for scheme in ["light", "dark"] {
            let theme = json!({"scheme": scheme});
            let display = json!({"event": "never"});
            let survey = json!({"kind": kind, "style": style, "theme": theme, "display": display});
            shop.collector.put_survey(SITE, &format!("{name}-{scheme}"), &survey);
        }
    }
    shop
}

/// What is wrong or undecided; or that rules about a dialog and its texts were not even looked at.
fn complaints(what: &str, verdict: &Verdict) -> Vec<String> {
    let found = verdict.violations.iter().chain(&verdict.incomplete);
    let found = found.map(|found| format!("{what}: {found:#}"));
    let rules = ["aria-dialog-name", "color-contrast", "button-name", "target-size"];
    let missing = rules.into_iter().filter(|rule| !verdict.passes.iter().any(|p| p == rule));
    found.chain(missing.map(|rule| format!("{what}: {rule} didn't run"))).collect()
}

/// Judges the question with nothing chosen, the comment and the thanks.
#[track_caller]
fn judge_steps(browser: &Browser, shop: &Shop, survey: &str, lang: &str) -> Vec<String> {
    let judge = |step: &str| complaints(&format!("{survey} {lang} {step}"), &browser.axe());
    let words = shop.form(survey, lang).words;
    shop.visit(browser, "/index.html");
    let show = "hearby('reset'); hearby('show', arguments[0], {lang: arguments[1]})";
    browser.run_with(show, &json!([survey, lang]));
    let popup = browser.popup();
    popup.wait_for_scale();
    let mut all = judge("question");
    popup.click_answer(1);
    popup.wait_for_comment_step();
    all.extend(judge("comment"));
    popup.click_button(&words.skip);
    popup.wait_until("thanks", |state| state.scores.is_empty() && state.comment.is_none());
    all.extend(judge("thanks"));
    all
}

#[track_caller]
fn assert_clean<'a>(browser: &Browser, lang: &str, surveys: impl IntoIterator<Item = &'a str>) {
    let shop = shop();
    let all: Vec<String> =
        surveys.into_iter().flat_map(|survey| judge_steps(browser, &shop, survey, lang)).collect();
    assert!(all.is_empty(), "{}", all.join("\n"));
}

in_each_browser! {
    fn light(browser: &Browser) {
        assert_clean(browser, "en", ["nps-light", "ces-light", "faces-light", "stars-light"]);
    }
}

in_each_browser! {
    fn dark(browser: &Browser) {
        assert_clean(browser, "en", ["nps-dark", "ces-dark", "faces-dark", "stars-dark"]);
    }
}

in_each_browser! {
    fn right_to_left(browser: &Browser) {
        assert_clean(browser, "ar", ["nps-light", "ces-dark", "faces-light", "stars-dark"]);
    }
}

in_each_browser! {
    fn as_wide_as_a_phone(browser: &Browser) {
        // Firefox makes no window narrower than 500; still a narrow one.
        browser.resize(390, 800);
        assert_clean(browser, "vi", ["nps-light", "ces-light", "faces-dark", "stars-light"]);
    }
}

in_each_browser! {
    /// A test that can't fail shows nothing: the same run finds what is wrong with a popup that was
    /// spoilt.
    fn a_spoilt_popup_is_found_out(browser: &Browser) {
        let shop = shop();
        shop.visit(browser, "/index.html");
        browser.run("hearby('show', 'nps-light')");
        browser.popup().wait_for_scale();
        browser.run(
            "const root = document.querySelector('hearby-survey').shadowRoot;\
             root.querySelector('[role=dialog]').removeAttribute('aria-labelledby');\
             root.querySelector('#close').removeAttribute('aria-label');\
             root.querySelector('.ends').style.color = '#ccc'",
        );
        let verdict = browser.axe();
        let rules: Vec<&Value> = verdict.violations.iter().map(|found| &found["rule"]).collect();
        for rule in ["aria-dialog-name", "button-name", "color-contrast"] {
            assert!(rules.contains(&&json!(rule)), "{rule} is not among {rules:?}");
        }
    }
}
