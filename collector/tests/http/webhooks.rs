//! Webhooks: which responses are told to whom, signed how, and what happens when nobody listens.

use base64::{Engine, engine::general_purpose::STANDARD};
use collector::{
    api::http::Reply, runtime::outbound::PostError, store::StoreError,
    webhooks::redelivery::RedeliveryReport,
};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use wire::webhook::{TestResult, WebhookPage, WebhookResource};

use crate::support::{
    Collector, NOW, Posted, assert_field, assert_problem, id_at, parsed, response, with,
};

use domain::{HOUR_MS, MINUTE_MS};

pub(crate) const HOOKS: &str = "/v1/sites/demo/webhooks";
pub(crate) const HOOK: &str = "/v1/sites/demo/webhooks/crm";
pub(crate) const URL: &str = "https://crm.example/in?token=t0p";

/// A collector with the webhook `crm`, and the webhook's secret.
pub(crate) fn with_webhook(rest: &Value) -> (Collector, String) {
    let collector = Collector::new();
    let mut body = json!({"url": URL});
    body.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    let reply = collector.admin("PUT", HOOK, &body);
    assert_eq!(reply.status, 201, "{}", reply.body);
    let secret = parsed::<Value>(&reply)["secret"].as_str().unwrap().to_owned();
    collector.store.operations.borrow_mut().clear();
    (collector, secret)
}

/// Posts a response, and lets what comes after the reply happen.
pub(crate) fn respond(collector: &Collector, body: &Value) {
    let reply = collector.post(&body.to_string());
    assert_eq!(reply.status, 201, "{}", reply.body);
    collector.deliver();
}

pub(crate) fn posts(collector: &Collector) -> Vec<Posted> {
    collector.runtime.posts.take()
}

pub(crate) fn fails(collector: &Collector, next: &[Result<u16, PostError>]) {
    *collector.runtime.next_posts.borrow_mut() = next.iter().rev().copied().collect();
}

pub(crate) fn keys(collector: &Collector, prefix: &str) -> Vec<String> {
    let entries = collector.store.memory.entries().into_iter();
    entries.map(|(key, _)| key).filter(|key| key.starts_with(prefix)).collect()
}

fn shown(collector: &Collector) -> WebhookResource {
    parsed(&collector.admin("GET", HOOK, &Value::Null))
}

/// A receiver's own check: HMAC-SHA256 of `id.timestamp.body` by the secret's bytes.
fn is_signed_by(secret: &str, posted: &Posted) -> bool {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
    let (id, at) = (posted.header("webhook-id"), posted.header("webhook-timestamp"));
    mac.update(format!("{id}.{at}.{}", posted.body).as_bytes());
    let signature = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    posted.header("webhook-signature").split(' ').any(|one| one == signature)
}

#[test]
fn a_response_is_told_after_its_reply_signed_and_then_forgotten() {
    let (collector, secret) = with_webhook(&json!({}));
    let reply = collector.post(&response("nps", 3, 1).to_string());
    assert_eq!(reply.status, 201);
    assert_eq!(collector.runtime.posts.borrow().len(), 0, "nobody waits for the receiver");
    let due = keys(&collector, "due:");
    assert_eq!(due.len(), 1);
    let operations = collector.store.operations.take();
    let response_key = format!("put r:demo:nps:2026-11-22T03:{}.2", id_at(NOW, 1));
    assert_eq!(operations[operations.len() - 2..], [response_key, format!("put {}", due[0])]);

    collector.deliver();
    let posts = posts(&collector);
    assert_eq!((posts.len(), posts[0].url.as_str()), (1, URL));
    assert!(is_signed_by(&secret, &posts[0]));
    assert_eq!(posts[0].header("content-type"), "application/json");
    assert_eq!(posts[0].header("webhook-timestamp"), (NOW.unix_ms() / 1_000).to_string());
    let event: Value = serde_json::from_str(&posts[0].body).unwrap();
    assert_eq!(event["type"], "response.finished");
    assert_eq!(event["timestamp"], "2026-11-22T03:00:00.000Z");
    assert_eq!(event["data"]["group"], "detractor");
    assert_eq!(keys(&collector, "due:"), [""; 0]);
    let deliveries = shown(&collector).deliveries.unwrap();
    assert_eq!((deliveries.pending, deliveries.given_up, deliveries.last_failure), (0, 0, None));
    assert_eq!(deliveries.last_success_at.as_deref(), Some("2026-11-22T03:00:00.000Z"));
}

