//! `/v1/sites/{site}/webhooks…`: an owner's webhooks, their secrets, and a test.
//!
//! All of these routes need a write key: an address may hold a secret of its receiver's.

use std::collections::BTreeMap;

use domain::{SiteId, WebhookId};
use wire::{
    limits::{DEFINITION_MAX_BYTES, WEBHOOKS_MAX},
    page::Page,
    site::KeyScope,
    webhook::{ShownSecret, WebhookDefinition, WebhookResource},
};

use crate::{
    api::{
        auth,
        handlers::json_body,
        http::{Reply, Request},
        paging::Paging,
    },
    definitions,
    runtime::Runtime,
    store::{Store, context::Context, error::Error, keys::Key, retry},
    text::{query::Query, rfc3339},
    webhooks::{
        attempt,
        destination::{self, Destination},
        of_site,
        record::{HookRecord, PREVIOUS_SECRET_LIVES_MS, PreviousSecret},
        signature::SigningSecret,
        status,
    },
};

/// Makes a webhook, or changes it.
///
/// 1. The operator may ask, and owners with a write key of the site (401, 403).
/// 2. Read the body (415, 413, 400, 422), and check that the collector may call its address (422).
/// 3. Look up the site (404) and its webhooks (503); no room for another → 409.
/// 4. Write the marks that say "there are some", then the webhook itself (503) → 201 with a new
///    secret, shown this once; 200 for a change, which keeps the secret.
///
/// # Errors
/// As listed.
pub async fn put<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    webhook: &WebhookId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Write).await?;
    // (2) Read.
    let definition = WebhookDefinition::parse(&json_body(request, DEFINITION_MAX_BYTES).await?)?;
    let allow_private = context.runtime.webhook_settings().allow_private;
    if Destination::parse(&definition.url, allow_private).is_none() {
        return Err(Error::Invalid(vec![destination::refusal("/url")]));
    }
    // (3) Look up.
    definitions::site(context, site).await?;
    // Listed rather than read: a key that was read in vain may stay invisible for a minute.
    let stored = of_site::stored(context, site).await?;
    let n_stored = stored.len();
    let before = stored.into_iter().find(|(other, _)| other == webhook).map(|(_, record)| record);
    if before.is_none() && n_stored >= WEBHOOKS_MAX {
        return Err(Error::TooManyWebhooks);
    }
    // (4) Write.
    let is_new = before.is_none();
    let (secret, previous) = match before {
        Some(before) => (before.secret, before.previous),
        None => (new_secret(context)?, None),
    };
    let record = HookRecord { definition, secret, previous, changed_ms: context.now.unix_ms() };
    of_site::mark(context, site).await?;
    of_site::write(context, site, webhook, &record).await?;
    let mut resource = resource(context, site, webhook, &record);
    if is_new {
        resource.secret = Some(ShownSecret(record.secret.reveal().to_owned()));
    }
    Ok(Reply::json(if is_new { 201 } else { 200 }, &resource))
}

/// Lists a site's webhooks, a page at a time, in the order of their names.
///
/// 1. The operator may ask, and owners with a write key of the site (401, 403).
/// 2. Read the cursor and the limit (422).
/// 3. List them (503) → 200.
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
    let query = Query::parse(&request.query);
    let paging = Paging::parse(&query, |text| WebhookId::parse(text).ok())?;
    // (3) List.
    let mut stored: BTreeMap<WebhookId, HookRecord> =
        of_site::stored(context, site).await?.into_iter().collect();
    let (page, next) = paging.cut(stored.keys().cloned().collect());
    let items = page.into_iter().filter_map(|webhook| {
        let record = stored.remove(&webhook)?;
        Some(resource(context, site, &webhook, &record))
    });
    Ok(Reply::json(200, &Page { items: items.collect(), next }))
}

/// Shows a webhook, and how its deliveries go.
///
/// 1. The operator may ask, and owners with a write key of the site (401, 403).
/// 2. Look it up (404, 503) and count its events (503) → 200.
///
/// # Errors
/// As listed.
pub async fn get<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    webhook: &WebhookId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Write).await?;
    // (2) Look up.
    let record = existing(context, site, webhook).await?;
    let deliveries = status::of(context.store, site, webhook).await?;
    let resource = resource(context, site, webhook, &record);
    Ok(Reply::json(200, &WebhookResource { deliveries: Some(deliveries), ..resource }))
}

/// Deletes a webhook. The cron drops the events that wait for it.
///
/// 1. The operator may ask, and owners with a write key of the site (401, 403).
/// 2. Delete it (503) → 204, for one that isn't there, too.
///
/// # Errors
/// As listed.
pub async fn delete<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    webhook: &WebhookId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Write).await?;
    // (2) Delete.
    retry::delete(context.store, context.runtime, &Key::webhook(site, webhook)).await?;
    context.cache.webhooks.forget(site);
    Ok(Reply::empty(204).with("cache-control", "no-store"))
}

/// Makes a new secret. The previous one signs beside it for a day.
///
/// 1. The operator may ask, and owners with a write key of the site (401, 403).
/// 2. Look the webhook up (404, 503).
/// 3. Write it with a new secret (none to be had → 500; 503) → 200, and the secret is shown this
///    once.
///
/// # Errors
/// As listed.
pub async fn renew_secret<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    webhook: &WebhookId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Write).await?;
    // (2) Look up.
    let before = existing(context, site, webhook).await?;
    // (3) Write.
    let until_ms = context.now.plus_ms(PREVIOUS_SECRET_LIVES_MS).unix_ms();
    let record = HookRecord {
        definition: before.definition,
        secret: new_secret(context)?,
        previous: Some(PreviousSecret { secret: before.secret, until_ms }),
        changed_ms: context.now.unix_ms(),
    };
    of_site::write(context, site, webhook, &record).await?;
    let shown = Some(ShownSecret(record.secret.reveal().to_owned()));
    let resource = resource(context, site, webhook, &record);
    Ok(Reply::json(200, &WebhookResource { secret: shown, ..resource }))
}

/// Sends a test event, and waits for the receiver's reply. An inactive webhook can be tested, too.
///
/// 1. The operator may ask, and owners with a write key of the site (401, 403).
/// 2. Look the webhook up (404, 503).
/// 3. Send the event, once → 200 with a [`wire::webhook::TestResult`], whatever the receiver
///    replies.
///
/// # Errors
/// As listed.
pub async fn test<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    webhook: &WebhookId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Write).await?;
    // (2) Look up.
    let record = existing(context, site, webhook).await?;
    // (3) Send.
    let outcome = attempt::test(context, site, webhook, &record).await?;
    Ok(Reply::json(200, &outcome.shown()))
}

async fn existing<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    webhook: &WebhookId,
) -> Result<HookRecord, Error> {
    of_site::stored_one(context.store, site, webhook).await?.ok_or(Error::UnknownWebhook)
}

fn new_secret<S, R: Runtime>(context: &Context<'_, S, R>) -> Result<SigningSecret, Error> {
    let random = context.runtime.random_bytes();
    let random = random.ok_or(Error::Internal("the runtime gave no random bytes"))?;
    Ok(SigningSecret::new(&random))
}

fn resource<S, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    webhook: &WebhookId,
    record: &HookRecord,
) -> WebhookResource {
    let until =
        |previous: &PreviousSecret| rfc3339::utc(domain::Instant::from_unix_ms(previous.until_ms));
    WebhookResource {
        site: site.to_string(),
        webhook: webhook.to_string(),
        definition: record.definition.clone(),
        secret: None,
        previous_secret_expires_at: record.living_previous(context.now).map(until),
        deliveries: None,
    }
}
