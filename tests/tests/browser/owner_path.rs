//! The way of a new owner, as README says it: from a running collector to the first response seen,
//! on a page that nobody here wrote. Each step is timed; `--nocapture` shows the table.
//!
//! It is what the machines take; a person's reading and typing are not in it.

use std::time::Duration;

use hearby_tests::{
    assertions::{assert_answered_once, assert_scores},
    browser::{Browser, Engine},
    clock::Stopwatch,
    collector::Collector,
    environment,
    fixtures::SITE,
    owner::{sign_in, wait_for_words},
    pages::Pages,
    shop::tag,
};
use serde_json::json;

const PAGE: &str = "/startbootstrap-agency/dist/index.html";
const COMMENT: &str = "Trà rất thơm!";
const QUESTION: &str = "Would you tell a friend about our teas?";
/// Time for which a visitor reads before README's survey shows.
const READS: Duration = Duration::from_secs(10);
/// Limit of all that an owner waits for, without the visitor's reading: a machine under load takes
/// longer than an owner's.
const LIMIT: Duration = Duration::from_secs(60);

/// The steps so far, with their times.
#[derive(Default)]
struct Path(Vec<(&'static str, Duration)>);

impl Path {
    fn step<T>(&mut self, name: &'static str, act: impl FnOnce() -> T) -> T {
        let watch = Stopwatch::start();
        let done = act();
        self.0.push((name, watch.elapsed()));
        done
    }

    fn took(&self) -> Duration {
        self.0.iter().map(|(_, took)| *took).sum()
    }

    fn print(&self) {
        println!("| step | seconds |\n|---|---|");
        for (name, took) in &self.0 {
            println!("| {name} | {:.2} |", took.as_secs_f64());
        }
        println!("| all | {:.2} |", self.took().as_secs_f64());
    }
}

#[test]
fn a_new_owner_sees_the_first_response_within_a_minute_of_machine_time() {
    let browser = Browser::open(Engine::Chromium).unwrap();
    let folder = environment::pages().join("node_modules");
    assert!(folder.is_dir(), "run `npm ci` in tests/pages first (`cargo xtask test` does)");
    let mut path = Path::default();

    let collector = path.step("a collector runs", Collector::start);
    path.step("the site", || {
        collector.put_site(SITE, &json!({"product": "Trà Sen"}));
    });
    let survey = json!({"kind": "nps", "display": {"delay_ms": 10_000}});
    path.step("the survey", || collector.put_survey(SITE, "nps", &survey));
    let key = path.step("a key", || collector.create_key(SITE, "read"));
    let pages = path.step("the tag is pasted", || Pages::serve(&folder, Some(tag(&collector))));

    path.step("the preview on the owner's page", || {
        browser.go(&pages.at(&format!("{PAGE}?hearby_preview=nps")));
        browser.popup().wait_for_scale();
    });
    assert_eq!(collector.summary(SITE, "nps").responses, 0, "a preview stores nothing");

    path.step("a visitor comes, reads and is asked", || {
        browser.go(&pages.at(PAGE));
        browser.popup().wait_for_scale();
    });
    path.step("the visitor answers", || {
        browser.popup().click_answer(9);
        browser.popup().type_comment(COMMENT);
        browser.popup().click_button("Send");
        assert_answered_once(&browser, &collector, COMMENT, PAGE);
    });
    path.step("the owner signs in to the console", || {
        sign_in(&browser, &collector, &key);
    });
    path.step("the owner sees the response", || {
        browser.go(&format!("{}/console/{SITE}/ask?survey=nps", collector.url()));
        let _ = wait_for_words(&browser, "The last response came");
    });
    assert_scores(&collector.summary(SITE, "nps"), &[9]);

    // Visitors' browsers keep a rule for minutes; a preview shows the newest version at once.
    path.step("a changed question, in the preview", || {
        let texts = json!({"en": {"question": QUESTION}});
        let changed = json!({"kind": "nps", "display": {"delay_ms": 10_000}, "texts": texts});
        collector.put_survey(SITE, "nps", &changed);
        browser.go(&pages.at(&format!("{PAGE}?hearby_preview=nps")));
        let state = browser.popup().wait_for_scale();
        assert_eq!(state.name, QUESTION);
    });

    path.print();
    assert!(path.took() < READS + LIMIT, "{:?}", path.took());
}
