//! The form (`wire::form::Form`), read from its JSON by the browser's parser. Edge.
//!
//! serde_json could read it into the struct itself; README.md has the cost.

use domain::{Kind, Scale};
use wasm_bindgen::JsValue;

use crate::{
    flow::{Answer, Step},
    property,
    text::digits,
};

/// A form with a kind and a question. A missing text is empty: it is no reason not to ask.
#[derive(Debug)]
pub(crate) struct Form {
    form: JsValue,
    /// Metric whose score it asks for; `None` if it asks for ratings.
    pub(crate) kind: Option<Kind>,
    /// Words of the popup around the question.
    pub(crate) words: JsValue,
}

impl Form {
    /// Reads a form; `None` when it isn't one.
    pub(crate) fn read(form: &JsValue) -> Option<Form> {
        let kind = Kind::parse(&property::text(form, "kind")?);
        if kind.is_none() && !property::is(form, "ratings") {
            return None;
        }
        let (form, words) = (form.clone(), property::get(form, "words")?);
        property::is(&form, "question").then_some(Form { form, kind, words })
    }

    /// Returns the scale of the one score; an empty one if the form asks for ratings.
    pub(crate) fn scale(&self) -> Scale {
        self.kind.map_or(Scale { min: 0, max: 0 }, Kind::scale)
    }

    /// Returns one of the form's texts: its own, or else one of `words`.
    pub(crate) fn said(&self, key: &str) -> String {
        property::text(&self.form, key).unwrap_or_else(|| text(&self.words, key))
    }

    /// Returns one of the form's numbers; `None` without it, as in a cached form of a release that
    /// did not have it.
    pub(crate) fn number(&self, key: &str) -> Option<u32> {
        Some(property::number(&self.form, key) as u32).filter(|number| *number > 0)
    }

    /// True if there are reasons to pick for any group.
    pub(crate) fn has_reasons(&self) -> bool {
        property::is(&self.form, "reasons")
    }

    /// Returns the button under the thanks for an answer.
    pub(crate) fn button(&self, answer: Answer) -> Option<JsValue> {
        self.by_group("thanks_button", answer)
    }

    /// Returns the headline of a step.
    pub(crate) fn headline(&self, step: Step) -> String {
        match (step, step.answer()) {
            (Step::Comment(_), Some(answer)) => self.by_group("follow_up", answer),
            (Step::Thanks(_), Some(answer)) => self.by_group("thanks", answer),
            _ => None,
        }
        .and_then(|words| words.as_string())
        .unwrap_or_else(|| self.said("question"))
    }

    /// Returns the text or button that an answer's group has of its own.
    fn by_group(&self, key: &str, answer: Answer) -> Option<JsValue> {
        let index = digits(answer.group.into());
        property::get(&property::get(&self.form, key)?, &index)
    }
}

/// Returns a text of an object, empty when it is missing.
pub(crate) fn text(object: &JsValue, key: &str) -> String {
    property::text(object, key).unwrap_or_default()
}
