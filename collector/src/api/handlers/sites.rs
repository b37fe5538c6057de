//! `PUT`, `GET` and `DELETE /v1/sites/{site}`, and the list of all sites.

use domain::SiteId;
use wire::{
    limits::DEFINITION_MAX_BYTES,
    page::Page,
    site::{KeyScope, SiteDefinition, SiteDraft, SiteResource},
};

use crate::{
    api::{
        auth, etag,
        handlers::{deletion_progress, json_body},
        http::{Reply, Request},
        paging::Paging,
    },
    definitions::{self, gates, unknown},
    deletion::purge::{self, Progress},
    runtime::Runtime,
    store::{
        Entry, Store,
        budget::Budget,
        cache::{Name, Register},
        context::Context,
        error::Error,
        keys::{Key, Prefix, listed_site},
        lists,
        records::{GoneRecord, SiteRecord, decode, encode, is_free},
        retry,
        timing::STALE_MS,
    },
    text::query::Query,
};

/// Makes a site, or replaces its definition.
///
/// 1. Only the operator may ask (401, 403).
/// 2. Read the body (415, 413, 400, 422).
/// 3. A site of that name that is still being deleted → 409; not what `If-Match` or `If-None-Match`
///    expects → 412.
/// 4. Write it, then its gate (503) → 200, for a new site, too: a look-up before the write could
///    hide the site for a minute. A body that names no wording leaves a site its own. To know if
///    there is one, the handler lists the site, which hides nothing.
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
    let draft = SiteDraft::parse(&json_body(request, DEFINITION_MAX_BYTES).await?)?;
    // (3) Compare.
    if is_being_purged(context, site).await? {
        return Err(Error::BeingDeleted);
    }
    if request.headers.if_match.is_some() || request.headers.if_none_match.is_some() {
        let current = definitions::stored_site(context, site).await?;
        let current = current.map(|record| reply(site, &record));
        etag::may_change(&request.headers, current.as_ref())?;
    }
    // (4) Write.
    let definition = completed(context, site, draft).await?;
    let record = SiteRecord { definition, changed_ms: context.now.unix_ms() };
    let text = encode(&record);
    retry::put(context.store, context.runtime, &Key::site(site), Entry::of(&text)).await?;
    context.cache.sites.put(site.clone(), record.clone(), context.now);
    unknown::made(context, &Name::Site(site.clone()), &Register::Sites);
    let listed = gates::survey_ids(context, site).await?;
    gates::refresh(context, site, &record, listed, None).await?;
    Ok(reply(site, &record))
}

/// Shows a site's definition.
///
/// 1. The operator may ask, and owners with a key of the site (401, 403).
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
    Ok(reply(site, &record))
}

/// Lists all sites in the order of their names.
///
/// 1. Only the operator may ask (401, 403).
/// 2. Read `cursor` and `limit` (422).
/// 3. List the sites and read those of the page (503) → 200.
///
/// # Errors
/// As listed.
pub async fn list<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::operator(request, context)?;
    // (2) Read.
    let query = Query::parse(&request.query);
    let paging = Paging::parse(&query, |text| SiteId::parse(text).ok())?;
    // (3) Look up.
    let names = lists::names(context.store, &Prefix::all_sites(), listed_site).await?;
    let (names, next) = paging.cut(names);
    let records: Vec<(SiteId, SiteRecord)> = lists::records(context, names, Key::site).await?;
    let items = records.iter().map(|(site, record)| resource(site, record)).collect();
    Ok(Reply::json(200, &Page { items, next }))
}

