//! Responses of a respondent: found, shown and deleted.

use collector::{
    deletion::who_keys::tidy,
    store::{StoreError, budget::Budget, context::Context},
};
use serde_json::{Value, json};
use wire::{respondent::RespondentDeletion, responses::ResponsePage};

use crate::support::{
    Collector, NOW, SIGNING_KEY, assert_field, assert_problem, id_at, parsed, request, response,
    with,
};

use domain::DAY_MS;

const DELETE: &str = "/v1/sites/demo/respondents/delete";
const SHOW: &str = "/v1/sites/demo/respondents/responses";

fn identified(survey: &str, n: u32, respondent: &str) -> Value {
    with(response(survey, 5, n), "respondent", json!(respondent))
}

#[track_caller]
fn delete(collector: &Collector, respondent: &str) -> RespondentDeletion {
    let reply = collector.admin("POST", DELETE, &json!({"respondent": respondent}));
    assert_eq!(reply.status, 200, "{}", reply.body);
    parsed(&reply)
}

fn keys(collector: &Collector, prefix: &str) -> Vec<String> {
    let entries = collector.store.memory.entries().into_iter().map(|(key, _)| key);
    entries.filter(|key| key.starts_with(prefix)).collect()
}

fn tidied(collector: &Collector) -> u64 {
    let Collector { store, runtime, cache, now, .. } = collector;
    let context = Context { store, runtime, cache, now: *now };
    pollster::block_on(tidy(&context, Budget::TIDY)).unwrap()
}

#[test]
fn only_a_response_that_names_its_respondent_leaves_a_who_key_and_the_who_key_comes_first() {
    let collector = Collector::new();
    assert_eq!(collector.post(&response("nps", 9, 1).to_string()).status, 201);
    assert_eq!(keys(&collector, "who:"), [""; 0]);
    collector.store.operations.borrow_mut().clear();
    let body = identified("nps", 2, "an@example.com");
    assert_eq!(collector.post(&body.to_string()).status, 201);
    let operations = collector.store.operations.borrow();
    assert_eq!(operations.len(), 2, "{operations:?}");
    assert!(operations[0].starts_with("put who:demo:"), "{operations:?}");
    assert!(operations[1].starts_with("put r:demo:nps:"), "{operations:?}");
    assert!(operations[0].ends_with(&format!(":nps:2026-11-22T03:{}", id_at(NOW, 2))));
    assert!(!operations.iter().any(|operation| operation.contains("example")));
}

#[test]
fn when_the_response_can_not_be_written_its_who_key_is_all_that_is_left_and_leads_nowhere() {
    let collector = Collector::new();
    // The `who:` key passes, then no attempt on the response does.
    let busy = Some(StoreError::Unavailable);
    *collector.store.next_puts.borrow_mut() = vec![busy, busy, busy, None];
    let body = identified("nps", 1, "an@example.com").to_string();
    assert_eq!(collector.post(&body).status, 503);
    assert_eq!(keys(&collector, "who:").len(), 1);
    assert_eq!(collector.stored_responses(), [""; 0]);
    assert_eq!(delete(&collector, "an@example.com"), RespondentDeletion { deleted: 0, done: true });
    // The widget's next attempt is as good as the first.
    assert_eq!(collector.post(&body).status, 201);
    assert_eq!(delete(&collector, "an@example.com").deleted, 1);
}

#[test]
fn all_of_a_respondent_goes_over_all_surveys_and_nothing_of_others() {
    let collector = Collector::new();
    for n in 0..30 {
        let survey = ["nps", "ces", "csat"][n as usize % 3];
        let respondent = ["an@example.com", "An@example.com", "binh"][n as usize / 10];
        let body = identified(survey, n, respondent);
        assert_eq!(collector.post(&body.to_string()).status, 201);
    }
    let done = delete(&collector, "an@example.com");
    assert_eq!(done, RespondentDeletion { deleted: 10, done: true });
    assert_eq!(collector.stored_responses().len(), 20);
    let responses = |survey: &str| collector.summary(survey, "").responses;
    assert_eq!(responses("nps") + responses("ces") + responses("csat"), 20);
    assert_eq!(delete(&collector, "an@example.com").deleted, 0);
    assert_eq!(delete(&collector, "nobody"), RespondentDeletion { deleted: 0, done: true });
    assert_eq!(delete(&collector, "binh").deleted, 10);
}

