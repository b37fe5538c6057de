//! `GET` and `POST /v1/sites/{site}/keys`, `DELETE …/keys/{id}`: the keys of a site.

use domain::{Instant, SiteId};
use wire::{
    limits::{DEFINITION_MAX_BYTES, KEYS_MAX},
    page::Page,
    site::{KeyCreated, KeyRequest, KeyResource, KeyScope},
};

use crate::{
    api::{
        auth,
        handlers::json_body,
        http::{Reply, Request},
        paging::Paging,
    },
    definitions::{self, owner_keys, unknown},
    runtime::Runtime,
    store::{
        Entry, Store,
        cache::{Name, Register},
        context::Context,
        error::Error,
        keys::{Key, KeyId, new_owner_key},
        lists,
        records::{KeyRecord, decode, encode},
        retry,
    },
    text::{query::Query, rfc3339},
};

/// Makes a key of a site.
///
/// 1. The operator may ask, and owners with a write key of the site (401, 403).
/// 2. Read the body (415, 413, 400, 422).
/// 3. Look up the site (404) and how many keys it has (a hundred → 409; 503).
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
    let asked = KeyRequest::parse(&json_body(request, DEFINITION_MAX_BYTES).await?)?;
    // (3) Look up.
    definitions::site(context, site).await?;
    if owner_keys::ids(context, site).await?.len() >= KEYS_MAX {
        return Err(Error::TooMany(KEYS_MAX));
    }
    // (4) Make and write.
    let random = context.runtime.random_bytes();
    let random = random.ok_or(Error::Internal("the runtime gave no random bytes"))?;
    let (id, key) = new_owner_key(&random);
    let listed = Key::owner_key_of(site, &id);
    retry::put(context.store, context.runtime, &listed, Entry::of("")).await?;
    let record = KeyRecord {
        site: site.to_string(),
        name: asked.name.clone(),
        scope: asked.scope,
        sha256: key.sha256_hex(),
        created_ms: context.now.unix_ms(),
    };
    let text = encode(&record);
    retry::put(context.store, context.runtime, &Key::owner_key(&id), Entry::of(&text)).await?;
    unknown::made(context, &Name::Key(id.clone()), &Register::Keys(site.clone()));
    // (5) Show.
    let created = KeyCreated {
        id: id.to_string(),
        name: asked.name,
        scope: asked.scope,
        key: key.reveal().to_owned(),
    };
    Ok(Reply::json(201, &created))
}

/// Lists the keys of a site in the order of their ids; never a secret.
///
/// 1. The operator may ask, and owners with a write key of the site (401, 403): an owner with a
///    read key needn't know of others.
/// 2. Read `cursor` and `limit` (422).
/// 3. Look up the site (404) and list its keys (503) → 200.
///
/// # Errors
/// As listed.
pub async fn list<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Write).await?;
    // (2) Read.
    let paging = Paging::parse(&Query::parse(&request.query), KeyId::parse)?;
    // (3) Look up.
    definitions::site(context, site).await?;
    let (ids, next) = paging.cut(owner_keys::ids(context, site).await?);
    let records: Vec<(KeyId, KeyRecord)> = lists::records(context, ids, Key::owner_key).await?;
    let items = records
        .into_iter()
        .filter(|(_, record)| record.is_of(site))
        .map(|(id, record)| KeyResource {
            id: id.to_string(),
            name: record.name,
            scope: record.scope,
            created_at: rfc3339::utc(Instant::from_unix_ms(record.created_ms)),
        })
        .collect();
    Ok(Reply::json(200, &Page { items, next }))
}

/// Revokes a key.
///
/// 1. The operator may ask, and owners with a write key of the site (401, 403), that very key
///    included.
/// 2. Look the key up: a key of another site counts as unknown (404; 503).
/// 3. Delete `key:`, write the note `revoked:`, delete `keyof:` (503) → 204. Elsewhere in the world
///    the key may be valid for another minute.
///
/// # Errors
/// As listed.
pub async fn revoke<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    id: &str,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Write).await?;
    // (2) Look up.
    let id = KeyId::parse(id).ok_or(Error::UnknownKey)?;
    let stored = context.store.get(&Key::owner_key(&id)).await?;
    let record: Option<KeyRecord> = stored.as_deref().map(decode).transpose()?;
    let is_of_site = match &record {
        Some(record) => record.is_of(site),
        // An earlier attempt may have broken off in the middle.
        None => context.store.get(&Key::owner_key_of(site, &id)).await?.is_some(),
    };
    if !is_of_site {
        return Err(Error::UnknownKey);
    }
    // (3) Delete.
    owner_keys::revoke(context, site, &id).await?;
    Ok(Reply::empty(204))
}
