//! A visitor answers: each survey by mouse and by keyboard, and the summary shows just that.

use hearby_tests::{
    assertions::assert_scores,
    browser::{Browser, Recorded, State, key},
    clock::wait_for,
    fixtures::SITE,
    in_each_browser,
    shop::{Shop, happen},
};
use wire::form::Form;

/// A path through a survey.
struct Way {
    survey: &'static str,
    score: u8,
    /// The lowest of the scale, which is the first answer.
    min: u8,
    /// Index of the group that the score falls into.
    group: usize,
    comment: &'static str,
}

/// Paths that use each survey once and each group once.
const WAYS: [Way; 3] = [
    Way { survey: "nps", score: 10, min: 0, group: 2, comment: "Trà ngon, giao nhanh!" },
    Way { survey: "ces", score: 4, min: 1, group: 1, comment: "Neither \"easy\" nor <hard>." },
    Way { survey: "csat", score: 1, min: 1, group: 0, comment: "" },
];

impl Way {
    fn index(&self) -> usize {
        usize::from(self.score - self.min)
    }
}

#[track_caller]
fn wait_for_event(browser: &Browser, name: &str) -> Recorded {
    wait_for(name, || Some(browser.recorded()).filter(|recorded| recorded.events().contains(&name)))
}

/// Asserts that the question with its answers is on screen, complete.
#[track_caller]
fn assert_question(browser: &Browser, form: &Form, way: &Way, answers: usize) {
    let state = browser.popup().wait_for_scale();
    assert_eq!(state.name, form.question);
    for text in [&form.question, &form.low, &form.high] {
        assert!(state.text.contains(text.as_str()), "{text:?} in {state:#?}");
    }
    assert_eq!(state.scores.len(), answers);
    let max = usize::from(way.min) + answers - 1;
    for (index, part) in state.scores.iter().enumerate() {
        let score = usize::from(way.min) + index;
        let name = form.words.out_of.replace("{score}", &score.to_string());
        let name = name.replace("{max}", &max.to_string());
        // The ends are called by their labels, too.
        let name = match index {
            0 => format!("{name}, {}", form.low),
            _ if index + 1 == answers => format!("{name}, {}", form.high),
            _ => name,
        };
        assert_eq!(part.name, name);
        assert_eq!(part.role, "radio");
    }
    assert!(state.button(&form.words.close).is_some(), "no way out: {:#?}", state.buttons);
}

/// Asserts that the comment step asks in the words of the score's group.
#[track_caller]
fn assert_comment_step(browser: &Browser, form: &Form, group: usize) {
    let state = browser.popup().wait_for_comment_step();
    assert!(state.text.contains(&form.follow_up[group]), "{state:#?}");
    for (other, text) in form.follow_up.iter().enumerate() {
        let is_its_own = other == group || *text == form.follow_up[group];
        assert!(is_its_own || !state.text.contains(text.as_str()), "{text:?} in {state:#?}");
    }
}

/// Asserts thanks in the words of the group, then that the popup goes by itself or is closed; one
/// request in all.
#[track_caller]
fn assert_thanks(browser: &Browser, shop: &Shop, form: &Form, way: &Way) {
    let thanks = &form.thanks[way.group];
    browser.popup().wait_until("thanks", |state| state.text.contains(thanks.as_str()));
    let recorded = wait_for_event(browser, "sent");
    assert_eq!(recorded.events(), ["shown", "answered", "sent"]);
    let posted = recorded.posted();
    assert_eq!(posted.len(), 1, "one request an answer: {posted:#?}");
    assert_eq!(posted[0]["score"], way.score);
    assert_eq!(posted[0]["finished"], true);
    assert_eq!(posted[0]["comment"].as_str().unwrap_or_default(), way.comment);
    assert_eq!(posted[0]["page"], "/index.html");
    let summary = shop.collector.summary(SITE, way.survey);
    assert_scores(&summary, &[way.score]);
    assert_eq!(summary.comments, u64::from(!way.comment.is_empty()));
    assert_eq!(recorded.complaints_about(&shop.collector.url()), [""; 0]);
}

in_each_browser! {
    fn each_survey_is_answered_by_mouse(browser: &Browser) {
        let shop = Shop::asking_on_events();
        for (way, answers) in WAYS.iter().zip([11, 7, 5]) {
            let form = shop.form(way.survey, "en");
            shop.visit(browser, "/index.html");
            happen(browser, &format!("ask-{}", way.survey));
            assert_question(browser, &form, way, answers);
            browser.popup().click_answer(way.index());
            assert_comment_step(browser, &form, way.group);
            if way.comment.is_empty() {
                browser.popup().click_button(&form.words.skip);
            } else {
                browser.popup().type_comment(way.comment);
                browser.popup().click_button(&form.words.send);
            }
            assert_thanks(browser, &shop, &form, way);
        }
    }
}

