//! A new site with its first survey, for the operator: no terminal is needed after the deploy button.
//!
//! In: the form, and the two requests. Not in: what a form means (`draft`).

mod draft;

use domain::Kind;
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use wire::{routes::SITES, site::SiteResource};

use self::draft::{Draft, Field, Made, Mend, with_scheme};
use crate::{
    address::{Place, site_path, with_survey},
    api::{ApiError, List, SiteEntry, client},
    components::{Brand, TextField, title_of, use_fetched},
    frame::{name_page, use_words},
    intl,
    session::use_session,
    shell::SignOutButton,
    texts::new_site::Texts,
};

/// The place.
#[component]
pub(crate) fn NewSitePlace() -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.new_site;
    name_page(&[texts.title]);
    let others = use_fetched::<List<SiteEntry>>(|| Some(format!("{SITES}?limit=1")));
    let all_sites = move || {
        let others = others.value.get().filter(|list| !list.items.is_empty());
        others.map(|_| {
            view! { <a class="button plain" href=Place::Sites.path()>{texts.all_sites}</a> }
        })
    };
    view! {
        <main id="main" class="new-site" tabindex="-1">
            <div class="head">
                <div><p class="brand"><Brand/></p></div>
                <div class="actions">{all_sites}<SignOutButton/></div>
            </div>
            <h1>{texts.title}</h1>
            <p class="quiet">{texts.intro}</p>
            <Form/>
        </main>
    }
}

/// Progress of making.
#[derive(Clone, Debug, PartialEq)]
enum Progress {
    Idle,
    Sent,
    ToMend(Vec<Mend>),
    Failed(ApiError),
}

/// Returns a fault as a sentence.
fn sentence(mend: &Mend, texts: &Texts, told: fn(&str, &str) -> String) -> String {
    match mend {
        Mend::NoProduct => texts.no_product.to_owned(),
        Mend::NoAddress => texts.no_address.to_owned(),
        Mend::BadName => texts.bad_name.to_owned(),
        Mend::Taken => texts.taken.to_owned(),
        Mend::Told(Field::Other, fault) => {
            format!("{}: {} ({})", fault.pointer, fault.detail, fault.allowed)
        }
        Mend::Told(_, fault) => told(&fault.detail, &fault.allowed),
    }
}

/// Returns origin and host of an address as the browser reads it; `None` for what is none.
fn page_of(address: &str) -> Option<(String, String)> {
    let url = web_sys::Url::new(&with_scheme(address)).ok()?;
    let host = url.hostname();
    let is_web = ["https:", "http:"].contains(&url.protocol().as_str());
    let is_host = host.contains('.') || host == "localhost";
    (is_web && is_host).then(|| (url.origin(), host))
}

/// Makes the site and its first survey. A site that an earlier try has made just so is gone on with.
async fn make(made: &Made) -> Result<(), ApiError> {
    let site = site_path(made.site.as_str());
    match client::make(&site, &made.definition).await {
        Err(ApiError::Conflict(word)) => {
            let there = match client::get::<SiteResource>(&site).await {
                Ok(there) => serde_json::to_value(there.definition).unwrap_or_default(),
                // One of that name is still being deleted.
                Err(ApiError::NotFound) => return Err(ApiError::Conflict(word)),
                Err(error) => return Err(error),
            };
            let is_same = ["product", "origins", "lang"]
                .iter()
                .all(|field| there.get(field) == made.definition.get(field));
            if !is_same {
                return Err(ApiError::Conflict(word));
            }
        }
        other => other?,
    }
    match client::make(&format!("{site}/surveys/{}", made.survey), &made.first).await {
        // An earlier try got that far.
        Err(ApiError::Conflict(_)) => Ok(()),
        other => other,
    }
}

