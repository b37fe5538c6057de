//! A survey's results.

use leptos::prelude::*;

use crate::frame::name_page;

/// A survey's results.
#[component]
pub(crate) fn Survey(site: String, survey: String) -> impl IntoView {
    name_page(&[&survey, &site]);
    view! { <div class="head"><div><h1>{survey}</h1></div></div> }
}
