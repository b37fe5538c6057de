//! Responses, a page at a time: none is skipped and none is shown twice, whatever happens
//! meanwhile.

use std::collections::BTreeSet;

use collector::{
    store::{
        Entry, Store,
        keys::{Key, Rank},
        stored_response::{Metadata, StoredResponse},
    },
    testing::memory::MemoryStore,
};
use domain::{DAY_MS, Instant, Kind, ResponseId, SiteId, SurveyId};
use serde_json::{Value, json};
use wire::{
    response::Draft,
    responses::{ResponsePage, ResponseResource},
};

use crate::{
    garbage::Numbers,
    support::{ADMIN, Collector, NOW, assert_field, assert_problem, parsed, response, with},
};

const RESPONSES: &str = "/v1/sites/demo/surveys/nps/responses";

/// A collector whose surveys were made more than a year ago, over pages of that many keys.
pub(crate) fn old_collector(page_max: usize) -> Collector {
    let mut collector = Collector::empty();
    collector.store.memory = MemoryStore::with_pages_of(page_max);
    collector.now = NOW.plus_ms(-400 * DAY_MS);
    assert_eq!(collector.admin("PUT", "/v1/sites/demo", &json!({"product": "P"})).status, 200);
    for kind in ["nps", "ces"] {
        let path = format!("/v1/sites/demo/surveys/{kind}");
        assert_eq!(collector.admin("PUT", &path, &json!({"kind": kind})).status, 201);
    }
    collector.now = NOW;
    collector.store.operations.borrow_mut().clear();
    collector
}

/// Puts a response into the store, as it was when it came long ago.
pub(crate) fn keep(collector: &Collector, id: ResponseId, body: &Value) {
    let body = with(body.clone(), "id", json!(id.to_string())).to_string();
    let response = Draft::parse(body.as_bytes()).unwrap().on(&Kind::Nps.into()).unwrap();
    let value = StoredResponse::of(&response, id.instant()).encode();
    let metadata = Metadata::of(&response).encode();
    let rank = Rank::of(response.finished, response.comment.is_some());
    let entry = Entry { value: &value, metadata: Some(&metadata), expires_unix_s: None };
    pollster::block_on(collector.store.memory.put(&key(id, rank), entry)).unwrap();
}

fn key(id: ResponseId, rank: Rank) -> Key {
    Key::response(&SiteId::parse("demo").unwrap(), &SurveyId::parse("nps").unwrap(), id, rank)
}

fn get(collector: &Collector, query: &str) -> ResponsePage {
    let reply = collector.admin("GET", &format!("{RESPONSES}?{query}"), &Value::Null);
    assert_eq!(reply.status, 200, "{}", reply.body);
    parsed(&reply)
}

/// All pages, with something in between any two.
fn all_pages(
    collector: &mut Collector,
    query: &str,
    mut meanwhile: impl FnMut(&Collector),
) -> Vec<ResponseResource> {
    let mut all = Vec::new();
    let mut cursor = String::new();
    for _ in 0..10_000 {
        let page = get(collector, &format!("{query}{cursor}"));
        all.extend(page.items);
        let Some(next) = page.next else { return all };
        cursor = format!("&cursor={next}");
        meanwhile(collector);
        collector.restart();
    }
    panic!("no end: {query}{cursor}");
}

/// A time in the last year; many share their day, hour, second or millisecond.
fn some_time(numbers: &mut Numbers) -> Instant {
    let mut ago = |unit_ms: i64, most: usize| unit_ms * i64::try_from(numbers.below(most)).unwrap();
    let ms = match ago(1, 5) {
        0 => ago(1, 3),
        1 => ago(1, 3_000),
        2 => ago(60_000, 200),
        3 => ago(3_600_000, 60),
        _ => ago(DAY_MS / 2, 700),
    };
    NOW.plus_ms(-ms)
}

fn some_id(numbers: &mut Numbers) -> ResponseId {
    let random = (0..5).fold(0, |bits: u128, _| (bits << 20) | numbers.below(1 << 20) as u128);
    ResponseId::new(some_time(numbers), random)
}

