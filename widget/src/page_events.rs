//! What the popup tells the page, by the loader's `notify(name, detail)`. Edge: the page's code
//! runs in here, so nothing may be borrowed while it does.

use domain::{ResponseId, Score};
use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::property;

/// The one who listens, if anyone.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    notify: Option<Function>,
}

impl Page {
    /// Whoever `context.notify` is.
    pub(crate) fn of(context: &JsValue) -> Page {
        Page { notify: property::function(context, "notify") }
    }

    /// The popup is on screen.
    pub(crate) fn shown(&self) {
        self.tell("shown", &JsValue::UNDEFINED);
    }

    /// The visitor tapped an answer.
    pub(crate) fn answered(&self, score: Score) {
        let detail = property::object([
            ("score", f64::from(score.value()).into()),
            ("group", score.group().as_str().into()),
        ]);
        self.tell("answered", &detail);
    }

    /// The popup was closed without an answer.
    pub(crate) fn dismissed(&self) {
        self.tell("dismissed", &JsValue::UNDEFINED);
    }

    /// The collector has the answer.
    pub(crate) fn sent(&self, id: ResponseId) {
        self.tell("sent", &property::object([("id", id.to_string().into())]));
    }

    /// Something is wrong that the site's developer can mend; the visitor is not told.
    pub(crate) fn error(&self, code: &str, detail: &str) {
        self.tell("error", &property::object([("code", code.into()), ("detail", detail.into())]));
    }

    /// The popup is gone from the page.
    pub(crate) fn closed(&self) {
        self.tell("closed", &JsValue::UNDEFINED);
    }

    fn tell(&self, name: &str, detail: &JsValue) {
        if let Some(notify) = &self.notify {
            // What the page throws is the page's, and not to end up in our callbacks.
            let _ = notify.call2(&JsValue::UNDEFINED, &name.into(), detail);
        }
    }
}
