//! `PUT` and `GET /v1/sites/{site}`: a site's definition.

use domain::SiteId;
use wire::{
    limits::DEFINITION_MAX_BYTES,
    site::{KeyScope, SiteDefinition, SiteResource},
};

use crate::{
    auth,
    context::{Context, Runtime},
    definitions,
    handlers::json_body,
    http::{Reply, Request},
    keys::Key,
    problem::Error,
    records::{SiteRecord, encode},
    retry,
    store::{Entry, Store},
};

/// Makes a site, or replaces its definition.
///
/// 1. Only the operator may (401, 403).
/// 2. Read the body (415, 413, 400, 422).
/// 3. Write it (503) → 200, for a new site, too: looking first whether it is there could hide it
///    for a minute.
///
/// # Errors
/// As listed.
pub async fn put<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::operator(request, context)?;
    // (2) Read.
    let definition = SiteDefinition::parse(json_body(request, DEFINITION_MAX_BYTES)?)?;
    // (3) Write.
    let record = SiteRecord { definition, changed_ms: context.now.unix_ms() };
    let text = encode(&record);
    retry::put(context.store, context.runtime, &Key::site(site), Entry::of(&text)).await?;
    let reply = resource(site, &record);
    context.cache.gates.forget(site);
    context.cache.sites.put(site.clone(), record, context.now);
    Ok(reply)
}

/// Shows a site's definition.
///
/// 1. The operator may, and whoever holds a key of the site (401, 403).
/// 2. Look it up (404, 503) → 200.
///
/// # Errors
/// As listed.
pub async fn get<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Read).await?;
    // (2) Look up.
    let record = definitions::stored_site(context, site).await?.ok_or(Error::UnknownSite)?;
    Ok(resource(site, &record))
}

fn resource(site: &SiteId, record: &SiteRecord) -> Reply {
    let resource = SiteResource { site: site.to_string(), definition: record.definition.clone() };
    Reply::json(200, &resource)
}
