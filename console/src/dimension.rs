//! Dimensions of a survey in the order of the choice, and the names of dimensions and values.

use wire::{
    dimension::{Dimension, DimensionName, Source},
    response::Device,
};

use crate::{
    api::SurveyEntry,
    intl,
    texts::{Lang, labels::Names},
};

/// Dimensions at which an owner looks first, in this order.
pub(crate) const FIRST: [Dimension; 3] =
    [Dimension::Touchpoint, Dimension::Page, Dimension::Device];

/// Returns all dimensions of a survey: [`FIRST`], the others that every survey has, its own.
pub(crate) fn dimensions(survey: Option<&SurveyEntry>) -> Vec<String> {
    let own = survey.map_or(&[][..], |survey| &survey.definition.attributes);
    let mut all = DimensionName::all(own);
    let place = |name: &DimensionName| FIRST.iter().position(|first| *name == (*first).into());
    // It keeps the order of those that have no place.
    all.sort_by_key(|name| place(name).unwrap_or(FIRST.len()));
    all.iter().map(DimensionName::to_string).collect()
}

/// Returns a dimension's name; an attribute's is its own.
pub(crate) fn dimension_name(names: &Names, dimension: &str) -> String {
    if is_reason(dimension) {
        return names.reason.to_owned();
    }
    name_of(Dimension::parse(dimension), dimension, names.dimension)
}

/// True for the dimension of reasons, which is no attribute.
pub(crate) fn is_reason(dimension: &str) -> bool {
    dimension == DimensionName::Reason.as_str()
}

/// Returns the name of a value that is there. A reason's is the survey's own, if it has one.
pub(crate) fn value_name(
    names: &Names,
    lang: Lang,
    survey: Option<&SurveyEntry>,
    dimension: &str,
    value: &str,
) -> String {
    match Dimension::parse(dimension) {
        Some(Dimension::Device) => name_of(Device::parse(value), value, names.device),
        Some(Dimension::Source) => name_of(Source::parse(value), value, names.source),
        Some(Dimension::Lang) => intl::language(lang, value),
        None if is_reason(dimension) => match survey {
            Some(survey) => survey.reason(value, lang),
            None => forms::built_in_reason(value, lang.code()).unwrap_or(value).to_owned(),
        },
        // An owner's own words, and numbers.
        Some(Dimension::Touchpoint | Dimension::Page | Dimension::Version | Dimension::Wording)
        | None => value.to_owned(),
    }
}

/// Returns a word's name, and the word itself where this console does not know it.
fn name_of<T>(known: Option<T>, word: &str, name: fn(T) -> &'static str) -> String {
    known.map_or(word, name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dimension_is_offered_once_and_a_surveys_own_come_last() {
        let json = r#"{"survey":"a","version":1,"changed_at":"x",
            "definition":{"kind":"nps","attributes":["plan","source"]}}"#;
        let entry: SurveyEntry = serde_json::from_str(json).unwrap();
        assert_eq!(
            dimensions(Some(&entry)).join(","),
            "touchpoint,page,device,lang,version,wording,source,plan"
        );
        assert_eq!(dimensions(None).len(), Dimension::ALL.len());
    }

    #[test]
    fn what_has_a_word_has_a_name_and_all_else_names_itself() {
        let names = &Lang::Vi.texts().labels.responses;
        let name = |dimension, value| value_name(names, Lang::Vi, None, dimension, value);
        assert_eq!(dimension_name(names, "page"), "Trang web");
        assert_eq!(dimension_name(names, "plan"), "plan");
        assert_eq!(name("device", "phone"), "điện thoại");
        assert_eq!(name("device", "fridge"), "fridge");
        assert_eq!(name("source", "kiosk"), "quầy");
        assert_eq!(name("plan", "phone"), "phone");
        assert_eq!(dimension_name(names, "reason"), "Lý do");
        assert_eq!(name("reason", "delivery"), "Giao hàng");
        assert_eq!(name("reason", "crowds"), "crowds");
    }

    #[test]
    fn a_reason_of_the_surveys_own_has_the_surveys_label() {
        let json = r#"{"survey":"a","version":1,"changed_at":"x","definition":{"kind":"nps",
            "reasons":{"detractor":[{"id":"crowds","label":{"vi":"Đông người"}}]}}}"#;
        let entry: SurveyEntry = serde_json::from_str(json).unwrap();
        let names = &Lang::Vi.texts().labels.responses;
        let name = |value| value_name(names, Lang::Vi, Some(&entry), "reason", value);
        assert_eq!((name("crowds"), name("delivery")), ("Đông người".into(), "Giao hàng".into()));
    }
}
