//! The list: responses by day, the newest first.

use leptos::{html, prelude::*};

use super::{
    Asking,
    help::{KeyHints, KeysDialog},
    inbox::Inbox,
    keyboard,
    values::value_name,
};
use crate::{
    address::Place,
    api::Response,
    components::{Failure, RatingsLine, badge},
    frame::{Words, use_words},
    intl,
    shell::use_site,
};

/// The list.
#[component]
pub(crate) fn ResponseList(inbox: Inbox) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.responses;
    let list = NodeRef::<html::Section>::new();
    let help = crate::components::Asked::new();
    let letters = keyboard::listen(inbox, list, help);
    let count = move || {
        let (n, has_more) = (inbox.items.with(Vec::len) as u64, inbox.next.get().is_some());
        let shown = intl::count(words.lang, n);
        if has_more { (texts.shown_so_far)(n, &shown) } else { (texts.found)(n, &shown) }
    };
    let head = move || {
        if inbox.is_new.get() { words.texts.common.loading.to_owned() } else { count() }
    };
    let announced = move || if inbox.is_new.get() { String::new() } else { count() };
    let body = move || {
        if let (true, Some(error)) = (inbox.is_new.get(), inbox.error.get()) {
            let retry = Callback::new(move |()| inbox.retry());
            return view! { <Failure error retry/> }.into_any();
        }
        if inbox.is_new.get() {
            return view! { <Bones/> }.into_any();
        }
        if inbox.items.with(Vec::is_empty) && inbox.next.get().is_none() {
            return view! { <Nothing/> }.into_any();
        }
        view! { <Days inbox/> }.into_any()
    };
    view! {
        <section node_ref=list class="card list" aria-labelledby="found">
            <div class="list-head">
                <h2 id="found" class="small">
                    {head}
                    <span class="quiet">{move || {
                        let is_some = !inbox.is_new.get() && inbox.items.with(|items| !items.is_empty());
                        is_some.then(|| format!(", {}", texts.newest_first))
                    }}</span>
                </h2>
                <KeyHints letters help/>
                <p class="hidden" role="status">{announced}</p>
            </div>
            {body}
            <More inbox/>
            <KeysDialog letters help/>
        </section>
    }
}

/// The way to more, and what kept it from coming.
#[component]
fn More(inbox: Inbox) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.responses;
    move || {
        if inbox.is_new.get() {
            return None;
        }
        if let Some(error) = inbox.error.get() {
            let retry = Callback::new(move |()| inbox.retry());
            return Some(view! { <Failure error retry/> }.into_any());
        }
        inbox.next.get()?;
        let label = move || if inbox.is_loading.get() { texts.fetching } else { texts.more };
        Some(
            view! {
                <div class="list-foot">
                    <button
                        type="button"
                        class="button little"
                        aria-disabled=move || inbox.is_loading.get().to_string()
                        on:click=move |_| inbox.more()
                    >
                        {label}
                    </button>
                </div>
            }
            .into_any(),
        )
    }
}

/// Responses under their days.
#[component]
fn Days(inbox: Inbox) -> impl IntoView {
    let words = use_words();
    move || {
        let today = intl::today();
        inbox.items.with(|items| {
            let mut days: Vec<(String, Vec<&Response>)> = Vec::new();
            for item in items {
                let day = intl::local_day(&item.given_at);
                let name = match day.map(|day| today.since(day)) {
                    Some(0) => words.texts.responses.today.to_owned(),
                    Some(1) => words.texts.responses.yesterday.to_owned(),
                    _ => day.map(|day| intl::day_long(words.lang, day)).unwrap_or_default(),
                };
                match days.last_mut() {
                    Some((last, of_day)) if *last == name => of_day.push(item),
                    _ => days.push((name, vec![item])),
                }
            }
            days.into_iter()
                .map(|(name, items)| {
                    let rows = items
                        .into_iter()
                        .map(|item| view! { <Row item=item.clone() inbox/> })
                        .collect_view();
                    view! { <h3 class="day">{name}</h3><ul>{rows}</ul> }
                })
                .collect_view()
        })
    }
}

