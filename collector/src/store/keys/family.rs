//! The families of keys, and what every part of the collector must know of each.
//!
//! **In scope:** the words that keys begin with, and what a deletion and a backup do with each
//! family.
//! **Out of scope:** the texts of keys ([`super::Key`]), and parsing them ([`super::listed_site`]
//! and its like).
//!
//! [`Family::about`] and [`Family::prose`] answer every question for every family. So a new family
//! does not compile until its answers are there, too. Deletions take their prefixes from here.
//! Tests compare deletions, backups and the documents with these answers.

mod about;
#[cfg(test)]
mod documents;
mod prose;

macro_rules! families {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// A family of keys.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Family {
            $($(#[$doc])* $name,)*
        }

        impl Family {
            /// All families. A deletion goes through them in this order.
            pub const ALL: &'static [Family] = &[$(Family::$name,)*];
        }
    };
}

families! {
    /// A site.
    Site,
    /// An owner's key.
    OwnerKey,
    /// An owner's key, among those of its site.
    OwnerKeyOf,
    /// A site that was deleted.
    GoneSite,
    /// A compiled gate.
    Gate,
    /// Note that some site has had webhooks.
    AnyWebhooks,
    /// Note that a site has had webhooks.
    HasWebhooks,
    /// A webhook.
    Webhook,
    /// An event that waits for a webhook's receiver.
    Due,
    /// An event that waits until it is known which webhooks there are.
    Untold,
    /// An event that was given up.
    Dead,
    /// Time at which a webhook's receiver last accepted an event.
    WebhookSent,
    /// The newest version of a survey.
    Survey,
    /// Each version of a survey.
    SurveyVersion,
    /// Counts of a day or an hour.
    Rollup,
    /// A dirty mark.
    Dirty,
    /// A state of a response.
    Response,
    /// Link from a respondent to a response.
    Who,
    /// A note that such a response was deleted.
    Erased,
    /// The tombstone of a respondent.
    Forgotten,
    /// The tombstone of a response.
    Deleted,
    /// A note that an owner's key was revoked.
    Revoked,
}

/// Treatment of a family by the collector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// First part of its keys, before the first `:`.
    pub word: &'static str,
    /// Effect of the deletion of its site.
    pub with_site: WithSite,
    /// Effect of the deletion of its survey with the responses.
    pub with_survey: WithSurvey,
    /// Effect of the deletion of its respondent.
    pub with_respondent: WithRespondent,
    /// Its part in a backup.
    pub backup: Backup,
}

/// Text about a family in the documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prose {
    /// The rest of its keys behind the word, with the first `:`; names stand in braces.
    pub rest: &'static str,
    /// Content of the value.
    pub value: &'static str,
    /// Content of the metadata; empty without any.
    pub metadata: &'static str,
    /// Writer of the key, and the time of writing.
    pub written: &'static str,
    /// Time at which the store drops it; empty if it doesn't.
    pub expires: &'static str,
}

/// Effect on a key of the deletion of its site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithSite {
    /// It is deleted by its name, before all else: the site is closed to visitors.
    First,
    /// It is deleted as the owner's key is: the site is closed to owners.
    WithOwnerKeys,
    /// A list finds it, and it is deleted.
    Listed,
    /// It stays.
    Stays,
}

/// Effect on a key of the deletion of its survey with the responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithSurvey {
    /// A list finds it, and it is deleted.
    Listed,
    /// A list finds it, and it is deleted after all that leads to it.
    Response,
    /// It goes with the response that it is about.
    WithResponse,
    /// It stays.
    Stays,
}

/// Effect on a key of the deletion of its respondent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithRespondent {
    /// It is deleted.
    Deleted,
    /// It is deleted once its response can't come again: by then, or by the cron.
    DeletedOnceFinal,
    /// The deletion writes it.
    Written,
    /// It stays.
    Stays,
}

/// A family's part in a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backup {
    /// A line of its own, among the definitions.
    Definition,
    /// A line of its own, among the tombstones.
    Tombstone,
    /// A line of its own: of all states of a response one.
    Response,
    /// No line: a restore, or whoever needs it, makes it of the rest.
    Remade,
    /// No line, and no restore brings it back.
    LeftOut,
}

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
