//! Styles of the page that a shadow root lets in: custom properties, what a page says of its text's
//! first line, first letter and selection, and `direction`.

use hearby_tests::{
    in_each_browser,
    shop::{Shop, make_room},
};
use serde_json::json;

/// Declarations of everything that is inherited in some engine, and of direction; no part of our card
/// looks so.
const INHERITED: &str = "
  font: italic small-caps 900 expanded 33px/4 fantasy; font-stretch: 50%; font-kerning: none;
  font-optical-sizing: none; font-size-adjust: 2; font-feature-settings: 'smcp' 1, 'zero' 1;
  font-variation-settings: 'wght' 900; font-variant-ligatures: none;
  font-variant-numeric: oldstyle-nums; font-variant-position: super;
  font-variant-east-asian: full-width; font-variant-alternates: historical-forms;
  font-variant-emoji: emoji; font-synthesis: none; font-palette: dark;
  font-language-override: 'TRK'; letter-spacing: 5px; word-spacing: 9px; text-indent: 40px;
  text-align: right; text-align-last: justify; text-justify: inter-character;
  text-transform: uppercase; text-shadow: 1px 1px 3px red; text-rendering: geometricPrecision;
  text-decoration-skip-ink: none; text-underline-position: under; text-underline-offset: 9px;
  text-emphasis: 'x' red; text-emphasis-position: under left; text-autospace: no-autospace;
  text-spacing-trim: space-all; text-box-edge: cap alphabetic; white-space: pre; text-wrap: nowrap;
  text-wrap-style: balance; word-break: break-all; overflow-wrap: normal; line-break: anywhere;
  hyphens: auto; hyphenate-character: '!'; hyphenate-limit-chars: 2 1 1;
  hanging-punctuation: first; tab-size: 1; quotes: '(' ')'; writing-mode: vertical-rl;
  text-orientation: upright; text-combine-upright: all; direction: rtl;
  unicode-bidi: bidi-override; ruby-position: under; ruby-align: start; visibility: hidden;
  cursor: none; pointer-events: none; color: red; color-scheme: dark; accent-color: red;
  caret-color: transparent; caret-shape: block; scrollbar-color: red blue;
  forced-color-adjust: none; print-color-adjust: exact; dynamic-range-limit: standard;
  image-rendering: pixelated; image-orientation: none; list-style: square inside;
  border-collapse: collapse; border-spacing: 9px; caption-side: bottom; empty-cells: hide;
  orphans: 9; widows: 9; fill: red; fill-opacity: 0.2; fill-rule: evenodd; stroke: red;
  stroke-width: 9px; stroke-opacity: 0.2; stroke-dasharray: 1 3; stroke-dashoffset: 2;
  stroke-linecap: square; stroke-linejoin: bevel; stroke-miterlimit: 1; paint-order: stroke;
  clip-rule: evenodd; marker: url(#none); shape-rendering: crispEdges; text-anchor: end;
  color-interpolation: linearRGB; dominant-baseline: hanging; math-depth: 3; math-style: compact;
  interpolate-size: allow-keywords; user-select: none; -webkit-user-select: none;
  -webkit-user-modify: read-only; -webkit-text-security: disc; -webkit-text-fill-color: red;
  -webkit-text-stroke: 3px red; -webkit-font-smoothing: none; -moz-osx-font-smoothing: grayscale;
  -webkit-text-size-adjust: 300%; text-size-adjust: 300%; -webkit-tap-highlight-color: red;
  -webkit-touch-callout: none; -webkit-line-break: after-white-space; -webkit-nbsp-mode: space;
  -webkit-hyphenate-character: '!'; -webkit-cursor-visibility: auto-hide; -webkit-locale: 'tr';
  -webkit-text-zoom: reset; -moz-text-size-adjust: none; -moz-user-input: none;
  speak-as: spell-out; speak: never; line-height-step: 90px; zoom: 1; reading-flow: flex-visual;
";

/// Script that keeps how the card looks: all values of all its parts, and where they stand in it.
const KEEP_LOOKS: &str = "
const MARKS = [undefined, '::selection', '::placeholder', '::marker', '::backdrop'];
const { shadowRoot } = document.querySelector('hearby-survey');
const card = shadowRoot.querySelector('[role=dialog],[role=region]');
window.looks = () => {
  const seen = new Map();
  const port = card.getBoundingClientRect();
  [card, ...card.querySelectorAll('*')].forEach((part, position) => {
    const name = `${position} ${part.localName} ${part.id}`;
    const { left, top, width, height } = part.getBoundingClientRect();
    if (width) seen.set(`${name} place`, [left - port.left, top - port.top, width, height].map(Math.round).join(' '));
    for (const mark of MARKS) {
      const style = getComputedStyle(part, mark);
      for (const property of style) {
        if (!property.startsWith('--')) seen.set(`${name}${mark ?? ''} ${property}`, style.getPropertyValue(property));
      }
    }
  });
  return seen;
};
window.before = looks();
return before.size";

/// Rules for what begins or marks a text: of an element, they reach the text of those in it.
const PIECES: &str = "
  ::selection, :root::selection { background: red !important; color: blue !important; }
  main::first-letter, #place::first-letter, hearby-survey::first-letter {
    font-size: 66px !important; float: left !important; color: red !important;
  }
  main::first-line, #place::first-line, hearby-survey::first-line {
    text-transform: uppercase !important; letter-spacing: 9px !important; font-size: 40px !important; color: red !important;
  }
  ::placeholder, ::marker { color: red !important; }
  ::backdrop { display: none !important; background: red !important; }
