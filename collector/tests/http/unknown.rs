//! Names that are not there: what they cost, and what they can't spoil for those that are.

use crate::support::{Collector, NOW, assert_problem, id_at, request, response, with};
use collector::{api::http::Reply, runtime::limit::Limit};
use serde_json::{Value, json};

/// Most reads and lists that a flood of 50,000 may cost: far from the day's 100,000 and 1,000.
const MOST_READS: usize = 200;
const MOST_LISTS: usize = 3;

fn from(collector: &Collector, address: &str, method: &str, path: &str, body: &str) -> Reply {
    let mut request = request(method, path, body.as_bytes());
    request.headers.address = (!address.is_empty()).then(|| address.parse().unwrap());
    // Not held to the API's description: that takes longer than all the rest.
    collector.begin(&request).reply
}

/// The n-th request for something that is not there.
fn ask(collector: &Collector, address: &str, n: u32) -> Reply {
    let mut body = with(response("nps", 9, 7), "site", json!(format!("no-{n}")));
    if n.is_multiple_of(2) {
        body = with(response("nps", 9, 7), "survey", json!(format!("no-{n}")));
    }
    match n % 6 {
        0 => from(collector, address, "GET", &format!("/e/no-{n}.js"), ""),
        1 => from(collector, address, "GET", &format!("/v1/form/no-{n}/nps"), ""),
        2 => from(collector, address, "GET", &format!("/v1/form/demo/no-{n}"), ""),
        3 => from(collector, address, "GET", &format!("/preview/no-{n}/nps"), ""),
        4 => from(collector, address, "GET", &format!("/preview/demo/no-{n}"), ""),
        _ => from(collector, address, "POST", "/v1/responses", &body.to_string()),
    }
}

fn n_reads(collector: &Collector) -> (usize, usize) {
    (collector.store.n_operations("get"), collector.store.n_operations("list"))
}

#[test]
fn fifty_thousand_unknown_names_cost_few_reads_and_those_that_are_there_go_on() {
    // Without any limit of the runtime's, and without addresses.
    let mut collector = Collector::new();
    let site = json!({"product": "P"});
    assert_eq!(collector.admin("PUT", "/v1/sites/quiet", &site).status, 200);
    let survey = json!({"kind": "ces"});
    assert_eq!(collector.admin("PUT", "/v1/sites/quiet/surveys/ces", &survey).status, 201);
    collector.restart();
    collector.store.operations.borrow_mut().clear();
    for n in 0..50_000 {
        let reply = ask(&collector, "", n);
        assert!([404, 429].contains(&reply.status), "{n}: {}", reply.body);
    }
    let (reads, lists) = n_reads(&collector);
    println!("50,000 unknown names: {reads} reads, {lists} lists");
    assert!(reads < MOST_READS && lists <= MOST_LISTS, "{reads} reads, {lists} lists");
    // This isolate has never heard of them.
    for path in ["/e/quiet.js", "/v1/form/quiet/ces", "/preview/quiet/ces", "/e/demo.js"] {
        assert_eq!(collector.get(path).status, 200, "{path}");
    }
    assert_eq!(collector.post(&response("nps", 9, 1).to_string()).status, 201);
    // What is made here is there at once, in the flood, too.
    assert_eq!(collector.admin("PUT", "/v1/sites/newest", &site).status, 200);
    assert_eq!(
        collector.admin("PUT", "/v1/sites/newest/surveys/nps", &json!({"kind": "nps"})).status,
        201
    );
    collector.pass_ms(46_000);
    assert_eq!(collector.get("/v1/form/newest/nps").status, 200);
}

#[test]
fn a_flood_that_lasts_leaves_the_day_its_reads_and_lists() {
    let mut collector = Collector::new();
    collector.store.operations.borrow_mut().clear();
    let mut n = 0;
    // Two hours: a twelfth of a day.
    for _ in 0..120 {
        for _ in 0..70 {
            ask(&collector, "", n);
            n += 1;
        }
        collector.pass_ms(60_000);
    }
    let (reads, lists) = n_reads(&collector);
    println!("70 a minute for two hours: {reads} reads, {lists} lists");
    assert!(reads < 1_000 && lists < 40, "{reads} reads, {lists} lists");
}

#[test]
fn who_asks_for_too_much_that_is_not_there_gets_its_reply_from_memory() {
    let mut collector = Collector::new();
    collector.restart();
    assert_eq!(from(&collector, "203.0.113.7", "GET", "/v1/form/demo/nps", "").status, 200);
    *collector.runtime.most.borrow_mut() = Some(3);
    let searcher = ["2001:db8:1:1::1", "2001:db8:1:2::1", "2001:db8:1:3::1"];
    let mut statuses = Vec::new();
    for n in 0..9 {
        // Scripts, from several networks of one customer: forms are counted beside.
        let path = format!("/e/no-{n}.js");
        statuses.push(from(&collector, searcher[n % 3], "GET", &path, "").status);
    }
    assert_eq!(statuses, [404, 404, 404, 429, 429, 429, 429, 429, 429]);
    let counted = collector.runtime.counted.borrow().clone();
    let counted: Vec<_> = counted.iter().filter(|(limit, _)| *limit == Limit::Unknown).collect();
    assert_eq!(counted.len(), 4, "what is refused is not counted");
    assert!(counted.iter().all(|(_, name)| name == "2001:db8:1::/48"), "{counted:?}");
    collector.store.operations.borrow_mut().clear();
    // What others have asked for is in memory.
    assert_eq!(from(&collector, searcher[0], "GET", "/v1/form/demo/nps", "").status, 200);
    let refused = from(&collector, searcher[0], "GET", "/preview/demo/ces", "");
    assert_problem(&refused, 429, "rate-limited");
    assert_eq!(refused.header("retry-after"), Some("60"));
    assert_eq!(*collector.store.operations.borrow(), [""; 0]);
    // Others go on, and so does the searcher after a minute.
    assert_eq!(from(&collector, "203.0.113.8", "GET", "/preview/demo/ces", "").status, 200);
    collector.pass_ms(60_000);
    assert_eq!(from(&collector, searcher[0], "GET", "/preview/demo/csat", "").status, 200);
}