in_each_browser! {
    fn each_survey_is_answered_by_keyboard_alone(browser: &Browser) {
        let shop = Shop::asking_on_events();
        for (way, answers) in WAYS.iter().zip([11, 7, 5]) {
            let form = shop.form(way.survey, "en");
            shop.visit(browser, "/index.html");
            happen(browser, &format!("ask-{}", way.survey));
            assert_question(browser, &form, way, answers);
            let popup = browser.popup();
            popup.tab_to("the scale", |state| state.focus_on_scale());
            browser.press(key::HOME);
            for _ in 0..way.index() {
                browser.press(key::RIGHT);
            }
            popup.wait_until("focus on the answer", |s| s.scores[way.index()].focused);
            browser.press(key::SPACE);
            assert_comment_step(browser, &form, way.group);
            if way.comment.is_empty() {
                let skip = &form.words.skip;
                popup.tab_to("skip", |state| state.button(skip).is_some_and(|b| b.focused));
            } else {
                popup.tab_to("the comment", State::focus_on_comment);
                browser.type_text(way.comment);
                let send = &form.words.send;
                popup.tab_to("send", |state| state.button(send).is_some_and(|b| b.focused));
            }
            browser.press(key::ENTER);
            assert_thanks(browser, &shop, &form, way);
        }
    }
}

in_each_browser! {
    fn a_digit_answers_once_the_focus_is_on_the_scale(browser: &Browser) {
        let shop = Shop::asking_on_events();
        shop.visit(browser, "/index.html");
        happen(browser, "ask-nps");
        let popup = browser.popup();
        popup.wait_for_scale();
        popup.tab_to("the scale", |state| state.focus_on_scale());
        browser.type_text("10");
        popup.wait_for_comment_step();
        browser.press(key::ESCAPE);
        popup.wait_until_gone();
        wait_for_event(browser, "sent");
        assert_scores(&shop.collector.summary(SITE, "nps"), &[10]);
    }
}

in_each_browser! {
    fn a_score_is_kept_when_the_comment_step_is_closed(browser: &Browser) {
        let shop = Shop::asking_on_events();
        let form = shop.form("nps", "en");
        shop.visit(browser, "/index.html");
        happen(browser, "ask-nps");
        browser.popup().click_answer(7);
        browser.popup().wait_for_comment_step();
        browser.popup().click_button(&form.words.close);
        browser.popup().wait_until_gone();
        let recorded = wait_for_event(browser, "sent");
        assert_eq!(recorded.events(), ["shown", "answered", "sent"]);
        assert_eq!(recorded.posted().len(), 1);
        assert_scores(&shop.collector.summary(SITE, "nps"), &[7]);
    }
}

in_each_browser! {
    fn a_score_is_kept_when_the_page_is_left_at_the_comment_step(browser: &Browser) {
        let shop = Shop::asking_on_events();
        shop.visit(browser, "/index.html");
        happen(browser, "ask-nps");
        browser.popup().click_answer(3);
        browser.popup().wait_for_comment_step();
        shop.visit(browser, "/other.html");
        wait_for("answer that left with the page", || {
            (shop.collector.summary(SITE, "nps").responses > 0).then_some(())
        });
        assert_scores(&shop.collector.summary(SITE, "nps"), &[3]);
    }
}

in_each_browser! {
    fn a_response_given_while_the_collector_is_away_arrives_on_the_next_visit(browser: &Browser) {
        let shop = Shop::asking_on_events();
        let form = shop.form("nps", "en");
        shop.visit(browser, "/index.html");
        happen(browser, "ask-nps");
        browser.popup().wait_for_scale();
        shop.collector.kill();
        browser.popup().click_answer(8);
        browser.popup().wait_for_comment_step();
        browser.popup().click_button(&form.words.skip);
        // The visitor is thanked all the same.
        let thanks = &form.thanks[1];
        browser.popup().wait_until("thanks", |state| state.text.contains(thanks.as_str()));
        wait_for("answer in the visitor's queue", || {
            let queue = browser.run("return localStorage['hearby:queue'] ?? ''");
            queue.as_str().unwrap_or_default().contains("\"score\":8").then_some(())
        });
        shop.collector.start_again();
        shop.visit(browser, "/other.html");
        wait_for("answer that was kept", || {
            (shop.collector.summary(SITE, "nps").responses > 0).then_some(())
        });
        assert_scores(&shop.collector.summary(SITE, "nps"), &[8]);
        wait_for("empty queue", || {
            let queue = browser.run("return localStorage['hearby:queue'] ?? ''");
            (queue.as_str().unwrap_or_default().len() <= 2).then_some(())
        });
    }
}