";

/// Script that adds a style sheet to the page: those declarations and rules, and a value for each of
/// our tokens by the short name that a page's own may have.
const ADD_STYLES: &str = "
const [declarations, pieces] = arguments;
const { adoptedStyleSheets, styleSheets } = document.querySelector('hearby-survey').shadowRoot;
const rules = [...adoptedStyleSheets, ...styleSheets].flatMap(({ cssRules }) => [...cssRules]);
const names = rules.map(({ cssText }) => cssText).join(' ').match(/--[a-z_-]+/g);
const tokens = [...new Set(names)].map((name) => `${name.replace('--hearby-', '--')}: 9px`);
const all = [...declarations.split(';'), ...tokens].filter((declaration) => declaration.trim());
const style = document.createElement('style');
style.textContent = `html, body, main, #place, hearby-survey {${all.join(' !important;')} !important} ${pieces}`;
document.head.append(style);
return tokens.length";

/// Script that returns what looks different now.
const CHANGED: &str = "
const now = looks();
return [...before].filter(([name, value]) => now.get(name) !== value).map(([name, value]) => `${name}: ${value} became ${now.get(name)}`)";

in_each_browser! {
    fn nothing_that_a_page_says_of_its_text_is_said_of_the_card(browser: &Browser) {
        browser.resize(900, 800);
        let shop = Shop::asking_everywhere();
        for survey in ["nps", "centre-light", "bottom-bar-light", "inline-light"] {
            shop.visit(browser, "/index.html");
            make_room(browser);
            // The card's room is to stay as it is.
            browser.run(
                "const { style } = document.documentElement;\
                 style.overflow = 'hidden';\
                 document.querySelector('#place').style = 'width: 600px; height: 300px'",
            );
            browser.run_with("hearby('show', arguments[0])", &json!([survey]));
            browser.popup().wait_for_scale();
            assert!(browser.run(KEEP_LOOKS).as_u64() > Some(1_000));
            let tokens = browser.run_with(ADD_STYLES, &json!([INHERITED, PIECES]));
            assert!(tokens.as_u64() > Some(9), "{tokens}");
            browser.screenshot(&format!("page-says-{survey}"));
            assert_eq!(browser.run(CHANGED), json!([]), "{survey}");
        }
    }
}
