//! The frame: the card, its closing button, and the step that is on.

use domain::Kind;
use leptos::{
    attr::custom::CustomAttribute,
    ev,
    html::{button, div},
    prelude::{
        ClassAttribute, ElementChild, Get, IntoAny, IntoView, OnAttribute, RwSignal, StyleAttribute,
    },
};
use web_sys::KeyboardEvent;
use wire::form::Form;

use super::{comment, icon, scale, thanks};
use crate::{
    flow::{Act, Step, group_index},
    popup,
};

/// The state that the view follows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown {
    /// Where the visitor is.
    pub(crate) step: RwSignal<Step>,
    /// The last step that draws something of its own: the question, the comment or the thanks.
    pub(crate) screen: RwSignal<Step>,
}

/// The whole popup.
pub(crate) fn popup(kind: Kind, form: Form, shown: Shown) -> impl IntoView {
    let class = format!("card {} {}", form.theme.scheme, form.theme.position);
    let close_button = close_button(&form);
    div()
        .class(move || match shown.step.get() {
            Step::Closed(_) => format!("{class} leaving"),
            _ => class.clone(),
        })
        .attr("role", "dialog")
        .attr("aria-labelledby", "headline")
        .attr("tabindex", "-1")
        .attr("lang", form.lang.clone())
        .attr("dir", form.dir.clone())
        .style(("--accent", form.theme.accent.clone()))
        .style(("--radius", format!("{}px", form.theme.radius_px)))
        .on(ev::keydown, on_key)
        .child((
            move || match shown.screen.get() {
                Step::Comment(score) => comment::comment(&form, group_index(score)).into_any(),
                Step::Thanks(score) => thanks::thanks(&form, group_index(score)).into_any(),
                _ => scale::scale(kind, &form, shown.step).into_any(),
            },
            close_button,
            // Spoken, not seen.
            div().class("status").attr("role", "status"),
        ))
}

/// The closing button; it comes after the step, so that the first Tab leads to the answers.
fn close_button(form: &Form) -> impl IntoView + use<> {
    button()
        .class("close")
        .attr("type", "button")
        .attr("aria-label", form.words.close.clone())
        .on(ev::click, |_| popup::act(Act::Close))
        .child(icon::icon(icon::CROSS))
}

fn on_key(event: KeyboardEvent) {
    // Keys of an input method belong to it: Esc and Enter end a composition there.
    if event.is_composing() || event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    let key = event.key();
    if key == "Escape" {
        // A dialog of the page below should not close with it.
        event.prevent_default();
        popup::act(Act::Close);
    } else {
        popup::type_digit(&key);
    }
}
