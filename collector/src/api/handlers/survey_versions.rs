//! `GET …/surveys/{survey}/versions` and `/versions/{n}`: the survey's versions, as asked at the
//! time of old responses. A deleted survey's versions can be read as long as its responses.

use domain::{SiteId, SurveyId};
use wire::{page::Page, site::KeyScope};

use crate::{
    api::{
        auth,
        handlers::surveys::{newest, reply, resource},
        http::{Reply, Request},
        paging::Paging,
    },
    runtime::Runtime,
    store::{
        Store,
        context::Context,
        error::Error,
        keys::Key,
        lists,
        records::{SurveyRecord, decode},
    },
    text::query::Query,
};

/// Lists a survey's versions, the newest first.
///
/// 1. The operator may ask, and owners with a key of the site (401, 403).
/// 2. Read `cursor`, the version above those of the page, and `limit` (422).
/// 3. Look up the survey (404) and read the versions of the page (503) → 200.
///
/// # Errors
/// As listed.
pub async fn list<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Read).await?;
    // (2) Read.
    let paging = Paging::parse(&Query::parse(&request.query), read_version)?;
    // (3) Look up. Versions are numbered without a gap.
    let newest = newest(context, site, survey).await?.ok_or(Error::UnknownSurvey)?.version;
    let first = paging.after.map_or(newest, |after| newest.min(after.saturating_sub(1)));
    let numbers: Vec<u32> = (1..=first).rev().take(paging.limit).collect();
    let next = numbers.last().filter(|last| **last > 1).map(ToString::to_string);
    let records: Vec<(u32, SurveyRecord)> =
        lists::records(context, numbers, |n| Key::survey_version(site, survey, *n)).await?;
    let items = records.iter().map(|(_, record)| resource(site, survey, record)).collect();
    Ok(Reply::json(200, &Page { items, next }))
}

/// Shows one version.
///
/// 1. The operator may ask, and owners with a key of the site (401, 403).
/// 2. Look up the survey and the version (404; 503) → 200. A version that was written but never
///    became the newest counts as unknown.
///
/// # Errors
/// As listed.
pub async fn get<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
    version: u32,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Read).await?;
    // (2) Look up.
    let newest = newest(context, site, survey).await?.ok_or(Error::UnknownSurvey)?;
    if version > newest.version {
        return Err(Error::UnknownVersion);
    }
    let text = context.store.get(&Key::survey_version(site, survey, version)).await?;
    let record: SurveyRecord = decode(&text.ok_or(Error::UnknownVersion)?)?;
    Ok(reply(200, site, survey, &record))
}

/// A version's number, as it is written: from 1, without leading zeros.
#[must_use]
pub fn read_version(text: &str) -> Option<u32> {
    text.parse().ok().filter(|version: &u32| *version > 0 && version.to_string() == text)
}
