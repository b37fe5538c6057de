//! What all keys of a list begin with.

use domain::{SiteId, SurveyId, WebhookId};

use crate::respondents::RespondentHash;

/// What all keys of a list begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix(String);

impl Prefix {
    /// Of all webhooks of a site.
    #[must_use]
    pub fn webhooks(site: &SiteId) -> Prefix {
        Prefix(format!("hook:{site}:"))
    }

    /// Of all events to deliver.
    #[must_use]
    pub fn all_due() -> Prefix {
        Prefix("due:".to_owned())
    }

    /// Of a webhook's events to deliver.
    #[must_use]
    pub fn due(site: &SiteId, webhook: &WebhookId) -> Prefix {
        Prefix(format!("due:{site}:{webhook}:"))
    }

    /// Of a site's events that wait, and of those that were given up.
    #[must_use]
    pub fn events_of_site(site: &SiteId) -> [Prefix; 2] {
        [Prefix(format!("due:{site}:")), Prefix(format!("dead:{site}:"))]
    }

    /// Of a site's events that wait until it is known which webhooks there are.
    #[must_use]
    pub fn untold(site: &SiteId) -> Prefix {
        Prefix(format!("due:{site}:*:"))
    }

    /// Of a webhook's events that were given up.
    #[must_use]
    pub fn dead(site: &SiteId, webhook: &WebhookId) -> Prefix {
        Prefix(format!("dead:{site}:{webhook}:"))
    }

    /// Of all sites.
    #[must_use]
    pub fn all_sites() -> Prefix {
        Prefix("site:".to_owned())
    }

    /// Of all sites that are being erased.
    #[must_use]
    pub fn all_gone_sites() -> Prefix {
        Prefix("gone:".to_owned())
    }

    /// Of a site's keys.
    #[must_use]
    pub fn owner_keys_of(site: &SiteId) -> Prefix {
        Prefix(format!("keyof:{site}:"))
    }

    /// All that belongs to a survey, but for its own key and its answers.
    #[must_use]
    pub fn belongings_of_survey(site: &SiteId, survey: &SurveyId) -> Vec<Prefix> {
        ["survey", "roll", "dirty"]
            .map(|family| Prefix(format!("{family}:{site}:{survey}:")))
            .to_vec()
    }

    /// All that belongs to a site, but for its own key and those that open it.
    #[must_use]
    pub fn belongings_of_site(site: &SiteId) -> Vec<Prefix> {
        let families = [
            "hook",
            "due",
            "dead",
            "sent",
            "survey",
            "roll",
            "dirty",
            "r",
            "who",
            "erased",
            "forgotten",
            "deleted",
            "revoked",
        ];
        families.map(|family| Prefix(format!("{family}:{site}:"))).to_vec()
    }

    /// Of all surveys of all sites.
    #[must_use]
    pub fn all_surveys() -> Prefix {
        Prefix("survey:".to_owned())
    }

    /// Of all marks of all surveys.
    #[must_use]
    pub fn all_marks() -> Prefix {
        Prefix("dirty:".to_owned())
    }

    /// Of a survey's marks of those hours whose text begins so.
    #[must_use]
    pub fn marks(site: &SiteId, survey: &SurveyId, hours: &str) -> Prefix {
        Prefix(format!("dirty:{site}:{survey}:{hours}"))
    }

    /// Of all surveys of a site with all their versions.
    #[must_use]
    pub fn surveys(site: &SiteId) -> Prefix {
        Prefix(format!("survey:{site}:"))
    }

    /// Of a survey's responses in those hours whose text begins so: `2026-11-2` means ten days.
    #[must_use]
    pub fn responses(site: &SiteId, survey: &SurveyId, hours: &str) -> Prefix {
        Prefix(format!("r:{site}:{survey}:{hours}"))
    }

    /// Of all that leads from a respondent to answers.
    #[must_use]
    pub fn who(site: &SiteId, respondent: &RespondentHash) -> Prefix {
        Prefix(format!("who:{site}:{respondent}:"))
    }

    /// Of the tombstones of a site's respondents.
    #[must_use]
    pub fn forgotten(site: &SiteId) -> Prefix {
        Prefix(format!("forgotten:{site}:"))
    }

    /// Of the tombstones of a site's answers.
    #[must_use]
    pub fn deleted(site: &SiteId) -> Prefix {
        Prefix(format!("deleted:{site}:"))
    }

    /// Of the notes that keys of a site were revoked.
    #[must_use]
    pub fn revoked(site: &SiteId) -> Prefix {
        Prefix(format!("revoked:{site}:"))
    }

    /// Of all keys of owners, of all sites.
    #[must_use]
    pub fn all_owner_keys() -> Prefix {
        Prefix("key:".to_owned())
    }

    /// Of a site, and of those of longer names.
    #[must_use]
    pub fn site(site: &SiteId) -> Prefix {
        Prefix(format!("site:{site}"))
    }

    /// Of a site's note that it was deleted, and of those of longer names.
    #[must_use]
    pub fn gone_site(site: &SiteId) -> Prefix {
        Prefix(format!("gone:{site}"))
    }

    /// Of all notes that an answer of a respondent was deleted.
    #[must_use]
    pub fn all_erased() -> Prefix {
        Prefix("erased:".to_owned())
    }

    /// The prefix's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Any text, to test a store with.
    #[cfg(test)]
    pub(crate) fn raw(text: &str) -> Prefix {
        Prefix(text.to_owned())
    }
}
