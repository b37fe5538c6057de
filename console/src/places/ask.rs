//! The place “ask”: the tag, other ways to install, and whether a response has arrived.

mod heard;
mod snippets;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use self::heard::Heard;
use self::snippets::{Snippets, preview_on};
use crate::{
    address::{Place, asked_survey, site_path, with_survey},
    api::{SurveyEntry, title},
    components::{CopyButton, Failure, Icon, NoSurvey, PlaceHead, icon, use_fetched},
    frame::{name_page, use_words},
    shell::use_site,
    texts::ask,
};

/// The place.
#[component]
pub(crate) fn Ask() -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.ask;
    let site = use_site();
    let heading = words.texts.shell.ask;
    Effect::new(move |_| name_page(&[heading, &site.product.get()]));
    let search = use_location().search;
    // The survey of the address, else the first that is live, else the first.
    let survey = Memo::new(move |_| {
        let asked = asked_survey(&search.get());
        let all = site.surveys.get()?;
        let there = || all.iter().filter(|survey| survey.deleted_at.is_none());
        let named = asked.and_then(|name| there().find(|survey| survey.survey == name));
        let live = || there().find(|survey| survey.definition.state == "live");
        named.or_else(live).or_else(|| there().next()).cloned()
    });
    let snippets = StoredValue::new(Snippets::new(&origin(), &site.name.get_value()));
    let top = move || {
        if let Some(error) = site.error.get() {
            let retry = Callback::new(move |()| site.fetch());
            return view! { <Failure error retry/> }.into_any();
        }
        match (site.surveys.get(), survey.get()) {
            (None, _) => {
                view! { <div class="card seen late"><span class="bone long"></span></div> }
                    .into_any()
            }
            (Some(_), None) => {
                view! { <NoSurvey title=texts.no_survey advice=texts.no_survey_advice/> }.into_any()
            }
            (Some(_), Some(survey)) => view! { <Heard survey/> }.into_any(),
        }
    };
    let of_survey = move || {
        survey.get().map(|survey| {
            view! {
                <Preview survey=survey.clone() snippets/>
                <FromCode survey=survey.survey/>
            }
        })
    };
    view! {
        <PlaceHead
            title=heading
            intro=move || texts.intro
            actions=move || view! { <SurveyChoice survey/> }
        />
        {top}
        <div class="ways">
            <OnPages snippets/>
            {of_survey}
            <Origins/>
            <WhyNot/>
        </div>
    }
}

/// The collector's address: the console is its own.
fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

#[component]
fn SurveyChoice(survey: Memo<Option<SurveyEntry>>) -> impl IntoView {
    let words = use_words();
    let site = use_site();
    move || {
        let current = survey.get()?;
        let all = site.surveys.get()?;
        let there = all.iter().filter(|survey| survey.deleted_at.is_none());
        let choices = there
            .map(|survey| {
                let is_current = survey.survey == current.survey;
                let place = Place::Ask { site: site.name.get_value() };
                let address = with_survey(&place, &survey.survey);
                view! {
                    <li>
                        <a href=address aria-current=is_current.then_some("true")>
                            {title(&survey.survey)}
                        </a>
                    </li>
                }
            })
            .collect_view();
        let label = view! {
            <span class="hidden">{format!("{}: ", words.texts.ask.survey)}</span>
            {title(&current.survey)}
        };
        Some(view! {
            <crate::components::Menu id="survey-choice" class="button" label=label.into_any()>
                <ul class="picks">{choices}</ul>
            </crate::components::Menu>
        })
    }
}

/// A way to install.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Tag,
    TagManager,
    Npm,
    React,
    Vue,
    Policy,
}

impl Way {
    const ALL: [Way; 6] = [Way::Tag, Way::TagManager, Way::Npm, Way::React, Way::Vue, Way::Policy];

    fn words(self, texts: &ask::Texts) -> (&'static str, &'static str) {
        match self {
            Way::Tag => (texts.tag, texts.tag_says),
            Way::TagManager => (texts.tag_manager, texts.tag_manager_says),
            Way::Npm => (texts.npm, texts.npm_says),
            Way::React => (texts.react, texts.react_says),
            Way::Vue => (texts.vue, texts.vue_says),
            Way::Policy => (texts.csp, texts.csp_says),
        }
    }

    fn code(self, snippets: &Snippets) -> String {
        match self {
            Way::Tag => snippets.tag(),
            Way::TagManager => snippets.tag_manager(),
            Way::Npm => snippets.npm(),
            Way::React => snippets.react(),
            Way::Vue => snippets.vue(),
            Way::Policy => snippets.policy(),
        }
    }
}

