//! A field of a form: label, text, hint, faults.

use leptos::prelude::*;

use super::{Icon, icon};

/// One field. Its hint and its faults are told together with it.
#[component]
pub(crate) fn TextField(
    /// Its id.
    id: &'static str,
    /// Its label.
    label: &'static str,
    /// Its hint.
    #[prop(into)]
    hint: ViewFn,
    /// Its text.
    value: Signal<String>,
    /// Takes the text that somebody writes.
    write: Callback<String>,
    /// Its faults, each a sentence.
    faults: Signal<Vec<String>>,
    /// True for several lines.
    #[prop(optional)]
    has_lines: bool,
) -> impl IntoView {
    let is_bad = move || faults.with(|faults| !faults.is_empty()).to_string();
    let (hint_id, fault_id) = (format!("{id}-hint"), format!("{id}-fault"));
    let described = format!("{hint_id} {fault_id}");
    let said = move || {
        let each = faults.get().into_iter();
        each.map(|fault| {
            view! { <p class="fault"><Icon path=icon::FAULT/><span>{fault}</span></p> }
        })
        .collect_view()
    };
    let input = if has_lines {
        view! {
            <textarea
                id=id
                class="input code-input"
                rows="3"
                spellcheck="false"
                prop:value=value
                on:input:target=move |event| write.run(event.target().value())
                aria-invalid=is_bad
                aria-describedby=described
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                id=id
                class="input"
                type="text"
                autocomplete="off"
                prop:value=value
                on:input:target=move |event| write.run(event.target().value())
                aria-invalid=is_bad
                aria-describedby=described
            />
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {input}
            <p class="hint" id=hint_id>{hint.run()}</p>
            <div id=fault_id>{said}</div>
        </div>
    }
}
