//! What is on the card: headline, scale, comment field, thanks, closing button, and why one is asked.

use reactive_graph::signal::ArcRwSignal;
use wasm_bindgen::JsValue;

use super::{
    Mounted, Shown,
    element::{Row, add, add_icon},
    icon, scale,
};
use crate::{form_json::Form, property::query};

/// The card's tree; icons, headline and answers come into it.
const TREE: [Row; 21] = [
    (0, "h2", &[("id", "headline")], ""),
    (0, "div", &[("class", "question")], ""),
    (1, "div", &[("class", "scale"), ("role", "radiogroup"), ("aria-labelledby", "headline")], ""),
    (1, "div", &[("class", "ends"), ("aria-hidden", "true")], ""),
    (2, "span", &[], "$low"),
    (2, "span", &[], "$high"),
    (0, "div", &[("class", "comment")], ""),
    (
        1,
        "textarea",
        &[
            ("aria-labelledby", "headline"),
            ("placeholder", "$comment_hint"),
            ("rows", "3"),
            // In UTF-16 units, of which there are never fewer than characters.
            ("maxlength", COMMENT_MAX_UNITS),
        ],
        "",
    ),
    (1, "div", &[("class", "actions")], ""),
    (2, "span", &[("id", "count"), ("aria-hidden", "true")], ""),
    (2, "button", &[("id", "skip")], "$skip"),
    (2, "button", &[("id", "send")], "$send"),
    // Led somewhere by the popup, once it is known which group is thanked.
    (
        0,
        "a",
        &[
            ("id", "more"),
            ("aria-labelledby", "more new-tab"),
            ("target", "_blank"),
            ("rel", "noopener"),
        ],
        "",
    ),
    // After the step, so that the first Tab leads to the answers.
    (0, "button", &[("id", "close"), ("aria-label", "$close")], ""),
    (0, "div", &[("class", "why")], ""),
    (1, "details", &[], ""),
    (2, "summary", &[], "$why"),
    (2, "div", &[], "$why_text"),
    (
        1,
        "a",
        &[
            ("id", "privacy"),
            ("aria-labelledby", "privacy new-tab"),
            ("href", "$privacy_url"),
            ("target", "_blank"),
            ("rel", "noopener"),
        ],
        "$privacy",
    ),
    // A part of the links' names.
    (0, "span", &[("id", "new-tab"), ("hidden", "hidden")], "$new_tab"),
    // Spoken, not seen.
    (0, "div", &[("id", "status"), ("role", "status")], ""),
];

const COMMENT_MAX_UNITS: &str = "2000";

/// Draws all of it but the headline; the answers follow `shown` until the returned are dropped.
pub(crate) fn draw(
    card: &JsValue,
    form: &Form,
    shown: &ArcRwSignal<Shown>,
) -> Option<Vec<Mounted>> {
    add_icon(card, icon::CHECK);
    add(card, &TREE, form);
    add_icon(&query(card, "#close")?, icon::CROSS);
    Some(scale::draw(&query(card, ".scale")?, form, shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_ends_where_the_collectors_limit_is() {
        assert_eq!(COMMENT_MAX_UNITS, wire::limits::COMMENT_MAX_CHARS.to_string());
    }

    #[test]
    fn each_element_lies_in_one_that_is_there() {
        let mut last = 0;
        for (depth, name, ..) in TREE {
            assert!(depth <= last, "{name}");
            last = depth + 1;
        }
    }
}
