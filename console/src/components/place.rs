//! Parts of every place: its head, and its state while there is no survey.

use leptos::prelude::*;
use wire::routes::DOCS;

use crate::frame::use_words;

/// The head of a place: its name, a line about it, and what can be done there.
#[component]
pub(crate) fn PlaceHead(
    /// Its name.
    title: &'static str,
    /// The line below.
    #[prop(into)]
    intro: ViewFn,
    /// Controls at the end of the line.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
) -> impl IntoView {
    view! {
        <div class="head">
            <div>
                <h1>{title}</h1>
                <p>{move || intro.run()}</p>
            </div>
            {actions.map(|actions| view! { <div class="actions">{actions.run()}</div> })}
        </div>
    }
}

/// A site without surveys, and the way to make one.
#[component]
pub(crate) fn NoSurvey(
    /// The state.
    title: &'static str,
    /// The next step.
    advice: &'static str,
) -> impl IntoView {
    let words = use_words();
    view! {
        <section class="card empty">
            <h2>{title}</h2>
            <p>{advice}</p>
            <p class="actions">
                <a class="button" href=DOCS rel="external">{words.texts.shell.api}</a>
            </p>
        </section>
    }
}
