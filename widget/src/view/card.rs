//! The card: headline, scale, comment field, thanks, closing button.

use leptos::{
    attr::custom::CustomAttribute,
    ev,
    html::{button, div, h2, span, textarea},
    prelude::{ClassAttribute, ElementChild, Get, IntoView, OnAttribute, RwSignal, StyleAttribute},
};
use wire::limits::COMMENT_MAX_CHARS;

use super::{Shown, events, icon, scale};
use crate::form_json::{Form, text};

/// The whole popup.
pub(crate) fn card(form: &Form, shown: RwSignal<Shown>) -> impl IntoView + use<> {
    let (words, theme) = (&form.words, &form.theme);
    let mut headlines = vec![form.text("question")];
    headlines.extend(form.by_group("follow_up"));
    headlines.extend(form.by_group("thanks"));
    let headline = move || {
        let index = shown.get().step.headline_index();
        headlines.get(index).cloned().unwrap_or_default()
    };
    div()
        .class(format!("card {} {}", text(theme, "scheme"), text(theme, "position")))
        .attr("role", "dialog")
        .attr("aria-labelledby", "headline")
        .attr("tabindex", "-1")
        .attr("lang", form.text("lang"))
        .attr("dir", form.text("dir"))
        .attr("data-screen", move || shown.get().step.screen().unwrap_or_default())
        .attr("data-leaving", move || if shown.get().is_leaving { "true" } else { "false" })
        .style(("--accent", text(theme, "accent")))
        .style(("--radius", radius(theme)))
        .on(ev::click, events::on_click)
        .on(ev::keydown, events::on_key)
        .on(ev::input, events::on_input)
        .child((
            icon::icon(icon::CHECK),
            h2().attr("id", "headline").child(headline),
            scale::scale(form, shown),
            div().class("comment").child((
                textarea()
                    .attr("aria-labelledby", "headline")
                    .attr("placeholder", text(words, "comment_hint"))
                    .attr("rows", "3")
                    // In UTF-16 units, of which there are never fewer than characters.
                    .attr("maxlength", COMMENT_MAX_CHARS.to_string()),
                div().class("actions").child((
                    span().attr("id", "count").attr("aria-hidden", "true"),
                    button().attr("id", "skip").attr("type", "button").child(text(words, "skip")),
                    button().attr("id", "send").attr("type", "button").child(text(words, "send")),
                )),
            )),
            // After the step, so that the first Tab leads to the answers.
            button()
                .attr("id", "close")
                .attr("type", "button")
                .attr("aria-label", text(words, "close"))
                .child(icon::icon(icon::CROSS)),
            // Spoken, not seen.
            div().attr("id", "status").attr("role", "status"),
        ))
}

fn radius(theme: &wasm_bindgen::JsValue) -> String {
    format!("{}px", crate::property::number(theme, "radius_px") as u32)
}