#[test]
fn many_responses_go_in_bounded_steps() {
    let collector = Collector::new();
    for n in 0..700 {
        assert_eq!(collector.post(&identified("nps", n, "an").to_string()).status, 201);
    }
    let mut deleted = 0;
    for step in 1.. {
        collector.store.operations.borrow_mut().clear();
        let done = delete(&collector, "an");
        deleted += done.deleted;
        assert!(collector.store.operations.borrow().len() <= 950);
        if done.done {
            assert!(step > 1);
            break;
        }
        assert!(done.deleted > 0);
    }
    assert_eq!((deleted, collector.stored_responses().len()), (700, 0));
}

#[test]
fn a_later_state_that_names_somebody_else_is_theirs() {
    let collector = Collector::new();
    assert_eq!(collector.post(&identified("nps", 1, "an").to_string()).status, 201);
    assert_eq!(collector.post(&identified("nps", 1, "binh").to_string()).status, 201);
    assert_eq!(delete(&collector, "an").deleted, 0);
    assert_eq!(collector.stored_responses().len(), 1);
    assert_eq!(delete(&collector, "binh").deleted, 1);
}

#[test]
fn a_who_key_goes_once_its_response_can_not_come_again() {
    let mut collector = Collector::new();
    for (n, respondent) in [(1, "an"), (2, "an"), (3, "binh")] {
        assert_eq!(collector.post(&identified("nps", n, respondent).to_string()).status, 201);
    }
    assert_eq!(delete(&collector, "an").deleted, 2);
    let address = format!("/v1/sites/demo/surveys/nps/responses/{}", id_at(NOW, 3));
    assert_eq!(collector.admin("DELETE", &address, &Value::Null).status, 204);
    assert_eq!((keys(&collector, "who:").len(), keys(&collector, "erased:").len()), (3, 3));
    // One of them comes again from a visitor's queue: a new arrival.
    assert_eq!(collector.post(&identified("nps", 2, "an").to_string()).status, 201);
    assert_eq!(tidied(&collector), 0);
    let later = NOW.plus_ms(8 * DAY_MS + 2 * 60 * 60 * 1_000);
    collector.now = later;
    *collector.runtime.clock_ahead_ms.borrow_mut() = later.unix_ms() - NOW.unix_ms();
    assert_eq!(tidied(&collector), 2);
    assert_eq!((keys(&collector, "who:").len(), keys(&collector, "erased:").len()), (1, 0));
    // From now on `who:` key and response go together.
    assert_eq!(delete(&collector, "an").deleted, 1);
    assert_eq!((keys(&collector, "who:").len(), keys(&collector, "erased:").len()), (0, 0));
    assert_eq!(collector.stored_responses(), [""; 0]);
}

#[test]
fn a_who_key_that_is_busy_for_a_second_keeps_no_deletion_from_its_end() {
    let mut collector = Collector::new();
    assert_eq!(collector.post(&identified("nps", 1, "an").to_string()).status, 201);
    collector.remove(&keys(&collector, "r:")[0]);
    // The cron has just deleted it, too: KV takes one write of a key a second.
    collector.pass_ms(9 * DAY_MS);
    *collector.store.next_puts.borrow_mut() = vec![Some(StoreError::Busy)];
    assert!(delete(&collector, "an").done);
    assert_eq!(keys(&collector, "who:"), [""; 0]);
}

#[test]
fn a_who_key_expires_with_its_response() {
    let collector = Collector::new();
    let site = json!({"product": "P", "retention_days": 30});
    assert_eq!(collector.admin("PUT", "/v1/sites/demo", &site).status, 200);
    assert_eq!(collector.post(&identified("nps", 1, "an").to_string()).status, 201);
    let expires = |prefix: &str| collector.store.memory.expiration(&keys(&collector, prefix)[0]);
    assert!(expires("r:").is_some());
    assert_eq!(expires("who:"), expires("r:"));
}

