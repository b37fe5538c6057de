//! The keys of the store. No other module knows their texts.
//!
//! <!-- families -->
//!
//! | family | key | value |
//! |---|---|---|
//! | [`Family::Site`] | `site:{site}` | its definition |
//! | [`Family::OwnerKey`] | `key:{key}` | SHA-256 of an owner's key, its site, name and scope; the key itself is nowhere |
//! | [`Family::OwnerKeyOf`] | `keyof:{site}:{key}` | empty: lists a site's keys |
//! | [`Family::GoneSite`] | `gone:{site}` | when a site was deleted, and when it was purged: nothing was left of it |
//! | [`Family::Gate`] | `gate:{site}` | the site's compiled gate, and what it was made of; a cache |
//! | [`Family::AnyWebhooks`] | `hooks` | empty: some site has had webhooks |
//! | [`Family::HasWebhooks`] | `hooks:{site}` | empty: the site has had webhooks |
//! | [`Family::Webhook`] | `hook:{site}:{webhook}` | a webhook, with its secret |
//! | [`Family::Due`] | `due:{site}:{webhook}:{id}-{state}` | an event that its receiver has not accepted yet |
//! | [`Family::Untold`] | `due:{site}:*:{id}-{state}` | the same, while KV can't say which webhooks there are |
//! | [`Family::Dead`] | `dead:{site}:{webhook}:{id}-{state}` | empty: an event that was given up |
//! | [`Family::WebhookSent`] | `sent:{site}:{webhook}` | when a receiver last accepted an event, in Unix milliseconds |
//! | [`Family::Survey`] | `survey:{site}:{survey}` | the newest version of a survey; when it was deleted, and when it was purged |
//! | [`Family::SurveyVersion`] | `survey:{site}:{survey}:v{n}` | version n of a survey; older ones stay, so that old responses keep their question |
//! | [`Family::Rollup`] | `roll:{site}:{survey}:{day}` | counts of a closed day of UTC, by quarter hour and by dimension; or of an hour with many responses (`{hour}` in place of `{day}`), while its day goes on; a cache |
//! | [`Family::Dirty`] | `dirty:{site}:{survey}:{hour}:{at}-{id}` | empty: that hour was written into, until then, when it may have been folded; a dirty mark |
//! | [`Family::Response`] | `r:{site}:{survey}:{hour}:{id}{rank}` | a state of a response, whole: `{rank}` is `.0` or `.1` while unfinished, `.2` finished, nothing finished with a comment; readers take the highest |
//! | [`Family::Who`] | `who:{site}:{hash}:{survey}:{hour}:{id}` | empty: leads from a respondent to a response |
//! | [`Family::Erased`] | `erased:{site}:{hash}:{survey}:{hour}:{id}` | empty: that response was deleted, so its `who:` key is due to go |
//! | [`Family::Forgotten`] | `forgotten:{site}:{hash}` | when all of a respondent was deleted; no restore brings back what was taken before |
//! | [`Family::Deleted`] | `deleted:{site}:{survey}:{id}` | when a response was deleted; no restore brings it back |
//! | [`Family::Revoked`] | `revoked:{site}:{key}` | empty: that key was revoked, and no restore brings it back |
//!
//! <!-- /families -->
//!
//! Names hold no `:`, so no name can forge another key. A test pins the text of each key: every
//! later release must find what an earlier one has stored.

mod dirty_mark;
mod event;
pub mod family;
mod listed;
mod owner_key;
mod prefix;
mod rank;
mod respondent;
#[cfg(test)]
mod tests;

use core::fmt;

use domain::{Hour, ResponseId, SiteId, SurveyId, WebhookId};

use crate::store::day::Day;

pub use dirty_mark::DirtyMark;
pub use event::{DueName, Untold};
pub use listed::{
    listed_deleted, listed_dirty, listed_due, listed_event, listed_forgotten, listed_gone_site,
    listed_key_of_any_site, listed_owner_key, listed_response, listed_revoked, listed_site,
    listed_survey, listed_survey_of_any_site, listed_survey_version, listed_untold, listed_webhook,
    listed_who,
};
pub use owner_key::{KeyId, new_owner_key, owner_key_id};
pub use prefix::Prefix;
pub use rank::Rank;
pub use respondent::{RespondentHash, WhoKey};

use family::{Family, WithSite};

