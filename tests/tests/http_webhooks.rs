//! Webhooks from workerd to a real receiver: signed, retried, and kept while everything is killed.

use base64::{Engine, engine::general_purpose::STANDARD};
use hearby_tests::{
    clock::wait_for,
    collector::{ADMIN_TOKEN, Collector, site_id},
    fixtures::{SITE, create_shop, response, with},
    receiver::{Received, Receiver, Reply},
};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use wire::{routes, webhook::WebhookResource};

/// As `wrangler.toml` has it.
const CRON: &str = "*/10 * * * *";

/// Settings that allow receivers on loopback and retries without ten minutes' wait.
const VARS: [&str; 2] = ["ALLOW_PRIVATE_WEBHOOKS=true", "WEBHOOKS_PAUSE_SECONDS=0"];

fn path(name: &str) -> String {
    routes::webhook(&site_id(SITE), &domain::WebhookId::parse(name).unwrap())
}

/// Creates a webhook, and returns its secret.
#[track_caller]
fn create(collector: &Collector, name: &str, url: &str, rest: &Value) -> String {
    let mut body = json!({"url": url});
    body.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    let reply = collector.as_admin("PUT", &path(name), Some(&body)).expect(201);
    reply.json()["secret"].as_str().expect("a secret").to_owned()
}

#[track_caller]
fn shown(collector: &Collector, name: &str) -> WebhookResource {
    let reply = collector.as_admin("GET", &path(name), None).expect(200);
    serde_json::from_slice(&reply.body).unwrap()
}

#[track_caller]
fn wait_for_requests(receiver: &Receiver, n: usize) -> Vec<Received> {
    wait_for("request to the receiver", || {
        let received = receiver.received();
        (received.len() >= n).then_some(received)
    })
}

/// Computes a receiver's signature by the standard: HMAC-SHA256 of `id.timestamp.body`.
fn signature(secret: &str, id: &str, timestamp: &str, body: &str) -> String {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("whsec_")).unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[track_caller]
fn assert_signed(received: &Received, secret: &str) {
    let (id, at) = (received.header("webhook-id"), received.header("webhook-timestamp"));
    assert_eq!(received.header("webhook-signature"), signature(secret, id, at, &received.body));
    let age_s = hearby_tests::clock::now_ms() / 1_000 - at.parse::<i64>().unwrap();
    assert!((-1..60).contains(&age_s), "{age_s} s old");
}

#[test]
fn the_check_of_these_tests_is_that_of_the_standard() {
    // The example in the tests of Standard Webhooks' libraries.
    assert_eq!(
        signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "1614265330",
            r#"{"test": 2432232314}"#
        ),
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    );
}

#[test]
fn an_event_arrives_at_last_though_its_receiver_fails_and_the_collector_is_killed() {
    let collector = Collector::start_with(&VARS);
    create_shop(&collector);
    let receiver = Receiver::start(Reply::Silence);
    let detractors = json!({"groups": ["detractor"]});
    let secret = create(&collector, "crm", &receiver.url(), &detractors);

    // Delivered while nobody replies: the visitor doesn't wait for that, and the collector is
    // killed meanwhile.
    let _ = collector.post(&response("nps", 10).to_string()).expect(201);
    let unhappy = with(response("nps", 2), "comment", json!("Giao chậm 😞"));
    let _ = collector.post(&unhappy.to_string()).expect(201);
    wait_for_requests(&receiver, 1);
    collector.kill();
    receiver.go_away();

    // No receiver listens.
    collector.start_again();
    assert_eq!(shown(&collector, "crm").deliveries.unwrap().pending, 1);
    collector.run_cron(CRON);
    let deliveries = shown(&collector, "crm").deliveries.unwrap();
    assert_eq!(
        (deliveries.pending, deliveries.last_failure.unwrap().reason.as_str()),
        (1, "unreachable")
    );

    // The receiver is broken.
    receiver.reply_with(Reply::Status(500));
    receiver.come_back();
    collector.run_cron(CRON);
    let failure = shown(&collector, "crm").deliveries.unwrap().last_failure.unwrap();
    assert_eq!((failure.status, failure.reason.as_str()), (Some(500), "status"));

    // The receiver is well again.
    receiver.reply_with(Reply::Status(204));
    collector.run_cron(CRON);
    let deliveries = shown(&collector, "crm").deliveries.unwrap();
    assert_eq!((deliveries.pending, deliveries.given_up, deliveries.last_failure), (0, 0, None));
    assert!(deliveries.last_success_at.is_some());
    collector.run_cron(CRON);

    let received = receiver.received();
    assert_eq!(received.len(), 3, "silence, 500, 204");
    for one in &received {
        assert_signed(one, &secret);
        assert_eq!(one.header("webhook-id"), received[0].header("webhook-id"));
        assert_eq!(one.body, received[0].body);
        assert_eq!(one.header("content-type"), "application/json");
    }
    let event: Value = serde_json::from_str(&received[0].body).unwrap();
    assert_eq!(event["type"], "response.finished");
    assert_eq!((&event["data"]["id"], &event["data"]["score"]), (&unhappy["id"], &json!(2)));
    assert_eq!(event["data"]["comment"], "Giao chậm 😞");
    assert!(!collector.said().contains(&secret) && !collector.said().contains("/in"));
}

