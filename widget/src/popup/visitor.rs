//! Acts of the visitor by keys, pointer and words. Not in: their effects (`steps`).

use std::rc::Rc;

use wasm_bindgen::JsValue;
use wire::limits::COMMENT_MAX_CHARS;

use super::{Popup, STATUS};
use crate::{
    clock,
    delivery::hold::{Held, Moment},
    flow::{Act, Step},
    form_json::text,
    keys::{self, TEN_WAIT_MS, Typed},
    text::{digits, joined},
};

/// Number of characters left from which on the count is shown.
const COUNT_FROM_LEFT: usize = 200;

/// The words beside the comment's buttons.
const COUNT: &str = "#count";

impl Popup {
    /// Takes the answer back, so that another can be given. Does nothing once it was sent.
    pub(crate) fn change(self: &Rc<Self>) {
        if self.held.borrow().as_ref().is_some_and(Held::was_sent) {
            return;
        }
        if let Some(answer) = self.step.get().answer() {
            self.focused.set(answer.value);
        }
        self.act(Act::Change);
    }

    /// Closes the popup, unless a comment would be lost.
    pub(crate) fn close(self: &Rc<Self>) {
        if !self.warns() {
            self.act(Act::Close);
        }
    }

    /// Goes on without a comment, unless one that has been begun would be lost.
    pub(crate) fn skip(self: &Rc<Self>, is_by_keyboard: bool) {
        if !self.warns() {
            self.finish(false, is_by_keyboard);
        }
    }

    /// True if the visitor is only now told that the comment, as it is, has not been sent.
    fn warns(&self) -> bool {
        let is_asked = self.step.get().after(Act::Finish).is_some();
        let words = text(&self.form.words, "unsent");
        if !is_asked || words.is_empty() || self.comment().is_empty() {
            return false;
        }
        let is_first = !self.is_warned.replace(true);
        if is_first {
            self.write(COUNT, &words);
            self.write(STATUS, &words);
        }
        is_first
    }

    /// Sends the comment, which may be empty, or goes on without one.
    pub(crate) fn finish(self: &Rc<Self>, with_comment: bool, is_by_keyboard: bool) {
        if self.step.get().after(Act::Finish).is_none() {
            return;
        }
        let comment = if with_comment { self.comment() } else { String::new() };
        self.send_at(Moment::Commented(comment));
        if !is_by_keyboard {
            // The thanks have no button, and focus inside would keep them open.
            self.host.give_focus_back();
        }
        self.act(Act::Finish);
    }

    /// Handles a press outside of all buttons. On the backdrop, it closes a modal card, unless a
    /// comment would be lost.
    pub(crate) fn press_beside(self: &Rc<Self>, target: &JsValue, event: &JsValue) {
        if self.host.is_beside(target, event) && self.comment().is_empty() {
            self.act(Act::Close);
        }
    }

    /// Handles Tab. True if focus was moved from one end of the card to the other.
    pub(crate) fn cycle_focus(&self, is_back: bool) -> bool {
        self.host.cycle_focus(is_back)
    }

    /// Notes that the visitor is writing a comment.
    pub(crate) fn typed(&self) {
        self.typed_at_ms.set(Some(clock::visitor_now().unix_ms()));
        if self.is_warned.take() {
            // So that the same words are said again.
            self.write(STATUS, "");
        }
        let len = self.comment().encode_utf16().count();
        let is_counted = len + COUNT_FROM_LEFT >= COMMENT_MAX_CHARS;
        let [len_text, most] = [len, COMMENT_MAX_CHARS].map(|n| digits(n as u64));
        let count = if is_counted { joined(&[&len_text, " / ", &most]) } else { String::new() };
        self.write(COUNT, &count);
        if len >= COMMENT_MAX_CHARS {
            self.write(STATUS, &text(&self.form.words, "too_long"));
        }
    }

    /// Handles a key that may move focus along the scale from the answer `value`; true if it did.
    /// Arrow keys choose nothing: a choice is sent, and can't be taken back.
    pub(crate) fn move_focus(&self, key: &str, value: u8) -> bool {
        let scale = self.form.scale();
        let position = usize::from(value.saturating_sub(scale.min));
        let is_rtl = self.form.said("dir") == "rtl";
        let Some(next) = keys::focus_after(key, position, scale.len(), is_rtl) else {
            return false;
        };
        let next = scale.min.saturating_add(u8::try_from(next).unwrap_or_default());
        self.focused.set(next);
        self.show();
        self.host.focus(&keys::answer(next));
        true
    }

    /// Handles a key that may be a digit of an answer; true if it was.
    pub(crate) fn type_digit(self: &Rc<Self>, key: &str) -> bool {
        if self.step.get() != Step::Question {
            return false;
        }
        match keys::typed(key, self.has_typed_one.take(), self.form.scale()) {
            Some(Typed::Answer(value)) => self.choose(value),
            Some(Typed::OneOrTen) => {
                self.has_typed_one.set(true);
                self.after(TEN_WAIT_MS, |popup| {
                    if popup.has_typed_one.take() {
                        popup.choose(1);
                    }
                });
            }
            None => return false,
        }
        true
    }
}
