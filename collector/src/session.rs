//! Sessions of the console: a signed cookie in place of a key.
//!
//! **In scope:** which requests may use a session, what is signed, and which of the cookies of a
//! request is one.
//! **Out of scope:** whether the secret behind it still opens ([`crate::auth`]), the routes that begin
//! and end one ([`crate::handlers::session`]).
//!
//! One origin serves the console *and* what strangers' pages load, and a browser sends the cookie along
//! from every page of the same site: a shop beside the collector, any port of 127.0.0.1. So a session
//! counts only in a request that the console alone can have made ([`from_console`]), and public routes
//! know nothing of it. Nothing about sessions is stored: the cookie says who it is and until when, and
//! is bound to the secret that began it, so that it ends with that secret.

mod claims;
mod cookie;

use domain::{Instant, SiteId};
use wire::site::KeyScope;

use crate::{
    auth::KeyId,
    context::{Context, Runtime},
    http::Request,
    operator::OperatorToken,
    problem::Error,
    records::KeyRecord,
    rfc3339,
    signing_keys::{MAC_BYTES, Purpose, PurposeKeys},
};

pub use cookie::{CookieName, cleared, set};

/// Time for which a session lasts, in milliseconds: a working day. It is not prolonged, so that a
/// stolen one ends.
pub const SESSION_MS: i64 = 12 * 60 * 60 * 1_000;

/// The most cookies of the session's name that are looked at: a browser has one, and each costs
/// signatures. More of them are somebody's attempt.
const COOKIES_MAX: usize = 8;

/// Holder of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Whoever runs the deployment.
    Operator,
    /// Whoever had a key of a site.
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
    /// Time from which on it is none any more.
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

    /// The cookie's value: the session and what binds it to its secret, signed by the newest key.
    #[must_use]
    pub fn to_token(&self, bound: Bound<'_>, keys: &PurposeKeys) -> String {
        claims::write(self, &keys.sign(&bound.message()), keys)
    }
}

impl Bound<'_> {
    /// Returns the text whose signature stands for the secret: nothing in the cookie can be tried
    /// against guesses of it without the signing keys.
    fn message(self) -> Vec<u8> {
        let text = match self {
            Bound::Operator(token) => format!("operator\n{}", token.secret().reveal()),
            Bound::Key(record) => format!("key\n{}", record.sha256),
        };
        text.into_bytes()
    }
}

impl Signed {
    /// Holder and end.
    #[must_use]
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// True if that secret began the session, in a time that tells nothing about it.
    #[must_use]
    pub fn is_bound_to(&self, bound: Bound<'_>) -> bool {
        self.keys.have_signed(&bound.message(), &self.proof)
    }
}

/// Lets a request pass that the console alone can have made: no page of another origin can send the
/// header (no preflight allows it), and a browser says where the request comes from.
///
/// # Errors
/// [`Error::NotFromConsole`].
pub fn from_console(request: &Request) -> Result<(), Error> {
    let is_same_origin =
        request.headers.fetch_site.as_deref().is_none_or(|from| from == "same-origin");
    if has_console_header(request) && is_same_origin { Ok(()) } else { Err(Error::NotFromConsole) }
}

/// True if a request has the console's header.
#[must_use]
pub fn has_console_header(request: &Request) -> bool {
    request.headers.console.as_deref() == Some("1")
}

/// The keys that sign sessions.
///
/// # Errors
/// [`Error::NoSessionKeys`] with the reason.
pub fn keys<R: Runtime>(runtime: &R) -> Result<PurposeKeys, Error> {
    let keys = runtime.signing_keys().map_err(Error::NoSessionKeys)?;
    Ok(keys.of(Purpose::Sessions))
}

/// The session that a request of the console brings, if it brings one.
///
/// A page on another port of this machine, or of another name of the domain, may have put cookies of
/// the same name beside ours. Those that aren't signed here are passed over; one that is, but is
/// somebody else's, may not take the place of ours, and ours can't be told from it.
///
/// # Errors
/// [`Error::NotFromConsole`], [`Error::NoSessionKeys`], [`Error::SeveralSessions`].
pub fn presented<S, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
) -> Result<Option<Signed>, Error> {
    from_console(request)?;
    let asked_at = request.headers.asked_at.as_deref();
    let (Some(name), Some(cookies)) =
        (asked_at.and_then(CookieName::at), request.headers.cookie.as_ref())
    else {
        return Ok(None);
    };
    let values: Vec<&str> =
        cookie::values(cookies.reveal(), &name).take(COOKIES_MAX.saturating_add(1)).collect();
    if values.is_empty() {
        return Ok(None);
    }
    if values.len() > COOKIES_MAX {
        return Err(Error::SeveralSessions);
    }
    let keys = keys(context.runtime)?;
    let mut found: Option<Signed> = None;
    for value in values {
        let Some(signed) = claims::read(value, &keys, context.now) else { continue };
        found = Some(match found {
            None => signed,
            Some(other) if other.session.holder != signed.session.holder => {
                return Err(Error::SeveralSessions);
            }
            Some(other) if other.session.expires >= signed.session.expires => other,
            Some(_) => signed,
        });
    }
    Ok(found)
}
