//! The parameters by which figures, lists and exports are filtered or selected.

use std::borrow::Cow;

use serde_json::json;
use wire::{
    dimension::{Dimension, Source},
    fields::OneOf,
    response::Device,
};

use crate::operation::{Operation, invalid};

/// Adds a filter for each dimension that every survey has.
pub(crate) fn filtered(operation: Operation) -> Operation {
    let filtered = Dimension::ALL.into_iter().fold(operation, |operation, dimension| {
        let schema = json!({"type": "array", "items": {"type": "string"}});
        let name = format!("filter[{}]", dimension.as_str());
        operation.query(&name, schema, &said_of(dimension))
    });
    let filtered = filtered.query(
        "filter[reason]",
        json!({"type": "array", "items": {"type": "string"}}),
        "Likewise of those that picked this reason; of those that picked none or were not asked, when it is empty.",
    );
    let sources = Source::ALL.map(Source::as_str);
    let allowed = format!("{}, or nothing for responses without a value", OneOf(&sources));
    filtered.or(invalid("?filter[source]", "is not allowed", &allowed))
}

/// Adds all by which single responses are selected: for a list, and for the file of the same.
pub(crate) fn selected(operation: Operation) -> Operation {
    let text = || json!({"type": "string"});
    let schema = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    filtered(operation)
        .query("group", schema("Group"), "One of the groups of the survey's kind; csi has none.")
        .query("text", text(), "Responses whose comment holds this, in upper or lower case.")
        .query("has_comment", json!({"type": "boolean"}), "Responses with a comment, or without.")
        .query("touchpoint", text(), "Responses of this touchpoint.")
        .query("lang", text(), "Responses asked in this language.")
        .query("device", schema("Device"), "Of this sort.")
}

fn said_of(dimension: Dimension) -> Cow<'static, str> {
    match dimension {
        Dimension::Touchpoint => "Responses of this touchpoint alone; of any of several; of none, \
             when it is empty. Filters by several dimensions take what has all of them. Attributes \
             that the survey declares filter likewise: `filter[plan]=pro`."
            .into(),
        Dimension::Page => "Likewise of this page, as a breakdown names it.".into(),
        Dimension::Lang => "Likewise asked in this language.".into(),
        Dimension::Device => {
            format!("Likewise from {}.", any_of(&Device::ALL.map(Device::as_str))).into()
        }
        Dimension::Version => "Likewise of this version of the survey.".into(),
        Dimension::Wording => "Likewise asked in this version of the built-in wording.".into(),
        Dimension::Source => {
            format!("Likewise by {}.", any_of(&Source::ALL.map(Source::as_str))).into()
        }
    }
}

/// Returns words as prose: "`phone`, `tablet` or `desktop`".
fn any_of(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    let (last, others) = words.split_last().unwrap();
    format!("{} or {last}", others.join(", "))
}
