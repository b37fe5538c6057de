//! The collector's report on itself.

use serde::{Deserialize, Serialize};

/// The reply of `GET /healthz`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Health {
    /// Always `ok`: the collector runs.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::ok"))]
    pub status: String,
    /// `ok`, or what is wrong with the secret SIGNING_KEYS.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::signing_keys"))]
    pub signing_keys: String,
    /// The release of the time zone database that is compiled in, such as `2026f`.
    pub zone_rules: String,
}
