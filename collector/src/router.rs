//! Path → route → handler, and what every reply has in common.

use domain::{ResponseId, SiteId, SurveyId, WebhookId};
use wire::survey::State;

use crate::{
    context::{Context, Runtime},
    cors::{self, Audience},
    etag, guard,
    handlers::{self, export::FileType, respondents::RespondentAction},
    headers,
    http::{Method, Reply, Request},
    problem::{self, Error},
    store::Store,
};

/// The addresses that the collector knows; [`wire::routes`] writes them for those who call.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Route {
    Health,
    Embed(SiteId),
    Form(SiteId, SurveyId),
    Responses,
    Sites,
    Site(SiteId),
    Keys(SiteId),
    /// What stands where a key's id does: whether it is one is not known yet.
    Key(SiteId, String),
    Surveys(SiteId),
    Survey(SiteId, SurveyId),
    State(SiteId, SurveyId, State),
    Versions(SiteId, SurveyId),
    Version(SiteId, SurveyId, u32),
    Summary(SiteId, SurveyId),
    Webhooks(SiteId),
    Webhook(SiteId, WebhookId),
    WebhookSecret(SiteId, WebhookId),
    WebhookTest(SiteId, WebhookId),
    SurveyResponses(SiteId, SurveyId),
    Response(SiteId, SurveyId, ResponseId),
    Export(SiteId, SurveyId, FileType),
    Respondents(SiteId, RespondentAction),
    Backup(SiteId),
    Restore(SiteId),
    Preview(SiteId, SurveyId),
    PreviewFrame(SiteId),
    PreviewStyles,
    Description,
    Docs,
}

/// Answers a request. There is an answer to every one.
///
/// 1. Find the route (404).
/// 2. `OPTIONS` → 204 with what the route knows; a method that it doesn't know → 405.
/// 3. Owners' routes: a key in the address → 400; too many guesses of the operator's token → 429.
/// 4. Run the handler; `HEAD` runs as `GET` and loses the body.
/// 5. A good reply gets its tag; what the peer has already isn't sent again (304).
pub async fn handle<S: Store, R: Runtime>(request: &Request, context: &Context<'_, S, R>) -> Reply {
    let done = answer(request, context).await;
    let mut reply = done.unwrap_or_else(|error| problem::reply(error, context.now));
    if request.method == Method::Head {
        reply.body.clear();
        reply.streamed = None;
    }
    headers::secure(cors::readable(reply))
}

async fn answer<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
) -> Result<Reply, Error> {
    // (1) Route.
    let route = Route::of(&request.path)?;
    // (2) Method.
    if request.method == Method::Options {
        return Ok(cors::preflight(route.audience(), route.allow()));
    }
    // (3) and (4).
    let reply = match route.audience() {
        Audience::Visitors => run(&route, request, context).await?,
        Audience::Owners => {
            guard::before(request, context)?;
            let result = run(&route, request, context).await;
            guard::after(request, context, result).await?
        }
    };
    // (5) Tag.
    Ok(match (request.method, route.audience()) {
        (Method::Get | Method::Head, Audience::Visitors) => {
            etag::unless_known(&request.headers, etag::tagged(reply))
        }
        (Method::Get | Method::Head, Audience::Owners) => {
            etag::unless_known(&request.headers, etag::tagged(headers::owners(reply)))
        }
        // The state that is there now, under the tag that a GET gives it.
        (Method::Put | Method::Post, Audience::Owners) if route.has_conditions() => {
            etag::tagged(reply)
        }
        _ => reply,
    })
}

