//! Permissions: the operator's admin token, the owners' keys, and the sessions that either began.
//!
//! A key reads `hbk_{id}_{secret}`: the id (8 characters) finds its record, the secret (32) is 160
//! random bits. The store keeps the SHA-256 of the whole key; a random secret of that length needs
//! no slow hash. Keys and tokens are compared in constant time, and with two texts alone: the
//! header `Authorization`, and the field `secret` of `POST /v1/session`, which
//! [`crate::api::guard`] counts alike. Any other text that is compared would be a place to guess.
//!
//! A session is not compared with a secret. Its signature is checked ([`crate::api::session`]), and
//! then that the secret with which it began is still valid.

use domain::SiteId;
use subtle::ConstantTimeEq;
use wire::site::KeyScope;

use crate::{
    api::{
        http::Request,
        session::{self, Bound, Holder, Session, Signed},
    },
    definitions::{self, owner_keys},
    runtime::{
        Runtime,
        operator_token::OperatorToken,
        secret::{KEY_PREFIX, Secret},
    },
    store::{Store, context::Context, error::Error, keys::owner_key_id, records::KeyRecord},
};

/// Sender of an allowed request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// The operator, who runs the deployment.
    Operator,
    /// An owner, who has a key of the site.
    Owner(KeyScope),
}

/// Proof of a right to enter, as a request shows it.
enum Credential {
    /// The header `Authorization`, which wins over a cookie.
    Token(Secret),
    /// A session's cookie, from the console.
    Session(Signed),
}

/// Returns the deployment's token.
///
/// # Errors
/// [`Error::NoOperator`] with the reason.
pub(crate) fn operator_token<R: Runtime>(runtime: &R) -> Result<OperatorToken, Error> {
    OperatorToken::new(runtime.admin_token()).map_err(Error::NoOperator)
}

/// True if a text contains an owner's key, so that it must not be repeated to anybody. This goes by
/// the form alone: no secret is compared with the text.
#[must_use]
pub fn holds_a_key(text: &str) -> bool {
    text.contains(KEY_PREFIX)
}

/// True if the request's token is meant as the operator's: owners' keys have a form that the
/// operator's token can't have.
#[must_use]
pub fn is_by_operators_token(request: &Request) -> bool {
    bearer(request).is_ok_and(|token| !token.is_key_form())
}

/// Lets the operator pass, by the admin token or a session that it began.
///
/// # Errors
/// [`Error::NoOperator`] if the deployment has no usable token, whatever was sent;
/// [`Error::NoKey`], [`Error::WrongKey`], [`Error::NoSession`] and the others of
/// [`session::presented`], or [`Error::AdminOnly`] for an owner's session and a text that looks like
/// an owner's key.
pub fn operator<S, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
) -> Result<(), Error> {
    let operator = operator_token(context.runtime)?;
    match credential(request, context)? {
        Credential::Token(token) if operator.is(&token) => Ok(()),
        Credential::Token(token) if owner_key_id(&token).is_some() => Err(Error::AdminOnly),
        Credential::Token(_) => Err(Error::WrongKey),
        Credential::Session(signed) => match signed.session().holder {
            Holder::Operator if signed.is_bound_to(Bound::Operator(&operator)) => Ok(()),
            Holder::Operator => Err(Error::NoSession),
            Holder::Owner { .. } => Err(Error::AdminOnly),
        },
    }
}

/// Lets the operator pass, or an owner whose key is of this site and of that scope, by the secret
/// or by a session that it began. If the site isn't there, or is being deleted, nobody passes.
///
/// # Errors
/// [`Error::NoKey`], [`Error::WrongKey`], [`Error::ForeignKey`], [`Error::ScopeTooSmall`],
/// [`Error::UnknownSite`], [`Error::NoOperator`] for a token where the deployment has none,
/// [`Error::NoSession`] and the others of [`session::presented`], or that of the store.
pub async fn owner<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    needed: KeyScope,
) -> Result<Caller, Error> {
    let caller = match credential(request, context)? {
        Credential::Token(token) if token.is_key_form() => {
            holder(&token, context, site, needed).await?
        }
        Credential::Token(token) if operator_token(context.runtime)?.is(&token) => Caller::Operator,
        Credential::Token(_) => return Err(Error::WrongKey),
        Credential::Session(signed) => match still_open(signed, context).await?.holder {
            Holder::Operator => Caller::Operator,
            Holder::Owner { site: own, .. } if own != *site => return Err(Error::ForeignKey),
            Holder::Owner { scope: KeyScope::Read, .. } if needed == KeyScope::Write => {
                return Err(Error::ScopeTooSmall);
            }
            Holder::Owner { scope, .. } => Caller::Owner(scope),
        },
    };
    // Checked after the key: a client without one learns nothing about sites.
    definitions::site(context, site).await?;
    Ok(caller)
}

