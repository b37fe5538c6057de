//! Values of dimensions to filter by: those that the period has, with their numbers.

use std::{collections::BTreeMap, sync::Arc};

use leptos::prelude::*;
use serde::Deserialize;

use super::{Asking, Question, list::device_name};
use crate::{
    address::survey_path,
    api::SurveyEntry,
    components::{Failure, use_fetched},
    frame::{Words, use_words},
    intl,
    shell::use_site,
};

/// The dimensions that every survey has.
const DIMENSIONS: [&str; 7] =
    ["touchpoint", "page", "device", "lang", "version", "wording", "source"];
const SOURCES: [&str; 7] = ["popup", "inline", "link", "email", "qr", "kiosk", "import"];

/// The part of a summary that names values.
#[derive(Debug, Deserialize)]
struct Values {
    /// Absent while the summary is not final.
    #[serde(default)]
    breakdowns: Option<BTreeMap<String, Vec<ValueCount>>>,
}

#[derive(Clone, Debug, Deserialize)]
struct ValueCount {
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    other: bool,
    responses: u64,
}

/// Returns a dimension's name; an attribute's is its own.
pub(crate) fn dimension_name(dimension: &str, words: Words) -> String {
    let texts = &words.texts.responses;
    match dimension {
        "touchpoint" => texts.touchpoint.to_owned(),
        "page" => texts.page.to_owned(),
        "device" => texts.device.to_owned(),
        "lang" => texts.lang.to_owned(),
        "version" => texts.version.to_owned(),
        "wording" => texts.wording.to_owned(),
        "source" => texts.source.to_owned(),
        attribute => attribute.to_owned(),
    }
}

/// Returns a source in words.
pub(crate) fn source_name(source: &str, words: Words) -> String {
    let at = SOURCES.iter().position(|name| *name == source);
    let named = at.and_then(|at| words.texts.responses.sources.get(at).copied());
    named.unwrap_or(source).to_owned()
}

/// Returns a value in words; nothing and the empty one stand for none.
pub(crate) fn shown(dimension: &str, value: Option<&str>, words: Words) -> String {
    match (dimension, value.unwrap_or_default()) {
        (_, "") => words.texts.responses.none_given.to_owned(),
        ("device", value) => device_name(value, words),
        ("lang", value) => intl::language(words.lang, value),
        ("source", value) => source_name(value, words),
        (_, value) => value.to_owned(),
    }
}

/// The values that the period has, by dimension; fetched once somebody wants to see them.
#[component]
pub(crate) fn ValueChoices(question: Question, wanted: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let site = use_site();
    let survey = Asking::get().survey;
    let period = question.view.period_pairs(intl::today(), &intl::zone());
    let fetched = use_fetched::<Values>(move || {
        let survey = survey.get().filter(|_| wanted.get())?;
        let base = survey_path(&site.name.get_value(), &survey.survey);
        let breakdown = dimensions(&survey).join(",");
        // Only names are needed, so half a summary will do.
        Some(format!("{base}/summary?{period}&breakdown={breakdown}&partial=true"))
    });
    move || {
        if let Some(error) = fetched.error.get() {
            return view! { <Failure error retry=fetched.retrying()/> }.into_any();
        }
        let Some(values) = fetched.value.get() else {
            return view! { <p class="sheet-wait late">{words.texts.common.loading}</p> }
                .into_any();
        };
        let survey = survey.get();
        let names = survey.as_ref().map(dimensions).unwrap_or_default();
        names
            .into_iter()
            .filter_map(|dimension| of_dimension(&values, &dimension, &question, words))
            .collect_view()
            .into_any()
    }
}

fn dimensions(survey: &SurveyEntry) -> Vec<String> {
    let fixed = DIMENSIONS.iter().map(|name| (*name).to_owned());
    fixed.chain(survey.definition.attributes.iter().cloned()).collect()
}

fn of_dimension(
    values: &Arc<Values>,
    dimension: &str,
    question: &Question,
    words: Words,
) -> Option<impl IntoView + use<>> {
    let named = values.breakdowns.as_ref()?.get(dimension)?;
    // A dimension of which nothing was told has nothing to choose.
    let named: Vec<&ValueCount> = named.iter().filter(|value| !value.other).collect();
    if named.iter().all(|value| value.value.is_none()) {
        return None;
    }
    let choices = named.into_iter().map(|value| {
        let mut asked = question.clone();
        asked.view = asked.view.with(dimension, value.value.as_deref().unwrap_or_default());
        let is_current = asked.view == question.view;
        let count = intl::count(words.lang, value.responses);
        view! {
            <li>
                <a href=Asking::link(&asked) aria-current=is_current.then_some("true")>
                    <bdi dir="auto">{shown(dimension, value.value.as_deref(), words)}</bdi>
                    <span class="quiet">{count}</span>
                </a>
            </li>
        }
    });
    Some(view! {
        <details class="of-dimension">
            <summary>{dimension_name(dimension, words)}</summary>
            <ul class="picks">{choices.collect_view()}</ul>
        </details>
    })
}
