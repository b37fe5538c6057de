//! Elements that never change, made one by one: `innerHTML` is refused by strict pages. Edge.
//!
//! leptos keeps a type and a state for every element, so that it can compare and replace it. What
//! stays as it is takes far fewer bytes as a table.

use wasm_bindgen::JsValue;

use crate::{
    form_json::Form,
    host_page::set_attribute,
    property::{call, get, set, window},
};

/// An element: how deep it lies in its tree, its name, its attributes, its words. What begins with
/// `$` is a text of the form.
pub(super) type Row = (usize, &'static str, &'static [(&'static str, &'static str)], &'static str);

/// Adds a tree of elements to another one. An attribute without a value is left out.
pub(super) fn add(parent: &JsValue, rows: &[Row], form: &Form) {
    let text = |value: &str| match value.strip_prefix('$') {
        Some(key) => form.said(key),
        None => value.to_owned(),
    };
    let mut line = vec![parent.clone()];
    for (depth, name, attributes, words) in rows {
        line.truncate(depth + 1);
        let element = create(name);
        for (name, value) in *attributes {
            let value = text(value);
            if !value.is_empty() {
                set_attribute(&element, name, &value);
            }
        }
        if !words.is_empty() {
            set(&element, "textContent", &text(words).into());
        }
        append(line.last().unwrap_or(parent), &element);
        line.push(element);
    }
}

/// Adds a picture that means nothing by itself: what it stands on has a name.
pub(super) fn add_icon(parent: &JsValue, lines: &str) {
    let (svg, path) = (create("svg"), create("path"));
    set_attribute(&svg, "viewBox", "0 0 24 24");
    set_attribute(&svg, "aria-hidden", "true");
    set_attribute(&path, "d", lines);
    append(&svg, &path);
    append(parent, &svg);
}

fn append(parent: &JsValue, child: &JsValue) {
    call(parent, "append", core::slice::from_ref(child));
}

fn create(name: &str) -> JsValue {
    let space = if matches!(name, "svg" | "path") { "2000/svg" } else { "1999/xhtml" };
    let space = ["http://www.w3.org/", space].concat().into();
    let document = get(&window(), "document").unwrap_or_default();
    call(&document, "createElementNS", &[space, name.into()]).unwrap_or_default()
}
