//! The keys of the store, and nothing else knows their texts.
//!
//! | key | value |
//! |---|---|
//! | `site:{site}` | [`crate::records::SiteRecord`] |
//! | `key:{key id}` | [`crate::records::KeyRecord`] |
//! | `survey:{site}:{survey}` | [`crate::records::SurveyRecord`], the newest version |
//! | `survey:{site}:{survey}:v{n}` | the same, version n; written before it becomes the newest |
//! | `r:{site}:{survey}:{hour}:{id}` | [`crate::stored_response::StoredResponse`] |
//!
//! Names hold no `:`, so no name can forge another key. Each text is pinned by a test: what is
//! stored must be found again by every later release.

use domain::{ResponseId, SiteId, SurveyId};

/// One key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(String);

/// What all keys of a list begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix(String);

impl Key {
    /// Of a site.
    #[must_use]
    pub fn site(site: &SiteId) -> Key {
        Key(format!("site:{site}"))
    }

    /// Of an owner's key; the id comes from [`crate::auth`].
    #[must_use]
    pub fn owner_key(id: &crate::auth::KeyId) -> Key {
        Key(format!("key:{id}"))
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

    /// Of a response. It comes from what the visitor's browser sent alone: a repeat lands on the
    /// same key, whenever and wherever it arrives.
    #[must_use]
    pub fn response(site: &SiteId, survey: &SurveyId, id: ResponseId) -> Key {
        Key(format!("r:{site}:{survey}:{}:{id}", id.instant().hour()))
    }

    /// The key's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Prefix {
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

/// The survey of a key listed under [`Prefix::surveys`]; `None` for an older version's key.
#[must_use]
pub fn listed_survey(site: &SiteId, name: &str) -> Option<SurveyId> {
    let survey = name.strip_prefix(Prefix::surveys(site).as_str())?;
    SurveyId::parse(survey).ok()
}

/// The id of a key listed under [`Prefix::responses`].
#[must_use]
pub fn listed_response(name: &str) -> Option<ResponseId> {
    ResponseId::parse(name.rsplit(':').next()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::KeyId;

    fn names() -> (SiteId, SurveyId, ResponseId) {
        (
            SiteId::parse("demo").unwrap(),
            SurveyId::parse("nps").unwrap(),
            ResponseId::parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f").unwrap(),
        )
    }

    #[test]
    fn every_key_has_the_text_under_which_answers_are_already_stored() {
        let (site, survey, id) = names();
        let response = "r:demo:nps:2022-02-22T19:017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
        assert_eq!(Key::site(&site).as_str(), "site:demo");
        assert_eq!(Key::owner_key(&KeyId::parse("abcd2345").unwrap()).as_str(), "key:abcd2345");
        assert_eq!(Key::survey(&site, &survey).as_str(), "survey:demo:nps");
        assert_eq!(Key::survey_version(&site, &survey, 7).as_str(), "survey:demo:nps:v7");
        assert_eq!(Key::response(&site, &survey, id).as_str(), response);
        assert_eq!(Prefix::surveys(&site).as_str(), "survey:demo:");
        let november = Prefix::responses(&site, &survey, "2026-11-");
        assert_eq!(november.as_str(), "r:demo:nps:2026-11-");
    }

    #[test]
    fn a_listed_key_gives_back_what_it_was_made_of() {
        let (site, survey, id) = names();
        let listed = |key: Key| listed_survey(&site, key.as_str());
        assert_eq!(listed(Key::survey(&site, &survey)), Some(survey.clone()));
        assert_eq!(listed(Key::survey_version(&site, &survey, 3)), None);
        assert_eq!(listed_response(Key::response(&site, &survey, id).as_str()), Some(id));
        assert_eq!(listed_response("r:demo:nps:2022-02-22T19:x"), None);
    }

    #[test]
    fn the_longest_key_fits_into_512_bytes() {
        let longest = "a".repeat(domain::SLUG_MAX_BYTES);
        let key = Key::response(
            &SiteId::parse(&longest).unwrap(),
            &SurveyId::parse(&longest).unwrap(),
            names().2,
        );
        assert_eq!(key.as_str().len(), 2 + 41 + 41 + 14 + 36);
    }
}
