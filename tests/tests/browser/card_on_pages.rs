//! The card on pages that are narrow, loud or darkened by an extension.
//!
//! In: the scale and its end labels on phones, and where the page leaves the card little room. Not in:
//! what the page's styles say of it (`styles`), whether it can be read (`colours`), all
//! that it says (`texts`).

mod colours;
mod styles;
mod texts;

use hearby_tests::{
    browser::{Browser, State},
    fixtures::SITE,
    in_each_browser,
    shop::{PLACES, Shop, make_room, wait_for_loader},
};
use serde_json::json;
use wire::form::Form;

/// Languages of the built-in texts.
const LANGUAGES: [&str; 20] = [
    "ar", "de", "en", "es", "fr", "he", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt-BR", "ru",
    "th", "tr", "vi", "zh-Hans", "zh-Hant",
];

/// Widths of the narrowest phones, and of most.
const PHONES: [u32; 2] = [320, 390];

/// Height of a small phone's page.
const PHONE_HEIGHT: u32 = 640;

/// Script that returns where the end labels' letters stand, and what is wider than its place.
const LABELS: &str = "
const card = document.querySelector('hearby-survey').shadowRoot.querySelector('[role=dialog],[role=region]');
const rectOf = (text) => {
  const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (walker.currentNode.data !== text) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const { left, top, width, height } = range.getBoundingClientRect();
    if (width) return [left, top, width, height];
  }
};
return {
  labels: arguments[0].map(rectOf),
  wide: [document.documentElement, card].some((box) => box.scrollWidth > box.clientWidth),
}";

/// A rectangle by its edges; `start` and `end` are as the text runs, to the right or to the left.
#[derive(Clone, Copy, Debug)]
struct Edges {
    start: f64,
    end: f64,
    top: f64,
    bottom: f64,
}

impl Edges {
    fn of([left, top, width, height]: [f64; 4], is_rtl: bool) -> Edges {
        let (start, end) = if is_rtl { (-left - width, -left) } else { (left, left + width) };
        Edges { start, end, top, bottom: top + height }
    }

    /// Returns the height of the gap between this and what is above or below it; negative where
    /// they overlap.
    fn gap(self, other: Edges) -> f64 {
        (self.top - other.bottom).max(other.top - self.bottom)
    }

    fn is_in(self, outer: Edges) -> bool {
        self.start >= outer.start - 0.5
            && self.end <= outer.end + 0.5
            && self.top >= outer.top - 0.5
            && self.bottom <= outer.bottom + 0.5
    }
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1.5
}

/// Shows the shop in a frame as wide as a phone, for no engine makes its window so small.
#[track_caller]
fn visit_on_phone(browser: &Browser, shop: &Shop) {
    browser.resize(700, 800);
    browser.go(&shop.pages.at("/bare.html"));
    browser.run_with(
        "const frame = document.createElement('iframe');\
         frame.style = 'border: 0; position: fixed; inset: 0 auto auto 0';\
         [frame.width, frame.height] = arguments;\
         frame.src = '/index.html';\
         document.body.append(frame)",
        &json!([PHONES[0], PHONE_HEIGHT]),
    );
    browser.enter_frame();
    wait_for_loader(browser);
    make_room(browser);
}

/// Asserts that the ends of the scale are named where they are, and that nothing is cut or too small.
#[track_caller]
fn assert_ends_are_named(browser: &Browser, form: &Form, state: &State, what: &str) {
    let said = browser.run_with(LABELS, &json!([[form.low, form.high]]));
    let what = format!("{what}: {said}, {:?}", state.scores);
    assert_eq!(said["wide"], false, "{what}");
    let is_rtl = state.dir == "rtl";
    let [low, high]: [[f64; 4]; 2] = serde_json::from_value(said["labels"].clone()).expect(&what);
    let [low, high, card] = [low, high, state.rect].map(|rect| Edges::of(rect, is_rtl));
    let answers: Vec<Edges> =
        state.scores.iter().map(|answer| Edges::of(answer.rect, is_rtl)).collect();
    let (first, last) = (answers[0], *answers.last().unwrap());
    assert!(is_near(low.start, first.start), "the low label begins elsewhere: {what}");
    assert!(is_near(high.end, last.end), "the high label ends elsewhere: {what}");
    // A line of another row would be between them otherwise.
    for (label, answer) in [(low, first), (high, last)] {
        assert!((0.0..=14.0).contains(&label.gap(answer)), "not at its own row: {what}");
        assert!(label.is_in(card), "beyond the card: {what}");
    }
    let is_two_rows = answers.iter().any(|answer| answer.top > first.bottom);
    if is_two_rows {
        assert!(low.bottom <= first.top && high.top >= last.bottom, "order of reading: {what}");
    }
    for answer in &answers {
        let (width, height) = (answer.end - answer.start, answer.bottom - answer.top);
        assert!(width >= 24.0 && height >= 40.0, "small for a thumb: {what}");
        assert!(is_near(width, first.end - first.start), "answers differ in width: {what}");
        assert!(answer.is_in(card), "beyond the card: {what}");
    }
}

