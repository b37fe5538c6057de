//! Events that the popup tells the page, by the loader's `notify(name, detail)`. Edge: the page's
//! code runs in here, so nothing may be borrowed meanwhile.

use domain::{ResponseId, Score};
use wasm_bindgen::JsValue;

use crate::property;

/// The page's listener, if any: `notify` of the loader's context.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    context: JsValue,
}

impl Page {
    /// Takes the listener of a context.
    pub(crate) fn of(context: &JsValue) -> Page {
        Page { context: context.clone() }
    }

    /// Tells that the popup is on screen.
    pub(crate) fn shown(&self) {
        self.tell("shown", &[]);
    }

    /// Tells that the visitor chose an answer.
    pub(crate) fn answered(&self, score: Score) {
        let group = score.group().as_str();
        self.tell("answered", &[("score", score.value().into()), ("group", group.into())]);
    }

    /// Tells that the popup was closed without an answer.
    pub(crate) fn dismissed(&self) {
        self.tell("dismissed", &[]);
    }

    /// Tells that the collector has the response.
    pub(crate) fn sent(&self, id: ResponseId) {
        self.tell("sent", &[("id", id.to_text().into())]);
    }

    /// Tells an error that the site's developer can fix; the visitor doesn't see it.
    pub(crate) fn error(&self, code: &str, detail: &str) {
        self.tell("error", &[("code", code.into()), ("detail", detail.into())]);
    }

    /// Tells that the popup is gone from the page.
    pub(crate) fn closed(&self) {
        self.tell("closed", &[]);
    }

    fn tell(&self, name: &str, detail: &[(&str, JsValue)]) {
        let detail = if detail.is_empty() { JsValue::UNDEFINED } else { property::object(detail) };
        property::call(&self.context, "notify", &[name.into(), detail]);
    }
}
