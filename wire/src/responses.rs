//! Responses as an owner reads them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{page::Page, reason::Reasons};

/// One response: of a page, of an export, or by its id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "StoredResponse"))]
pub struct ResponseResource {
    /// The response's id: a UUID version 7.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::response_id"))]
    pub id: String,
    /// The survey that it belongs to.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::slug"))]
    pub survey: String,
    /// The survey's version that was shown; absent unless the widget said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::version"))]
    pub version: Option<u32>,
    /// The version of the built-in wording in which it was asked; absent unless the widget said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::wording"))]
    pub wording: Option<u8>,
    /// Time at which it was given, by its id: an instant (RFC 3339, UTC).
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::instant"))]
    pub given_at: String,
    /// Time at which the collector took its newest state: an instant (RFC 3339, UTC).
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::instant"))]
    pub received_at: String,
    /// The score on the survey's scale: NPS 0 to 10, CES 1 to 7, CSAT 1 to 5; absent for CSI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::score"))]
    pub score: Option<u8>,
    /// The group of the score, such as `promoter`; absent for CSI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::group"))]
    pub group: Option<String>,
    /// The ratings by attribute's id, for CSI; those that were left out are not there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::ratings"))]
    pub ratings: BTreeMap<String, u8>,
    /// The ratings' index, from 0 to 100, two decimals; absent for other kinds than CSI, and when
    /// attributes of more than half of the weight were left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 100)))]
    pub index: Option<f64>,
    /// The visitor's comment; absent without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The moment in the customer's journey, such as `checkout`; absent unless the page gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<String>,
    /// Path of the page, decoded, without its query.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The language in which the survey was shown: a tag in lower case, such as `pt-br`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::lang"))]
    pub lang: Option<String>,
    /// The sort of device: `phone`, `tablet` or `desktop`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// The channel by which the visitor got the question; absent unless the response named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::source"))]
    pub source: Option<String>,
    /// The respondent; absent unless the page named them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respondent: Option<String>,
    /// Ids of the reasons that were picked; empty if none was, absent if the visitor was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::reasons"))]
    pub reasons: Option<Reasons>,
    /// False if the visitor was not asked for reasons, though other groups of the survey's version
    /// are; absent otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasons_asked: Option<bool>,
    /// Further values that the page gave, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
    /// True if the visitor had finished; false for a score whose comment had not been sent.
    pub finished: bool,
    /// Milliseconds from the popup's first frame to the tap; absent unless the widget said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elapsed_ms: Option<u32>,
}

/// A page of responses. There may be fewer than asked for, or none, with more to come.
pub type ResponsePage = Page<ResponseResource>;

/// The last line of an NDJSON export or backup. A file without it was cut off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastLine {
    /// Number of responses in this piece.
    pub responses: u64,
    /// The `cursor` that goes on from here; absent when nothing comes after this piece.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
