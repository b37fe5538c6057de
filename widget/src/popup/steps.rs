//! Effects of each act on the card, for the page and for assistive technology, and the times
//! between steps. The order of the steps is `flow`'s.

use std::rc::Rc;

use domain::{ResponseId, Score};
use reactive_graph::traits::Set;

use super::{FIELD, OPEN, Popup, STATUS};
use crate::{
    clock,
    delivery::hold::{Held, Moment},
    flow::{Act, Answer, Step},
    form_json::text,
    host_page::{focus, px},
    keys,
    property::{self, call, set},
    random,
    response_json::Response,
    text::joined,
    view::Shown,
};

/// Milliseconds for which the chosen answer is seen before the comment is asked for: long enough to
/// notice.
const CHOSEN_SEEN_MS: i32 = 220;
/// Milliseconds of the fade-out; card.css has the same number.
const LEAVING_MS: i32 = 160;
/// Milliseconds for which the thanks stay: some 10 words at a slow reader's 3 a second, and a
/// second to look up.
const THANKS_MS: i32 = 4_500;
/// Milliseconds between checks of a popup that stays because somebody looks at it.
const STAYING_MS: i32 = 1_000;

impl Popup {
    /// Applies an act. An act that isn't possible at this step does nothing.
    pub(crate) fn act(self: &Rc<Self>, act: Act) {
        let Some(step) = self.step.get().after(act) else { return };
        let had_focus = self.host.has_focus();
        self.step.set(step);
        self.show();
        match step {
            Step::Question => {
                // An answer that was taken back is none, and is never sent.
                self.held.take();
                if had_focus {
                    self.write(STATUS, "");
                    self.host.focus(&keys::answer(self.focused.get()));
                } else {
                    self.after(0, Popup::speak_headline);
                }
            }
            Step::Chosen(_) => self.after(CHOSEN_SEEN_MS, |popup| popup.act(Act::AskForComment)),
            Step::Comment(answer) => {
                self.say_given(answer);
                self.offer_reasons(answer);
                if had_focus {
                    // The element that gets focus is spoken; the question before is over.
                    self.write(STATUS, "");
                    // The first touch of a finger should not open an on-screen keyboard over half
                    // the page.
                    let is_touched = self.host.is_touched();
                    self.after(0, if is_touched { focus_card } else { focus_comment });
                } else {
                    self.after(0, Popup::speak_headline);
                }
            }
            Step::Thanks(_) => {
                let has_button = self.offer_button();
                if had_focus {
                    self.after(0, focus_card);
                }
                self.after(0, Popup::speak_headline);
                if self.host.is_inline() {
                    // The card stays: without it, the page below would jump up under the visitor's
                    // pointer.
                    self.tell_closed();
                } else if !has_button && !self.options.is_preview {
                    self.after(THANKS_MS, Popup::close_when_seen);
                }
            }
            Step::Closed(_) => self.leave(),
        }
    }

    /// Has the view show the current state.
    pub(super) fn show(&self) {
        let (step, focused) = (self.step.get(), self.focused.get());
        let Some(screen) = step.screen() else { return };
        // A tap on an answer leaves the screen as it is, and is painted sooner without all this.
        if !self.host.is_marked("data-screen", screen) {
            if self.host.is_inline() {
                // If the card shrank, the page below it would move.
                self.host
                    .dress("min-height", &px(property::number(&self.host.card, "offsetHeight")));
            }
            self.host.mark("data-screen", screen);
            self.write("#headline", &self.form.headline(step));
        }
        self.shown.set(Shown { step, focused });
    }

    /// Writes the given answer, as assistive technology has it from the scale.
    fn say_given(&self, answer: Answer) {
        let drawn = self.host.find(&keys::answer(answer.value));
        let name = drawn.and_then(|drawn| call(&drawn, "getAttribute", &["aria-label".into()]));
        self.write("#given", &name.and_then(|name| name.as_string()).unwrap_or_default());
    }

    /// Puts the button for the answer's group under the thanks. True if there is one.
    fn offer_button(&self) -> bool {
        let button = self.step.get().answer().and_then(|answer| self.form.button(answer));
        if let (Some(button), Some(link)) = (&button, self.host.find("#more")) {
            set(&link, "href", &text(button, "url").into());
            set(&link, "textContent", &text(button, "label").into());
        }
        button.is_some()
    }

    /// Tells the page, once, that the popup is closed.
    fn tell_closed(&self) {
        if !self.is_over.replace(true) {
            let page = self.options.page.clone();
            clock::after(0, Box::new(move || page.closed()));
        }
    }

    /// Chooses an answer of the scale.
    pub(crate) fn choose(self: &Rc<Self>, value: u8) {
        let Some(kind) = self.form.kind else { return };
        if self.step.get() != Step::Question {
            return;
        }
        if let Ok(score) = Score::new(kind, i64::from(value)) {
            self.hold(Some(score), self.not_asked());
            self.act(Act::Choose(Answer::of(score)));
            self.options.page.answered(score);
        }
    }

    /// Holds the response with a first answer; `choices` as in [`Response`].
    pub(super) fn hold(self: &Rc<Self>, score: Option<Score>, choices: String) {
        let now = clock::visitor_now();
        self.tapped_at_ms.set(now.unix_ms());
        // What was written before the answer was changed does not hurry the new one.
        self.typed_at_ms.set(None);
        // Without a held response, nothing can be sent.
        if !self.options.is_preview {
            self.held.replace(Some(Held::new(Response {
                id: ResponseId::new(clock::now(), random::bits()),
                score,
                comment: None,
                choices,
                finished: false,
                elapsed_ms: u32::try_from(now.unix_ms() - self.shown_at_ms).unwrap_or_default(),
            })));
            self.send_when_due();
        }
    }

    fn leave(self: &Rc<Self>) {
        self.send_at(Moment::Closed);
        self.host.mark("data-leaving", "true");
        // Before focus moves: nothing behind a modal card can be focused.
        self.host.let_go();
        self.host.give_focus_back();
        self.after(LEAVING_MS, |popup| {
            popup.followed.take();
            // The last owner of the popup is the timer; when it drops the popup, the element is
            // removed.
            OPEN.with_borrow_mut(|open| {
                if let Some(index) = open.iter().position(|other| Rc::ptr_eq(other, popup)) {
                    open.swap_remove(index);
                }
            });
            popup.tell_closed();
        });
        // A preview holds nothing.
        if self.held.borrow().is_none() && self.step.get().answer().is_none() {
            self.options.page.dismissed();
        }
    }

    fn close_when_seen(self: &Rc<Self>) {
        // After a touch, browsers report a pointer that isn't there. The backdrop of a modal card
        // is always under the pointer, so this checks the card's contents.
        let is_pointed_at =
            !self.host.is_touched() && self.host.find(":not(dialog):hover").is_some();
        if is_pointed_at || self.host.has_focus() {
            self.after(STAYING_MS, Popup::close_when_seen);
        } else {
            self.act(Act::Close);
        }
    }
}

fn focus_card(popup: &Rc<Popup>) {
    focus(&popup.host.card);
}

/// Focuses the first reason, or else the comment.
fn focus_comment(popup: &Rc<Popup>) {
    // Of both, the one that comes first on the card.
    popup.host.focus(&joined(&[&popup.reasons(), ":enabled,", FIELD]));
}
