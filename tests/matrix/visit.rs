//! One visit to an app: a page, its survey, to the other page and back, an answer.
//!
//! In: what has to be so, one check after the other, each of which is told when it isn't. Not in:
//! which apps and engines.

use std::{
    any::Any,
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind},
};

use hearby_tests::{
    browser::Browser,
    clock::wait_for,
    collector::{Collector, site_id, survey_id},
    fixtures::{SITE, create_site},
    shop::wait_for_loader,
};
use serde_json::{Value, json};
use wire::{form::Form, routes};

use crate::front;

/// Functions for scripts in an app; see the file.
const SEEN: &str = include_str!("seen.js");
/// Name of the survey.
const SURVEY: &str = "nps";

/// A survey's set-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// A popup that is due at once.
    Popup,
    /// A card into `#survey`, which each page has.
    Inline,
    /// The same, while each of the app's scripts takes longer to come than the card waits for it: it
    /// may be there before the framework takes the page over.
    Late,
}

/// A check that failed.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// The check, as it should be.
    pub(crate) check: &'static str,
    /// The message.
    pub(crate) reason: String,
}

impl Case {
    /// Returns its name in the table and in messages.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Case::Popup => "popup",
            Case::Inline => "inline",
            Case::Late => "inline, late scripts",
        }
    }

    fn theme(self) -> Value {
        match self {
            Case::Popup => json!({}),
            Case::Inline | Case::Late => json!({"position": "inline", "into": "#survey"}),
        }
    }
}

/// Runs something that may panic; the message is the error.
pub(crate) fn caught<T>(act: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(act)).map_err(|panic| message(panic.as_ref()))
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic").to_owned()
}

/// A visit as it goes on.
struct Visit<'a> {
    browser: &'a Browser,
    name: String,
    case: Case,
    failures: RefCell<Vec<Failure>>,
}

/// Visits the app at that port with a collector of its own, and returns the checks that failed.
pub(crate) fn visit(browser: &Browser, app: &str, port: u16, case: Case) -> Vec<Failure> {
    let name = format!("matrix-{app}-{}", case.as_str());
    let visit = Visit { browser, name, case, failures: RefCell::default() };
    visit.check("a collector is there", || {
        let collector = Collector::start();
        create_site(&collector);
        collector.put_survey(SITE, SURVEY, &json!({"kind": "nps", "theme": case.theme()}));
        visit.go_through(&collector, port);
    });
    visit.failures.into_inner()
}

impl Visit<'_> {
    /// Runs a check; returns false, and takes a picture, when it fails.
    fn check(&self, check: &'static str, act: impl FnOnce()) -> bool {
        let Err(reason) = caught(act) else { return true };
        // The browser may be what failed.
        let _ =
            caught(|| self.browser.screenshot(&format!("{}-{check}", self.name).replace(' ', "-")));
        self.failures.borrow_mut().push(Failure { check, reason });
        false
    }

    fn go_through(&self, collector: &Collector, port: u16) {
        let browser = self.browser;
        let url = format!(
            "http://127.0.0.1:{}/",
            front::start(port, &collector.url(), self.case == Case::Late)
        );
        let is_there = self.check("the page asks", || {
            browser.go(&url);
            wait_for_loader(browser);
            browser.run("window.__isSamePage = true");
            self.wait_for_one();
        });
        self.check("the app works, on the page that the server drew", || {
            wait_for("button that counts", || {
                self.run("return counted()").as_u64().filter(|count| *count > 0)
            });
            let is_kept = "return window.__drawn?.isConnected ?? true";
            assert!(browser.run(is_kept) == true, "the framework drew the page anew");
            if is_there {
                self.wait_for_one();
            }
        });
        self.check("it asks on the second page, too", || {
            self.click_next();
            self.wait_for_page("Two");
        });
        self.check("it asks after the way back", || {
            browser.run("history.back()");
            self.wait_for_page("One");
        });
        self.check("it asks once more on the second page", || {
            self.click_next();
            self.wait_for_page("Two");
        });
        self.check("an answer counts once", || self.answer(collector));
        self.check("it was shown once", || {
            let recorded = browser.recorded();
            let events = recorded.events();
            assert!(events == ["shown", "answered", "sent"], "told: {events:?}");
        });
        self.check("nothing complains", || {
            let complaints = browser.recorded().complaints();
            assert!(complaints.is_empty(), "{}", complaints.join("; "));
        });
    }

    /// Runs a script that may call the functions of `seen.js`.
    #[track_caller]
    fn run(&self, script: &str) -> Value {
        self.browser.run(&format!("{SEEN}{script}"))
    }

    #[track_caller]
    fn click_next(&self) {
        let middle = self.run("return middle('#next')");
        let [x, y]: [f64; 2] = serde_json::from_value(middle).expect("a link");
        self.browser.click_at(x, y);
    }

    /// Waits until there is one element of ours, in its place, with a question on it.
    #[track_caller]
    fn wait_for_one(&self) {
        let read = format!("return ours({})", self.case != Case::Popup);
        let mut seen = Value::Null;
        let found = caught(|| {
            wait_for("one survey in its place", || {
                seen = self.run(&read);
                (seen == json!([1, true, true])).then_some(())
            });
        });
        assert!(
            found.is_ok(),
            "{} elements of ours, with a card: {}, in place: {}; events: {:?}",
            seen[0],
            seen[1],
            seen[2],
            self.browser.recorded().events()
        );
        let scores = self.browser.popup().wait_for_scale().scores.len();
        assert_eq!(scores, 11, "answers");
    }

    /// Waits for the page of that heading, without a load, and for the survey on it.
    #[track_caller]
    fn wait_for_page(&self, title: &str) {
        let is_there = || (self.run("return page()") == json!([[title], 0])).then_some(());
        wait_for(title, is_there);
        let is_same = self.browser.run("return window.__isSamePage ?? false");
        assert!(is_same == true, "the page was loaded, not changed");
        self.wait_for_one();
    }

    #[track_caller]
    fn answer(&self, collector: &Collector) {
        let browser = self.browser;
        let path = routes::form(&site_id(SITE), &survey_id(SURVEY), "en");
        let form: Form = serde_json::from_slice(&collector.get(&path).expect(200).body).unwrap();
        browser.popup().click_answer(9);
        browser.popup().wait_for_comment_step();
        browser.popup().click_button(&form.words.skip);
        wait_for("sent", || browser.recorded().events().contains(&"sent").then_some(()));
        assert_eq!(collector.summary(SITE, SURVEY).responses, 1);
        assert_eq!(browser.recorded().posted().len(), 1, "requests");
    }
}
