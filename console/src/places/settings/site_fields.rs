//! Fields of the site's form, each with its faults, and the bar that saves them.

use leptos::prelude::*;

use super::{Draft, Field, Mend};
use crate::{
    api::{ApiError, Fault},
    components::{TextField, title_of},
    frame::{Words, use_words},
};

/// Progress of saving.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Saving {
    /// Nothing was saved lately.
    Idle,
    /// On its way.
    Sent,
    /// Done.
    Saved,
    /// Fields are at fault: those of the form, and others.
    Invalid(Vec<Mend>, Vec<Fault>),
    /// Somebody else was quicker.
    Changed,
    /// Another reason.
    Failed(ApiError),
}

/// A part of the draft.
pub(crate) type Part = fn(&mut Draft) -> &mut String;

/// Returns a fault as a sentence.
fn sentence(mend: &Mend, words: Words) -> String {
    let texts = &words.texts.site_settings;
    let fault = (texts.fault)(&mend.detail, &mend.allowed);
    mend.line.map_or(fault.clone(), |line| (texts.fault_in_line)(line, &fault))
}

/// One field of the draft.
#[component]
pub(crate) fn DraftField(
    /// The field.
    field: Field,
    /// Its id.
    id: &'static str,
    /// Its label.
    label: &'static str,
    /// Its hint.
    hint: &'static str,
    /// The draft.
    draft: RwSignal<Draft>,
    /// Its part of the draft.
    part: Part,
    /// Progress of saving.
    saving: RwSignal<Saving>,
) -> impl IntoView {
    let words = use_words();
    let value = Signal::derive(move || draft.with(|draft| part(&mut draft.clone()).clone()));
    let write = Callback::new(move |text: String| draft.update(|draft| *part(draft) = text));
    let faults = Signal::derive(move || {
        saving.with(|saving| match saving {
            Saving::Invalid(mends, _) => {
                let own = mends.iter().filter(|mend| mend.field == field);
                own.map(|mend| sentence(mend, words)).collect()
            }
            _ => Vec::new(),
        })
    });
    let has_lines = field == Field::Origins;
    view! { <TextField id label hint=move || hint value write faults has_lines/> }
}

/// Saves; says what is to be mended.
#[component]
pub(crate) fn SaveBar(
    /// Progress of saving.
    saving: RwSignal<Saving>,
    /// True if the draft differs from what was read.
    is_changed: Memo<bool>,
    /// Goes back to what was read.
    undo: Callback<()>,
    /// Reads anew.
    again: Callback<()>,
) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.site_settings;
    let said = move || match saving.get() {
        Saving::Sent => texts.saving.into_any(),
        Saving::Invalid(mends, others) => {
            let count = (texts.to_mend)(mends.len() + others.len());
            let others = others.into_iter().map(|fault| {
                let said = format!("{}: {} ({})", fault.pointer, fault.detail, fault.allowed);
                view! { <span class="fault">{said}</span> }
            });
            view! { <span class="fault">{count}</span>{others.collect_view()} }.into_any()
        }
        Saving::Changed => view! {
            <span class="fault">{texts.changed_meanwhile}</span>
            <button type="button" class="button little" on:click=move |_| again.run(())>
                {texts.reload}
            </button>
        }
        .into_any(),
        Saving::Failed(error) => {
            view! { <span class="fault">{title_of(&error, &words.texts.common)}</span> }.into_any()
        }
        Saving::Saved if !is_changed.get() => texts.saved.into_any(),
        Saving::Saved | Saving::Idle => is_changed.get().then_some(texts.unsaved).into_any(),
    };
    view! {
        <div class="savebar">
            <p role="status">{said}</p>
            {move || is_changed.get().then(|| view! {
                <button type="button" class="button" on:click=move |_| undo.run(())>
                    {texts.undo}
                </button>
            })}
            <button
                type="submit"
                class="button first"
                aria-disabled=move || {
                    (!is_changed.get() || saving.with(|saving| *saving == Saving::Sent)).to_string()
                }
            >
                {texts.save}
            </button>
        </div>
    }
}
