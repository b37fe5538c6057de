//! The attributes that a form asks to rate, in its language.

use wire::{form, survey::SurveyDefinition};

use crate::label::label_in;

/// Returns the attributes in the owner's order, with their scale; `None` for a survey of one score.
pub(super) fn of(survey: &SurveyDefinition, langs: &[&str]) -> Option<form::Ratings> {
    let rated = survey.kind.rated()?;
    let scale = rated.attributes().points().scale();
    let shown = rated.list().iter().filter_map(|one| {
        let label = label_in(&one.label, langs)?.to_owned();
        Some(form::RatedAttribute { id: one.id.clone(), label })
    });
    Some(form::Ratings { min: scale.min, max: scale.max, attributes: shown.collect() })
}

#[cfg(test)]
mod tests {
    use wire::site::SiteDefinition;

    use super::*;

    #[test]
    fn a_form_asks_how_satisfied_visitors_are_with_each_attribute_by_its_label() {
        let site = SiteDefinition::parse(r#"{"product":"Trà Sen"}"#.as_bytes()).unwrap();
        let survey = r#"{"kind":"csi","scale":"1-10","rated_attributes":[
            {"id":"tea","label":{"en":"The tea","vi":"Trà"}},
            {"id":"staff","label":{"en":"The staff"}}],
            "texts":{"vi":{"thanks":{"all":"Cảm ơn!"}}}}"#;
        let survey = SurveyDefinition::parse(survey.as_bytes()).unwrap();
        let form = crate::form(&site, &survey, 1, "vi");
        assert_eq!(
            (form.kind.as_str(), &*form.thanks[0], &*form.thanks[2]),
            ("csi", "Cảm ơn!", "Cảm ơn!")
        );
        assert_eq!(form.question, "Bạn hài lòng với Trà Sen ở mức nào?");
        let ratings = form.ratings.unwrap();
        let labels: Vec<&str> = ratings.attributes.iter().map(|one| &*one.label).collect();
        assert_eq!((ratings.min, ratings.max, labels), (1, 10, vec!["Trà", "The staff"]));
        let built_in = crate::form(&site, &survey, 1, "en");
        assert_eq!(built_in.follow_up[0], built_in.follow_up[2]);
        let nps = SurveyDefinition::parse(br#"{"kind":"nps"}"#).unwrap();
        assert_eq!(crate::form(&site, &nps, 1, "en").ratings, None);
    }
}
