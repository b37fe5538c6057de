//! Sites, keys and surveys: who may, and what is kept.

use crate::support::{
    ADMIN, Collector, address, assert_field, assert_problem, parsed, request, response, wrong_key,
};
use collector::{
    api::{cors::Audience, router::ROUTES},
    runtime::secret::Secret,
    store::StoreError,
};
use serde_json::{Value, json};
use wire::{site::SiteResource, survey::SurveyResource};

const SITE: &str = "/v1/sites/demo";
const KEYS: &str = "/v1/sites/demo/keys";
const SURVEY: &str = "/v1/sites/demo/surveys/nps";
const SUMMARY: &str = "/v1/sites/demo/surveys/nps/summary";

fn with_authorization(
    collector: &Collector,
    method: &str,
    path: &str,
    value: &str,
) -> collector::api::http::Reply {
    let mut request = request(method, path, b"{}");
    request.headers.authorization = Some(Secret::new(value.to_owned()));
    collector.send(&request)
}

#[test]
fn without_a_key_no_owners_route_says_anything() {
    let collector = Collector::new();
    let of_owners = ROUTES.iter().filter(|route| route.audience == Audience::Owners);
    let of_owners = of_owners.map(|route| (route.method.as_str(), address(route.path)));
    let of_nobody = ("GET", "/v1/sites/nobody".to_owned());
    for (method, path) in of_owners.chain([of_nobody]) {
        let reply = collector.send(&request(method, &path, b"{}"));
        assert_problem(&reply, 401, "no-key");
        assert_eq!(reply.header("www-authenticate"), Some(r#"Bearer realm="hearby""#));
        for not_bearer in ["", "Bearer", "Bearer  ", "Basic YTpi", ADMIN] {
            let reply = with_authorization(&collector, method, &path, not_bearer);
            assert_problem(&reply, 401, "no-key");
        }
    }
}

#[test]
fn a_wrong_key_is_refused_however_near_it_is() {
    let collector = Collector::new();
    let key = collector.new_key("demo", "write");
    let other_end = wrong_key(&key);
    let unknown_id = key.replacen("hbk_", "hbk_2", 1).replacen("b_", "_", 1);
    let same_id_longer = format!("{key}b");
    let admin_and_more = format!("{ADMIN}x");
    for wrong in [
        "x",
        "hbk_",
        "hbk_a_b",
        &key[..key.len() - 1],
        &other_end,
        &unknown_id,
        &same_id_longer,
        &admin_and_more,
        &ADMIN[1..],
        "hbk_ABCDEFGH_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "hbk_site:dem_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ] {
        for (method, path) in [("GET", SUMMARY), ("PUT", SURVEY)] {
            let reply = collector.with_key(wrong, method, path, &json!({}));
            assert_problem(&reply, 401, "wrong-key");
            assert!(reply.header("www-authenticate").unwrap().contains("invalid_token"));
        }
    }
    assert_eq!(with_authorization(&collector, "GET", SITE, &format!("bearer {key}")).status, 200);
}

#[test]
fn a_key_opens_its_own_site_within_its_scope() {
    let collector = Collector::new();
    assert_eq!(collector.admin("PUT", "/v1/sites/other", &json!({"product": "O"})).status, 200);
    let (read, write) = (collector.new_key("demo", "read"), collector.new_key("demo", "write"));
    let foreign = collector.new_key("other", "write");
    for path in [SITE, SURVEY, SUMMARY] {
        assert_problem(
            &collector.with_key(&foreign, "GET", path, &Value::Null),
            403,
            "foreign-key",
        );
        for key in [&read, &write] {
            assert_eq!(collector.with_key(key, "GET", path, &Value::Null).status, 200, "{path}");
        }
    }
    let key = json!({"name": "n", "scope": "read"});
    let survey = json!({"kind": "nps"});
    for (method, path, body) in [("PUT", SURVEY, &survey), ("POST", KEYS, &key)] {
        assert_problem(&collector.with_key(&read, method, path, body), 403, "scope-too-small");
        let status = collector.with_key(&write, method, path, body).status;
        assert!([200, 201].contains(&status), "{path} {status}");
    }
    let site = json!({"product": "Mine"});
    assert_problem(&collector.with_key(&write, "PUT", SITE, &site), 403, "admin-only");
}

#[test]
fn a_key_is_shown_once_and_nowhere_kept() {
    let collector = Collector::new();
    let body = json!({"name": "Báo cáo", "scope": "read"});
    let reply = collector.admin("POST", KEYS, &body);
    assert_eq!((reply.status, reply.header("cache-control")), (201, Some("no-store")));
    let created: Value = parsed(&reply);
    let key = created["key"].as_str().unwrap();
    assert!(key.starts_with(&format!("hbk_{}_", created["id"].as_str().unwrap())));
    assert_eq!((&created["name"], &created["scope"]), (&json!("Báo cáo"), &json!("read")));
    let secret = key.rsplit('_').next().unwrap();
    assert!(secret.len() >= 32);
    for (_, value) in collector.store.memory.entries() {
        assert!(!value.contains(secret), "{value}");
    }
}

#[test]
fn a_key_of_a_site_that_there_is_not_can_not_be_made() {
    let collector = Collector::new();
    let body = json!({"name": "n", "scope": "read"});
    let reply = collector.admin("POST", "/v1/sites/nobody/keys", &body);
    assert_problem(&reply, 404, "unknown-site");
    let reply = collector.admin("POST", KEYS, &json!({"name": "n", "scope": "root"}));
    assert_field(&reply, "/scope", "read or write");
}

#[test]
fn a_site_is_shown_as_it_was_put() {
    let collector = Collector::new();
    let site = json!({"product": "Chè", "lang": "vi", "origins": ["https://che.example"]});
    let put: SiteResource = parsed(&collector.admin("PUT", SITE, &site));
    let got: SiteResource = parsed(&collector.admin("GET", SITE, &Value::Null));
    assert_eq!(put, got);
    assert_eq!((got.site.as_str(), got.definition.product.as_str()), ("demo", "Chè"));
    assert_problem(&collector.admin("GET", "/v1/sites/nobody", &Value::Null), 404, "unknown-site");
    let reply = collector.admin("PUT", SITE, &json!({"product": 7}));
    assert_field(&reply, "/product", "1 to 64 bytes");
}

#[test]
fn the_same_survey_again_writes_nothing_and_a_changed_one_is_a_new_version() {
    let collector = Collector::new();
    let version = |reply: &collector::api::http::Reply| parsed::<SurveyResource>(reply).version;
    let same = collector.admin("PUT", SURVEY, &json!({"kind": "nps", "state": "live"}));
    assert_eq!((same.status, version(&same)), (200, 1));
    assert!(!collector.store.operations.borrow().iter().any(|o| o.starts_with("put")));

    let question = json!({"kind": "nps", "texts": {"en": {"question": "And now?"}}});
    let changed = collector.admin("PUT", SURVEY, &question);
    assert_eq!((changed.status, version(&changed)), (200, 2));
    let got = collector.admin("GET", SURVEY, &Value::Null);
    assert_eq!(version(&got), 2);
    let keys: Vec<String> = collector.store.memory.entries().into_iter().map(|(k, _)| k).collect();
    for key in ["survey:demo:nps", "survey:demo:nps:v1", "survey:demo:nps:v2"] {
        assert!(keys.iter().any(|other| other == key), "{key} in {keys:?}");
    }
}

#[test]
fn a_surveys_kind_never_changes() {
    let collector = Collector::new();
    let reply = collector.admin("PUT", SURVEY, &json!({"kind": "csat"}));
    assert_problem(&reply, 409, "kind-fixed");
    let got: SurveyResource = parsed(&collector.admin("GET", SURVEY, &Value::Null));
    assert_eq!((got.version, got.definition.kind), (1, domain::Kind::Nps.into()));
}

#[test]
fn a_crash_between_the_two_writes_of_a_version_leaves_the_old_one_whole() {
    let mut collector = Collector::new();
    let changed = json!({"kind": "nps", "state": "paused"});
    let away = Some(StoreError::Unavailable);
    // The version's own key is written, the newest is not.
    *collector.store.next_puts.borrow_mut() = vec![away, away, away, None];
    assert_problem(&collector.admin("PUT", SURVEY, &changed), 503, "store-busy");
    collector.restart();
    let got: SurveyResource = parsed(&collector.admin("GET", SURVEY, &Value::Null));
    assert_eq!(got.version, 1);
    let again: SurveyResource = parsed(&collector.admin("PUT", SURVEY, &changed));
    assert_eq!(again.version, 2);
}

#[test]
fn a_survey_that_there_is_not_is_not_found() {
    let collector = Collector::new();
    let path = "/v1/sites/demo/surveys/nothing";
    assert_problem(&collector.admin("GET", path, &Value::Null), 404, "unknown-survey");
    let summary = format!("{path}/summary");
    assert_problem(&collector.admin("GET", &summary, &Value::Null), 404, "unknown-survey");
    let elsewhere = "/v1/sites/nobody/surveys/nps";
    assert_problem(
        &collector.admin("PUT", elsewhere, &json!({"kind": "nps"})),
        404,
        "unknown-site",
    );
}

#[test]
fn another_method_is_told_which_ones_there_are() {
    let collector = Collector::new();
    for (method, path, allow) in [
        ("GET", "/v1/responses", "POST, OPTIONS"),
        ("POST", SITE, "GET, HEAD, PUT, DELETE, OPTIONS"),
        ("PATCH", SURVEY, "GET, HEAD, PUT, DELETE, OPTIONS"),
        ("BREW", "/v1/sites", "GET, HEAD, OPTIONS"),
        ("GET", "/v1/sites/demo/surveys/nps/pause", "POST, OPTIONS"),
        ("GET", "/v1/sites/demo/keys/abcd2345", "DELETE, OPTIONS"),
        ("POST", SUMMARY, "GET, HEAD, OPTIONS"),
        ("PUT", "/e/demo.js", "GET, HEAD, OPTIONS"),
        ("PUT", KEYS, "GET, HEAD, POST, OPTIONS"),
    ] {
        let reply = collector.send(&request(method, path, b"{}"));
        assert_problem(&reply, 405, "method-not-allowed");
        assert_eq!(reply.header("allow"), Some(allow), "{path}");
    }
    assert_problem(&collector.get("/v2"), 404, "not-found");
}

#[test]
fn a_page_may_ask_first_and_learns_what_it_may_send() {
    let collector = Collector::new();
    for (path, headers) in [
        ("/v1/responses", "content-type"),
        (SUMMARY, "authorization, content-type, if-match, if-none-match"),
    ] {
        let reply = collector.send(&request("OPTIONS", path, b""));
        assert_eq!((reply.status, reply.body.as_str()), (204, ""));
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
        assert_eq!(reply.header("access-control-allow-headers"), Some(headers));
        assert_eq!(reply.header("access-control-max-age"), Some("7200"));
    }
}

#[test]
fn every_reply_is_safe_to_look_at() {
    let collector = Collector::new();
    for (reply, loaded_by) in [
        (collector.get("/healthz"), "cross-origin"),
        (collector.get("/e/demo.js"), "cross-origin"),
        (collector.get("/nothing"), "cross-origin"),
        (collector.post("{"), "cross-origin"),
        (collector.post(&response("nps", 9, 1).to_string()), "cross-origin"),
        // No page loads what is an owner's as a picture or a script.
        (collector.admin("GET", SUMMARY, &Value::Null), "same-origin"),
        (collector.get(SUMMARY), "same-origin"),
    ] {
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(reply.header("cross-origin-resource-policy"), Some(loaded_by));
        assert!(reply.header("content-security-policy").unwrap().contains("default-src 'none'"));
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
    }
}