#[test]
fn the_responses_of_a_respondent_are_shown_to_whoever_may_read() {
    let collector = Collector::new();
    for n in 0..130 {
        let survey = ["nps", "csat"][n as usize % 2];
        assert_eq!(collector.post(&identified(survey, n, "an").to_string()).status, 201);
        assert_eq!(collector.post(&identified("ces", n, "binh").to_string()).status, 201);
    }
    let read = collector.new_key("demo", "read");
    let show = |body: &Value| collector.with_key(&read, "POST", SHOW, body);
    let first: ResponsePage = parsed(&show(&json!({"respondent": "an"})));
    let second: ResponsePage = parsed(&show(&json!({"respondent": "an", "cursor": first.next})));
    assert_eq!((first.items.len(), second.items.len()), (100, 30));
    assert_eq!(second.next, None);
    let all = || first.items.iter().chain(&second.items);
    assert!(all().all(|shown| shown.respondent.as_deref() == Some("an")));
    let ids: std::collections::BTreeSet<_> = all().map(|shown| &shown.id).collect();
    assert_eq!(ids.len(), 130);
    assert_field(&show(&json!({"respondent": "an", "cursor": "x"})), "/cursor", "as next");
    let refused = collector.with_key(&read, "POST", DELETE, &json!({"respondent": "an"}));
    assert_problem(&refused, 403, "scope-too-small");
}

#[test]
fn a_respondent_in_an_address_is_refused() {
    let collector = Collector::new();
    let body = json!({"respondent": "an"});
    let reply = collector.admin("POST", &format!("{DELETE}?respondent=an"), &body);
    assert_field(&reply, "?respondent", "");
    for (method, path) in [("POST", DELETE), ("POST", SHOW)] {
        assert_problem(&collector.send(&request(method, path, b"{}")), 401, "no-key");
        assert_field(&collector.admin(method, path, &json!({})), "/respondent", "256 bytes");
        assert_eq!(collector.admin("GET", path, &Value::Null).status, 405);
    }
}

/// Another signing key.
const NEWER_KEY: &str = "Zp3vB7nM1xQ9cL5kJ2hG8fD4sA6wE0rT";

/// The respondent's part of a `who:` key's key.
fn hash(key: &str) -> String {
    key.split(':').nth(2).unwrap().to_owned()
}

#[test]
fn nobody_who_knows_the_sites_name_can_find_a_respondent_among_the_keys() {
    let collector = Collector::new();
    assert_eq!(collector.post(&identified("nps", 1, "an@example.com").to_string()).status, 201);
    let who = &keys(&collector, "who:")[0];
    // As releases before SIGNING_KEYS made it, and as anybody can.
    let site = domain::SiteId::parse("demo").unwrap();
    let guessed = collector::store::keys::RespondentHash::without_key(&site, "an@example.com");
    assert_ne!(hash(who), guessed.to_string());
    // HMAC by a key that HKDF makes of the secret, by Python's hmac.
    assert_eq!(hash(who), "23cc980422f73907875cfe5ce6e6add0");
}

#[test]
fn after_a_change_of_signing_keys_every_response_is_shown_and_erased_once() {
    let collector = Collector::new();
    let post = |n: u32| {
        assert_eq!(collector.post(&identified("nps", n, "an").to_string()).status, 201);
    };
    // Without keys, by the one, by the newer one; and a response of which both know.
    collector.set_signing_keys("");
    post(1);
    collector.set_signing_keys(SIGNING_KEY);
    post(2);
    post(3);
    collector.set_signing_keys(&format!("{NEWER_KEY},{SIGNING_KEY}"));
    post(3);
    post(4);
    assert_eq!(collector.post(&identified("nps", 5, "binh").to_string()).status, 201);
    // And one by a release that knew no keys.
    legacy_who_key(&collector, 6, "an");
    let who_keys = keys(&collector, "who:");
    let hashes: std::collections::BTreeSet<String> = who_keys.iter().map(|key| hash(key)).collect();
    assert_eq!((who_keys.len(), hashes.len()), (7, 5), "{who_keys:?}");
    let shown: ResponsePage = parsed(&collector.admin("POST", SHOW, &json!({"respondent": "an"})));
    assert_eq!(shown.items.len(), 5);
    assert_eq!(delete(&collector, "an"), RespondentDeletion { deleted: 5, done: true });
    assert_eq!(collector.stored_responses().len(), 1);
    assert_eq!(delete(&collector, "an"), RespondentDeletion { deleted: 0, done: true });
    assert_eq!(delete(&collector, "binh").deleted, 1);
}

