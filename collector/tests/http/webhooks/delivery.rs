//! Delivery of events: which responses are told to whom, and what happens when nobody listens.
//!
//! Not in here: the definitions of webhooks (`definition`).

use collector::{
    runtime::outbound::PostError, store::StoreError, webhooks::redelivery::RedeliveryReport,
};
use domain::{HOUR_MS, MINUTE_MS};
use serde_json::{Value, json};

use super::{HOOK, URL, fails, is_signed_by, keys, posts, respond, shown, with_webhook};
use crate::support::{Collector, NOW, assert_problem, id_at, response, with};

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
