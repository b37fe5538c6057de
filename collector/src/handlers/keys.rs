//! `POST /v1/sites/{site}/keys`: a new key.

use domain::SiteId;
use wire::{
    limits::DEFINITION_MAX_BYTES,
    site::{KeyCreated, KeyRequest, KeyScope},
};

use crate::{
    auth,
    context::{Context, Runtime},
    definitions,
    handlers::json_body,
    http::{Reply, Request},
    keys::Key,
    problem::Error,
    records::{KeyRecord, encode},
    retry,
    store::{Entry, Store},
};

/// Makes a key of a site.
///
/// 1. The operator may, and whoever holds a write key of the site (401, 403).
/// 2. Read the body (415, 413, 400, 422).
/// 3. Look the site up (404, 503).
/// 4. Make the key of random bytes (none to be had → 500) and write its hash (503).
/// 5. Show the key, this once → 201.
///
/// # Errors
/// As listed.
pub async fn create<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Write).await?;
    // (2) Read.
    let asked = KeyRequest::parse(json_body(request, DEFINITION_MAX_BYTES)?)?;
    // (3) Look up.
    definitions::site(context, site).await?;
    // (4) Make and write.
    let random = context.runtime.random_bytes();
    let random = random.ok_or(Error::Internal("the runtime gave no random bytes"))?;
    let (id, key) = auth::new_key(&random);
    let record = KeyRecord {
        site: site.to_string(),
        name: asked.name.clone(),
        scope: asked.scope,
        sha256: key.sha256_hex(),
        created_ms: context.now.unix_ms(),
    };
    let text = encode(&record);
    retry::put(context.store, context.runtime, &Key::owner_key(&id), Entry::of(&text)).await?;
    // (5) Show.
    let created = KeyCreated {
        id: id.to_string(),
        name: asked.name,
        scope: asked.scope,
        key: key.reveal().to_owned(),
    };
    Ok(Reply::json(201, &created))
}
