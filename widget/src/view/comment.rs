//! The comment step.

use leptos::{
    attr::custom::CustomAttribute,
    ev,
    html::{button, div, h2, span, textarea},
    prelude::{ClassAttribute, ElementChild, Get, IntoView, OnAttribute, RwSignal, Set},
};
use web_sys::{KeyboardEvent, MouseEvent};
use wire::{form::Form, limits::COMMENT_MAX_CHARS};

use crate::popup;

/// How many characters before the limit the count appears.
const COUNT_FROM_LEFT: usize = 200;

/// The comment's question, its field, and the two ways on.
pub(super) fn comment(form: &Form, group_index: usize) -> impl IntoView + use<> {
    let len = RwSignal::new(0);
    let question = form.follow_up.get(group_index).cloned().unwrap_or_default();
    let too_long = form.words.too_long.clone();
    div().class("step").child((
        h2().attr("id", "headline").child(question),
        textarea()
            .attr("aria-labelledby", "headline")
            .attr("placeholder", form.words.comment_hint.clone())
            .attr("rows", "3")
            // In UTF-16 units, of which there are never fewer than characters.
            .attr("maxlength", COMMENT_MAX_CHARS.to_string())
            .on(ev::input, move |_| len.set(popup::typed(&too_long)))
            .on(ev::keydown, on_key),
        div().class("actions").child((
            span().class("count").attr("aria-hidden", "true").child(move || count(len.get())),
            button()
                .attr("type", "button")
                .on(ev::click, |event| on_click(&event, popup::finish_without_comment))
                .child(form.words.skip.clone()),
            button()
                .class("send")
                .attr("type", "button")
                .on(ev::click, |event| on_click(&event, popup::finish))
                .child(form.words.send.clone()),
        )),
    ))
}

fn count(len: usize) -> String {
    if len + COUNT_FROM_LEFT < COMMENT_MAX_CHARS {
        return String::new();
    }
    format!("{len} / {COMMENT_MAX_CHARS}")
}

/// The second click of a double click on an answer would fall on whatever has come under it.
fn on_click(event: &MouseEvent, finish: fn(bool)) {
    if event.detail() < 2 {
        let is_by_keyboard = event.detail() == 0;
        finish(is_by_keyboard);
    }
}

fn on_key(event: KeyboardEvent) {
    if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing() {
        popup::finish(true);
    }
}
