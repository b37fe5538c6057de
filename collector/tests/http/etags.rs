//! Entity tags: nothing is sent twice, and nothing is overwritten unseen.

use crate::support::{Collector, assert_problem, parsed, request, response};
use collector::api::http::Reply;
use serde_json::{Value, json};
use wire::survey::SurveyResource;

const SITE: &str = "/v1/sites/demo";
const SURVEY: &str = "/v1/sites/demo/surveys/nps";

fn tag(reply: &Reply) -> String {
    reply.header("etag").unwrap_or_else(|| panic!("{}: {}", reply.status, reply.body)).to_owned()
}

#[test]
fn what_an_owner_has_already_is_not_sent_again() {
    let collector = Collector::new();
    collector.post(&response("nps", 9, 1).to_string());
    for path in [
        "/v1/sites",
        SITE,
        "/v1/sites/demo/keys",
        "/v1/sites/demo/surveys",
        SURVEY,
        "/v1/sites/demo/surveys/nps/versions",
        "/v1/sites/demo/surveys/nps/versions/1",
        "/v1/sites/demo/surveys/nps/summary",
    ] {
        for method in ["GET", "HEAD"] {
            let first = collector.admin("GET", path, &Value::Null);
            assert_eq!(first.header("cache-control"), Some("no-store"), "{path}");
            assert_eq!(first.header("vary"), Some("authorization, cookie"), "{path}");
            let tag = tag(&first);
            for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()]
            {
                let again = collector.admin_with(method, path, &Value::Null, |headers| {
                    headers.if_none_match = Some(known);
                });
                assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
                assert_eq!(again.header("etag"), Some(tag.as_str()));
                assert_eq!(again.header("content-type"), None);
                assert_eq!(again.header("access-control-allow-origin"), Some("*"));
                assert_eq!(again.header("x-content-type-options"), Some("nosniff"));
            }
            let other = collector.admin_with(method, path, &Value::Null, |headers| {
                headers.if_none_match = Some("\"other\"".to_owned());
            });
            assert_eq!(other.status, 200, "{path}");
        }
    }
}

#[test]
fn every_get_but_those_of_files_has_a_tag_and_so_have_writes_that_may_hang_on_one() {
    let collector = Collector::new();
    collector.post(&response("nps", 9, 1).to_string());
    collector.admin("PUT", "/v1/sites/demo/webhooks/crm", &json!({"url": "https://a.example"}));
    let id = crate::support::id_at(crate::support::NOW, 1);
    let document: Value = serde_json::from_str(include_str!("../../api/openapi.json")).unwrap();
    let mut n_tagged = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        let names = [
            ("{site}", "demo"),
            ("{survey}", "nps"),
            ("{webhook}", "crm"),
            ("{version}", "1"),
            ("{id}", id.as_str()),
        ];
        let address = names.iter().fold(path.clone(), |path, (name, is)| path.replace(name, is));
        // A session is the console's alone, and is asked for once a page.
        if methods.get("get").is_none() || path == "/v1/session" {
            continue;
        }
        let reply = collector.admin("GET", &address, &Value::Null);
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        let is_file = ["/backup", "/export."].iter().any(|file| path.contains(file));
        assert_eq!(reply.header("etag").is_none(), is_file, "{path}");
        if is_file {
            continue;
        }
        let again = collector.admin_with("GET", &address, &Value::Null, |headers| {
            headers.if_none_match = reply.header("etag").map(str::to_owned);
        });
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
        n_tagged += 1;
    }
    assert!(n_tagged > 15, "{n_tagged}");

    let now = || tag(&collector.admin("GET", SURVEY, &Value::Null));
    for action in ["pause", "resume"] {
        let reply = collector.admin("POST", &format!("{SURVEY}/{action}"), &Value::Null);
        assert_eq!(tag(&reply), now());
    }
    // The reply with a new secret is no state that a GET shows.
    for (method, path) in [
        ("PUT", "/v1/sites/demo/webhooks/new"),
        ("PUT", "/v1/sites/demo/webhooks/crm"),
        ("POST", "/v1/sites/demo/webhooks/crm/secret"),
    ] {
        let reply = collector.admin(method, path, &json!({"url": "https://a.example"}));
        assert_eq!(reply.header("etag"), None, "{method} {path}");
    }
}

