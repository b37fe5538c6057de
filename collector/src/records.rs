//! What the store keeps about sites, surveys and keys. Fields may be added, never renamed.

use domain::SiteId;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use wire::{
    site::{KeyScope, SiteDefinition},
    survey::SurveyDefinition,
};

use crate::problem::Error;

/// A site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SiteRecord {
    /// What its owner says about it.
    pub definition: SiteDefinition,
    /// When it was last written, in Unix milliseconds.
    pub changed_ms: i64,
}

/// One version of a survey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SurveyRecord {
    /// The version, from 1.
    pub version: u32,
    /// What it asks, whom, where and when.
    pub definition: SurveyDefinition,
    /// When this version was written, in Unix milliseconds.
    pub changed_ms: i64,
}

/// An owner's key. The key itself is nowhere: only its hash is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyRecord {
    /// The site whose key it is.
    pub site: String,
    /// What its owner calls it.
    pub name: String,
    /// What it may do.
    pub scope: KeyScope,
    /// SHA-256 of the whole key, as hexadecimal text.
    pub sha256: String,
    /// When it was made, in Unix milliseconds.
    pub created_ms: i64,
}

impl KeyRecord {
    /// Whether this is a key of that site.
    #[must_use]
    pub fn is_of(&self, site: &SiteId) -> bool {
        self.site == site.as_str()
    }
}

/// A record's text in the store.
#[must_use]
pub fn encode<T: Serialize>(record: &T) -> String {
    // Text keys and finite numbers: serialising can't fail.
    serde_json::to_string(record).unwrap_or_default()
}

/// A record from its text in the store.
///
/// # Errors
/// [`Error::Internal`] when the text is not one that [`encode`] has written.
pub fn decode<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|_| Error::Internal("a stored record can't be read"))
}
