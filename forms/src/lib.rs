//! A survey's definition → the form that a visitor sees, in one language.
//!
//! **In scope:** the wording of the standard questions, the choice of language, the colours that
//! follow from an owner's few, and the check of a draft. The collector and whoever edits a survey in
//! a browser use this code alike, so that a preview and its errors are the collector's own.
//! **Out of scope:** JSON shapes and the reading of their fields (`wire`), HTTP, storage, drawing
//! (`widget`). Nothing here needs a runtime.

mod form;
mod label;
pub mod look;
mod ratings;
mod reasons;
pub mod texts;

use wire::{fields::Unreadable, form::Form, site::SiteDefinition, survey::SurveyDefinition};

pub use form::{form, languages, name_of};
pub use label::label_in;
pub use reasons::{built_in as built_in_reason, label as reason_label};

/// Reads and checks a draft: a survey's definition as JSON, as an owner may set it.
///
/// # Errors
/// [`Unreadable`]. It names every bad field by its JSON pointer, and what is allowed there. Rules
/// that no page can meet are looked for once every field is good.
///
/// ```
/// use wire::fields::Unreadable;
///
/// let definition = forms::check(br#"{"kind":"csat","style":"stars"}"#).unwrap();
/// assert_eq!(definition.kind, domain::Kind::Csat.into());
///
/// let draft = br##"{"kind":"nps","style":"stars","theme":{"accent":"#ffff00"}}"##;
/// let Err(Unreadable::Invalid(errors)) = forms::check(draft) else { panic!() };
/// assert_eq!(errors[0].pointer, "/style");
/// assert_eq!(errors[1].pointer, "/theme/accent");
/// assert_eq!(errors[1].detail, "has a contrast of 1.07 with the surface #ffffff");
/// ```
pub fn check(draft: &[u8]) -> Result<SurveyDefinition, Unreadable> {
    SurveyDefinition::parse(draft)?.that_can_be_met()
}

/// Makes the form of a draft for a site, in the language nearest to `lang`. `version` is the one
/// that the draft would become.
///
/// # Errors
/// Those of [`check`].
///
/// ```
/// use wire::site::SiteDefinition;
///
/// let site = SiteDefinition::parse(r#"{"product":"Trà Sen"}"#.as_bytes()).unwrap();
/// let form = forms::form_of_draft(&site, br#"{"kind":"csat"}"#, 1, "vi-VN").unwrap();
/// assert_eq!(form.lang, "vi");
/// assert_eq!(form.question, "Bạn hài lòng với Trà Sen ở mức nào?");
/// assert_eq!(form.theme.light.unwrap().accent.to_string(), "#4f46e5");
/// assert!(forms::form_of_draft(&site, br#"{"kind":"poll"}"#, 1, "vi").is_err());
/// ```
pub fn form_of_draft(
    site: &SiteDefinition,
    draft: &[u8],
    version: u32,
    lang: &str,
) -> Result<Form, Unreadable> {
    Ok(form(site, &check(draft)?, version, lang))
}
