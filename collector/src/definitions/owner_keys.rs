//! Owners' keys of a site in the store: finding, listing and revoking them.
//!
//! A revoked key leaves a note (`revoked:`), so that no earlier backup makes it valid again.
//!
//! The store has two entries for each owner's key. The entry `key:` makes the key valid; a request
//! finds it by the id in the key. The entry `keyof:` puts the key on its site's list. The collector
//! writes `keyof:` first and deletes it last. So every valid key is listed, and an attempt that
//! broke off can be repeated.

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

/// Lists the ids of a site's keys.
///
/// # Errors
/// The store's own error.
pub async fn ids<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<BTreeSet<KeyId>, Error> {
    lists::names(context.store, &Prefix::owner_keys_of(site), listed_owner_key).await
}

/// Lists the ids of a site's revoked keys.
///
/// # Errors
/// The store's own error.
pub async fn revoked<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<BTreeSet<KeyId>, Error> {
    lists::names(context.store, &Prefix::revoked(site), listed_revoked).await
}

/// Revokes a key of a site.
///
/// 1. It deletes `key:`, which is most urgent: the key is not valid any more.
/// 2. It writes the note `revoked:`.
/// 3. It deletes `keyof:` last, so that an attempt that broke off can be repeated.
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
/// The store's own error. The keys before that stay revoked.
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

/// Looks up an owner's key, for a request to that site.
///
/// # Errors
/// [`Error::WrongKey`] if there is no such key, or, in a flood, no such site; or as [`look_up`].
pub async fn key<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    id: &KeyId,
) -> Result<Rc<KeyRecord>, Error> {
    if context.cache.misses.are(MISSES_MAX, context.now) {
        // A list of keys is made only for sites that exist, not for each one that somebody makes
        // up.
        match definitions::site(context, site).await {
            Err(Error::UnknownSite) => return Err(Error::WrongKey),
            done => drop(done?),
        }
    }
    let register = Register::Keys(site.clone());
    let stored = look_up(context, Name::Key(id.clone()), &register, &Key::owner_key(id)).await?;
    remembered(context, id, stored.as_deref())
}

/// Remembers an owner's key as the store has it.
///
/// # Errors
/// [`Error::WrongKey`] if the store has none; [`Error::Internal`] if it can't be read.
pub(super) fn remembered<S, R>(
    context: &Context<'_, S, R>,
    id: &KeyId,
    stored: Option<&str>,
) -> Result<Rc<KeyRecord>, Error> {
    let Some(text) = stored else {
        context.cache.owner_keys.forget(id);
        return Err(Error::WrongKey);
    };
    Ok(context.cache.owner_keys.put(id.clone(), decode(text)?, context.now))
}

/// Returns a key that was read a moment ago. It may be revoked by now. Use it only to refuse a
/// wrong key without a read, and for nothing else.
#[must_use]
pub fn remembered_key<S, R>(context: &Context<'_, S, R>, id: &KeyId) -> Option<Rc<KeyRecord>> {
    context.cache.owner_keys.fresh(id, context.now, UNKNOWN_TTL_MS)
}
