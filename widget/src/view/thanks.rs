//! The last step.

use leptos::{
    attr::custom::CustomAttribute,
    html::{div, h2},
    prelude::{ClassAttribute, ElementChild, IntoView},
};
use wire::form::Form;

use super::icon;

/// The thanks.
pub(super) fn thanks(form: &Form, group_index: usize) -> impl IntoView + use<> {
    let words = form.thanks.get(group_index).cloned().unwrap_or_default();
    div()
        .class("step thanks")
        .child((icon::icon(icon::CHECK), h2().attr("id", "headline").child(words)))
}
