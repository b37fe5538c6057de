//! The site: a form for the operator, the same as text for its owner.

use domain::targeting::Consent;
use leptos::{ev, prelude::*, task::spawn_local};
use wire::{
    site::{SiteDefinition, SiteResource},
    wording::Wording,
};

use super::{
    Draft, Field,
    site_fields::{DraftField, SaveBar, Saving},
};
use crate::{
    address::site_path,
    api::{ApiError, Role, Session, client},
    components::{Failure, Icon, icon},
    frame::use_words,
    intl,
    session::use_session,
    shell::use_site,
};

/// The definition with the tag of what was read: another's change in between is noticed.
type Read = (SiteDefinition, Option<String>);

/// The card of the site.
#[component]
pub(crate) fn Site() -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.site_settings;
    let session = use_session();
    let read = RwSignal::new(None::<Read>);
    let error = RwSignal::new(None::<ApiError>);
    let saving = RwSignal::new(Saving::Idle);
    let name = use_site().name;
    let fetch = Callback::new(move |()| {
        let path = site_path(&name.get_value());
        spawn_local(async move {
            match client::get_tagged::<SiteResource>(&path).await {
                Ok((site, tag)) => {
                    error.try_set(None);
                    saving.try_set(Saving::Idle);
                    read.try_set(Some((site.definition, tag)));
                }
                Err(failed) => {
                    session.heed(&failed);
                    error.try_set(Some(failed));
                }
            }
        });
    });
    fetch.run(());
    let is_operator = expect_context::<Session>().role == Role::Operator;
    let body = move || {
        if let Some(error) = error.get() {
            return view! { <Failure error retry=fetch/> }.into_any();
        }
        let Some((definition, tag)) = read.get() else {
            return view! {
                <div class="late" aria-hidden="true">
                    <span class="bone short"></span><span class="bone long"></span>
                    <span class="bone short"></span><span class="bone long"></span>
                </div>
            }
            .into_any();
        };
        if is_operator {
            view! { <Form definition tag read saving again=fetch/> }.into_any()
        } else {
            view! { <Facts definition/> }.into_any()
        }
    };
    view! {
        <section class="card" aria-labelledby="site">
            <header>
                <div>
                    <h2 id="site">{texts.site}</h2>
                    <p>{texts.site_says}</p>
                </div>
            </header>
            {body}
        </section>
    }
}

/// The site as text.
#[component]
fn Facts(definition: SiteDefinition) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.site_settings;
    let origins = if definition.origins.is_empty() {
        texts.origins_any.into_any()
    } else {
        let each = definition.origins.iter().cloned();
        let each = each.map(|origin| view! { <li><code>{origin}</code></li> });
        view! { <ul>{each.collect_view()}</ul> }.into_any()
    };
    let privacy = definition.privacy_url.clone();
    let privacy = privacy.unwrap_or_else(|| words.texts.common.no_value.to_owned());
    view! {
        <dl class="pairs wide">
            <dt>{texts.product}</dt>
            <dd><bdi dir="auto">{definition.product.clone()}</bdi></dd>
            <dt>{texts.slug}</dt>
            <dd><code>{use_site().name.get_value()}</code></dd>
            <dt>{texts.lang}</dt>
            <dd>{intl::language(words.lang, &definition.lang)}</dd>
            <dt>{texts.origins}</dt>
            <dd>{origins}</dd>
            <dt>{texts.privacy_url}</dt>
            <dd><bdi>{privacy}</bdi></dd>
        </dl>
        <Rest definition/>
        <p class="note">
            <Icon path=icon::PERSON/>
            <span><strong>{texts.read_only}</strong>". "{texts.read_only_says}</span>
        </p>
    }
}

/// Settings without a field in the form.
#[component]
fn Rest(definition: SiteDefinition) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.site_settings;
    let days = |n: u32| (texts.days)(n.into(), &intl::count(words.lang, n.into()));
    let yes = |is: bool| if is { texts.yes } else { texts.no };
    let pause = match definition.pause_between_surveys_days {
        0 => texts.no_pause.to_owned(),
        n => days(n),
    };
    let wording = match definition.wording {
        Wording::NEWEST => Wording::NEWEST.to_string(),
        older => (texts.older_wording)(older.number(), Wording::NEWEST.number()),
    };
    let [always, after] = texts.consents;
    let consent = if definition.consent == Consent::AfterConsent { after } else { always };
    let retention = definition.retention_days.map_or_else(|| texts.retention_none.to_owned(), days);
    view! {
        <h3>{texts.more}</h3>
        <dl class="pairs wide">
            <dt>{texts.wording}</dt><dd>{wording}</dd>
            <dt>{texts.consent}</dt><dd>{consent}</dd>
            <dt>{texts.pause}</dt><dd>{pause}</dd>
            <dt>{texts.gpc}</dt><dd>{yes(definition.honour_gpc)}</dd>
            <dt>{texts.retention}</dt><dd>{retention}</dd>
            <dt>{texts.scrub}</dt><dd>{yes(definition.scrub_comments)}</dd>
        </dl>
        <p class="quiet small">{texts.more_says}</p>
    }
}

/// The site as fields.
#[component]
fn Form(
    definition: SiteDefinition,
    tag: Option<String>,
    read: RwSignal<Option<Read>>,
    saving: RwSignal<Saving>,
    again: Callback<()>,
) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.site_settings;
    let (session, site) = (use_session(), use_site());
    let before = StoredValue::new(Draft::of(&definition));
    let draft = RwSignal::new(Draft::of(&definition));
    let known = StoredValue::new((definition.clone(), tag));
    let is_changed =
        Memo::new(move |_| before.with_value(|before| draft.with(|now| now != before)));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if saving.get_untracked() == Saving::Sent || !is_changed.get_untracked() {
            return;
        }
        saving.set(Saving::Sent);
        let (now, (definition, tag)) = (draft.get_untracked(), known.get_value());
        let path = site_path(&site.name.get_value());
        spawn_local(async move {
            let body = serde_json::to_value(now.applied(&definition)).unwrap_or_default();
            match client::put_tagged::<SiteResource>(&path, &body, tag.as_deref()).await {
                Ok((entry, tag)) => {
                    saving.try_set(Saving::Saved);
                    read.try_set(Some((entry.definition, tag)));
                    site.fetch_with(session);
                }
                Err(ApiError::Invalid(faults)) => {
                    let (mends, others) = now.placed(&faults);
                    saving.try_set(Saving::Invalid(mends, others));
                }
                Err(ApiError::Conflict(_)) => {
                    saving.try_set(Saving::Changed);
                }
                Err(error) => {
                    session.heed(&error);
                    saving.try_set(Saving::Failed(error));
                }
            }
        });
    };
    let field = move |field, id, label, hint, part| {
        view! { <DraftField field id label hint draft part saving/> }
    };
    let undo = Callback::new(move |()| {
        draft.set(before.get_value());
        saving.set(Saving::Idle);
    });
    view! {
        <form on:submit=submit novalidate>
            {field(Field::Product, "product", texts.product, texts.product_hint, |d| &mut d.product)}
            {field(Field::Lang, "site-lang", texts.lang, texts.lang_hint, |d| &mut d.lang)}
            {field(Field::Origins, "origins", texts.origins, texts.origins_hint, |d| &mut d.origins)}
            {field(
                Field::PrivacyUrl,
                "privacy-url",
                texts.privacy_url,
                texts.privacy_url_hint,
                |d| &mut d.privacy_url,
            )}
            <Rest definition/>
            <SaveBar saving is_changed undo again/>
        </form>
    }
}
