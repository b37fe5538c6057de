//! What the loader hands over with the form. Edge: reads a JavaScript object.
//!
//! The page's own values (touchpoint, respondent, attributes) are cleaned here: a mistake in one of
//! them must not cost the visitor's answer, which the collector would refuse as a whole.

use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue};
use wire::{
    fields::label,
    limits::{ATTRIBUTES_MAX, LABEL_MAX_BYTES, RESPONDENT_MAX_BYTES},
    response::is_attribute_name,
};

use crate::{page_events::Page, property};

/// What the popup needs to know besides the form.
#[derive(Debug)]
pub(crate) struct Options {
    /// The collector's origin.
    pub(crate) base: String,
    pub(crate) site: String,
    pub(crate) survey: String,
    pub(crate) page: Option<String>,
    pub(crate) touchpoint: Option<String>,
    pub(crate) respondent: Option<String>,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) events: Page,
}

impl Options {
    /// Reads the loader's context; `None` without a collector, a site or a survey.
    pub(crate) fn read(context: &JsValue) -> Option<Options> {
        let events = Page::of(context);
        let own = |key: &str, max_bytes: usize| {
            let value = property::get(context, key)?;
            let clean = plain_text(&value).and_then(|text| label(&text, max_bytes));
            if clean.is_none() {
                events.error("option-ignored", key);
            }
            clean
        };
        Some(Options {
            base: property::text(context, "base")?,
            site: property::text(context, "site")?,
            survey: property::text(context, "survey")?,
            page: property::text(context, "page"),
            touchpoint: own("touchpoint", LABEL_MAX_BYTES),
            respondent: own("respondent", RESPONDENT_MAX_BYTES),
            attributes: read_attributes(context, &events),
            events,
        })
    }
}

fn read_attributes(context: &JsValue, events: &Page) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    let Some(given) = property::get(context, "attributes").filter(JsValue::is_object) else {
        return attributes;
    };
    for name in
        Object::keys(given.unchecked_ref::<Object>()).iter().filter_map(|key| key.as_string())
    {
        let value = property::get(&given, &name)
            .and_then(|value| plain_text(&value))
            .and_then(|text| label(&text, LABEL_MAX_BYTES))
            .filter(|_| attributes.len() < ATTRIBUTES_MAX && is_attribute_name(&name));
        match value {
            Some(value) => attributes.push((name, value)),
            None => events.error("option-ignored", &name),
        }
    }
    attributes
}

/// Texts as they are, numbers and flags as they are written.
fn plain_text(value: &JsValue) -> Option<String> {
    value
        .as_string()
        .or_else(|| value.as_f64().map(|number| number.to_string()))
        .or_else(|| value.as_bool().map(|flag| flag.to_string()))
}
