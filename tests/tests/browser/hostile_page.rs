//! Pages that hinder embedded scripts, by accident or on purpose: the popup is answered on each,
//! the page stays as it is, and its console silent.

use hearby_tests::{
    assertions::assert_scores,
    browser::{Browser, Engine, Recorded, State, key},
    clock::wait_for,
    fixtures::SITE,
    hostile::Hostile,
    in_each_browser,
    shop::{happen, wait_for_loader},
};

/// Answers a whole survey by mouse: a covered element can't be clicked.
#[track_caller]
fn answer(browser: &Browser, score: u8) -> Recorded {
    let popup = browser.popup();
    popup.click_answer(usize::from(score));
    popup.type_comment("So it goes.");
    popup.click_button("Send");
    wait_for("answer to be taken", || {
        Some(browser.recorded()).filter(|recorded| recorded.events().contains(&"sent"))
    })
}

#[track_caller]
fn assert_silent(recorded: &Recorded) {
    assert_eq!(recorded.complaints(), [""; 0]);
    assert!(recorded.layout_shift.abs() < f64::EPSILON, "{recorded:#?}");
}

/// Asserts that the popup is as large as on any other page, and within the window.
#[track_caller]
fn assert_well_formed(browser: &Browser, state: &State, zoom: f64) {
    let [page_width, page_height] = browser.viewport().map(f64::from);
    let [left, top, width, height] = state.rect;
    assert!(left >= 0.0 && top >= 0.0, "{state:#?}");
    assert!(left + width <= page_width + 1.0 && top + height <= page_height + 1.0, "{state:#?}");
    assert!((280.0 * zoom..=560.0 * zoom).contains(&width), "{state:#?}");
    assert!((100.0 * zoom..=420.0 * zoom).contains(&height), "{state:#?}");
    for answer in &state.scores {
        assert!(answer.rect[2] >= 24.0 && answer.rect[3] >= 24.0, "{answer:#?}");
    }
    assert!(!state.text.contains('!'), "{}", state.text);
}

in_each_browser! {
    fn styles_for_everything_change_nothing_of_it(browser: &Browser) {
        let hostile = Hostile::start();
        let looks = "const host = [...document.querySelectorAll('*')].find((e) => e.shadowRoot);\
             const of = (selector) => getComputedStyle(host.shadowRoot.querySelector(selector));\
             return ['fontFamily', 'borderRadius', 'fontSize', 'fontWeight', 'lineHeight', 'letterSpacing', 'textTransform',\
                 'direction', 'cursor', 'color', 'opacity', 'transform', 'backgroundColor']\
                 .flatMap((name) => [of('.card')[name], of('[role=radio]')[name]])";
        let mut seen = Vec::new();
        // The page without hostile styles is the reference.
        for (score, page) in [(9, "faulty"), (3, "styles")] {
            hostile.visit(browser, page);
            browser.run("hearby('show', 'nps')");
            let state = browser.popup().wait_for_scale();
            browser.screenshot(&format!("hostile-{page}"));
            assert_well_formed(browser, &state, 1.0);
            seen.push((browser.run(looks), state.rect));
            let recorded = answer(browser, score);
            if page == "styles" {
                assert_silent(&recorded);
            }
            browser.run("hearby('reset')");
        }
        assert_eq!(seen[0], seen[1]);
        assert_scores(&hostile.collector.summary(SITE, "nps"), &[9, 3]);
    }
}

in_each_browser! {
    fn a_zoomed_page_with_huge_letters_does_not_push_it_out(browser: &Browser) {
        let hostile = Hostile::start();
        hostile.visit(browser, "zoomed");
        happen(browser, "ask-nps");
        let state = browser.popup().wait_for_scale();
        browser.screenshot("hostile-zoomed");
        // WebKit measures in the page's own, zoomed pixels, and moves the mouse in the window's.
        let is_webkit = browser.engine == Engine::WebKit;
        assert_well_formed(browser, &state, if is_webkit { 1.0 } else { 1.5 });
        browser.popup().tab_to("the scale", |state| state.focus_on_scale());
        browser.press("8");
        browser.popup().wait_for_comment_step();
        browser.press(key::ESCAPE);
        let recorded = wait_for("answer to be taken", || {
            Some(browser.recorded()).filter(|recorded| recorded.events().contains(&"sent"))
        });
        assert_silent(&recorded);
    }
}

in_each_browser! {
    fn an_overlay_above_everything_is_below_it(browser: &Browser) {
        let hostile = Hostile::start();
        hostile.visit(browser, "overlay");
        happen(browser, "ask-nps");
        browser.popup().wait_for_scale();
        browser.screenshot("hostile-overlay");
        assert_silent(&answer(browser, 7));
        assert_eq!(browser.run("return document.querySelector('#plain').open"), true);
    }
}

in_each_browser! {
    fn it_is_answered_over_an_open_modal_dialog_which_stays_at_work(browser: &Browser) {
        let hostile = Hostile::start();
        hostile.visit(browser, "modal");
        happen(browser, "ask-nps");
        browser.popup().wait_for_scale();
        browser.screenshot("hostile-modal");
        assert_silent(&answer(browser, 6));
        browser.run("document.querySelector('#yes').click()");
        let is_open = "return document.querySelector('#modal').open";
        assert_eq!(browser.run(is_open), true);
    }
}

in_each_browser! {
    fn it_stays_when_the_dialog_that_it_was_shown_over_is_closed(browser: &Browser) {
        let hostile = Hostile::start();
        hostile.visit(browser, "modal");
        happen(browser, "ask-nps");
        browser.popup().wait_for_scale();
        browser.run("document.querySelector('#modal').close()");
        assert_silent(&answer(browser, 5));
    }
}

