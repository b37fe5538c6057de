//! The README's tag and calls, taken from its text, on a page whose surveys have rules that fit them.

use std::{fs, time::Duration};

use hearby_tests::{
    assertions::assert_scores,
    browser::Browser,
    clock::{wait_for, watch_nothing},
    collector::Collector,
    environment,
    fixtures::SITE,
    in_each_browser,
    pages::Pages,
    shop::wait_for_loader,
    snippets::{SPAN, of_kind},
};
use serde_json::json;
use tempfile::TempDir;

/// Longer than loading and showing take even on busy cores.
const WOULD_HAVE_SHOWN: Duration = Duration::from_secs(2);

/// The README's spans that a page or its address takes; each is taken once.
struct Calls(Vec<String>);

impl Calls {
    fn of(readme: &str) -> Calls {
        let is_call = |span: &String| span.starts_with("hearby('") || span.contains("?hearby_");
        Calls(of_kind(readme, SPAN).into_iter().filter(is_call).collect())
    }

    #[track_caller]
    fn take(&mut self, begin: &str) -> String {
        let nth = self.0.iter().position(|call| call.contains(begin));
        self.0.remove(nth.unwrap_or_else(|| panic!("no {begin} in {:?}", self.0)))
    }
}

#[track_caller]
fn assert_nothing_comes(browser: &Browser) {
    watch_nothing(WOULD_HAVE_SHOWN, || (!browser.popup().is_gone()).then_some("popup"));
}

in_each_browser! {
    fn the_tag_and_the_calls_of_the_readme_do_what_it_says(browser: &Browser) {
        let readme = fs::read_to_string(environment::root().join("README.md")).unwrap();
        let mut calls = Calls::of(&readme);
        let collector = Collector::start();
        collector.put_site(SITE, &json!({"product": "Trà Sen", "lang": "en"}));
        let waits_for = |event: &str| json!({"event": event});
        let nps = json!({"kind": "nps", "display": waits_for("order-paid")});
        collector.put_survey(SITE, "nps", &nps);
        collector.put_survey(SITE, "csat", &json!({"kind": "csat", "display": waits_for("x")}));

        let [tag] = &of_kind(&readme, "html")[..] else { panic!("one tag") };
        let tag = tag.replace("https://hearby.example.com", &collector.url());
        let folder = TempDir::new().unwrap();
        let page = format!("<!doctype html><html lang=en><head><title>Page</title>{tag}</head>");
        fs::write(folder.path().join("index.html"), page).unwrap();
        let pages = Pages::serve(folder.path(), None);

        let address = calls.take("?hearby_preview=nps");
        let (_, query) = address.split_once('?').unwrap();
        browser.go(&pages.at(&format!("/?{query}")));
        let question = browser.popup().wait_for_scale().name;

        browser.go(&pages.at("/"));
        wait_for_loader(browser);
        assert_nothing_comes(browser);
        browser.run(&calls.take("'identify', 'customer-42'"));
        let paid = calls.take("'event', 'order-paid'");
        browser.run(&paid);
        assert_eq!(browser.popup().wait_for_scale().name, question);
        browser.popup().click_answer(9);
        browser.popup().click_button("Send");
        let posted = wait_for("response", || browser.recorded().posted().first().cloned());
        assert_eq!(posted["respondent"], "customer-42");
        wait_for("answer", || browser.recorded().events().contains(&"sent").then_some(()));
        assert_scores(&collector.summary(SITE, "nps"), &[9]);

        // Asked once, the visitor is left in peace, until they start over.
        browser.go(&pages.at("/"));
        wait_for_loader(browser);
        browser.run(&paid);
        assert_nothing_comes(browser);
        browser.run(&calls.take("'reset'"));
        browser.run(&paid);
        assert_eq!(browser.popup().wait_for_scale().name, question);

        browser.go(&pages.at("/"));
        wait_for_loader(browser);
        browser.run(&calls.take("'show', 'csat'"));
        assert_eq!(browser.popup().wait_for_scale().scores.len(), 5);
        assert_eq!(calls.0, [""; 0], "calls that this test doesn't run");
        assert_eq!(browser.recorded().complaints(), [""; 0]);
    }
}