/// Lets an owner pass who has a key of the site, of that scope.
async fn holder<S: Store, R: Runtime>(
    token: &Secret,
    context: &Context<'_, S, R>,
    site: &SiteId,
    needed: KeyScope,
) -> Result<Caller, Error> {
    let id = owner_key_id(token).ok_or(Error::WrongKey)?;
    // A remembered key only refuses a wrong secret, and lets nobody in: it may be revoked by now.
    if owner_keys::remembered_key(context, &id).is_some_and(|record| !is_key_of(token, &record)) {
        return Err(Error::WrongKey);
    }
    let record = owner_keys::key(context, site, &id).await?;
    if !is_key_of(token, &record) {
        Err(Error::WrongKey)
    } else if !record.is_of(site) {
        Err(Error::ForeignKey)
    } else if needed == KeyScope::Write && record.scope == KeyScope::Read {
        Err(Error::ScopeTooSmall)
    } else {
        Ok(Caller::Owner(record.scope))
    }
}

/// True if that is the key of a record. The time that this takes tells nothing about it.
pub(crate) fn is_key_of(token: &Secret, record: &KeyRecord) -> bool {
    token.sha256_hex().as_bytes().ct_eq(record.sha256.as_bytes()).into()
}

/// Returns the session that the console sent, if the secret that began it is still valid.
///
/// # Errors
/// [`Error::NoSession`] without one, and the others of [`session::presented`];
/// [`Error::NoOperator`], or that of the store.
pub async fn signed_in<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
) -> Result<Session, Error> {
    let signed = session::presented(request, context)?.ok_or(Error::NoSession)?;
    still_open(signed, context).await
}

/// Returns the session, if the secret that began it is still valid. A store that is away can't tell
/// that; then the error is the store's.
async fn still_open<S: Store, R: Runtime>(
    signed: Signed,
    context: &Context<'_, S, R>,
) -> Result<Session, Error> {
    let is_bound = match &signed.session().holder {
        Holder::Operator => signed.is_bound_to(Bound::Operator(&operator_token(context.runtime)?)),
        Holder::Owner { site, key, scope } => {
            let record = match owner_keys::key(context, site, key).await {
                Err(Error::WrongKey) => return Err(Error::NoSession),
                record => record?,
            };
            match definitions::site(context, site).await {
                Err(Error::UnknownSite) => return Err(Error::NoSession),
                found => drop(found?),
            }
            record.is_of(site) && record.scope == *scope && signed.is_bound_to(Bound::Key(&record))
        }
    };
    if is_bound { Ok(signed.session().clone()) } else { Err(Error::NoSession) }
}

/// Returns the request's proof: a token in the header, or else, from the console, a session.
fn credential<S, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
) -> Result<Credential, Error> {
    if request.headers.authorization.is_some() || !session::has_console_header(request) {
        return bearer(request).map(Credential::Token);
    }
    let signed = session::presented(request, context)?;
    signed.map(Credential::Session).ok_or(Error::NoSession)
}

/// Returns the token of `Authorization: Bearer …`.
fn bearer(request: &Request) -> Result<Secret, Error> {
    let header = request.headers.authorization.as_ref().ok_or(Error::NoKey)?;
    let (scheme, token) = header.reveal().trim().split_once(' ').ok_or(Error::NoKey)?;
    let token = token.trim();
    if scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() {
        Ok(Secret::new(token.to_owned()))
    } else {
        Err(Error::NoKey)
    }
}
