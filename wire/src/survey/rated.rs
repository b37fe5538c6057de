//! The attributes that a survey of the satisfaction index asks to rate, and the scale for all of them.
//!
//! Not in: what a response rated (`crate::rating`); attributes that a page tells of its visitor, which
//! any survey may declare.

use std::collections::{BTreeMap, BTreeSet};

use domain::csi::{
    self, ATTRIBUTES_MAX, ATTRIBUTES_MIN, Attributes, InvalidAttributes, Points, WEIGHT_SUM_MAX,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::button::read_label;
use crate::{
    fields::Fields,
    limits::{LIST_MAX, RATED_LABEL_MAX_CHARS},
    reason::{id_allowed, is_id},
};

/// One attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatedAttribute {
    /// The id under which it is rated: made as that of a reason.
    pub id: String,
    /// The text that visitors read, by language. Never empty.
    pub label: BTreeMap<String, String>,
    /// Its weight beside the others.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub weight: u32,
}

/// The attributes of a survey, each with an id of its own, and the scale on which they are rated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatedAttributes {
    /// In the owner's order, in which visitors are asked.
    list: Vec<RatedAttribute>,
    /// In the order of their ids.
    attributes: Attributes,
}

/// Scales by their words.
const SCALES: [(&str, Points); 2] = [("1-5", Points::Five), ("1-10", Points::Ten)];

impl RatedAttributes {
    /// Puts attributes together that have valid ids and labels.
    ///
    /// # Errors
    /// When they are too few, too many, or weigh nothing or too much, or when an id is there twice
    /// ([`InvalidAttributes::Count`]: two of one id are one).
    pub fn new(
        points: Points,
        list: Vec<RatedAttribute>,
    ) -> Result<RatedAttributes, InvalidAttributes> {
        let by_id: BTreeMap<&str, u32> = list.iter().map(|one| (&*one.id, one.weight)).collect();
        if by_id.len() != list.len() {
            return Err(InvalidAttributes::Count);
        }
        let weights: Vec<u32> = by_id.into_values().collect();
        let attributes = Attributes::weighted(points, &weights)?;
        Ok(RatedAttributes { list, attributes })
    }

    /// Returns the attributes for `domain`, in the order of [`RatedAttributes::ids`].
    #[must_use]
    pub const fn attributes(&self) -> Attributes {
        self.attributes
    }

    /// Returns the ids in the alphabet's order. In this order ratings are stored, so that an owner may
    /// put the attributes into another.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|one| one.id.as_str()).collect::<BTreeSet<_>>().into_iter()
    }

    /// Returns the attributes in the order in which visitors are asked.
    #[must_use]
    pub fn list(&self) -> &[RatedAttribute] {
        &self.list
    }

    /// Returns the scale's word: `1-5` or `1-10`.
    #[must_use]
    pub fn scale(&self) -> &'static str {
        let of = |(_, points): &&(&str, Points)| *points == self.attributes.points();
        SCALES.iter().find(of).map_or("", |(word, _)| word)
    }

    /// Returns the answers of a respondent who rated attributes so; `None` when none was rated, or a
    /// rating is off the scale.
    #[must_use]
    pub fn answers(&self, rating: impl Fn(&str) -> Option<u8>) -> Option<csi::Answers> {
        let ratings: Vec<Option<i64>> = self.ids().map(|id| rating(id).map(i64::from)).collect();
        csi::Answers::new(self.attributes, &ratings).ok()
    }

    pub(super) fn into_list(self) -> Vec<RatedAttribute> {
        self.list
    }
}

/// Returns the points of a scale's word.
pub(super) fn points(word: &str) -> Option<Points> {
    SCALES.into_iter().find(|(known, _)| *known == word).map(|(_, points)| points)
}

/// Reads `scale` and `rated_attributes`.
pub(super) fn read(fields: &mut Fields<'_>) -> Option<RatedAttributes> {
    let points = fields.needed_text("scale", "1-5 or 1-10", points);
    let allowed = "an object of id, label and, if need be, weight";
    fields.needed("rated_attributes", &format!("a list, each item {allowed}"))?;
    let items = fields.list("rated_attributes", ATTRIBUTES_MAX, allowed)?;
    if items.len() < ATTRIBUTES_MIN {
        let detail = format!("has {} items", items.len());
        let allowed = format!("{ATTRIBUTES_MIN} to {ATTRIBUTES_MAX} items");
        fields.complain("rated_attributes", &detail, &allowed);
        return None;
    }
    let mut list = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, item) in items.iter().enumerate() {
        let Value::Object(_) = item else {
            fields.complain_item("rated_attributes", at, "is not allowed", allowed);
            continue;
        };
        let Some(one) = fields.item("rated_attributes", at, read_one).flatten() else { continue };
        if seen.insert(one.id.clone()) {
            list.push(one);
        } else {
            let detail = format!("{} is listed before", one.id);
            fields.complain_item("rated_attributes", at, &detail, "each id once");
        }
    }
    // Some are wrong, and named already.
    if list.len() < items.len() {
        return None;
    }
    let rated = RatedAttributes::new(points?, list);
    if let Err(error) = rated {
        fields.complain("rated_attributes", "weigh too much", &error.to_string());
    }
    rated.ok()
}

