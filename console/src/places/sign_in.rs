//! Signing in, by a key, by the operator's token, or by a link that holds one.

use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;
use serde_json::json;
use wasm_bindgen::JsValue;
use wire::routes::SESSION;

use crate::{
    address::decoded,
    api::{ApiError, Session, client},
    components::{Brand, Icon, icon},
    frame::{name_page, use_words},
    session::{Signed, use_session},
    shell::LanguageChoice,
};

/// Length of `hbk_`, 8 characters, `_` and 32 characters.
const KEY_CHARS: usize = 45;

/// A fault at the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeyFault {
    Empty,
    TooShort,
    Wrong,
    TooMany,
    Away,
    Other,
}

/// Checks what can be checked before sending.
fn check(secret: &str) -> Result<(), KeyFault> {
    match secret {
        "" => Err(KeyFault::Empty),
        _ if secret.starts_with("hbk_") && secret.chars().count() != KEY_CHARS => {
            Err(KeyFault::TooShort)
        }
        _ => Ok(()),
    }
}

/// Returns the secret of a sign-in link's fragment.
fn of_link(hash: &str) -> Option<String> {
    let secret = decoded(hash.trim_start_matches('#').strip_prefix("key=")?, false);
    (!secret.is_empty()).then_some(secret)
}

/// The page of signing in.
#[component]
pub(crate) fn SignIn(
    /// True if a session was there and has ended by itself.
    ended: bool,
) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.sign_in;
    name_page(&[texts.page]);
    let session = use_session();
    let (fault, is_checking) = (RwSignal::new(None), RwSignal::new(false));
    // The secret that waits for a yes, as somebody else is signed in.
    let waiting = RwSignal::new(None::<String>);
    let field = NodeRef::<Input>::new();
    let sign_in = move |secret: String, replace: bool| {
        if is_checking.get_untracked() {
            return;
        }
        is_checking.set(true);
        spawn_local(async move {
            let body = json!({ "secret": secret, "replace": replace });
            let reply = client::call::<Session>("POST", SESSION, Some(&body)).await;
            is_checking.try_set(false);
            let found = match reply {
                Ok(signed) => return session.0.set(Signed::In(signed)),
                Err(ApiError::Conflict(_)) => {
                    waiting.set(Some(secret));
                    return;
                }
                Err(ApiError::Away) => KeyFault::Away,
                Err(ApiError::Busy(_)) => KeyFault::TooMany,
                Err(ApiError::SignedOut | ApiError::NoRight | ApiError::Invalid(_)) => {
                    KeyFault::Wrong
                }
                Err(_) => KeyFault::Other,
            };
            fault.set(Some(found));
            if let Some(field) = field.get_untracked() {
                let _ = field.focus();
            }
        });
    };
    let hash = use_location().hash;
    Effect::new(move |_| {
        // The router keeps the fragment that the history has lost.
        hash.track();
        let hash = window().location().hash().unwrap_or_default();
        if let Some(secret) = of_link(&hash) {
            // Neither the address bar nor the history keeps it.
            let history = window().history();
            let _ = history.and_then(|history| {
                history.replace_state_with_url(&JsValue::NULL, "", Some("/console/sign-in"))
            });
            sign_in(secret, false);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = field.get() else { return };
        let secret = field.value().trim().to_owned();
        match check(&secret) {
            Ok(()) => {
                fault.set(None);
                sign_in(secret, false);
            }
            Err(found) => {
                fault.set(Some(found));
                let _ = field.focus();
            }
        }
    };
    let said = move || {
        let said = match fault.get()? {
            KeyFault::Empty => texts.empty,
            KeyFault::TooShort => texts.too_short,
            KeyFault::Wrong => texts.wrong,
            KeyFault::TooMany => texts.too_many,
            KeyFault::Away => words.texts.common.away,
            KeyFault::Other => words.texts.common.fault,
        };
        Some(view! { <Icon path=icon::FAULT/><span>{said}</span> })
    };
    let host = window().location().host().unwrap_or_default();
    let asks = move || {
        let secret = waiting.get()?;
        let keep = move |_| {
            waiting.set(None);
            spawn_local(session.ask());
        };
        let replace = move |_| {
            waiting.set(None);
            sign_in(secret.clone(), true);
        };
        Some(view! {
            <section class="note warn" role="alert">
                <Icon path=icon::FAULT/>
                <div class="stack">
                    <p><strong>{texts.replace}</strong></p>
                    <p>{texts.replace_advice}</p>
                    <p class="row">
                        <button class="button" type="button" on:click=keep>{texts.keep}</button>
                        <button class="button" type="button" on:click=replace>{texts.do_replace}</button>
                    </p>
                </div>
            </section>
        })
    };
    view! {
        <div class="gate">
            <main id="main">
                <p class="brand"><Brand/></p>
                <h1>{(texts.title)(&host)}</h1>
                <p class="quiet">{texts.own}</p>
                {ended.then(|| view! {
                    <p class="note" role="status"><Icon path=icon::CLOCK/><span>{texts.ended}</span></p>
                })}
                {asks}
                <form aria-label=texts.page on:submit=submit novalidate>
                    <div class="field">
                        <label for="key">{texts.key}</label>
                        <input
                            class="input"
                            id="key"
                            type="password"
                            name="key"
                            autocomplete="current-password"
                            autocapitalize="none"
                            spellcheck="false"
                            aria-describedby="key-fault key-hint"
                            aria-invalid=move || fault.get().map(|_| "true")
                            node_ref=field
                        />
                        <p class="fault" id="key-fault" role="alert">{said}</p>
                        <p class="hint" id="key-hint">{texts.hint}</p>
                    </div>
                    <button class="button first" type="submit" disabled=move || is_checking.get()>
                        {move || if is_checking.get() { texts.checking } else { texts.sign_in }}
                    </button>
                </form>
                <details class="small">
                    <summary>{texts.where_is_it}</summary>
                    <p class="quiet">{texts.where_it_is}</p>
                </details>
                <footer class="row between"><LanguageChoice/></footer>
            </main>
            <aside>
                <p>{texts.motto}</p>
                <Intervals/>
            </aside>
        </div>
    }
}

/// Three scores that become surer.
#[component]
fn Intervals() -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.sign_in;
    view! {
        <svg viewBox="0 0 560 210" role="img" aria-label=texts.picture>
            <g class="gate-whiskers">
                <path d="M40 40h430M40 28v24M470 28v24" opacity=".45"></path>
                <path d="M150 105h260M150 93v24M410 93v24" opacity=".7"></path>
                <path d="M236 170h116M236 158v24M352 158v24"></path>
            </g>
            <circle cx="338" cy="40" r="10" fill="#9dbab2"></circle>
            <circle cx="270" cy="105" r="10" fill="#cfe2dc"></circle>
            <circle cx="294" cy="170" r="11" fill="#fff"></circle>
            <g class="gate-labels">
                <text x="40" y="16">{texts.picture_responses}</text>
                <text x="150" y="81">"100"</text>
                <text x="236" y="146">"500"</text>
            </g>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_not_whole_is_told_before_it_is_sent() {
        assert_eq!(check(""), Err(KeyFault::Empty));
        assert_eq!(check("hbk_short"), Err(KeyFault::TooShort));
        assert_eq!(check(&format!("hbk_{}", "a".repeat(41))), Ok(()));
        assert_eq!(check("an operator's token"), Ok(()));
    }

    #[test]
    fn a_link_holds_its_key_in_the_fragment() {
        assert_eq!(of_link("#key=hbk_a%2Bb"), Some("hbk_a+b".to_owned()));
        assert_eq!(of_link("#key="), None);
        assert_eq!(of_link("#main"), None);
    }
}
