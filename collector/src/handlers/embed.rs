//! `GET /e/{site}.js`: the loader with the site's gate in it.

use std::rc::Rc;

use domain::SiteId;

use crate::{
    context::{Context, Runtime},
    http::{Reply, Request},
    problem::Error,
    store::Store,
    unknown,
};

/// The built loader, among the assets.
const LOADER: &str = "/loader.js";
/// The name in it that the gate takes the place of.
const GATE_PLACEHOLDER: &str = "__HEARBY_GATE__";
/// Fresh for 5 minutes; for a day more, a page view starts with the old one while the browser
/// fetches the new one.
const CACHE_CONTROL: &str = "public, max-age=300, stale-while-revalidate=86400";

/// Answers with a script.
///
/// 1. Take the site's gate (no such site → 404, too many of these from one address → 429, store away
///    and nothing remembered → 503).
/// 2. Take the loader (missing in this deployment → 500).
/// 3. Put the gate into it → 200.
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
    let gate = unknown::gate(request, context, site).await?;
    // (2) The loader.
    let loader = loader(context).await?;
    // (3) The script.
    let script = loader.replace(GATE_PLACEHOLDER, &gate);
    Ok(Reply::new(200, "text/javascript; charset=utf-8", script)
        .with("cache-control", CACHE_CONTROL))
}

async fn loader<S, R: Runtime>(context: &Context<'_, S, R>) -> Result<Rc<String>, Error> {
    if let Some(loader) = context.cache.loader() {
        return Ok(loader);
    }
    match context.runtime.asset(LOADER).await {
        Some(text) if text.contains(GATE_PLACEHOLDER) => Ok(context.cache.put_loader(text)),
        _ => Err(Error::Internal("the loader is missing among the assets")),
    }
}
