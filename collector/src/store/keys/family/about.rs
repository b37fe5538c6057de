//! Answers about a family of keys: its treatment by deletions and backups, its text in the documents.

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
