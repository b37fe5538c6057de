//! `PUT`, `GET` and `DELETE /v1/sites/{site}/surveys/{survey}`, and the list of a site's surveys.

use std::collections::BTreeSet;

use domain::{Instant, SiteId, SurveyId};
use wire::{
    limits::{DEFINITION_MAX_BYTES, SURVEYS_MAX},
    page::Page,
    problem::FieldError,
    site::KeyScope,
    survey::{SurveyDefinition, SurveyResource},
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
        keys::Key,
        lists,
        records::{SiteRecord, SurveyRecord, encode},
        retry,
    },
    text::{query::Query, rfc3339},
};

/// Makes a survey, or its next version.
///
/// 1. The operator may ask, and owners with a write key of the site (401, 403).
/// 2. Read the body (415, 413, 400, 422).
/// 3. Look up the site (404), its surveys (a hundred already → 409) and the newest version (503).
/// 4. Another kind, or other attributes to rate → 409, also for a deleted survey whose responses are still there; responses that
///    are being deleted → 409; not what `If-Match` or `If-None-Match` expects → 412.
/// 5. [`save`] it → 201 for the first version or one after a deletion, else 200; the same
///    definition again → 200, and no version is made.
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
    let body = json_body(request, DEFINITION_MAX_BYTES).await?;
    let definition = forms::check(&body)?;
    // (3) Look up.
    let record = definitions::site(context, site).await?;
    let listed = gates::survey_ids(context, site).await?;
    let newest = newest(context, site, survey).await?;
    if newest.is_none() && !listed.contains(survey) && listed.len() >= SURVEYS_MAX {
        return Err(Error::TooMany(SURVEYS_MAX));
    }
    // (4) Compare.
    let there = newest.as_ref().filter(|newest| !newest.is_deleted());
    let status = if there.is_some() { 200 } else { 201 };
    if let Some(newest) = &newest {
        definitions::is_same_metric(&newest.definition.kind, &definition.kind)?;
        if newest.is_purging {
            return Err(Error::BeingDeleted);
        }
    }
    let current = there.map(|newest| reply(200, site, survey, newest));
    etag::may_change(&request.headers, current.as_ref())?;
    // (5) Save.
    let saved = save(context, (site, &record), survey, listed, newest, definition).await?;
    Ok(reply(status, site, survey, &saved))
}

/// Writes a definition as the next version, and the gate that is compiled from it.
///
/// 1. If the definition is the same as the newest version, compile only the gate, if it is older.
/// 2. Otherwise write the version under its own key, then as the newest, then the site's gate.
///
/// A crash between the first two writes leaves a version that nobody was shown; the next attempt
/// overwrites it. A crash before the third leaves an old gate; the next attempt, or the cron, heals
/// it. Older versions stay, so that old responses keep their question.
///
/// # Errors
/// The store's own error.
pub(super) async fn save<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    (site, site_record): (&SiteId, &SiteRecord),
    survey: &SurveyId,
    listed: BTreeSet<SurveyId>,
    newest: Option<SurveyRecord>,
    definition: SurveyDefinition,
) -> Result<SurveyRecord, Error> {
    // (1) The same.
    let is_same = |newest: &SurveyRecord| newest.definition == definition && !newest.is_deleted();
    let version = newest.as_ref().map_or(1, |newest| newest.version.saturating_add(1));
    if let Some(newest) = newest.filter(is_same) {
        if !gates::knows(context, site, survey, &newest).await? {
            gates::refresh(context, site, site_record, listed, Some((survey, &newest))).await?;
        }
        return Ok(newest);
    }
    // (2) Write.
    let record = SurveyRecord::new(version, definition, context.now);
    let text = encode(&record);
    for key in [Key::survey_version(site, survey, version), Key::survey(site, survey)] {
        retry::put(context.store, context.runtime, &key, Entry::of(&text)).await?;
    }
    context.cache.surveys.put((site.clone(), survey.clone()), record.clone(), context.now);
    let name = Name::Survey(site.clone(), survey.clone());
    unknown::made(context, &name, &Register::Surveys(site.clone()));
    gates::refresh(context, site, site_record, listed, Some((survey, &record))).await?;
    Ok(record)
}

/// Shows a survey's newest version.
///
/// 1. The operator may ask, and owners with a key of the site (401, 403).
/// 2. Look it up (404, for a deleted one, too; 503) → 200.
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
    let record = newest(context, site, survey).await?;
    let record = record.filter(|record| !record.is_deleted()).ok_or(Error::UnknownSurvey)?;
    Ok(reply(200, site, survey, &record))
}

