//! Tests that nobody is told of erased responses: events go with their responses, whatever they
//! wait for.

use collector::webhooks::redelivery::RedeliveryReport;
use serde_json::{Value, json};

use crate::{
    support::{Collector, NOW, id_at, parsed, response, with},
    webhooks::{HOOK, HOOKS, URL, fails, keys, posts, respond, with_webhook},
};

use domain::{HOUR_MS, MINUTE_MS};

const ERASE: &str = "/v1/sites/demo/respondents/delete";

/// A response that names its respondent and has something to say.
fn said(n: u32, respondent: &str) -> Value {
    let body = with(response("nps", 3, n), "comment", json!("Gọi tôi"));
    with(body, "respondent", json!(respondent))
}

#[track_caller]
fn erased(collector: &Collector, respondent: &str) {
    let reply = collector.admin("POST", ERASE, &json!({"respondent": respondent}));
    assert_eq!(parsed::<Value>(&reply)["done"], true, "{}", reply.body);
}

#[test]
fn who_was_erased_is_told_to_nobody_any_more() {
    for is_active in [true, false] {
        let (mut collector, _) = with_webhook(&json!({}));
        let other = json!({"url": "https://other.example/", "groups": ["detractor"]});
        assert_eq!(collector.admin("PUT", &format!("{HOOKS}/other"), &other).status, 201);
        fails(&collector, &[Ok(500); 4]);
        respond(&collector, &said(1, "an@example.com"));
        respond(&collector, &said(2, "binh"));
        posts(&collector);
        if !is_active {
            let rest = json!({"url": URL, "active": false});
            assert_eq!(collector.admin("PUT", HOOK, &rest).status, 200);
        }
        assert_eq!(keys(&collector, "due:").len(), 4);
        erased(&collector, "an@example.com");
        let left = keys(&collector, "due:");
        assert!(left.len() == 2 && left.iter().all(|key| key.contains(&id_at(NOW, 2))));
        for _ in 0..3 {
            collector.pass_ms(10 * MINUTE_MS);
            collector.redeliver();
        }
        let told = posts(&collector);
        assert_eq!(told.len(), if is_active { 2 } else { 1 });
        assert!(told.iter().all(|posted| !posted.body.contains("an@example.com")));
        let entries = collector.store.memory.entries();
        assert!(!entries.iter().any(|(_, value)| value.contains("an@example.com")));
    }
}

#[test]
fn what_was_given_up_goes_with_its_response() {
    let (mut collector, _) = with_webhook(&json!({}));
    fails(&collector, &[Ok(500); 100]);
    respond(&collector, &said(1, "an"));
    respond(&collector, &said(2, "binh"));
    for _ in 0..73 {
        collector.pass_ms(HOUR_MS);
        collector.redeliver();
    }
    assert_eq!((keys(&collector, "due:").len(), keys(&collector, "dead:").len()), (0, 2));
    erased(&collector, "an");
    let left = keys(&collector, "dead:");
    assert!(left.len() == 1 && left[0].contains(&id_at(NOW, 2)), "{left:?}");
}

#[test]
fn a_response_that_is_deleted_by_its_id_takes_its_events_along() {
    let (mut collector, _) = with_webhook(&json!({}));
    fails(&collector, &[Ok(500); 2]);
    respond(&collector, &said(1, "an"));
    respond(&collector, &said(2, "an"));
    let address = format!("/v1/sites/demo/surveys/nps/responses/{}", id_at(NOW, 1));
    assert_eq!(collector.admin("DELETE", &address, &Value::Null).status, 204);
    let left = keys(&collector, "due:");
    assert!(left.len() == 1 && left[0].contains(&id_at(NOW, 2)), "{left:?}");
    posts(&collector);
    collector.pass_ms(10 * MINUTE_MS);
    assert_eq!(collector.redeliver().delivered, 1);
    assert!(posts(&collector)[0].body.contains(&id_at(NOW, 2)));
}

#[test]
fn a_survey_that_is_deleted_with_its_responses_takes_their_events_along() {
    let (mut collector, _) = with_webhook(&json!({"active": true}));
    fails(&collector, &[Ok(500); 2]);
    respond(&collector, &said(1, "an"));
    respond(&collector, &response("csat", 1, 2));
    let path = "/v1/sites/demo/surveys/nps?responses=delete";
    assert_eq!(collector.admin("DELETE", path, &Value::Null).status, 202);
    let left = keys(&collector, "due:");
    assert!(left.len() == 1 && left[0].contains(&id_at(NOW, 2)), "{left:?}");
    posts(&collector);
    collector.pass_ms(10 * MINUTE_MS);
    assert_eq!(collector.redeliver().delivered, 1);
}

#[test]
fn an_event_of_an_earlier_state_goes_with_whom_it_names() {
    let (collector, _) = with_webhook(&json!({}));
    fails(&collector, &[Ok(500); 2]);
    respond(&collector, &said(1, "an"));
    // The same response, of somebody else now.
    respond(&collector, &said(1, "binh"));
    assert_eq!(keys(&collector, "due:").len(), 2);
    erased(&collector, "an");
    assert_eq!((keys(&collector, "due:").len(), collector.stored_responses().len()), (1, 1));
    let entries = collector.store.memory.entries();
    assert!(!entries.iter().any(|(_, value)| value.contains("\"respondent\":\"an\"")));
}

