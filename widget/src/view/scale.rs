//! The question with its scale: a radio group of numbers, faces or stars.

use domain::{Kind, Score};
use leptos::{
    attr::custom::CustomAttribute,
    ev,
    html::{button, div, h2, span},
    prelude::{
        AnyView, ClassAttribute, ElementChild, Get, GetUntracked, IntoAny, IntoView, OnAttribute,
        RwSignal, Set,
    },
};
use web_sys::KeyboardEvent;
use wire::form::Form;

use super::icon;
use crate::{
    flow::{Act, Step},
    keys, popup,
};

/// The question.
pub(super) fn scale(kind: Kind, form: &Form, step: RwSignal<Step>) -> impl IntoView + use<> {
    let focused = RwSignal::new(0);
    let len = kind.scale().len();
    let is_rtl = form.dir == "rtl";
    let answers: Vec<_> = kind
        .scale()
        .values()
        .filter_map(|value| Score::new(kind, i64::from(value)).ok())
        .enumerate()
        .map(|(position, score)| answer(position, score, form, step, focused))
        .collect();
    div().class("step").child((
        h2().attr("id", "headline").child(form.question.clone()),
        div()
            .class(format!("scale {} {}", form.kind, form.style))
            .attr("role", "radiogroup")
            .attr("aria-labelledby", "headline")
            .on(ev::keydown, move |event| move_focus(&event, focused, len, is_rtl))
            .child(answers),
        div()
            .class("ends")
            .attr("aria-hidden", "true")
            .child((span().child(form.low.clone()), span().child(form.high.clone()))),
    ))
}

fn answer(
    position: usize,
    score: Score,
    form: &Form,
    step: RwSignal<Step>,
    focused: RwSignal<usize>,
) -> impl IntoView + use<> {
    button()
        .attr("type", "button")
        .attr("role", "radio")
        .attr("id", format!("answer-{position}"))
        .attr("aria-label", name(score, form))
        .attr(
            "aria-checked",
            move || {
                if step.get().score() == Some(score) { "true" } else { "false" }
            },
        )
        .attr("tabindex", move || if focused.get() == position { "0" } else { "-1" })
        .on(ev::click, move |_| popup::act(Act::Choose(score)))
        .child(picture(position, score, &form.style))
}

/// What an answer is called: "9 out of 10"; at the ends with the end's label.
fn name(score: Score, form: &Form) -> String {
    let (scale, value) = (score.kind().scale(), score.value());
    let name = form.words.out_of.replace("{score}", &value.to_string());
    let name = name.replace("{max}", &scale.max.to_string());
    match value {
        value if value == scale.min => format!("{name}, {}", form.low),
        value if value == scale.max => format!("{name}, {}", form.high),
        _ => name,
    }
}

fn picture(position: usize, score: Score, style: &str) -> AnyView {
    match (style, icon::FACES.get(position)) {
        ("faces", Some(face)) => icon::icon(face).into_any(),
        ("stars", _) => icon::icon(icon::STAR).into_any(),
        _ => score.value().to_string().into_any(),
    }
}

/// Arrows move focus and choose nothing: a choice is sent, and can't be taken back.
fn move_focus(event: &KeyboardEvent, focused: RwSignal<usize>, len: usize, is_rtl: bool) {
    if let Some(next) = keys::focus_after(&event.key(), focused.get_untracked(), len, is_rtl) {
        event.prevent_default();
        focused.set(next);
        if let Some(popup) = popup::current() {
            popup.host().focus(&format!("#answer-{next}"));
        }
    }
}
