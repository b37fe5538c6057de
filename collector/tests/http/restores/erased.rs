//! Erasure and restores: a restore never brings back who was erased, and tombstones travel.
//!
//! Not in here: the erasure itself (`crate::erasure`).

use domain::{DAY_MS, MINUTE_MS};
use serde_json::{Value, json};

use super::{SITE, keys, restore};
use crate::{
    moving::{backup, post_lines},
    support::{Collector, NOW, SIGNING_KEY, assert_field, id_at, parsed},
};

const NEWER_KEY: &str = "Zp3vB7nM1xQ9cL5kJ2hG8fD4sA6wE0rT";

fn respond(collector: &Collector, n: u32, respondent: &str) {
    let id = id_at(collector.now, n);
    let body = json!({"id": id, "site": "demo", "survey": "nps", "score": 9,
                      "respondent": respondent});
    assert_eq!(collector.post(&body.to_string()).status, 201);
}

#[track_caller]
fn forget(collector: &Collector, respondent: &str) {
    let body = json!({"respondent": respondent});
    let reply = collector.admin("POST", &format!("{SITE}/respondents/delete"), &body);
    assert_eq!(parsed::<Value>(&reply)["done"], true, "{}", reply.body);
}

#[track_caller]
fn delete(collector: &Collector, id: &str) {
    let address = format!("{SITE}/surveys/nps/responses/{id}");
    assert_eq!(collector.admin("DELETE", &address, &Value::Null).status, 204);
}

/// Whom the stored responses name.
fn named(collector: &Collector) -> Vec<String> {
    let entries = collector.store.memory.entries().into_iter();
    entries
        .filter(|(key, _)| key.starts_with("r:"))
        .map(|(_, value)| {
            let value: Value = serde_json::from_str(&value).unwrap();
            value["respondent"].as_str().unwrap_or_default().to_owned()
        })
        .collect()
}

#[test]
fn a_backup_from_before_brings_nobody_back_who_was_erased_since() {
    let mut collector = Collector::new();
    respond(&collector, 1, "an");
    respond(&collector, 2, "binh");
    respond(&collector, 3, "chi");
    let before = backup(&collector, "demo");
    collector.pass_ms(MINUTE_MS);
    forget(&collector, "an");
    delete(&collector, &id_at(NOW, 3));
    let restored = restore(&collector, &before);
    assert_eq!((restored.responses, restored.erased, restored.expired), (1, 2, 0));
    assert_eq!(named(&collector), ["binh"]);
    // However late, and however often.
    collector.pass_ms(400 * DAY_MS);
    assert_eq!(restore(&collector, &before).erased, 2);
    assert_eq!(named(&collector), ["binh"]);
    let keys = collector.stored_keys().join(" ");
    assert!(!keys.contains("an@") && !keys.contains("chi"), "{keys}");
}

#[test]
fn who_was_erased_before_their_responses_came_back_stays_away() {
    let mut collector = Collector::new();
    respond(&collector, 1, "an");
    let before = backup(&collector, "demo");
    let mut other = Collector::empty();
    // The definitions are back, the responses are not; then somebody asks to be forgotten.
    let split = before.find("{\"survey\":\"nps\",\"response\"").unwrap();
    restore(&other, &before[..split]);
    other.pass_ms(MINUTE_MS);
    forget(&other, "an");
    assert_eq!(restore(&other, &before[split..]).erased, 1);
    assert_eq!(named(&other), [""; 0]);
    collector.pass_ms(1);
}

#[test]
fn whoever_answers_anew_after_their_erasure_is_kept_by_every_later_restore() {
    let mut collector = Collector::new();
    respond(&collector, 1, "an");
    let before = backup(&collector, "demo");
    collector.pass_ms(MINUTE_MS);
    forget(&collector, "an");
    collector.pass_ms(MINUTE_MS);
    respond(&collector, 2, "an");
    let after = backup(&collector, "demo");
    for lines in [&before, &after, &before] {
        restore(&collector, lines);
        assert_eq!(named(&collector), ["an"]);
    }
    let elsewhere = Collector::empty();
    let restored = restore(&elsewhere, &after);
    assert_eq!((restored.responses, restored.erased), (1, 0));
    assert_eq!(named(&elsewhere), ["an"]);
}

