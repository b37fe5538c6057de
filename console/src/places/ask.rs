//! The place “ask”.

use leptos::prelude::*;

use crate::frame::{name_page, use_words};

/// The place.
#[component]
pub(crate) fn Ask() -> impl IntoView {
    let words = use_words();
    let title = words.texts.shell.ask;
    name_page(&[title]);
    view! { <div class="head"><div><h1>{title}</h1></div></div> }
}