async fn run<S: Store, R: Runtime>(
    route: &Route,
    request: &Request,
    context: &Context<'_, S, R>,
) -> Result<Reply, Error> {
    use Method::{Delete, Get, Head, Post, Put};
    match (route, request.method) {
        (Route::Health, Get | Head) => Ok(handlers::health::show(context.runtime)),
        (Route::Embed(site), Get | Head) => handlers::embed::show(request, context, site).await,
        (Route::Form(site, survey), Get | Head) => {
            handlers::form::show(request, context, site, survey).await
        }
        (Route::Preview(site, survey), Get | Head) => {
            handlers::preview::show(request, context, site, survey).await
        }
        (Route::PreviewFrame(site), Get | Head) => {
            Ok(handlers::preview::frame(context.runtime, site))
        }
        (Route::PreviewStyles, Get | Head) => Ok(handlers::preview::styles()),
        (Route::Responses, Post) => handlers::responses::take(request, context).await,
        (Route::Sites, Get | Head) => handlers::sites::list(request, context).await,
        (Route::Site(site), Get | Head) => handlers::sites::get(request, context, site).await,
        (Route::Site(site), Put) => handlers::sites::put(request, context, site).await,
        (Route::Site(site), Delete) => handlers::sites::delete(request, context, site).await,
        (Route::Keys(site), Get | Head) => handlers::keys::list(request, context, site).await,
        (Route::Keys(site), Post) => handlers::keys::create(request, context, site).await,
        (Route::Key(site, id), Delete) => handlers::keys::revoke(request, context, site, id).await,
        (Route::Surveys(site), Get | Head) => handlers::surveys::list(request, context, site).await,
        (Route::Survey(site, survey), Get | Head) => {
            handlers::surveys::get(request, context, site, survey).await
        }
        (Route::Survey(site, survey), Put) => {
            handlers::surveys::put(request, context, site, survey).await
        }
        (Route::Survey(site, survey), Delete) => {
            handlers::surveys::delete(request, context, site, survey).await
        }
        (Route::State(site, survey, state), Post) => {
            handlers::survey_state::set(request, context, (site, survey), *state).await
        }
        (Route::Versions(site, survey), Get | Head) => {
            handlers::survey_versions::list(request, context, site, survey).await
        }
        (Route::Version(site, survey, version), Get | Head) => {
            handlers::survey_versions::get(request, context, (site, survey), *version).await
        }
        (Route::Summary(site, survey), Get | Head) => {
            handlers::summary::show(request, context, site, survey).await
        }
        (Route::Webhooks(site), Get | Head) => {
            handlers::webhooks::list(request, context, site).await
        }
        (Route::Webhook(site, webhook), Get | Head) => {
            handlers::webhooks::get(request, context, site, webhook).await
        }
        (Route::Webhook(site, webhook), Put) => {
            handlers::webhooks::put(request, context, site, webhook).await
        }
        (Route::Webhook(site, webhook), Delete) => {
            handlers::webhooks::delete(request, context, site, webhook).await
        }
        (Route::WebhookSecret(site, webhook), Post) => {
            handlers::webhooks::renew_secret(request, context, site, webhook).await
        }
        (Route::WebhookTest(site, webhook), Post) => {
            handlers::webhooks::test(request, context, site, webhook).await
        }
        (Route::SurveyResponses(site, survey), Get | Head) => {
            handlers::response_list::show(request, context, site, survey).await
        }
        (Route::Response(site, survey, id), Get | Head) => {
            handlers::response::show(request, context, site, survey, *id).await
        }
        (Route::Response(site, survey, id), Delete) => {
            handlers::response::delete(request, context, site, survey, *id).await
        }
        (Route::Export(site, survey, file_type), Get | Head) => {
            handlers::export::show(request, context, site, survey, *file_type).await
        }
        (Route::Respondents(site, action), Post) => {
            handlers::respondents::act(request, context, site, *action).await
        }
        (Route::Backup(site), Get | Head) => handlers::backup::show(request, context, site).await,
        (Route::Restore(site), Post) => handlers::restore::take(request, context, site).await,
        (Route::Description, Get | Head) => Ok(handlers::api::description()),
        (Route::Docs, Get | Head) => Ok(handlers::api::page()),
        (route, _) => Err(Error::MethodNotAllowed(route.allow())),
    }
}

impl Route {
    /// True if what is written here may hang on an `If-Match`.
    const fn has_conditions(&self) -> bool {
        matches!(self, Route::Site(_) | Route::Survey(..) | Route::State(..))
    }

