//! Tests of what a visitor's browser fetches: the tag's script and the form.

use crate::support::{Collector, NOW, assert_problem, parsed, request};
use collector::api::http::Reply;
use serde_json::{Value, json};
use wire::form::Form;

#[test]
fn the_script_is_the_loader_with_the_sites_gate_in_it() {
    let collector = Collector::new();
    let reply = collector.get("/e/demo.js");
    assert_eq!(reply.status, 200);
    assert!(
        reply.body.starts_with(r#"start({"s":"demo","g":7,"q":[{"i":"ces","#),
        "{}",
        reply.body
    );
    assert!(reply.body.ends_with(r#"]}, "plain");"#), "{}", reply.body);
    assert_eq!(reply.header("content-type"), Some("text/javascript; charset=utf-8"));
    let caching = reply.header("cache-control").unwrap();
    assert_eq!(caching, "public, max-age=300, stale-while-revalidate=86400");
}

#[test]
fn a_site_gets_the_smallest_loader_that_knows_its_rules() {
    let collector = Collector::new();
    for (display, is_plain) in [
        (json!({"event": "paid", "sample_percent": 20}), true),
        (json!({"devices": ["phone"]}), false),
        (json!({"scroll_percent": 50}), false),
        (json!({}), true),
    ] {
        let survey = json!({"kind": "ces", "display": display});
        let reply = collector.admin("PUT", "/v1/sites/demo/surveys/ces", &survey);
        assert_eq!(reply.status, 200, "{}", reply.body);
        let script = collector.get("/e/demo.js").body;
        assert_eq!(script.ends_with(r#", "plain");"#), is_plain, "{display}: {script}");
    }
}

/// The script, as it is asked for at an address of the collector's.
fn asked_at(collector: &Collector, address: &str, known: Option<&str>) -> Reply {
    let mut request = request("GET", "/e/demo.js", b"");
    request.headers.asked_at = Some(address.to_owned());
    request.headers.if_none_match = known.map(str::to_owned);
    collector.send(&request)
}

#[test]
fn each_address_of_the_collector_gets_a_script_of_its_own() {
    let collector = Collector::new();
    let hosts =
        ["https://hearby.example.com", "https://hearby.shop.workers.dev", "http://127.0.0.1:8787"];
    for host in hosts.iter().chain(&hosts) {
        let reply = asked_at(&collector, host, None);
        let start = format!(r#"start({{"o":"{host}","s":"demo","g":7,"#);
        assert!(reply.body.starts_with(&start), "{}", reply.body);
        for other in hosts {
            let tag = reply.header("etag");
            let expected = if other == *host { 304 } else { 200 };
            assert_eq!(asked_at(&collector, other, tag).status, expected, "{host} {other}");
        }
    }
}

#[test]
fn the_operator_may_say_where_pages_reach_the_collector() {
    let collector = Collector::new();
    let script = |public: &str| {
        *collector.runtime.public_address.borrow_mut() = Some(public.to_owned());
        asked_at(&collector, "https://inner.example", None).body
    };
    assert!(
        script("https://shop.example/hearby/").contains(r#""o":"https://shop.example/hearby","#)
    );
    assert!(script("").contains(r#""o":"https://inner.example","#));
    // One that is none is not put in, and nor is another in its place: the loader says so.
    assert!(!script("shop.example\"+alert(1)+\"").contains("alert"));
    assert!(!script("shop.example").contains(r#""o""#));
}

#[test]
fn the_gate_is_read_once_per_isolate_and_while() {
    let mut collector = Collector::new();
    collector.restart();
    collector.get("/e/demo.js");
    assert_eq!(*collector.store.operations.borrow(), ["get gate:demo"]);
    collector.now = NOW.plus_ms(4 * 60 * 1_000);
    collector.get("/e/demo.js");
    assert_eq!(collector.store.operations.borrow().len(), 1);
    collector.now = NOW.plus_ms(5 * 60 * 1_000);
    collector.get("/e/demo.js");
    assert_eq!(collector.store.operations.borrow().len(), 2);
}

#[test]
fn a_change_is_in_the_next_script_of_the_isolate_that_took_it() {
    let collector = Collector::new();
    collector.get("/e/demo.js");
    let paused = json!({"kind": "nps", "state": "paused"});
    collector.admin("PUT", "/v1/sites/demo/surveys/nps", &paused);
    assert!(!collector.get("/e/demo.js").body.contains(r#""i":"nps""#));
    collector.admin("PUT", "/v1/sites/demo", &json!({"product": "P", "consent": "after-consent"}));
    assert!(collector.get("/e/demo.js").body.contains(r#""c":1"#));
}

#[test]
fn while_the_store_is_away_the_last_known_gate_serves() {
    let mut collector = Collector::new();
    let before = collector.get("/e/demo.js").body;
    *collector.store.is_unreadable.borrow_mut() = true;
    collector.now = NOW.plus_ms(24 * 60 * 60 * 1_000);
    assert_eq!(collector.get("/e/demo.js").body, before);
    collector.restart();
    assert_problem(&collector.get("/e/demo.js"), 503, "store-busy");
}

#[test]
fn a_site_that_there_is_not_has_no_script() {
    let collector = Collector::new();
    assert_problem(&collector.get("/e/nobody.js"), 404, "unknown-site");
    assert_problem(&collector.get("/e/Nobody.js"), 404, "unknown-site");
}

#[test]
fn a_deployment_without_the_loader_says_so_in_its_log_alone() {
    let collector = Collector::new();
    *collector.runtime.has_no_loader.borrow_mut() = true;
    let reply = collector.get("/e/demo.js");
    assert_problem(&reply, 500, "internal");
    assert!(collector.runtime.log.borrow().last().unwrap().contains("loader"));
    assert!(!reply.body.contains("loader"));
}

#[test]
fn the_form_has_the_nearest_language_and_may_be_cached_briefly() {
    let collector = Collector::new();
    let reply = collector.get("/v1/form/demo/csat?lang=vi-VN");
    let form: Form = parsed(&reply);
    assert_eq!((form.lang.as_str(), form.kind.as_str(), form.version), ("vi", "csat", 1));
    assert_eq!(form.question, "Bạn hài lòng với Trà Sen ở mức nào?");
    assert_eq!(reply.header("cache-control"), Some("public, max-age=300"));
    for lang in ["", "?lang=", "?lang=xx", "?lang=%00%ff", "?other=1", "?lang=-", "?lang=ậ"] {
        let form: Form = parsed(&collector.get(&format!("/v1/form/demo/nps{lang}")));
        assert_eq!(form.lang, "en", "{lang}");
    }
}

#[test]
fn a_form_of_nothing_is_not_found() {
    let collector = Collector::new();
    assert_problem(&collector.get("/v1/form/nobody/nps"), 404, "unknown-site");
    assert_problem(&collector.get("/v1/form/demo/nothing"), 404, "unknown-survey");
}

#[test]
fn head_is_get_without_the_body() {
    let collector = Collector::new();
    for path in ["/healthz", "/e/demo.js", "/v1/form/demo/nps", "/nothing"] {
        let (get, head) = (collector.get(path), collector.send(&request("HEAD", path, b"")));
        assert_eq!((head.status, head.headers), (get.status, get.headers));
        assert!(head.body.is_empty() && !get.body.is_empty());
    }
}

#[test]
fn the_release_of_the_zone_rules_is_named() {
    let health: Value = parsed(&Collector::new().get("/healthz"));
    assert_eq!(health["zone_rules"], collector::summary::period::zone_rules());
    assert!(health["zone_rules"].as_str().unwrap().starts_with("20"), "{health}");
}
