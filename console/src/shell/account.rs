//! The account menu: who is signed in, language, appearance, signing out.

use leptos::{prelude::*, task::spawn_local};
use wire::routes::SESSION;

use crate::{
    address::Place,
    api::{Role, Session, client},
    components::{Icon, icon},
    frame::{use_replace, use_words},
    intl,
    session::use_session,
    settings::{Settings, Theme},
    texts::Lang,
};

/// The caller, and the menu.
#[component]
pub(crate) fn Account() -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.shell;
    let session = expect_context::<Session>();
    let who = match (session.role, session.may_write()) {
        (Role::Operator, _) => texts.operator,
        (Role::Owner, true) => texts.owner_write,
        (Role::Owner, false) => texts.owner_read,
    };
    let key = session.key.as_deref().map(texts.key);
    let until = (texts.until)(&intl::instant(words.lang, &session.expires_at));
    view! {
        <div class="account">
            <p>{who}<span>{key.clone()}</span></p>
            <button class="round" type="button" popovertarget="account" aria-label=texts.account>
                <Icon path=icon::PERSON/>
            </button>
            <div id="account" popover="auto" class="menu">
                <p class="menu-head">{who}<span>{key}</span><span>{until}</span></p>
                <LanguageChoice/>
                <ThemeChoice/>
                <SignOutButton/>
            </div>
        </div>
    }
}

/// The language, as native radio buttons.
#[component]
pub(crate) fn LanguageChoice() -> impl IntoView {
    let words = use_words();
    let settings = expect_context::<Settings>();
    let choices = Lang::ALL
        .into_iter()
        .map(|lang| {
            view! {
                <label lang=lang.tag()>
                    <input
                        type="radio"
                        name="lang"
                        value=lang.tag()
                        checked=lang == words.lang
                        on:change=move |_| settings.choose_lang(lang)
                    />
                    <span>{lang.name()}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="choices">
            <legend>{words.texts.shell.language}</legend>
            <div class="switch">{choices}</div>
        </fieldset>
    }
}

/// The appearance, as native radio buttons.
#[component]
pub(crate) fn ThemeChoice() -> impl IntoView {
    let words = use_words();
    let settings = expect_context::<Settings>();
    let choices = Theme::ALL
        .into_iter()
        .zip(words.texts.shell.themes)
        .map(|(theme, name)| {
            view! {
                <label>
                    <input
                        type="radio"
                        name="theme"
                        value=theme.as_str()
                        checked=theme == settings.theme.get_untracked()
                        on:change=move |_| settings.choose_theme(theme)
                    />
                    <span>{name}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="choices">
            <legend>{words.texts.shell.theme}</legend>
            <div class="switch">{choices}</div>
        </fieldset>
    }
}

/// Ends the session here, also when the collector can't be told.
#[component]
pub(crate) fn SignOutButton() -> impl IntoView {
    let words = use_words();
    let session = use_session();
    let replace = use_replace();
    let sign_out = move |_| {
        let replace = replace.clone();
        spawn_local(async move {
            let told = client::call::<Option<()>>("DELETE", SESSION, None).await;
            if let Err(error @ crate::api::ApiError::Away) = told {
                session.0.set(crate::session::Signed::Unknown(error));
                return;
            }
            session.end(false);
            replace(&Place::SignIn.path());
        });
    };
    view! {
        <button class="button" type="button" on:click=sign_out>
            <Icon path=icon::OUT/>
            {words.texts.shell.sign_out}
        </button>
    }
}