    /// The route of a path. A name that can't be one is an unknown one.
    fn of(path: &str) -> Result<Route, Error> {
        let site = |name: &str| SiteId::parse(name).map_err(|_| Error::UnknownSite);
        let survey = |name: &str| SurveyId::parse(name).map_err(|_| Error::UnknownSurvey);
        let webhook = |name: &str| WebhookId::parse(name).map_err(|_| Error::UnknownWebhook);
        let path = path.strip_prefix('/').ok_or(Error::NotFound)?;
        let segments: Vec<&str> = path.split('/').collect();
        Ok(match segments.as_slice() {
            ["healthz"] => Route::Health,
            ["e", file] => Route::Embed(site(file.strip_suffix(".js").ok_or(Error::NotFound)?)?),
            ["v1", "form", a, b] => Route::Form(site(a)?, survey(b)?),
            ["preview.css"] => Route::PreviewStyles,
            ["preview", a, b] => Route::Preview(site(a)?, survey(b)?),
            ["preview", a, b, "frame"] => {
                survey(b)?;
                Route::PreviewFrame(site(a)?)
            }
            ["v1", "responses"] => Route::Responses,
            ["v1", "openapi.json"] => Route::Description,
            ["v1", "docs"] => Route::Docs,
            ["v1", "sites"] => Route::Sites,
            ["v1", "sites", a] => Route::Site(site(a)?),
            ["v1", "sites", a, "keys"] => Route::Keys(site(a)?),
            ["v1", "sites", a, "keys", id] => Route::Key(site(a)?, (*id).to_owned()),
            ["v1", "sites", a, "surveys"] => Route::Surveys(site(a)?),
            ["v1", "sites", a, "surveys", b] => Route::Survey(site(a)?, survey(b)?),
            ["v1", "sites", a, "surveys", b, "pause"] => {
                Route::State(site(a)?, survey(b)?, State::Paused)
            }
            ["v1", "sites", a, "surveys", b, "resume"] => {
                Route::State(site(a)?, survey(b)?, State::Live)
            }
            ["v1", "sites", a, "surveys", b, "versions"] => Route::Versions(site(a)?, survey(b)?),
            ["v1", "sites", a, "surveys", b, "versions", n] => {
                let version = handlers::survey_versions::read_version(n);
                Route::Version(site(a)?, survey(b)?, version.ok_or(Error::UnknownVersion)?)
            }
            ["v1", "sites", a, "surveys", b, "summary"] => Route::Summary(site(a)?, survey(b)?),
            ["v1", "sites", a, "webhooks"] => Route::Webhooks(site(a)?),
            ["v1", "sites", a, "webhooks", b] => Route::Webhook(site(a)?, webhook(b)?),
            ["v1", "sites", a, "webhooks", b, "secret"] => {
                Route::WebhookSecret(site(a)?, webhook(b)?)
            }
            ["v1", "sites", a, "webhooks", b, "test"] => Route::WebhookTest(site(a)?, webhook(b)?),
            ["v1", "sites", a, "surveys", b, "responses"] => {
                Route::SurveyResponses(site(a)?, survey(b)?)
            }
            ["v1", "sites", a, "surveys", b, "responses", id] => {
                let id = ResponseId::parse(id).map_err(|_| Error::UnknownResponse);
                Route::Response(site(a)?, survey(b)?, id?)
            }
            ["v1", "sites", a, "surveys", b, "export.csv"] => {
                Route::Export(site(a)?, survey(b)?, FileType::Csv)
            }
            ["v1", "sites", a, "surveys", b, "export.ndjson"] => {
                Route::Export(site(a)?, survey(b)?, FileType::Ndjson)
            }
            ["v1", "sites", a, "respondents", "delete"] => {
                Route::Respondents(site(a)?, RespondentAction::Delete)
            }
            ["v1", "sites", a, "respondents", "responses"] => {
                Route::Respondents(site(a)?, RespondentAction::Show)
            }
            ["v1", "sites", a, "backup"] => Route::Backup(site(a)?),
            ["v1", "sites", a, "restore"] => Route::Restore(site(a)?),
            _ => return Err(Error::NotFound),
        })
    }

