//! The keys of a site in the store: listed and revoked.
//!
//! A revoked key leaves a note, so that no backup from before makes it open again.
//!
//! Two entries make a key: the one that opens (`key:`), found by the id in the key, and the one that
//! lists it (`keyof:`). The one that lists is written first and deleted last, so that what opens is
//! always listed, and an attempt that broke off can be repeated.

use std::{collections::BTreeSet, rc::Rc};

use domain::SiteId;

use crate::{
    definitions::{
        self,
        unknown::{MISSES_MAX, UNKNOWN_TTL_MS, look_up},
    },
    runtime::Runtime,
    store::{
        Entry, Store,
        cache::{Name, Register},
        context::Context,
        error::Error,
        keys::{Key, KeyId, Prefix, listed_owner_key, listed_revoked},
        lists,
        records::{KeyRecord, decode},
        retry,
    },
};

/// The ids of a site's keys.
///
/// # Errors
/// The store's own error.
pub async fn ids<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<BTreeSet<KeyId>, Error> {
    lists::names(context, &Prefix::owner_keys_of(site), listed_owner_key).await
}

/// The ids of the keys of a site that were revoked.
///
/// # Errors
/// The store's own error.
pub async fn revoked<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<BTreeSet<KeyId>, Error> {
    lists::names(context, &Prefix::revoked(site), listed_revoked).await
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

/// An owner's key, for a request to that site.
///
/// # Errors
/// [`Error::WrongKey`] when there is none, or no such site in a flood; or as [`look_up`].
pub async fn key<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    id: &KeyId,
) -> Result<Rc<KeyRecord>, Error> {
    if context.cache.misses.are(MISSES_MAX, context.now) {
        // A list for each site that there is, and not for each that anybody makes up.
        match definitions::site(context, site).await {
            Err(Error::UnknownSite) => return Err(Error::WrongKey),
            done => drop(done?),
        }
    }
    let register = Register::Keys(site.clone());
    let stored = look_up(context, Name::Key(id.clone()), &register, &Key::owner_key(id)).await?;
    match stored {
        Some(text) => Ok(context.cache.owner_keys.put(id.clone(), decode(&text)?, context.now)),
        None => {
            context.cache.owner_keys.forget(id);
            Err(Error::WrongKey)
        }
    }
}

/// A key that was read a moment ago. It may be revoked by now: good for refusing what is not that
/// key, without a read, and for nothing else.
#[must_use]
pub fn remembered_key<S, R>(context: &Context<'_, S, R>, id: &KeyId) -> Option<Rc<KeyRecord>> {
    context.cache.owner_keys.fresh(id, context.now, UNKNOWN_TTL_MS)
}
