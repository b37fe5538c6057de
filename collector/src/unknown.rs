//! Names that are not there: remembered, counted, and in a flood not looked up any more.
//!
//! Anybody can ask for the script of a site that nobody has made, and for one after the other. KV
//! counts each as a read, and the free plan has 100,000 a day. So
//!
//! - an isolate remembers for [`UNKNOWN_TTL_MS`] that a name is not there,
//! - an address that has looked up too many of them ([`Limit::Unknown`]) is refused from memory for
//!   a minute: sites that are asked for by others are there all the same,
//! - in an isolate with more than [`MISSES_MAX`] a minute, whoever sends them, all names of the
//!   sort are listed once in [`REGISTER_TTL_MS`], and only those are looked up that are on the
//!   list.
//!
//! A name that is not on it, or not in memory, is refused as too much (429) rather than unknown:
//! the widget keeps its response then. An owner's key that is on its site's list always passes.

use core::future::Future;
use std::{collections::BTreeSet, rc::Rc};

use domain::{SiteId, SurveyId};

use crate::{
    auth::KeyId,
    cache::DEFINITION_TTL_MS,
    context::{Context, Runtime},
    definitions, gates,
    http::Request,
    keys::{Key, Prefix, listed_key_of_any_site, listed_site},
    limits::{self, Limit},
    owner_keys, paging,
    problem::{Error, LIMIT_PERIOD_SECONDS},
    records::{KeyRecord, SiteRecord, SurveyRecord, decode},
    store::{Entry, Page, Store, StoreError},
};

/// Time for which it is remembered that a name is not there, in milliseconds: as long as that it
/// is.
pub const UNKNOWN_TTL_MS: i64 = DEFINITION_TTL_MS;

/// Most names that an isolate looks up in vain in a minute before it asks for all of them: 60 in
/// each minute of a day are 86,400 reads.
pub const MISSES_MAX: u32 = 60;

/// Time for which the list of all names is used, in milliseconds: 144 lists a day, of the free
/// plan's 1,000, while a flood goes on.
pub const REGISTER_TTL_MS: i64 = 10 * 60 * 1_000;

/// A name that the store is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Name {
    /// A site's.
    Site(SiteId),
    /// A survey's of a site.
    Survey(SiteId, SurveyId),
    /// A key's.
    Key(KeyId),
}

/// All names of a sort.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Register {
    /// All sites.
    Sites,
    /// A site's surveys.
    Surveys(SiteId),
    /// A site's keys.
    Keys(SiteId),
    /// The keys of all sites.
    AllKeys,
}

/// Looks a name up, unless it is known not to be there: `None` then, as when it is not.
///
/// # Errors
/// [`Error::RateLimited`] in a flood, for what is not on the list; or that of the store.
pub async fn look_up<S: Store, R>(
    context: &Context<'_, S, R>,
    name: Name,
    register: &Register,
    key: &Key,
) -> Result<Option<String>, Error> {
    if !may_be_there(context, &name, register).await? {
        return Ok(None);
    }
    let found = context.store.get(key).await?;
    if found.is_none() {
        context.cache.unknown.put(name, (), context.now);
        context.cache.misses.add(context.now);
    }
    Ok(found)
}

/// False for a name that was looked up in vain a moment ago.
///
/// # Errors
/// As [`look_up`].
pub async fn may_be_there<S: Store, R>(
    context: &Context<'_, S, R>,
    name: &Name,
    register: &Register,
) -> Result<bool, Error> {
    if is_remembered(context, name) {
        return Ok(false);
    }
    if !context.cache.misses.are(MISSES_MAX, context.now)
        || all(context, register).await?.contains(name)
    {
        return Ok(true);
    }
    // The flood goes on.
    context.cache.misses.add(context.now);
    Err(Error::RateLimited)
}

fn is_remembered<S, R>(context: &Context<'_, S, R>, name: &Name) -> bool {
    context.cache.unknown.fresh(name, context.now, UNKNOWN_TTL_MS).is_some()
}

async fn all<S: Store, R>(
    context: &Context<'_, S, R>,
    register: &Register,
) -> Result<Rc<BTreeSet<Name>>, Error> {
    let registers = &context.cache.registers;
    if let Some(names) = registers.fresh(register, context.now, REGISTER_TTL_MS) {
        return Ok(names);
    }
    let names: BTreeSet<Name> = match register {
        Register::Sites => {
            let sites = paging::names(context, &Prefix::all_sites(), listed_site).await?;
            sites.into_iter().map(Name::Site).collect()
        }
        Register::Surveys(site) => {
            let surveys = gates::survey_ids(context, site).await?.into_iter();
            surveys.map(|survey| Name::Survey(site.clone(), survey)).collect()
        }
        Register::Keys(site) => {
            owner_keys::ids(context, site).await?.into_iter().map(Name::Key).collect()
        }
        Register::AllKeys => {
            let keys = Prefix::all_owner_keys();
            let keys = paging::names(context, &keys, listed_key_of_any_site).await?;
            keys.into_iter().map(Name::Key).collect()
        }
    };
    Ok(registers.put(register.clone(), names, context.now))
}