#[test]
fn only_responses_that_the_owner_named_are_told_and_others_cost_nothing_more() {
    let named = json!({"surveys": ["nps", "ces"], "groups": ["detractor", "hard"]});
    let (collector, _) = with_webhook(&named);
    for (n, (survey, score)) in
        (0..).zip([("nps", 7), ("nps", 10), ("ces", 4), ("csat", 1), ("csat", 5)])
    {
        respond(&collector, &response(survey, score, n));
    }
    assert_eq!(posts(&collector).len(), 0);
    assert!(collector.store.operations.borrow().iter().all(|op| !op.contains(" due:")));
    for (n, (survey, score)) in (10..).zip([("nps", 0), ("nps", 6), ("ces", 1)]) {
        respond(&collector, &response(survey, score, n));
    }
    assert_eq!(posts(&collector).len(), 3);

    let inactive = json!({"url": URL, "active": false});
    assert_eq!(collector.admin("PUT", HOOK, &inactive).status, 200);
    respond(&collector, &response("nps", 0, 20));
    assert_eq!(posts(&collector).len(), 0);
}

#[test]
fn a_repeat_is_the_same_event_and_a_comment_that_comes_later_another() {
    let (collector, _) = with_webhook(&json!({}));
    let early = with(response("nps", 3, 1), "finished", json!(false));
    respond(&collector, &early);
    respond(&collector, &early);
    respond(&collector, &with(response("nps", 3, 1), "comment", json!("Chậm.")));
    let posts = posts(&collector);
    let told = |n: usize| -> (String, Value) {
        let event: Value = serde_json::from_str(&posts[n].body).unwrap();
        (posts[n].header("webhook-id").to_owned(), event)
    };
    assert_eq!(told(0).0, told(1).0);
    assert_ne!(told(0).0, told(2).0);
    assert_eq!(
        [&told(0).1["type"], &told(2).1["type"]],
        ["response.unfinished", "response.finished"]
    );
    assert_eq!(told(0).1["data"]["id"], told(2).1["data"]["id"]);
    assert_eq!(told(2).1["data"]["comment"], "Chậm.");
}

#[test]
fn a_receiver_that_fails_is_tried_again_with_pauses_and_told_the_same() {
    let (mut collector, secret) = with_webhook(&json!({}));
    fails(&collector, &[Ok(500), Err(PostError::Timeout), Err(PostError::Unreachable), Ok(302)]);
    respond(&collector, &response("nps", 3, 1));
    let mut told = posts(&collector);
    let failure =
        |collector: &Collector| shown(collector).deliveries.unwrap().last_failure.unwrap();
    assert_eq!(
        (failure(&collector).status, failure(&collector).reason.as_str()),
        (Some(500), "status")
    );
    for (pause_ms, reason) in
        [(10 * MINUTE_MS, "timeout"), (20 * MINUTE_MS, "unreachable"), (40 * MINUTE_MS, "status")]
    {
        collector.pass_ms(pause_ms - 1);
        assert_eq!(collector.redeliver(), RedeliveryReport::default(), "not before its time");
        collector.pass_ms(1);
        assert_eq!(
            collector.redeliver(),
            RedeliveryReport { failed: 1, ..RedeliveryReport::default() }
        );
        assert_eq!(failure(&collector).reason, reason);
        assert_eq!(shown(&collector).deliveries.unwrap().pending, 1);
        told.extend(posts(&collector));
    }
    collector.pass_ms(80 * MINUTE_MS);
    assert_eq!(
        collector.redeliver(),
        RedeliveryReport { delivered: 1, ..RedeliveryReport::default() }
    );
    told.extend(posts(&collector));
    assert_eq!(told.len(), 5);
    for posted in &told {
        assert!(is_signed_by(&secret, posted), "each attempt by its own time");
        assert_eq!(posted.header("webhook-id"), told[0].header("webhook-id"));
        assert_eq!(posted.body, told[0].body);
    }
    assert_eq!(keys(&collector, "due:"), [""; 0]);
    collector.pass_ms(24 * HOUR_MS);
    assert_eq!(collector.redeliver(), RedeliveryReport::default());
}

#[test]
fn after_three_days_an_event_is_given_up_and_its_owner_sees_that() {
    let (mut collector, _) = with_webhook(&json!({}));
    fails(&collector, &[Ok(500); 100]);
    respond(&collector, &response("nps", 3, 1));
    let mut attempts = 1;
    for _ in 0..3 * 24 * 6 - 1 {
        collector.pass_ms(10 * MINUTE_MS);
        attempts += collector.redeliver().failed;
    }
    assert_eq!((attempts, keys(&collector, "dead:").len()), (17, 0));
    collector.pass_ms(10 * MINUTE_MS);
    assert_eq!(
        collector.redeliver(),
        RedeliveryReport { given_up: 1, ..RedeliveryReport::default() }
    );
    let deliveries = shown(&collector).deliveries.unwrap();
    assert_eq!((deliveries.pending, deliveries.given_up), (0, 1));
    assert_eq!(deliveries.last_failure.unwrap().status, Some(500));
}

#[test]
fn one_dead_receiver_does_not_keep_another_from_its_events() {
    let (mut collector, _) = with_webhook(&json!({"groups": ["detractor"]}));
    let good = json!({"url": "https://good.example/", "groups": ["promoter"]});
    assert_eq!(collector.admin("PUT", "/v1/sites/demo/webhooks/good", &good).status, 201);
    fails(&collector, &[Ok(500); 200]);
    for n in 0..100 {
        respond(&collector, &response("nps", if n < 80 { 0 } else { 10 }, n));
    }
    assert_eq!(posts(&collector).len(), 100);
    collector.pass_ms(10 * MINUTE_MS);
    // Two attempts at the dead one, and then no more in this run.
    *collector.runtime.next_posts.borrow_mut() = Vec::new();
    fails(&collector, &[Ok(500), Ok(500)]);
    let done = collector.redeliver();
    assert_eq!((done.delivered, done.failed), (20, 2));
}

