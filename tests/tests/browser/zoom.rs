//! At 400 %: a window of 1280 × 1024 is 320 × 256 CSS pixels then (WCAG 2.2, 1.4.10). Nothing is cut,
//! and nothing has to be scrolled sideways.
//!
//! The page stands in a frame of that size: no engine makes its window that small.

use hearby_tests::{
    browser::{Browser, State},
    fixtures::SITE,
    in_each_browser,
    shop::{PLACES, Shop, make_room, wait_for_loader},
};
use serde_json::{Value, json};

/// Shows the shop in a frame of that size, and enters it.
#[track_caller]
fn visit_in_frame(browser: &Browser, shop: &Shop, width: u32, height: u32) {
    browser.go(&shop.pages.at("/bare.html"));
    browser.run_with(
        "const frame = document.createElement('iframe');\
         frame.style = 'border: 0; position: fixed; inset: 0 auto auto 0';\
         [frame.width, frame.height] = [arguments[0], arguments[1]];\
         frame.src = '/index.html';\
         document.body.append(frame);",
        &json!([width, height]),
    );
    browser.enter_frame();
    wait_for_loader(browser);
    assert_eq!(browser.viewport(), [width, height]);
}

/// Script that returns the parts of the popup that can't be seen: wider than their container, or
/// impossible to scroll to.
const CUT: &str = "
const root = document.querySelector('hearby-survey').shadowRoot;
const card = root.querySelector('[role=dialog],[role=region]');
// A part of the page scrolls with it.
const isAbove = card.matches('[role=dialog]');
const cut = [];
const say = (what, element, ...more) => cut.push([what, element.id || element.className || element.localName, ...more].join(' '));
if (document.documentElement.scrollWidth > innerWidth) cut.push('the page scrolls sideways');
if (card.scrollWidth > card.clientWidth) say('scrolls sideways:', card, card.scrollWidth, card.clientWidth);
const { left, right, top, bottom } = card.getBoundingClientRect();
if (left < -0.5 || right > innerWidth + 0.5 || isAbove && (top < -0.5 || bottom > innerHeight + 0.5)) say('beyond the window:', card, left, top, right, bottom);
for (const element of card.querySelectorAll('h2, button, span, textarea, summary, details[open] > div, a')) {
  if (!element.checkVisibility?.() && element.offsetParent === null) continue;
  if (element.id === 'count' || !element.offsetWidth) continue;
  element.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  const box = element.getBoundingClientRect();
  const port = card.getBoundingClientRect();
  if (box.left < port.left - 0.5 || box.right > port.right + 0.5) say('wider than the card:', element, box.left, box.right);
  if (box.height <= port.height && (box.top < port.top - 0.5 || box.bottom > port.bottom + 0.5)) say('not to be scrolled to:', element, box.top, box.bottom);
  if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline') say('text is cut:', element, element.scrollWidth, element.clientWidth);
}
return cut";

#[track_caller]
fn assert_whole(browser: &Browser, what: &str) {
    let cut = browser.run(CUT);
    assert_eq!(cut, Value::Array(Vec::new()), "{what}");
}

#[track_caller]
fn walk(browser: &Browser, shop: &Shop, survey: &str, lang: &str) {
    let what = |step: &str| format!("{survey} {lang}: {step}");
    let words = shop.form(survey, lang).words;
    visit_in_frame(browser, shop, 320, 256);
    make_room(browser);
    let show = "hearby('reset'); hearby('show', arguments[0], {lang: arguments[1]})";
    browser.run_with(show, &json!([survey, lang]));
    let popup = browser.popup();
    let is_rated = survey == "csi";
    if is_rated {
        popup.wait_until("the rows", |state| state.scores.len() == 20);
    } else {
        popup.wait_for_scale();
    }
    assert_whole(browser, &what("question"));
    browser.screenshot(&format!("zoom-{survey}-{lang}-question"));
    press_scrolled(browser, "summary");
    popup.wait_until("why", |state| state.text.contains(&words.why_text));
    assert_whole(browser, &what("why"));
    browser.screenshot(&format!("zoom-{survey}-{lang}-why"));
    choose_scrolled(browser, 1);
    if is_rated {
        choose_scrolled(browser, 18);
    }
    popup.wait_for_comment_step();
    assert_whole(browser, &what("comment"));
    browser.screenshot(&format!("zoom-{survey}-{lang}-comment"));
    press_scrolled(browser, "#skip");
    let is_thanks = |s: &State| s.scores.is_empty() && s.comment.is_none();
    popup.wait_until(&format!("thanks without {}", words.skip), is_thanks);
    assert_whole(browser, &what("thanks"));
    browser.screenshot(&format!("zoom-{survey}-{lang}-thanks"));
}