#[test]
fn a_new_response_is_a_new_tag_of_the_summary() {
    let collector = Collector::new();
    let path = "/v1/sites/demo/surveys/nps/summary";
    let before = tag(&collector.admin("GET", path, &Value::Null));
    collector.post(&response("nps", 9, 1).to_string());
    assert_ne!(tag(&collector.admin("GET", path, &Value::Null)), before);
}

#[test]
fn a_browser_that_has_the_script_or_the_form_is_told_so() {
    let collector = Collector::new();
    for path in ["/e/demo.js", "/v1/form/demo/nps?lang=vi"] {
        let first = collector.get(path);
        let caching = first.header("cache-control").map(str::to_owned);
        assert!(caching.as_deref().unwrap().contains("max-age=300"));
        let mut again = request("GET", path, b"");
        again.headers.if_none_match = Some(tag(&first));
        let again = collector.send(&again);
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
        assert_eq!(again.header("cache-control").map(str::to_owned), caching);
    }
    collector.admin("POST", &format!("{SURVEY}/pause"), &Value::Null);
    let before = tag(&collector.get("/e/demo.js"));
    collector.admin("POST", &format!("{SURVEY}/resume"), &Value::Null);
    assert_ne!(tag(&collector.get("/e/demo.js")), before);
}

#[test]
fn without_a_key_no_tag_tells_anything() {
    let collector = Collector::new();
    let tag = tag(&collector.admin("GET", SURVEY, &Value::Null));
    for known in [tag, "*".to_owned()] {
        let mut unasked = request("GET", SURVEY, b"");
        unasked.headers.if_none_match = Some(known);
        let reply = collector.send(&unasked);
        assert_problem(&reply, 401, "no-key");
        assert_eq!(reply.header("etag"), None);
    }
}

#[test]
fn what_somebody_else_changed_meanwhile_is_not_overwritten() {
    let collector = Collector::new();
    let put = |survey: &Value, expected: &str| {
        collector.admin_with("PUT", SURVEY, survey, |headers| {
            headers.if_match = Some(expected.to_owned());
        })
    };
    let seen = tag(&collector.admin("GET", SURVEY, &Value::Null));
    let mine = put(&json!({"kind": "nps", "display": {"delay_ms": 1}}), &seen);
    assert_eq!(mine.status, 200);
    // The tag of a write's reply is the one that a GET gives.
    assert_eq!(tag(&mine), tag(&collector.admin("GET", SURVEY, &Value::Null)));
    let theirs = put(&json!({"kind": "nps", "display": {"delay_ms": 2}}), &seen);
    assert_problem(&theirs, 412, "changed-meanwhile");
    let kept: SurveyResource = parsed(&collector.admin("GET", SURVEY, &Value::Null));
    assert_eq!((kept.version, kept.definition.display.0.delay_ms), (2, 1));
    let weak =
        put(&json!({"kind": "nps", "display": {"delay_ms": 3}}), &format!("W/{}", tag(&mine)));
    assert_eq!(weak.status, 200, "a compressed reply has a weak tag");

    let pause = collector.admin_with("POST", &format!("{SURVEY}/pause"), &Value::Null, |headers| {
        headers.if_match = Some(seen.clone());
    });
    assert_problem(&pause, 412, "changed-meanwhile");

    let site = tag(&collector.admin("GET", SITE, &Value::Null));
    for (product, status) in [("A", 200), ("B", 412)] {
        let reply = collector.admin_with("PUT", SITE, &json!({"product": product}), |headers| {
            headers.if_match = Some(site.clone());
        });
        assert_eq!(reply.status, status, "{}", reply.body);
    }
}

#[test]
fn what_is_only_to_be_made_is_not_replaced() {
    let collector = Collector::new();
    for (path, body) in [
        ("/v1/sites/demo/surveys/new", json!({"kind": "nps"})),
        ("/v1/sites/new", json!({"product": "P"})),
    ] {
        let make = || {
            collector.admin_with("PUT", path, &body, |headers| {
                headers.if_none_match = Some("*".to_owned());
            })
        };
        assert!([200, 201].contains(&make().status), "{path}");
        assert_problem(&make(), 412, "changed-meanwhile");
    }
    let nothing = collector.admin_with(
        "PUT",
        "/v1/sites/demo/surveys/x",
        &json!({"kind": "nps"}),
        |headers| {
            headers.if_match = Some("*".to_owned());
        },
    );
    assert_problem(&nothing, 412, "changed-meanwhile");
}
