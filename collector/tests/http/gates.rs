//! The stored gate: what it costs, and what heals it.

use crate::support::{ADMIN, Collector, NOW, assert_field, assert_problem, request};
use collector::{
    definitions::gates,
    runtime::secret::Secret,
    store::{Store, StoreError, context::Context},
};
use serde_json::{Value, json};

use domain::HOUR_MS;

const SURVEY: &str = "/v1/sites/demo/surveys/nps";

fn cron(collector: &Collector) -> u32 {
    let context = Context {
        store: &collector.store,
        runtime: &collector.runtime,
        cache: &collector.cache,
        now: collector.now,
    };
    pollster::block_on(gates::refresh_all(&context, gates::CRON_BUDGET)).unwrap()
}

fn forget_gate(collector: &Collector) {
    let key = collector::store::keys::Key::listed("gate:demo");
    pollster::block_on(collector.store.memory.delete(&key)).unwrap();
}

fn operations(collector: &Collector, word: &str) -> usize {
    collector.store.operations.borrow().iter().filter(|o| o.starts_with(word)).count()
}

/// Returns the surveys that a fresh isolate's script shows.
fn shown(collector: &mut Collector) -> Vec<&'static str> {
    collector.restart();
    let script = collector.get("/e/demo.js").body;
    let all = ["ces", "csat", "new", "nps"];
    all.into_iter().filter(|id| script.contains(&format!(r#""i":"{id}""#))).collect()
}

#[test]
fn a_page_view_costs_one_read_and_never_a_list() {
    let mut collector = Collector::new();
    for hour in 0..24 {
        collector.restart();
        collector.now = NOW.plus_ms(hour * HOUR_MS);
        assert_eq!(collector.get("/e/demo.js").status, 200);
    }
    assert_eq!(operations(&collector, "get"), 24);
    assert_eq!(operations(&collector, "list"), 0);
}

#[test]
fn without_a_stored_gate_or_with_one_too_old_the_script_is_compiled_and_nothing_is_written() {
    let mut collector = Collector::new();
    forget_gate(&collector);
    assert_eq!(shown(&mut collector), ["ces", "csat", "nps"]);
    assert_eq!(cron(&collector), 1);
    // The cron has stopped, and a version came without its gate.
    let away = Some(StoreError::Unavailable);
    *collector.store.next_puts.borrow_mut() = vec![away, away, away, None, None];
    let paused = json!({"kind": "nps", "state": "paused"});
    assert_problem(&collector.admin("PUT", SURVEY, &paused), 503, "store-busy");
    assert_eq!(shown(&mut collector), ["ces", "csat", "nps"], "the old gate");
    collector.now = NOW.plus_ms(24 * HOUR_MS);
    collector.store.operations.borrow_mut().clear();
    assert_eq!(shown(&mut collector), ["ces", "csat"]);
    assert_eq!(operations(&collector, "put"), 0);
}

#[test]
fn a_save_whose_gate_was_not_written_is_healed_by_the_same_save_again() {
    let mut collector = Collector::new();
    let paused = json!({"kind": "nps", "state": "paused"});
    let away = Some(StoreError::Unavailable);
    *collector.store.next_puts.borrow_mut() = vec![away, away, away, None, None];
    assert_problem(&collector.admin("PUT", SURVEY, &paused), 503, "store-busy");
    assert_eq!(collector.admin("PUT", SURVEY, &paused).status, 200);
    assert_eq!(shown(&mut collector), ["ces", "csat"]);
    let got = collector.admin("GET", SURVEY, &Value::Null);
    assert!(got.body.contains(r#""version":2"#), "{}", got.body);
}

#[test]
fn the_cron_writes_only_what_is_missing_old_or_behind() {
    let mut collector = Collector::new();
    assert_eq!(cron(&collector), 0);
    collector.now = NOW.plus_ms(20 * HOUR_MS - 1);
    assert_eq!(cron(&collector), 0);
    collector.now = NOW.plus_ms(20 * HOUR_MS);
    assert_eq!(cron(&collector), 1);
    assert_eq!(cron(&collector), 0);
    forget_gate(&collector);
    assert_eq!(cron(&collector), 1);
    collector.admin("PUT", "/v1/sites/empty", &json!({"product": "P"}));
    assert_eq!(cron(&collector), 0);
    let lists = operations(&collector, "list");
    cron(&collector);
    assert_eq!(operations(&collector, "list") - lists, 2, "whatever the number of sites");
}

#[test]
fn two_owners_who_save_at_once_are_both_shown_after_the_crons_next_run() {
    let mut collector = Collector::new();
    let gate = |collector: &Collector| {
        let entries = collector.store.memory.entries();
        entries.into_iter().find(|(key, _)| key == "gate:demo").unwrap().1
    };
    let before = gate(&collector);
    collector.now = NOW.plus_ms(1);
    assert_eq!(
        collector.admin("PUT", "/v1/sites/demo/surveys/new", &json!({"kind": "nps"})).status,
        201
    );
    // The other owner's request had read the old gate and the old list, and writes later.
    let paused = json!({"kind": "nps", "state": "paused"});
    assert_eq!(collector.admin("PUT", SURVEY, &paused).status, 200);
    let key = collector::store::keys::Key::listed("gate:demo");
    let entry = collector::store::Entry::of(&before);
    pollster::block_on(collector.store.memory.put(&key, entry)).unwrap();
    assert_eq!(shown(&mut collector), ["ces", "csat", "nps"]);
    assert_eq!(cron(&collector), 1);
    assert_eq!(shown(&mut collector), ["ces", "csat", "new"]);
}

#[test]
fn a_survey_that_no_list_shows_yet_is_in_the_gate_all_the_same() {
    let mut collector = Collector::new();
    let new = "/v1/sites/demo/surveys/new";
    collector.store.unlisted.borrow_mut().push("survey:demo:new".to_owned());
    assert_eq!(collector.admin("PUT", new, &json!({"kind": "nps"})).status, 201);
    assert_eq!(shown(&mut collector), ["ces", "csat", "new", "nps"]);
    // Another change, by an isolate that knows of it from the gate alone.
    assert_eq!(collector.admin("POST", &format!("{SURVEY}/pause"), &Value::Null).status, 200);
    assert_eq!(shown(&mut collector), ["ces", "csat", "new"]);
    collector.now = NOW.plus_ms(20 * HOUR_MS);
    assert_eq!(cron(&collector), 1);
    assert_eq!(shown(&mut collector), ["ces", "csat", "new"]);
}

#[test]
fn a_rule_that_no_page_can_meet_is_refused_with_the_reason() {
    let collector = Collector::new();
    let put = |rule: &str, pattern: Value| {
        let display = json!({"urls": {rule: [{"prefix": "/"}, pattern]}});
        let body = json!({"kind": "nps", "display": display});
        collector.admin("PUT", "/v1/sites/demo/surveys/nps", &body)
    };
    for (pattern, reason) in [
        (json!({"exact": "/orders/{id}"}), "no address begins with /orders/{"),
        (json!({"exact": "https://shop.example"}), "no address ends like this"),
        (json!({"prefix": "https://Shop.example/"}), "no address begins with https://S"),
        (json!({"exact": "/app#"}), "no address ends like this"),
        (json!({"glob": "/a/../*"}), "no address begins with /a/../"),
    ] {
        for rule in ["include", "exclude"] {
            let reply = put(rule, pattern.clone());
            assert_field(&reply, &format!("/display/urls/{rule}/1"), "as browsers write it");
            assert!(reply.body.contains(reason), "{}", reply.body);
        }
    }
    let route = put("include", json!({"prefix": "/app#/checkout"}));
    assert_eq!(route.status, 200, "{}", route.body);
    assert!(collector.get("/e/demo.js").body.contains(r#""u":["p/","p/app#/checkout"]"#));
}

#[test]
fn a_rule_that_an_earlier_release_took_stays_readable_and_comes_back_from_a_backup() {
    let collector = Collector::new();
    let body = json!({"kind": "nps", "display": {"urls": {"include": [{"exact": "/orders/x"}]}}});
    assert_eq!(collector.admin("PUT", "/v1/sites/demo/surveys/nps", &body).status, 200);
    let backup = collector.admin("GET", "/v1/sites/demo/backup", &Value::Null).body;
    let elsewhere = Collector::empty();
    let mut restore = request(
        "POST",
        "/v1/sites/demo/restore",
        backup.replace("/orders/x", "/orders/{id}").as_bytes(),
    );
    restore.headers.authorization = Some(Secret::new(format!("Bearer {ADMIN}")));
    restore.headers.content_type = Some("application/x-ndjson".to_owned());
    let reply = elsewhere.send(&restore);
    assert_eq!(reply.status, 200, "{}", reply.body);
    let survey = elsewhere.admin("GET", "/v1/sites/demo/surveys/nps", &Value::Null);
    assert!(survey.body.contains(r#"{"exact":"/orders/{id}"}"#), "{}", survey.body);
}
