//! The keys of the store, and nothing else knows their texts.
//!
//! | key | value |
//! |---|---|
//! | `site:{site}` | [`crate::records::SiteRecord`] |
//! | `key:{key id}` | [`crate::records::KeyRecord`] |
//! | `keyof:{site}:{key id}` | empty: a key of the site |
//! | `gone:{site}` | [`crate::records::GoneRecord`] of a deleted site, until nothing of it is left |
//! | `gate:{site}` | [`crate::records::GateRecord`]; a cache |
//! | `survey:{site}:{survey}` | [`crate::records::SurveyRecord`], the newest version |
//! | `survey:{site}:{survey}:v{n}` | the same, version n; written before it becomes the newest |
//! | `r:{site}:{survey}:{hour}:{id}` | [`crate::stored_response::StoredResponse`], finished with a comment |
//! | `r:{site}:{survey}:{hour}:{id}.{rank}` | the same of a lower [`crate::states::Rank`]: `.0`, `.1`, `.2` |
//! | `roll:{site}:{survey}:{day}` | [`crate::rollups::value::Rollup`] of a day of UTC |
//! | `roll:{site}:{survey}:{hour}` | the same of an hour, while its day is not closed |
//! | `dirty:{site}:{survey}:{hour}:{at ms}-{id}` | empty: [`crate::rollups::marks::Mark`] |
//! | `hook:{site}:{webhook}` | [`crate::webhooks::record::HookRecord`] |
//! | `hooks:{site}` | empty: the site has had webhooks, so that it is worth listing them |
//! | `hooks` | empty: some site has had webhooks |
//! | `due:{site}:{webhook}:{id}-{state}` | an event to deliver; [`crate::webhooks::outbox::Due`] |
//! | `due:{site}:*:{id}-{state}` | the same, for whichever webhooks there are; [`crate::webhooks::untold`] |
//! | `dead:{site}:{webhook}:{id}-{state}` | empty: one that was given up, with the same metadata |
//! | `sent:{site}:{webhook}` | when a delivery was last accepted, in Unix milliseconds |
//! | `who:{site}:{respondent's hash}:{survey}:{hour}:{id}` | empty: [`crate::respondents::Trace`] |
//! | `erased:{site}:{respondent's hash}:{survey}:{hour}:{id}` | empty: that answer was deleted |
//! | `forgotten:{site}:{respondent's hash}` | when they were erased; see [`crate::tombstones`] |
//! | `deleted:{site}:{survey}:{id}` | when that answer was deleted |
//! | `revoked:{site}:{key id}` | empty: that key was revoked |
//!
//! Names hold no `:`, so no name can forge another key. Each text is pinned by a test: what is
//! stored must be found again by every later release.

mod listed;
mod prefix;
#[cfg(test)]
mod tests;

use domain::{Hour, Instant, ResponseId, SiteId, SurveyId, WebhookId};

use crate::{
    respondents::{RespondentHash, Trace},
    rollups::day::Day,
    states::Rank,
    webhooks::{outbox::DueName, untold::Untold},
};

pub use listed::{
    listed_deleted, listed_due, listed_event, listed_forgotten, listed_gone_site,
    listed_key_of_any_site, listed_mark, listed_owner_key, listed_response, listed_revoked,
    listed_site, listed_survey, listed_survey_of_any_site, listed_survey_version, listed_trace,
    listed_untold, listed_webhook,
};
pub use prefix::Prefix;

/// One key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(String);
impl Key {
    /// Of a site.
    #[must_use]
    pub fn site(site: &SiteId) -> Key {
        Key(format!("site:{site}"))
    }

    /// That a site was deleted.
    #[must_use]
    pub fn gone_site(site: &SiteId) -> Key {
        Key(format!("gone:{site}"))
    }

    /// Of an owner's key; the id comes from [`crate::auth`].
    #[must_use]
    pub fn owner_key(id: &crate::auth::KeyId) -> Key {
        Key(format!("key:{id}"))
    }

    /// Of an owner's key among those of its site.
    #[must_use]
    pub fn owner_key_of(site: &SiteId, id: &crate::auth::KeyId) -> Key {
        Key(format!("keyof:{site}:{id}"))
    }

    /// Of a site's compiled gate.
    #[must_use]
    pub fn gate(site: &SiteId) -> Key {
        Key(format!("gate:{site}"))
    }

