//! Text about each family in the documents.

use super::{Family, Prose};

impl Family {
    /// Returns the family's lines in the documents.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "a table: a row a family")]
    pub const fn prose(self) -> Prose {
        match self {
            Family::Site => Prose {
                rest: ":{site}",
                value: "its definition",
                metadata: "",
                written: "by the operator",
                expires: "",
            },
            Family::OwnerKey => Prose {
                rest: ":{key}",
                value: "SHA-256 of an owner's key, its site, name and scope; the key itself is nowhere",
                metadata: "",
                written: "by the operator, or an owner",
                expires: "",
            },
            Family::OwnerKeyOf => Prose {
                rest: ":{site}:{key}",
                value: "empty: lists a site's keys",
                metadata: "",
                written: "before `key:`, and deleted after it",
                expires: "",
            },
            Family::GoneSite => Prose {
                rest: ":{site}",
                value: "when a site was deleted, and when it was purged: nothing was left of it",
                metadata: "the same",
                written: "when the site is deleted, and when it is purged",
                expires: "an hour after the site is purged",
            },
            Family::Gate => Prose {
                rest: ":{site}",
                value: "the site's compiled gate, and what it was made of; a cache",
                metadata: "",
                written: "when a definition changes, and by the cron",
                expires: "",
            },
            Family::AnyWebhooks => Prose {
                rest: "",
                value: "empty: some site has had webhooks",
                metadata: "",
                written: "with the first webhook",
                expires: "",
            },
            Family::HasWebhooks => Prose {
                rest: ":{site}",
                value: "empty: the site has had webhooks",
                metadata: "",
                written: "with its first webhook",
                expires: "",
            },
            Family::Webhook => Prose {
                rest: ":{site}:{webhook}",
                value: "a webhook, with its secret",
                metadata: "",
                written: "by an owner",
                expires: "",
            },
            Family::Due => Prose {
                rest: ":{site}:{webhook}:{id}-{state}",
                value: "an event that its receiver has not accepted yet",
                metadata: "its attempts",
                written: "after the response, before the 201; deleted after the receiver's 2xx",
                expires: "after 4 days, and with its response",
            },
            Family::Untold => Prose {
                rest: ":{site}:*:{id}-{state}",
                value: "the same, while KV can't say which webhooks there are",
                metadata: "its attempts",
                written: "in place of one for each webhook; the cron puts it under these",
                expires: "after 4 days, and with its response",
            },
            Family::Dead => Prose {
                rest: ":{site}:{webhook}:{id}-{state}",
                value: "empty: an event that was given up",
                metadata: "its attempts",
                written: "when it was tried for 3 days in vain",
                expires: "after 7 days, and with its response",
            },
            Family::WebhookSent => Prose {
                rest: ":{site}:{webhook}",
                value: "when a receiver last accepted an event, in Unix milliseconds",
                metadata: "",
                written: "after a delivery, at most once in ten minutes and isolate",
                expires: "",
            },
            Family::Survey => Prose {
                rest: ":{site}:{survey}",
                value: "the newest version of a survey; when it was deleted, and when it was purged",
                metadata: "",
                written: "by an owner, and when it is purged",
                expires: "an hour after the survey is purged",
            },
            Family::SurveyVersion => Prose {
                rest: ":{site}:{survey}:v{n}",
                value: "version n of a survey; older ones stay, so that old responses keep their question",
                metadata: "",
                written: "before it becomes the newest",
                expires: "",
            },
            Family::Rollup => Prose {
                rest: ":{site}:{survey}:{day}",
                value: "counts of a closed day of UTC, by quarter hour and by dimension; or of an hour with many responses (`{hour}` in place of `{day}`), while its day goes on; a cache",
                metadata: "",
                written: "by the cron, and by summaries",
                expires: "with the first response that it counts",
            },
            Family::Dirty => Prose {
                rest: ":{site}:{survey}:{hour}:{at}-{id}",
                value: "empty: that hour was written into, until then, when it may have been folded; a dirty mark",
                metadata: "",
                written: "before a response that comes late, or is deleted late; deleted by the cron",
                expires: "",
            },
            Family::Response => Prose {
                rest: ":{site}:{survey}:{hour}:{id}{rank}",
                value: "a state of a response, whole: `{rank}` is `.0` or `.1` while unfinished, `.2` finished, nothing finished with a comment; readers take the highest",
                metadata: "what a summary counts",
                written: "once for each state that the visitor sends",
                expires: "after the site's `retention_days`",
            },
            Family::Who => Prose {
                rest: ":{site}:{hash}:{survey}:{hour}:{id}",
                value: "empty: leads from a respondent to a response",
                metadata: "",
                written: "before the response, when the page named its visitor",
                expires: "with its response",
            },
            Family::Erased => Prose {
                rest: ":{site}:{hash}:{survey}:{hour}:{id}",
                value: "empty: that response was deleted, so its `who:` key is due to go",
                metadata: "",
                written: "when a response is deleted that may still come again; deleted by the cron with the `who:` key",
                expires: "",
            },
            Family::Forgotten => Prose {
                rest: ":{site}:{hash}",
                value: "when all of a respondent was deleted; no restore brings back what was taken before",
                metadata: "the same",
                written: "when a respondent is deleted",
                expires: "",
            },
            Family::Deleted => Prose {
                rest: ":{site}:{survey}:{id}",
                value: "when a response was deleted; no restore brings it back",
                metadata: "the same",
                written: "when a response is deleted, by its id or with its respondent",
                expires: "",
            },
            Family::Revoked => Prose {
                rest: ":{site}:{key}",
                value: "empty: that key was revoked, and no restore brings it back",
                metadata: "",
                written: "when a key is revoked",
                expires: "",
            },
        }
    }
}
