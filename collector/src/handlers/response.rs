//! `GET` and `DELETE /v1/sites/{site}/surveys/{survey}/responses/{id}`: one response.

use std::{borrow::Cow, collections::BTreeSet};

use domain::{ResponseId, SiteId, SurveyId};
use wire::site::KeyScope;

use crate::{
    auth,
    context::{Context, Runtime},
    definitions,
    http::{Reply, Request},
    problem::Error,
    query::Query,
    respondents::{Trace, delete_answer},
    responses::show::resource,
    rollups::write::delete_response,
    states,
    store::Store,
    stored_response::StoredResponse,
};

/// Shows a response.
///
/// 1. The operator may, and whoever holds a key of the site (401, 403).
/// 2. Look up the survey and the response (404, 503) → 200.
///
/// # Errors
/// As listed.
pub async fn show<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
    id: ResponseId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Read).await?;
    Query::parse(&request.query).only(&[])?;
    // (2) Look up.
    let kind = definitions::survey(context, site, survey).await?.definition.kind;
    let states = states::read_one(context.store, site, survey, id).await?;
    if states.is_empty() {
        return Err(Error::UnknownResponse);
    }
    let stored = read(states.newest().unwrap_or_default())?;
    let shown = resource(survey, kind, id, &stored);
    Ok(Reply::json(200, &shown.ok_or(Error::Internal("a stored response is off the scale"))?))
}

/// Deletes a response; one that isn't there stays so.
///
/// 1. The operator may, and whoever holds a write key of the site (401, 403).
/// 2. Read whose it is, or was in an earlier state (503).
/// 3. Delete all of its states, with a mark first where its hour may have been counted (503) → 204.
///
/// # Errors
/// As listed.
pub async fn delete<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
    id: ResponseId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Write).await?;
    Query::parse(&request.query).only(&[])?;
    // (2) Read.
    let states = states::read_one(context.store, site, survey, id).await?;
    let named = states.iter().filter_map(|value| read(value).ok()?.respondent);
    let named: BTreeSet<String> = named.map(Cow::into_owned).collect();
    // (3) Delete.
    for named in &named {
        delete_answer(context, &Trace::of(site, named, survey, id)).await?;
    }
    if named.is_empty() {
        delete_response(context, site, survey, id).await?;
    }
    Ok(Reply::empty(204))
}

fn read(value: &str) -> Result<StoredResponse<'_>, Error> {
    serde_json::from_str(value).map_err(|_| Error::Internal("a stored response can't be read"))
}