#[test]
fn an_unknown_name_is_read_once_in_a_while_whoever_asks() {
    let mut collector = Collector::new();
    collector.restart();
    collector.store.operations.borrow_mut().clear();
    for n in 0..100 {
        let address = format!("203.0.113.{n}");
        for path in ["/e/shpo.js", "/v1/form/shpo/nps", "/preview/shpo/nps"] {
            let reply = from(&collector, &address, "GET", path, "");
            assert_problem(&reply, 404, "unknown-site");
        }
        let body = with(response("nps", 9, n), "site", json!("shpo")).to_string();
        let reply = from(&collector, &address, "POST", "/v1/responses", &body);
        assert_problem(&reply, 404, "unknown-site");
    }
    assert_eq!(*collector.store.operations.borrow(), ["get gate:shpo", "get site:shpo"]);
    // Its owner sees the typing error, and makes the site: here it is there at once.
    assert_eq!(collector.admin("PUT", "/v1/sites/shpo", &json!({"product": "P"})).status, 200);
    assert_eq!(collector.get("/e/shpo.js").status, 200);
    // Elsewhere after as long as a definition is remembered.
    collector.pass_ms(45_000);
    assert_eq!(collector.get("/e/shpo.js").status, 200);
}

#[test]
fn what_needs_no_name_reads_nothing() {
    let collector = Collector::new();
    collector.store.operations.borrow_mut().clear();
    for path in ["/healthz", "/v1/docs", "/v1/openapi.json", "/preview.css", "/preview/no/no/frame"]
    {
        assert_eq!(collector.get(path).status, 200, "{path}");
    }
    for path in ["/e/no.js", "/v1/form/no/no", "/v1/responses", "/v1/sites/no/restore", "/v1/sites"]
    {
        assert_eq!(collector.send(&request("OPTIONS", path, b"")).status, 204, "{path}");
        assert!(collector.send(&request("PATCH", path, b"")).status >= 400, "{path}");
    }
    assert!(collector.get("/no/such/address").status == 404);
    assert_problem(&collector.get("/v1/sites/no"), 401, "no-key");
    assert_eq!(*collector.store.operations.borrow(), [""; 0]);
}

#[test]
fn a_response_is_kept_though_nobody_can_say_which_webhooks_there_are() {
    let mut collector = Collector::new();
    let hook = |url: &str, groups: Value| json!({"url": url, "groups": groups});
    for (name, body) in [
        ("all", hook("https://all.example/", json!([]))),
        ("low", hook("https://low.example/", json!(["detractor"]))),
    ] {
        let path = format!("/v1/sites/demo/webhooks/{name}");
        assert_eq!(collector.admin("PUT", &path, &body).status, 201);
    }
    // An isolate that knows the definitions, but not the webhooks.
    collector.restart();
    assert_eq!(collector.get("/v1/form/demo/nps").status, 200);
    *collector.store.is_read_up.borrow_mut() = true;
    let reply = collector.post(&response("nps", 9, 1).to_string());
    assert_eq!(reply.status, 201);
    collector.deliver();
    assert_eq!(collector.runtime.posts.borrow().len(), 0);
    // The same again, and a day later reads are there again.
    assert_eq!(collector.post(&response("nps", 9, 1).to_string()).status, 201);
    collector.pass_ms(12 * 3_600_000);
    let id = id_at(NOW.plus_ms(3_600_000), 2);
    let body = with(response("nps", 2, 2), "id", json!(id));
    assert_eq!(collector.post(&body.to_string()).status, 201);
    *collector.store.is_read_up.borrow_mut() = false;
    let mut told = Vec::new();
    for _ in 0..3 {
        collector.pass_ms(10 * 60_000);
        collector.redeliver();
        for posted in collector.runtime.posts.borrow_mut().drain(..) {
            let body: Value = serde_json::from_str(&posted.body).unwrap();
            told.push((posted.url.clone(), body["data"]["score"].as_i64().unwrap()));
        }
    }
    told.sort();
    let all = "https://all.example/".to_owned();
    assert_eq!(told, [(all.clone(), 2), (all, 9), ("https://low.example/".to_owned(), 2)]);
    assert!(!collector.stored_keys().iter().any(|key| key.starts_with("due:")));
}
