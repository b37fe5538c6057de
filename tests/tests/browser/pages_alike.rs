//! Twenty pages that nobody here wrote: the page's own shortcuts work under the open popup, none of
//! its keys leaks to the page, and under the closed popup the page looks as before, to the pixel,
//! in every engine. A control, the same page without our tag, shows the pixels that change by
//! themselves.
//!
//! `real_pages.rs` tests that these pages' visitors can answer by mouse and by keyboard.

use hearby_tests::{
    assertions::{assert_answered_once, assert_scores},
    browser::{Browser, Engine, key},
    clock::wait_for,
    collector::Collector,
    environment,
    fixtures::{SITE, create_site},
    in_each_browser,
    pages::Pages,
    pixels::{Difference, Pixels},
    shop::{happen, tag, wait_for_loader},
};
use serde_json::json;

/// Text that a visitor writes: with letters that these pages take for commands.
const COMMENT: &str = "so far: b, f & o? Tốt!";

/// Place of the mouse while a picture is taken: a corner. (Not at the top: slides show a menu there
/// when the mouse comes near.)
const REST: [f64; 2] = [1.0, 798.0];

/// A page, and the answer given on it.
struct Guest {
    path: &'static str,
    score: u8,
    /// A key of the page's own with its effect, and the key that undoes it.
    shortcut: Option<Shortcut>,
}

struct Shortcut {
    key: &'static str,
    back: &'static str,
    /// An expression that the key changes.
    state: &'static str,
}

const fn page(path: &'static str, score: u8) -> Guest {
    Guest { path, score, shortcut: None }
}

const fn slides(path: &'static str, score: u8, state: &'static str) -> Guest {
    let shortcut = Some(Shortcut { key: key::RIGHT, back: key::LEFT, state });
    Guest { path, score, shortcut }
}

/// Landing pages with smooth scrolling and menus, blogs with forms, dashboards with charts, an
/// almost empty page, slides that take every key, an editor, an app that draws itself by script.
const GUESTS: [Guest; 20] = [
    page("/startbootstrap-agency/dist/index.html", 10),
    page("/startbootstrap-clean-blog/dist/contact.html", 9),
    page("/startbootstrap-creative/dist/index.html", 8),
    page("/startbootstrap-freelancer/dist/index.html", 7),
    page("/startbootstrap-grayscale/dist/index.html", 6),
    page("/startbootstrap-new-age/dist/index.html", 5),
    page("/startbootstrap-landing-page/dist/index.html", 4),
    page("/startbootstrap-stylish-portfolio/dist/index.html", 3),
    page("/startbootstrap-business-casual/dist/store.html", 2),
    page("/startbootstrap-resume/dist/index.html", 1),
    page("/startbootstrap-sb-admin/dist/login.html", 0),
    page("/startbootstrap-sb-admin-2/index.html", 10),
    page("/startbootstrap-simple-sidebar/dist/index.html", 9),
    page("/material-kit/examples/login-page.html", 8),
    page("/html5-boilerplate/dist/index.html", 7),
    page("/pell/demo.html", 6),
    page("/swagger-ui-dist/index.html", 0),
    slides("/reveal.js/demo.html", 1, "Reveal.getState().indexh"),
    slides("/impress.js/index.html", 2, "document.querySelector('.step.active').id"),
    slides("/webslides/demos/keynote.html", 3, "location.hash || '#slide=1'"),
];

impl Guest {
    fn package(&self) -> &str {
        self.path.split('/').nth(1).expect("a package")
    }
}

/// Script that ends once fonts, pictures and all that the page has asked for are there. A font is
/// asked for when a first letter is drawn in it: with nothing asked for in three looks in a row.
const HAVE_ALL_COME: &str = "const [done] = arguments;\
    let asked = 0, looks = 0;\
    const look = () => {\
        const now = performance.getEntriesByType('resource').length;\
        const isAllThere = document.fonts.status === 'loaded' &&\
            [...document.images].every((image) => image.complete || image.loading === 'lazy');\
        looks = isAllThere && now === asked ? looks + 1 : 0;\
        asked = now;\
        if (looks < 3) setTimeout(look, 100); else done();\
    };\
    look()";

