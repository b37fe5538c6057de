//! The place “responses”.

use leptos::prelude::*;

use crate::frame::{name_page, use_words};

/// The place.
#[component]
pub(crate) fn Responses() -> impl IntoView {
    let words = use_words();
    let title = words.texts.shell.responses;
    name_page(&[title]);
    view! { <div class="head"><div><h1>{title}</h1></div></div> }
}
