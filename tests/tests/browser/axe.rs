//! axe-core finds no fault in any state of the popup.

use hearby_tests::{
    browser::{Browser, Verdict},
    fixtures::SITE,
    in_each_browser,
    shop::{Shop, make_room},
};
use serde_json::{Value, json};

/// Looks that a survey can have: name, kind, style.
const LOOKS: [(&str, &str, &str); 4] = [
    ("nps", "nps", "numbers"),
    ("ces", "ces", "numbers"),
    ("faces", "csat", "faces"),
    ("stars", "csat", "stars"),
];

/// Expression for the inside of our element, for scripts.
const ROOT: &str = "document.querySelector('hearby-survey').shadowRoot";

/// Starts a shop with each look, light and dark, under names such as `faces-dark`.
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
    for scheme in ["light", "dark"] {
        let reasons = json!({"detractor": ["price", "delivery", "quality", "service", "returns"]});
        let theme = json!({"scheme": scheme});
        let display = json!({"event": "never"});
        let survey = json!({"kind": "nps", "reasons": reasons, "theme": theme, "display": display});
        shop.collector.put_survey(SITE, &format!("reasons-{scheme}"), &survey);
    }
    for scheme in ["light", "dark"] {
        shop.collector.put_survey(SITE, &format!("ratings-{scheme}"), &index(scheme));
    }
    shop
}

/// A survey of several ratings, in those colours.
fn index(scheme: &str) -> Value {
    let attribute = |id: &str| json!({"id": id, "label": {"en": format!("The {id}")}});
    let rated = ["tea", "staff"].map(attribute);
    json!({"kind": "csi", "scale": "1-5", "rated_attributes": rated,
        "theme": {"scheme": scheme}, "display": {"event": "never"}})
}

/// Returns the faults and undecided parts; also the rules that were not applied to anything.
fn complaints(what: &str, verdict: &Verdict, rules: &[&str]) -> Vec<String> {
    let found = verdict.violations.iter().chain(&verdict.incomplete);
    let found = found.map(|found| format!("{what}: {found:#}"));
    let rules = rules.iter().chain(&["color-contrast", "button-name", "target-size"]);
    let missing = rules.filter(|rule| !verdict.passes.iter().any(|p| p == **rule));
    found.chain(missing.map(|rule| format!("{what}: {rule} didn't run"))).collect()
}

/// Judges the question with nothing chosen, why it is asked, the comment and the thanks.
#[track_caller]
fn judge_steps(browser: &Browser, shop: &Shop, survey: &str, lang: &str) -> Vec<String> {
    // A region is one of the page's landmarks, which must have names of their own.
    let role = if survey.starts_with("inline") { "landmark-unique" } else { "aria-dialog-name" };
    let judge = |step: &str, rules: &[&str]| {
        let rules = [&[role][..], rules].concat();
        complaints(&format!("{survey} {lang} {step}"), &browser.axe(), &rules)
    };
    let form = shop.form(survey, lang);
    shop.visit(browser, "/index.html");
    make_room(browser);
    let show = "hearby('reset'); hearby('show', arguments[0], {lang: arguments[1]})";
    browser.run_with(show, &json!([survey, lang]));
    let popup = browser.popup();
    let is_rated = survey.starts_with("ratings");
    if is_rated {
        popup.wait_until("the rows", |state| state.scores.len() == 10);
    } else {
        popup.wait_for_scale();
    }
    let mut all = judge("question", &["summary-name"]);
    browser.run(&format!("{ROOT}.querySelector('summary').click()"));
    popup.wait_until("why", |state| state.text.contains(&form.words.why_text));
    let link = form.privacy_url.as_ref().map(|_| "link-name");
    let with_link: Vec<&str> = ["summary-name"].into_iter().chain(link).collect();
    all.extend(judge("why", &with_link));
    popup.click_answer(1);
    if is_rated {
        popup.wait_until("one rated", |state| state.scores.iter().any(|one| one.checked));
        all.extend(judge("partly rated", &with_link));
        popup.click_answer(8);
    }
    popup.wait_for_comment_step();
    all.extend(judge("comment", &with_link));
    popup.click_button(&form.words.skip);
    popup.wait_until("thanks", |state| state.scores.is_empty() && state.comment.is_none());
    let button = form.thanks_button.iter().any(Option::is_some).then_some("link-name");
    all.extend(judge("thanks", button.as_slice()));
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
        assert_clean(browser, "en", ["nps-light", "ces-light", "faces-light", "stars-light", "reasons-light", "ratings-light"]);
    }
}

in_each_browser! {
    fn dark(browser: &Browser) {
        assert_clean(browser, "en", ["nps-dark", "ces-dark", "faces-dark", "stars-dark", "reasons-dark", "ratings-dark"]);
    }
}

in_each_browser! {
    fn right_to_left(browser: &Browser) {
        assert_clean(browser, "ar", ["nps-light", "ces-dark", "faces-light", "stars-dark", "reasons-light", "ratings-dark"]);
    }
}

#[track_caller]
fn assert_clean_in(browser: &Browser, place: &str) {
    let shop = Shop::asking_everywhere();
    let cases = [("light", "en"), ("dark", "en"), ("light", "ar")];
    let judge = |(scheme, lang)| judge_steps(browser, &shop, &format!("{place}-{scheme}"), lang);
    let all: Vec<String> = cases.into_iter().flat_map(judge).collect();
    assert!(all.is_empty(), "{}", all.join("\n"));
}

in_each_browser! {
    fn in_the_middle(browser: &Browser) {
        assert_clean_in(browser, "centre");
    }
}

in_each_browser! {
    fn as_a_bar(browser: &Browser) {
        assert_clean_in(browser, "bottom-bar");
    }
}

in_each_browser! {
    fn as_a_part_of_the_page(browser: &Browser) {
        assert_clean_in(browser, "inline");
    }
}

in_each_browser! {
    fn as_wide_as_a_phone(browser: &Browser) {
        // Firefox makes no window narrower than 500; still a narrow one.
        browser.resize(390, 800);
        assert_clean(browser, "vi", ["nps-light", "ces-light", "faces-dark", "stars-light", "reasons-light", "ratings-light"]);
    }
}

in_each_browser! {
    /// A test that can't fail shows nothing: the same run finds the faults of a spoilt popup.
    fn a_spoilt_popup_is_found_out(browser: &Browser) {
        let shop = Shop::asking_everywhere();
        shop.visit(browser, "/index.html");
        browser.run("hearby('show', 'centre-light')");
        browser.popup().wait_for_scale();
        browser.run(
            "const root = document.querySelector('hearby-survey').shadowRoot;\
             root.querySelector('summary').textContent = '';\
             root.querySelector('#privacy').textContent = '';\
             root.querySelector('#privacy').removeAttribute('aria-labelledby');\
             root.querySelector('[role=dialog]').removeAttribute('aria-labelledby');\
             root.querySelector('#close').removeAttribute('aria-label');\
             root.querySelector('.ends').style.color = '#ccc'",
        );
        let verdict = browser.axe();
        let rules: Vec<&Value> = verdict.violations.iter().map(|found| &found["rule"]).collect();
        let rules_broken =
            ["aria-dialog-name", "button-name", "color-contrast", "summary-name", "link-name"];
        for rule in rules_broken {
            assert!(rules.contains(&&json!(rule)), "{rule} is not among {rules:?}");
        }
    }
}