#[test]
fn while_responses_come_and_go_none_is_skipped_and_none_is_shown_twice() {
    let mut n_pages = 0;
    for seed in 1..=300 {
        let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
        let page_max = [1, 2, 3, 7, 50, 1_000][numbers.below(6)];
        let mut collector = old_collector(page_max);
        let body = response("nps", 9, 0);
        let n = numbers.below(80);
        let mut there: BTreeSet<ResponseId> = (0..n).map(|_| some_id(&mut numbers)).collect();
        there.iter().for_each(|id| keep(&collector, *id, &body));
        let mut stays = there.clone();
        let order = ["newest", "oldest"][numbers.below(2)];
        let limit = 1 + numbers.below(30);
        let query = format!("order={order}&limit={limit}");
        let shown = all_pages(&mut collector, &query, |collector| {
            n_pages += 1;
            for _ in 0..numbers.below(4) {
                let id = some_id(&mut numbers);
                there.insert(id);
                keep(collector, id, &body);
            }
            for _ in 0..numbers.below(3) {
                let nth = numbers.below(there.len().max(1));
                let Some(id) = there.iter().nth(nth).copied() else { continue };
                there.remove(&id);
                stays.remove(&id);
                pollster::block_on(collector.store.memory.delete(&key(id, Rank::Finished)))
                    .unwrap();
            }
        });
        let ids: Vec<ResponseId> =
            shown.iter().map(|shown| ResponseId::parse(&shown.id).unwrap()).collect();
        let is_sorted = match order {
            "newest" => ids.is_sorted_by(|a, b| a > b),
            _ => ids.is_sorted_by(|a, b| a < b),
        };
        assert!(is_sorted, "seed {seed}: {ids:?}");
        let missing: Vec<_> = stays.iter().filter(|id| !ids.contains(id)).collect();
        assert!(missing.is_empty(), "seed {seed}, {query}, pages of {page_max}: {missing:?}");
    }
    assert!(n_pages > 1_000, "hardly anything was paged: {n_pages}");
}

#[test]
fn the_newest_come_first_and_a_page_takes_few_operations_however_many_there_are() {
    let collector = old_collector(1_000);
    let body = response("nps", 9, 0);
    for n in 0..30_000_u32 {
        // 20 days, denser and denser.
        let ago = f64::from(n) / 30_000.0;
        let at = NOW.plus_ms(-(ago * ago * ago * 20.0 * 24.0 * 3_600_000.0) as i64);
        keep(&collector, ResponseId::new(at, u128::from(n)), &body);
    }
    let page = get(&collector, "limit=100");
    assert_eq!(page.items.len(), 100);
    assert_eq!(page.items[0].given_at, "2026-11-22T03:00:00.000Z");
    let mut operations = collector.store.operations.borrow_mut();
    let n_lists = operations.iter().filter(|operation| operation.starts_with("list")).count();
    assert!(operations.len() < 12 && n_lists < 8, "{operations:?}");
    operations.clear();
    drop(operations);
    let rest = get(&collector, &format!("limit=100&cursor={}", page.next.unwrap()));
    assert_eq!(rest.items.len(), 100);
    assert!(rest.items[0].given_at <= page.items[99].given_at);
}

#[test]
fn a_filter_that_takes_hardly_any_is_bounded_and_goes_on() {
    let mut collector = old_collector(1_000);
    let many = with(response("nps", 9, 0), "comment", json!("x"));
    for n in 0..30_000_u32 {
        keep(&collector, ResponseId::new(NOW.plus_ms(-i64::from(n) * 60_000), 1), &many);
    }
    let rare = with(response("nps", 0, 0), "comment", json!("Giao HÀNG chậm"));
    let rare_id = ResponseId::new(NOW.plus_ms(-20 * DAY_MS), 2);
    keep(&collector, rare_id, &rare);
    for query in ["group=detractor", "text=h%C3%A0ng"] {
        collector.store.operations.borrow_mut().clear();
        let mut n_pages = 0;
        let most = std::cell::Cell::new(0);
        let shown = all_pages(&mut collector, query, |collector| {
            n_pages += 1;
            let mut operations = collector.store.operations.borrow_mut();
            most.set(most.get().max(operations.len()));
            operations.clear();
        });
        assert_eq!(shown.len(), 1, "{query}");
        assert_eq!(shown[0].id, rare_id.to_string());
        assert!(n_pages > 1 && most.get() < 180, "{n_pages} pages, {} operations", most.get());
    }
}

