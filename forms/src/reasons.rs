//! The reasons that a form offers, in its language: the owner's labels, and built-in ones for common
//! reasons of shops and of software.
//!
//! The built-in labels are nouns that fit any group: both a promoter and a detractor may name the
//! delivery. They are in English and Vietnamese; an owner gives those for other languages.

use wire::{
    form,
    reason::BUILT_IN,
    survey::{Reason, SurveyDefinition},
};

/// The built-in labels in English, in the order of [`BUILT_IN`].
const EN: [&str; BUILT_IN.len()] = [
    "Price",
    "Product quality",
    "Delivery",
    "Choice of products",
    "Customer service",
    "Ordering and paying",
    "Returns and refunds",
    "Ease of use",
    "Speed",
    "Reliability",
    "Features",
    "Works with other tools",
    "Help and documentation",
    "Something else",
];

/// The built-in labels in Vietnamese, in the same order.
const VI: [&str; BUILT_IN.len()] = [
    "Giá cả",
    "Chất lượng sản phẩm",
    "Giao hàng",
    "Hàng hoá đa dạng",
    "Chăm sóc khách hàng",
    "Đặt hàng và thanh toán",
    "Đổi trả, hoàn tiền",
    "Dễ sử dụng",
    "Tốc độ",
    "Độ ổn định",
    "Tính năng",
    "Kết nối với công cụ khác",
    "Hướng dẫn sử dụng",
    "Lý do khác",
];

/// Returns the reasons of each group, from the low end to the high end; no list at all where no
/// group has any. Of a label, the first that is there in `langs`, by the owner or built in.
pub(super) fn by_group(survey: &SurveyDefinition, langs: &[&str]) -> Vec<Vec<form::Reason>> {
    let shown = |reason: &Reason| {
        let label = label(reason, langs)?.to_owned();
        Some(form::Reason { id: reason.id.clone(), label })
    };
    let groups = survey.kind.groups().map(|group| {
        let reasons = survey.reasons.get(group.as_str());
        reasons.into_iter().flatten().filter_map(shown).collect()
    });
    let groups: Vec<Vec<form::Reason>> = groups.collect();
    if groups.iter().all(Vec::is_empty) { Vec::new() } else { groups }
}

/// Returns the label of a reason in the first of the languages that has one, or else any that the
/// owner gave; `None` only for a reason without labels that no release has had.
#[must_use]
pub fn label<'r>(reason: &'r Reason, langs: &[&str]) -> Option<&'r str> {
    let in_lang = |lang: &&str| {
        let own = reason.label.get(*lang).map(String::as_str);
        own.or_else(|| built_in(&reason.id, lang))
    };
    langs
        .iter()
        .find_map(in_lang)
        .or_else(|| reason.label.values().next().map(String::as_str))
        .or_else(|| built_in(&reason.id, "en"))
}

/// Returns the built-in label of an id, in English or Vietnamese.
///
/// ```
/// assert_eq!(forms::built_in_reason("delivery", "vi"), Some("Giao hàng"));
/// assert_eq!(forms::built_in_reason("delivery", "fr"), None);
/// ```
#[must_use]
pub fn built_in(id: &str, lang: &str) -> Option<&'static str> {
    let labels = match lang {
        "en" => EN,
        "vi" => VI,
        _ => return None,
    };
    let at = BUILT_IN.iter().position(|known| *known == id)?;
    labels.get(at).copied()
}

#[cfg(test)]
mod tests {
    use wire::{limits::REASON_LABEL_MAX_CHARS, site::SiteDefinition};

    use super::*;

    fn labels(site_lang: &str, wanted: &str) -> Vec<Vec<String>> {
        let site = format!(r#"{{"product":"P","lang":"{site_lang}"}}"#);
        let site = SiteDefinition::parse(site.as_bytes()).unwrap();
        let survey = br#"{"kind":"nps","reasons":{
            "detractor":["price",{"id":"crowds","label":{"pt-br":"Filas","ja":"\u6df7\u96d1"}}],
            "promoter":[{"id":"delivery","label":{"en":"Fast delivery","fr":"Livraison"}},"other"]}}"#;
        let survey = SurveyDefinition::parse(survey).unwrap();
        let groups = crate::form(&site, &survey, 1, wanted).reasons;
        let label = |reason: &form::Reason| reason.label.clone();
        groups.iter().map(|reasons| reasons.iter().map(label).collect()).collect()
    }

    #[test]
    fn a_reason_is_told_in_the_nearest_language_by_the_owner_or_else_by_us() {
        assert_eq!(
            labels("en", "pt"),
            [vec!["Price", "Filas"], vec![], vec!["Fast delivery", "Something else"]]
        );
        assert_eq!(
            labels("vi", "fr-CA"),
            [vec!["Giá cả", "混雑"], vec![], vec!["Livraison", "Lý do khác"]]
        );
        assert_eq!(labels("en", "vi-VN")[2], ["Giao hàng", "Lý do khác"]);
    }

    #[test]
    fn a_form_without_reasons_has_no_list() {
        let site = SiteDefinition::parse(br#"{"product":"P"}"#).unwrap();
        let survey = SurveyDefinition::parse(br#"{"kind":"ces","reasons":{"hard":[]}}"#).unwrap();
        let form = crate::form(&site, &survey, 1, "en");
        assert!(form.reasons.is_empty());
    }

    #[test]
    fn built_in_labels_are_as_short_as_an_owners() {
        for label in EN.iter().chain(&VI) {
            assert!(label.chars().count() <= REASON_LABEL_MAX_CHARS, "{label}");
        }
    }
}
