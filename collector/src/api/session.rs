//! Sessions of the console: a signed cookie in place of a key.
//!
//! **In scope:** which requests may use a session, what is signed, and which of the cookies of a
//! request is one.
//! **Out of scope:** the check that the secret behind a session is still valid
//! ([`crate::api::auth`]), the routes that begin and end one ([`crate::api::handlers::session`]).
//!
//! One origin serves the console *and* the files that strangers' pages load, and a browser sends
//! the cookie along from every page of the same site: a shop beside the collector, any port of
//! 127.0.0.1. So a session counts only in a request that the console alone can have made
//! ([`from_console`]), and public routes ignore it. The collector stores nothing about sessions:
//! the cookie says who is signed in and until when, and is bound to the secret that began the
//! session. So it ends with that secret.

mod bound;
mod claims;
mod cookie;

use crate::{
    api::http::Request,
    runtime::{
        Runtime,
        signing_keys::{Purpose, PurposeKeys},
    },
    store::{context::Context, error::Error},
};

pub use bound::{Bound, Holder, SESSION_MS, Session, Signed};
pub use claims::token;
pub use cookie::{CookieName, cleared, set};

/// The most cookies of the session's name that are looked at: a browser has one, and each costs
/// signatures. More of them are an attack.
const COOKIES_MAX: usize = 8;

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

/// Returns the keys that sign sessions.
///
/// # Errors
/// [`Error::NoSessionKeys`] with the reason.
pub fn keys<R: Runtime>(runtime: &R) -> Result<PurposeKeys, Error> {
    let keys = runtime.signing_keys().map_err(Error::NoSessionKeys)?;
    Ok(keys.of(Purpose::Sessions))
}

/// Returns the session that a request of the console brings, if it brings one.
///
/// A page on another port of this machine, or of another name of the domain, may have put cookies
/// of the same name beside ours. Cookies that aren't signed here are passed over. A cookie that is
/// signed here, but is somebody else's, must not replace ours, and ours can't be told from it.
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
            Some(other) if other.session().holder != signed.session().holder => {
                return Err(Error::SeveralSessions);
            }
            Some(other) if other.session().expires >= signed.session().expires => other,
            Some(_) => signed,
        });
    }
    Ok(found)
}
