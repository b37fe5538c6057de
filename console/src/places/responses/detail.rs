//! One response: its words, and where and how it was given.

use leptos::{prelude::*, task::spawn_local};
use wire::{
    dimension::{Dimension, DimensionName},
    reason::Reasons,
};

use super::{
    Asking,
    answer::{Ratings, heading},
    inbox::Inbox,
    keyboard::{self, DETAIL_HEADING},
    values::{dimension_name, value_name},
};
use crate::{
    address::survey_path,
    api::{ApiError, Response, Session, client, title},
    components::{Asked, Icon, Question, badge, icon},
    frame::use_words,
    intl,
    session::use_session,
    shell::use_site,
};

/// The response that is looked at.
#[component]
pub(crate) fn Detail(inbox: Inbox) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.responses;
    let said = RwSignal::new(None::<&'static str>);
    let body = move || match inbox.looked_at() {
        Some(item) => view! { <One item inbox said/> }.into_any(),
        None => view! {
            <div class="empty">
                <h2>{texts.choose_one}</h2>
                <p>{texts.choose_one_advice}</p>
            </div>
        }
        .into_any(),
    };
    view! {
        <aside class="card case" class:on=move || inbox.is_open.get() aria-labelledby=DETAIL_HEADING>
            {body}
            <p class="said-once" role="status">{move || said.get()}</p>
        </aside>
    }
}

#[component]
fn One(item: Response, inbox: Inbox, said: RwSignal<Option<&'static str>>) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.responses;
    let lang = words.lang;
    let asking = Asking::get();
    let survey = asking.survey.get_untracked();
    let (class, answer) = badge(words, &item);
    let heading = heading(words, survey.as_ref(), &item);
    let name = survey.as_ref().map(|survey| (texts.survey_named)(&title(&survey.survey)));
    let when = intl::instant(lang, &item.given_at);
    let comment = match item.comment.clone() {
        Some(comment) => {
            view! { <blockquote><bdi dir="auto">{comment}</bdi></blockquote> }.into_any()
        }
        None => view! { <p class="quiet">{texts.no_comment}</p> }.into_any(),
    };
    view! {
        <header class="top">
            <span class=format!("badge big {class}") aria-hidden="true">{answer}</span>
            <div>
                <h2 id=DETAIL_HEADING tabindex="-1">{heading}</h2>
                <p>{name}", "<time datetime=item.given_at.clone()>{when}</time></p>
            </div>
            <button
                type="button"
                class="round close"
                aria-label=texts.back_to_list
                on:click=move |_| {
                    keyboard::close(inbox);
                }
            >
                <Icon path=icon::CROSS/>
            </button>
        </header>
        <section>{comment}</section>
        <Ratings item=item.clone() survey/>
        <Known item=item.clone()/>
        <Deletion id=item.id inbox said/>
    }
}

/// Labels that the page told with the response; values lead to all that have them.
#[component]
fn Known(item: Response) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.responses;
    let question = Asking::get().question.get_untracked();
    let label = |dimension: &str, value: &str| {
        let mut narrower = question.clone();
        narrower.view.filters.retain(|filter| filter.dimension != dimension);
        narrower.view = narrower.view.with(dimension, value);
        let shown = value_name(dimension, value, words);
        let title = (texts.only_these)(&shown);
        let link = view! {
            <a href=Asking::link(&narrower) title=title><bdi dir="auto">{shown}</bdi></a>
        };
        (dimension_name(dimension, words).into_any(), link.into_any())
    };
    let fact = |name: &'static str, value: AnyView| (name.into_any(), value);
    let mut pairs: Vec<(AnyView, AnyView)> = Vec::new();
    for id in item.reasons.iter().flat_map(Reasons::iter) {
        pairs.push(label(DimensionName::Reason.as_str(), id));
    }
    if let Some(touchpoint) = &item.touchpoint {
        pairs.push(label(Dimension::Touchpoint.as_str(), touchpoint));
    }
    if let Some(page) = &item.page {
        pairs.push(label(Dimension::Page.as_str(), page));
    }
    if let Some(device) = &item.device {
        pairs.push(label(Dimension::Device.as_str(), device));
    }
    if let Some(tag) = &item.lang {
        pairs.push(label(Dimension::Lang.as_str(), tag));
    }
    if let Some(source) = &item.source {
        pairs.push(label(Dimension::Source.as_str(), source));
    }
    if let Some(respondent) = &item.respondent {
        let respondent = view! { <bdi dir="auto">{respondent.clone()}</bdi> }.into_any();
        pairs.push(fact(texts.respondent, respondent));
    }
    if let Some(version) = item.version {
        let version = intl::count(words.lang, version.into()).into_any();
        pairs.push(fact(texts.version_shown, version));
    }
    if let Some(wording) = item.wording {
        pairs.push(label(Dimension::Wording.as_str(), &wording.to_string()));
    }
    if let Some(elapsed) = item.elapsed_ms {
        let seconds = intl::number(words.lang, f64::from(elapsed) / 1000.0, 1);
        pairs.push(fact(texts.took, (texts.seconds)(&seconds).into_any()));
    }
    for (name, value) in &item.attributes {
        let name = view! { <bdi dir="auto">{name.clone()}</bdi> }.into_any();
        pairs.push((name, view! { <bdi dir="auto">{value.clone()}</bdi> }.into_any()));
    }
    let id = view! { <code>{item.id.clone()}</code> }.into_any();
    pairs.push((texts.id.into_any(), id));
    let pairs = pairs.into_iter().map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> });
    view! {
        <section>
            <h3>{texts.known}</h3>
            <dl class="pairs">{pairs.collect_view()}</dl>
        </section>
    }
}

/// The way to delete it, for those who may.
#[component]
fn Deletion(id: String, inbox: Inbox, said: RwSignal<Option<&'static str>>) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.responses;
    if !expect_context::<Session>().may_write() {
        return view! { <section><p class="quiet small">{texts.delete_no_right}</p></section> }
            .into_any();
    }
    let asked = Asked::new();
    let error = RwSignal::new(None::<ApiError>);
    let session = use_session();
    let site = use_site();
    let asking = Asking::get();
    let delete = Callback::new(move |()| {
        let Some(survey) = asking.survey.get_untracked() else { return };
        let path = survey_path(&site.name.get_value(), &survey.survey);
        let id = id.clone();
        spawn_local(async move {
            let path = format!("{path}/responses/{id}");
            match client::call::<Option<()>>("DELETE", &path, None).await {
                Ok(_) => {
                    inbox.forget(&id);
                    said.set(Some(texts.deleted));
                }
                Err(failed) => {
                    session.heed(&failed);
                    error.try_set(Some(failed));
                }
            }
        });
    });
    let failure = move || {
        error.get().map(|error| {
            let title = crate::components::title_of(&error, &words.texts.common);
            view! { <p class="fault" role="alert">{title}</p> }
        })
    };
    view! {
        <section>
            <button type="button" class="button risky little" on:click=move |_| asked.ask()>
                {texts.delete}
            </button>
            {failure}
            <Question
                asked
                title=texts.delete_question
                says=texts.delete_says
                keep=texts.keep
                act=texts.do_delete
                acting=delete
            />
        </section>
    }
    .into_any()
}
