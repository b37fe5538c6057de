//! Prefixes of the keys of a list.

use std::collections::BTreeSet;

use domain::{SiteId, SurveyId, WebhookId};

use super::{
    family::{About, Family, WithSite, WithSurvey},
    respondent::RespondentHash,
};

/// Common beginning of all keys of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix(String);

impl Prefix {
    /// Prefix of all keys of a family, and of all other keys that begin with the same word.
    fn all(family: Family) -> Prefix {
        Prefix::within(family, "")
    }

    /// Prefix of a family's keys whose names begin with `names`.
    fn within(family: Family, names: &str) -> Prefix {
        Prefix(format!("{}:{names}", family.about().word))
    }

    /// Prefix of all webhooks of a site.
    #[must_use]
    pub fn webhooks(site: &SiteId) -> Prefix {
        Prefix::within(Family::Webhook, &format!("{site}:"))
    }

    /// Prefix of all events to deliver.
    #[must_use]
    pub fn all_due() -> Prefix {
        Prefix::all(Family::Due)
    }

    /// Prefix of a webhook's events to deliver.
    #[must_use]
    pub fn due(site: &SiteId, webhook: &WebhookId) -> Prefix {
        Prefix::within(Family::Due, &format!("{site}:{webhook}:"))
    }

    /// Prefixes of a site's events that wait, and of those that were given up.
    #[must_use]
    pub fn events_of_site(site: &SiteId) -> [Prefix; 2] {
        [
            Prefix::within(Family::Due, &format!("{site}:")),
            Prefix::within(Family::Dead, &format!("{site}:")),
        ]
    }

    /// Prefix of a site's events that wait until it is known which webhooks there are.
    #[must_use]
    pub fn untold(site: &SiteId) -> Prefix {
        Prefix::within(Family::Due, &format!("{site}:*:"))
    }

    /// Prefix of a webhook's events that were given up.
    #[must_use]
    pub fn dead(site: &SiteId, webhook: &WebhookId) -> Prefix {
        Prefix::within(Family::Dead, &format!("{site}:{webhook}:"))
    }

    /// Prefix of all sites.
    #[must_use]
    pub fn all_sites() -> Prefix {
        Prefix::all(Family::Site)
    }

    /// Prefix of all sites that were deleted.
    #[must_use]
    pub fn all_gone_sites() -> Prefix {
        Prefix::all(Family::GoneSite)
    }

    /// Prefix of a site's keys.
    #[must_use]
    pub fn owner_keys_of(site: &SiteId) -> Prefix {
        Prefix::within(Family::OwnerKeyOf, &format!("{site}:"))
    }

    /// Prefixes of all keys that a deletion of a survey finds by lists, except for its responses.
    #[must_use]
    pub fn belongings_of_survey(site: &SiteId, survey: &SurveyId) -> Vec<Prefix> {
        let is_listed = |about: &About| about.with_survey == WithSurvey::Listed;
        words(is_listed).map(|word| Prefix(format!("{word}:{site}:{survey}:"))).collect()
    }

    /// Prefixes of all keys that a deletion of a site finds by lists.
    #[must_use]
    pub fn belongings_of_site(site: &SiteId) -> Vec<Prefix> {
        let is_listed = |about: &About| about.with_site == WithSite::Listed;
        words(is_listed).map(|word| Prefix(format!("{word}:{site}:"))).collect()
    }

    /// Prefix of all surveys of all sites.
    #[must_use]
    pub fn all_surveys() -> Prefix {
        Prefix::all(Family::Survey)
    }

    /// Prefix of all dirty marks of all surveys.
    #[must_use]
    pub fn all_dirty() -> Prefix {
        Prefix::all(Family::Dirty)
    }

    /// Prefix of the dirty marks of all surveys of a site.
    #[must_use]
    pub fn dirty_of_site(site: &SiteId) -> Prefix {
        Prefix::within(Family::Dirty, &format!("{site}:"))
    }

    /// Prefix of a survey's dirty marks of those hours whose text begins like that.
    #[must_use]
    pub fn dirty(site: &SiteId, survey: &SurveyId, hours: &str) -> Prefix {
        Prefix::within(Family::Dirty, &format!("{site}:{survey}:{hours}"))
    }

    /// Prefix of all surveys of a site with all their versions.
    #[must_use]
    pub fn surveys(site: &SiteId) -> Prefix {
        Prefix::within(Family::Survey, &format!("{site}:"))
    }

    /// Prefix of a survey's responses in those hours whose text begins like that: `2026-11-2` means
    /// ten days.
    #[must_use]
    pub fn responses(site: &SiteId, survey: &SurveyId, hours: &str) -> Prefix {
        Prefix::within(Family::Response, &format!("{site}:{survey}:{hours}"))
    }

    /// Prefix of the links from a respondent to responses.
    #[must_use]
    pub fn who(site: &SiteId, respondent: &RespondentHash) -> Prefix {
        Prefix::within(Family::Who, &format!("{site}:{respondent}:"))
    }

    /// Prefix of the tombstones of a site's respondents.
    #[must_use]
    pub fn forgotten(site: &SiteId) -> Prefix {
        Prefix::within(Family::Forgotten, &format!("{site}:"))
    }

    /// Prefix of the tombstones of a site's responses.
    #[must_use]
    pub fn deleted(site: &SiteId) -> Prefix {
        Prefix::within(Family::Deleted, &format!("{site}:"))
    }

    /// Prefix of the notes that keys of a site were revoked.
    #[must_use]
    pub fn revoked(site: &SiteId) -> Prefix {
        Prefix::within(Family::Revoked, &format!("{site}:"))
    }

    /// Prefix of all keys of owners, of all sites.
    #[must_use]
    pub fn all_owner_keys() -> Prefix {
        Prefix::all(Family::OwnerKey)
    }

    /// Prefix of a site, and of sites whose names begin with its name.
    #[must_use]
    pub fn site(site: &SiteId) -> Prefix {
        Prefix::within(Family::Site, site.as_str())
    }

    /// Prefix of the record that a site was deleted, and of the records of sites whose names begin
    /// with its name.
    #[must_use]
    pub fn gone_site(site: &SiteId) -> Prefix {
        Prefix::within(Family::GoneSite, site.as_str())
    }

    /// Prefix of all notes that a response of a respondent was deleted.
    #[must_use]
    pub fn all_erased() -> Prefix {
        Prefix::all(Family::Erased)
    }

    /// True for lists from which summaries compute figures: of responses, marks and surveys.
    #[must_use]
    pub fn is_of_figures(&self) -> bool {
        let families = [Family::Response, Family::Dirty, Family::Survey];
        let word = self.0.split(':').next();
        families.into_iter().any(|family| Some(family.about().word) == word)
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

/// The words of those families, each once, in the order of the families.
fn words(is_meant: impl Fn(&About) -> bool) -> impl Iterator<Item = &'static str> {
    let mut seen = BTreeSet::new();
    let all = Family::ALL.iter().map(|family| family.about());
    all.filter(is_meant).map(|about| about.word).filter(move |word| seen.insert(*word))
}
