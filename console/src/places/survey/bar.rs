//! The view as a sentence of choices: whose responses, of which time, beside which, how surely.

use std::sync::Arc;

use leptos::{ev::Event, prelude::*};

use super::parts::{dimension_name, filter_value, text_name, value_name};
use crate::{
    address::{CONFIDENCES, Compare, View},
    api::{Summary, SurveyEntry},
    components::{Icon, PeriodChoice, close_popover, icon},
    dimension::dimensions,
    frame::{use_here, use_show, use_words},
    intl,
};

/// The bar of choices.
#[component]
pub(super) fn Bar(
    summary: RwSignal<Option<Arc<Summary>>>,
    entry: Memo<Option<SurveyEntry>>,
) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.survey;
    let (here, show) = (use_here(), use_show());
    let show_compare = show.clone();
    let choose_compare = move |event: Event| {
        let word = event_target_value(&event);
        let compare = Compare::ALL.into_iter().find(|compare| compare.as_str() == word);
        let compare = compare.unwrap_or_default();
        show_compare(&View { compare, ..here.view.get_untracked() });
    };
    let choose_confidence = move |event: Event| {
        if let Ok(confidence) = event_target_value(&event).parse() {
            show(&View { confidence, ..here.view.get_untracked() });
        }
    };
    let compares = Compare::ALL.into_iter().map(|compare| {
        let is_chosen = move || here.view.get().compare == compare;
        view! { <option value=compare.as_str() prop:selected=is_chosen>{(texts.compare)(compare)}</option> }
    });
    let levels = CONFIDENCES.into_iter().map(|level| {
        let is_chosen = move || here.view.get().confidence == level;
        view! { <option value=level.to_string() prop:selected=is_chosen>{(texts.certainty)(level)}</option> }
    });
    let whose = move || {
        let view = here.view.get();
        if view.filters.is_empty() {
            return view! { <span>{texts.everyone}</span> }.into_any();
        }
        let chips = view.filters.iter().map(|filter| {
            let survey = entry.get();
            let values = filter.values.iter();
            let values: Vec<String> = values
                .map(|it| text_name(words, survey.as_ref(), &filter.dimension, it))
                .collect();
            let name = dimension_name(words, &filter.dimension);
            let said = format!("{name}: {}", values.join(texts.or));
            let address = here.with(&view.without(&filter.dimension));
            view! {
                <a class="filter on" href=address data-noscroll="" aria-label=(texts.drop_filter)(&said)>
                    <bdi>{said.clone()}</bdi>
                    <Icon path=icon::CROSS/>
                </a>
            }
        });
        view! { <span>{texts.those}</span>{chips.collect_view()} }.into_any()
    };
    view! {
        <div class="filters filterbar" role="group" aria-label=texts.shown>
            {whose}
            <span>{texts.in_time}</span>
            <PeriodChoice class="filter"/>
            <span>{texts.beside}</span>
            <select class="filter" aria-label=texts.compare_label on:change=choose_compare>
                {compares.collect_view()}
            </select>
            <span>{texts.at}</span>
            <select class="filter" aria-label=texts.certainty_label on:change=choose_confidence>
                {levels.collect_view()}
            </select>
            <button class="filter add" type="button" popovertarget="filters">
                <Icon path=icon::PLUS/>
                {texts.add_filter}
            </button>
            <FilterMenu summary entry/>
        </div>
    }
}

/// Number of values of a dimension in the menu.
const VALUES: usize = 24;

/// The values by which one can filter, by dimension; each is a link.
#[component]
fn FilterMenu(
    summary: RwSignal<Option<Arc<Summary>>>,
    entry: Memo<Option<SurveyEntry>>,
) -> impl IntoView {
    let words = use_words();
    let texts = &words.texts.survey;
    let here = use_here();
    let groups = move || {
        let breakdowns = summary.get()?.breakdowns.clone()?;
        let view = here.view.get();
        let groups = dimensions(entry.get().as_ref()).into_iter().filter_map(|dimension| {
            let values = breakdowns.get(&dimension)?;
            if !values.iter().any(|value| value.value.name().is_some()) {
                return None;
            }
            let links = values.iter().take(VALUES).filter_map(|value| {
                let text = filter_value(&value.value)?;
                let address = here.with(&view.with(&dimension, text));
                let name = value_name(words, &dimension, &value.value);
                Some(view! {
                    <li><a href=address data-noscroll="" on:click=close_popover>
                        <bdi>{name}</bdi>
                        <span class="count">{intl::count(words.lang, value.responses)}</span>
                    </a></li>
                })
            });
            let links: Vec<_> = links.collect();
            Some(view! {
                <details name="filter">
                    <summary>{dimension_name(words, &dimension)}</summary>
                    <ul>{links}</ul>
                </details>
            })
        });
        Some(groups.collect::<Vec<_>>())
    };
    view! {
        <div id="filters" popover="auto" class="menu" role="group" aria-label=texts.add_filter>
            {groups}
        </div>
    }
}
