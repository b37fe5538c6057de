//! The keys of a site in the store: listed and revoked.
//!
//! Two entries make a key: the one that opens (`key:`), found by the id in the key, and the one that
//! lists it (`keyof:`). The one that lists is written first and deleted last, so that what opens is
//! always listed, and an attempt that broke off can be repeated.

use std::collections::BTreeSet;

use domain::SiteId;

use crate::{
    auth::KeyId,
    context::{Context, Runtime},
    keys::{Key, Prefix, listed_owner_key},
    paging,
    problem::Error,
    retry,
    store::Store,
};

/// The ids of a site's keys.
///
/// # Errors
/// That of the store.
pub async fn ids<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<BTreeSet<KeyId>, Error> {
    paging::names(context, &Prefix::owner_keys_of(site), listed_owner_key).await
}

/// Revokes a key of a site.
///
/// # Errors
/// That of the store.
pub async fn revoke<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    id: &KeyId,
) -> Result<(), Error> {
    for key in [Key::owner_key(id), Key::owner_key_of(site, id)] {
        retry::delete(context.store, context.runtime, &key).await?;
    }
    context.cache.owner_keys.forget(id);
    Ok(())
}

/// Revokes all keys of a site.
///
/// # Errors
/// That of the store; the keys until then are revoked.
pub async fn revoke_all<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<(), Error> {
    for id in ids(context, site).await? {
        revoke(context, site, &id).await?;
    }
    Ok(())
}
