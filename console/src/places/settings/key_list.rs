//! Keys of the site: a table, and the way to revoke one.

use leptos::{prelude::*, task::spawn_local};
use wire::{
    page::Page,
    site::{KeyResource, KeyScope},
};

use super::new_key::NewKey;
use crate::{
    address::{encoded, site_path},
    api::{ApiError, Session, client},
    components::{Asked, Failure, Icon, Question, icon, title_of},
    frame::use_words,
    intl,
    session::{SessionContext, use_session},
    shell::use_site,
};

/// The keys, as far as they have come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeyList {
    /// The keys; `None` until the first page is there.
    pub(crate) items: RwSignal<Option<Vec<KeyResource>>>,
    next: RwSignal<Option<String>>,
    error: RwSignal<Option<ApiError>>,
    site: StoredValue<String>,
    session: SessionContext,
}

impl KeyList {
    fn path(self) -> String {
        format!("{}/keys", site_path(&self.site.get_value()))
    }

    fn fetch(self) {
        let cursor = self.next.get_untracked();
        let cursor = cursor.map(|cursor| format!("&cursor={}", encoded(&cursor)));
        let path = format!("{}?limit=100{}", self.path(), cursor.unwrap_or_default());
        spawn_local(async move {
            match client::get::<Page<KeyResource>>(&path).await {
                Ok(page) => {
                    self.error.try_set(None);
                    self.next.try_set(page.next);
                    self.items.try_update(|items| {
                        items.get_or_insert_default().extend(page.items);
                    });
                }
                Err(error) => {
                    self.session.heed(&error);
                    self.error.try_set(Some(error));
                }
            }
        });
    }

    /// Shows a key that was just made; a list may not have it for a minute.
    pub(crate) fn add(self, key: KeyResource) {
        self.items.update(|items| items.get_or_insert_default().push(key));
    }
}

/// The card of the keys.
#[component]
pub(crate) fn Keys() -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.site_settings;
    let head = view! {
        <header>
            <div>
                <h2 id="keys">{texts.keys}</h2>
                <p>{texts.keys_says}</p>
            </div>
        </header>
    };
    if !expect_context::<Session>().may_write() {
        return view! {
            <section class="card" aria-labelledby="keys">
                {head}
                <p class="note">
                    <Icon path=icon::PERSON/>
                    <span><strong>{texts.keys_no_right}</strong>". "{texts.keys_no_right_says}</span>
                </p>
            </section>
        }
        .into_any();
    }
    let list = KeyList {
        items: RwSignal::new(None),
        next: RwSignal::new(None),
        error: RwSignal::new(None),
        site: use_site().name,
        session: use_session(),
    };
    list.fetch();
    let body = move || {
        if let Some(error) = list.error.get() {
            return view! { <Failure error retry=Callback::new(move |()| list.fetch())/> }
                .into_any();
        }
        match list.items.get() {
            None => view! {
                <div class="late" aria-hidden="true">
                    <span class="bone long"></span><span class="bone long"></span>
                </div>
            }
            .into_any(),
            Some(keys) if keys.is_empty() => view! {
                <div class="empty">
                    <h3>{texts.no_keys}</h3>
                    <p>{texts.no_keys_advice}</p>
                </div>
            }
            .into_any(),
            Some(keys) => view! { <Table keys list/> }.into_any(),
        }
    };
    view! {
        <section class="card" aria-labelledby="keys">
            {head}
            {body}
            {move || list.next.get().map(|_| view! {
                <button type="button" class="button little" on:click=move |_| list.fetch()>
                    {texts.show_more}
                </button>
            })}
            <NewKey list/>
        </section>
    }
    .into_any()
}

#[component]
fn Table(keys: Vec<KeyResource>, list: KeyList) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.site_settings;
    let own = expect_context::<Session>().key;
    let asked = Asked::new();
    let risked = RwSignal::new(None::<KeyResource>);
    let said = RwSignal::new(None::<Result<String, ApiError>>);
    let is_own = {
        let own = own.clone();
        move |key: &KeyResource| own.as_deref() == Some(key.id.as_str())
    };
    let rows = keys
        .into_iter()
        .map(|key| {
            let right = if key.scope == KeyScope::Write { texts.may_write } else { texts.may_read };
            let mine = is_own(&key).then(|| view! { <span class="chip mine">{texts.this_key}</span> });
            let label = (texts.revoke_named)(&key.name);
            let row = key.clone();
            let revoke = move |_| {
                risked.set(Some(row.clone()));
                asked.ask();
            };
            view! {
                <tr>
                    <th scope="row" class="text"><bdi dir="auto">{key.name}</bdi>" "{mine}</th>
                    <td class="text">{right}</td>
                    <td class="text">
                        <time datetime=key.created_at.clone() title=intl::instant(words.lang, &key.created_at)>
                            {intl::relative(words.lang, &key.created_at)}
                        </time>
                    </td>
                    <td class="text"><code>{key.id}</code></td>
                    <td>
                        <button type="button" class="button risky little" aria-label=label on:click=revoke>
                            {texts.revoke}
                        </button>
                    </td>
                </tr>
            }
        })
        .collect_view();
    let question = Signal::derive(move || {
        risked
            .with(|key| key.as_ref().map(|key| (texts.revoke_question)(&key.name)))
            .unwrap_or_default()
    });
    let loss = Signal::derive(move || {
        let own = own.clone();
        let is_own =
            risked.with(|key| key.as_ref().is_some_and(|key| own.as_ref() == Some(&key.id)));
        if is_own { texts.revoke_own_says.to_owned() } else { texts.revoke_says.to_owned() }
    });
    let act = Callback::new(move |()| {
        let Some(key) = risked.get_untracked() else { return };
        let path = format!("{}/{}", list.path(), encoded(&key.id));
        spawn_local(async move {
            let told = client::call::<Option<()>>("DELETE", &path, None).await;
            if let Err(error) = &told {
                list.session.heed(error);
            } else {
                list.items.try_update(|items| {
                    if let Some(items) = items {
                        items.retain(|item| item.id != key.id);
                    }
                });
            }
            said.try_set(Some(told.map(|_| (texts.revoked)(&key.name))));
        });
    });
    let said = move || {
        said.get().map(|said| match said {
            Ok(done) => view! { <span>{done}</span> }.into_any(),
            Err(error) => {
                view! { <span class="fault">{title_of(&error, &words.texts.common)}</span> }
                    .into_any()
            }
        })
    };
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label=texts.keys>
            <table>
                <caption>{texts.keys_caption}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="text">{texts.key_name}</th>
                        <th scope="col" class="text">{texts.key_right}</th>
                        <th scope="col" class="text">{texts.key_made}</th>
                        <th scope="col" class="text">{texts.key_id}</th>
                        <th scope="col"><span class="hidden">{texts.key_actions}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p role="status" class="small">{said}</p>
        <Question asked title=question says=loss keep=texts.keep act=texts.do_revoke acting=act/>
    }
}
