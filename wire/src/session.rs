//! A session of the console: the request that begins one, and the reply that shows it.
//!
//! In: the two shapes. Not in: cookies, signatures and access control (the collector's).

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    fields::{Fields, Unreadable, parse_object},
    site::KeyScope,
};

/// The body of `POST /v1/session`.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionRequest {
    /// An owner's key, or the operator's token.
    pub secret: String,
    /// True if the session may replace somebody else's that has not ended.
    pub replace: bool,
}

/// A session, as the collector shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Session {
    /// The role of the person who signed in: `operator` or `owner`.
    pub role: Role,
    /// The site of an owner; null for the operator, who has all of them.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::slug_or_null"))]
    pub site: Option<String>,
    /// The session's rights.
    pub scope: KeyScope,
    /// The id of the key that began it; null for the operator.
    pub key: Option<String>,
    /// Time at which it ends by itself (RFC 3339).
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::instant"))]
    pub expires_at: String,
}

/// People who can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "SessionRole"))]
pub enum Role {
    /// Whoever runs the deployment.
    Operator,
    /// Whoever holds a key of a site.
    Owner,
}

impl fmt::Debug for SessionRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionRequest {{ secret: REDACTED, replace: {:?} }}", self.replace)
    }
}

impl SessionRequest {
    /// Reads a request for a session.
    ///
    /// # Errors
    /// [`Unreadable`], which names every bad field and never contains the secret.
    pub fn parse(body: &[u8]) -> Result<SessionRequest, Unreadable> {
        let object = parse_object(body)?;
        let mut fields = Fields::new(&object);
        fields.only(&["secret", "replace"]);
        let secret = fields.needed_text("secret", "a key, or the operator's token", |text| {
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        });
        let replace = fields.flag("replace").unwrap_or(false);
        fields.finish(secret.map(|secret| SessionRequest { secret, replace }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_taken_without_the_white_space_that_a_paste_brings() {
        let read = |body: &str| SessionRequest::parse(body.as_bytes());
        let request = read(r#"{"secret": " hbk_x\n", "replace": true}"#).unwrap();
        assert_eq!((request.secret.as_str(), request.replace), ("hbk_x", true));
        assert!(!read(r#"{"secret": "hbk_x"}"#).unwrap().replace);
        for bad in [r#"{"secret": " "}"#, r#"{"secret": 7}"#, "{}", r#"{"secret":"x","site":"y"}"#]
        {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert!(read(r#"{"secret": "x", "replace": "yes"}"#).is_err());
    }

    #[test]
    fn a_request_never_prints_its_secret() {
        let request = SessionRequest { secret: "hunter2".to_owned(), replace: false };
        assert!(!format!("{request:?}").contains("hunter2"));
        let wrong = SessionRequest::parse(br#"{"secret": "hunter2", "replace": 1}"#);
        assert!(!format!("{wrong:?}").contains("hunter2"));
    }
}
