//! Lists, keys that are revoked, versions, and surveys that pause.

use crate::support::{Collector, assert_field, assert_problem, parsed, response};
use collector::store::StoreError;
use serde_json::{Value, json};
use wire::{
    page::Page,
    site::{KeyResource, SiteResource},
    survey::{State, SurveyResource},
};

const KEYS: &str = "/v1/sites/demo/keys";
const SURVEYS: &str = "/v1/sites/demo/surveys";
const SURVEY: &str = "/v1/sites/demo/surveys/nps";

#[track_caller]
fn page<T: serde::de::DeserializeOwned>(collector: &Collector, address: &str) -> Page<T> {
    let reply = collector.admin("GET", address, &Value::Null);
    assert_eq!(reply.status, 200, "{}", reply.body);
    parsed(&reply)
}

/// All items of a list, page by page.
#[track_caller]
fn all<T: serde::de::DeserializeOwned>(collector: &Collector, path: &str, limit: u32) -> Vec<T> {
    let mut items = Vec::new();
    let mut cursor = String::new();
    loop {
        let page: Page<T> = page(collector, &format!("{path}?limit={limit}{cursor}"));
        assert!(page.items.len() <= limit as usize);
        items.extend(page.items);
        match page.next {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return items,
        }
    }
}

#[test]
fn all_sites_are_listed_in_order_page_by_page_for_the_operator_alone() {
    let collector = Collector::new();
    for n in 0..7 {
        let path = format!("/v1/sites/s{n}");
        assert_eq!(collector.admin("PUT", &path, &json!({"product": n.to_string()})).status, 200);
    }
    for limit in [1, 3, 8, 100] {
        let sites: Vec<SiteResource> = all(&collector, "/v1/sites", limit);
        let names: Vec<&str> = sites.iter().map(|site| site.site.as_str()).collect();
        assert_eq!(names, ["demo", "s0", "s1", "s2", "s3", "s4", "s5", "s6"]);
        assert_eq!(sites[3].definition.product, "2");
    }
    let key = collector.new_key("demo", "write");
    let reply = collector.with_key(&key, "GET", "/v1/sites", &Value::Null);
    assert_problem(&reply, 403, "admin-only");
    for (query, pointer) in [("limit=0", "?limit"), ("cursor=A", "?cursor"), ("x=1", "?x")] {
        let reply = collector.admin("GET", &format!("/v1/sites?{query}"), &Value::Null);
        assert_field(&reply, pointer, "");
    }
}

#[test]
fn a_cursor_stays_good_when_its_site_is_gone_and_others_came() {
    let collector = Collector::new();
    for name in ["b", "c"] {
        collector.admin("PUT", &format!("/v1/sites/{name}"), &json!({"product": "P"}));
    }
    let first: Page<SiteResource> = page(&collector, "/v1/sites?limit=1");
    assert_eq!(first.next.as_deref(), Some("b"));
    collector.admin("DELETE", "/v1/sites/b", &Value::Null);
    collector.admin("PUT", "/v1/sites/bb", &json!({"product": "P"}));
    let second: Page<SiteResource> = page(&collector, "/v1/sites?limit=1&cursor=b");
    assert_eq!(second.items[0].site, "bb");
}

