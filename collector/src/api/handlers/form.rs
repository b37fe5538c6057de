//! `GET /v1/form/{site}/{survey}?lang=`: the form that the popup shows.

use domain::{SiteId, SurveyId};

use crate::{
    api::{
        http::{Reply, Request},
        limits::{self, Counted},
    },
    definitions::searchers,
    runtime::Runtime,
    store::{Store, context::Context, error::Error},
    text::query::Query,
};

/// Time for which a form is kept, as long as the loader's gate: both show an owner's change after
/// the same time.
const CACHE_CONTROL: &str = "public, max-age=300";

/// Replies with a [`wire::form::Form`].
///
/// 1. Count the request by its address (429), look up the site and the survey (404;
///    too many of these from one address → 429; store away and nothing remembered → 503),
///    count it by its site (429).
/// 2. Choose the language: any `lang` is fine, the nearest one is taken → 200.
///
/// # Errors
/// As listed.
pub async fn show<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site_id: &SiteId,
    survey: &SurveyId,
) -> Result<Reply, Error> {
    // (1) Look up.
    limits::visitor(request, context, Counted::Forms).await?;
    let (site, survey) =
        searchers::site_and_survey(request.headers.address, context, site_id, survey).await?;
    limits::site(context, Counted::Forms, site_id).await?;
    // (2) Choose.
    let query = Query::parse(&request.query);
    let form = forms::form(
        &site.definition,
        &survey.definition,
        survey.version,
        query.get("lang").unwrap_or_default(),
    );
    Ok(Reply::json(200, &form).with("cache-control", CACHE_CONTROL))
}
