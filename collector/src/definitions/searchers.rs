//! Look-ups that anybody may ask for: visitors' sites, surveys and scripts, and keys that name no
//! site.
//!
//! In: the limit by address. An address that has looked up too many unknown names is answered from
//! memory for a minute.
//! Not in: the behaviour of an isolate for which many names are unknown, whatever address asks
//! ([`super::unknown`]).

use core::future::Future;
use std::{net::IpAddr, rc::Rc};

use domain::{SiteId, SurveyId};

use super::{
    gates, owner_keys,
    unknown::{is_remembered, look_up},
};
use crate::{
    definitions,
    runtime::{
        Runtime,
        limit::{self, LIMIT_PERIOD_SECONDS, Limit},
    },
    store::{
        Entry, Page, Store, StoreError,
        cache::{Name, Register},
        context::Context,
        error::Error,
        keys::{Key, KeyId, Prefix},
        records::{KeyRecord, SiteRecord, SurveyRecord},
    },
};

/// Looks up the site and the survey that a visitor asks for.
///
/// # Errors
/// As [`definitions::site_and_survey`]; [`Error::RateLimited`] for what this isolate doesn't
/// remember, from an address that has looked up too many names in vain.
pub async fn site_and_survey<S: Store, R: Runtime>(
    address: Option<IpAddr>,
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
) -> Result<(Rc<SiteRecord>, Rc<SurveyRecord>), Error> {
    let is_known = is_remembered(context, &Name::Site(site.clone()))
        || is_remembered(context, &Name::Survey(site.clone(), survey.clone()));
    if is_searcher(address, context) {
        let memory = context.with_store(&Memory);
        return from_memory(definitions::site_and_survey(&memory, site, survey)).await;
    }
    let found = definitions::site_and_survey(context, site, survey).await;
    counted(address, context, is_known, found).await
}

/// Looks up the gate of the site that a visitor asks for.
///
/// # Errors
/// As [`gates::of_site`], and as [`site_and_survey`].
pub async fn gate<S: Store, R: Runtime>(
    address: Option<IpAddr>,
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Rc<String>, Error> {
    let is_known = is_remembered(context, &Name::Site(site.clone()));
    if is_searcher(address, context) {
        return from_memory(gates::of_site(&context.with_store(&Memory), site)).await;
    }
    let found = gates::of_site(context, site).await;
    counted(address, context, is_known, found).await
}

/// Looks up an owner's key, for somebody who signs in and names no site. Unknown keys count like
/// the unknown names that a visitor asks for: each costs a read.
///
/// # Errors
/// [`Error::WrongKey`] if there is no such key; [`Error::RateLimited`] for a key that this isolate
/// doesn't remember, from an address that has looked up too many names in vain; or as [`look_up`].
pub async fn key_of_any_site<S: Store, R: Runtime>(
    address: Option<IpAddr>,
    context: &Context<'_, S, R>,
    id: &KeyId,
) -> Result<Rc<KeyRecord>, Error> {
    let name = Name::Key(id.clone());
    let is_known = is_remembered(context, &name);
    if is_searcher(address, context) && owner_keys::remembered_key(context, id).is_none() {
        return Err(Error::RateLimited);
    }
    let stored = look_up(context, name, &Register::AllKeys, &Key::owner_key(id)).await?;
    let found = owner_keys::remembered(context, id, stored.as_deref());
    counted(address, context, is_known, found).await
}

fn is_searcher<S, R>(address: Option<IpAddr>, context: &Context<'_, S, R>) -> bool {
    let period_ms = i64::from(LIMIT_PERIOD_SECONDS) * 1_000;
    address.is_some_and(|address| {
        let network = limit::wide_network(address);
        context.cache.searchers.fresh(&network, context.now, period_ms).is_some()
    })
}

async fn from_memory<T>(look: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    match look.await {
        Err(Error::StoreBusy) => Err(Error::RateLimited),
        done => done,
    }
}

/// Counts a name that was looked up in vain, unless it was already known to be unknown.
async fn counted<S, R: Runtime, T>(
    address: Option<IpAddr>,
    context: &Context<'_, S, R>,
    is_known: bool,
    found: Result<T, Error>,
) -> Result<T, Error> {
    let (Err(Error::UnknownSite | Error::UnknownSurvey | Error::WrongKey), Some(address), false) =
        (&found, address, is_known)
    else {
        return found;
    };
    let network = limit::wide_network(address);
    if context.runtime.is_within(Limit::Unknown, &network).await {
        return found;
    }
    context.cache.searchers.put(network, (), context.now);
    Err(Error::RateLimited)
}

/// A store that is always away, so that a look-up uses the isolate's memory alone.
struct Memory;

impl Store for Memory {
    async fn get(&self, _: &Key) -> Result<Option<String>, StoreError> {
        Err(StoreError::Unavailable)
    }

    async fn put(&self, _: &Key, _: Entry<'_>) -> Result<(), StoreError> {
        Err(StoreError::Unavailable)
    }

    async fn list(&self, _: &Prefix, _: Option<&str>) -> Result<Page, StoreError> {
        Err(StoreError::Unavailable)
    }

    async fn delete(&self, _: &Key) -> Result<(), StoreError> {
        Err(StoreError::Unavailable)
    }
}