#[test]
fn keys_are_listed_without_their_secrets_and_rotate_without_a_gap() {
    let collector = Collector::new();
    let (old, new) = (collector.new_key("demo", "read"), collector.new_key("demo", "read"));
    let owner = collector.new_key("demo", "write");
    let reply = collector.with_key(&owner, "GET", KEYS, &Value::Null);
    for key in [&old, &new, &owner] {
        let secret = key.rsplit('_').next().unwrap();
        assert!(!reply.body.contains(secret), "{}", reply.body);
    }
    let keys: Page<KeyResource> = parsed(&reply);
    let ids: Vec<&str> = keys.items.iter().map(|key| key.id.as_str()).collect();
    let id = |key: &str| key.split('_').nth(1).unwrap().to_owned();
    assert_eq!(ids, [id(&old), id(&new), id(&owner)]);
    assert_eq!(keys.items[0].name, "test");

    let read = |key: &str| collector.with_key(key, "GET", SURVEY, &Value::Null);
    assert_eq!((read(&old).status, read(&new).status), (200, 200));
    let old_path = format!("{KEYS}/{}", id(&old));
    let by_reader = collector.with_key(&new, "DELETE", &old_path, &Value::Null);
    assert_problem(&by_reader, 403, "scope-too-small");
    assert_eq!(collector.with_key(&owner, "DELETE", &old_path, &Value::Null).status, 204);
    assert_problem(&read(&old), 401, "wrong-key");
    assert_eq!(read(&new).status, 200);
    assert_eq!(all::<KeyResource>(&collector, KEYS, 1).len(), 2);
    assert_problem(
        &collector.with_key(&owner, "DELETE", &old_path, &Value::Null),
        404,
        "unknown-key",
    );
    let reader_lists = collector.with_key(&new, "GET", KEYS, &Value::Null);
    assert_problem(&reader_lists, 403, "scope-too-small");
    // A key may revoke itself.
    let own = format!("{KEYS}/{}", id(&owner));
    assert_eq!(collector.with_key(&owner, "DELETE", &own, &Value::Null).status, 204);
    assert_problem(&read(&owner), 401, "wrong-key");
}

#[test]
fn a_key_of_another_site_can_not_be_revoked_here() {
    let collector = Collector::new();
    collector.admin("PUT", "/v1/sites/other", &json!({"product": "O"}));
    let foreign = collector.new_key("other", "write");
    let own = collector.new_key("demo", "write");
    let path = format!("{KEYS}/{}", foreign.split('_').nth(1).unwrap());
    for key in [&own, crate::support::ADMIN] {
        assert_problem(&collector.with_key(key, "DELETE", &path, &Value::Null), 404, "unknown-key");
    }
    let there = "/v1/sites/other";
    assert_eq!(collector.with_key(&foreign, "GET", there, &Value::Null).status, 200);
    for id in ["x", "ABCDEFGH", "abcd234", "..", ""] {
        let path = format!("{KEYS}/{id}");
        assert_problem(&collector.admin("DELETE", &path, &Value::Null), 404, "unknown-key");
    }
}

#[test]
fn whatever_breaks_off_a_key_that_opens_is_listed_and_revocation_wins() {
    let away = Some(StoreError::Unavailable);
    // Made: the one that lists is there, the one that opens is not.
    let collector = Collector::new();
    *collector.store.next_puts.borrow_mut() = vec![away, away, away, None];
    let body = json!({"name": "n", "scope": "write"});
    assert_problem(&collector.admin("POST", KEYS, &body), 503, "store-busy");
    assert!(!collector.stored_keys().iter().any(|key| key.starts_with("key:")));
    assert!(all::<KeyResource>(&collector, KEYS, 9).is_empty());

    // Revoked: what opens goes first, and the rest at the next attempt.
    let key = collector.new_key("demo", "read");
    let path = format!("{KEYS}/{}", key.split('_').nth(1).unwrap());
    *collector.store.next_puts.borrow_mut() = vec![away, away, away, None];
    assert_problem(&collector.admin("DELETE", &path, &Value::Null), 503, "store-busy");
    let reply = collector.with_key(&key, "GET", SURVEY, &Value::Null);
    assert_problem(&reply, 401, "wrong-key");
    assert_eq!(collector.admin("DELETE", &path, &Value::Null).status, 204);
    assert_problem(&collector.admin("DELETE", &path, &Value::Null), 404, "unknown-key");
}

