//! The keys of a site in the store: listed and revoked.
//!
//! A revoked key leaves a note, so that no backup from before makes it open again.
//!
//! Two entries make a key: the one that opens (`key:`), found by the id in the key, and the one that
//! lists it (`keyof:`). The one that lists is written first and deleted last, so that what opens is
//! always listed, and an attempt that broke off can be repeated.

use std::collections::BTreeSet;

use domain::SiteId;

use crate::{
    auth::KeyId,
    context::{Context, Runtime},
    keys::{Key, Prefix, listed_owner_key, listed_revoked},
    paging,
    problem::Error,
    retry,
    store::{Entry, Store},
};

/// The ids of a site's keys.
///
/// # Errors
/// The store's own error.
pub async fn ids<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<BTreeSet<KeyId>, Error> {
    paging::names(context, &Prefix::owner_keys_of(site), listed_owner_key).await
}

/// The ids of the keys of a site that were revoked.
///
/// # Errors
/// The store's own error.
pub async fn revoked<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<BTreeSet<KeyId>, Error> {
    paging::names(context, &Prefix::revoked(site), listed_revoked).await
}

/// Revokes a key of a site, and notes it: after what opens is gone, which is most urgent, and before
/// what lists it is, so that an attempt that broke off can be repeated.
///
/// # Errors
/// The store's own error.
pub async fn revoke<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    id: &KeyId,
) -> Result<(), Error> {
    retry::delete(context.store, context.runtime, &Key::owner_key(id)).await?;
    let note = Key::revoked(site, id);
    retry::put(context.store, context.runtime, &note, Entry::of("")).await?;
    retry::delete(context.store, context.runtime, &Key::owner_key_of(site, id)).await?;
    context.cache.owner_keys.forget(id);
    Ok(())
}

/// Revokes all keys of a site.
///
/// # Errors
/// The store's own error; the keys until then are revoked.
pub async fn revoke_all<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<(), Error> {
    for id in ids(context, site).await? {
        for key in [Key::owner_key(&id), Key::owner_key_of(site, &id)] {
            retry::delete(context.store, context.runtime, &key).await?;
        }
    }
    Ok(())
}