    /// Of a survey's newest version.
    #[must_use]
    pub fn survey(site: &SiteId, survey: &SurveyId) -> Key {
        Key(format!("survey:{site}:{survey}"))
    }

    /// Of one version of a survey.
    #[must_use]
    pub fn survey_version(site: &SiteId, survey: &SurveyId, version: u32) -> Key {
        Key(format!("survey:{site}:{survey}:v{version}"))
    }

    /// Of a state of a response. It comes from what the visitor's browser sent alone: a repeat lands
    /// on the same key, whenever and wherever it arrives, and a state never on that of another rank.
    #[must_use]
    pub fn response(site: &SiteId, survey: &SurveyId, id: ResponseId, rank: Rank) -> Key {
        Key(format!("r:{site}:{survey}:{}:{id}{}", id.instant().hour(), rank.suffix()))
    }

    /// Of the rollup of a day.
    #[must_use]
    pub fn rollup_day(site: &SiteId, survey: &SurveyId, day: Day) -> Key {
        Key(format!("roll:{site}:{survey}:{day}"))
    }

    /// Of the rollup of an hour.
    #[must_use]
    pub fn rollup_hour(site: &SiteId, survey: &SurveyId, hour: Hour) -> Key {
        Key(format!("roll:{site}:{survey}:{hour}"))
    }

    /// Of a mark; they are ordered by hours.
    #[must_use]
    pub fn mark(site: &SiteId, survey: &SurveyId, hour: Hour, at: Instant, id: ResponseId) -> Key {
        Key(format!("dirty:{site}:{survey}:{hour}:{:013}-{id}", at.unix_ms()))
    }

    /// Of a webhook.
    #[must_use]
    pub fn webhook(site: &SiteId, webhook: &WebhookId) -> Key {
        Key(format!("hook:{site}:{webhook}"))
    }

    /// Says that a site has had webhooks.
    #[must_use]
    pub fn has_webhooks(site: &SiteId) -> Key {
        Key(format!("hooks:{site}"))
    }

    /// Says that some site has had webhooks.
    #[must_use]
    pub fn any_webhooks() -> Key {
        Key("hooks".to_owned())
    }

    /// Of an event to deliver. It comes from what the visitor's browser sent alone: a repeat lands
    /// on the same key.
    #[must_use]
    pub fn due(name: &DueName) -> Key {
        Key(format!("due:{}:{}:{}-{}", name.site, name.webhook, name.id, name.state))
    }

    /// Of an event for whichever webhooks a site has: no webhook can have that name.
    #[must_use]
    pub fn untold(name: &Untold) -> Key {
        Key(format!("due:{}:*:{}-{}", name.site, name.id, name.state))
    }

    /// Of an event that was given up.
    #[must_use]
    pub fn dead(name: &DueName) -> Key {
        Key(format!("dead:{}:{}:{}-{}", name.site, name.webhook, name.id, name.state))
    }

    /// Of a webhook's last accepted delivery.
    #[must_use]
    pub fn webhook_sent(site: &SiteId, webhook: &WebhookId) -> Key {
        Key(format!("sent:{site}:{webhook}"))
    }

    /// Of a key that a list gave.
    #[must_use]
    pub fn listed(name: &str) -> Key {
        Key(name.to_owned())
    }

    /// Of what leads from a respondent to an answer.
    #[must_use]
    pub fn who(trace: &Trace) -> Key {
        Key(format!("who:{}", trace_text(trace)))
    }

    /// Of the note that an answer of a respondent was deleted.
    #[must_use]
    pub fn erased(trace: &Trace) -> Key {
        Key(format!("erased:{}", trace_text(trace)))
    }

    /// Of the tombstone of a respondent.
    #[must_use]
    pub fn forgotten(site: &SiteId, respondent: &RespondentHash) -> Key {
        Key(format!("forgotten:{site}:{respondent}"))
    }

    /// Of the tombstone of an answer.
    #[must_use]
    pub fn deleted(site: &SiteId, survey: &SurveyId, id: ResponseId) -> Key {
        Key(format!("deleted:{site}:{survey}:{id}"))
    }

    /// Of the note that a key of a site was revoked.
    #[must_use]
    pub fn revoked(site: &SiteId, id: &crate::auth::KeyId) -> Key {
        Key(format!("revoked:{site}:{id}"))
    }

    /// The key's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn trace_text(trace: &Trace) -> String {
    let Trace { site, respondent, survey, id } = trace;
    format!("{site}:{respondent}:{survey}:{}:{id}", id.instant().hour())
}
