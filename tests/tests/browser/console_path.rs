//! The whole way of an owner, by mouse and by keyboard: the link, Overview, the survey that got worse,
//! where it hurts, those responses, a file of exactly these; the tag into a page that nobody here
//! wrote, a visitor's answer, its arrival; sign out, and nothing is left to see.

use std::time::Duration;

use hearby_tests::{
    browser::{Browser, key},
    clock::{now_ms, wait_for, wait_within},
    collector::Collector,
    environment,
    fixtures::{SITE, backdate_survey, create_site, response, response_id_at, with},
    in_each_browser,
    owner::{sign_in, wait_for_words},
    pages::Pages,
    shop::{happen, wait_for_loader},
};
use serde_json::json;

use domain::DAY_MS;

const SURVEY: &str = "recommend-us";
const PAGE: &str = "/startbootstrap-agency/dist/index.html";
const COMMENT: &str = "Trà rất thơm, giao hơi chậm.";

/// Finds what is pressed: by the beginning of its words, or of its name.
const FIND: &str = "const wanted = arguments[0];\
    const found = [...document.querySelectorAll('a[href], button')].find((each) => \
      each.checkVisibility() && !each.closest('[popover]:not(:popover-open)') && \
      (each.innerText.trim() || each.getAttribute('aria-label') || '').startsWith(wanted));";

/// The means by which an owner presses things.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Hand {
    Mouse,
    Keyboard,
}

impl Hand {
    /// Presses the link or button whose words begin so, once it is there.
    #[track_caller]
    fn press(self, browser: &Browser, words: &str) {
        // Where it stands in two frames in a row: what is above it may still come.
        let find = format!(
            "const tell = arguments[1]; {FIND} if (!found) return tell(null);\
             found.scrollIntoView({{block: 'center', behavior: 'instant'}});\
             const middle = () => {{\
               const {{left, top, width, height}} = found.getBoundingClientRect();\
               return [left + width / 2, top + height / 2];\
             }};\
             requestAnimationFrame(() => {{\
               const before = middle();\
               requestAnimationFrame(() => {{\
                 const [x, y] = middle();\
                 const isSeen = x > 0 && y > 0 && x < innerWidth && y < innerHeight;\
                 tell(isSeen && `${{[x, y]}}` === `${{before}}` ? before : null);\
               }});\
             }})"
        );
        let [x, y]: [f64; 2] = wait_for(words, || {
            serde_json::from_value(browser.run_async_with(&find, &json!([words]))).ok()
        });
        match self {
            Hand::Mouse => browser.click_at(x, y),
            Hand::Keyboard => {
                let is_here = format!("{FIND} return !!found && document.activeElement === found");
                for _ in 0..200 {
                    if browser.run_with(&is_here, &json!([words])) == true {
                        browser.press(key::ENTER);
                        return;
                    }
                    browser.press(key::TAB);
                    // Past the page's last stop, focus goes to the browser's own bars, and geckodriver
                    // goes on sending keys to a document that no longer has it.
                    browser.run("if (!document.hasFocus()) window.focus()");
                }
                panic!("no Tab leads to {words:?}");
            }
        }
    }
}

/// Starts a collector with a survey that got worse at the checkout, and returns it with a key.
#[track_caller]
fn start() -> (Collector, String) {
    let collector = Collector::start();
    create_site(&collector);
    let display = json!({"event": "paid", "wait_after_response_days": 0, "max_shows": 0});
    collector.put_survey(SITE, SURVEY, &json!({"kind": "nps", "display": display}));
    backdate_survey(&collector, SURVEY, now_ms() - 21 * DAY_MS);
    // 7 days ago is the week before. A request may bring nothing older than 8 days.
    for (touchpoint, score, times, days_ago) in
        [("home", 10, 20, 7), ("checkout", 9, 20, 7), ("home", 10, 20, 1), ("checkout", 3, 20, 1)]
    {
        for _ in 0..times {
            let answer = with(response(SURVEY, score), "touchpoint", json!(touchpoint));
            let id = response_id_at(now_ms() - days_ago * DAY_MS);
            let _ = collector.post(&with(answer, "id", json!(id)).to_string()).expect(201);
        }
    }
    let key = collector.create_key(SITE, "read");
    (collector, key)
}