/// Stops everything that moves by itself, so that two pictures of one page are equal: animations,
/// carets, films, scroll bars that fade. Animations end at once rather than never begin: slides
/// wait for that end. Nothing of ours is on the page at that time.
fn still(browser: &Browser) {
    wait_for("loaded page", || {
        (browser.run("return document.readyState") == "complete").then_some(())
    });
    // WebKit fades the window's own scroll bar regardless of the style.
    let has_fading_bar = browser.engine == Engine::WebKit;
    browser.run_with(
        "const style = document.createElement('style');\
         style.textContent = '*, *::before, *::after { animation-duration: 1ms !important;\
             animation-delay: 0s !important; animation-iteration-count: 1 !important;\
             transition: none !important; caret-color: transparent !important;\
             scroll-behavior: auto !important; scrollbar-width: none !important }\
             ::-webkit-scrollbar { display: none }';\
         if (arguments[0]) style.textContent += 'html { overflow: hidden !important }';\
         document.head.append(style);\
         for (const film of document.querySelectorAll('video, audio')) film.pause()",
        &json!([has_fading_bar]),
    );
    browser.run_async(HAVE_ALL_COME);
    browser.move_to(REST[0], REST[1]);
}

/// Takes a picture of the page at rest: the same picture three times in a row. WebKit returns the
/// last frame that it has painted, so each waits for some frames of its own.
#[track_caller]
fn picture(browser: &Browser) -> Vec<u8> {
    let take = || {
        browser.wait_for_frames(3);
        browser.picture()
    };
    let mut seen = [take(), take()];
    wait_for("page that stands still", || {
        let next = take();
        let is_still = seen.iter().all(|picture| *picture == next);
        seen.rotate_left(1);
        seen[1].clone_from(&next);
        is_still.then_some(next)
    })
}

/// Greatest share of a page's pixels, in thousandths, that may change by themselves: with more, the
/// page shows nothing about us.
const UNSTEADY_MAX_PER_MILLE: usize = 5;

/// Asserts that the page under the closed popup is as it was before; otherwise both pictures are
/// kept. Pixels that change in the control don't count.
#[track_caller]
fn assert_same_picture(browser: &Browser, package: &str, before: &[u8], control: &str) {
    let after = picture(browser);
    if after == before {
        return;
    }
    let changed = Pixels::decode(before).difference(&Pixels::decode(&after));
    let page = browser.run("return location.href");
    let unsteady = unsteady(browser, before, control);
    println!("{package}: {} pixels changed, {} by themselves", changed.len(), unsteady.len());
    if unsteady.per_mille() > UNSTEADY_MAX_PER_MILLE || !changed.is_within(&unsteady) {
        browser.save(&format!("before-{package}"), before);
        browser.save(&format!("after-{package}"), &after);
        panic!("{package} looks different after the popup; see the two pictures");
    }
    browser.go(page.as_str().expect("an address"));
    still(browser);
}

/// Returns the pixels of a page that change without us: between its pictures with our tag before
/// the popup, and those of two loads without the tag, before and after as long a wait.
fn unsteady(browser: &Browser, before: &[u8], control: &str) -> Difference {
    let before = Pixels::decode(before);
    let mut unsteady = Difference::default();
    for _ in 0..2 {
        browser.go(control);
        still(browser);
        for _ in 0..2 {
            unsteady.add(&before.difference(&Pixels::decode(&picture(browser))));
            browser.move_to(600.0, 400.0);
            browser.move_to(REST[0], REST[1]);
        }
    }
    unsteady
}

/// Asserts that the page requests nothing from a host that the test didn't start: a missing host
/// makes a page change whenever it gives up.
#[track_caller]
fn assert_asks_nobody_else(browser: &Browser, package: &str) {
    let asked = browser.run(
        "return performance.getEntriesByType('resource').map((entry) => new URL(entry.name))\
             .filter(({ protocol, hostname }) => protocol.startsWith('http') && hostname !== '127.0.0.1')\
             .map(String)",
    );
    assert_eq!(asked, json!([]), "{package} asks others");
}

