//! `GET /e/{site}.js`: the loader with the site's gate in it, and the collector's own address.
//!
//! The collector writes its address into the script, because nothing on a page can be trusted to
//! tell it: elements take names such as `currentScript`, and optimizers inline scripts or bundle
//! them.

use std::rc::Rc;

use domain::SiteId;
use wire::gate::{has_plain_rules, served_from};

use crate::{
    api::http::{Reply, Request},
    definitions::searchers,
    runtime::Runtime,
    store::{Store, context::Context, error::Error},
};

/// The built loader, among the assets.
const LOADER: &str = "/loader.js";
/// As [`LOADER`], without the code of rules that are not plain.
const PLAIN_LOADER: &str = "/loader-plain.js";
/// The text in the loader that the gate replaces.
const GATE_PLACEHOLDER: &str = "\"__HEARBY_GATE__\"";
/// Fresh for 5 minutes; for a day more, a page view starts with the old one while the browser
/// fetches the new one.
const CACHE_CONTROL: &str = "public, max-age=300, stale-while-revalidate=86400";

/// Replies with a script.
///
/// 1. Take the site's gate (no such site → 404, too many of these from one address → 429, store
///    away and nothing remembered → 503).
/// 2. Take the loader for the gate's rules (missing in this deployment → 500).
/// 3. Put the gate into it, with the address under which pages reach this collector → 200. A
///    request under another address gets another script, with another tag.
///
/// An unknown site is a 404 rather than an empty script: a failed script runs nothing and throws
/// nothing, and the owner sees the mistyped name in the browser's console.
///
/// # Errors
/// As listed.
pub async fn show<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Reply, Error> {
    // (1) The gate.
    let gate = searchers::gate(request.headers.address, context, site).await?;
    // (2) The loader.
    let loader = loader(context, &gate).await?;
    // (3) The script.
    let asked_at = request.headers.asked_at.clone();
    let address = context.runtime.public_address().filter(|address| !address.is_empty());
    let gate = match address.or(asked_at).and_then(|address| served_from(&gate, &address)) {
        Some(gate) => gate,
        // The loader says so, and does nothing.
        None => gate.to_string(),
    };
    let script = loader.replace(GATE_PLACEHOLDER, &gate);
    Ok(Reply::new(200, "text/javascript; charset=utf-8", script)
        .with("cache-control", CACHE_CONTROL))
}

/// Takes the smallest loader that knows all rules of the gate.
async fn loader<S, R: Runtime>(
    context: &Context<'_, S, R>,
    gate: &str,
) -> Result<Rc<String>, Error> {
    let names: &[&'static str] =
        if has_plain_rules(gate) { &[PLAIN_LOADER, LOADER] } else { &[LOADER] };
    for name in names {
        if let Some(loader) = context.cache.loader(name) {
            return Ok(loader);
        }
        let text = context.runtime.asset(name).await;
        if let Some(text) = text.filter(|text| text.contains(GATE_PLACEHOLDER)) {
            return Ok(context.cache.put_loader(name, text));
        }
    }
    Err(Error::Internal("the loader is missing among the assets"))
}
