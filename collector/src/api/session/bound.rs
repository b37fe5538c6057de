//! A session: its holder, its end, and the secret that it is bound to.
//!
//! In: the types. Not in: their text in a cookie (`claims`).

use domain::{HOUR_MS, Instant, SiteId};
use wire::site::KeyScope;

use crate::{
    runtime::{
        operator_token::OperatorToken,
        signing_keys::{MAC_BYTES, PurposeKeys},
    },
    store::{keys::KeyId, records::KeyRecord},
    text::rfc3339,
};

/// Time for which a session lasts, in milliseconds: a working day. Nothing prolongs a session, so
/// that a stolen one ends.
pub const SESSION_MS: i64 = 12 * HOUR_MS;

/// Holder of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// The operator, who runs the deployment.
    Operator,
    /// An owner, who signed in with a key of a site.
    Owner {
        /// The site.
        site: SiteId,
        /// The key's id.
        key: KeyId,
        /// The key's rights.
        scope: KeyScope,
    },
}

/// A session: its holder, and its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Holder of the session.
    pub holder: Holder,
    /// Time at which it ends.
    pub expires: Instant,
}

/// A secret that a session is bound to.
#[derive(Clone, Copy, Debug)]
pub enum Bound<'a> {
    /// The operator's token: the session ends when it is changed.
    Operator(&'a OperatorToken),
    /// An owner's key: the session ends when it is revoked.
    Key(&'a KeyRecord),
}

/// A session whose signature is good and whose time is not over. Its secret may be gone by now.
#[derive(Clone, Debug)]
pub struct Signed {
    session: Session,
    proof: [u8; MAC_BYTES],
    keys: PurposeKeys,
}

impl Session {
    /// Begins a session now.
    #[must_use]
    pub fn begin(holder: Holder, now: Instant) -> Session {
        Session { holder, expires: now.plus_ms(SESSION_MS) }
    }

    /// The session as its holder sees it.
    #[must_use]
    pub fn shown(&self) -> wire::session::Session {
        use wire::session::Role;
        let expires_at = rfc3339::utc(self.expires);
        match &self.holder {
            Holder::Operator => wire::session::Session {
                role: Role::Operator,
                site: None,
                scope: KeyScope::Write,
                key: None,
                expires_at,
            },
            Holder::Owner { site, key, scope } => wire::session::Session {
                role: Role::Owner,
                site: Some(site.to_string()),
                scope: *scope,
                key: Some(key.to_string()),
                expires_at,
            },
        }
    }
}

impl Bound<'_> {
    /// Returns the text whose signature stands for the secret. Without the signing keys nobody can
    /// try guesses of the secret against anything in the cookie.
    pub(super) fn message(self) -> Vec<u8> {
        let text = match self {
            Bound::Operator(token) => format!("operator\n{}", token.secret().reveal()),
            Bound::Key(record) => format!("key\n{}", record.sha256),
        };
        text.into_bytes()
    }
}

impl Signed {
    /// Makes a session of which `keys` have signed that the secret with this `proof` began it.
    pub(super) const fn new(session: Session, proof: [u8; MAC_BYTES], keys: PurposeKeys) -> Signed {
        Signed { session, proof, keys }
    }

    /// Holder and end.
    #[must_use]
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// True if that secret began the session. The time that this takes tells nothing about it.
    #[must_use]
    pub fn is_bound_to(&self, bound: Bound<'_>) -> bool {
        self.keys.have_signed(&bound.message(), &self.proof)
    }
}
