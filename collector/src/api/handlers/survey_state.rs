//! `POST …/surveys/{survey}/pause` and `/resume`: a definition that differs in its state alone.

use domain::{SiteId, SurveyId};
use wire::{site::KeyScope, survey::State};

use crate::{
    api::{
        auth, etag,
        handlers::surveys,
        http::{Reply, Request},
    },
    definitions::{self, gates},
    runtime::Runtime,
    store::{Store, context::Context, error::Error},
};

/// Pauses or resumes a survey.
///
/// 1. The operator may ask, and owners with a write key of the site (401, 403).
/// 2. Look up the site and the survey (404; 503); not what `If-Match` expects → 412.
/// 3. Save its definition with that state, as `PUT` would: a new version, unless it is in that state
///    already → 200.
///
/// The handler reads no body.
///
/// # Errors
/// As listed.
pub async fn set<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
    state: State,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Write).await?;
    // (2) Look up.
    let record = definitions::site(context, site).await?;
    let newest = surveys::newest(context, site, survey).await?;
    let newest = newest.filter(|newest| !newest.is_deleted()).ok_or(Error::UnknownSurvey)?;
    let current = surveys::reply(200, site, survey, &newest);
    etag::may_change(&request.headers, Some(&current))?;
    // (3) Save.
    let mut definition = newest.definition.clone();
    definition.state = state;
    let listed = gates::survey_ids(context, site).await?;
    let saved =
        surveys::save(context, (site, &record), survey, listed, Some(newest), definition).await?;
    Ok(surveys::reply(200, site, survey, &saved))
}
