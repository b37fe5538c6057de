//! The tag pasted into pages that nobody here wrote, with their own styles and scripts: templates
//! and apps out of npm packages, see `tests/pages/package.json`.

use hearby_tests::{
    assertions::{assert_answered_once, assert_scores},
    browser::{Browser, Engine, State, key},
    collector::Collector,
    environment,
    fixtures::{SITE, create_site},
    in_each_browser,
    pages::Pages,
    shop::{tag, wait_for_loader},
};
use serde_json::json;

/// Text that a visitor writes: with letters that these pages take for commands.
const COMMENT: &str = "so far: b, f & o? Tốt!";

/// A page, and the answer given on it.
struct Guest {
    path: &'static str,
    score: u8,
}

/// Landing pages with smooth scrolling and menus, a blog with a form, a dashboard with charts, an
/// almost empty page, slides that take every key, an app that draws itself by script.
const GUESTS: [Guest; 8] = [
    Guest { path: "/startbootstrap-agency/dist/index.html", score: 10 },
    Guest { path: "/startbootstrap-clean-blog/dist/contact.html", score: 9 },
    Guest { path: "/startbootstrap-creative/dist/index.html", score: 8 },
    Guest { path: "/startbootstrap-freelancer/dist/index.html", score: 7 },
    Guest { path: "/startbootstrap-sb-admin-2/index.html", score: 6 },
    Guest { path: "/html5-boilerplate/dist/index.html", score: 2 },
    Guest { path: "/reveal.js/demo.html", score: 1 },
    Guest { path: "/swagger-ui-dist/index.html", score: 0 },
];

impl Guest {
    fn package(&self) -> &str {
        self.path.split('/').nth(1).expect("a package")
    }
}

fn answer_by_mouse(browser: &Browser, score: u8) {
    let popup = browser.popup();
    popup.click_answer(usize::from(score));
    popup.type_comment(COMMENT);
    popup.click_button("Send");
}

fn answer_by_keyboard(browser: &Browser, score: u8) {
    let popup = browser.popup();
    popup.wait_for_scale();
    popup.tab_to("the scale", |state| state.focus_on_scale());
    browser.press(key::HOME);
    for _ in 0..score {
        browser.press(key::RIGHT);
    }
    popup.wait_until("focus on the answer", |s| s.scores[usize::from(score)].focused);
    browser.press(key::ENTER);
    popup.wait_for_comment_step();
    popup.tab_to("the comment", State::focus_on_comment);
    browser.type_text(COMMENT);
    popup.tab_to("send", |s| s.button("Send").is_some_and(|button| button.focused));
    browser.press(key::ENTER);
}

in_each_browser! {
    fn each_page_of_others_is_answered_on_and_stays_as_it_was(browser: &Browser) {
        let collector = Collector::start();
        create_site(&collector);
        let always = json!({"wait_after_response_days": 0, "max_shows": 0});
        collector.put_survey(SITE, "nps", &json!({"kind": "nps", "display": always}));
        let folder = environment::pages().join("node_modules");
        assert!(folder.is_dir(), "run `npm ci` in tests/pages first (`cargo xtask test` does)");
        let pages = Pages::serve(&folder, Some(tag(&collector)));

        let mut given = Vec::new();
        for (index, guest) in GUESTS.iter().enumerate() {
            println!("{} {}", browser.engine.as_str(), guest.package());
            browser.go(&pages.at(guest.path));
            wait_for_loader(browser);
            browser.popup().wait_for_scale();
            browser.screenshot(&format!("real-{}", guest.package()));
            let address = browser.run("return location.href");

            // Half by mouse and half by keyboard, and the other way round in WebKit.
            if (index % 2 == 0) != (browser.engine == Engine::WebKit) {
                answer_by_mouse(browser, guest.score);
            } else {
                answer_by_keyboard(browser, guest.score);
            }
            given.push(guest.score);

            assert_answered_once(browser, &collector, COMMENT, guest.package());
            // The keys of the comment would have turned slides.
            assert_eq!(browser.run("return location.href"), address, "{}", guest.package());
            let summary = collector.summary(SITE, "nps");
            assert_scores(&summary, &given);
            assert_eq!(summary.comments, given.len() as u64);
        }
    }
}
