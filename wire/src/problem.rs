//! Problems: the format of every error (RFC 9457), with a pointer to each bad field (RFC 6901).

use serde::{Deserialize, Serialize};

/// The media type of a problem.
pub const PROBLEM_MEDIA_TYPE: &str = "application/problem+json";

/// An error, as its caller reads it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// A stable name, `urn:hearby:problem:…`; branch on this, not on the texts.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::problem_type"))]
    pub kind: String,
    /// A summary of this kind of problem; the same words each time.
    pub title: String,
    /// The HTTP status.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::problem_status"))]
    pub status: u16,
    /// Advice for this request; absent where the title and `errors` say all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// The fields at fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The collector's time (RFC 3339); on `clock-skew` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::instant"))]
    pub now_at: Option<String>,
    /// The request's id, which is in the operator's log, too; absent where the collector has no
    /// randomness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::request_id"))]
    pub request_id: Option<String>,
}

/// One field at fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldError {
    /// Pointer to the field (RFC 6901): `/score`. Empty for the body as a whole; query parameters
    /// are named `?from`.
    pub pointer: String,
    /// The fault: `is 11`.
    pub detail: String,
    /// Values that are allowed there.
    pub allowed: String,
}