/// Lists the surveys of a site in the order of their names; deleted ones, too, with the time of
/// their deletion.
///
/// 1. The operator may ask, and owners with a key of the site (401, 403).
/// 2. Read `cursor` and `limit` (422).
/// 3. Look up the site (404), list its surveys, read those of the page (503) → 200.
///
/// # Errors
/// As listed.
pub async fn list<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Read).await?;
    // (2) Read.
    let query = Query::parse(&request.query);
    let paging = Paging::parse(&query, |text| SurveyId::parse(text).ok())?;
    // (3) Look up.
    definitions::site(context, site).await?;
    let (ids, next) = paging.cut(gates::survey_ids(context, site).await?);
    let records: Vec<(SurveyId, SurveyRecord)> =
        lists::records(context, ids, |id| Key::survey(site, id)).await?;
    let there = records.iter().filter(|(_, record)| !record.is_free(context.now));
    let items = there.map(|(id, record)| resource(site, id, record)).collect();
    Ok(Reply::json(200, &Page { items, next }))
}

/// Deletes a survey, and its responses if the request asks for that.
///
/// 1. The operator may ask, and owners with a write key of the site (401, 403).
/// 2. Read `responses`: `keep`, when absent, or `delete` (422).
/// 3. Look up the site and the survey (404; 503).
/// 4. Write that it is deleted, then the site's gate without it (503). From then on visitors'
///    routes treat it as unknown; its responses can still be read, and a survey of the same kind
///    can be put again.
/// 5. `keep` → 204.
/// 6. `delete`: delete responses and old versions, as many as one request may (503) → 202 with
///    `Retry-After`, to be sent again; the cron goes on, too. Once nothing has been left for long
///    enough, the name is free for another kind → 200.
///
/// # Errors
/// As listed.
pub async fn delete<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Write).await?;
    // (2) Read.
    let is_purging = read_responses(&request.query)?;
    // (3) Look up.
    let site_record = definitions::site(context, site).await?;
    let mut record = newest_of_all(context, site, survey).await?.ok_or(Error::UnknownSurvey)?;
    if record.is_free(context.now) {
        return Ok(if is_purging { deletion_progress(Progress::DONE) } else { Reply::empty(204) });
    }
    // (4) Write.
    let gone = Instant::from_unix_ms(record.deleted_ms.unwrap_or(context.now.unix_ms()));
    if !record.is_deleted() || (is_purging && !record.is_purging) {
        record.deleted_ms = Some(gone.unix_ms());
        record.is_purging |= is_purging;
        record.changed_ms = context.now.unix_ms();
        let text = encode(&record);
        let key = Key::survey(site, survey);
        retry::put(context.store, context.runtime, &key, Entry::of(&text)).await?;
        context.cache.surveys.put((site.clone(), survey.clone()), record.clone(), context.now);
    }
    if !gates::knows(context, site, survey, &record).await? {
        let listed = gates::survey_ids(context, site).await?;
        gates::refresh(context, site, &site_record, listed, Some((survey, &record))).await?;
    }
    // (5) Keep.
    if !is_purging {
        return Ok(Reply::empty(204));
    }
    // (6) Delete.
    let (names, mut budget) = ((site, survey), Budget::PURGE);
    let progress = purge::survey(context, names, &record, context.now, &mut budget).await?;
    Ok(deletion_progress(progress))
}

/// Returns true if a deletion is to include the responses.
fn read_responses(query: &str) -> Result<bool, Error> {
    let query = Query::parse(query);
    query.only(&["responses"])?;
    match query.get("responses") {
        None | Some("keep") => Ok(false),
        Some("delete") => Ok(true),
        Some(_) => Err(Error::Invalid(vec![FieldError {
            pointer: "?responses".to_owned(),
            detail: "is not allowed".to_owned(),
            allowed: "keep or delete".to_owned(),
        }])),
    }
}

/// Returns the newest version, from the store, or from this isolate's memory while the store lags
/// behind it. Returns `None` for a survey that was purged.
///
/// # Errors
/// The store's own error.
pub(super) async fn newest<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
) -> Result<Option<SurveyRecord>, Error> {
    let newest = newest_of_all(context, site, survey).await?;
    Ok(newest.filter(|newest| !newest.is_free(context.now)))
}

/// Returns the newest version as [`newest`] does, and for a while also the last one of a purged
/// survey.
async fn newest_of_all<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
) -> Result<Option<SurveyRecord>, Error> {
    let stored = definitions::stored_survey(context, site, survey).await?;
    let remembered = definitions::remembered_survey(context, site, survey);
    Ok(stored.into_iter().chain(remembered).reduce(SurveyRecord::newer))
}

/// Returns a survey's state as a reply.
pub(super) fn reply(status: u16, site: &SiteId, survey: &SurveyId, record: &SurveyRecord) -> Reply {
    Reply::json(status, &resource(site, survey, record))
}

/// Returns a survey's state as owners see it.
pub(super) fn resource(site: &SiteId, survey: &SurveyId, record: &SurveyRecord) -> SurveyResource {
    let written = |unix_ms| rfc3339::utc(Instant::from_unix_ms(unix_ms));
    SurveyResource {
        site: site.to_string(),
        survey: survey.to_string(),
        version: record.version,
        definition: record.definition.clone(),
        changed_at: written(record.changed_ms),
        deleted_at: record.deleted_ms.map(written),
    }
}