/// Notes that a name is there from now on.
pub fn made<S, R>(context: &Context<'_, S, R>, name: &Name, register: &Register) {
    context.cache.unknown.forget(name);
    context.cache.registers.forget(register);
    if matches!(name, Name::Key(_)) {
        context.cache.registers.forget(&Register::AllKeys);
    }
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

/// An owner's key, for somebody who signs in and names no site. Unknown ones count as names do that a
/// visitor makes up: each costs a read.
///
/// # Errors
/// [`Error::WrongKey`] when there is none; [`Error::RateLimited`] for one that this isolate doesn't
/// remember, from an address that has looked up too many names in vain; or as [`look_up`].
pub async fn key_of_any_site<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    id: &KeyId,
) -> Result<Rc<KeyRecord>, Error> {
    let name = Name::Key(id.clone());
    let is_known = is_remembered(context, &name);
    if is_searcher(request, context) && remembered_key(context, id).is_none() {
        return Err(Error::RateLimited);
    }
    let stored = look_up(context, name, &Register::AllKeys, &Key::owner_key(id)).await?;
    match stored {
        Some(text) => Ok(context.cache.owner_keys.put(id.clone(), decode(&text)?, context.now)),
        None => {
            context.cache.owner_keys.forget(id);
            counted(request, context, is_known, Err(Error::WrongKey)).await
        }
    }
}

/// A key that was read a moment ago. It may be revoked by now: good for refusing what is not that
/// key, without a read, and for nothing else.
#[must_use]
pub fn remembered_key<S, R>(context: &Context<'_, S, R>, id: &KeyId) -> Option<Rc<KeyRecord>> {
    context.cache.owner_keys.fresh(id, context.now, UNKNOWN_TTL_MS)
}

/// The site and the survey that a visitor asks for.
///
/// # Errors
/// As [`definitions::site_and_survey`]; [`Error::RateLimited`] for what this isolate doesn't
/// remember, from an address that has looked up too many names in vain.
pub async fn site_and_survey<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
) -> Result<(Rc<SiteRecord>, Rc<SurveyRecord>), Error> {
    let is_known = is_remembered(context, &Name::Site(site.clone()))
        || is_remembered(context, &Name::Survey(site.clone(), survey.clone()));
    if is_searcher(request, context) {
        let memory = context.with_store(&Memory);
        return from_memory(definitions::site_and_survey(&memory, site, survey)).await;
    }
    let found = definitions::site_and_survey(context, site, survey).await;
    counted(request, context, is_known, found).await
}

/// The gate of the site that a visitor asks for.
///
/// # Errors
/// As [`gates::of_site`], and as [`site_and_survey`].
pub async fn gate<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Rc<String>, Error> {
    let is_known = is_remembered(context, &Name::Site(site.clone()));
    if is_searcher(request, context) {
        return from_memory(gates::of_site(&context.with_store(&Memory), site)).await;
    }
    let found = gates::of_site(context, site).await;
    counted(request, context, is_known, found).await
}

fn is_searcher<S, R>(request: &Request, context: &Context<'_, S, R>) -> bool {
    let period_ms = i64::from(LIMIT_PERIOD_SECONDS) * 1_000;
    request.headers.address.is_some_and(|address| {
        let network = limits::wide_network(address);
        context.cache.searchers.fresh(&network, context.now, period_ms).is_some()
    })
}

async fn from_memory<T>(look: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    match look.await {
        Err(Error::StoreBusy) => Err(Error::RateLimited),
        done => done,
    }
}

/// A name that was looked up in vain counts; one of which that was known does not.
async fn counted<S, R: Runtime, T>(
    request: &Request,
    context: &Context<'_, S, R>,
    is_known: bool,
    found: Result<T, Error>,
) -> Result<T, Error> {
    let (Err(Error::UnknownSite | Error::UnknownSurvey | Error::WrongKey), Some(address), false) =
        (&found, request.headers.address, is_known)
    else {
        return found;
    };
    let network = limits::wide_network(address);
    if context.runtime.is_within(Limit::Unknown, &network).await {
        return found;
    }
    context.cache.searchers.put(network, (), context.now);
    Err(Error::RateLimited)
}

/// A store that is away: what is asked with it is refused from memory.
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
