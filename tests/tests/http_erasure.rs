//! An erased person stays erased, over real KV: through a change of signing keys, kills, and
//! restores.

use hearby_tests::{
    assertions::assert_problem,
    collector::{ADMIN_TOKEN, Collector, site_id},
    fixtures::{SITE, create_shop, response, with},
    ports::free_port,
};
use serde_json::{Value, json};
use wire::routes;

/// Both made up; the first is the older one.
const KEYS: [&str; 2] =
    ["7c1fUeXo4tqB0zS9vWmJ2rLkHd8yPaNs5gQiTb3M", "Xw6ZrK0nD5uYj1hVtE8qCfB3oGmS7aPl9i2xR4Nc"];

#[track_caller]
fn answer(collector: &Collector, respondent: &str) -> Value {
    let body = with(response("nps", 3), "respondent", json!(respondent));
    let reply = collector.post(&with(body.clone(), "comment", json!("Gọi tôi")).to_string());
    assert_eq!(reply.status, 201, "{}", reply.text());
    body
}

#[track_caller]
fn erase(collector: &Collector, respondent: &str) -> Value {
    let path = routes::respondent_deletion(&site_id(SITE));
    collector.as_admin("POST", &path, Some(&json!({"respondent": respondent}))).expect(200).json()
}

fn backup(collector: &Collector) -> String {
    collector.as_admin("GET", &routes::backup(&site_id(SITE)), None).expect(200).text()
}

#[track_caller]
fn restore(collector: &Collector, lines: &str) -> Value {
    let bearer = format!("Bearer {ADMIN_TOKEN}");
    let headers = [("authorization", &*bearer), ("content-type", "application/x-ndjson")];
    let path = routes::restore(&site_id(SITE));
    collector.send("POST", &path, &headers, Some(lines.as_bytes())).expect(200).json()
}

#[test]
fn responses_taken_under_an_older_key_or_none_are_all_found_and_erased() {
    let mut collector = Collector::start_signing("");
    create_shop(&collector);
    let health = |collector: &Collector| collector.get("/healthz").json()["signing_keys"].clone();
    assert_eq!(health(&collector), "missing");
    answer(&collector, "an@example.com");
    collector.change_signing_keys(KEYS[0]);
    assert_eq!(health(&collector), "ok");
    answer(&collector, "an@example.com");
    collector.change_signing_keys(&format!("{},{}", KEYS[1], KEYS[0]));
    answer(&collector, "an@example.com");
    answer(&collector, "binh");
    let who_keys = collector.keys_in_kv("who:");
    let mut hashes: Vec<&str> = who_keys.iter().map(|key| key.split(':').nth(2).unwrap()).collect();
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!((who_keys.len(), hashes.len()), (4, 4), "{who_keys:?}");
    assert_eq!(erase(&collector, "an@example.com"), json!({"deleted": 3, "done": true}));
    assert_eq!(collector.keys_in_kv("r:").len(), 1);
    let said = collector.said();
    assert!(KEYS.iter().all(|key| !said.contains(key)) && !said.contains("an@"), "{said}");
}

#[test]
fn what_waits_for_a_receiver_and_what_lies_in_a_backup_brings_nobody_back() {
    let collector =
        Collector::start_with(&["ALLOW_PRIVATE_WEBHOOKS=true", "WEBHOOKS_PAUSE_SECONDS=0"]);
    create_shop(&collector);
    // Nobody listens there any more.
    let port = free_port();
    let webhook = json!({"url": format!("http://127.0.0.1:{port}/")});
    let path = routes::webhook(&site_id(SITE), &domain::WebhookId::parse("crm").unwrap());
    let _ = collector.as_admin("PUT", &path, Some(&webhook)).expect(201);
    answer(&collector, "an@example.com");
    answer(&collector, "binh");
    let before = backup(&collector);
    assert_eq!(collector.keys_in_kv("due:").len(), 2);
    assert_eq!(erase(&collector, "an@example.com"), json!({"deleted": 1, "done": true}));
    assert_eq!(collector.keys_in_kv("due:").len(), 1);
    collector.kill();
    collector.start_again();
    let restored = restore(&collector, &before);
    assert_eq!((&restored["responses"], &restored["erased"]), (&json!(1), &json!(1)));
    // A person who answers anew is kept, also by a restore of a later backup.
    answer(&collector, "an@example.com");
    let after = backup(&collector);
    assert!(after.contains("\"forgotten\"") && after.contains("\"deleted\""), "{after}");
    assert_eq!(restore(&collector, &after)["erased"], 0);
    assert_eq!(collector.keys_in_kv("r:").len(), 2);
    assert_eq!(collector.keys_in_kv("forgotten:").len(), 1);
}

#[test]
fn a_site_that_is_being_deleted_is_not_made_again_at_once() {
    let collector = Collector::start();
    create_shop(&collector);
    let path = routes::site(&site_id(SITE));
    assert_eq!(collector.as_admin("DELETE", &path, None).status, 202);
    let again = collector.as_admin("PUT", &path, Some(&json!({"product": "P"})));
    assert_problem(&again, 409, "being-deleted");
}
