//! Names of dimensions and values, and places of pictures' controls.

use crate::{
    api::{BreakdownValue, SurveyEntry},
    dimension,
    frame::Words,
};

/// Returns a dimension's name in words; an owner's attribute has its own.
pub(super) fn dimension_name(words: Words, dimension: &str) -> String {
    dimension::dimension_name(&words.texts.labels.results, dimension)
}

/// Returns the name of a value as text; empty stands for none.
pub(super) fn text_name(
    words: Words,
    survey: Option<&SurveyEntry>,
    dimension: &str,
    value: &str,
) -> String {
    if value.is_empty() {
        return words.texts.common.no_value.to_owned();
    }
    dimension::value_name(&words.texts.labels.results, words.lang, survey, dimension, value)
}

/// Returns the name of a breakdown's value in words; no breakdown is by reason.
pub(super) fn value_name(words: Words, dimension: &str, value: &BreakdownValue) -> String {
    match value {
        BreakdownValue::Named(value) => text_name(words, None, dimension, value),
        BreakdownValue::None => text_name(words, None, dimension, ""),
        BreakdownValue::Other => words.texts.common.other_values.to_owned(),
    }
}

/// Returns a value as a filter takes it; `None` for what no filter can name.
pub(super) fn filter_value(value: &BreakdownValue) -> Option<&str> {
    match value {
        BreakdownValue::Named(value) => Some(value),
        BreakdownValue::None => Some(""),
        BreakdownValue::Other => None,
    }
}
