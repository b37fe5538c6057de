//! The names of operations: what they are called in clients that are made from the description.
//! They are part of the contract: a name that is out there never changes.

/// The name of a method at an address.
///
/// # Panics
/// For one that has none yet: give it one here.
pub(crate) fn operation_id(method: &str, path: &str) -> &'static str {
    let named =
        NAMES.iter().find(|(its_method, its_path, _)| (*its_method, *its_path) == (method, path));
    named.map(|(_, _, name)| *name).unwrap_or_else(|| panic!("{method} {path} has no name"))
}

const NAMES: &[(&str, &str, &str)] = &[
    ("get", "/e/{site}.js", "getScript"),
    ("get", "/healthz", "getHealth"),
    ("get", "/preview.css", "getPreviewStyles"),
    ("get", "/preview/{site}/{survey}", "getPreview"),
    ("get", "/preview/{site}/{survey}/frame", "getPreviewFrame"),
    ("get", "/v1/docs", "getDocs"),
    ("get", "/v1/form/{site}/{survey}", "getForm"),
    ("get", "/v1/openapi.json", "getDescription"),
    ("post", "/v1/responses", "sendResponse"),
    ("get", "/v1/sites", "listSites"),
    ("put", "/v1/sites/{site}", "putSite"),
    ("get", "/v1/sites/{site}", "getSite"),
    ("delete", "/v1/sites/{site}", "deleteSite"),
    ("get", "/v1/sites/{site}/backup", "backupSite"),
    ("post", "/v1/sites/{site}/restore", "restoreSite"),
    ("post", "/v1/sites/{site}/keys", "createKey"),
    ("get", "/v1/sites/{site}/keys", "listKeys"),
    ("delete", "/v1/sites/{site}/keys/{key}", "revokeKey"),
    ("post", "/v1/sites/{site}/respondents/responses", "listResponsesOfRespondent"),
    ("post", "/v1/sites/{site}/respondents/delete", "deleteRespondent"),
    ("get", "/v1/sites/{site}/surveys", "listSurveys"),
    ("put", "/v1/sites/{site}/surveys/{survey}", "putSurvey"),
    ("get", "/v1/sites/{site}/surveys/{survey}", "getSurvey"),
    ("delete", "/v1/sites/{site}/surveys/{survey}", "deleteSurvey"),
    ("post", "/v1/sites/{site}/surveys/{survey}/pause", "pauseSurvey"),
    ("post", "/v1/sites/{site}/surveys/{survey}/resume", "resumeSurvey"),
    ("get", "/v1/sites/{site}/surveys/{survey}/versions", "listVersions"),
    ("get", "/v1/sites/{site}/surveys/{survey}/versions/{version}", "getVersion"),
    ("get", "/v1/sites/{site}/surveys/{survey}/summary", "getSummary"),
    ("get", "/v1/sites/{site}/surveys/{survey}/responses", "listResponses"),
    ("get", "/v1/sites/{site}/surveys/{survey}/responses/{id}", "getResponse"),
    ("delete", "/v1/sites/{site}/surveys/{survey}/responses/{id}", "deleteResponse"),
    ("get", "/v1/sites/{site}/surveys/{survey}/export.csv", "exportResponses"),
    ("get", "/v1/sites/{site}/surveys/{survey}/export.ndjson", "exportResponsesNdjson"),
    ("get", "/v1/sites/{site}/webhooks", "listWebhooks"),
    ("put", "/v1/sites/{site}/webhooks/{webhook}", "putWebhook"),
    ("get", "/v1/sites/{site}/webhooks/{webhook}", "getWebhook"),
    ("delete", "/v1/sites/{site}/webhooks/{webhook}", "deleteWebhook"),
    ("post", "/v1/sites/{site}/webhooks/{webhook}/secret", "renewWebhookSecret"),
    ("post", "/v1/sites/{site}/webhooks/{webhook}/test", "testWebhook"),
];
