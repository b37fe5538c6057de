//! Ratings of several attributes in place of one score. Not in: the rows on which they are given, which
//! a script draws and follows (`loader/ratings.js`).

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::{Popup, each};
use crate::{
    clock,
    flow::{Act, Answer, Step},
    response_json,
};

/// Holds the ratings so far of the popup on that element of ours; with `is_done`, goes on to the
/// comment.
pub(crate) fn rate(element: &JsValue, ratings: &str, is_done: bool) {
    each(&|popup| {
        if popup.host.element == *element && popup.step.get() == Step::Question {
            popup.rate(response_json::ratings(ratings));
            if is_done {
                popup.act(Act::Choose(Answer::RATINGS));
            }
        }
    });
}

impl Popup {
    /// Holds ratings: those of a visitor who then goes away are sent, too.
    fn rate(self: &Rc<Self>, field: String) {
        if self.held.borrow().is_none() {
            self.hold(None, field);
            return;
        }
        self.typed_at_ms.set(Some(clock::visitor_now().unix_ms()));
        self.hold_choices(field);
    }
}
