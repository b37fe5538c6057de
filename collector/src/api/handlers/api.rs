//! `GET /v1/openapi.json` and `GET /v1/docs`: the description of all this, and its page.
//!
//! Both files are made by `collector/tests/openapi/`, which also holds them to the code.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use crate::{
    api::http::{Reply, Request},
    store::{context::Context, error::Error},
};

const DESCRIPTION: &str = include_str!("../../../api/openapi.json");
const PAGE: &str = include_str!("../../../api/docs.html");

/// A release changes them, and nothing else does.
const CACHE_CONTROL: &str = "public, max-age=3600";

/// Replies with the description.
///
/// # Errors
/// None: the signature is that of every handler.
pub async fn description<S, R>(
    _request: &Request,
    _context: &Context<'_, S, R>,
) -> Result<Reply, Error> {
    let reply = Reply::new(200, "application/json", DESCRIPTION.to_owned());
    Ok(reply.with("cache-control", CACHE_CONTROL))
}

/// Replies with the page. Its policy lets its own style in, by its hash, and nothing else.
///
/// # Errors
/// None: the signature is that of every handler.
pub async fn page<S, R>(_request: &Request, _context: &Context<'_, S, R>) -> Result<Reply, Error> {
    let style = PAGE.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>"));
    let hash = Sha256::digest(style.map_or("", |(style, _)| style));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'",
        STANDARD.encode(hash)
    );
    Ok(Reply::new(200, "text/html; charset=utf-8", PAGE.to_owned())
        .with("cache-control", CACHE_CONTROL)
        .with("content-security-policy", policy))
}
