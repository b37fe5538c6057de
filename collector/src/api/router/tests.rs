//! Tests of the table's rules, and of the addresses that callers write.

use std::collections::BTreeSet;

use domain::{ResponseId, SiteId, SurveyId, WebhookId};
use wire::routes;

use super::{
    matching,
    names::Names,
    table::{ROUTES, Route},
};
use crate::{api::http::Method, store::error::Error};

const ID: &str = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

/// Returns the names in a path, whatever its method.
fn names(path: &str) -> Result<Names, Error> {
    matching::place(path).ok_or(Error::NotFound)?.names()
}

/// A path of that template.
fn example(template: &str) -> String {
    [("site", "demo"), ("survey", "nps"), ("webhook", "crm"), ("version", "7"), ("id", ID)]
        .into_iter()
        .fold(template.replace("{key}", "abcd2345"), |path, (name, text)| {
            path.replace(&format!("{{{name}}}"), text)
        })
}

#[test]
fn the_addresses_that_callers_write_are_those_of_the_table() {
    let site = SiteId::parse("demo").unwrap();
    let survey = SurveyId::parse("nps").unwrap();
    let crm = WebhookId::parse("crm").unwrap();
    let id = ResponseId::parse(ID).unwrap();
    let mut left: BTreeSet<&str> = ROUTES.iter().map(|route| route.path).collect();
    for (address, template) in [
        (routes::HEALTH.to_owned(), "/healthz"),
        (routes::RESPONSES.to_owned(), "/v1/responses"),
        (routes::DESCRIPTION.to_owned(), "/v1/openapi.json"),
        (routes::DOCS.to_owned(), "/v1/docs"),
        (routes::embed(&site), "/e/{site}.js"),
        (routes::form(&site, &survey, "vi"), "/v1/form/{site}/{survey}"),
        (routes::preview(&site, &survey), "/preview/{site}/{survey}"),
        (routes::SESSION.to_owned(), "/v1/session"),
        (routes::SITES.to_owned(), "/v1/sites"),
        (routes::site(&site), "/v1/sites/{site}"),
        (routes::keys(&site), "/v1/sites/{site}/keys"),
        (routes::key(&site, "abcd2345"), "/v1/sites/{site}/keys/{key}"),
        (routes::surveys(&site), "/v1/sites/{site}/surveys"),
        (routes::survey(&site, &survey), "/v1/sites/{site}/surveys/{survey}"),
        (routes::pause(&site, &survey), "/v1/sites/{site}/surveys/{survey}/pause"),
        (routes::resume(&site, &survey), "/v1/sites/{site}/surveys/{survey}/resume"),
        (routes::versions(&site, &survey), "/v1/sites/{site}/surveys/{survey}/versions"),
        (
            routes::version(&site, &survey, 7),
            "/v1/sites/{site}/surveys/{survey}/versions/{version}",
        ),
        (routes::summary(&site, &survey), "/v1/sites/{site}/surveys/{survey}/summary"),
        (routes::responses(&site, &survey), "/v1/sites/{site}/surveys/{survey}/responses"),
        (routes::response(&site, &survey, id), "/v1/sites/{site}/surveys/{survey}/responses/{id}"),
        (routes::export_csv(&site, &survey), "/v1/sites/{site}/surveys/{survey}/export.csv"),
        (routes::export_ndjson(&site, &survey), "/v1/sites/{site}/surveys/{survey}/export.ndjson"),
        (routes::respondent_deletion(&site), "/v1/sites/{site}/respondents/delete"),
        (routes::respondent_responses(&site), "/v1/sites/{site}/respondents/responses"),
        (routes::backup(&site), "/v1/sites/{site}/backup"),
        (routes::restore(&site), "/v1/sites/{site}/restore"),
        (routes::webhooks(&site), "/v1/sites/{site}/webhooks"),
        (routes::webhook(&site, &crm), "/v1/sites/{site}/webhooks/{webhook}"),
        (routes::webhook_secret(&site, &crm), "/v1/sites/{site}/webhooks/{webhook}/secret"),
        (routes::webhook_test(&site, &crm), "/v1/sites/{site}/webhooks/{webhook}/test"),
    ] {
        let path = address.split('?').next().unwrap();
        assert_eq!(path, example(template));
        assert_eq!(matching::place(path).map(|place| place.template()), Some(template));
        left.remove(template);
    }
    // What the preview's own page names, and nobody else.
    let left: Vec<&str> = left.into_iter().collect();
    assert_eq!(left, ["/preview.css", "/preview/{site}/{survey}/frame"]);
}

