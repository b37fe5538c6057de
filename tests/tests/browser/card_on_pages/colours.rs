//! Contrast of the card's texts, where the owner's colours don't arrive or are written anew.

use std::fs;

use hearby_tests::{
    browser::Browser,
    clock::wait_for,
    environment, in_each_browser,
    shop::{Shop, make_room},
};
use serde_json::json;
use wire::form::Form;

/// Script that returns the parts of the card whose text has too little contrast (WCAG 2.2, 1.4.3).
const FAINT: &str = "
const { shadowRoot } = document.querySelector('hearby-survey');
const card = shadowRoot.querySelector('[role=dialog],[role=region]');
const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
const bytesOf = (colour) => {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
};
const luminance = (colour) => {
  const [red, green, blue] = bytesOf(colour).map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
// What lies behind the card is the page's.
const behind = (part) => {
  for (let at = part; at && at !== shadowRoot; at = at.parentNode) {
    const { backgroundColor } = getComputedStyle(at);
    if (bytesOf(backgroundColor)[3] === 255) return backgroundColor;
  }
};
return [card, ...card.querySelectorAll('*')]
  .filter((part) => part.getClientRects().length && part.id !== 'status')
  .filter((part) => part.matches('svg, textarea') || [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .flatMap((part) => {
    const [text, surface] = [getComputedStyle(part).color, behind(part)];
    const [dark, light] = [text, surface ?? text].map(luminance).sort((a, b) => a - b);
    const contrast = (light + 0.05) / (dark + 0.05);
    return contrast < 4.5 ? [`${part.localName} ${part.id}: ${text} on ${surface}`] : [];
  })";

/// Goes through all steps and asserts that each can be read, once the page has put on its colours.
#[track_caller]
fn assert_all_steps_are_read(browser: &Browser, form: &Form, what: &str) {
    let popup = browser.popup();
    let assert_read = |step: &str| {
        popup.wait();
        browser.screenshot(&format!("read-{what}-{step}"));
        assert_eq!(browser.run(FAINT), json!([]), "{what}: {step}");
    };
    assert_read("question");
    popup.click_answer(3);
    popup.wait_for_comment_step();
    assert_read("comment");
    popup.click_button(&form.words.skip);
    popup.wait_until("thanks", |state| state.text.contains(&form.thanks[0]));
    assert_read("thanks");
}

in_each_browser! {
    fn a_card_without_the_owners_colours_is_read_all_the_same(browser: &Browser) {
        let shop = Shop::asking_everywhere();
        let form = shop.form("nps", "en");
        shop.visit(browser, "/index.html");
        browser.add_script(
            "CSSStyleDeclaration.prototype.setProperty = () => { throw new Error('not here') }",
        );
        browser.run("hearby('show', 'nps')");
        browser.popup().wait_for_scale();
        assert_all_steps_are_read(browser, &form, "undressed");
    }
}

in_each_browser! {
    /// An extension that many visitors have. It writes every colour of a style sheet anew, also in
    /// shadow roots, but takes those in `style` attributes for no colours there.
    fn under_an_extension_that_darkens_pages_every_step_is_read(browser: &Browser) {
        let script = environment::pages().join("node_modules/darkreader/darkreader.js");
        // `cargo xtask test` installs it.
        let script = fs::read_to_string(&script).expect("`npm ci` in tests/pages");
        let shop = Shop::asking_everywhere();
        for survey in ["nps", "centre-dark", "inline-light"] {
            for is_first in [true, false] {
                shop.visit(browser, "/index.html");
                make_room(browser);
                let darken = || {
                    browser.add_script(&script);
                    browser.add_script("DarkReader.enable()");
                };
                if is_first {
                    darken();
                }
                browser.run_with("hearby('show', arguments[0])", &json!([survey]));
                browser.popup().wait_for_scale();
                if !is_first {
                    darken();
                }
                let darkened = "const { shadowRoot } = document.querySelector('hearby-survey');\
                    return shadowRoot.adoptedStyleSheets.length > 1";
                wait_for("the card to be darkened", || (browser.run(darkened) == true).then_some(()));
                let what = format!("darkened-{survey}-{is_first}");
                assert_all_steps_are_read(browser, &shop.form(survey, "en"), &what);
                browser.run("hearby('reset')");
            }
        }
    }
}
