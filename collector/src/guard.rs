//! What every owner's route is guarded by besides its key: no key in an address, and no guessing.

use crate::{
    auth,
    context::{Context, Runtime},
    http::{Reply, Request},
    limits::{self, Limit},
    problem::{Error, LIMIT_PERIOD_SECONDS},
    query::Query,
};

/// Parameters under which people send keys to other services.
const KEY_PARAMETERS: [&str; 8] =
    ["key", "api_key", "apikey", "token", "access_token", "admin_token", "auth", "authorization"];

/// Before the handler.
///
/// # Errors
/// [`Error::KeyInAddress`]; [`Error::RateLimited`] for an address that has sent too many wrong keys
/// within the last minute, even when it now sends the right one: an answer would tell that it is.
pub fn before<S, R: Runtime>(request: &Request, context: &Context<'_, S, R>) -> Result<(), Error> {
    let is_key = |text: &str| auth::looks_like_a_key(text, context.runtime);
    let query = Query::parse(&request.query);
    if query.iter().any(|(name, value)| {
        let is_for_keys = KEY_PARAMETERS.iter().any(|known| name.eq_ignore_ascii_case(known));
        is_for_keys || is_key(name) || is_key(value)
    }) {
        return Err(Error::KeyInAddress);
    }
    let Some(address) = request.headers.address.map(limits::network) else { return Ok(()) };
    let period_ms = i64::from(LIMIT_PERIOD_SECONDS) * 1_000;
    match context.cache.guessers.fresh(&address, context.now, period_ms) {
        Some(_) => Err(Error::RateLimited),
        None => Ok(()),
    }
}

/// After the handler: a wrong key counts.
///
/// # Errors
/// The handler's own; [`Error::RateLimited`] in place of a wrong key's when there were too many.
pub async fn after<S, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    result: Result<Reply, Error>,
) -> Result<Reply, Error> {
    let (Err(Error::WrongKey), Some(address)) = (&result, request.headers.address) else {
        return result;
    };
    let network = limits::network(address);
    if context.runtime.is_within(Limit::WrongKeys, &network).await {
        return result;
    }
    context.cache.guessers.put(network, (), context.now);
    Err(Error::RateLimited)
}
