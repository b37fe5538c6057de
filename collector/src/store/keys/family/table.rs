//! The families of keys, a row each: their words, their treatment, their text in the documents.
//!
//! A row without one of these does not compile. Deletions and backups go by it, tests hold them to
//! it, and the documents' tables are made of it.

use super::about::{About, Backup, Prose, WithRespondent, WithSite, WithSurvey};

macro_rules! families {
    ($($(#[$doc:meta])* $name:ident {
        word: $word:literal,
        rest: $rest:literal,
        with_site: $with_site:ident,
        with_survey: $with_survey:ident,
        with_respondent: $with_respondent:ident,
        backup: $backup:ident,
        value: $value:literal,
        metadata: $metadata:literal,
        written: $written:literal,
        expires: $expires:literal,
    })*) => {
        /// A family of keys.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Family {
            $($(#[$doc])* $name,)*
        }

        impl Family {
            /// All of them. A deletion goes through them in this order.
            pub const ALL: &'static [Family] = &[$(Family::$name,)*];

            /// Returns what the collector does with the family.
            #[must_use]
            pub const fn about(self) -> About {
                match self {
                    $(Family::$name => About {
                        word: $word,
                        with_site: WithSite::$with_site,
                        with_survey: WithSurvey::$with_survey,
                        with_respondent: WithRespondent::$with_respondent,
                        backup: Backup::$backup,
                    },)*
                }
            }

            /// Returns the family's lines in the documents.
            #[must_use]
            pub const fn prose(self) -> Prose {
                match self {
                    $(Family::$name => Prose {
                        rest: $rest,
                        value: $value,
                        metadata: $metadata,
                        written: $written,
                        expires: $expires,
                    },)*
                }
            }
        }
    };
}

families! {
    /// A site.
    Site {
        word: "site",
        rest: ":{site}",
        with_site: First,
        with_survey: Stays,
        with_respondent: Stays,
        backup: Definition,
        value: "its definition",
        metadata: "",
        written: "by the operator",
        expires: "",
    }
    /// An owner's key.
    OwnerKey {
        word: "key",
        rest: ":{key}",
        with_site: WithOwnerKeys,
        with_survey: Stays,
        with_respondent: Stays,
        backup: Definition,
        value: "SHA-256 of an owner's key, its site, name and scope; the key itself is nowhere",
        metadata: "",
        written: "by the operator, or an owner",
        expires: "",
    }
    /// An owner's key, among those of its site.
    OwnerKeyOf {
        word: "keyof",
        rest: ":{site}:{key}",
        with_site: WithOwnerKeys,
        with_survey: Stays,
        with_respondent: Stays,
        backup: Remade,
        value: "empty: lists a site's keys",
        metadata: "",
        written: "before `key:`, and deleted after it",
        expires: "",
    }
    /// A site that was deleted.
    GoneSite {
        word: "gone",
        rest: ":{site}",
        with_site: Stays,
        with_survey: Stays,
        with_respondent: Stays,
        backup: LeftOut,
        value: "when a site was deleted, and when it was purged: nothing was left of it",
        metadata: "the same",
        written: "when the site is deleted, and when it is purged",
        expires: "an hour after the site is purged",
    }
    /// A compiled gate.
    Gate {
        word: "gate",
        rest: ":{site}",
        with_site: First,
        with_survey: Stays,
        with_respondent: Stays,
        backup: Remade,
        value: "the site's compiled gate, and what it was made of; a cache",
        metadata: "",
        written: "when a definition changes, and by the cron",
        expires: "",
    }
    /// Says that some site has had webhooks.
    AnyWebhooks {
        word: "hooks",
        rest: "",
        with_site: Stays,
        with_survey: Stays,
        with_respondent: Stays,
        backup: Remade,
        value: "empty: some site has had webhooks",
        metadata: "",
        written: "with the first webhook",
        expires: "",
    }
    /// Says that a site has had webhooks.
    HasWebhooks {
        word: "hooks",
        rest: ":{site}",
        with_site: First,
        with_survey: Stays,
        with_respondent: Stays,
        backup: Remade,
        value: "empty: the site has had webhooks",
        metadata: "",
        written: "with its first webhook",
        expires: "",
    }
    /// A webhook.
    Webhook {
        word: "hook",
        rest: ":{site}:{webhook}",
        with_site: Listed,
        with_survey: Stays,
        with_respondent: Stays,
        backup: Definition,
        value: "a webhook, with its secret",
        metadata: "",
        written: "by an owner",
        expires: "",
    }
    /// An event that waits for a webhook's receiver.
    Due {
        word: "due",
        rest: ":{site}:{webhook}:{id}-{state}",
        with_site: Listed,
        with_survey: WithResponse,
        with_respondent: Deleted,
        backup: LeftOut,
        value: "an event that its receiver has not accepted yet",
        metadata: "its attempts",
        written: "after the response, before the 201; deleted after the receiver's 2xx",
        expires: "after 4 days, and with its response",
    }
    /// An event that waits until it is known which webhooks there are.
    Untold {
        word: "due",
        rest: ":{site}:*:{id}-{state}",
        with_site: Listed,
        with_survey: WithResponse,
        with_respondent: Deleted,
        backup: LeftOut,
        value: "the same, while KV can't say which webhooks there are",
        metadata: "its attempts",
        written: "in place of one for each webhook; the cron puts it under these",
        expires: "after 4 days, and with its response",
    }
    /// An event that was given up.
    Dead {
        word: "dead",
        rest: ":{site}:{webhook}:{id}-{state}",
        with_site: Listed,
        with_survey: WithResponse,
        with_respondent: Deleted,
        backup: LeftOut,
        value: "empty: an event that was given up",
        metadata: "its attempts",
        written: "when it was tried for 3 days in vain",
        expires: "after 7 days, and with its response",
    }
    /// Time at which a webhook's receiver last accepted an event.
    WebhookSent {
        word: "sent",
        rest: ":{site}:{webhook}",
        with_site: Listed,
        with_survey: Stays,
        with_respondent: Stays,
        backup: LeftOut,
        value: "when a receiver last accepted an event, in Unix milliseconds",
        metadata: "",
        written: "after a delivery, at most once in ten minutes and isolate",
        expires: "",
    }
    /// The newest version of a survey.
    Survey {
        word: "survey",
        rest: ":{site}:{survey}",
        with_site: Listed,
        with_survey: Stays,
        with_respondent: Stays,
        backup: Definition,
        value: "the newest version of a survey; when it was deleted, and when it was purged",
        metadata: "",
        written: "by an owner, and when it is purged",
        expires: "an hour after the survey is purged",
    }
    /// Each version of a survey.
    SurveyVersion {
        word: "survey",
        rest: ":{site}:{survey}:v{n}",
        with_site: Listed,
        with_survey: Listed,
        with_respondent: Stays,
        backup: Definition,
        value: "version n of a survey; older ones stay, so that old responses keep their question",
        metadata: "",
        written: "before it becomes the newest",
        expires: "",
    }
    /// Counts of a day or an hour.
    Rollup {
        word: "roll",
        rest: ":{site}:{survey}:{day}",
        with_site: Listed,
        with_survey: Listed,
        with_respondent: Stays,
        backup: Remade,
        value: "counts of a closed day of UTC, by quarter hour and by dimension; or of an hour with many responses (`{hour}` in place of `{day}`), while its day goes on; a cache",
        metadata: "",
        written: "by the cron, and by summaries",
        expires: "with the first response that it counts",
    }
    /// A dirty mark.
    Dirty {
        word: "dirty",
        rest: ":{site}:{survey}:{hour}:{at}-{id}",
        with_site: Listed,
        with_survey: Listed,
        with_respondent: Written,
        backup: Remade,
        value: "empty: that hour was written into, until then, when it may have been folded; a dirty mark",
        metadata: "",
        written: "before a response that comes late, or is deleted late; deleted by the cron",
        expires: "",
    }
    /// A state of a response.
    Response {
        word: "r",
        rest: ":{site}:{survey}:{hour}:{id}{rank}",
        with_site: Listed,
        with_survey: Response,
        with_respondent: Deleted,
        backup: Response,
        value: "a state of a response, whole: `{rank}` is `.0` or `.1` while unfinished, `.2` finished, nothing finished with a comment; readers take the highest",
        metadata: "what a summary counts",
        written: "once for each state that the visitor sends",
        expires: "after the site's `retention_days`",
    }
    /// Link from a respondent to a response.
    Who {
        word: "who",
        rest: ":{site}:{hash}:{survey}:{hour}:{id}",
        with_site: Listed,
        with_survey: WithResponse,
        with_respondent: DeletedOnceFinal,
        backup: Remade,
        value: "empty: leads from a respondent to a response",
        metadata: "",
        written: "before the response, when the page named its visitor",
        expires: "with its response",
    }
    /// A note that such a response was deleted.
    Erased {
        word: "erased",
        rest: ":{site}:{hash}:{survey}:{hour}:{id}",
        with_site: Listed,
        with_survey: Stays,
        with_respondent: Written,
        backup: LeftOut,
        value: "empty: that response was deleted, so its `who:` key is due to go",
        metadata: "",
        written: "when a response is deleted that may still come again; deleted by the cron with the `who:` key",
        expires: "",
    }
    /// The tombstone of a respondent.
    Forgotten {
        word: "forgotten",
        rest: ":{site}:{hash}",
        with_site: Listed,
        with_survey: Stays,
        with_respondent: Written,
        backup: Tombstone,
        value: "when all of a respondent was deleted; no restore brings back what was taken before",
        metadata: "the same",
        written: "when a respondent is deleted, if there are signing keys",
        expires: "",
    }
    /// The tombstone of a response.
    Deleted {
        word: "deleted",
        rest: ":{site}:{survey}:{id}",
        with_site: Listed,
        with_survey: Stays,
        with_respondent: Written,
        backup: Tombstone,
        value: "when a response was deleted; no restore brings it back",
        metadata: "the same",
        written: "when a response is deleted, by its id or with its respondent",
        expires: "",
    }
    /// A note that an owner's key was revoked.
    Revoked {
        word: "revoked",
        rest: ":{site}:{key}",
        with_site: Listed,
        with_survey: Stays,
        with_respondent: Stays,
        backup: Tombstone,
        value: "empty: that key was revoked, and no restore brings it back",
        metadata: "",
        written: "when a key is revoked",
        expires: "",
    }
}