fn choose_scrolled(browser: &Browser, index: usize) {
    let script = "const root = document.querySelector('hearby-survey').shadowRoot;\
                  root.querySelectorAll('[role=radio]')[arguments[0]].click()";
    browser.run_with(script, &json!([index]));
}

fn press_scrolled(browser: &Browser, selector: &str) {
    let script =
        "document.querySelector('hearby-survey').shadowRoot.querySelector(arguments[0]).click()";
    browser.run_with(script, &json!([selector]));
}

in_each_browser! {
    fn nothing_is_cut_and_nothing_scrolls_sideways(browser: &Browser) {
        browser.resize(700, 700);
        let shop = Shop::asking_on_events();
        let long = json!({"en": "Sizes differ from those in the table", "de": "Rücksendungsbedingungen unverständlich",
                          "ar": "المقاسات تختلف عن الجدول"});
        let sizes = json!({"id": "sizes", "label": long});
        let reasons = json!({"detractor": ["price", "delivery", "quality", "checkout", sizes]});
        let survey = json!({"kind": "nps", "reasons": reasons, "display": {"event": "ask-nps"}});
        shop.collector.put_survey(SITE, "nps", &survey);
        let rated = ["sizes", "terms"].map(|id| json!({"id": id, "label": long}));
        let survey = json!({"kind": "csi", "scale": "1-10", "rated_attributes": rated,
            "display": {"event": "never"}});
        shop.collector.put_survey(SITE, "csi", &survey);
        for survey in ["nps", "ces", "csat", "csi"] {
            for lang in ["en", "vi", "de", "ar"] {
                walk(browser, &shop, survey, lang);
            }
        }
    }
}

in_each_browser! {
    fn nor_in_the_other_places(browser: &Browser) {
        browser.resize(700, 700);
        let shop = Shop::asking_everywhere();
        for place in PLACES {
            for lang in ["en", "vi", "ar"] {
                walk(browser, &shop, &format!("{place}-light"), lang);
            }
        }
    }
}

in_each_browser! {
    fn at_200_and_400_percent_everything_can_be_reached_and_done(browser: &Browser) {
        browser.resize(700, 700);
        for (zoom, width, height) in [(200, 640, 400), (400, 320, 256)] {
            for position in ["bottom-end", "centre", "bottom-bar"] {
                let shop = Shop::asking_on_events();
                let survey = json!({"kind": "nps", "theme": {"position": position}, "display": {"event": "never"}});
                shop.collector.put_survey(SITE, "nps", &survey);
                let form = shop.form("nps", "en");
                visit_in_frame(browser, &shop, width, height);
                browser.run("hearby('show', 'nps')");
                let [left, top, w, h] = browser.popup().wait_for_scale().rect;
                let fits = left >= -0.5
                    && top >= -0.5
                    && left + w <= f64::from(width) + 0.5
                    && top + h <= f64::from(height) + 0.5;
                assert!(fits, "{position} at {zoom} %: {:?}", [left, top, w, h]);
                browser.screenshot(&format!("zoom-{zoom}-{position}"));
                // Overflow is scrolled to, and never sideways.
                let reach = "const card = document.querySelector('hearby-survey').shadowRoot.querySelector('.card');\
                    card.scrollTo(0, 9999);\
                    return [card.scrollWidth <= card.clientWidth,\
                        card.scrollTop + card.clientHeight >= card.scrollHeight - 1]";
                assert_eq!(browser.run(reach), json!([true, true]), "{position} at {zoom} %");
                press_scrolled(browser, "#answer-9");
                browser.popup().wait_for_comment_step();
                browser.popup().click_button_by_keyboard(&form.words.send);
                let is_thanks = |state: &State| state.text.contains(&form.thanks[2]);
                browser.popup().wait_until("thanks", is_thanks);
            }
        }
    }
}
