//! Limits of a restore: it never brings back who was erased, takes what is another site's, or wins
//! over the future.

use domain::{DAY_MS, MINUTE_MS, ResponseId};
use serde_json::{Value, json};
use wire::backup::Restored;

use crate::{
    moving::{backup, post_lines},
    support::{
        Collector, NOW, SIGNING_KEY, assert_field, assert_problem, id_at, parsed, response, with,
    },
};

const SITE: &str = "/v1/sites/demo";
const NEWER_KEY: &str = "Zp3vB7nM1xQ9cL5kJ2hG8fD4sA6wE0rT";

fn respond(collector: &Collector, n: u32, respondent: &str) {
    let id = id_at(collector.now, n);
    let body = json!({"id": id, "site": "demo", "survey": "nps", "score": 9,
                      "respondent": respondent});
    assert_eq!(collector.post(&body.to_string()).status, 201);
}

#[track_caller]
fn restore(collector: &Collector, lines: &str) -> Restored {
    let reply = post_lines(collector, "demo", lines);
    assert_eq!(reply.status, 200, "{}", reply.body);
    parsed(&reply)
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

fn keys(collector: &Collector, prefix: &str) -> Vec<String> {
    collector.stored_keys().into_iter().filter(|key| key.starts_with(prefix)).collect()
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
fn a_page_that_is_empty_once_it_is_cut_comes_back_from_a_backup() {
    let collector = Collector::new();
    for (n, page) in [(1, "?a=1"), (2, "#x"), (3, "")] {
        let body = with(response("nps", 9, n), "page", json!(page));
        assert_eq!(collector.post(&body.to_string()).status, 201, "{page:?}");
    }
    assert_eq!(restore(&collector, &backup(&collector, "demo")).responses, 3);
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
fn a_key_of_another_site_is_refused_and_goes_on_to_open_its_own() {
    let collector = Collector::new();
    let other = json!({"product": "Other"});
    assert_eq!(collector.admin("PUT", "/v1/sites/shop", &other).status, 200);
    let key = collector.new_key("shop", "write");
    let own = collector.new_key("demo", "read");
    let line = |key: &str, sha256: &str| {
        let id = &key[4..12];
        let record = json!({"site": "demo", "name": "n", "scope": "write", "sha256": sha256,
                            "created_ms": 1});
        json!({"key": id, "record": record}).to_string()
    };
    let before = collector.store.memory.entries();
    let good = r#"{"responses":1}"#;
    let site = r#"{"site":{"changed_ms":1,"definition":{"product":"Taken"}}}"#;
    let hash = "0".repeat(64);
    let reply = post_lines(&collector, "demo", &format!("{good}\n{site}\n{}", line(&key, &hash)));
    assert_field(&reply, "line 3: /key", "a key of this site");
    // Nor another key under the id of one of its own, be it there or among the lines.
    let reply = post_lines(&collector, "demo", &line(&own, &hash));
    assert_field(&reply, "line 1: /key", "a key of this site");
    let lines = [line("hbk_abcdefgh", &hash), line("hbk_abcdefgh", &"1".repeat(64))].join("\n");
    assert_field(&post_lines(&collector, "demo", &lines), "line 2: /key", "a key of this site");
    assert_eq!(collector.store.memory.entries(), before, "something was written");
    assert_eq!(collector.with_key(&key, "GET", "/v1/sites/shop", &Value::Null).status, 200);
    assert_problem(&collector.with_key(&key, "GET", SITE, &Value::Null), 403, "foreign-key");
    // What is its own may come back as often as one likes.
    let own = backup(&collector, "demo");
    assert_eq!(post_lines(&collector, "demo", &own).status, 200);
}

#[test]
fn a_site_under_another_name_beside_the_first_takes_none_of_its_keys() {
    let collector = Collector::new();
    let key = collector.new_key("demo", "write");
    let lines = backup(&collector, "demo");
    let reply = post_lines(&collector, "shop", &lines);
    let problem = assert_problem(&reply, 422, "invalid");
    assert!(problem.errors[0].pointer.ends_with(": /key"), "{problem:?}");
    assert!(keys(&collector, "site:shop").is_empty());
    let without: Vec<&str> = lines.lines().filter(|line| !line.contains("{\"key\"")).collect();
    assert_eq!(post_lines(&collector, "shop", &without.join("\n")).status, 200);
    assert_eq!(collector.with_key(&key, "GET", SITE, &Value::Null).status, 200);
}

#[test]
fn a_key_that_was_revoked_since_opens_nothing_again_neither_here_nor_where_it_moved() {
    let collector = Collector::new();
    let (key, kept) = (collector.new_key("demo", "write"), collector.new_key("demo", "read"));
    let before = backup(&collector, "demo");
    let elsewhere = Collector::empty();
    restore(&elsewhere, &before);
    assert_eq!(elsewhere.with_key(&key, "GET", SITE, &Value::Null).status, 200);
    let address = format!("{SITE}/keys/{}", &key[4..12]);
    assert_eq!(collector.admin("DELETE", &address, &Value::Null).status, 204);
    let restored = restore(&collector, &before);
    assert_eq!(restored.revoked, 1);
    restore(&elsewhere, &backup(&collector, "demo"));
    for collector in [&collector, &elsewhere] {
        assert_problem(&collector.with_key(&key, "GET", SITE, &Value::Null), 401, "wrong-key");
        assert_eq!(collector.with_key(&kept, "GET", SITE, &Value::Null).status, 200);
        assert_eq!(restore(collector, &before).revoked, 1);
    }
}

#[test]
fn nobody_revokes_another_sites_key_by_a_line() {
    let collector = Collector::new();
    let other = json!({"product": "Other"});
    assert_eq!(collector.admin("PUT", "/v1/sites/shop", &other).status, 200);
    let key = collector.new_key("shop", "write");
    let line = json!({"revoked": &key[4..12]}).to_string();
    assert_field(&post_lines(&collector, "demo", &line), "line 1: /revoked", "a key of this site");
    assert_eq!(collector.with_key(&key, "GET", "/v1/sites/shop", &Value::Null).status, 200);
    assert_field(
        &post_lines(&collector, "demo", r#"{"revoked":"x"}"#),
        "line 1: /revoked",
        "8 char",
    );
}

#[test]
fn no_line_comes_from_the_future() {
    let collector = Collector::new();
    let before = collector.store.memory.entries();
    let ahead = NOW.plus_ms(DAY_MS).unix_ms();
    let id = ResponseId::new(NOW, 1);
    let hash = "a".repeat(32);
    let secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    let hook = |changed: i64, until: i64| {
        let previous = json!({"secret": secret, "until_ms": until});
        let record = json!({"definition": {"url": "https://a.example/"}, "secret": secret,
                            "previous": previous, "changed_ms": changed});
        json!({"webhook": "crm", "record": record})
    };
    for (line, pointer) in [
        (
            json!({"survey": "nps", "response": {"id": id.to_string(), "score": 9,
                "finished": true, "received_ms": ahead}}),
            "/response/received_ms",
        ),
        (
            json!({"site": {"changed_ms": ahead, "definition": {"product": "P"}}}),
            "/site/changed_ms",
        ),
        (
            json!({"survey": "x", "newest": {"version": 1, "changed_ms": ahead,
                "definition": {"kind": "nps"}}}),
            "/newest/changed_ms",
        ),
        (
            json!({"survey": "x", "version": {"version": 1, "changed_ms": 1, "deleted_ms": ahead,
                "definition": {"kind": "nps"}}}),
            "/version/deleted_ms",
        ),
        (hook(ahead, 1), "/record/changed_ms"),
        (hook(1, ahead + DAY_MS), "/record/previous/until_ms"),
        (json!({"forgotten": hash, "at_ms": ahead}), "/at_ms"),
        (json!({"survey": "nps", "deleted": id.to_string(), "at_ms": ahead}), "/at_ms"),
    ] {
        let reply = post_lines(&collector, "demo", &line.to_string());
        assert_field(&reply, &format!("line 1: {pointer}"), "not ahead of now");
    }
    assert_eq!(collector.store.memory.entries(), before, "something was written");
}

#[test]
fn a_restore_makes_no_more_of_anything_than_a_site_may_have() {
    let collector = Collector::new();
    let before = collector.store.memory.entries();
    let survey = |n: usize| {
        json!({"survey": format!("s{n}"), "newest": {"version": 1, "changed_ms": 1,
            "definition": {"kind": "nps"}}})
        .to_string()
    };
    let surveys: Vec<String> = (0..98).map(survey).collect();
    assert_problem(&post_lines(&collector, "demo", &surveys.join("\n")), 409, "too-many");
    let key = |n: usize| {
        let letters = b"abcdefghijkm";
        let id: String = [
            "aaaaaa".to_owned(),
            char::from(letters[n / 12]).to_string(),
            char::from(letters[n % 12]).to_string(),
        ]
        .concat();
        let record = json!({"site": "x", "name": "n", "scope": "read",
            "sha256": format!("{n:064x}"), "created_ms": 1});
        json!({"key": id, "record": record}).to_string()
    };
    let keys: Vec<String> = (0..101).map(key).collect();
    assert_problem(&post_lines(&collector, "demo", &keys.join("\n")), 409, "too-many");
    let version = json!({"survey": "x", "newest": {"version": 4_294_967_295_u32, "changed_ms": 1,
        "definition": {"kind": "nps"}}});
    let reply = post_lines(&collector, "demo", &version.to_string());
    assert_field(&reply, "line 1: /newest/version", "from 1 to");
    let name = json!({"key": "abcdefgh", "record": {"site": "x", "name": "n".repeat(5_000),
        "scope": "read", "sha256": "0".repeat(64), "created_ms": 1}});
    let reply = post_lines(&collector, "demo", &name.to_string());
    assert_field(&reply, "line 1: /record/name", "bytes");
    assert_eq!(collector.store.memory.entries(), before, "something was written");
    assert_eq!(post_lines(&collector, "demo", &surveys[..97].join("\n")).status, 200);
}

#[test]
fn of_two_lines_about_the_same_the_later_one_stays_and_is_written_once() {
    let collector = Collector::new();
    let line = |score: u8| {
        let body = with(response("nps", i64::from(score), 1), "finished", json!(true));
        let mut stored = with(body, "received_ms", json!(5));
        stored.as_object_mut().unwrap().retain(|name, _| name != "site" && name != "survey");
        json!({"survey": "nps", "response": stored}).to_string()
    };
    let restored = restore(&collector, &[line(3), line(9), line(9)].join("\n"));
    assert_eq!(restored.responses, 1);
    let operations = collector.store.operations.borrow();
    assert_eq!(operations.iter().filter(|op| op.starts_with("put r:")).count(), 1);
    drop(operations);
    assert!(collector.summary("nps", "").counts.0.contains(&("9".to_owned(), 1)));
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
