//! Labels that an owner gives in several languages: of rated attributes, and of buttons.
//!
//! Not in: reasons, which have built-in labels as well (`reasons`).

use std::collections::BTreeMap;

/// Returns the label in the first of the languages that has one, or else any: a thing without its
/// name could not be rated, nor pressed.
///
/// ```
/// let labels = [("en", "The tea"), ("fr", "Le thé")].map(|(lang, text)| (lang.into(), text.into()));
/// let labels = labels.into();
/// assert_eq!(forms::label_in(&labels, &["vi", "fr"]), Some("Le thé"));
/// assert_eq!(forms::label_in(&labels, &["vi"]), Some("The tea"));
/// ```
#[must_use]
pub fn label_in<'l>(labels: &'l BTreeMap<String, String>, langs: &[&str]) -> Option<&'l str> {
    let named = langs.iter().find_map(|lang| labels.get(*lang));
    named.or_else(|| labels.values().next()).map(String::as_str)
}