#[test]
fn a_receiver_that_replies_is_told_at_once_and_a_chat_in_its_own_words() {
    let collector = Collector::start_with(&VARS);
    create_shop(&collector);
    let (crm, chat) = (Receiver::start(Reply::Status(200)), Receiver::start(Reply::Status(200)));
    let secret = create(&collector, "crm", &crm.url(), &json!({"surveys": ["ces"]}));
    create(&collector, "chat", &chat.url(), &json!({"format": "slack"}));
    let _ = collector.post(&response("ces", 7).to_string()).expect(201);
    assert_signed(&wait_for_requests(&crm, 1)[0], &secret);
    let message: Value = serde_json::from_str(&wait_for_requests(&chat, 1)[0].body).unwrap();
    assert_eq!(message, json!({"text": "*CES 7* (easy) for shop/ces"}));

    let renewed = collector.as_admin("POST", &format!("{}/secret", path("crm")), None).expect(200);
    let renewed = renewed.json()["secret"].as_str().unwrap().to_owned();
    let result = collector.as_admin("POST", &format!("{}/test", path("crm")), None).expect(200);
    assert_eq!(result.json(), json!({"delivered": true, "status": 200, "reason": null}));
    let test = &wait_for_requests(&crm, 2)[1];
    let by = |secret| {
        let (id, at) = (test.header("webhook-id"), test.header("webhook-timestamp"));
        signature(secret, id, at, &test.body)
    };
    assert_eq!(test.header("webhook-signature"), format!("{} {}", by(&renewed), by(&secret)));

    let _ = collector.as_admin("DELETE", &path("crm"), None).expect(204);
    let _ = collector.post(&response("ces", 1).to_string()).expect(201);
    wait_for_requests(&chat, 2);
    assert_eq!(crm.received().len(), 2);
}

#[test]
fn a_site_that_moves_takes_its_webhook_and_its_secret_along_and_tells_nothing_twice() {
    let from = Collector::start_with(&VARS);
    create_shop(&from);
    let receiver = Receiver::start(Reply::Status(200));
    let secret = create(&from, "crm", &receiver.url(), &json!({}));
    let _ = from.post(&response("nps", 3).to_string()).expect(201);
    wait_for_requests(&receiver, 1);
    let backup = from.as_admin("GET", &routes::backup(&site_id(SITE)), None).expect(200);

    let to = Collector::start_with(&VARS);
    let bearer = format!("Bearer {ADMIN_TOKEN}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/x-ndjson")];
    let path = routes::restore(&site_id(SITE));
    let restored = to.send("POST", &path, &headers, Some(&backup.body)).expect(200).json();
    assert_eq!(restored["responses"], 1);
    let _ = to.post(&response("nps", 9).to_string()).expect(201);
    let received = wait_for_requests(&receiver, 2);
    assert_signed(&received[1], &secret);
    to.run_cron(CRON);
    // The source had already delivered the restored responses.
    assert_eq!(receiver.received().len(), 2);
}

#[test]
fn a_redirect_is_a_failure_and_leads_nowhere() {
    let collector = Collector::start_with(&VARS);
    create_shop(&collector);
    let inside = Receiver::start(Reply::Status(200));
    let outside = Receiver::start(Reply::RedirectTo(inside.url()));
    create(&collector, "crm", &outside.url(), &json!({}));
    let result = collector.as_admin("POST", &format!("{}/test", path("crm")), None).expect(200);
    assert_eq!(result.json(), json!({"delivered": false, "status": 302, "reason": "status"}));
    assert_eq!(inside.received().len(), 0);
}

#[test]
fn a_private_address_is_refused_unless_the_operator_allows_it() {
    let collector = Collector::start();
    create_shop(&collector);
    for url in ["http://127.0.0.1:9000/", "https://0x7f.1:9000/", "https://[::1]:9000/"] {
        let reply = collector.as_admin("PUT", &path("crm"), Some(&json!({"url": url}))).expect(422);
        assert_eq!(reply.json()["errors"][0]["pointer"], "/url", "{url}");
    }
}
