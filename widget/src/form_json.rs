//! The form (`wire::form::Form`), read from its JSON by the browser's parser. Edge.
//!
//! serde_json would read it into the struct itself; README.md has what that costs.

use domain::{Kind, Score};
use wasm_bindgen::JsValue;

use crate::{
    digits::digits,
    flow::{self, Step},
    property,
};

/// A form whose kind and question are there. A text that is missing is empty: nothing of it is
/// worth not asking.
#[derive(Debug)]
pub(crate) struct Form {
    form: JsValue,
    /// Which metric it asks for.
    pub(crate) kind: Kind,
    /// The frame's words.
    pub(crate) words: JsValue,
}

impl Form {
    /// Reads a form; `None` when it isn't one.
    pub(crate) fn read(form: &JsValue) -> Option<Form> {
        let kind = Kind::parse(&property::text(form, "kind")?)?;
        let (form, words) = (form.clone(), property::get(form, "words")?);
        property::is(&form, "question").then_some(Form { form, kind, words })
    }

    /// One of the form's texts: of its own, or else of its frame's words.
    pub(crate) fn said(&self, key: &str) -> String {
        property::text(&self.form, key).unwrap_or_else(|| text(&self.words, key))
    }

    /// The survey's version.
    pub(crate) fn version(&self) -> u32 {
        property::number(&self.form, "version") as u32
    }

    /// The button under the thanks for an answer.
    pub(crate) fn button(&self, score: Score) -> Option<JsValue> {
        self.by_group("thanks_button", score)
    }

    /// What is asked or said in a step.
    pub(crate) fn headline(&self, step: Step) -> String {
        match (step, step.score()) {
            (Step::Comment(_), Some(score)) => self.by_group("follow_up", score),
            (Step::Thanks(_), Some(score)) => self.by_group("thanks", score),
            _ => None,
        }
        .and_then(|words| words.as_string())
        .unwrap_or_else(|| self.said("question"))
    }

    /// What an answer's group has of its own.
    fn by_group(&self, key: &str, score: Score) -> Option<JsValue> {
        let index = digits(flow::group_index(score) as u32);
        property::get(&property::get(&self.form, key)?, &index)
    }
}

/// A text of an object, empty when it is missing.
pub(crate) fn text(object: &JsValue, key: &str) -> String {
    property::text(object, key).unwrap_or_default()
}