    const fn allow(&self) -> &'static str {
        match self {
            Route::Health
            | Route::Embed(_)
            | Route::Form(..)
            | Route::Sites
            | Route::Surveys(_)
            | Route::Versions(..)
            | Route::Version(..)
            | Route::Preview(..)
            | Route::PreviewFrame(_)
            | Route::PreviewStyles
            | Route::Summary(..)
            | Route::Webhooks(_)
            | Route::Description
            | Route::Docs => "GET, HEAD, OPTIONS",
            Route::Responses
            | Route::State(..)
            | Route::WebhookSecret(..)
            | Route::WebhookTest(..) => "POST, OPTIONS",
            Route::Keys(_) => "GET, HEAD, POST, OPTIONS",
            Route::Key(..) => "DELETE, OPTIONS",
            Route::Site(_) | Route::Survey(..) | Route::Webhook(..) => {
                "GET, HEAD, PUT, DELETE, OPTIONS"
            }
            Route::SurveyResponses(..) | Route::Export(..) | Route::Backup(_) => {
                "GET, HEAD, OPTIONS"
            }
            Route::Response(..) => "GET, HEAD, DELETE, OPTIONS",
            Route::Respondents(..) | Route::Restore(_) => "POST, OPTIONS",
        }
    }

    const fn audience(&self) -> Audience {
        match self {
            Route::Health
            | Route::Embed(_)
            | Route::Form(..)
            | Route::Preview(..)
            | Route::PreviewFrame(_)
            | Route::PreviewStyles
            | Route::Responses
            | Route::Description
            | Route::Docs => Audience::Visitors,
            _ => Audience::Owners,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_addresses_are_those_that_callers_write() {
        let site = SiteId::parse("demo").unwrap();
        let survey = SurveyId::parse("nps").unwrap();
        let crm = WebhookId::parse("crm").unwrap();
        let form = wire::routes::form(&site, &survey, "vi");
        let form = form.split('?').next().unwrap();
        let id = ResponseId::parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f").unwrap();
        let both = || (site.clone(), survey.clone());
        for (path, route) in [
            (wire::routes::HEALTH, Route::Health),
            (wire::routes::RESPONSES, Route::Responses),
            (wire::routes::DESCRIPTION, Route::Description),
            (wire::routes::DOCS, Route::Docs),
            (&wire::routes::embed(&site), Route::Embed(site.clone())),
            (form, Route::Form(both().0, both().1)),
            (wire::routes::SITES, Route::Sites),
            (&wire::routes::preview(&site, &survey), Route::Preview(both().0, both().1)),
            (&wire::routes::site(&site), Route::Site(site.clone())),
            (&wire::routes::key(&site, "abcd2345"), Route::Key(site.clone(), "abcd2345".into())),
            (&wire::routes::surveys(&site), Route::Surveys(site.clone())),
            (&wire::routes::pause(&site, &survey), Route::State(both().0, both().1, State::Paused)),
            (&wire::routes::resume(&site, &survey), Route::State(both().0, both().1, State::Live)),
            (&wire::routes::versions(&site, &survey), Route::Versions(both().0, both().1)),
            (&wire::routes::version(&site, &survey, 7), Route::Version(both().0, both().1, 7)),
            (&wire::routes::keys(&site), Route::Keys(site.clone())),
            (&wire::routes::survey(&site, &survey), Route::Survey(both().0, both().1)),
            (&wire::routes::summary(&site, &survey), Route::Summary(both().0, both().1)),
            (&wire::routes::webhooks(&site), Route::Webhooks(site.clone())),
            (&wire::routes::webhook(&site, &crm), Route::Webhook(site.clone(), crm.clone())),
            (
                &wire::routes::webhook_secret(&site, &crm),
                Route::WebhookSecret(site.clone(), crm.clone()),
            ),
            (
                &wire::routes::webhook_test(&site, &crm),
                Route::WebhookTest(site.clone(), crm.clone()),
            ),
            (&wire::routes::responses(&site, &survey), Route::SurveyResponses(both().0, both().1)),
            (&wire::routes::response(&site, &survey, id), Route::Response(both().0, both().1, id)),
            (
                &wire::routes::export_csv(&site, &survey),
                Route::Export(both().0, both().1, FileType::Csv),
            ),
            (
                &wire::routes::export_ndjson(&site, &survey),
                Route::Export(both().0, both().1, FileType::Ndjson),
            ),
            (
                &wire::routes::respondent_deletion(&site),
                Route::Respondents(site.clone(), RespondentAction::Delete),
            ),
            (
                &wire::routes::respondent_responses(&site),
                Route::Respondents(site.clone(), RespondentAction::Show),
            ),
            (&wire::routes::backup(&site), Route::Backup(site.clone())),
            (&wire::routes::restore(&site), Route::Restore(site.clone())),
        ] {
            assert_eq!(Route::of(path), Ok(route), "{path}");
        }
    }

    #[test]
    fn other_addresses_are_not_found() {
        for path in ["", "/", "*", "/e/demo", "/e/demo.js/", "/v1", "/v1/responses/", "//healthz"] {
            assert_eq!(Route::of(path), Err(Error::NotFound), "{path}");
        }
        for path in ["/e/.js", "/e/DEMO.js", "/e/a%3Ab.js", "/v1/sites/a:b", "/v1/form//nps"] {
            assert_eq!(Route::of(path), Err(Error::UnknownSite), "{path}");
        }
        assert_eq!(Route::of("/v1/form/demo/n%20s"), Err(Error::UnknownSurvey));
        assert_eq!(Route::of("/v1/sites/demo/webhooks/"), Err(Error::UnknownWebhook));
        for version in ["0", "-1", "01", "+1", "1.0", "4294967296", "", "v1"] {
            let path = format!("/v1/sites/demo/surveys/nps/versions/{version}");
            assert_eq!(Route::of(&path), Err(Error::UnknownVersion), "{path}");
        }
    }
}
