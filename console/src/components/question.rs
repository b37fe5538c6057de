//! A question before something that can't be undone: a native dialog.

use leptos::{html, prelude::*};

/// Opens and closes a [`Question`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked(NodeRef<html::Dialog>);

impl Asked {
    /// Returns the handle of a dialog that is closed.
    pub(crate) fn new() -> Asked {
        Asked(NodeRef::new())
    }

    /// Returns the node of a dialog that is drawn elsewhere.
    pub(crate) fn node(self) -> NodeRef<html::Dialog> {
        self.0
    }

    /// Asks.
    pub(crate) fn ask(self) {
        if let Some(dialog) = self.0.get_untracked() {
            let _ = dialog.show_modal();
        }
    }

    /// Stops asking.
    pub(crate) fn close(self) {
        if let Some(dialog) = self.0.get_untracked() {
            dialog.close();
        }
    }
}

/// A question, its loss in words, and two verbs. The focus begins on the harmless one.
#[component]
pub(crate) fn Question(
    /// Its handle.
    asked: Asked,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// The loss.
    #[prop(into)]
    says: Signal<String>,
    /// The harmless verb.
    keep: &'static str,
    /// The other verb.
    act: &'static str,
    /// Its effect.
    acting: Callback<()>,
) -> impl IntoView {
    view! {
        <dialog node_ref=asked.0 class="question" aria-label=move || title.get()>
            <h2>{move || title.get()}</h2>
            <p>{move || says.get()}</p>
            <p class="actions">
                <button type="button" class="button" autofocus on:click=move |_| asked.close()>
                    {keep}
                </button>
                <button
                    type="button"
                    class="button risky"
                    on:click=move |_| {
                        asked.close();
                        acting.run(());
                    }
                >
                    {act}
                </button>
            </p>
        </dialog>
    }
}
