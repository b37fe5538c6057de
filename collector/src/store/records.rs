//! Records of sites, surveys and keys in the store. Fields may be added; a stored name never
//! changes.

use std::collections::BTreeMap;

use domain::{Instant, SiteId};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use wire::{
    site::{KeyScope, SiteDefinition},
    survey::SurveyDefinition,
};

use crate::{
    store::{
        error::Error,
        timing::{LANDS_WITHIN_MS, STALE_MS},
    },
    text::json,
};

/// A site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SiteRecord {
    /// Definition by its owner.
    pub definition: SiteDefinition,
    /// Time of the last write, in Unix milliseconds.
    pub changed_ms: i64,
}

/// One version of a survey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SurveyRecord {
    /// The version, from 1.
    pub version: u32,
    /// Its question, audience, place and time.
    pub definition: SurveyDefinition,
    /// Time at which this version was written or deleted, in Unix milliseconds.
    pub changed_ms: i64,
    /// Time at which the survey was deleted, in Unix milliseconds. Its record stays, so that its
    /// responses can still be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_ms: Option<i64>,
    /// True if its responses are being deleted, too. Then the survey can't come back.
    #[serde(rename = "is_erasing", default, skip_serializing_if = "core::ops::Not::not")]
    pub is_purging: bool,
    /// Time at which nothing was left of it but this record, in Unix milliseconds; see
    /// [`crate::deletion::purge`].
    #[serde(rename = "erased_ms", default, skip_serializing_if = "Option::is_none")]
    pub purged_ms: Option<i64>,
}

/// Age of a survey's record, by which a reader tells the older of two: its version, the time at
/// which it was written, and true if it was deleted.
pub type Age = (u32, i64, bool);

/// Record that a site was deleted; stays until nothing of it is left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoneRecord {
    /// Time of the deletion, in Unix milliseconds.
    pub deleted_ms: i64,
    /// Time at which nothing was left of it but this record, in Unix milliseconds; see
    /// [`crate::deletion::purge`].
    #[serde(rename = "erased_ms", default, skip_serializing_if = "Option::is_none")]
    pub purged_ms: Option<i64>,
}

/// A site's compiled gate, and what it was made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GateRecord {
    /// The gate as a JavaScript expression.
    pub script: String,
    /// Time at which it was compiled, in Unix milliseconds.
    pub compiled_ms: i64,
    /// [`SiteRecord::changed_ms`] of the site.
    pub site_changed_ms: i64,
    /// The age of each survey's record, those that are not shown included.
    pub surveys: BTreeMap<String, Age>,
}

/// An owner's key. The key itself is nowhere: only its hash is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyRecord {
    /// The site whose key it is.
    pub site: String,
    /// Name that its owner gave it.
    pub name: String,
    /// Permissions.
    pub scope: KeyScope,
    /// SHA-256 of the whole key, as hexadecimal text.
    pub sha256: String,
    /// Time at which it was made, in Unix milliseconds.
    pub created_ms: i64,
}

impl SurveyRecord {
    /// Makes the record of a version that is not deleted.
    #[must_use]
    pub const fn new(version: u32, definition: SurveyDefinition, changed: Instant) -> SurveyRecord {
        SurveyRecord {
            version,
            definition,
            changed_ms: changed.unix_ms(),
            deleted_ms: None,
            is_purging: false,
            purged_ms: None,
        }
    }

    /// True if nothing is left of the survey, and a new one may have its name.
    #[must_use]
    pub fn is_free(&self, now: Instant) -> bool {
        is_free(self.purged_ms, now)
    }

    /// True if the survey was deleted.
    #[must_use]
    pub const fn is_deleted(&self) -> bool {
        self.deleted_ms.is_some()
    }

    /// Returns the newer of two records of one survey.
    #[must_use]
    pub fn newer(self, other: SurveyRecord) -> SurveyRecord {
        if other.age() > self.age() { other } else { self }
    }

    /// Returns the age of this record among those of its survey: a greater one is newer.
    #[must_use]
    pub const fn age(&self) -> Age {
        (self.version, self.changed_ms, self.is_deleted())
    }
}

impl GateRecord {
    /// True if the gate was made of that state of a survey, or of a later one.
    #[must_use]
    pub fn knows(&self, survey: &str, age: Age) -> bool {
        self.surveys.get(survey).is_some_and(|known| *known >= age)
    }

    /// True if the gate was made of all states of which another was made, or of later ones.
    #[must_use]
    pub fn covers(&self, other: &GateRecord) -> bool {
        self.site_changed_ms >= other.site_changed_ms
            && other.surveys.iter().all(|(survey, age)| self.knows(survey, *age))
    }
}

impl KeyRecord {
    /// True if this is a key of that site.
    #[must_use]
    pub fn is_of(&self, site: &SiteId) -> bool {
        self.site == site.as_str()
    }
}

/// Time after the last step of a purge during which a request or cron run that has read an older
/// record may still delete, in milliseconds.
pub(crate) const FREE_AFTER_MS: i64 = STALE_MS + LANDS_WITHIN_MS;

/// True if the name of a deleted site or survey is free. `purged_ms` is the time at which nothing
/// was left of it, in Unix milliseconds; `None` if something may be left.
#[must_use]
pub fn is_free(purged_ms: Option<i64>, now: Instant) -> bool {
    purged_ms.is_some_and(|at_ms| now.unix_ms() >= at_ms.saturating_add(FREE_AFTER_MS))
}

/// Returns a record's text for the store.
#[must_use]
pub fn encode<T: Serialize>(record: &T) -> String {
    json::of(record)
}

/// Returns a record from its text in the store.
///
/// # Errors
/// [`Error::Internal`] if the text is not one that [`encode`] has written.
pub fn decode<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|_| Error::Internal("a stored record can't be read"))
}