/// The tag, and the other ways, one at a time.
#[component]
fn OnPages(snippets: StoredValue<Snippets>) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.ask;
    let way = RwSignal::new(Way::Tag);
    let choices = Way::ALL.map(|this| {
        view! {
            <label>
                <input
                    type="radio"
                    name="way"
                    checked=this == Way::Tag
                    on:change=move |_| way.set(this)
                />
                <span>{this.words(texts).0}</span>
            </label>
        }
    });
    let code = Signal::derive(move || snippets.with_value(|snippets| way.get().code(snippets)));
    view! {
        <section class="card" aria-labelledby="on-pages">
            <header>
                <div>
                    <h2 id="on-pages">{texts.on_pages}</h2>
                    <p>{texts.on_pages_says}</p>
                </div>
            </header>
            <fieldset class="switch wraps">
                <legend class="hidden">{texts.ways}</legend>
                {choices.into_iter().collect_view()}
            </fieldset>
            <pre class="code" tabindex="0"><code dir="ltr">{move || code.get()}</code></pre>
            <div class="row between push">
                <p class="quiet small">{move || way.get().words(texts).1}</p>
                <CopyButton
                    text=code
                    words=[texts.copy, texts.copied, texts.copy_failed]
                    class="button first"
                />
            </div>
            <p class="note">
                <Icon path=icon::CLOCK/>
                <span><strong>{texts.delay}</strong>". "{texts.delay_says}</span>
            </p>
        </section>
    }
}

/// Links to what visitors will see.
#[component]
fn Preview(survey: SurveyEntry, snippets: StoredValue<Snippets>) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.ask;
    let all = snippets.with_value(|snippets| snippets.preview(&survey.survey));
    let name = survey.survey.clone();
    let site = use_site();
    let entry =
        use_fetched::<wire::site::SiteResource>(move || Some(site_path(&site.name.get_value())));
    let new_tab = move || view! { <span class="hidden">{format!(" ({})", texts.new_tab)}</span> };
    let there = move || {
        let origins = entry.value.get().map(|entry| entry.definition.origins.clone());
        origins
            .unwrap_or_default()
            .into_iter()
            .take(3)
            .map(|origin| {
                let address = preview_on(&origin, &name);
                view! {
                    <li>
                        <a href=address target="_blank" rel="noopener external">
                            <bdi>{origin}</bdi>
                            {new_tab()}
                        </a>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <section class="card half" aria-labelledby="preview">
            <header>
                <div>
                    <h2 id="preview">{texts.preview}</h2>
                    <p>{texts.preview_says}</p>
                </div>
            </header>
            <p>
                <a class="button" href=all target="_blank" rel="noopener external">
                    {texts.preview_all}
                    {new_tab()}
                </a>
            </p>
            <div>
                <h3>{texts.preview_there}</h3>
                <p class="quiet small">{(texts.preview_how)(&survey.survey)}</p>
                <ul class="links">{there}</ul>
            </div>
        </section>
    }
}

/// The call from the page's own code.
#[component]
fn FromCode(survey: String) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.ask;
    let call = Snippets::call(&survey);
    view! {
        <section class="card half" aria-labelledby="from-code">
            <header>
                <div>
                    <h2 id="from-code">{texts.from_code}</h2>
                    <p>{texts.from_code_says}</p>
                </div>
            </header>
            <pre class="code" tabindex="0"><code dir="ltr">{call.clone()}</code></pre>
            <p class="push">
                <CopyButton
                    text=Signal::derive(move || call.clone())
                    words=[texts.copy, texts.copied, texts.copy_failed]
                />
            </p>
        </section>
    }
}

/// Addresses that may send answers.
#[component]
fn Origins() -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.ask;
    let site = use_site();
    let entry =
        use_fetched::<wire::site::SiteResource>(move || Some(site_path(&site.name.get_value())));
    let settings = Place::Settings { site: site.name.get_value() }.path();
    let body = move || {
        let origins = entry.value.get()?.definition.origins.clone();
        let says = if origins.is_empty() { texts.origins_any } else { texts.origins_only };
        let listed = origins.into_iter().map(|origin| view! { <li><code>{origin}</code></li> });
        Some(view! {
            <p class="quiet">{says}</p>
            <ul class="links">{listed.collect_view()}</ul>
        })
    };
    view! {
        <section class="card half" aria-labelledby="origins">
            <header><div><h2 id="origins">{texts.origins}</h2></div></header>
            {body}
            <p class="push"><a href=settings>{texts.origins_change}</a></p>
        </section>
    }
}

/// The reasons why nobody is asked, in the order in which to look.
#[component]
fn WhyNot() -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.ask;
    let reasons = texts.why_not_reasons.map(|reason| view! { <li>{reason}</li> });
    view! {
        <section class="card half" aria-labelledby="why-not">
            <header><div><h2 id="why-not">{texts.why_not}</h2></div></header>
            <ol class="reasons-list">{reasons.into_iter().collect_view()}</ol>
        </section>
    }
}