/// One response in the list.
#[component]
fn Row(item: Response, inbox: Inbox) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.responses;
    let id = StoredValue::new(item.id.clone());
    let is_chosen =
        move || inbox.chosen.get().is_some_and(|chosen| id.with_value(|id| *id == chosen));
    let choose = move |_| {
        inbox.chosen.set(Some(id.get_value()));
        keyboard::open(inbox);
    };
    let (class, answer) = badge(words, &item);
    let named = if item.score.is_some() { texts.score } else { words.texts.ratings.index };
    let survey = Asking::get().survey.get_untracked();
    let ratings = survey.map(|survey| survey.ratings(&item, words.lang)).unwrap_or_default();
    let has_words = item.comment.is_some();
    let said = match item.comment.clone() {
        Some(comment) => view! { <bdi class="said" dir="auto">{comment}</bdi> }.into_any(),
        None => view! { <span class="said no-words">{texts.no_comment}</span> }.into_any(),
    };
    let about = about(&item, words);
    view! {
        <li class="answer" class:on=is_chosen>
            <span class=format!("badge {class}")>
                <span class="hidden">{named}" "</span>
                {answer}
            </span>
            <button
                type="button"
                class="pick"
                class:quiet=!has_words
                data-id=item.id.clone()
                aria-current=move || is_chosen().then_some("true")
                on:click=choose
            >
                {said}
            </button>
            <RatingsLine ratings/>
            <p>{about}</p>
        </li>
    }
}

/// The line below: time, touchpoint, page, device, with dots between them.
fn about(item: &Response, words: Words) -> impl IntoView + use<> {
    let texts = &words.texts.responses;
    let is_today = intl::local_day(&item.given_at) == Some(intl::today());
    let when = if is_today {
        intl::relative(words.lang, &item.given_at)
    } else {
        intl::clock(words.lang, &item.given_at)
    };
    let place = item.touchpoint.clone().or_else(|| item.page.clone());
    let place = place.map(|place| view! { " · "<bdi dir="auto">{place}</bdi> });
    let device = item.device.as_deref();
    let device = device.map(|device| format!(" · {}", value_name("device", device, words)));
    let unfinished = (!item.finished).then(|| format!(" · {}", texts.unfinished));
    view! {
        <time datetime=item.given_at.clone() title=intl::instant(words.lang, &item.given_at)>
            {when}
        </time>
        {place}
        {device}
        {unfinished}
    }
}

/// Nothing fits, or nothing has come yet: what to do.
#[component]
fn Nothing() -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.responses;
    let asking = Asking::get();
    let question = asking.question.get();
    let ask = Place::Ask { site: use_site().name.get_value() }.path();
    let longer = {
        let mut longer = question.clone();
        longer.view.period = crate::address::Period::Days(super::ALL_DAYS);
        longer
    };
    let narrowed = question.is_narrowed() || longer != question;
    let (title, advice) = if narrowed {
        (texts.nothing, texts.nothing_advice)
    } else {
        (texts.none_yet, texts.none_yet_advice)
    };
    view! {
        <div class="empty">
            <h3>{title}</h3>
            <p>{advice}</p>
            <p class="actions">
                {question.is_narrowed().then(|| view! {
                    <a class="button" href=Asking::link(&question.cleared())>{texts.clear}</a>
                })}
                {(longer != question).then(|| view! {
                    <a class="button" href=Asking::link(&longer)>{texts.all_time}</a>
                })}
                {(!narrowed).then(|| view! { <a class="button first" href=ask>{texts.to_ask}</a> })}
            </p>
        </div>
    }
}

/// The true layout, before anything has come.
#[component]
fn Bones() -> impl IntoView {
    let rows = (0..6).map(|_| {
        view! {
            <li class="answer">
                <span class="bone badge-bone"></span>
                <span class="bone long"></span>
                <p><span class="bone short"></span></p>
            </li>
        }
    });
    view! { <ul class="late" aria-hidden="true">{rows.collect_view()}</ul> }
}
