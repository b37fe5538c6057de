//! Lines that a restore refuses or joins: from the future, too many, too long, or about the same.
//!
//! Not in here: lines about keys (`site_keys`) and about what was erased (`erased`).

use domain::{DAY_MS, ResponseId};
use serde_json::json;

use super::restore;
use crate::{
    moving::{backup, post_lines},
    support::{Collector, NOW, assert_field, assert_problem, response, with},
};

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
