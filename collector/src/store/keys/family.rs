//! The families of keys: which there are, and for each what every part of the collector must know of
//! it.
//!
//! **In scope:** the words that keys begin with, and what a deletion and a backup do with each family.
//! **Out of scope:** the texts of keys ([`super::Key`]), and reading them again ([`super::listed_site`]
//! and its like).
//!
//! A family is a row of `table`, which answers every question of it: a new one does not compile until
//! it does. Deletions take their prefixes from there; tests hold deletions, backups and the documents
//! to it.

mod about;
#[cfg(test)]
mod documents;
mod table;

pub use about::{About, Backup, Prose, WithRespondent, WithSite, WithSurvey};
pub use table::Family;

impl Family {
    /// Returns the text of the family's keys, with names in braces: `r:{site}:{survey}:…`.
    #[must_use]
    pub fn template(self) -> String {
        format!("{}{}", self.about().word, self.prose().rest)
    }

    /// Returns the family of a key; `None` for a text that is no key.
    #[must_use]
    pub fn of(key: &str) -> Option<Family> {
        let mut known = Family::ALL.iter().copied();
        known.find(|family| family.has(key))
    }

    /// Returns true if the key is one of the family's, by its word and the number and form of its parts.
    fn has(self, key: &str) -> bool {
        let (template, mut parts) = (self.template(), key.split(':'));
        let fits =
            template.split(':').all(|form| parts.next().is_some_and(|part| fits(form, part)));
        fits && parts.next().is_none()
    }
}

/// Returns true if a part of a key is what the template's part stands for: a name, the same text, or
/// `v{n}`. No name is `*`.
fn fits(form: &str, part: &str) -> bool {
    match form.split_once('{') {
        None => form == part,
        Some(("v", _)) => {
            part.strip_prefix('v').is_some_and(|n| n.bytes().all(|byte| byte.is_ascii_digit()))
        }
        Some(_) => !part.is_empty() && part != "*",
    }
}