#[track_caller]
fn address(browser: &Browser) -> String {
    let address = browser.run("return location.pathname + location.search");
    address.as_str().unwrap_or_default().to_owned()
}

/// Goes the whole way.
#[track_caller]
fn go(browser: &Browser, hand: Hand) {
    browser.close_after_test();
    let (collector, key) = start();
    sign_in(browser, &collector, &key);
    hand.press(browser, "Last 30 days");
    hand.press(browser, "Last 7 days");
    let _ = wait_for_words(browser, "Worse than before");
    hand.press(browser, "Recommend us");
    let _ = wait_for_words(browser, "Where it hurts");
    let _ = wait_for_words(browser, "It hurts most at “checkout”");
    hand.press(browser, "checkout");
    let _ = wait_for_words(browser, "Touchpoint: checkout");

    // Those responses, and of them the detractors'.
    hand.press(browser, "Read all");
    wait_for("the responses", || address(browser).contains("/responses").then_some(()));
    let _ = wait_for_words(browser, "newest first");
    hand.press(browser, "everyone");
    hand.press(browser, "detractors");
    wait_for("the filter", || address(browser).contains("group=detractor").then_some(()));
    hand.press(browser, "Export these");
    hand.press(browser, "CSV");
    let _ = wait_for_words(browser, ".csv");
    let saved = wait_for("the file", || browser.saved_file(".csv"));
    let saved = String::from_utf8(saved).expect("UTF-8");
    // Those of the other week are promoters all.
    let export = format!(
        "/v1/sites/{SITE}/surveys/{SURVEY}/export.csv?bom=true&group=detractor\
         &filter[touchpoint]=checkout"
    );
    assert_eq!(saved, collector.as_admin("GET", &export, None).expect(200).text());
    assert_eq!(saved.lines().count(), 1 + 20);

    // The tag, into a page of others.
    hand.press(browser, "Ask");
    let code = "return document.querySelector('pre.code')?.innerText ?? ''";
    let tag = wait_for("the tag", || {
        let tag = browser.run(code).as_str().unwrap_or_default().to_owned();
        tag.contains("<script async").then_some(tag)
    });
    hand.press(browser, "Copy");
    wait_for("a word about the copy", || {
        let said = browser.run("return document.querySelector('.push')?.innerText ?? ''");
        let said = said.as_str().unwrap_or_default();
        (said.contains("Copied") || said.contains("Select the text")).then_some(())
    });
    let folder = environment::pages().join("node_modules");
    assert!(folder.is_dir(), "run `npm ci` in tests/pages first (`cargo xtask test` does)");
    let pages = Pages::serve_renamed(&folder, "</head>", format!("{tag}</head>"), &[]);
    browser.go(&pages.at(PAGE));
    wait_for_loader(browser);
    happen(browser, "paid");
    let popup = browser.popup();
    popup.click_answer(7);
    popup.type_comment(COMMENT);
    popup.click_button("Send");
    wait_for("the answer", || (collector.summary(SITE, SURVEY).comments == 1).then_some(()));

    // Its arrival: what the owner's list said stays for a minute.
    let responses = format!("{}/console/{SITE}/responses?survey={SURVEY}", collector.url());
    wait_within(Duration::from_secs(120), "the comment in the console", || {
        browser.go(&responses);
        let _ = wait_for_words(browser, "Export these");
        let words = browser.run("return document.querySelector('main').innerText");
        words.as_str().unwrap_or_default().contains(COMMENT).then_some(())
    });

    hand.press(browser, "Overview");
    let _ = wait_for_words(browser, "Last 30 days");
    hand.press(browser, "Account");
    hand.press(browser, "Sign out");
    let _ = wait_for_words(browser, "Your key");
    browser.back();
    let _ = wait_for_words(browser, "Your key");
    let left = browser.run("return document.body?.innerText ?? ''");
    assert!(!left.as_str().unwrap_or_default().contains("NPS"), "{left}");
}

in_each_browser! {
    fn an_owner_goes_the_whole_way_by_mouse(browser: &Browser) {
        go(browser, Hand::Mouse);
    }
}

in_each_browser! {
    fn an_owner_goes_the_whole_way_by_keyboard(browser: &Browser) {
        go(browser, Hand::Keyboard);
    }
}
