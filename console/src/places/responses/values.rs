//! Values of dimensions to filter by: those that the period has, with their numbers.

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde::Deserialize;
use wire::{dimension::DimensionName, summary::ReasonFigures};

use super::{Asking, Question};
use crate::{
    address::survey_path,
    components::{Failure, use_fetched},
    dimension::{self, dimensions},
    frame::{Words, use_words},
    intl,
    shell::use_site,
};

/// The part of a summary that names values.
#[derive(Debug, Deserialize)]
struct Values {
    /// Absent while the summary is not final.
    #[serde(default)]
    breakdowns: Option<BTreeMap<String, Vec<ValueCount>>>,
    /// Absent unless the survey has reasons.
    #[serde(default)]
    reasons: Option<ReasonFigures>,
}

impl Values {
    /// Returns the reasons as values, each with the number of responses that picked it.
    fn picked(&self) -> Vec<ValueCount> {
        let reasons = self.reasons.iter().flat_map(|reasons| &reasons.reasons);
        let count = |of: &wire::summary::ReasonFigure| ValueCount {
            value: Some(of.reason.clone()),
            other: false,
            responses: of.responses,
        };
        reasons.map(count).collect()
    }
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
    dimension::dimension_name(&words.texts.labels.responses, dimension)
}

/// Returns the name of a value that is there. A reason's is the survey's own, if it has one.
pub(crate) fn value_name(dimension: &str, value: &str, words: Words) -> String {
    let survey = Asking::get().survey.get_untracked();
    let names = &words.texts.labels.responses;
    dimension::value_name(names, words.lang, survey.as_ref(), dimension, value)
}

/// Returns a value in words; nothing and the empty one stand for none.
pub(crate) fn shown(dimension: &str, value: Option<&str>, words: Words) -> String {
    match value.unwrap_or_default() {
        "" => words.texts.responses.none_given.to_owned(),
        value => value_name(dimension, value, words),
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
        let breakdown = dimensions(Some(&survey)).join(",");
        // Only names are needed, so half a summary will do.
        let reasons = !survey.definition.reasons.is_empty();
        Some(format!(
            "{base}/summary?{period}&breakdown={breakdown}&reasons={reasons}&partial=true"
        ))
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
        let names = survey.as_ref().map(|survey| dimensions(Some(survey))).unwrap_or_default();
        let named = names.into_iter().filter_map(|dimension| {
            Some((values.breakdowns.as_ref()?.get(&dimension)?.clone(), dimension))
        });
        let reasons = (values.picked(), DimensionName::Reason.to_string());
        [reasons]
            .into_iter()
            .chain(named)
            .filter_map(|(named, dimension)| of_dimension(&named, &dimension, &question, words))
            .collect_view()
            .into_any()
    }
}

fn of_dimension(
    named: &[ValueCount],
    dimension: &str,
    question: &Question,
    words: Words,
) -> Option<impl IntoView + use<>> {
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
