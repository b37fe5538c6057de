//! `GET /healthz`: that the collector is there, with which rules of time zones, and what it lacks.

use crate::{context::Runtime, http::Reply, period, signing_keys::Unusable};

/// Answers 200. It reads nothing: it says that the Worker runs, not that KV is at hand.
///
/// `signing_keys` is `ok`, or in a word what is wrong with them; answers are taken either way.
#[must_use]
pub fn show<R: Runtime>(runtime: &R) -> Reply {
    let signing_keys = match runtime.signing_keys() {
        Ok(_) => "ok",
        Err(Unusable::Missing) => "missing",
        Err(Unusable::TooShort(_)) => "too-short",
        Err(Unusable::Guessable(_)) => "guessable",
        Err(Unusable::TooMany) => "too-many",
    };
    let body = serde_json::json!({
        "status": "ok",
        "signing_keys": signing_keys,
        "zone_rules": period::zone_rules(),
    });
    Reply::json(200, &body)
}
