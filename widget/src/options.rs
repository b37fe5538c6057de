//! Options that the loader passes with the form. Edge: reads a JavaScript object.
//!
//! The page's own values (touchpoint, respondent, attributes) are cleaned here: the collector would
//! refuse the whole response for a mistake in one of them.

use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wire::{
    fields::label,
    limits::{ATTRIBUTES_MAX, LABEL_MAX_BYTES, RESPONDENT_MAX_BYTES},
    response::is_attribute_name,
};

use crate::{delivery::queue::Address, page_events::Page, property, response_json::Fields};

#[wasm_bindgen]
extern "C" {
    /// Returns a number or a flag as text.
    #[wasm_bindgen(js_name = String)]
    fn written(value: &JsValue) -> String;
}

/// Inputs of the popup besides the form.
#[derive(Debug)]
pub(crate) struct Options {
    /// Destination of the response.
    pub(crate) address: Address,
    /// Fields in every state of the response that say where it was asked.
    pub(crate) asked: Fields,
    pub(crate) page: Page,
    /// Our element on the page, with the card on it.
    pub(crate) element: Option<JsValue>,
    /// Milliseconds for which the card has been seen.
    pub(crate) waited_ms: i64,
    /// True for a preview: nothing is kept or sent, and no step ends by itself.
    pub(crate) is_preview: bool,
}

impl Options {
    /// Reads the loader's context; `None` without a collector, a site or a survey.
    pub(crate) fn read(context: &JsValue) -> Option<Options> {
        let (page, address) = (Page::of(context), address(context)?);
        let mut asked = Fields::default();
        asked.text("site", &address.site);
        asked.text("survey", &property::text(context, "survey")?);
        if let Some(path) = property::text(context, "page") {
            asked.text("page", &path);
        }
        for (key, max_bytes) in
            [("touchpoint", LABEL_MAX_BYTES), ("respondent", RESPONDENT_MAX_BYTES)]
        {
            put(&mut asked, context, key, max_bytes, &page);
        }
        let mut attributes = Fields::default();
        if let Some(given) = property::get(context, "attributes").filter(JsValue::is_object) {
            let names = Object::keys(given.unchecked_ref::<Object>());
            for (index, name) in names.iter().filter_map(|name| name.as_string()).enumerate() {
                if index < ATTRIBUTES_MAX && is_attribute_name(&name) {
                    put(&mut attributes, &given, &name, LABEL_MAX_BYTES, &page);
                } else {
                    ignored(&name, &page);
                }
            }
        }
        asked.object("attributes", &attributes);
        Some(Options {
            address,
            asked,
            page,
            element: property::get(context, "element"),
            waited_ms: property::number(context, "waited_ms") as i64,
            is_preview: property::is(context, "preview"),
        })
    }
}

/// Returns the collector and the site of a context; `None` where one is missing.
pub(crate) fn address(context: &JsValue) -> Option<Address> {
    Some(Address {
        base: property::text(context, "base")?,
        site: property::text(context, "site")?,
        former: property::get(context, "former")
            .map(|former| Array::from(&former).iter().filter_map(|base| base.as_string()).collect())
            .unwrap_or_default(),
    })
}

fn put(fields: &mut Fields, object: &JsValue, key: &str, max_bytes: usize, page: &Page) {
    let Some(value) = property::get(object, key) else { return };
    let value = if value.is_object() { String::new() } else { written(&value) };
    match label(&value, max_bytes) {
        Some(value) => fields.text(key, &value),
        None => ignored(key, page),
    }
}

fn ignored(key: &str, page: &Page) {
    page.error("option-ignored", key);
}