#[test]
fn what_was_erased_travels_in_later_backups_and_is_erased_where_these_are_restored() {
    for same_keys in [true, false] {
        let mut collector = Collector::new();
        for (n, respondent) in [(1, "an"), (2, "binh"), (3, "chi")] {
            respond(&collector, n, respondent);
        }
        let before = backup(&collector, "demo");
        let elsewhere = Collector::empty();
        if !same_keys {
            elsewhere.set_signing_keys(NEWER_KEY);
        }
        restore(&elsewhere, &before);
        collector.pass_ms(MINUTE_MS);
        forget(&collector, "an");
        delete(&collector, &id_at(NOW, 3));
        let after = backup(&collector, "demo");
        assert!(!after.contains("\"an\"") && !after.contains("\"chi\""), "{after}");
        let mut elsewhere = elsewhere;
        elsewhere.pass_ms(2 * MINUTE_MS);
        restore(&elsewhere, &after);
        assert_eq!(named(&elsewhere), ["binh"], "same keys: {same_keys}");
        // And from now on the older one brings nobody back there, either.
        assert_eq!(restore(&elsewhere, &before).erased, 2);
        assert_eq!(named(&elsewhere), ["binh"]);
        let tombstones = |collector: &Collector| {
            let mut all = keys(collector, "forgotten:");
            all.extend(keys(collector, "deleted:"));
            all
        };
        assert_eq!(tombstones(&elsewhere), tombstones(&collector));
        assert_eq!(tombstones(&elsewhere).len(), 3);
        let again = backup(&elsewhere, "demo");
        let erased = |lines: &str| -> Vec<String> {
            let is_erased = |line: &&str| line.contains("\"at_ms\"");
            lines.lines().filter(is_erased).map(str::to_owned).collect()
        };
        assert_eq!(erased(&again), erased(&after));
    }
}

#[test]
fn an_older_tombstone_takes_no_newer_ones_place() {
    let mut collector = Collector::new();
    collector.pass_ms(MINUTE_MS);
    forget(&collector, "an");
    let early = backup(&collector, "demo");
    collector.pass_ms(MINUTE_MS);
    respond(&collector, 1, "an");
    let between = backup(&collector, "demo");
    collector.pass_ms(MINUTE_MS);
    forget(&collector, "an");
    restore(&collector, &early);
    assert_eq!(restore(&collector, &between).erased, 1);
    assert_eq!(named(&collector), [""; 0]);
}

#[test]
fn a_tombstone_from_before_takes_nothing_that_leads_to_a_later_response() {
    let mut collector = Collector::new();
    collector.pass_ms(MINUTE_MS);
    forget(&collector, "an");
    let tombstone = backup(&collector, "demo");
    for key in keys(&collector, "forgotten:") {
        collector.remove(&key);
    }
    collector.pass_ms(DAY_MS);
    respond(&collector, 1, "an");
    // So late that the response's id is taken no more.
    collector.pass_ms(10 * DAY_MS);
    restore(&collector, &tombstone);
    assert_eq!(named(&collector), ["an"]);
    forget(&collector, "an");
    assert_eq!(named(&collector), [""; 0]);
}

#[test]
fn a_tombstone_is_known_after_a_change_of_signing_keys() {
    let mut collector = Collector::new();
    respond(&collector, 1, "an");
    let before = backup(&collector, "demo");
    // So that only the respondent's tombstone can tell.
    collector.remove(&collector.stored_responses()[0]);
    collector.pass_ms(MINUTE_MS);
    forget(&collector, "an");
    assert_eq!((keys(&collector, "forgotten:").len(), keys(&collector, "deleted:").len()), (1, 0));
    collector.set_signing_keys(&format!("{NEWER_KEY}\n{SIGNING_KEY}"));
    assert_eq!(restore(&collector, &before).erased, 1);
}

#[test]
fn without_signing_keys_what_was_deleted_is_left_out_by_its_id() {
    let mut collector = Collector::new();
    collector.set_signing_keys("");
    respond(&collector, 1, "an");
    let before = backup(&collector, "demo");
    collector.pass_ms(MINUTE_MS);
    forget(&collector, "an");
    assert_eq!(restore(&collector, &before).erased, 1);
    assert_eq!(named(&collector), [""; 0]);
}

#[test]
fn tombstones_that_are_none_are_named() {
    let collector = Collector::new();
    let unnamed = "0".repeat(32);
    for (line, pointer, allowed) in [
        (json!({"forgotten": "an@example.com", "at_ms": 1}), "/forgotten", "32 hexadecimal"),
        (json!({"forgotten": unnamed, "at_ms": 1}), "/forgotten", "32 hexadecimal"),
        (json!({"forgotten": "a".repeat(32)}), "/at_ms", "from 0"),
        (json!({"forgotten": "a".repeat(32), "at_ms": 1, "x": 1}), "/x", "at_ms"),
        (json!({"survey": "nps", "deleted": "x", "at_ms": 1}), "/deleted", "a response's id"),
        (json!({"survey": "nps", "deleted": id_at(NOW, 1), "at_ms": -1}), "/at_ms", "from 0"),
    ] {
        let reply = post_lines(&collector, "demo", &line.to_string());
        assert_field(&reply, &format!("line 1: {pointer}"), allowed);
    }
}
