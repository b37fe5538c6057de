//! All routes, a line each.
//!
//! In: method, path, audience, operation and handler of each. Not in: how a path is matched
//! (`matching`), what every reply has in common (`router`).

use wire::survey::State;

use super::names::Names;
use crate::{
    api::{
        answer::Answer,
        cors::Audience::{self, Console, Owners, Visitors},
        handlers::{
            api, backup, embed,
            export::{self, FileType},
            form, health, keys, preview,
            respondents::{self, RespondentAction},
            response, response_list, responses, restore, session, sites, summary, survey_state,
            survey_versions, surveys, webhooks,
        },
        http::{
            Method::{self, Delete, Get, Post, Put},
            Request,
        },
    },
    runtime::Runtime,
    store::{Store, context::Context, error::Error},
};

/// A method at an address, and its operation.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// The method. `HEAD` goes where `GET` does, and `OPTIONS` everywhere.
    pub method: Method,
    /// The path with names in braces, as the API's description writes it.
    pub path: &'static str,
    /// Its callers. All methods of a path have the same audience.
    pub audience: Audience,
    /// Name in the API's description, and in clients that are made from it. A published name never
    /// changes.
    pub operation_id: &'static str,
    /// True if a write may hang on an `If-Match`: its reply has an `ETag`.
    pub is_conditional: bool,
    operation: Operation,
}

/// Makes [`ROUTES`] and [`run`] of lines `method path audience operation conditional? =>
/// handler(names; constant)`. Each name is one that stands in the path.
macro_rules! routes {
    ($($method:ident $path:literal $audience:ident $operation:ident $($conditional:ident)? =>
        $module:ident::$handler:ident($($name:ident),* $(; $constant:expr)?);)+) => {
        /// The routes, those that browsers call first.
        pub const ROUTES: &[Route] = &[$(Route {
            method: $method,
            path: $path,
            audience: $audience,
            operation_id: stringify!($operation),
            is_conditional: is_conditional!($($conditional)?),
            operation: Operation::$operation,
        }),+];

        #[expect(non_camel_case_types, reason = "the API's description names them so")]
        #[derive(Clone, Copy, Debug)]
        enum Operation {
            $($operation),+
        }

        /// Runs a route's handler.
        pub(super) async fn run<S: Store, R: Runtime>(
            route: &Route,
            names: &Names,
            request: &Request,
            context: &Context<'_, S, R>,
        ) -> Result<Answer, Error> {
            match route.operation {
                $(Operation::$operation => {
                    $module::$handler(request, context, $(names.$name()?,)* $($constant)?).await.map(Answer::from)
                })+
            }
        }
    };
}

macro_rules! is_conditional {
    () => {
        false
    };
    (conditional) => {
        true
    };
}

routes! {
    Post   "/v1/responses" Visitors sendResponse => responses::take();
    Get    "/e/{site}.js" Visitors getScript => embed::show(site);
    Get    "/v1/form/{site}/{survey}" Visitors getForm => form::show(site, survey);
    Get    "/healthz" Visitors getHealth => health::show();
    Get    "/v1/openapi.json" Visitors getDescription => api::description();
    Get    "/v1/docs" Visitors getDocs => api::page();
    Get    "/preview/{site}/{survey}" Visitors getPreview => preview::show(site, survey);
    Get    "/preview/{site}/{survey}/frame" Visitors getPreviewFrame => preview::frame(site, survey);
    Get    "/preview.css" Visitors getPreviewStyles => preview::styles();

    Post   "/v1/session" Console createSession => session::create();
    Get    "/v1/session" Console getSession => session::show();
    Delete "/v1/session" Console deleteSession => session::delete();

    Get    "/v1/sites" Owners listSites => sites::list();
    Put    "/v1/sites/{site}" Owners putSite conditional => sites::put(site);
    Get    "/v1/sites/{site}" Owners getSite => sites::get(site);
    Delete "/v1/sites/{site}" Owners deleteSite => sites::delete(site);
    Get    "/v1/sites/{site}/backup" Owners backupSite => backup::show(site);
    Post   "/v1/sites/{site}/restore" Owners restoreSite => restore::take(site);
    Post   "/v1/sites/{site}/keys" Owners createKey => keys::create(site);
    Get    "/v1/sites/{site}/keys" Owners listKeys => keys::list(site);
    Delete "/v1/sites/{site}/keys/{key}" Owners revokeKey => keys::revoke(site, key);

    Get    "/v1/sites/{site}/surveys" Owners listSurveys => surveys::list(site);
    Put    "/v1/sites/{site}/surveys/{survey}" Owners putSurvey conditional => surveys::put(site, survey);
    Get    "/v1/sites/{site}/surveys/{survey}" Owners getSurvey => surveys::get(site, survey);
    Delete "/v1/sites/{site}/surveys/{survey}" Owners deleteSurvey => surveys::delete(site, survey);
    Post   "/v1/sites/{site}/surveys/{survey}/pause" Owners pauseSurvey conditional => survey_state::set(site, survey; State::Paused);
    Post   "/v1/sites/{site}/surveys/{survey}/resume" Owners resumeSurvey conditional => survey_state::set(site, survey; State::Live);
    Get    "/v1/sites/{site}/surveys/{survey}/versions" Owners listVersions => survey_versions::list(site, survey);
    Get    "/v1/sites/{site}/surveys/{survey}/versions/{version}" Owners getVersion => survey_versions::get(site, survey, version);
    Get    "/v1/sites/{site}/surveys/{survey}/summary" Owners getSummary => summary::show(site, survey);

    Get    "/v1/sites/{site}/surveys/{survey}/responses" Owners listResponses => response_list::show(site, survey);
    Get    "/v1/sites/{site}/surveys/{survey}/responses/{id}" Owners getResponse => response::show(site, survey, id);
    Delete "/v1/sites/{site}/surveys/{survey}/responses/{id}" Owners deleteResponse => response::delete(site, survey, id);
    Get    "/v1/sites/{site}/surveys/{survey}/export.csv" Owners exportResponses => export::show(site, survey; FileType::Csv);
    Get    "/v1/sites/{site}/surveys/{survey}/export.ndjson" Owners exportResponsesNdjson => export::show(site, survey; FileType::Ndjson);
    Post   "/v1/sites/{site}/respondents/responses" Owners listResponsesOfRespondent => respondents::act(site; RespondentAction::Show);
    Post   "/v1/sites/{site}/respondents/delete" Owners deleteRespondent => respondents::act(site; RespondentAction::Delete);

    Get    "/v1/sites/{site}/webhooks" Owners listWebhooks => webhooks::list(site);
    Put    "/v1/sites/{site}/webhooks/{webhook}" Owners putWebhook => webhooks::put(site, webhook);
    Get    "/v1/sites/{site}/webhooks/{webhook}" Owners getWebhook => webhooks::get(site, webhook);
    Delete "/v1/sites/{site}/webhooks/{webhook}" Owners deleteWebhook => webhooks::delete(site, webhook);
    Post   "/v1/sites/{site}/webhooks/{webhook}/secret" Owners renewWebhookSecret => webhooks::renew_secret(site, webhook);
    Post   "/v1/sites/{site}/webhooks/{webhook}/test" Owners testWebhook => webhooks::test(site, webhook);
}
