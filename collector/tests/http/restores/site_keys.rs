//! Keys and restores: a restore takes no other site's key, and revives none that was revoked.
//!
//! Not in here: how keys are made and revoked by their own routes (`crate::owners`).

use serde_json::{Value, json};

use super::{SITE, keys, restore};
use crate::{
    moving::{backup, post_lines},
    support::{Collector, assert_field, assert_problem},
};

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