/// Asserts that the comparison works on this page: it shows a single pixel in a colour that the
/// page doesn't have there.
#[track_caller]
fn assert_one_pixel_shows(browser: &Browser, package: &str, before: &[u8]) {
    browser.run(
        "const left = document.createElement('div');\
         left.style.cssText = 'all: initial; position: fixed; z-index: 2147483647; width: 1px;\
             height: 1px; left: 600px; top: 400px; background: #f0f';\
         document.documentElement.append(left)",
    );
    assert!(picture(browser) != before, "{package}: a pixel more is not seen");
}

/// Asserts that the page's shortcut works while the popup is open and the focus is on the page.
#[track_caller]
fn assert_shortcut(browser: &Browser, shortcut: &Shortcut) {
    let read = || browser.run(&format!("return {}", shortcut.state));
    let before = read();
    browser.press(shortcut.key);
    wait_for("effect of the page's shortcut", || (read() != before).then_some(()));
    browser.press(shortcut.back);
    wait_for("effect of the page's shortcut", || (read() == before).then_some(()));
}

in_each_browser! {
    fn each_page_of_others_looks_and_works_as_before(browser: &Browser) {
        let collector = Collector::start();
        create_site(&collector);
        let asked = json!({"event": "ask", "wait_after_response_days": 0, "max_shows": 0});
        collector.put_survey(SITE, "nps", &json!({"kind": "nps", "display": asked}));
        let folder = environment::pages().join("node_modules");
        assert!(folder.is_dir(), "run `npm ci` in tests/pages first (`cargo xtask test` does)");
        let pages = Pages::serve(&folder, Some(tag(&collector)));
        let without_us = Pages::serve(&folder, None);

        let mut given = Vec::new();
        for guest in &GUESTS {
            println!("{} {}", browser.engine.as_str(), guest.package());
            browser.go(&pages.at(guest.path));
            wait_for_loader(browser);
            still(browser);
            let before = picture(browser);
            let keys = "window.keysOfThePage = [];\
                 document.addEventListener('keydown', (event) => keysOfThePage.push(event.key))";
            browser.add_script(keys);
            happen(browser, "ask");
            browser.popup().wait_for_scale();
            browser.screenshot(&format!("real-{}", guest.package()));
            if let Some(shortcut) = &guest.shortcut {
                assert_shortcut(browser, shortcut);
            }
            // Slides write their address a while after they have turned.
            let place = guest.shortcut.as_ref().map_or("location.href", |keys| keys.state);
            let place = || browser.run(&format!("return {place}"));
            let at = place();
            browser.add_script("keysOfThePage.length = 0");

            let popup = browser.popup();
            popup.click_answer(usize::from(guest.score));
            popup.type_comment(COMMENT);
            popup.click_button("Send");
            given.push(guest.score);

            assert_answered_once(browser, &collector, COMMENT, guest.package());
            // The keys of the comment would have turned slides. Tab is the browser's own, and
            // reaches the page before us.
            let leaked = browser.run("return keysOfThePage.filter((key) => key !== 'Tab')");
            assert_eq!(leaked, json!([]), "{}", guest.package());
            assert_eq!(place(), at, "{}", guest.package());
            let summary = collector.summary(SITE, "nps");
            assert_scores(&summary, &given);
            assert_eq!(summary.comments, given.len() as u64);

            browser.run("hearby('close')");
            browser.popup().wait_until_gone();
            browser.move_to(REST[0], REST[1]);
            assert_asks_nobody_else(browser, guest.package());
            assert_same_picture(browser, guest.package(), &before, &without_us.at(guest.path));
            assert_one_pixel_shows(browser, guest.package(), &before);
        }
    }
}

#[test]
fn a_window_that_comes_and_goes_moves_no_mouse_of_another_test() {
    let browser = Browser::open(Engine::WebKit).expect("WebKit");
    browser.go("about:blank");
    browser.move_to(REST[0], REST[1]);
    browser.run(
        "window.seen = [];\
         document.documentElement.style.height = '100vh';\
         for (const name of ['mousemove', 'mouseover', 'mouseout'])\
             addEventListener(name, ({ clientX, clientY }) => seen.push([name, clientX, clientY]))",
    );
    // The display has one pointer of its own. A window that goes leaves it to the one beneath.
    drop(Browser::open(Engine::WebKit));
    browser.wait_for_frames(30);
    assert_eq!(browser.run("return seen"), json!([]));
}
