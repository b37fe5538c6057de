//! `GET /healthz`: says that the collector runs, with which rules of time zones, and what it lacks.

use wire::health::Health;

use crate::{
    api::http::{Reply, Request},
    runtime::{Runtime, signing_keys::Unusable},
    store::{context::Context, error::Error},
    summary::period,
};

/// Replies 200. It reads nothing: it says that the Worker runs, not that KV is at hand.
///
/// `signing_keys` is `ok`, or says in a word what is wrong with them. The collector takes responses
/// either way.
///
/// # Errors
/// None: the signature is that of every handler.
pub async fn show<S, R: Runtime>(
    _request: &Request,
    context: &Context<'_, S, R>,
) -> Result<Reply, Error> {
    let signing_keys = match context.runtime.signing_keys() {
        Ok(_) => "ok",
        Err(Unusable::Missing) => "missing",
        Err(Unusable::TooShort(_)) => "too-short",
        Err(Unusable::Guessable(_)) => "guessable",
        Err(Unusable::TooMany) => "too-many",
    };
    let health = Health {
        status: "ok".to_owned(),
        signing_keys: signing_keys.to_owned(),
        zone_rules: period::zone_rules().to_owned(),
    };
    Ok(Reply::json(200, &health))
}
