//! `POST`, `GET` and `DELETE /v1/session`: signing in to the console, and out.

use domain::SiteId;
use wire::{limits::SESSION_MAX_BYTES, session::SessionRequest};

use crate::{
    api::{
        auth, guard,
        handlers::json_body,
        http::{Reply, Request},
        session::{self, Bound, CookieName, Holder, Session},
    },
    definitions::{self, owner_keys, searchers},
    runtime::{Runtime, secret::Secret, signing_keys::PurposeKeys},
    store::{Store, context::Context, error::Error, keys::owner_key_id},
};

/// Begins a session with a secret, and sends its cookie.
///
/// 1. Only the console may (403), over https or on this machine (403).
/// 2. Signing keys (none to be used → 503).
/// 3. Read the body (415, 413, 400, 422).
/// 4. The operator's token (none in the deployment → 503; guessed too often → 429; wrong → 401), or an
///    owner's key (no such key, or its site is gone → 401; unknown ones too often → 429; 503).
/// 5. Somebody else's session is there and is not to be replaced → 409; cookies of several people →
///    401.
/// 6. Sign → 200 with the session and its cookie.
///
/// # Errors
/// As listed.
pub async fn create<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
) -> Result<Reply, Error> {
    // (1) Who.
    session::from_console(request)?;
    let cookie = cookie_name(request).ok_or(Error::NotSecure)?;
    // (2) Keys.
    let keys = session::keys(context.runtime)?;
    // (3) Read.
    let asked = SessionRequest::parse(&json_body(request, SESSION_MAX_BYTES).await?)?;
    // (4) Secret.
    let secret = Secret::new(asked.secret);
    let (begun, token) = if secret.is_key_form() {
        by_key(request, context, &secret, &keys).await?
    } else {
        by_token(request, context, &secret, &keys).await?
    };
    // (5) Somebody else.
    let is_somebody_else = match auth::signed_in(request, context).await {
        Ok(there) => there.holder != begun.holder,
        // A session whose secret is gone is nobody's.
        Err(Error::NoSession | Error::NoOperator(_)) => false,
        Err(error) => return Err(error),
    };
    if is_somebody_else && !asked.replace {
        return Err(Error::SessionExists);
    }
    // (6) Sign.
    Ok(Reply::json(200, &begun.shown()).with("set-cookie", session::set(&cookie, &token)))
}

/// Shows the holder of the session, and its end.
///
/// 1. Only the console may ask (403).
/// 2. No session, or one whose secret is gone → 401 (503) → 200.
///
/// # Errors
/// As listed.
pub async fn show<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
) -> Result<Reply, Error> {
    // (1) and (2).
    Ok(Reply::json(200, &auth::signed_in(request, context).await?.shown()))
}

/// Takes the session out of this browser. The collector stores nothing about sessions, so a copy of
/// the cookie elsewhere lasts until its time is over, or its secret is revoked or changed.
///
/// 1. Only the console may ask (403).
/// 2. Clear the cookie → 204, also if there was no session, and whoever its holder was.
///
/// # Errors
/// As listed.
pub async fn delete<S, R>(request: &Request, _context: &Context<'_, S, R>) -> Result<Reply, Error> {
    // (1) Who.
    session::from_console(request)?;
    // (2) Clear.
    let cleared = cookie_name(request).map(|name| session::cleared(&name));
    Ok(cleared.into_iter().fold(Reply::empty(204), |reply, value| reply.with("set-cookie", value)))
}

fn cookie_name(request: &Request) -> Option<CookieName> {
    request.headers.asked_at.as_deref().and_then(CookieName::at)
}

async fn by_token<S, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    secret: &Secret,
    keys: &PurposeKeys,
) -> Result<(Session, String), Error> {
    let operator = auth::operator_token(context.runtime)?;
    guard::may_guess(request, context)?;
    if !operator.is(secret) {
        return Err(guard::wrong_guess(request, context).await);
    }
    let session = Session::begin(Holder::Operator, context.now);
    let token = session::token(&session, Bound::Operator(&operator), keys);
    Ok((session, token))
}

async fn by_key<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    secret: &Secret,
    keys: &PurposeKeys,
) -> Result<(Session, String), Error> {
    let key = owner_key_id(secret).ok_or(Error::WrongKey)?;
    // As in `auth`: a remembered key only refuses, and lets nobody in.
    let is_other = |record: &_| !auth::is_key_of(secret, record);
    if owner_keys::remembered_key(context, &key).is_some_and(|record| is_other(&record)) {
        return Err(Error::WrongKey);
    }
    let record = searchers::key_of_any_site(request.headers.address, context, &key).await?;
    if is_other(&record) {
        return Err(Error::WrongKey);
    }
    let site = SiteId::parse(&record.site).map_err(|_| Error::WrongKey)?;
    match definitions::site(context, &site).await {
        Err(Error::UnknownSite) => return Err(Error::WrongKey),
        found => drop(found?),
    }
    let holder = Holder::Owner { site, key, scope: record.scope };
    let session = Session::begin(holder, context.now);
    let token = session::token(&session, Bound::Key(&record), keys);
    Ok((session, token))
}
