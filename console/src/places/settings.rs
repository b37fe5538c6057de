//! The place “settings”.

use leptos::prelude::*;

use crate::frame::{name_page, use_words};

/// The place.
#[component]
pub(crate) fn SettingsPlace() -> impl IntoView {
    let words = use_words();
    let title = words.texts.shell.settings;
    name_page(&[title]);
    view! { <div class="head"><div><h1>{title}</h1></div></div> }
}
