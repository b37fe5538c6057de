//! `PUT` and `GET /v1/sites/{site}/surveys/{survey}`: a survey's definition and its versions.

use domain::{SiteId, SurveyId};
use wire::{
    limits::DEFINITION_MAX_BYTES,
    site::KeyScope,
    survey::{SurveyDefinition, SurveyResource},
};

use crate::{
    auth,
    context::{Context, Runtime},
    definitions,
    handlers::json_body,
    http::{Reply, Request},
    keys::Key,
    problem::Error,
    records::{SurveyRecord, encode},
    retry,
    store::{Entry, Store},
};

/// Makes a survey, or its next version.
///
/// 1. The operator may, and whoever holds a write key of the site (401, 403).
/// 2. Read the body (415, 413, 400, 422).
/// 3. Look up the site (404) and the newest version (503).
/// 4. The same definition → 200 and nothing is written; another kind → 409.
/// 5. Write the version under its own key, then as the newest (503) → 201 for the first, else 200.
///
/// A crash between the two writes leaves a version that nobody was shown; the next attempt writes
/// over it. Older versions stay, so that old answers keep their question.
///
/// # Errors
/// As listed.
pub async fn put<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Write).await?;
    // (2) Read.
    let definition = SurveyDefinition::parse(json_body(request, DEFINITION_MAX_BYTES)?)?;
    // (3) Look up.
    definitions::site(context, site).await?;
    let newest = newest(context, site, survey).await?;
    // (4) Compare.
    if let Some(newest) = &newest {
        if newest.definition == definition {
            return Ok(resource(200, site, survey, newest));
        }
        if newest.definition.kind != definition.kind {
            return Err(Error::KindFixed);
        }
    }
    // (5) Write.
    let version = newest.as_ref().map_or(1, |newest| newest.version.saturating_add(1));
    let record = SurveyRecord { version, definition, changed_ms: context.now.unix_ms() };
    let text = encode(&record);
    for key in [Key::survey_version(site, survey, version), Key::survey(site, survey)] {
        retry::put(context.store, context.runtime, &key, Entry::of(&text)).await?;
    }
    let reply = resource(if version == 1 { 201 } else { 200 }, site, survey, &record);
    context.cache.gates.forget(site);
    context.cache.surveys.put((site.clone(), survey.clone()), record, context.now);
    Ok(reply)
}

/// Shows a survey's newest version.
///
/// 1. The operator may, and whoever holds a key of the site (401, 403).
/// 2. Look it up (404, 503) → 200.
///
/// # Errors
/// As listed.
pub async fn get<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Read).await?;
    // (2) Look up.
    let record = newest(context, site, survey).await?.ok_or(Error::UnknownSurvey)?;
    Ok(resource(200, site, survey, &record))
}

/// The newest version: of the store, or of this isolate's memory while the store lags behind it.
async fn newest<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
) -> Result<Option<SurveyRecord>, Error> {
    let stored = definitions::stored_survey(context, site, survey).await?;
    let remembered = context.cache.surveys.stale(&(site.clone(), survey.clone()));
    let remembered = remembered.map(|record| SurveyRecord::clone(&record));
    Ok(stored.into_iter().chain(remembered).max_by_key(|record| record.version))
}

fn resource(status: u16, site: &SiteId, survey: &SurveyId, record: &SurveyRecord) -> Reply {
    let resource = SurveyResource {
        site: site.to_string(),
        survey: survey.to_string(),
        version: record.version,
        definition: record.definition.clone(),
    };
    Reply::json(status, &resource)
}
