//! Screenshots of every state for a person to look at, in `target/hearby/screenshots`, with checks
//! that a program can make: everything lies on the screen, inside the popup, and is large enough.

use std::{env, fs};

use hearby_tests::{
    browser::{Browser, Engine, State},
    clock::wait_for,
    environment,
    fixtures::SITE,
    in_each_browser,
    shop::{Shop, happen},
};
use serde_json::json;

/// Greatest size of a picture in the README, which is read on a phone, too.
const PICTURE_MAX_BYTES: usize = 60_000;

/// Asserts that a rectangle lies inside another, within half a pixel.
#[track_caller]
fn assert_inside(what: &str, inner: [f64; 4], outer: [f64; 4]) {
    let [left, top, width, height] = inner;
    let [outer_left, outer_top, outer_width, outer_height] = outer;
    let is_inside = left >= outer_left - 0.5
        && top >= outer_top - 0.5
        && left + width <= outer_left + outer_width + 0.5
        && top + height <= outer_top + outer_height + 0.5;
    assert!(is_inside, "{what}: {inner:?} is not inside {outer:?}");
}

#[track_caller]
fn assert_fits(browser: &Browser, state: &State) {
    let [width, height] = browser.viewport().map(f64::from);
    assert_inside("popup", state.rect, [0.0, 0.0, width, height]);
    let parts = state.scores.iter().chain(&state.buttons).chain(&state.comment);
    for part in parts {
        assert_inside(&part.name, part.rect, state.rect);
        let [_, _, width, height] = part.rect;
        assert!(width >= 24.0 && height >= 24.0, "too small to hit: {part:?}");
    }
}

/// Takes a picture of each step of a survey.
#[track_caller]
fn picture_steps(browser: &Browser, shop: &Shop, page: &str, lang: &str, survey: &str, name: &str) {
    let form = shop.form(survey, lang);
    shop.visit(browser, page);
    happen(browser, &format!("ask-{survey}"));
    let popup = browser.popup();
    assert_fits(browser, &popup.wait_for_scale());
    browser.screenshot(&format!("{name}-question"));
    popup.click_answer(2);
    assert_fits(browser, &popup.wait_for_comment_step());
    browser.screenshot(&format!("{name}-comment"));
    popup.click_button(&form.words.skip);
    let is_thanks = |state: &State| form.thanks.iter().any(|text| state.text.contains(text));
    assert_fits(browser, &popup.wait_until("thanks", is_thanks));
    browser.screenshot(&format!("{name}-thanks"));
}

/// Starts a shop whose surveys have that theme and, for CSAT, faces.
fn shop_with(theme: &serde_json::Value) -> Shop {
    let shop = Shop::asking_on_events();
    for (kind, style) in [("nps", "numbers"), ("ces", "numbers"), ("csat", "faces")] {
        let display = json!({"event": format!("ask-{kind}")});
        let definition = json!({"kind": kind, "style": style, "theme": theme, "display": display});
        shop.collector.put_survey(SITE, kind, &definition);
    }
    shop
}

in_each_browser! {
    fn light(browser: &Browser) {
        let shop = shop_with(&json!({"scheme": "light"}));
        for survey in ["nps", "ces", "csat"] {
            picture_steps(browser, &shop, "/index.html", "en", survey, &format!("light-{survey}"));
        }
    }
}

in_each_browser! {
    fn dark(browser: &Browser) {
        let shop = shop_with(&json!({"scheme": "dark"}));
        for survey in ["nps", "csat"] {
            picture_steps(browser, &shop, "/index.html", "en", survey, &format!("dark-{survey}"));
        }
    }
}

in_each_browser! {
    fn vietnamese(browser: &Browser) {
        let shop = shop_with(&json!({}));
        for survey in ["nps", "ces", "csat"] {
            picture_steps(browser, &shop, "/vi.html", "vi", survey, &format!("vi-{survey}"));
        }
    }
}

/// Starts a shop with this survey alone.
fn shop_asking(survey: &serde_json::Value) -> Shop {
    let shop = Shop::asking_on_events();
    let mut survey = survey.clone();
    survey["display"] = json!({"event": "ask-csat"});
    survey["kind"] = json!("csat");
    shop.collector.put_survey(SITE, "csat", &survey);
    shop
}