/// Deletes a site with all that belongs to it.
///
/// 1. Only the operator may ask (401, 403).
/// 2. Neither a site nor one that is being deleted → 404 (503).
/// 3. Write the record that it was deleted (503).
/// 4. Delete its definition, its gate and its keys, then surveys and responses, as many as one
///    request may (503) → 202 with `Retry-After`, to be sent again; the cron goes on, too. Once
///    nothing has been left for long enough, the name is free again → 200.
///
/// # Errors
/// As listed.
pub async fn delete<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::operator(request, context)?;
    // (2) Look up.
    let known = gone(context, site).await?;
    let is_free_now = known.as_ref().is_some_and(|gone| is_free(gone.purged_ms, context.now));
    let gone = match known.filter(|_| !is_free_now) {
        Some(gone) => gone,
        None if is_listed(context, site).await? => {
            // (3) Write.
            let gone = GoneRecord { deleted_ms: context.now.unix_ms(), purged_ms: None };
            let text = encode(&gone);
            let entry = Entry { metadata: Some(&text), ..Entry::of(&text) };
            retry::put(context.store, context.runtime, &Key::gone_site(site), entry).await?;
            context.cache.gone.put(site.clone(), gone.clone(), context.now);
            gone
        }
        None if is_free_now => return Ok(deletion_progress(Progress::DONE)),
        None => return Err(Error::UnknownSite),
    };
    // (4) Delete.
    let mut budget = Budget::PURGE;
    let progress = purge::site(context, site, &gone, context.now, &mut budget).await?;
    Ok(deletion_progress(progress))
}

/// True if a site of that name was deleted and something of it may be left.
///
/// # Errors
/// The store's own error.
pub(super) async fn is_being_purged<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<bool, Error> {
    let gone = gone(context, site).await?;
    Ok(gone.is_some_and(|gone| !is_free(gone.purged_ms, context.now)))
}

/// True if there is such a site. It lists the site for the same reason as [`gone`]: a look-up would
/// take a site that was just made again for the one deleted before it, and its deletion for done.
async fn is_listed<S: Store, R>(context: &Context<'_, S, R>, site: &SiteId) -> Result<bool, Error> {
    let page = context.store.list(&Prefix::site(site), None).await?;
    Ok(page.keys.iter().any(|listed| listed.name == Key::site(site).as_str()))
}

/// Returns the newest record of the deletion of a site of that name that the store lists or this
/// isolate knows.
///
/// It lists the record and does not look it up. KV remembers for a minute that a key was not there,
/// and the deletion itself has to look for the record before it writes it. So if the operator made
/// the site again right after the deletion, a look-up would find no record, the reply would be 200,
/// and the cron would purge the new site.
async fn gone<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Option<GoneRecord>, Error> {
    // If it is there, it comes before the records of longer names.
    let page = context.store.list(&Prefix::gone_site(site), None).await?;
    let key = Key::gone_site(site);
    let listed = page.keys.into_iter().find(|listed| listed.name == key.as_str());
    let listed: Option<GoneRecord> = match listed.map(|listed| listed.metadata) {
        None => None,
        Some(Some(metadata)) => Some(decode(metadata.get())?),
        // An earlier release wrote no metadata.
        Some(None) => context.store.get(&key).await?.as_deref().map(decode).transpose()?,
    };
    let known = context.cache.gone.fresh(site, context.now, STALE_MS);
    let known = known.map(|known| GoneRecord::clone(&known));
    Ok(listed.into_iter().chain(known).max_by_key(|gone| (gone.deleted_ms, gone.purged_ms)))
}

/// Returns the definition that a draft becomes. It needs the site's present definition only if the
/// draft names no wording.
async fn completed<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    draft: SiteDraft,
) -> Result<SiteDefinition, Error> {
    if draft.names_wording() {
        return Ok(draft.of_new_site());
    }
    let stored = match is_listed(context, site).await? {
        true => definitions::stored_site(context, site).await?,
        false => None,
    };
    // This isolate may have written it just now, so that the store does not show it yet.
    let known = context.cache.sites.fresh(site, context.now, STALE_MS);
    let known = known.map(|known| SiteRecord::clone(&known));
    let current = stored.into_iter().chain(known).max_by_key(|record| record.changed_ms);
    Ok(match current {
        Some(current) => draft.in_place_of(&current.definition),
        None => draft.of_new_site(),
    })
}

fn reply(site: &SiteId, record: &SiteRecord) -> Reply {
    Reply::json(200, &resource(site, record))
}

fn resource(site: &SiteId, record: &SiteRecord) -> SiteResource {
    SiteResource { site: site.to_string(), definition: record.definition.clone() }
}
