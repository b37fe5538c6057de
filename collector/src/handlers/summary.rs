//! `GET /v1/sites/{site}/surveys/{survey}/summary?from&to&tz&confidence`: the score.

use domain::{Confidence, SiteId, SurveyId};
use wire::{problem::FieldError, site::KeyScope};

use crate::{
    auth,
    context::{Context, Runtime},
    definitions,
    fold::{Selection, fold},
    http::{Reply, Request},
    period::{Asked, Period},
    problem::Error,
    query::Query,
    store::Store,
    summary,
};

/// Answers with a [`wire::summary::Summary`].
///
/// 1. The operator may, and whoever holds a key of the site (401, 403).
/// 2. Read the period and the confidence (422).
/// 3. Look up the survey (404, 503).
/// 4. Add up the period's responses (503).
/// 5. Name the figures → 200, without answers too.
///
/// # Errors
/// As listed.
pub async fn show<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Read).await?;
    // (2) Read.
    let query = Query::parse(&request.query);
    query.only(&["from", "to", "tz", "confidence"])?;
    let asked = Asked { from: query.get("from"), to: query.get("to"), tz: query.get("tz") };
    let period = Period::parse(asked, context.now).map_err(Error::Invalid)?;
    let confidence = read_confidence(query.get("confidence"))?;
    // (3) Look up.
    let kind = definitions::survey(context, site, survey).await?.definition.kind;
    // (4) Add up.
    let selection = Selection { site, survey, kind, period: &period };
    let folded = fold(context, selection).await?;
    // (5) Name.
    Ok(Reply::json(200, &summary::build(site, survey, period, &folded, confidence)))
}

fn read_confidence(text: Option<&str>) -> Result<Confidence, Error> {
    let Some(text) = text else { return Ok(Confidence::default()) };
    Confidence::parse(text).ok_or_else(|| {
        Error::Invalid(vec![FieldError {
            pointer: "?confidence".to_owned(),
            detail: "is not allowed".to_owned(),
            allowed: "0.8, 0.9, 0.95 or 0.99".to_owned(),
        }])
    })
}