#[test]
fn a_site_has_no_more_keys_and_surveys_than_it_may() {
    let collector = Collector::new();
    for _ in 0..wire::limits::KEYS_MAX {
        collector.new_key("demo", "read");
    }
    let body = json!({"name": "n", "scope": "read"});
    let problem = assert_problem(&collector.admin("POST", KEYS, &body), 409, "too-many");
    assert!(problem.detail.contains("100"), "{}", problem.detail);

    for n in 3..wire::limits::SURVEYS_MAX {
        let path = format!("{SURVEYS}/s{n}");
        assert_eq!(collector.admin("PUT", &path, &json!({"kind": "nps"})).status, 201);
    }
    let one_more = format!("{SURVEYS}/one-more");
    let reply = collector.admin("PUT", &one_more, &json!({"kind": "nps"}));
    assert_problem(&reply, 409, "too-many");
    let changed = json!({"kind": "nps", "display": {"delay_ms": 7}});
    assert_eq!(collector.admin("PUT", SURVEY, &changed).status, 200);
    assert_eq!(all::<SurveyResource>(&collector, SURVEYS, 30).len(), 100);
}

#[test]
fn an_edit_never_hides_what_was_asked_before() {
    let collector = Collector::new();
    collector.post(&response("nps", 9, 1).to_string());
    for n in 2..=5 {
        let survey = json!({"kind": "nps", "texts": {"en": {"question": format!("Q{n}")}}});
        assert_eq!(collector.admin("PUT", SURVEY, &survey).status, 200);
    }
    collector.post(&response("nps", 3, 2).to_string());
    assert_eq!(collector.summary("nps", "").responses, 2);

    let versions = format!("{SURVEY}/versions");
    for limit in [1, 2, 5, 100] {
        let all: Vec<SurveyResource> = all(&collector, &versions, limit);
        let numbers: Vec<u32> = all.iter().map(|survey| survey.version).collect();
        assert_eq!(numbers, [5, 4, 3, 2, 1], "{limit}");
    }
    let third: SurveyResource =
        parsed(&collector.admin("GET", &format!("{versions}/3"), &Value::Null));
    assert_eq!(third.definition.texts["en"].question.as_deref(), Some("Q3"));
    let sixth = collector.admin("GET", &format!("{versions}/6"), &Value::Null);
    assert_problem(&sixth, 404, "unknown-version");
    let none = format!("{SURVEYS}/nothing/versions");
    assert_problem(&collector.admin("GET", &none, &Value::Null), 404, "unknown-survey");
    let none = format!("{SURVEYS}/nothing/versions/1");
    assert_problem(&collector.admin("GET", &none, &Value::Null), 404, "unknown-survey");
}

#[test]
fn a_version_that_never_became_the_newest_is_none() {
    let mut collector = Collector::new();
    let away = Some(StoreError::Unavailable);
    *collector.store.next_puts.borrow_mut() = vec![away, away, away, None];
    let changed = json!({"kind": "nps", "state": "paused"});
    assert_problem(&collector.admin("PUT", SURVEY, &changed), 503, "store-busy");
    collector.restart();
    let second = collector.admin("GET", &format!("{SURVEY}/versions/2"), &Value::Null);
    assert_problem(&second, 404, "unknown-version");
    assert_eq!(all::<SurveyResource>(&collector, &format!("{SURVEY}/versions"), 9).len(), 1);
}

#[test]
fn a_survey_pauses_and_resumes_and_only_a_change_makes_a_version() {
    let collector = Collector::new();
    let is_in_script = || collector.get("/e/demo.js").body.contains(r#""i":"nps""#);
    for (action, state, version, is_shown) in [
        ("resume", State::Live, 1, true),
        ("pause", State::Paused, 2, false),
        ("pause", State::Paused, 2, false),
        ("resume", State::Live, 3, true),
    ] {
        let reply = collector.admin("POST", &format!("{SURVEY}/{action}"), &Value::Null);
        assert_eq!(reply.status, 200, "{}", reply.body);
        let survey: SurveyResource = parsed(&reply);
        assert_eq!((survey.definition.state, survey.version), (state, version));
        assert_eq!(is_in_script(), is_shown);
    }
    let none = format!("{SURVEYS}/nothing/pause");
    assert_problem(&collector.admin("POST", &none, &Value::Null), 404, "unknown-survey");
    let key = collector.new_key("demo", "read");
    let reply = collector.with_key(&key, "POST", &format!("{SURVEY}/pause"), &Value::Null);
    assert_problem(&reply, 403, "scope-too-small");
}
