//! Guards of every owner's route besides its key: no key in an address, and no guessing of the
//! operator's token.
//!
//! Owners' keys are 160 random bits, and nobody guesses them. So a wrong one is not counted, and a
//! right one passes whatever others do from the same address.

use crate::{
    api::{answer::Answer, auth, http::Request},
    runtime::{
        Runtime,
        limit::{self, LIMIT_PERIOD_SECONDS, Limit},
    },
    store::{context::Context, error::Error},
    text::query::Query,
};

/// Names of parameters under which people send keys to other services, and ends of such names. They
/// are compared without case, and without characters between words.
const KEY_NAMES: [&str; 9] = [
    "auth",
    "xauth",
    "authorization",
    "xauthorization",
    "proxyauthorization",
    "bearer",
    "credential",
    "credentials",
    "jwt",
];
const KEY_NAMES_END: [&str; 6] = ["key", "token", "secret", "password", "passwd", "pwd"];

/// Guards a request before the handler.
///
/// # Errors
/// [`Error::KeyInAddress`], which goes by names and by the form of owners' keys: nothing in an
/// address is compared with a secret. Those of [`may_guess`] for a text that may be the operator's
/// token.
pub fn before<S, R: Runtime>(request: &Request, context: &Context<'_, S, R>) -> Result<(), Error> {
    let query = Query::parse(&request.query);
    let is_in_query = query.iter().any(|(name, value)| {
        is_for_keys(name) || auth::holds_a_key(name) || auth::holds_a_key(value)
    });
    if is_in_query || auth::holds_a_key(&request.path) {
        return Err(Error::KeyInAddress);
    }
    if auth::is_by_operators_token(request) { may_guess(request, context) } else { Ok(()) }
}

/// Lets a request pass whose text may be the operator's token.
///
/// # Errors
/// [`Error::RateLimited`] from an address that has guessed the token too often within the last
/// minute, even if the guess is right now: a reply would tell that it is.
pub fn may_guess<S, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
) -> Result<(), Error> {
    let Some(address) = request.headers.address.map(limit::network) else { return Ok(()) };
    let period_ms = i64::from(LIMIT_PERIOD_SECONDS) * 1_000;
    match context.cache.blocked_networks.fresh(&address, context.now, period_ms) {
        Some(_) => Err(Error::RateLimited),
        None => Ok(()),
    }
}

/// Guards a request after the handler: a wrong token counts.
///
/// # Errors
/// The handler's own; [`Error::RateLimited`] in place of a wrong token's when there were too many.
pub async fn after<S, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    result: Result<Answer, Error>,
) -> Result<Answer, Error> {
    match result {
        Err(Error::WrongKey) if auth::is_by_operators_token(request) => {
            Err(wrong_guess(request, context).await)
        }
        result => result,
    }
}

/// Counts a wrong guess of the operator's token, and returns the problem that it gets:
/// [`Error::WrongKey`], or [`Error::RateLimited`] when there were too many.
pub async fn wrong_guess<S, R: Runtime>(request: &Request, context: &Context<'_, S, R>) -> Error {
    let Some(address) = request.headers.address else { return Error::WrongKey };
    let network = limit::network(address);
    if context.runtime.is_within(Limit::WrongKeys, &network).await {
        return Error::WrongKey;
    }
    context.cache.blocked_networks.put(network, (), context.now);
    Error::RateLimited
}

fn is_for_keys(name: &str) -> bool {
    let name: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    KEY_NAMES.contains(&name.as_str()) || KEY_NAMES_END.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_for_keys_is_known_by_its_name() {
        for name in [
            "key",
            "KEY",
            "api_key",
            "apiKey",
            "x-api-key",
            "token",
            "access_token",
            "admin_token",
            "AdminToken",
            "auth",
            "authorization",
            "secret",
            "client_secret",
            "password",
            "key[]",
        ] {
            assert!(is_for_keys(name), "{name}");
        }
        for name in ["", "from", "to", "tz", "cursor", "text", "g0", "keyboard", "keys", "author"] {
            assert!(!is_for_keys(name), "{name}");
        }
    }
}
