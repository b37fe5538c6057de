//! The reasons under the score: which list is shown, what is picked, and when the comment opens. Not
//! in: their drawing (`card/card.js`) and their delivery (`sending`).

use wasm_bindgen::JsValue;
use wire::{limits::REASONS_PICKED_MAX, reason::OTHER};

use super::{FIELD, Popup};
use crate::{
    clock,
    flow::Answer,
    property::{call, each, set, text},
    response_json,
    text::{digits, joined},
};

impl Popup {
    /// Shows the list of the answer's group, if there is one.
    pub(super) fn offer_reasons(&self, answer: Answer) {
        self.reasons_of.set(answer.group.into());
        self.host.mark("data-reasons", &digits(self.reasons_of.get()));
        self.hold_reasons();
    }

    /// Returns the selector of the reasons in the list that is shown.
    pub(super) fn reasons(&self) -> String {
        joined(&["#reasons-", &digits(self.reasons_of.get()), " button"])
    }

    /// Picks a reason, or no longer. *Something else* opens the comment.
    pub(crate) fn pick(&self, reason: &JsValue) {
        let is_picked = !is_pressed(reason);
        let word = if is_picked { "true" } else { "false" };
        call(reason, "setAttribute", &[PRESSED.into(), word.into()]);
        self.typed_at_ms.set(Some(clock::visitor_now().unix_ms()));
        self.hold_reasons();
        if is_picked && id_of(reason) == OTHER {
            self.host.focus(FIELD);
        }
    }

    /// Has the response hold what is picked by now. When it is as many as may be, the other reasons
    /// can't be pressed.
    fn hold_reasons(&self) {
        let list = self.reasons();
        let (mut picked, mut n_picked) = (String::new(), 0);
        let (mut has_list, mut has_other) = (false, false);
        each(&self.host.card, &list, &mut |reason| {
            let id = id_of(&reason);
            has_list = true;
            if is_pressed(&reason) {
                n_picked += 1;
                response_json::add_item(&mut picked, &id);
            } else {
                has_other |= id == OTHER;
            }
        });
        let is_full = n_picked >= REASONS_PICKED_MAX;
        each(&self.host.card, &list, &mut |reason| {
            set(&reason, "disabled", &(is_full && !is_pressed(&reason)).into());
        });
        let field = if has_list { response_json::reasons(&picked) } else { self.not_asked() };
        // A card with ratings has no reasons, and its response keeps the ratings.
        if !field.is_empty() {
            self.hold_choices(field);
        }
        // What has been written stays in sight, and whoever has picked all they may can still write.
        let is_shut = has_other && !is_full && self.comment().is_empty();
        self.host.mark("data-other", if is_shut { "shut" } else { "" });
    }

    /// Has the response hold what is chosen beside a score, or in its place.
    pub(super) fn hold_choices(&self, field: String) {
        if let Some(held) = self.held.borrow_mut().as_mut() {
            held.pick(field);
        }
    }

    /// Returns the field of a response for which no list was shown.
    pub(super) fn not_asked(&self) -> String {
        let has_reasons = self.form.has_reasons();
        if has_reasons { response_json::NOT_ASKED.to_owned() } else { String::new() }
    }
}

const PRESSED: &str = "aria-pressed";

fn is_pressed(reason: &JsValue) -> bool {
    call(reason, "getAttribute", &[PRESSED.into()]).is_some_and(|word| word == "true")
}

fn id_of(reason: &JsValue) -> String {
    text(reason, "value").unwrap_or_default()
}
