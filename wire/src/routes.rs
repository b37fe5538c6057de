//! The collector's addresses, for programs that call it.

use domain::{ResponseId, SiteId, SurveyId, WebhookId};

/// Takes a response: `POST`.
pub const RESPONSES: &str = "/v1/responses";

/// Reports that the collector runs.
pub const HEALTH: &str = "/healthz";

/// The API's description (OpenAPI 3.1).
pub const DESCRIPTION: &str = "/v1/openapi.json";

/// The API's description as a page.
pub const DOCS: &str = "/v1/docs";

/// The one script that a page loads.
#[must_use]
pub fn embed(site: &SiteId) -> String {
    format!("/e/{site}.js")
}

/// The form of a survey, in the language nearest to `lang`.
#[must_use]
pub fn form(site: &SiteId, survey: &SurveyId, lang: &str) -> String {
    format!("/v1/form/{site}/{survey}?lang={lang}")
}

/// The page with all states of a survey, for its owner.
#[must_use]
pub fn preview(site: &SiteId, survey: &SurveyId) -> String {
    format!("/preview/{site}/{survey}")
}

/// The console's session: `POST` signs in, `GET` shows it, `DELETE` signs out.
pub const SESSION: &str = "/v1/session";

/// The console: static files, and its page for every address below.
pub const CONSOLE: &str = "/console/";

/// All sites: `GET` by the operator.
pub const SITES: &str = "/v1/sites";

/// A site: `PUT` and `DELETE` by the operator, `GET` by its owner.
#[must_use]
pub fn site(site: &SiteId) -> String {
    format!("/v1/sites/{site}")
}

/// The keys of a site: `GET`; `POST` makes one.
#[must_use]
pub fn keys(site: &SiteId) -> String {
    format!("/v1/sites/{site}/keys")
}

/// One key: `DELETE` revokes it.
#[must_use]
pub fn key(site: &SiteId, id: &str) -> String {
    format!("/v1/sites/{site}/keys/{id}")
}

/// The surveys of a site: `GET`.
#[must_use]
pub fn surveys(site: &SiteId) -> String {
    format!("/v1/sites/{site}/surveys")
}

/// A survey: `PUT`, `GET`, `DELETE`.
#[must_use]
pub fn survey(site: &SiteId, survey: &SurveyId) -> String {
    format!("/v1/sites/{site}/surveys/{survey}")
}

/// Stops showing a survey: `POST`.
#[must_use]
pub fn pause(site: &SiteId, survey: &SurveyId) -> String {
    format!("/v1/sites/{site}/surveys/{survey}/pause")
}

/// Shows a paused survey again: `POST`.
#[must_use]
pub fn resume(site: &SiteId, survey: &SurveyId) -> String {
    format!("/v1/sites/{site}/surveys/{survey}/resume")
}

/// All versions of a survey: `GET`.
#[must_use]
pub fn versions(site: &SiteId, survey: &SurveyId) -> String {
    format!("/v1/sites/{site}/surveys/{survey}/versions")
}

/// One version of a survey: `GET`.
#[must_use]
pub fn version(site: &SiteId, survey: &SurveyId, version: u32) -> String {
    format!("/v1/sites/{site}/surveys/{survey}/versions/{version}")
}

/// The summary of a survey.
#[must_use]
pub fn summary(site: &SiteId, survey: &SurveyId) -> String {
    format!("/v1/sites/{site}/surveys/{survey}/summary")
}

/// The webhooks of a site: `GET` lists them.
#[must_use]
pub fn webhooks(site: &SiteId) -> String {
    format!("/v1/sites/{site}/webhooks")
}

/// A webhook: `PUT`, `GET`, `DELETE`.
#[must_use]
pub fn webhook(site: &SiteId, webhook: &WebhookId) -> String {
    format!("/v1/sites/{site}/webhooks/{webhook}")
}

/// A webhook's secret: `POST` makes a new one.
#[must_use]
pub fn webhook_secret(site: &SiteId, webhook: &WebhookId) -> String {
    format!("/v1/sites/{site}/webhooks/{webhook}/secret")
}

/// `POST` sends a webhook's receiver a test event.
#[must_use]
pub fn webhook_test(site: &SiteId, webhook: &WebhookId) -> String {
    format!("/v1/sites/{site}/webhooks/{webhook}/test")
}

/// The responses of a survey, a page at a time.
#[must_use]
pub fn responses(site: &SiteId, survey: &SurveyId) -> String {
    format!("/v1/sites/{site}/surveys/{survey}/responses")
}

/// One response: `GET`, `DELETE`.
#[must_use]
pub fn response(site: &SiteId, survey: &SurveyId, id: ResponseId) -> String {
    format!("/v1/sites/{site}/surveys/{survey}/responses/{id}")
}

/// The responses of a survey as CSV.
#[must_use]
pub fn export_csv(site: &SiteId, survey: &SurveyId) -> String {
    format!("/v1/sites/{site}/surveys/{survey}/export.csv")
}

/// The responses of a survey as NDJSON.
#[must_use]
pub fn export_ndjson(site: &SiteId, survey: &SurveyId) -> String {
    format!("/v1/sites/{site}/surveys/{survey}/export.ndjson")
}

/// Deletes all responses of a respondent: `POST`.
#[must_use]
pub fn respondent_deletion(site: &SiteId) -> String {
    format!("/v1/sites/{site}/respondents/delete")
}

/// All responses of a respondent: `POST`, so that the respondent's name is not in an address.
#[must_use]
pub fn respondent_responses(site: &SiteId) -> String {
    format!("/v1/sites/{site}/respondents/responses")
}

/// A site's backup as NDJSON.
#[must_use]
pub fn backup(site: &SiteId) -> String {
    format!("/v1/sites/{site}/backup")
}

/// Restores lines of a backup: `POST`.
#[must_use]
pub fn restore(site: &SiteId) -> String {
    format!("/v1/sites/{site}/restore")
}
