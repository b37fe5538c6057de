//! Path → route → handler, and what every reply has in common.

use domain::{SiteId, SurveyId, WebhookId};

use crate::{
    context::{Context, Runtime},
    cors::{self, Audience},
    handlers, headers,
    http::{Method, Reply, Request},
    problem::Error,
    store::Store,
};

/// The addresses that the collector knows; [`wire::routes`] writes them for those who call.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Route {
    Health,
    Embed(SiteId),
    Form(SiteId, SurveyId),
    Responses,
    Site(SiteId),
    Keys(SiteId),
    Survey(SiteId, SurveyId),
    Summary(SiteId, SurveyId),
    Webhooks(SiteId),
    Webhook(SiteId, WebhookId),
    WebhookSecret(SiteId, WebhookId),
    WebhookTest(SiteId, WebhookId),
}

/// Answers a request. There is an answer to every one.
///
/// 1. Find the route (404).
/// 2. `OPTIONS` → 204 with what the route knows; a method that it doesn't know → 405.
/// 3. Run the handler; `HEAD` runs as `GET` and loses the body.
pub async fn handle<S: Store, R: Runtime>(request: &Request, context: &Context<'_, S, R>) -> Reply {
    let mut reply = answer(request, context).await.unwrap_or_else(Reply::from);
    if request.method == Method::Head {
        reply.body.clear();
    }
    headers::secure(cors::readable(reply))
}

async fn answer<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
) -> Result<Reply, Error> {
    use Method::{Delete, Get, Head, Options, Post, Put};
    // (1) Route.
    let route = Route::of(&request.path)?;
    // (2) and (3).
    match (&route, request.method) {
        (route, Options) => Ok(cors::preflight(route.audience(), route.allow())),
        (Route::Health, Get | Head) => Ok(handlers::health::show()),
        (Route::Embed(site), Get | Head) => handlers::embed::show(context, site).await,
        (Route::Form(site, survey), Get | Head) => {
            handlers::form::show(request, context, site, survey).await
        }
        (Route::Responses, Post) => handlers::responses::take(request, context).await,
        (Route::Site(site), Get | Head) => handlers::sites::get(request, context, site).await,
        (Route::Site(site), Put) => handlers::sites::put(request, context, site).await,
        (Route::Keys(site), Post) => handlers::keys::create(request, context, site).await,
        (Route::Survey(site, survey), Get | Head) => {
            handlers::surveys::get(request, context, site, survey).await
        }
        (Route::Survey(site, survey), Put) => {
            handlers::surveys::put(request, context, site, survey).await
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
        (route, _) => Err(Error::MethodNotAllowed(route.allow())),
    }
}

impl Route {
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
            ["v1", "responses"] => Route::Responses,
            ["v1", "sites", a] => Route::Site(site(a)?),
            ["v1", "sites", a, "keys"] => Route::Keys(site(a)?),
            ["v1", "sites", a, "surveys", b] => Route::Survey(site(a)?, survey(b)?),
            ["v1", "sites", a, "surveys", b, "summary"] => Route::Summary(site(a)?, survey(b)?),
            ["v1", "sites", a, "webhooks"] => Route::Webhooks(site(a)?),
            ["v1", "sites", a, "webhooks", b] => Route::Webhook(site(a)?, webhook(b)?),
            ["v1", "sites", a, "webhooks", b, "secret"] => {
                Route::WebhookSecret(site(a)?, webhook(b)?)
            }
            ["v1", "sites", a, "webhooks", b, "test"] => Route::WebhookTest(site(a)?, webhook(b)?),
            _ => return Err(Error::NotFound),
        })
    }

    const fn allow(&self) -> &'static str {
        match self {
            Route::Health
            | Route::Embed(_)
            | Route::Form(..)
            | Route::Summary(..)
            | Route::Webhooks(_) => "GET, HEAD, OPTIONS",
            Route::Responses
            | Route::Keys(_)
            | Route::WebhookSecret(..)
            | Route::WebhookTest(..) => "POST, OPTIONS",
            Route::Webhook(..) => "GET, HEAD, PUT, DELETE, OPTIONS",
            Route::Site(_) | Route::Survey(..) => "GET, HEAD, PUT, OPTIONS",
        }
    }

    const fn audience(&self) -> Audience {
        match self {
            Route::Health | Route::Embed(_) | Route::Form(..) | Route::Responses => {
                Audience::Visitors
            }
            Route::Site(_)
            | Route::Keys(_)
            | Route::Survey(..)
            | Route::Summary(..)
            | Route::Webhooks(_)
            | Route::Webhook(..)
            | Route::WebhookSecret(..)
            | Route::WebhookTest(..) => Audience::Owners,
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
        let both = || (site.clone(), survey.clone());
        for (path, route) in [
            (wire::routes::HEALTH, Route::Health),
            (wire::routes::RESPONSES, Route::Responses),
            (&wire::routes::embed(&site), Route::Embed(site.clone())),
            (form, Route::Form(both().0, both().1)),
            (&wire::routes::site(&site), Route::Site(site.clone())),
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
    }
}
