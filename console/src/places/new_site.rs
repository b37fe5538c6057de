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

use self::draft::{Draft, Field, Made, Mend, name_of_host, with_scheme};
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

/// Text of a field and its fault, empty for none. Signals of texts alone: each further type of a signal
/// is a kilobyte of code.
#[derive(Clone, Copy)]
struct Input {
    text: RwSignal<String>,
    fault: RwSignal<String>,
}

impl Input {
    fn new() -> Input {
        Input { text: RwSignal::new(String::new()), fault: RwSignal::new(String::new()) }
    }

    /// Takes what somebody writes; a fault goes with the first new letter.
    fn write(self, text: String) {
        self.text.set(text);
        self.fault.set(String::new());
    }

    fn faults(self) -> Signal<Vec<String>> {
        Signal::derive(move || {
            let fault = self.fault.get();
            if fault.is_empty() { Vec::new() } else { vec![fault] }
        })
    }
}

#[component]
fn Form() -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.new_site;
    let session = use_session();
    let navigate = use_navigate();
    let [product, address, name] = [Input::new(), Input::new(), Input::new()];
    let lang = RwSignal::new(words.lang.code().to_owned());
    let kind = RwSignal::new(Kind::Nps.as_str().to_owned());
    let (is_own_name, is_sent) = (RwSignal::new(false), RwSignal::new(false));
    let error = RwSignal::new(None::<ApiError>);
    let other = RwSignal::new(String::new());
    let show = move |mends: &[Mend]| {
        for mend in mends {
            let at = match mend.field() {
                Field::Product => product.fault,
                Field::Address => address.fault,
                Field::Name => name.fault,
                Field::Other => other,
            };
            at.try_set(sentence(mend, texts, words.texts.site_settings.fault));
        }
        // At once: whoever types on meanwhile would find themselves in another field.
        if let Some(first) = mends.first() {
            focus(first.field());
        }
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if is_sent.get_untracked() {
            return;
        }
        let draft = Draft {
            product: product.text.get_untracked(),
            own_name: is_own_name.get_untracked().then(|| name.text.get_untracked()),
            lang: lang.get_untracked(),
            kind: Kind::parse(&kind.get_untracked()).unwrap_or(Kind::Nps),
        };
        let page = page_of(&address.text.get_untracked());
        let page = page.as_ref().map(|(origin, host)| (origin.as_str(), host.as_str()));
        error.set(None);
        other.set(String::new());
        let made = match draft.checked(page) {
            Ok(made) => made,
            Err(mends) => return show(&mends),
        };
        is_sent.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            let outcome = make(&made).await;
            is_sent.try_set(false);
            match outcome {
                Ok(()) => {
                    let place = Place::Ask { site: made.site.to_string() };
                    let options = NavigateOptions { resolve: false, ..NavigateOptions::default() };
                    navigate(&with_survey(&place, made.survey), options);
                }
                Err(ApiError::Conflict(_)) => show(&[Mend::Taken]),
                Err(ApiError::Invalid(faults)) => {
                    show(&faults.iter().map(Mend::told).collect::<Vec<_>>());
                }
                Err(failed) => {
                    session.heed(&failed);
                    error.try_set(Some(failed));
                }
            }
        });
    };
    let write = move |input: Input| Callback::new(move |text: String| input.write(text));
    let write_address = Callback::new(move |text: String| {
        if !is_own_name.get_untracked() {
            let host = page_of(&text).map(|(_, host)| host);
            name.write(host.map(|host| name_of_host(&host)).unwrap_or_default());
        }
        address.write(text);
    });
    let write_name = Callback::new(move |text: String| {
        is_own_name.set(true);
        name.write(text);
    });
    let said = move || {
        let failed = error.get().map(|error| title_of(&error, &words.texts.common));
        failed.unwrap_or_else(|| other.get())
    };
    let tag = move || {
        let name = name.text.get();
        let name = if name.is_empty() { "shop" } else { name.as_str() };
        (texts.name_hint)(&format!("/e/{name}.js"))
    };
    view! {
        <form class="card" on:submit=submit novalidate>
            <TextField
                id="product"
                label=texts.product
                hint=move || texts.product_hint
                value=product.text.into()
                write=write(product)
                faults=product.faults()
            />
            <TextField
                id="address"
                label=texts.address
                hint=move || texts.address_hint
                value=address.text.into()
                write=write_address
                faults=address.faults()
            />
            <TextField
                id="name"
                label=texts.name
                hint=move || tag
                value=name.text.into()
                write=write_name
                faults=name.faults()
            />
            <Language lang/>
            <FirstSurvey kind/>
            <div class="savebar">
                <p role="status">
                    {move || is_sent.get().then_some(texts.making)}
                    <span class="fault">{said}</span>
                </p>
                <button
                    type="submit"
                    class="button first"
                    aria-disabled=move || is_sent.get().to_string()
                >
                    {texts.make}
                </button>
            </div>
        </form>
    }
}

/// Moves the focus to a field.
fn focus(field: Field) {
    let id = match field {
        Field::Product => "product",
        Field::Address => "address",
        Field::Name => "name",
        Field::Other => return,
    };
    let found = document().get_element_by_id(id);
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = found.focus();
    }
}

/// The choice of the site's own language.
#[component]
fn Language(lang: RwSignal<String>) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.new_site;
    let chosen = lang.get_untracked();
    let options = forms::texts::CODES.iter().map(|code| {
        let is_chosen = chosen == *code;
        view! { <option value=*code selected=is_chosen>{intl::language(words.lang, code)}</option> }
    });
    let choose = move |event: ev::Event| lang.set(event_target_value(&event));
    view! {
        <div class="field">
            <label for="lang">{texts.lang}</label>
            <select id="lang" class="input" aria-describedby="lang-hint" on:change=choose>
                {options.collect_view()}
            </select>
            <p class="hint" id="lang-hint">{texts.lang_hint}</p>
        </div>
    }
}

/// The choice of what is asked first.
#[component]
fn FirstSurvey(kind: RwSignal<String>) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.new_site;
    let choices = [Kind::Nps, Kind::Csat, Kind::Ces].iter().map(|this| {
        let (name, says) = (texts.kind)(*this);
        let word = this.as_str();
        view! {
            <label>
                <input
                    type="radio"
                    name="kind"
                    checked=*this == Kind::Nps
                    on:change=move |_| kind.set(word.to_owned())
                />
                <b>{name}</b>
                <span>{says}</span>
            </label>
        }
    });
    view! {
        <fieldset class="field">
            <legend>{texts.first_survey}</legend>
            <div class="choice">{choices.collect_view()}</div>
        </fieldset>
    }
}
