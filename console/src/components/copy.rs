//! Code or a secret with a button that copies it.

use std::time::Duration;

use js_sys::Reflect;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::{Icon, icon};

/// Result of a copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Copied {
    /// Nothing was copied lately.
    #[default]
    Not,
    /// It is in the clipboard.
    Done,
    /// The browser refused.
    Refused,
}

/// Time for which a button says that it has copied.
const SAID: Duration = Duration::from_secs(6);

/// Puts a text into the clipboard; false where the browser has none for this page, or refuses.
async fn write(text: &str) -> bool {
    let navigator = window().navigator();
    let has_clipboard = Reflect::get(&navigator, &JsValue::from_str("clipboard"));
    if !has_clipboard.is_ok_and(|clipboard| clipboard.is_object()) {
        return false;
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// A button that copies a text.
#[component]
pub(crate) fn CopyButton(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// Its words: to copy, copied, refused.
    words: [&'static str; 3],
    /// Classes of the button.
    #[prop(default = "button")]
    class: &'static str,
) -> impl IntoView {
    let state = RwSignal::new(Copied::Not);
    let [copy, copied, refused] = words;
    let press = move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            state.try_set(if write(&text).await { Copied::Done } else { Copied::Refused });
            set_timeout(
                move || {
                    state.try_set(Copied::Not);
                },
                SAID,
            );
        });
    };
    let sign = move || if state.get() == Copied::Done { icon::CHECK } else { icon::COPY };
    view! {
        <button type="button" class=class on:click=press>
            {move || view! { <Icon path=sign()/> }}
            {move || if state.get() == Copied::Done { copied } else { copy }}
        </button>
        <span class="hidden" role="status">
            {move || if state.get() == Copied::Done { copied } else { "" }}
        </span>
        {move || {
            (state.get() == Copied::Refused)
                .then(|| view! { <p class="fault refused" role="alert">{refused}</p> })
        }}
    }
}
