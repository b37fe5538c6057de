//! The survey popup: leptos in a shadow root, compiled to WASM.
//!
//! **In scope:** the functions that the loader calls (`show`, `close`, `flush`, `discard`), the
//! steps of one survey, and the delivery of its response to the collector.
//! **Out of scope:** the decision to ask a visitor (the loader's gate), the card's first frame
//! (`card/card.js` draws it while this is on its way), texts (they come with the form), the meaning
//! of a score (`domain`).
//!
//! Decisions are plain values and tested on the host: `flow`, `keys`, `response_json`, `delivery`'s
//! `hold`, `queue`, `attempt` and `retry`. Edges touch the browser: `host_page`, `clock`, `native`, `random`,
//! `property`, `form_json`, `options`, `page_events`, `delivery`'s `storage` and `send`, and `view`.
//!
//! Nothing in here may panic: it would surface in the console of a page that isn't ours.

#[cfg(target_arch = "wasm32")]
mod allocator;
mod clock;
mod delivery;
mod flow;
mod form_json;
mod host_page;
mod keys;
mod native;
mod options;
mod page_events;
mod popup;
mod property;
mod random;
mod response_json;
mod text;
mod view;

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::{form_json::Form, options::Options, page_events::Page};

/// Opens a survey on its drawn card. `form` is the form as the collector gave
/// it; `context` is `{base, site, survey, former?, element?, waited_ms?, page?, touchpoint?,
/// respondent?, attributes?, preview?, notify?, fetch?, setTimeout?}`: `element` is ours with the
/// card, seen for `waited_ms`.
///
/// Returns true if it is open. The popup reports events by `context.notify(name, detail)`. This
/// function itself never throws.
#[wasm_bindgen]
pub fn show(form: &JsValue, context: &JsValue) -> bool {
    native::adopt(context);
    if let (Some(form), Some(options)) = (Form::read(form), Options::read(context)) {
        popup::open(form, options).is_some()
    } else {
        Page::of(context).error("form-unreadable", "the form or its context is not as expected");
        false
    }
}

/// Closes the survey on `element`, if there is one: as a dismissal if nothing was answered.
#[wasm_bindgen]
pub fn close(element: &JsValue) {
    popup::close(element);
}

/// Holds the ratings so far on `element`, a JSON object of ratings by id; with `is_done`, goes on to the
/// comment. For a form with `ratings`.
#[wasm_bindgen]
pub fn rate(element: &JsValue, ratings: &str, is_done: bool) {
    popup::rate(element, ratings, is_done);
}

/// Sends the responses of this collector and site that earlier visits could not send. `context` is
/// `{base, site, former?, notify?, fetch?, setTimeout?}`; `former`: collectors that had the site
/// before, as its owner says.
#[wasm_bindgen]
pub fn flush(context: &JsValue) {
    native::adopt(context);
    if let Some(address) = options::address(context) {
        delivery::send::flush(&address, &Page::of(context));
    }
}

/// Forgets every response that has not been sent and is not in the storage. The loader has already
/// removed those in the storage.
#[wasm_bindgen]
pub fn discard() {
    popup::discard();
    delivery::send::discard();
}
