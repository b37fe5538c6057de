//! The survey popup: leptos in a shadow root, compiled to WASM.
//!
//! **In scope:** what the loader calls (`show`, `close`, `flush`, `discard`), the way through one survey, and
//! getting its answer to the collector.
//! **Out of scope:** whether a visitor is asked (the loader's gate decides), the card's first frame
//! (`card/card.js` draws it while this is on its way), texts (they come with the form), what a score
//! means (`domain`).
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
mod digits;
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
mod view;

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::{flow::Act, form_json::Form, options::Options, page_events::Page};

/// Opens a survey on its drawn card, unless one is open. `form` is the form as the collector gave it;
/// `context` is `{base, site, survey, former?, element?, waited_ms?, page?, touchpoint?, respondent?, attributes?,
/// preview?, notify?, fetch?, setTimeout?}`: `element` is ours with the card, seen for `waited_ms`.
///
/// Gives whether it is open. What happens is told by `context.notify(name, detail)`; this function
/// itself never throws.
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

/// Closes the open popup, if there is one: as a dismissal when nothing was answered.
#[wasm_bindgen]
pub fn close() {
    popup::act(Act::Close);
}

/// Sends the answers that earlier visits could not, those of this collector and site. `context` is
/// `{base, site, former?, notify?, fetch?, setTimeout?}`; `former`: collectors that had the site
/// before, as its owner says.
#[wasm_bindgen]
pub fn flush(context: &JsValue) {
    native::adopt(context);
    if let Some(address) = options::address(context) {
        delivery::send::flush(&address, &Page::of(context));
    }
}

/// Forgets every answer that has not been sent, and what the storage did not take. What lies in the
/// storage the loader has taken out already.
#[wasm_bindgen]
pub fn discard() {
    popup::discard();
    delivery::send::discard();
}
