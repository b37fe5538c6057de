//! Acts of the visitor by keys, pointer and words. Not in: their effects (`steps`).

use wasm_bindgen::JsValue;
use wire::limits::COMMENT_MAX_CHARS;

use super::{STATUS, current};
use crate::{
    clock,
    delivery::hold::Moment,
    digits::digits,
    flow::{Act, Step},
    form_json::text,
    keys::{self, TEN_WAIT_MS, Typed},
};

/// Number of characters left from which on the count is shown.
const COUNT_FROM_LEFT: usize = 200;

/// Chooses an answer.
pub(crate) fn choose(value: u8) {
    if let Some(popup) = current() {
        popup.choose(value);
    }
}

/// Sends the comment, which may be empty, or goes on without one.
pub(crate) fn finish(with_comment: bool, is_by_keyboard: bool) {
    let Some(popup) = current() else { return };
    if popup.step.get().after(Act::Finish).is_none() {
        return;
    }
    let comment = if with_comment { popup.comment() } else { String::new() };
    popup.send_at(Moment::Commented(comment));
    if !is_by_keyboard {
        // No button is left, and focus inside would keep the thanks open.
        popup.host.give_focus_back();
    }
    popup.act(Act::Finish);
}

/// Handles a press that is on no button: on the backdrop it closes a modal card, unless a comment
/// would be lost.
pub(crate) fn press_beside(event: &JsValue) {
    let Some(popup) = current() else { return };
    if popup.host.is_beside(event) && popup.comment().is_empty() {
        popup.act(Act::Close);
    }
}

/// Handles Tab. True if focus was moved from one end of the card to the other.
pub(crate) fn cycle_focus(is_back: bool) -> bool {
    current().is_some_and(|popup| popup.host.cycle_focus(is_back))
}

/// Notes that the visitor is writing a comment.
pub(crate) fn typed() {
    let Some(popup) = current() else { return };
    popup.typed_at_ms.set(Some(clock::visitor_now().unix_ms()));
    let len = popup.comment().encode_utf16().count();
    let is_counted = len + COUNT_FROM_LEFT >= COMMENT_MAX_CHARS;
    let [len_text, most] = [len, COMMENT_MAX_CHARS].map(|n| digits(n as u32));
    let count = if is_counted { [&len_text, " / ", &most].concat() } else { String::new() };
    popup.write("#count", &count);
    if len >= COMMENT_MAX_CHARS {
        popup.write(STATUS, &text(&popup.form.words, "too_long"));
    }
}

/// Handles a key that may move focus along the scale from the answer `value`; true if it did. Arrow
/// keys choose nothing: a choice is sent, and can't be taken back.
pub(crate) fn move_focus(key: &str, value: u8) -> bool {
    let Some(popup) = current() else { return false };
    let scale = popup.form.kind.scale();
    let position = usize::from(value.saturating_sub(scale.min));
    let is_rtl = popup.form.said("dir") == "rtl";
    let Some(next) = keys::focus_after(key, position, scale.len(), is_rtl) else { return false };
    let next = scale.min.saturating_add(u8::try_from(next).unwrap_or_default());
    popup.focused.set(next);
    popup.show();
    popup.host.focus(&["#", &keys::answer_id(next)].concat());
    true
}

/// Handles a key that may be a digit of an answer; true if it was.
pub(crate) fn type_digit(key: &str) -> bool {
    let Some(popup) = current().filter(|popup| popup.step.get() == Step::Question) else {
        return false;
    };
    match keys::typed(key, popup.has_typed_one.take(), popup.form.kind.scale()) {
        Some(Typed::Answer(value)) => popup.choose(value),
        Some(Typed::OneOrTen) => {
            popup.has_typed_one.set(true);
            popup.after(TEN_WAIT_MS, |popup| {
                if popup.has_typed_one.take() {
                    popup.choose(1);
                }
            });
        }
        None => return false,
    }
    true
}