fn read_one(fields: &mut Fields<'_>) -> Option<RatedAttribute> {
    fields.only(&["id", "label", "weight"]);
    let id = fields.needed_text("id", &id_allowed(), |id| is_id(id).then(|| id.to_owned()));
    let weight = fields.whole(
        "weight",
        1..=i64::from(WEIGHT_SUM_MAX),
        &format!("a whole number from 1 to {WEIGHT_SUM_MAX}"),
    );
    let is_weighed = weight.is_some() || fields.raw("weight").is_none();
    let allowed = "an object of a text for each language, such as {\"en\": \"The tea\"}";
    fields.needed("label", allowed)?;
    let label =
        fields.object("label", |label| read_label(label, RATED_LABEL_MAX_CHARS, LIST_MAX))?;
    let weight = weight.and_then(|weight| u32::try_from(weight).ok()).unwrap_or(1);
    id.filter(|_| is_weighed && !label.is_empty()).map(|id| RatedAttribute { id, label, weight })
}

const fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_one(weight: &u32) -> bool {
    *weight == 1
}

#[cfg(test)]
mod tests {
    use crate::{
        fields::Unreadable,
        survey::{SurveyDefinition, SurveyKind},
    };

    fn body(fields: &str) -> String {
        format!(r#"{{"kind":"csi"{fields}}}"#)
    }

    fn rated(attributes: &str) -> String {
        body(&format!(r#","scale":"1-5","rated_attributes":[{attributes}]"#))
    }

    const TEA: &str = r#"{"id":"tea","label":{"en":"The tea","VI":"Trà"},"weight":2}"#;
    const STAFF: &str = r#"{"id":"staff","label":{"en":"The staff"}}"#;

    #[track_caller]
    fn refused(body: &str, pointer: &str, allowed: &str) {
        match SurveyDefinition::parse(body.as_bytes()) {
            Err(Unreadable::Invalid(errors)) => assert!(
                errors.iter().any(|e| e.pointer == pointer && e.allowed.contains(allowed)),
                "{errors:?}"
            ),
            other => panic!("{body}: {other:?}"),
        }
    }

    #[test]
    fn attributes_are_asked_in_the_owners_order_and_stored_in_that_of_their_ids() {
        let survey = SurveyDefinition::parse(rated(&[TEA, STAFF].join(",")).as_bytes()).unwrap();
        let SurveyKind::Csi(rated) = &survey.kind else { panic!("{survey:?}") };
        let asked: Vec<&str> = rated.list().iter().map(|one| &*one.id).collect();
        assert_eq!(asked, ["tea", "staff"]);
        assert_eq!(rated.ids().collect::<Vec<_>>(), ["staff", "tea"]);
        assert_eq!(rated.attributes().weights(), [1, 2]);
        assert_eq!(rated.list()[0].label["vi"], "Trà");
        let kept = serde_json::to_string(&survey).unwrap();
        assert!(
            kept.starts_with(r#"{"kind":"csi","scale":"1-5","rated_attributes":[{"id":"tea","#)
        );
        assert_eq!(serde_json::from_str::<SurveyDefinition>(&kept).unwrap(), survey);
        assert_eq!(SurveyDefinition::parse(kept.as_bytes()).unwrap(), survey);
        assert_eq!(SurveyDefinition::parse_kept(kept.as_bytes()).unwrap(), survey);
    }

    #[test]
    fn each_mistake_is_named_with_what_is_allowed() {
        refused(&body(""), "/scale", "1-5 or 1-10");
        refused(&body(""), "/rated_attributes", "id, label");
        refused(&body(r#","scale":"1-7""#), "/scale", "1-5 or 1-10");
        refused(&rated(TEA), "/rated_attributes", "2 to 10 items");
        refused(&rated(&[TEA; 11].join(",")), "/rated_attributes", "at most 10 items");
        refused(&rated(&[TEA, TEA].join(",")), "/rated_attributes/1", "each id once");
        let second = |one: &str| rated(&[TEA, one].join(","));
        refused(&second("7"), "/rated_attributes/1", "id, label");
        refused(&second(r#"{"label":{"en":"x"}}"#), "/rated_attributes/1/id", "1 to 12 of a-z");
        refused(&second(r#"{"id":"Tea","label":{"en":"x"}}"#), "/rated_attributes/1/id", "a-z");
        refused(&second(r#"{"id":"a"}"#), "/rated_attributes/1/label", "for each language");
        refused(&second(r#"{"id":"a","label":{}}"#), "/rated_attributes/1/label", "languages");
        for weight in ["0", "101", "1.5", "\"2\""] {
            let one = format!(r#"{{"id":"a","label":{{"en":"x"}},"weight":{weight}}}"#);
            refused(&second(&one), "/rated_attributes/1/weight", "from 1 to 100");
        }
        let heavy = r#"{"id":"a","label":{"en":"x"},"weight":99}"#;
        refused(&second(heavy), "/rated_attributes", "at most 100 together");
        let other = r#"{"id":"a","text":"x","label":{"en":"x"}}"#;
        refused(&second(other), "/rated_attributes/1/text", "one of id, label, weight");
    }

    #[test]
    fn what_belongs_to_other_kinds_is_refused() {
        let csi = |field: &str| {
            let rated = rated(&[TEA, STAFF].join(","));
            rated.replace(r#""scale""#, &format!(r#"{field},"scale""#))
        };
        refused(&csi(r#""target":70"#), "/target", "nps, ces and csat alone");
        refused(&csi(r#""reasons":{}"#), "/reasons", "nps, ces and csat alone");
        refused(&csi(r#""style":"faces""#), "/style", "numbers");
        let thanks = r#""texts":{"en":{"thanks":{"satisfied":"x"}}}"#;
        refused(&csi(thanks), "/texts/en/thanks/satisfied", "one of all");
        let thanks = csi(r#""texts":{"en":{"thanks":{"all":"x"}}}"#);
        assert!(SurveyDefinition::parse(thanks.as_bytes()).is_ok());
        let nps = r#"{"kind":"nps","scale":"1-5","rated_attributes":[]}"#;
        refused(nps, "/scale", "csi alone");
        refused(nps, "/rated_attributes", "csi alone");
    }
}
