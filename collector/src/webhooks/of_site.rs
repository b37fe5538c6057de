//! The webhooks of a site: as an isolate remembers them for visitors' responses, and as the store
//! has them.
//!
//! A site without webhooks costs an isolate one read in 45 seconds. A site with webhooks costs it
//! one list in five minutes: the free plan has 1,000 lists a day. So a new webhook is known
//! everywhere after six minutes, of which one is KV's. The isolate that took the change knows it at
//! once.

use std::rc::Rc;

use domain::{SiteId, WebhookId};

use crate::{
    runtime::Runtime,
    store::{
        Entry, Store,
        cache::{DEFINITION_TTL_MS, GATE_TTL_MS, SiteWebhooks},
        context::Context,
        error::Error,
        keys::{Key, Prefix, listed_webhook},
        records::{decode, encode},
        retry,
    },
    webhooks::record::HookRecord,
};

/// Returns a site's webhooks, from memory or from the store. While the store is away, it returns
/// the last known ones. The collector takes a response even if no webhooks are known: its event
/// then waits until the store can be read again ([`super::untold`]).
///
/// # Errors
/// [`Error::Internal`] for a stored webhook that can't be read.
pub async fn known<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Rc<SiteWebhooks>, Error> {
    let remembered = context.cache.webhooks.fresh(site, context.now, GATE_TTL_MS);
    let is_young = || context.cache.webhooks.fresh(site, context.now, DEFINITION_TTL_MS).is_some();
    match remembered {
        Some(known) if known.has_had_any() || is_young() => return Ok(known),
        _ => {}
    }
    match read(context, site).await {
        Ok(read) => Ok(context.cache.webhooks.put(site.clone(), read, context.now)),
        Err(Error::StoreBusy | Error::StoreUsedUp) => {
            let last_known = context.cache.webhooks.stale(site);
            let unknown = || Rc::new(SiteWebhooks::unknown());
            Ok(last_known.unwrap_or_else(unknown))
        }
        Err(error) => Err(error),
    }
}

async fn read<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<SiteWebhooks, Error> {
    if context.store.get(&Key::has_webhooks(site)).await?.is_none() {
        return Ok(SiteWebhooks::none());
    }
    let stored = stored(context, site).await?.into_iter();
    let webhooks = stored.map(|(id, record)| (id, record.definition)).collect();
    Ok(SiteWebhooks::of(webhooks))
}

/// Reads a site's webhooks from the store, in the order of their names.
///
/// # Errors
/// The store's own error.
pub async fn stored<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Vec<(WebhookId, HookRecord)>, Error> {
    // A site may have ten: one page holds them all.
    let page = context.store.list(&Prefix::webhooks(site), None).await?;
    let ids: Vec<WebhookId> =
        page.keys.iter().filter_map(|key| listed_webhook(site, &key.name)).collect();
    let keys: Vec<Key> = ids.iter().map(|id| Key::webhook(site, id)).collect();
    let mut webhooks = Vec::new();
    for (ids, keys) in ids.chunks(100).zip(keys.chunks(100)) {
        let texts = context.store.get_many(keys).await?;
        for (id, text) in ids.iter().zip(texts) {
            // A webhook without a record is listed, but already deleted.
            if let Some(text) = text {
                webhooks.push((id.clone(), decode(&text)?));
            }
        }
    }
    Ok(webhooks)
}

/// Reads one webhook from the store.
///
/// # Errors
/// The store's own error.
pub async fn stored_one<S: Store>(
    store: &S,
    site: &SiteId,
    webhook: &WebhookId,
) -> Result<Option<HookRecord>, Error> {
    let text = store.get(&Key::webhook(site, webhook)).await?;
    text.as_deref().map(decode).transpose()
}

/// Writes the marks that say "there are some": without them no request looks for a webhook.
///
/// # Errors
/// The store's own error.
pub async fn mark<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<(), Error> {
    for mark in [Key::any_webhooks(), Key::has_webhooks(site)] {
        // Busy means that it has just been written.
        retry::put(context.store, context.runtime, &mark, Entry::of("")).await?;
    }
    Ok(())
}

/// Writes a webhook of a site that has its marks.
///
/// # Errors
/// The store's own error.
pub async fn write<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    webhook: &WebhookId,
    record: &HookRecord,
) -> Result<(), Error> {
    let text = encode(record);
    let key = Key::webhook(site, webhook);
    retry::put(context.store, context.runtime, &key, Entry::of(&text)).await?;
    context.cache.webhooks.forget(site);
    Ok(())
}
