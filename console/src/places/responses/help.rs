//! The keys, told: a line above the list, and all of them in a dialog.

use leptos::{html, prelude::*};

use super::keyboard;
use crate::{components::Asked, frame::use_words};

/// The keys that are needed most, and the way to all of them.
#[component]
pub(crate) fn KeyHints(letters: RwSignal<bool>, help: Asked) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.responses;
    view! {
        <span class="keys">
            {move || letters.get().then(|| view! {
                <span><kbd>"j"</kbd><kbd>"k"</kbd>{texts.key_move}</span>
                <span><kbd>"/"</kbd>{texts.key_search}</span>
            })}
            <button type="button" class="button plain little" on:click=move |_| help.ask()>
                {texts.keys}
            </button>
        </span>
    }
}

/// All keys, and the switch of those that are single letters.
#[component]
pub(crate) fn KeysDialog(letters: RwSignal<bool>, help: Asked) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.responses;
    let switch = NodeRef::<html::Input>::new();
    let change = move |_| {
        let are_on = switch.get_untracked().is_some_and(|switch| switch.checked());
        letters.set(are_on);
        keyboard::keep_letters(are_on);
    };
    view! {
        <dialog node_ref=help.node() class="question" aria-label=texts.keys>
            <h2>{texts.keys}</h2>
            <dl class="key-list" class:off=move || !letters.get()>
                <dt class="letter"><kbd>"j"</kbd><kbd>"k"</kbd></dt><dd class="letter">{texts.key_move}</dd>
                <dt class="letter"><kbd>"/"</kbd></dt><dd class="letter">{texts.key_search}</dd>
                <dt class="letter"><kbd>"?"</kbd></dt><dd class="letter">{texts.key_help}</dd>
                <dt><kbd>"Enter"</kbd></dt><dd>{texts.key_open}</dd>
                <dt><kbd>"Esc"</kbd></dt><dd>{texts.key_close}</dd>
            </dl>
            <label class="check">
                <input
                    node_ref=switch
                    type="checkbox"
                    prop:checked=move || letters.get()
                    on:change=change
                />
                <span><b>{texts.single_letters}</b>{texts.single_letters_says}</span>
            </label>
            <p class="actions">
                <button type="button" class="button" on:click=move |_| help.close()>
                    {texts.close}
                </button>
            </p>
        </dialog>
    }
}