#[test]
fn every_filter_takes_what_brute_force_takes() {
    let mut numbers = Numbers(7);
    let collector = old_collector(100);
    let pick = |numbers: &mut Numbers, of: &[Value]| of[numbers.below(of.len())].clone();
    let mut bodies = Vec::new();
    for _ in 0..400 {
        let mut body = response("nps", i64::try_from(numbers.below(11)).unwrap(), 0);
        for (field, values) in [
            ("comment", vec![Value::Null, json!("Tốt lắm"), json!("TỐT"), json!("slow")]),
            ("touchpoint", vec![Value::Null, json!("checkout"), json!("support")]),
            ("lang", vec![json!("vi"), json!("pt-BR"), Value::Null]),
            ("device", vec![json!("phone"), json!("desktop"), Value::Null]),
        ] {
            body = with(body, field, pick(&mut numbers, &values));
        }
        let id = some_id(&mut numbers);
        keep(&collector, id, &body);
        bodies.push(with(body, "id", json!(id.to_string())));
    }
    let takes = |query: &str, takes: &dyn Fn(&Value) -> bool| {
        let mut expected: Vec<&str> = bodies
            .iter()
            .filter(|body| takes(body))
            .map(|body| body["id"].as_str().unwrap())
            .collect();
        expected.sort_unstable();
        expected.reverse();
        let page = get(&collector, &format!("limit=100&{query}"));
        let found: Vec<&str> = page.items.iter().map(|shown| shown.id.as_str()).collect();
        assert!(!found.is_empty() && found.len() < 400, "{query}");
        assert_eq!(found, expected[..found.len()], "{query}");
        assert_eq!(page.next.is_some(), found.len() < expected.len(), "{query}");
    };
    takes("group=promoter", &|body| body["score"].as_i64() >= Some(9));
    takes("group=passive&device=phone", &|body| {
        (Some(7)..=Some(8)).contains(&body["score"].as_i64()) && body["device"] == "phone"
    });
    takes("has_comment=true", &|body| !body["comment"].is_null());
    takes("has_comment=false&lang=vi", &|body| body["comment"].is_null() && body["lang"] == "vi");
    takes("lang=pt-BR", &|body| body["lang"] == "pt-BR");
    takes("touchpoint=checkout", &|body| body["touchpoint"] == "checkout");
    takes("text=t%E1%BB%91t", &|body| {
        body["comment"].as_str().is_some_and(|text| text.to_lowercase().contains("tốt"))
    });
    takes("from=2026-11-21&to=2026-11-22", &|body| {
        let id = ResponseId::parse(body["id"].as_str().unwrap()).unwrap();
        id.instant() < NOW.plus_ms(-3 * 3_600_000) && id.instant() >= NOW.plus_ms(-27 * 3_600_000)
    });
}

#[test]
fn a_bad_parameter_is_refused_with_its_name() {
    let collector = old_collector(1_000);
    for (query, pointer, allowed) in [
        ("cursor=x", "?cursor", "an earlier reply"),
        ("cursor=", "?cursor", "an earlier reply"),
        ("cursor=o00000000000000000000000000000000", "?cursor", "of the same order"),
        ("cursor=nffffffffffffffffffffffffffffffff", "?cursor", "an earlier reply"),
        ("order=random", "?order", "newest or oldest"),
        ("limit=0", "?limit", "from 1 to 100"),
        ("limit=101", "?limit", "from 1 to 100"),
        ("limit=%2B5", "?limit", "from 1 to 100"),
        ("group=easy", "?group", "detractor, passive, promoter"),
        ("has_comment=1", "?has_comment", "true or false"),
        ("device=watch", "?device", "phone"),
        ("text=", "?text", "1 to 200 bytes"),
        ("from=yesterday", "?from", "a date"),
        ("tag=x", "?tag", "one of"),
    ] {
        let reply = collector.admin("GET", &format!("{RESPONSES}?{query}"), &Value::Null);
        assert_field(&reply, pointer, allowed);
    }
}