/// One key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// Key of a family, with those names behind its word.
    fn of(family: Family, names: fmt::Arguments<'_>) -> Key {
        Key(format!("{}:{names}", family.about().word))
    }

    /// Returns the keys that are deleted first when a site is deleted, by its name.
    #[must_use]
    pub fn first_of_deleted_site(site: &SiteId) -> Vec<Key> {
        let all = Family::ALL.iter();
        let first = all.filter(|family| family.about().with_site == WithSite::First);
        first.map(|family| Key::of(*family, format_args!("{site}"))).collect()
    }

    /// Key of a site.
    #[must_use]
    pub fn site(site: &SiteId) -> Key {
        Key::of(Family::Site, format_args!("{site}"))
    }

    /// Key of the record that a site was deleted.
    #[must_use]
    pub fn gone_site(site: &SiteId) -> Key {
        Key::of(Family::GoneSite, format_args!("{site}"))
    }

    /// Key of an owner's key, by the id in it ([`owner_key_id`]).
    #[must_use]
    pub fn owner_key(id: &KeyId) -> Key {
        Key::of(Family::OwnerKey, format_args!("{id}"))
    }

    /// Key of an owner's key among those of its site.
    #[must_use]
    pub fn owner_key_of(site: &SiteId, id: &KeyId) -> Key {
        Key::of(Family::OwnerKeyOf, format_args!("{site}:{id}"))
    }

    /// Key of a site's compiled gate.
    #[must_use]
    pub fn gate(site: &SiteId) -> Key {
        Key::of(Family::Gate, format_args!("{site}"))
    }

    /// Key of a survey's newest version.
    #[must_use]
    pub fn survey(site: &SiteId, survey: &SurveyId) -> Key {
        Key::of(Family::Survey, format_args!("{site}:{survey}"))
    }

    /// Key of one version of a survey.
    #[must_use]
    pub fn survey_version(site: &SiteId, survey: &SurveyId, version: u32) -> Key {
        Key::of(Family::SurveyVersion, format_args!("{site}:{survey}:v{version}"))
    }

    /// Key of a state of a response. It depends only on what the visitor's browser sent. So a
    /// repeat is written to the same key, whenever and wherever it arrives, and a state never to
    /// the key of another rank.
    #[must_use]
    pub fn response(site: &SiteId, survey: &SurveyId, id: ResponseId, rank: Rank) -> Key {
        Key::of(
            Family::Response,
            format_args!("{site}:{survey}:{}:{id}{}", id.instant().hour(), rank.suffix()),
        )
    }

    /// Key of the rollup of a day.
    #[must_use]
    pub fn rollup_day(site: &SiteId, survey: &SurveyId, day: Day) -> Key {
        Key::of(Family::Rollup, format_args!("{site}:{survey}:{day}"))
    }

    /// Key of the rollup of an hour.
    #[must_use]
    pub fn rollup_hour(site: &SiteId, survey: &SurveyId, hour: Hour) -> Key {
        Key::of(Family::Rollup, format_args!("{site}:{survey}:{hour}"))
    }

    /// Key of a dirty mark. These keys are ordered by hours.
    #[must_use]
    pub fn dirty(mark: &DirtyMark) -> Key {
        let DirtyMark { site, survey, hour, at, id } = mark;
        Key::of(Family::Dirty, format_args!("{site}:{survey}:{hour}:{:013}-{id}", at.unix_ms()))
    }

    /// Key of a webhook.
    #[must_use]
    pub fn webhook(site: &SiteId, webhook: &WebhookId) -> Key {
        Key::of(Family::Webhook, format_args!("{site}:{webhook}"))
    }

    /// Key that says that a site has had webhooks.
    #[must_use]
    pub fn has_webhooks(site: &SiteId) -> Key {
        Key::of(Family::HasWebhooks, format_args!("{site}"))
    }

    /// Key that says that some site has had webhooks.
    #[must_use]
    pub fn any_webhooks() -> Key {
        Key(Family::AnyWebhooks.about().word.to_owned())
    }

    /// Key of an event to deliver. It depends only on what the visitor's browser sent, so a repeat
    /// is written to the same key.
    #[must_use]
    pub fn due(name: &DueName) -> Key {
        Key::of(
            Family::Due,
            format_args!("{}:{}:{}-{}", name.site, name.webhook, name.id, name.state),
        )
    }

    /// Key of an event for whichever webhooks a site has. It has `*` in place of a webhook's name,
    /// which no webhook can have.
    #[must_use]
    pub fn untold(name: &Untold) -> Key {
        Key::of(Family::Untold, format_args!("{}:*:{}-{}", name.site, name.id, name.state))
    }

    /// Key of an event that was given up.
    #[must_use]
    pub fn dead(name: &DueName) -> Key {
        Key::of(
            Family::Dead,
            format_args!("{}:{}:{}-{}", name.site, name.webhook, name.id, name.state),
        )
    }

    /// Key of a webhook's last accepted delivery.
    #[must_use]
    pub fn webhook_sent(site: &SiteId, webhook: &WebhookId) -> Key {
        Key::of(Family::WebhookSent, format_args!("{site}:{webhook}"))
    }

    /// Key that a list gave.
    #[must_use]
    pub fn listed(name: &str) -> Key {
        Key(name.to_owned())
    }

    /// Key of the link from a respondent to a response.
    #[must_use]
    pub fn who(who: &WhoKey) -> Key {
        Key::of(Family::Who, format_args!("{}", who.names()))
    }

    /// Key of the note that a response of a respondent was deleted.
    #[must_use]
    pub fn erased(who: &WhoKey) -> Key {
        Key::of(Family::Erased, format_args!("{}", who.names()))
    }

    /// Key of the tombstone of a respondent.
    #[must_use]
    pub fn forgotten(site: &SiteId, respondent: &RespondentHash) -> Key {
        Key::of(Family::Forgotten, format_args!("{site}:{respondent}"))
    }

    /// Key of the tombstone of a response.
    #[must_use]
    pub fn deleted(site: &SiteId, survey: &SurveyId, id: ResponseId) -> Key {
        Key::of(Family::Deleted, format_args!("{site}:{survey}:{id}"))
    }

    /// Key of the note that a key of a site was revoked.
    #[must_use]
    pub fn revoked(site: &SiteId, id: &KeyId) -> Key {
        Key::of(Family::Revoked, format_args!("{site}:{id}"))
    }

    /// The key's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