/// Sets the page's language before anything is asked.
fn speak(browser: &Browser, lang: &str) {
    browser.run_with("document.documentElement.lang = arguments[0]", &json!([lang]));
}

in_each_browser! {
    fn other_scripts(browser: &Browser) {
        let shop = shop_with(&json!({}));
        for lang in ["ar", "he", "hi", "th", "ja", "ko", "zh-hans", "ru"] {
            shop.visit(browser, "/index.html");
            speak(browser, lang);
            browser.run("hearby('show', 'nps')");
            let state = browser.popup().wait_for_scale();
            assert_eq!(state.lang, lang);
            assert_fits(browser, &state);
            let [first, .., last] = state.scores.as_slice() else { panic!("{state:#?}") };
            let is_mirrored = first.rect[0] > last.rect[0];
            assert_eq!(is_mirrored, ["ar", "he"].contains(&lang), "{lang}");
            // A label must not be cut off.
            browser.screenshot(&format!("script-{lang}-question"));
            browser.popup().click_answer(9);
            assert_fits(browser, &browser.popup().wait_for_comment_step());
            browser.screenshot(&format!("script-{lang}-comment"));
        }
    }
}

in_each_browser! {
    fn stars_and_places(browser: &Browser) {
        for position in ["centre", "bottom-bar", "top-start", "inline"] {
            let mut theme = json!({"accent": "#a3305f", "radius_px": 20, "position": position});
            if position == "inline" {
                theme["into"] = json!("main > p");
            }
            let thanks = json!({"neutral": {"url": "https://a.example", "label": {"en": "Talk to us"}}});
            let survey = json!({"style": "stars", "theme": theme, "thanks_button": thanks});
            let shop = shop_asking(&survey);
            let site = json!({"product": "Trà Sen", "privacy_url": "https://a.example/privacy"});
            shop.collector.put_site(SITE, &site);
            picture_steps(browser, &shop, "/index.html", "en", "csat", &format!("place-{position}"));
        }
    }
}

in_each_browser! {
    fn an_owners_own_colours_and_font(browser: &Browser) {
        let theme = json!({"accent": "#ffb000", "surface": "#10243a", "text": "#f4f1e8",
            "scheme": "light", "radius_px": 4, "font": "inherit"});
        let shop = shop_with(&theme);
        picture_steps(browser, &shop, "/index.html", "en", "nps", "own-nps");
        shop.visit(browser, "/index.html");
        browser.run("hearby('show', 'csat')");
        browser.popup().wait_for_scale();
        let looks = browser.run(
            "const card = document.querySelector('hearby-survey').shadowRoot.querySelector('.card');\
             const style = getComputedStyle(card);\
             return [style.backgroundColor, style.color,\
                 style.fontFamily == getComputedStyle(document.body).fontFamily]",
        );
        assert_eq!(looks, json!(["rgb(16, 36, 58)", "rgb(244, 241, 232)", true]));
    }
}

// Only in Chromium, whose driver alone makes a phone with touch.
#[test]
fn on_a_phone_it_stays_above_the_keyboard() {
    let browser = Browser::open(Engine::Chromium).unwrap();
    browser.become_phone();
    for position in ["bottom-end", "centre", "bottom-bar"] {
        let shop = shop_with(&json!({"position": position}));
        shop.visit(&browser, "/index.html");
        happen(&browser, "ask-nps");
        browser.popup().click_answer(9);
        browser.popup().wait_for_comment_step();
        // As on iOS and Android: the page keeps its height, its visible part shrinks.
        browser.run(
            "Object.defineProperty(visualViewport, 'height', {value: innerHeight - 320});\
             visualViewport.dispatchEvent(new Event('resize'))",
        );
        let state = browser.popup().wait_for_comment_step();
        let [_, top, _, height] = state.rect;
        assert!((top + height - (844.0 - 320.0)).abs() < 1.0, "{position}: {:?}", state.rect);
        assert!(top >= 0.0);
        browser.screenshot(&format!("keyboard-{position}"));
        let size = "const root = document.querySelector('hearby-survey').shadowRoot;\
                    return parseFloat(getComputedStyle(root.querySelector('textarea')).fontSize)";
        // iOS zooms in on smaller letters.
        assert!(browser.run(size).as_f64().unwrap() >= 16.0);
    }
}

