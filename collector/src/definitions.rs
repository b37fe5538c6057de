//! Definitions of owners: sites and surveys here, gates, keys and unknown names below. Each is read
//! from memory or from the store.
//!
//! Visitors' requests use what the isolate remembers; owners' requests read the store. While the
//! store can't be read, visitors get the last known definitions: a response needs only a write, and
//! the day's writes may not be used up.

pub mod gates;
pub mod owner_keys;
pub mod searchers;
pub mod unknown;

use core::hash::Hash;
use std::rc::Rc;

use domain::{DAY_MS, MINUTE_MS, SiteId, SurveyId};
use wire::survey::SurveyKind;

use crate::store::{
    Store,
    cache::{DEFINITION_TTL_MS, Name, Register, TtlMap},
    context::Context,
    error::Error,
    keys::Key,
    records::{SiteRecord, SurveyRecord, decode},
    timing::STALE_MS,
};

/// Time for which visitors get the last known definition while the store is busy or away, in
/// milliseconds. With the minute or two by which KV itself lags it stays below [`STALE_MS`], for
/// which a deletion waits.
pub const KNOWN_WHILE_AWAY_MS: i64 = 5 * MINUTE_MS;

/// Time for which visitors get the last known definition while the day's allowance of reads is used
/// up, in milliseconds: until the day ends. Until then owners can't change or delete anything
/// either, as that takes reads.
pub const KNOWN_WHILE_USED_UP_MS: i64 = DAY_MS;

/// Checks that responses to both may stand in one tally: a survey's metric never changes.
///
/// # Errors
/// [`Error::KindFixed`], or [`Error::RatedAttributesFixed`] for a satisfaction index of others.
pub fn is_same_metric(stored: &SurveyKind, new: &SurveyKind) -> Result<(), Error> {
    match (stored, new) {
        _ if stored.is_measured_as(new) => Ok(()),
        (SurveyKind::Csi(_), SurveyKind::Csi(_)) => Err(Error::RatedAttributesFixed),
        _ => Err(Error::KindFixed),
    }
}

/// Returns a site, from memory or from the store.
///
/// # Errors
/// [`Error::UnknownSite`], or that of the store.
pub async fn site<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Rc<SiteRecord>, Error> {
    if let Some(record) = context.cache.sites.fresh(site, context.now, DEFINITION_TTL_MS) {
        return Ok(record);
    }
    let name = Name::Site(site.clone());
    let text = unknown::look_up(context, name, &Register::Sites, &Key::site(site)).await?;
    let Some(text) = text else {
        context.cache.sites.forget(site);
        return Err(Error::UnknownSite);
    };
    Ok(context.cache.sites.put(site.clone(), decode(&text)?, context.now))
}

/// Returns a survey's newest version, from memory or from the store. It returns a deleted survey,
/// too: its responses can still be read.
///
/// # Errors
/// [`Error::UnknownSurvey`], or that of the store.
pub async fn survey<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
) -> Result<Rc<SurveyRecord>, Error> {
    let names = (site.clone(), survey.clone());
    let record = match context.cache.surveys.fresh(&names, context.now, DEFINITION_TTL_MS) {
        Some(record) => record,
        None => {
            let name = Name::Survey(site.clone(), survey.clone());
            let register = Register::Surveys(site.clone());
            let key = Key::survey(site, survey);
            let Some(text) = unknown::look_up(context, name, &register, &key).await? else {
                context.cache.surveys.forget(&names);
                return Err(Error::UnknownSurvey);
            };
            context.cache.surveys.put(names, decode(&text)?, context.now)
        }
    };
    if record.is_free(context.now) { Err(Error::UnknownSurvey) } else { Ok(record) }
}

/// Returns a site and one of its surveys, for a visitor. It looks both up side by side if the site
/// is one that was there before. While the store can't be read, it returns the last known ones.
///
/// # Errors
/// [`Error::UnknownSite`] before [`Error::UnknownSurvey`], also for a deleted survey; or the
/// store's own error.
pub async fn site_and_survey<S: Store, R>(
    context: &Context<'_, S, R>,
    site_id: &SiteId,
    survey_id: &SurveyId,
) -> Result<(Rc<SiteRecord>, Rc<SurveyRecord>), Error> {
    let (sites, surveys) = (&context.cache.sites, &context.cache.surveys);
    let site = async { last_known(context, sites, site_id, site(context, site_id).await) };
    let names = (site_id.clone(), survey_id.clone());
    let survey =
        async { last_known(context, surveys, &names, survey(context, site_id, survey_id).await) };
    let (site, survey) = if sites.stale(site_id).is_some() {
        let (site, survey) = futures_util::join!(site, survey);
        (site?, survey?)
    } else {
        (site.await?, survey.await?)
    };
    if survey.is_deleted() || survey.is_free(context.now) {
        Err(Error::UnknownSurvey)
    } else {
        Ok((site, survey))
    }
}

/// Returns the value that was looked up, or the last known one if the store failed.
fn last_known<S, R, K: Eq + Hash, V>(
    context: &Context<'_, S, R>,
    map: &TtlMap<K, V>,
    key: &K,
    looked_up: Result<Rc<V>, Error>,
) -> Result<Rc<V>, Error> {
    let within_ms = match &looked_up {
        Err(Error::StoreBusy) => KNOWN_WHILE_AWAY_MS,
        Err(Error::StoreUsedUp) => KNOWN_WHILE_USED_UP_MS,
        _ => return looked_up,
    };
    map.fresh(key, context.now, within_ms).map_or(looked_up, Ok)
}

/// Returns a survey's newest version as this isolate remembers it, while the store may lag behind
/// it. Returns `None` once nothing is left of the survey and its name is free.
#[must_use]
pub fn remembered_survey<S, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
) -> Option<SurveyRecord> {
    let names = (site.clone(), survey.clone());
    let remembered = context.cache.surveys.fresh(&names, context.now, STALE_MS)?;
    // Another survey may have the name by now.
    (!remembered.is_free(context.now)).then(|| SurveyRecord::clone(&remembered))
}

/// Reads a site from the store.
///
/// # Errors
/// The store's own error.
pub async fn stored_site<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Option<SiteRecord>, Error> {
    let text = context.store.get(&Key::site(site)).await?;
    text.as_deref().map(decode).transpose()
}

/// Reads a survey's newest version from the store.
///
/// # Errors
/// The store's own error.
pub async fn stored_survey<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
) -> Result<Option<SurveyRecord>, Error> {
    let text = context.store.get(&Key::survey(site, survey)).await?;
    text.as_deref().map(decode).transpose()
}