#[test]
fn a_response_is_shown_whole_by_its_id_and_is_gone_once_deleted() {
    let collector = Collector::new();
    let body = with(response("nps", 3, 1), "comment", json!("a\u{202e}b\u{7}\nc"));
    assert_eq!(collector.post(&body.to_string()).status, 201);
    let address = format!("{RESPONSES}/{}", body["id"].as_str().unwrap());
    let shown: ResponseResource = parsed(&collector.admin("GET", &address, &Value::Null));
    assert_eq!(shown.comment.as_deref(), Some("a\u{fffd}b\u{fffd}\nc"));
    assert_eq!((shown.score, shown.group.as_deref()), (Some(3), Some("detractor")));
    assert_eq!(get(&collector, "").items, [shown]);
    for _ in 0..2 {
        assert_eq!(collector.admin("DELETE", &address, &Value::Null).status, 204);
    }
    let reply = collector.admin("GET", &address, &Value::Null);
    assert_problem(&reply, 404, "unknown-response");
    assert_eq!(get(&collector, ""), ResponsePage { items: Vec::new(), next: None });
    assert_eq!(collector.summary("nps", "").responses, 0);
    for id in ["x", "017f22e2-79b0-4cc3-98c4-dc0c0c07398f"] {
        let reply = collector.admin("GET", &format!("{RESPONSES}/{id}"), &Value::Null);
        assert_problem(&reply, 404, "unknown-response");
    }
}

#[test]
fn a_read_key_reads_and_only_a_write_key_deletes() {
    let collector = Collector::new();
    let body = response("nps", 3, 1);
    assert_eq!(collector.post(&body.to_string()).status, 201);
    let address = format!("{RESPONSES}/{}", body["id"].as_str().unwrap());
    let (read, write) = (collector.new_key("demo", "read"), collector.new_key("demo", "write"));
    for path in [RESPONSES, &address] {
        assert_eq!(collector.with_key(&read, "GET", path, &Value::Null).status, 200);
        assert_problem(&collector.get(path), 401, "no-key");
    }
    let refused = collector.with_key(&read, "DELETE", &address, &Value::Null);
    assert_problem(&refused, 403, "scope-too-small");
    assert_eq!(collector.stored_responses().len(), 1);
    assert_eq!(collector.with_key(&write, "DELETE", &address, &Value::Null).status, 204);
    assert_ne!(ADMIN, write);
}

#[test]
fn a_closed_days_response_is_marked_before_it_is_deleted() {
    let collector = old_collector(1_000);
    let id = ResponseId::new(NOW.plus_ms(-30 * DAY_MS), 1);
    keep(&collector, id, &response("nps", 3, 1));
    assert_eq!(collector.summary("nps", "?from=2026-10-01").responses, 1);
    collector.store.operations.borrow_mut().clear();
    let reply = collector.admin("DELETE", &format!("{RESPONSES}/{id}"), &Value::Null);
    assert_eq!(reply.status, 204);
    let operations = collector.store.operations.borrow();
    let [read, hooks, untold, tombstone, mark, deletions @ ..] = &operations[..] else {
        panic!("{operations:?}")
    };
    assert_eq!(read, "get 4 keys");
    assert_eq!([hooks, untold], ["get hooks:demo", "list due:demo:*:"]);
    assert!(tombstone.starts_with("put deleted:demo:nps:"), "{tombstone}");
    assert!(mark.starts_with("put dirty:demo:nps:"), "{mark}");
    // Each state that it may have, the highest last.
    let key = |rank| format!("delete {}", key(id, rank).as_str());
    assert_eq!(*deletions, Rank::ALL.map(key));
}