// Only in Chromium: the other drivers can't tell the page a visitor's preference.
#[test]
fn a_visitor_who_prefers_dark_sees_it_dark() {
    let browser = Browser::open(Engine::Chromium).unwrap();
    let shop = shop_with(&json!({}));
    browser.prefer_dark();
    picture_steps(&browser, &shop, "/index.html", "en", "nps", "prefers-dark");
    let luminance = || {
        browser.run(
        "const host = [...document.querySelectorAll('*')].find((e) => e.shadowRoot);\
         const dialog = host.shadowRoot.querySelector('[role=dialog]');\
         return getComputedStyle(dialog).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((a, b) => a + +b, 0)",
    )
    };
    // The shop says that it is light, and the card on it is.
    assert!(luminance().as_f64().unwrap_or(0.0) > 600.0, "sum of red, green and blue");
    browser.run("document.documentElement.style.colorScheme = 'normal'");
    wait_for("a dark card", || luminance().as_f64().filter(|sum| *sum < 300.0));
}

// Only in Chromium, whose driver alone makes a phone; narrow windows of the others are below.
#[test]
fn on_a_phone_it_is_a_sheet_at_the_bottom() {
    let browser = Browser::open(Engine::Chromium).unwrap();
    browser.become_phone();
    let shop = shop_with(&json!({}));
    for survey in ["nps", "ces", "csat"] {
        let page = "/index.html";
        shop.visit(&browser, page);
        assert_eq!(browser.viewport(), [390, 844]);
        happen(&browser, &format!("ask-{survey}"));
        let state = browser.popup().wait_for_scale();
        let [left, top, width, height] = state.rect;
        assert!(left <= 16.0 && width >= 358.0, "not over the whole width: {:?}", state.rect);
        assert!(top + height >= 820.0, "not at the bottom: {:?}", state.rect);
        let scrolls = "return document.documentElement.scrollWidth > innerWidth";
        assert_eq!(browser.run(scrolls), false, "the page can be scrolled sideways");
        picture_steps(&browser, &shop, page, "en", survey, &format!("phone-{survey}"));
    }
    // Another origin, where nothing has been answered yet.
    let shop = shop_with(&json!({}));
    picture_steps(&browser, &shop, "/vi.html", "vi", "ces", "phone-vi-ces");
}

in_each_browser! {
    fn in_a_narrow_window_it_is_a_sheet_at_the_bottom(browser: &Browser) {
        browser.resize(460, 800);
        let shop = shop_with(&json!({}));
        picture_steps(browser, &shop, "/vi.html", "vi", "nps", "narrow-vi-nps");
        shop.visit(browser, "/index.html");
        happen(browser, "ask-ces");
        let [left, top, width, height] = browser.popup().wait_for_scale().rect;
        if browser.engine == Engine::Firefox {
            // It makes no window narrower than 500, where the popup is no sheet.
            return;
        }
        // Without a scroll bar, which nothing can cover.
        let page = browser.run("return document.documentElement.clientWidth").as_f64().unwrap();
        assert!(left.abs() < 1.0 && (width - page).abs() < 1.0, "{left} {width} of {page}");
        assert!((top + height - 800.0).abs() < 1.0, "{top} + {height}");
    }
}

// Only in Chromium: one picture is enough.
#[test]
fn the_picture_of_the_readme_is_made_by_this_run() {
    let browser = Browser::open(Engine::Chromium).unwrap();
    browser.resize(680, 420);
    let shop = shop_with(&json!({"accent": "#1f5a41"}));
    shop.visit(&browser, "/index.html");
    happen(&browser, "ask-nps");
    browser.popup().wait_for_scale();
    browser.screenshot("readme");
    let picture = fs::read(environment::screenshots().join("chromium-readme.png")).unwrap();
    assert!(picture.len() <= PICTURE_MAX_BYTES, "{} bytes", picture.len());
    if env::var_os("HEARBY_UPDATE_PICTURES").is_some_and(|value| value == "1") {
        let folder = environment::root().join("docs");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("popup.png"), picture).unwrap();
    }
}