#[component]
fn Form() -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.new_site;
    let session = use_session();
    let navigate = use_navigate();
    let progress = RwSignal::new(Progress::Idle);
    let draft = RwSignal::new(Draft {
        product: String::new(),
        address: String::new(),
        own_name: None,
        lang: words.lang.code().to_owned(),
        kind: Kind::Nps,
    });
    let page = Memo::new(move |_| draft.with(|draft| page_of(&draft.address)));
    let name = Signal::derive(move || {
        draft.with(|draft| match &draft.own_name {
            Some(own) => own.clone(),
            None => draft.name(page.get().as_ref().map(|(_, host)| host.as_str())),
        })
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if progress.with_untracked(|progress| *progress == Progress::Sent) {
            return;
        }
        let page = page.get_untracked();
        let page = page.as_ref().map(|(origin, host)| (origin.as_str(), host.as_str()));
        let made = match draft.with_untracked(|draft| draft.checked(page)) {
            Ok(made) => made,
            Err(mends) => return show(progress, mends),
        };
        progress.set(Progress::Sent);
        let navigate = navigate.clone();
        spawn_local(async move {
            match make(&made).await {
                Ok(()) => {
                    let place = Place::Ask { site: made.site.to_string() };
                    let options = NavigateOptions { resolve: false, ..NavigateOptions::default() };
                    navigate(&with_survey(&place, made.survey), options);
                }
                Err(ApiError::Conflict(_)) => show(progress, vec![Mend::Taken]),
                Err(ApiError::Invalid(faults)) => {
                    show(progress, faults.iter().map(Mend::told).collect());
                }
                Err(error) => {
                    session.heed(&error);
                    progress.try_set(Progress::Failed(error));
                }
            }
        });
    };
    let of = move |field: Field| {
        Signal::derive(move || {
            progress.with(|progress| match progress {
                Progress::ToMend(mends) => mends
                    .iter()
                    .filter(|mend| mend.field() == field)
                    .map(|mend| sentence(mend, texts, words.texts.site_settings.fault))
                    .collect(),
                _ => Vec::new(),
            })
        })
    };
    let value = move |part: fn(&Draft) -> &String| {
        Signal::derive(move || draft.with(|draft| part(draft).clone()))
    };
    let write = move |field: Field, part: fn(&mut Draft, String)| {
        Callback::new(move |text: String| {
            draft.update(|draft| part(draft, text));
            progress.update(|progress| {
                if let Progress::ToMend(mends) = progress {
                    mends.retain(|mend| mend.field() != field);
                }
            });
        })
    };
    let said = move || match progress.get() {
        Progress::Sent => texts.making.into_any(),
        Progress::Failed(error) => {
            view! { <span class="fault">{title_of(&error, &words.texts.common)}</span> }.into_any()
        }
        Progress::ToMend(_) => {
            let others = of(Field::Other).get().into_iter();
            let others = others.map(|said| view! { <span class="fault">{said}</span> });
            others.collect_view().into_any()
        }
        Progress::Idle => ().into_any(),
    };
    let tag = move || {
        let name = name.get();
        let name = if name.is_empty() { "shop" } else { name.as_str() };
        (texts.name_hint)(&format!("/e/{name}.js"))
    };
    view! {
        <form class="card" on:submit=submit novalidate>
            <TextField
                id="product"
                label=texts.product
                hint=move || texts.product_hint
                value=value(|draft| &draft.product)
                write=write(Field::Product, |draft, text| draft.product = text)
                faults=of(Field::Product)
            />
            <TextField
                id="address"
                label=texts.address
                hint=move || texts.address_hint
                value=value(|draft| &draft.address)
                write=write(Field::Address, |draft, text| draft.address = text)
                faults=of(Field::Address)
            />
            <TextField
                id="name"
                label=texts.name
                hint=move || tag
                value=name
                write=write(Field::Name, |draft, text| draft.own_name = Some(text))
                faults=of(Field::Name)
            />
            <Language draft/>
            <FirstSurvey draft/>
            <div class="savebar">
                <p role="status">{said}</p>
                <button
                    type="submit"
                    class="button first"
                    aria-disabled=move || {
                        progress.with(|progress| *progress == Progress::Sent).to_string()
                    }
                >
                    {texts.make}
                </button>
            </div>
        </form>
    }
}

/// Shows faults, and moves the focus to the first field that has one.
fn show(progress: RwSignal<Progress>, mends: Vec<Mend>) {
    if progress.try_set(Progress::ToMend(mends)).is_some() {
        return;
    }
    request_animation_frame(|| {
        let first = document().query_selector(".new-site [aria-invalid=true]").ok().flatten();
        if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
            let _ = first.focus();
        }
    });
}

/// The choice of the site's own language.
#[component]
fn Language(draft: RwSignal<Draft>) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.new_site;
    let options = forms::texts::CODES.map(|code| {
        let is_chosen = draft.with_untracked(|draft| draft.lang == code);
        view! { <option value=code selected=is_chosen>{intl::language(words.lang, code)}</option> }
    });
    let choose = move |event: ev::Event| {
        let lang = event_target_value(&event);
        draft.update(|draft| draft.lang = lang);
    };
    view! {
        <div class="field">
            <label for="lang">{texts.lang}</label>
            <select id="lang" class="input" aria-describedby="lang-hint" on:change=choose>
                {options.into_iter().collect_view()}
            </select>
            <p class="hint" id="lang-hint">{texts.lang_hint}</p>
        </div>
    }
}

/// The choice of what is asked first.
#[component]
fn FirstSurvey(draft: RwSignal<Draft>) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.new_site;
    let choices = [Kind::Nps, Kind::Csat, Kind::Ces].map(|kind| {
        let (name, says) = (texts.kind)(kind);
        view! {
            <label>
                <input
                    type="radio"
                    name="kind"
                    checked=kind == Kind::Nps
                    on:change=move |_| draft.update(|draft| draft.kind = kind)
                />
                <b>{name}</b>
                <span>{says}</span>
            </label>
        }
    });
    view! {
        <fieldset class="field">
            <legend>{texts.first_survey}</legend>
            <div class="choice">{choices.into_iter().collect_view()}</div>
        </fieldset>
    }
}
