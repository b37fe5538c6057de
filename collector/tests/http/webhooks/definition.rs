//! Definitions of webhooks: their secrets, addresses and number, who may change them, and the test
//! event.
//!
//! Not in here: the delivery of events (`delivery`).

use collector::{api::http::Reply, runtime::outbound::PostError};
use domain::HOUR_MS;
use serde_json::{Value, json};
use wire::webhook::{TestResult, WebhookPage};

use super::{HOOK, HOOKS, URL, fails, is_signed_by, keys, posts, respond, shown, with_webhook};
use crate::support::{Collector, assert_field, assert_problem, id_at, parsed, response, with};

#[test]
fn a_secret_is_shown_once_and_the_one_before_signs_for_a_day() {
    let (mut collector, old) = with_webhook(&json!({}));
    let read_only = |reply: &Reply| assert!(!reply.body.contains("whsec_"), "{}", reply.body);
    read_only(&collector.admin("GET", HOOK, &Value::Null));
    read_only(&collector.admin("GET", HOOKS, &Value::Null));
    read_only(&collector.admin("PUT", HOOK, &json!({"url": URL, "groups": ["passive"]})));
    read_only(&collector.admin("PUT", HOOK, &json!({"url": URL})));
    let renewed = collector.admin("POST", "/v1/sites/demo/webhooks/crm/secret", &Value::Null);
    let renewed: Value = parsed(&renewed);
    assert_eq!(renewed["previous_secret_expires_at"], "2026-11-23T03:00:00.000Z");
    let new = renewed["secret"].as_str().unwrap();
    assert_ne!(new, old);
    let told = |collector: &Collector, n: u32| {
        let body = with(response("nps", 3, n), "id", json!(id_at(collector.now, n)));
        respond(collector, &body);
        posts(collector).pop().unwrap()
    };
    let both = told(&collector, 1);
    assert!(is_signed_by(new, &both) && is_signed_by(&old, &both));
    collector.pass_ms(24 * HOUR_MS);
    let alone = told(&collector, 2);
    assert!(is_signed_by(new, &alone) && !is_signed_by(&old, &alone));
    assert_eq!(shown(&collector).previous_secret_expires_at, None);
}

#[test]
fn a_private_address_is_refused_when_it_is_saved_and_when_it_is_called() {
    let collector = Collector::new();
    for url in [
        "http://crm.example/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://[::ffff:169.254.169.254]/",
        "https://localhost./",
        "https://u:p@crm.example/",
    ] {
        let reply = collector.admin("PUT", HOOK, &json!({"url": url}));
        assert_field(&reply, "/url", "an https address of a public host");
        assert!(!reply.body.contains("127.0.0.1"), "an address may hold a secret");
    }
    assert_eq!(keys(&collector, "hook"), [""; 0]);
    *collector.runtime.allow_private.borrow_mut() = true;
    let local = json!({"url": "http://127.0.0.1:9000/"});
    assert_eq!(collector.admin("PUT", HOOK, &local).status, 201);
    *collector.runtime.allow_private.borrow_mut() = false;
    respond(&collector, &response("nps", 3, 1));
    assert_eq!(posts(&collector).len(), 0);
    let failure = shown(&collector).deliveries.unwrap().last_failure.unwrap();
    assert_eq!((failure.status, failure.reason.as_str()), (None, "address-not-allowed"));
}

#[test]
fn a_test_says_what_the_receiver_said_and_leaves_nothing() {
    let (collector, secret) = with_webhook(&json!({"active": false}));
    let test = |next: Result<u16, PostError>| -> TestResult {
        fails(&collector, &[next]);
        let reply = collector.admin("POST", "/v1/sites/demo/webhooks/crm/test", &Value::Null);
        assert_eq!(reply.status, 200, "{}", reply.body);
        parsed(&reply)
    };
    let result = |delivered, status, reason: Option<&str>| TestResult {
        delivered,
        status,
        reason: reason.map(str::to_owned),
    };
    assert_eq!(test(Ok(204)), result(true, Some(204), None));
    assert_eq!(test(Ok(404)), result(false, Some(404), Some("status")));
    assert_eq!(test(Err(PostError::Timeout)), result(false, None, Some("timeout")));
    let posts = posts(&collector);
    assert!(posts.iter().all(|posted| is_signed_by(&secret, posted)));
    assert!(posts[0].body.starts_with(r#"{"type":"webhook.test""#));
    assert_ne!(posts[0].header("webhook-id"), posts[1].header("webhook-id"));
    assert_eq!(keys(&collector, "due:"), [""; 0]);
}

#[test]
fn webhooks_are_for_those_who_may_write_and_of_a_site_that_there_is() {
    let collector = Collector::new();
    let (read, write) = (collector.new_key("demo", "read"), collector.new_key("demo", "write"));
    let body = json!({"url": URL});
    assert_eq!(collector.with_key(&write, "PUT", HOOK, &body).status, 201);
    for (method, path) in [
        ("GET", HOOKS),
        ("GET", HOOK),
        ("PUT", HOOK),
        ("DELETE", HOOK),
        ("POST", "/v1/sites/demo/webhooks/crm/secret"),
        ("POST", "/v1/sites/demo/webhooks/crm/test"),
    ] {
        let reply = collector.with_key(&read, method, path, &body);
        assert_problem(&reply, 403, "scope-too-small");
    }
    let list: WebhookPage = parsed(&collector.with_key(&write, "GET", HOOKS, &Value::Null));
    assert_eq!(list.items.len(), 1);
    assert_eq!((list.items[0].webhook.as_str(), &list.items[0].deliveries), ("crm", &None));
    let elsewhere = "/v1/sites/nobody/webhooks/crm";
    assert_problem(&collector.admin("PUT", elsewhere, &body), 404, "unknown-site");
    for unknown in ["/v1/sites/demo/webhooks/x/secret", "/v1/sites/demo/webhooks/x/test"] {
        assert_problem(&collector.admin("POST", unknown, &Value::Null), 404, "unknown-webhook");
    }
}

#[test]
fn a_site_has_room_for_ten() {
    let collector = Collector::new();
    let put = |n: u32| {
        let path = format!("{HOOKS}/h{n}");
        collector.admin("PUT", &path, &json!({"url": URL, "surveys": ["nps"]}))
    };
    for n in 0..10 {
        assert_eq!(put(n).status, 201);
    }
    assert_problem(&put(10), 409, "too-many-webhooks");
    assert_eq!(put(3).status, 200);
    // They are listed as everything is: by pages.
    let get = |query: &str| collector.admin("GET", &format!("{HOOKS}{query}"), &Value::Null);
    let names = |page: &WebhookPage| -> Vec<String> {
        page.items.iter().map(|webhook| webhook.webhook.clone()).collect()
    };
    let all: WebhookPage = parsed(&get(""));
    assert_eq!((names(&all).len(), all.next), (10, None));
    let first: WebhookPage = parsed(&get("?limit=4"));
    assert_eq!(
        (names(&first).join(" "), first.next.as_deref()),
        ("h0 h1 h2 h3".into(), Some("h3"))
    );
    let rest: WebhookPage = parsed(&get("?limit=100&cursor=h3"));
    assert_eq!((names(&rest).len(), rest.next), (6, None));
    assert_field(&get("?limit=0"), "?limit", "from 1 to 100");
    assert_field(&get("?page=2"), "?page", "one of");
    respond(&collector, &response("nps", 9, 1));
    assert_eq!(posts(&collector).len(), 10);
}
