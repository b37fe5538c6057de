//! The card is drawn before the popup's code is there. Presses until then take effect later, and
//! count once.

use hearby_tests::{
    assertions::{assert_answered_once, assert_scores},
    browser::Browser,
    clock::wait_for,
    fixtures::SITE,
    hostile::Hostile,
    in_each_browser,
    shop::happen,
};

/// Opens a page whose WASM stops half way until `letGo()`, with the survey `nps` drawn.
#[track_caller]
fn drawn(browser: &Browser) -> Hostile {
    let hostile = Hostile::start();
    hostile.visit(browser, "slow");
    happen(browser, "ask-nps");
    browser.popup().wait_for_scale();
    assert_eq!(browser.recorded().events(), [""; 0]);
    hostile
}

in_each_browser! {
    fn an_answer_tapped_before_the_code_is_there_counts_once(browser: &Browser) {
        let hostile = drawn(browser);
        browser.popup().click_answer(9);
        browser.popup().wait_until("chosen answer", |state| state.chosen() == Some(9));
        // A second press, like a double click: the first one counts, as it does later.
        browser.popup().click_answer(3);
        browser.run("letGo()");
        browser.popup().wait_for_comment_step();
        browser.popup().type_comment("Before it was there");
        browser.popup().click_button("Send");
        assert_answered_once(browser, &hostile.collector, "Before it was there", "slow");
        let posted = browser.recorded().posted();
        assert!(posted[0]["elapsed_ms"].as_u64() > Some(0), "{posted:?}");
        assert_scores(&hostile.collector.summary(SITE, "nps"), &[9]);
    }
}

in_each_browser! {
    fn a_card_closed_before_the_code_is_there_is_a_dismissal(browser: &Browser) {
        let _hostile = drawn(browser);
        browser.popup().click_button("Close");
        wait_for("card that fades", || {
            let card = "document.querySelector('hearby-survey').shadowRoot.querySelector('.card')";
            let seen = browser.run(&format!("return getComputedStyle({card}).opacity"));
            (seen == "0").then_some(())
        });
        browser.run("letGo()");
        browser.popup().wait_until_gone();
        assert_eq!(browser.recorded().events(), ["shown", "dismissed"]);
    }
}
