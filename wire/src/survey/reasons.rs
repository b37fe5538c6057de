//! A survey's lists of reasons: what a visitor may pick under the score, by group.

use std::collections::{BTreeMap, BTreeSet};

use domain::Kind;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::button::read_label;
use crate::{
    fields::Fields,
    limits::{LIST_MAX, REASON_LABEL_MAX_CHARS, REASONS_MAX},
    reason::{BUILT_IN, id_allowed, is_id},
};

/// One reason of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The id under which it is counted. In several groups' lists, the same id is the same reason.
    pub id: String,
    /// The text that visitors read, by language. An id of [`BUILT_IN`] may go without: then the
    /// built-in labels stand.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub label: BTreeMap<String, String>,
}

/// Reads `{group: [reason, …]}`; a reason is `{id, label: {language: text}}`, or the id alone.
pub(super) fn read(fields: &mut Fields<'_>, kind: Option<Kind>) -> BTreeMap<String, Vec<Reason>> {
    let Some(kind) = kind else { return BTreeMap::new() };
    let groups = kind.groups().map(|group| group.as_str());
    fields.only(&groups);
    let one = |group: &str| {
        let reasons = read_list(fields, group)?;
        (!reasons.is_empty()).then(|| (group.to_owned(), reasons))
    };
    groups.into_iter().filter_map(one).collect()
}

fn read_list(fields: &mut Fields<'_>, group: &str) -> Option<Vec<Reason>> {
    let allowed = "an id, or an object of id and label";
    let mut reasons = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, item) in fields.list(group, REASONS_MAX, allowed)?.iter().enumerate() {
        let reason = match item {
            Value::String(id) => read_id_alone(fields, group, index, id),
            Value::Object(_) => fields.item(group, index, read_one).flatten(),
            _ => {
                fields.complain_item(group, index, "is not allowed", allowed);
                None
            }
        };
        let Some(reason) = reason else { continue };
        if seen.insert(reason.id.clone()) {
            reasons.push(reason);
        } else {
            let detail = format!("{} is listed before", reason.id);
            fields.complain_item(group, index, &detail, "each id once in a group's list");
        }
    }
    Some(reasons)
}

fn read_id_alone(fields: &mut Fields<'_>, group: &str, at: usize, id: &str) -> Option<Reason> {
    if BUILT_IN.contains(&id) {
        return Some(Reason { id: id.to_owned(), label: BTreeMap::new() });
    }
    let allowed = format!("one of {}, or an object of id and label", BUILT_IN.join(", "));
    fields.complain_item(group, at, "has no built-in label", &allowed);
    None
}

fn read_one(fields: &mut Fields<'_>) -> Option<Reason> {
    fields.only(&["id", "label"]);
    let id = fields.needed_text("id", &id_allowed(), |id| is_id(id).then(|| id.to_owned()));
    let is_built_in = id.as_deref().is_some_and(|id| BUILT_IN.contains(&id));
    if !is_built_in {
        let allowed = "an object of a text for each language, such as {\"en\": \"Price\"}";
        fields.needed("label", allowed)?;
    }
    let label = fields.object("label", |label| read_label(label, REASON_LABEL_MAX_CHARS, LIST_MAX));
    Some(Reason { id: id?, label: label.unwrap_or_default() })
}

#[cfg(test)]
mod tests {
    use crate::{fields::Unreadable, survey::SurveyDefinition};

    fn parse(reasons: &str) -> Result<SurveyDefinition, Unreadable> {
        let body = format!(r#"{{"kind":"nps","reasons":{reasons}}}"#);
        SurveyDefinition::parse(body.as_bytes())
    }

    #[track_caller]
    fn refused(reasons: &str, pointer: &str, allowed: &str) {
        match parse(reasons) {
            Err(Unreadable::Invalid(errors)) => assert!(
                errors.iter().any(|e| e.pointer == pointer && e.allowed.contains(allowed)),
                "{errors:?}"
            ),
            other => panic!("{reasons}: {other:?}"),
        }
    }

    #[test]
    fn a_list_has_built_in_reasons_by_their_ids_and_the_owners_with_labels() {
        let survey = parse(
            r#"{"detractor":["price",{"id":"crowds","label":{"en":"Crowds","VI":"Quá đông"}},
                {"id":"other"}],"promoter":[]}"#,
        )
        .unwrap();
        let ids: Vec<&str> = survey.reasons["detractor"].iter().map(|one| &*one.id).collect();
        assert_eq!(ids, ["price", "crowds", "other"]);
        assert_eq!(survey.reasons["detractor"][1].label["vi"], "Quá đông");
        assert_eq!(survey.reasons.len(), 1);
        let kept = serde_json::to_string(&survey).unwrap();
        assert_eq!(serde_json::from_str::<SurveyDefinition>(&kept).unwrap(), survey);
        assert_eq!(SurveyDefinition::parse(kept.as_bytes()).unwrap(), survey);
    }

    #[test]
    fn a_wrong_reason_is_named_with_what_is_allowed() {
        refused("[]", "/reasons", "an object");
        refused(r#"{"easy":["price"]}"#, "/reasons/easy", "detractor, passive, promoter");
        refused(r#"{"detractor":"price"}"#, "/reasons/detractor", "a list");
        refused(r#"{"detractor":[7]}"#, "/reasons/detractor/0", "an id, or an object");
        refused(r#"{"detractor":["crowds"]}"#, "/reasons/detractor/0", "one of price, quality");
        refused(r#"{"detractor":["price","price"]}"#, "/reasons/detractor/1", "each id once");
        let one = |reason: &str| format!(r#"{{"passive":[{reason}]}}"#);
        refused(&one(r#"{"label":{"en":"x"}}"#), "/reasons/passive/0/id", "1 to 12 of a-z");
        refused(&one(r#"{"id":"Crowds"}"#), "/reasons/passive/0/id", "a letter first");
        refused(&one(r#"{"id":"crowds"}"#), "/reasons/passive/0/label", "for each language");
        refused(&one(r#"{"id":"a","label":{}}"#), "/reasons/passive/0/label", "1 to 50 languages");
        let long = format!(r#"{{"id":"a","label":{{"en":"{}"}}}}"#, "x".repeat(41));
        refused(&one(&long), "/reasons/passive/0/label/en", "1 to 40 characters");
        refused(
            &one(r#"{"id":"price","text":"x"}"#),
            "/reasons/passive/0/text",
            "one of id, label",
        );
        let nine: Vec<String> =
            (0..9).map(|n| format!(r#"{{"id":"r{n}","label":{{"en":"x"}}}}"#)).collect();
        refused(&one(&nine.join(",")), "/reasons/passive", "at most 8 items");
    }
}