#[test]
fn an_attempt_that_fails_while_its_response_is_deleted_puts_nothing_back() {
    let (mut collector, _) = with_webhook(&json!({}));
    fails(&collector, &[Ok(500); 2]);
    collector.post(&said(1, "an").to_string());
    // The event is on its way to the receiver when all of the respondent goes.
    erased(&collector, "an");
    collector.deliver();
    assert_eq!(posts(&collector).len(), 1);
    assert_eq!(keys(&collector, "due:"), [""; 0]);
    collector.pass_ms(10 * MINUTE_MS);
    assert_eq!(collector.redeliver(), RedeliveryReport::default());
}

#[test]
fn an_event_whose_response_is_gone_is_never_delivered_not_even_in_its_first_minutes() {
    let (mut collector, _) = with_webhook(&json!({}));
    fails(&collector, &[Ok(500); 2]);
    respond(&collector, &said(1, "an"));
    posts(&collector);
    // Deleted where the event could not be seen yet; and a run that comes early.
    collector.remove(&format!("r:demo:nps:2026-11-22T03:{}", id_at(NOW, 1)));
    let due = keys(&collector, "due:");
    let key = collector::store::keys::Key::listed(&due[0]);
    let value = pollster::block_on(collector::store::Store::get(&collector.store.memory, &key));
    let (value, early) = (value.unwrap().unwrap(), NOW.unix_ms());
    let metadata = format!(r#"{{"t":{early},"x":{early},"n":1}}"#);
    let entry = collector::store::Entry {
        metadata: Some(&metadata),
        ..collector::store::Entry::of(&value)
    };
    pollster::block_on(collector::store::Store::put(&collector.store.memory, &key, entry)).unwrap();
    collector.pass_ms(MINUTE_MS);
    assert_eq!(collector.redeliver(), RedeliveryReport::default());
    assert_eq!((posts(&collector).len(), keys(&collector, "due:").len()), (0, 1));
    collector.pass_ms(10 * MINUTE_MS);
    assert_eq!(
        collector.redeliver(),
        RedeliveryReport { let_go: 1, ..RedeliveryReport::default() }
    );
    assert_eq!((posts(&collector).len(), keys(&collector, "due:").len()), (0, 0));
}

#[test]
fn an_inactive_webhook_keeps_no_event_whose_response_is_gone() {
    let (mut collector, _) = with_webhook(&json!({}));
    fails(&collector, &[Ok(500); 300]);
    for n in 0..250 {
        respond(&collector, &said(n, "an"));
    }
    collector.admin("PUT", HOOK, &json!({"url": URL, "active": false}));
    for key in collector.stored_responses() {
        collector.remove(&key);
    }
    for _ in 0..3 {
        collector.pass_ms(HOUR_MS);
        assert!(collector.redeliver().let_go > 0);
    }
    assert_eq!(keys(&collector, "due:"), [""; 0]);
}

#[test]
fn an_event_expires_with_its_response() {
    let (mut collector, _) = with_webhook(&json!({}));
    let site = json!({"product": "P", "retention_days": 1});
    assert_eq!(collector.admin("PUT", "/v1/sites/demo", &site).status, 200);
    fails(&collector, &[Ok(500); 3]);
    let expires = |collector: &Collector, prefix: &str| {
        collector.store.memory.expiration(&keys(collector, prefix)[0])
    };
    collector.post(&said(1, "an").to_string());
    assert_eq!(expires(&collector, "due:"), expires(&collector, "r:"));
    collector.deliver();
    assert_eq!(expires(&collector, "due:"), expires(&collector, "r:"));
    collector.pass_ms(10 * MINUTE_MS);
    assert_eq!(collector.redeliver().failed, 1);
    assert_eq!(expires(&collector, "due:"), expires(&collector, "r:"));
}

#[test]
fn who_is_erased_is_found_however_the_letters_of_the_name_were_composed() {
    let collector = Collector::new();
    let (composed, decomposed) = ("Nguy\u{1ec5}n An", "Nguye\u{302}\u{303}n An");
    for (n, named) in [(1, composed), (2, decomposed)] {
        respond(&collector, &said(n, named));
    }
    let body = json!({ "respondent": decomposed });
    let path = "/v1/sites/demo/respondents";
    let shown: Value = parsed(&collector.admin("POST", &format!("{path}/responses"), &body));
    assert_eq!(shown["items"].as_array().unwrap().len(), 2, "{shown}");
    erased(&collector, composed);
    let shown: Value = parsed(&collector.admin("POST", &format!("{path}/responses"), &body));
    assert_eq!(shown["items"], json!([]));
}

#[test]
fn nothing_of_a_response_with_two_states_is_deleted_twice_in_one_step() {
    let (collector, _) = with_webhook(&json!({}));
    fails(&collector, &[Ok(500); 12]);
    for n in 1..=3 {
        let score = with(said(n, "an"), "finished", json!(false));
        let mut partial = score.clone();
        partial.as_object_mut().unwrap().remove("comment");
        respond(&collector, &partial);
        respond(&collector, &said(n, "an"));
    }
    collector.store.operations.borrow_mut().clear();
    let address = "/v1/sites/demo/surveys/nps?responses=delete";
    let reply = collector.admin("DELETE", address, &Value::Null);
    assert_eq!(reply.status, 202, "{}", reply.body);
    let operations = collector.store.operations.borrow();
    let mut deleted: Vec<_> = operations.iter().filter(|it| it.starts_with("delete ")).collect();
    assert!(deleted.iter().filter(|it| it.starts_with("delete due:")).count() >= 6, "{deleted:?}");
    deleted.sort_unstable();
    let n_deleted = deleted.len();
    deleted.dedup();
    assert_eq!(deleted.len(), n_deleted, "KV takes one write of a key a second");
}
