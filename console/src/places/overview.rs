//! The Overview.

use leptos::prelude::*;

use crate::frame::{name_page, use_words};

/// The Overview.
#[component]
pub(crate) fn Overview(site: String) -> impl IntoView {
    let words = use_words();
    name_page(&[words.texts.shell.overview, &site]);
    view! { <div class="head"><div><h1>{words.texts.shell.overview}</h1></div></div> }
}