in_each_browser! {
    fn a_page_in_quirks_mode_shows_it_as_any_other(browser: &Browser) {
        let hostile = Hostile::start();
        hostile.visit(browser, "quirks");
        assert_eq!(browser.run("return document.compatMode"), "BackCompat");
        happen(browser, "ask-nps");
        let state = browser.popup().wait_for_scale();
        browser.screenshot("hostile-quirks");
        assert_well_formed(browser, &state, 1.0);
        assert_silent(&answer(browser, 4));
    }
}

/// Script that breaks functions until our event comes. The driver uses the same functions to
/// communicate with the test, which therefore asks nothing meanwhile.
const BREAK: &str = "
    window.whileBroken = (then, event, done) => {
        const { fetch, setTimeout } = window, { parse, stringify } = JSON;
        document.addEventListener(`hearby:${event}`, () => {
            Object.assign(window, { fetch, setTimeout });
            Object.assign(JSON, { parse, stringify });
            done();
        }, { once: true });
        setTimeout(() => {
            window.fetch = window.setTimeout = JSON.parse = JSON.stringify = () => {
                throw new Error('broken by the page');
            };
            then();
        });
    };
";

in_each_browser! {
    fn what_a_page_freezes_or_breaks_after_our_tag_stops_nothing(browser: &Browser) {
        let hostile = Hostile::start();
        hostile.visit(browser, "frozen");
        browser.add_script(BREAK);
        browser.run_async("whileBroken(() => hearby('event', 'ask-nps'), 'shown', arguments[0])");
        let state = browser.popup().wait_for_scale();
        browser.run(
            "const breakNow = () => whileBroken(() => {}, 'sent', () => {});\
             addEventListener('pointerdown', breakNow, { capture: true, once: true })",
        );
        let [left, top, width, height] = state.scores[3].rect;
        browser.click_at(left + width / 2.0, top + height / 2.0);
        // By the popup's own timer, ten seconds later, and its own request.
        wait_for("answer", || {
            (hostile.collector.summary(SITE, "nps").responses == 1).then_some(())
        });
        wait_for("word of it", || browser.recorded().events().contains(&"sent").then_some(()));
        assert_silent(&browser.recorded());
        assert_scores(&hostile.collector.summary(SITE, "nps"), &[3]);
    }
}

in_each_browser! {
    fn faults_of_the_page_stay_its_own_and_ours_are_none(browser: &Browser) {
        let hostile = Hostile::start();
        hostile.visit(browser, "faulty");
        let before = browser.recorded().complaints();
        assert_eq!(before.len(), 3, "{before:#?}");
        happen(browser, "ask-nps");
        let recorded = answer(browser, 2);
        assert_eq!(recorded.complaints(), before);
    }
}

in_each_browser! {
    fn a_page_that_is_written_and_written_anew_throws_nothing(browser: &Browser) {
        let hostile = Hostile::start();
        hostile.visit(browser, "written");
        happen(browser, "ask-nps");
        browser.popup().wait_for_scale();
        // The document is replaced, with our element and every listener; the window and its globals
        // stay.
        let recorded = browser.recorded();
        assert_silent(&recorded);
        browser.add_script(
            "window.faults = []; const { error } = console;\
             document.open(); document.write('<!doctype html><html><head></head><body>New</body></html>');\
             document.close();\
             addEventListener('error', (event) => faults.push(event.message));\
             addEventListener('unhandledrejection', (event) => faults.push(String(event.reason)))",
        );
        browser.run("hearby('close')");
        wait_for("popup on the new document", || {
            browser.run("hearby('show', 'nps')");
            browser.popup().now()
        });
        browser.popup().click_answer(1);
        wait_for("answer", || {
            browser.run("hearby('close')");
            (hostile.collector.summary(SITE, "nps").responses == 1).then_some(())
        });
        assert_eq!(browser.run("return faults"), serde_json::json!([]));
    }
}

in_each_browser! {
    fn an_app_of_the_page_in_rust_and_ours_do_not_meet(browser: &Browser) {
        let hostile = Hostile::start();
        hostile.visit(browser, "wasm");
        let drawn = || browser.run("return document.querySelector('#drawn').textContent");
        wait_for("app of the page", || (drawn() == "1 drawn").then_some(()));
        happen(browser, "ask-nps");
        browser.popup().wait_for_scale();
        browser.run("document.querySelector('#draw').click()");
        assert_eq!(drawn(), "2 drawn");
        assert_silent(&answer(browser, 10));
        browser.run("document.querySelector('#draw').click()");
        assert_eq!(drawn(), "3 drawn");
    }
}

in_each_browser! {
    fn in_a_frame_it_stays_in_the_frame(browser: &Browser) {
        let hostile = Hostile::start();
        browser.go(&hostile.pages.at("/hostile/frames.html"));
        wait_for_loader(browser);
        browser.enter_frame();
        wait_for_loader(browser);
        happen(browser, "ask-nps");
        browser.popup().wait_for_scale();
        let recorded = answer(browser, 0);
        // Chromium doesn't take a tap in a frame as the cause of the next step's layout.
        assert_eq!(recorded.complaints(), [""; 0]);
        browser.leave_frame();
        assert!(browser.popup().is_gone());
        assert_silent(&browser.recorded());
        assert_scores(&hostile.collector.summary(SITE, "nps"), &[0]);
    }
}
