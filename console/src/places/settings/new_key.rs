//! A new key: asked for, and shown once.

use leptos::{ev, html, prelude::*, task::spawn_local};
use serde_json::json;
use wire::site::{KeyCreated, KeyResource, KeyScope};

use super::key_list::KeyList;
use crate::{
    address::site_path,
    api::{ApiError, client},
    components::{CopyButton, Icon, icon, title_of},
    frame::use_words,
    intl,
    session::use_session,
    shell::use_site,
};

/// The form, and the key that it made.
#[component]
pub(crate) fn NewKey(list: KeyList) -> impl IntoView {
    let made = RwSignal::new(None::<KeyCreated>);
    move || match made.get() {
        Some(key) => view! { <Made key made/> }.into_any(),
        None => view! { <Form list made/> }.into_any(),
    }
}

#[component]
fn Form(list: KeyList, made: RwSignal<Option<KeyCreated>>) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.site_settings;
    let (session, site) = (use_session(), use_site());
    let name = NodeRef::<html::Input>::new();
    let scope = RwSignal::new(KeyScope::Read);
    let is_sent = RwSignal::new(false);
    let fault = RwSignal::new(None::<String>);
    let error = RwSignal::new(None::<ApiError>);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(field) = name.get_untracked() else { return };
        let text = field.value().trim().to_owned();
        if text.is_empty() {
            fault.set(Some(texts.name_needed.to_owned()));
            let _ = field.focus();
            return;
        }
        if is_sent.get_untracked() {
            return;
        }
        is_sent.set(true);
        fault.set(None);
        error.set(None);
        let path = format!("{}/keys", site_path(&site.name.get_value()));
        let body = json!({ "name": text, "scope": scope.get_untracked() });
        spawn_local(async move {
            match client::call::<KeyCreated>("POST", &path, Some(&body)).await {
                Ok(key) => {
                    list.add(KeyResource {
                        id: key.id.clone(),
                        name: key.name.clone(),
                        scope: key.scope,
                        created_at: intl::now(),
                    });
                    made.try_set(Some(key));
                }
                Err(ApiError::Invalid(faults)) => {
                    let said = faults.first().map(|f| (texts.fault)(&f.detail, &f.allowed));
                    fault.try_set(said);
                }
                Err(failed) => {
                    session.heed(&failed);
                    error.try_set(Some(failed));
                }
            }
            is_sent.try_set(false);
        });
    };
    let right = move |this: KeyScope, name: &'static str, says: &'static str| {
        view! {
            <label>
                <input
                    type="radio"
                    name="scope"
                    checked=this == KeyScope::Read
                    on:change=move |_| scope.set(this)
                />
                <b>{name}</b>
                <span>{says}</span>
            </label>
        }
    };
    let failure = move || {
        error.get().map(|error| {
            view! { <p class="fault" role="alert">{title_of(&error, &words.texts.common)}</p> }
        })
    };
    view! {
        <form class="new-key" on:submit=submit novalidate>
            <h3>{texts.new_key}</h3>
            <div class="field">
                <label for="key-name">{texts.new_name}</label>
                <input
                    node_ref=name
                    id="key-name"
                    class="input"
                    type="text"
                    autocomplete="off"
                    placeholder=texts.new_name_hint
                    aria-invalid=move || fault.get().is_some().to_string()
                    aria-describedby="key-name-fault"
                />
                <div id="key-name-fault" role="alert">
                    {move || fault.get().map(|fault| view! {
                        <p class="fault"><Icon path=icon::FAULT/><span>{fault}</span></p>
                    })}
                </div>
            </div>
            <fieldset class="field">
                <legend>{texts.new_right}</legend>
                <div class="choice">
                    {right(KeyScope::Read, texts.may_read, texts.may_read_says)}
                    {right(KeyScope::Write, texts.may_write, texts.may_write_says)}
                </div>
            </fieldset>
            {failure}
            <p class="actions">
                <button
                    type="submit"
                    class="button"
                    aria-disabled=move || is_sent.get().to_string()
                >
                    {move || if is_sent.get() { texts.making } else { texts.make }}
                </button>
            </p>
        </form>
    }
}

/// The secret, this once.
#[component]
fn Made(key: KeyCreated, made: RwSignal<Option<KeyCreated>>) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.site_settings;
    let heading = NodeRef::<html::H3>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
        }
    });
    let secret = key.key.clone();
    view! {
        <section class="note good made" aria-labelledby="made">
            <div>
                <h3 node_ref=heading id="made" tabindex="-1">{(texts.made)(&key.name)}</h3>
                <p>{texts.made_says}</p>
                <div class="copy">
                    <output aria-label=texts.secret>{key.key}</output>
                    <CopyButton
                        text=Signal::derive(move || secret.clone())
                        words=[texts.copy, texts.copied, texts.copy_failed]
                        class="button first"
                    />
                </div>
                <p class="actions">
                    <button type="button" class="button" on:click=move |_| made.set(None)>
                        {texts.done}
                    </button>
                </p>
            </div>
        </section>
    }
}