#[test]
fn a_response_whose_event_can_not_be_kept_is_not_promised() {
    let (collector, _) = with_webhook(&json!({}));
    let away = Some(StoreError::Unavailable);
    // The response's own key is written, the event is not.
    *collector.store.next_puts.borrow_mut() = vec![away, away, away, None];
    let reply = collector.post(&response("nps", 3, 1).to_string());
    assert_problem(&reply, 503, "store-busy");
    assert!(collector.due.borrow().is_empty());
    respond(&collector, &response("nps", 3, 1));
    assert_eq!((posts(&collector).len(), collector.stored_responses().len()), (1, 1));
}

#[test]
fn an_isolate_that_dies_after_its_reply_has_lost_nothing() {
    let (mut collector, secret) = with_webhook(&json!({}));
    let reply = collector.post(&response("nps", 3, 1).to_string());
    drop(reply);
    collector.restart();
    collector.pass_ms(10 * MINUTE_MS);
    assert_eq!(
        collector.redeliver(),
        RedeliveryReport { delivered: 1, ..RedeliveryReport::default() }
    );
    assert!(is_signed_by(&secret, &posts(&collector)[0]));
}

#[test]
fn events_go_with_the_webhook_or_the_response_that_they_tell_of() {
    let (mut collector, _) = with_webhook(&json!({}));
    fails(&collector, &[Ok(500), Ok(500)]);
    respond(&collector, &response("nps", 3, 1));
    respond(&collector, &response("nps", 4, 2));
    posts(&collector);
    let gone = format!("r:demo:nps:2026-11-22T03:{}.2", id_at(NOW, 1));
    collector.remove(&gone);
    collector.pass_ms(10 * MINUTE_MS);
    let done = collector.redeliver();
    assert_eq!((done.let_go, done.delivered), (1, 1));
    assert!(posts(&collector)[0].body.contains(&id_at(NOW, 2)));

    fails(&collector, &[Ok(500)]);
    respond(&collector, &response("nps", 5, 3));
    assert_eq!(collector.admin("DELETE", HOOK, &Value::Null).status, 204);
    assert_eq!(collector.admin("DELETE", HOOK, &Value::Null).status, 204, "and again");
    assert_problem(&collector.admin("GET", HOOK, &Value::Null), 404, "unknown-webhook");
    collector.pass_ms(10 * MINUTE_MS);
    assert_eq!(
        collector.redeliver(),
        RedeliveryReport { let_go: 1, ..RedeliveryReport::default() }
    );
    respond(&collector, &response("nps", 5, 4));
    assert_eq!(keys(&collector, "due:"), [""; 0]);
}

#[test]
fn what_waits_for_an_inactive_webhook_goes_on_when_it_is_active_again() {
    let (mut collector, _) = with_webhook(&json!({}));
    fails(&collector, &[Ok(500)]);
    respond(&collector, &response("nps", 3, 1));
    collector.admin("PUT", HOOK, &json!({"url": URL, "active": false}));
    collector.pass_ms(HOUR_MS);
    assert_eq!(collector.redeliver(), RedeliveryReport::default());
    collector.admin("PUT", HOOK, &json!({"url": "https://new.example/"}));
    assert_eq!(collector.redeliver().delivered, 1);
    assert_eq!(posts(&collector)[1].url, "https://new.example/");
}

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
fn slack_gets_text() {
    let (collector, secret) = with_webhook(&json!({"format": "slack"}));
    respond(&collector, &with(response("nps", 3, 1), "comment", json!("Giao <b>chậm</b> & muộn")));
    let posts = posts(&collector);
    let message: Value = serde_json::from_str(&posts[0].body).unwrap();
    let text = "*NPS 3* (detractor) for demo/nps\n> Giao &lt;b&gt;chậm&lt;/b&gt; &amp; muộn";
    assert_eq!(message, json!({"text": text}));
    assert!(is_signed_by(&secret, &posts[0]));
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

#[test]
fn a_site_without_webhooks_is_asked_rarely_and_a_deployment_without_any_lists_nothing() {
    let mut collector = Collector::new();
    for n in 0..5 {
        respond(&collector, &response("nps", 9, n));
        collector.pass_ms(10_000);
    }
    let count = |what: &str| {
        collector.store.operations.borrow().iter().filter(|op| op.as_str() == what).count()
    };
    assert_eq!(count("get hooks:demo"), 1);
    collector.redeliver();
    assert_eq!(count("get hooks"), 1);
    assert!(collector.store.operations.borrow().iter().all(|op| !op.starts_with("list ")));
}