#[test]
fn of_an_erased_response_every_who_key_goes_whatever_made_it() {
    let mut collector = Collector::new();
    legacy_who_key(&collector, 1, "an");
    collector.set_signing_keys("");
    assert_eq!(collector.post(&identified("nps", 2, "an").to_string()).status, 201);
    collector.set_signing_keys(&format!("{NEWER_KEY} {SIGNING_KEY}"));
    assert_eq!(collector.post(&identified("nps", 3, "an").to_string()).status, 201);
    for n in 1..=3 {
        let address = format!("/v1/sites/demo/surveys/nps/responses/{}", id_at(NOW, n));
        assert_eq!(collector.admin("DELETE", &address, &Value::Null).status, 204);
    }
    assert_eq!((keys(&collector, "who:").len(), keys(&collector, "erased:").len()), (3, 3));
    collector.pass_ms(9 * DAY_MS);
    assert_eq!(tidied(&collector), 3);
    assert_eq!((keys(&collector, "who:").len(), keys(&collector, "erased:").len()), (0, 0));
}

/// A response with the `who:` key that releases before `SIGNING_KEYS` wrote.
fn legacy_who_key(collector: &Collector, n: u32, respondent: &str) {
    let before = keys(collector, "who:");
    let body = identified("nps", n, respondent).to_string();
    assert_eq!(collector.post(&body).status, 201);
    let id = id_at(NOW, n);
    let mut new = keys(collector, "who:");
    new.retain(|key| !before.contains(key));
    let site = domain::SiteId::parse("demo").unwrap();
    let legacy = collector::store::keys::RespondentHash::without_key(&site, respondent);
    let name = format!("who:demo:{legacy}:nps:2026-11-22T03:{id}");
    collector.remove(&new[0]);
    let (key, entry) =
        (collector::store::keys::Key::listed(&name), collector::store::Entry::of(""));
    pollster::block_on(collector::store::Store::put(&collector.store.memory, &key, entry)).unwrap();
}

#[test]
fn without_signing_keys_responses_are_taken_and_found_and_nothing_tells_whose_they_are() {
    let collector = Collector::new();
    for (keys, word) in [
        ("", "missing"),
        ("short", "too-short"),
        ("change-me-change-me-change-me-change-me", "guessable"),
    ] {
        collector.set_signing_keys(keys);
        let health: Value = parsed(&collector.get("/healthz"));
        assert_eq!((&health["status"], &health["signing_keys"]), (&json!("ok"), &json!(word)));
    }
    for n in 0..3 {
        let respondent = ["an", "binh", "an"][n as usize];
        assert_eq!(collector.post(&identified("nps", n, respondent).to_string()).status, 201);
    }
    let who_keys = keys(&collector, "who:");
    assert!(who_keys.len() == 3 && who_keys.iter().all(|key| hash(key) == "0".repeat(32)));
    let shown: ResponsePage = parsed(&collector.admin("POST", SHOW, &json!({"respondent": "an"})));
    assert_eq!(shown.items.len(), 2);
    assert_eq!(delete(&collector, "an"), RespondentDeletion { deleted: 2, done: true });
    // Once there are keys, what was taken before is found, too.
    collector.set_signing_keys(SIGNING_KEY);
    assert_eq!(parsed::<Value>(&collector.get("/healthz"))["signing_keys"], "ok");
    assert_eq!(delete(&collector, "an").deleted, 0);
    assert_eq!(delete(&collector, "binh"), RespondentDeletion { deleted: 1, done: true });
}

#[test]
fn signing_keys_that_were_there_and_are_gone_keep_no_response_from_its_erasure() {
    let collector = Collector::new();
    assert_eq!(collector.post(&identified("nps", 1, "an").to_string()).status, 201);
    collector.set_signing_keys("");
    assert_eq!(delete(&collector, "an"), RespondentDeletion { deleted: 1, done: true });
    assert_eq!(collector.stored_responses(), [""; 0]);
}

#[test]
fn without_signing_keys_a_site_that_can_not_be_read_through_says_what_is_missing() {
    let collector =
        Collector::with_store(collector::testing::memory::MemoryStore::with_pages_of(1));
    collector.set_signing_keys("");
    for n in 0..60 {
        assert_eq!(collector.post(&identified("nps", n, "binh").to_string()).status, 201);
    }
    for path in [SHOW, DELETE] {
        let reply = collector.admin("POST", path, &json!({"respondent": "an"}));
        let problem = assert_problem(&reply, 503, "no-signing-keys");
        assert!(problem.detail.contains("SIGNING_KEYS"), "{problem:?}");
    }
    assert_eq!(collector.stored_responses().len(), 60);
}