#[test]
fn a_path_gives_the_names_that_stand_in_it_and_no_others() {
    for route in ROUTES {
        let names = names(&example(route.path)).unwrap();
        let found = [
            ("{site}", names.site().map(ToString::to_string)),
            ("{survey}", names.survey().map(ToString::to_string)),
            ("{webhook}", names.webhook().map(ToString::to_string)),
            ("{key}", names.key().map(ToString::to_string)),
            ("{id}", names.id().map(|id| id.to_string())),
            ("{version}", names.version().map(|version| version.to_string())),
        ];
        let mut known = 0;
        for (name, value) in found {
            assert_eq!(value.is_ok(), route.path.contains(name), "{} {name}", route.path);
            if let Ok(value) = value {
                assert_eq!(example(name), value);
                known += 1;
            }
        }
        assert_eq!(route.path.matches('{').count(), known, "{}", route.path);
    }
}

#[test]
fn every_route_is_found_by_its_own_method_and_path_and_by_no_other_route_s() {
    for route in ROUTES {
        let path = example(route.path);
        let found = matching::place(&path).and_then(|place| place.route(route.method));
        assert_eq!(found.map(|found| found.operation_id), Some(route.operation_id), "{path}");
        let same_path = || ROUTES.iter().filter(|other| other.path == route.path);
        assert!(same_path().all(|other| other.audience == route.audience), "{}", route.path);
        assert_eq!(same_path().filter(|other| other.method == route.method).count(), 1);
        let is_named_so = |other: &&Route| other.operation_id == route.operation_id;
        assert_eq!(ROUTES.iter().filter(is_named_so).count(), 1, "{}", route.operation_id);
        let writes = [Method::Put, Method::Post].contains(&route.method);
        assert!(writes || !route.is_conditional, "a {:?} is tagged anyhow, or never", route.method);
    }
}

#[test]
fn the_methods_of_a_path_are_those_of_its_routes() {
    for (path, allow) in [
        ("/healthz", "GET, HEAD, OPTIONS"),
        ("/v1/responses", "POST, OPTIONS"),
        ("/v1/sites/demo", "GET, HEAD, PUT, DELETE, OPTIONS"),
        ("/v1/sites/demo/keys", "GET, HEAD, POST, OPTIONS"),
        ("/v1/sites/demo/keys/x", "DELETE, OPTIONS"),
    ] {
        let place = matching::place(path).unwrap();
        assert_eq!(place.allow(), allow, "{path}");
        let is_with_get = allow.starts_with("GET");
        assert_eq!(place.route(Method::Head).is_some(), is_with_get, "{path}");
        for method in [Method::Options, Method::Patch, Method::Other] {
            assert!(place.route(method).is_none(), "{path}");
        }
    }
}

#[test]
fn other_addresses_are_not_found() {
    let refused = |path: &str, expected: &Error| {
        assert_eq!(names(path).err().as_ref(), Some(expected), "{path}");
    };
    for path in ["", "/", "*", "/e/demo", "/e/demo.js/", "/v1", "/v1/responses/", "//healthz"] {
        refused(path, &Error::NotFound);
    }
    for path in ["/e/.js", "/e/DEMO.js", "/e/a%3Ab.js", "/v1/sites/a:b", "/v1/form//nps"] {
        refused(path, &Error::UnknownSite);
    }
    refused("/v1/form/demo/n%20s", &Error::UnknownSurvey);
    refused("/v1/sites/demo/webhooks/", &Error::UnknownWebhook);
    refused("/v1/sites/demo/surveys/nps/responses/7", &Error::UnknownResponse);
    for version in ["0", "-1", "01", "+1", "1.0", "4294967296", "", "v1"] {
        refused(&format!("/v1/sites/demo/surveys/nps/versions/{version}"), &Error::UnknownVersion);
    }
}
