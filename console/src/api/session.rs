//! Caller's role.

use serde::Deserialize;

/// Right of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Whoever runs the collector: all sites.
    Operator,
    /// The holder of a site's key.
    Owner,
}

/// A session, as `/v1/session` tells it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Session {
    /// The role.
    pub role: Role,
    /// The one site of an owner; `None` for the operator.
    #[serde(default)]
    pub site: Option<String>,
    /// `read` or `write`.
    pub scope: String,
    /// The key's id; `None` for the operator.
    #[serde(default)]
    pub key: Option<String>,
    /// Its end (RFC 3339).
    pub expires_at: String,
}

impl Session {
    /// True if it may change surveys, keys and the site.
    #[must_use]
    pub fn may_write(&self) -> bool {
        self.scope == "write"
    }
}