/// Shows a survey on the phone, and asserts that its ends are named, at each width.
#[track_caller]
fn assert_ends_on_phones(browser: &Browser, shop: &Shop, survey: &str, lang: &str) {
    let form = shop.form(survey, lang);
    let show = "hearby('reset'); hearby('show', arguments[0], {lang: arguments[1]})";
    browser.run_with(show, &json!([survey, lang]));
    for width in PHONES {
        browser.run_with("frameElement.width = arguments[0]", &json!([width]));
        let state = browser
            .popup()
            .wait_until("scale", |state| state.name == form.question && !state.scores.is_empty());
        let what = format!("{survey} {lang} {width}");
        if ["en", "vi", "de", "ar"].contains(&lang) {
            browser.screenshot(&format!("ends-{survey}-{lang}-{width}"));
        }
        assert_ends_are_named(browser, &form, &state, &what);
    }
}

in_each_browser! {
    fn on_a_phone_each_end_of_the_scale_has_its_label_beside_it(browser: &Browser) {
        let shop = Shop::asking_everywhere();
        visit_on_phone(browser, &shop);
        for lang in LANGUAGES {
            assert_ends_on_phones(browser, &shop, "nps", lang);
        }
        for place in PLACES {
            for lang in ["en", "vi", "de", "ar"] {
                assert_ends_on_phones(browser, &shop, &format!("{place}-dark"), lang);
            }
        }
        for (kind, lang) in [("ces", "ar"), ("csat", "de")] {
            assert_ends_on_phones(browser, &shop, kind, lang);
        }
    }
}

in_each_browser! {
    fn labels_of_the_owners_wrap_within_the_card_however_long(browser: &Browser) {
        let shop = Shop::asking_everywhere();
        let low = format!("I would not {}", "Donaudampfschifffahrts".repeat(4));
        let high = format!("{} I would", "Elektrizitäten".repeat(5));
        let texts = json!({"en": {"low": low, "high": high}});
        for kind in ["nps", "ces", "csat"] {
            for (name, position) in [("popup", "bottom-end"), ("inline", "inline")] {
                let into = (position == "inline").then_some("#place");
                let survey = json!({
                    "kind": kind,
                    "texts": texts,
                    "theme": {"position": position, "into": into},
                    "display": {"event": "never"},
                });
                shop.collector.put_survey(SITE, &format!("{kind}-{name}"), &survey);
            }
        }
        visit_on_phone(browser, &shop);
        for kind in ["nps", "ces", "csat"] {
            for name in ["popup", "inline"] {
                assert_ends_on_phones(browser, &shop, &format!("{kind}-{name}"), "en");
            }
        }
    }
}

in_each_browser! {
    fn in_a_row_or_beside_other_things_the_card_has_room_for_its_answers(browser: &Browser) {
        let shop = Shop::asking_everywhere();
        visit_on_phone(browser, &shop);
        let form = shop.form("inline-light", "en");
        for styles in [
            "#place { display: flex; justify-content: center }",
            "#place { display: grid; justify-items: start }",
            "main { display: flex; flex-direction: column; align-items: center }",
            "#place { float: left }",
            "#place { display: inline-block }",
        ] {
            browser.run_with(
                "document.querySelector('#styles')?.remove();\
                 const style = document.createElement('style');\
                 [style.id, style.textContent] = ['styles', arguments[0]];\
                 document.head.append(style);\
                 hearby('reset'); hearby('show', 'inline-light')",
                &json!([styles]),
            );
            for width in PHONES {
                browser.run_with("frameElement.width = arguments[0]", &json!([width]));
                let state = browser.popup().wait_for_scale();
                assert_ends_are_named(browser, &form, &state, &format!("{styles} {width}"));
            }
        }
    }
}
