//! `GET` and `DELETE /v1/sites/{site}/surveys/{survey}/responses/{id}`: one response.

use domain::{ResponseId, SiteId, SurveyId};
use wire::site::KeyScope;

use crate::{
    api::{
        auth,
        http::{Reply, Request},
    },
    definitions,
    deletion::response::delete_one,
    responses::{show::resource, states},
    runtime::Runtime,
    store::{Store, context::Context, error::Error, stored_response::StoredResponse},
    text::query::Query,
};

/// Shows a response.
///
/// 1. The operator may ask, and owners with a key of the site (401, 403).
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
    let kind = &definitions::survey(context, site, survey).await?.definition.kind;
    let states = states::read_one(context.store, site, survey, id).await?;
    if states.is_empty() {
        return Err(Error::UnknownResponse);
    }
    let stored = read(states.newest().unwrap_or_default())?;
    let shown = resource(survey, kind, id, &stored);
    Ok(Reply::json(200, &shown.ok_or(Error::Internal("a stored response is off the scale"))?))
}

/// Deletes a response. A response that isn't there is no error.
///
/// 1. The operator may ask, and owners with a write key of the site (401, 403).
/// 2. Delete all of its states, with its events that wait for webhooks and its `who:` keys, and
///    leave a tombstone (503) → 204.
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
    // (2) Delete.
    delete_one(context, site, survey, id, context.now).await?;
    Ok(Reply::empty(204))
}

fn read(value: &str) -> Result<StoredResponse<'_>, Error> {
    serde_json::from_str(value).map_err(|_| Error::Internal("a stored response can't be read"))
}
