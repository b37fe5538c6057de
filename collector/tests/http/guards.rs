//! Requests that are kept out: floods, keys in addresses, foreign origins, bodies of strangers,
//! writes to a store that is full. Guesses are in `tokens.rs`.

use crate::support::{
    ADMIN, Collector, NOW, address, assert_problem, parsed, request, response, with,
};
use std::{cell::Cell, rc::Rc};

use collector::{
    api::{
        cors::Audience,
        http::{Body, Coming, Method, Reply},
        router::ROUTES,
    },
    runtime::{limit::Limit, secret::Secret},
    store::stored_response::StoredResponse,
};
use serde_json::{Value, json};

const SITE: &str = "/v1/sites/demo";
const SUMMARY: &str = "/v1/sites/demo/surveys/nps/summary";

pub(crate) fn from(
    collector: &Collector,
    address: &str,
    method: &str,
    path: &str,
    body: &str,
) -> Reply {
    let mut request = request(method, path, body.as_bytes());
    request.headers.address = Some(address.parse().unwrap());
    collector.send(&request)
}

#[track_caller]
pub(crate) fn is_limited(reply: &Reply) {
    assert_problem(reply, 429, "rate-limited");
    assert_eq!(reply.header("retry-after"), Some("60"));
    let exposed = reply.header("access-control-expose-headers").unwrap();
    assert!(exposed.contains("retry-after"));
}

#[test]
fn a_visitor_who_sends_too_much_waits_and_nothing_is_stored() {
    let collector = Collector::new();
    *collector.runtime.most.borrow_mut() = Some(3);
    let post = |address: &str, n: u32| {
        let body = response("nps", 9, n).to_string();
        from(&collector, address, "POST", "/v1/responses", &body)
    };
    for n in 0..3 {
        assert_eq!(post("2001:db8::1", n).status, 201);
    }
    // Another address of the same subscriber.
    is_limited(&post("2001:db8::2", 3));
    assert_eq!(collector.stored_responses().len(), 3);
    let counted = collector.runtime.counted.borrow().clone();
    assert_eq!(counted[0], (Limit::Visitor, "responses:2001:db8::/64".to_owned()));
    assert_eq!(counted[1], (Limit::Network, "responses:2001:db8::/48".to_owned()));
    assert_eq!(counted[2], (Limit::Site, "responses:demo".to_owned()));
}

#[test]
fn a_site_takes_no_more_than_its_limit_from_all_visitors_together() {
    let collector = Collector::new();
    *collector.runtime.most.borrow_mut() = Some(3);
    for n in 0..4 {
        let body = response("nps", 9, n).to_string();
        let address = format!("203.0.113.{n}");
        let reply = from(&collector, &address, "POST", "/v1/responses", &body);
        if n < 3 { assert_eq!(reply.status, 201) } else { is_limited(&reply) }
    }
    let form = "/v1/form/demo/nps";
    for n in 0..4 {
        let reply = from(&collector, "203.0.113.77", "GET", form, "");
        // Forms are counted apart from responses.
        if n < 3 { assert_eq!(reply.status, 200) } else { is_limited(&reply) }
    }
}

#[test]
fn what_comes_without_an_address_is_not_counted_as_one_visitor() {
    let collector = Collector::new();
    collector.post(&response("nps", 9, 1).to_string());
    collector.get("/v1/form/demo/nps");
    let counted = collector.runtime.counted.borrow().clone();
    assert!(counted.iter().all(|(limit, _)| *limit == Limit::Site), "{counted:?}");
}

#[test]
fn a_key_in_the_address_is_refused_with_a_hint_and_never_repeated() {
    let collector = Collector::new();
    let key = collector.new_key("demo", "read");
    for secret in [key.as_str(), ADMIN] {
        let by_name = [
            format!("key={secret}"),
            format!("Api_Key={secret}"),
            format!("access_token={secret}"),
            format!("x=1&authorization=Bearer+{secret}"),
        ];
        let by_form = [
            format!("from={secret}"),
            format!("tz={secret}&from=2026-11-01"),
            secret.to_owned(),
            format!("{secret}=1"),
        ];
        let by_form = by_form.into_iter().filter(|_| secret.starts_with("hbk_"));
        for query in by_name.into_iter().chain(by_form) {
            for authorization in [None, Some(Secret::new(format!("Bearer {ADMIN}")))] {
                let mut request = request("GET", &format!("{SUMMARY}?{query}"), b"");
                request.headers.authorization = authorization;
                let reply = collector.send(&request);
                let problem = assert_problem(&reply, 400, "key-in-address");
                assert!(problem.detail.contains("Authorization: Bearer"), "{}", problem.detail);
                assert!(!format!("{reply:?}").contains(secret), "{query}");
            }
        }
    }
    // A word that only looks like one.
    let reply = collector.admin("GET", &format!("{SUMMARY}?tz=key"), &Value::Null);
    assert_problem(&reply, 422, "invalid");
}

#[test]
fn no_error_repeats_a_key() {
    let collector = Collector::new();
    let key = collector.new_key("demo", "read");
    let secret = key.rsplit('_').next().unwrap();
    let body = json!({"kind": key.as_str(), key.as_str(): 1});
    for reply in [
        collector.with_key(&key, "PUT", "/v1/sites/demo", &json!({"product": "x"})),
        collector.with_key(&format!("{key}x"), "GET", SUMMARY, &Value::Null),
        collector.with_key(&key, "GET", &format!("/v1/sites/{key}"), &Value::Null),
        collector.with_key(&key, "GET", "/v1/sites/other", &Value::Null),
        collector.with_key(&key, "PUT", "/v1/sites/demo/surveys/nps", &body),
    ] {
        assert!(reply.status >= 400);
        assert!(!format!("{reply:?}").contains(secret), "{}", reply.body);
    }
}

#[test]
fn a_body_is_read_after_all_that_can_be_known_without_it_and_no_further_than_its_route_takes() {
    let collector = Collector::new();
    assert_eq!(collector.admin("PUT", "/v1/sites/restore", &json!({"product": "P"})).status, 200);
    let (own, foreign) =
        (collector.new_key("demo", "write"), collector.new_key("restore", "write"));
    let reader = collector.new_key("demo", "read");
    let read = |method: &str, path: &str, key: &str| -> Option<usize> {
        let asked = Rc::new(Cell::new(None));
        let note = Rc::clone(&asked);
        let mut request = request(method, path, b"");
        request.body = Body::Coming(Coming::new(Box::new(move |max_bytes| {
            note.set(Some(max_bytes));
            Box::pin(async { Body::Complete(b"{".to_vec()) })
        })));
        request.headers.address = Some("203.0.113.7".parse().unwrap());
        if !key.is_empty() {
            request.headers.authorization = Some(Secret::new(format!("Bearer {key}")));
        }
        let reply = collector.send(&request);
        assert!(reply.status >= 400, "{method} {path}: {}", reply.status);
        asked.get()
    };
    let (kib, restore) = (1_024, "/v1/sites/demo/restore");
    for (method, path, key, expected) in [
        ("POST", restore, ADMIN, Some(1_024 * kib)),
        ("POST", "/v1/responses", "", Some(8 * kib)),
        ("PUT", "/v1/sites/restore", ADMIN, Some(64 * kib)),
        ("PUT", SITE, ADMIN, Some(64 * kib)),
        ("PUT", "/v1/sites/demo/surveys/restore", &own, Some(64 * kib)),
        ("PUT", "/v1/sites/demo/webhooks/restore", &own, Some(64 * kib)),
        ("POST", "/v1/sites/demo/keys", &own, Some(64 * kib)),
        ("POST", "/v1/sites/demo/respondents/delete", &own, Some(8 * kib)),
        // No such route, method, key or scope.
        ("POST", "/nothing/restore", ADMIN, None),
        ("POST", "/v1/sites/demo/surveys/nps/restore", ADMIN, None),
        ("PUT", restore, ADMIN, None),
        ("POST", restore, "", None),
        ("POST", restore, &own, None),
        ("POST", restore, "wrong", None),
        ("PUT", SITE, &own, None),
        ("PUT", "/v1/sites/demo/surveys/nps", "", None),
        ("PUT", "/v1/sites/demo/surveys/nps", &reader, None),
        ("PUT", "/v1/sites/demo/surveys/nps", &foreign, None),
        ("POST", "/e/demo.js", ADMIN, None),
        ("POST", "/v1/sites/demo/surveys/nps/pause?key=x", &own, None),
    ] {
        assert_eq!(read(method, path, key), expected, "{method} {path}");
    }
    // Nor past a limit.
    *collector.runtime.most.borrow_mut() = Some(0);
    assert_eq!(read("POST", "/v1/responses", ""), None);
}

#[test]
fn an_origin_that_looks_like_a_listed_one_is_another() {
    let collector = Collector::new();
    let origins = ["https://shop.example", "http://127.0.0.1:8788", "https://xn--tr-sen-5ya.vn"];
    collector.admin("PUT", SITE, &json!({"product": "P", "origins": origins}));
    let post = |origin: Option<&str>, n: u32| {
        let body = response("nps", 9, n).to_string();
        let mut request = request("POST", "/v1/responses", body.as_bytes());
        request.headers.origin = origin.map(str::to_owned);
        collector.send(&request)
    };
    for (n, origin) in origins.into_iter().enumerate() {
        assert_eq!(post(Some(origin), n as u32).status, 201, "{origin}");
    }
    for origin in [
        None,
        Some(""),
        Some("null"),
        Some("*"),
        Some("https://shop.example."),
        Some("https://shop.example/"),
        Some("https://shop.example:443"),
        Some("https://shop.example:8443"),
        Some("http://shop.example"),
        Some("https://SHOP.example"),
        Some(" https://shop.example"),
        Some("https://shop.example "),
        Some("https://shop.example, https://evil.example"),
        Some("https://shop.example.evil.example"),
        Some("https://evil.example/https://shop.example"),
        Some("https://evil.example#https://shop.example"),
        Some("https://evilshop.example"),
        Some("https://www.shop.example"),
        Some("https://shop.example@evil.example"),
        Some("https://shop-example"),
        Some("https://ѕhop.example"),
        Some("https://trà-sen.vn"),
        Some("http://127.0.0.1"),
        Some("http://127.0.0.1:87880"),
        Some("http://localhost:8788"),
        Some("http://[::ffff:127.0.0.1]:8788"),
        Some("file://"),
        Some("chrome-extension://shop.example"),
    ] {
        assert_problem(&post(origin, 9), 403, "origin-not-allowed");
    }
    assert_eq!(collector.stored_responses().len(), origins.len());
}

#[test]
fn every_route_tells_pages_what_they_may_send_and_read() {
    let collector = Collector::new();
    for route in ROUTES.iter().filter(|route| route.audience != Audience::Console) {
        let path = address(route.path);
        let headers = match route.audience {
            Audience::Visitors => "content-type",
            _ => "authorization, content-type, if-match, if-none-match",
        };
        let has = |method| ROUTES.iter().any(|one| one.path == route.path && one.method == method);
        let methods = [
            (Method::Get, "GET, HEAD, "),
            (Method::Post, "POST, "),
            (Method::Put, "PUT, "),
            (Method::Delete, "DELETE, "),
        ];
        let methods = methods.into_iter().filter(|(method, _)| has(*method));
        let methods: String = methods.map(|(_, words)| words).chain(["OPTIONS"]).collect();
        let methods = methods.as_str();
        let reply = collector.send(&request("OPTIONS", &path, b""));
        assert_eq!(reply.status, 204, "{path}");
        assert_eq!(reply.header("access-control-allow-methods"), Some(methods), "{path}");
        assert_eq!(reply.header("allow"), Some(methods), "{path}");
        assert_eq!(reply.header("access-control-allow-headers"), Some(headers), "{path}");
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"), "{path}");
        assert_eq!(reply.header("access-control-allow-credentials"), None, "{path}");
        let exposed = reply.header("access-control-expose-headers");
        assert_eq!(exposed, Some("content-disposition, etag, link, retry-after"), "{path}");
    }
}

#[test]
fn a_store_that_takes_no_more_writes_today_gives_503_and_nothing_half_written() {
    let collector = Collector::new();
    collector.post(&response("nps", 9, 1).to_string());
    *collector.store.is_unwritable.borrow_mut() = true;
    let before = collector.store.memory.entries();
    // One of now and one that would need a mark, too.
    let late =
        with(response("nps", 9, 2), "id", json!(crate::support::id_at(NOW.plus_ms(-7_200_000), 2)));
    for body in [response("nps", 8, 3), late] {
        let reply = collector.post(&body.to_string());
        let problem = assert_problem(&reply, 503, "store-busy");
        assert!(problem.detail.contains("00:00 UTC"), "{}", problem.detail);
        // From 03:00 UTC to midnight.
        assert_eq!(reply.header("retry-after"), Some("75600"));
        assert_eq!(*collector.runtime.pauses_ms.borrow(), [0; 0], "no use to try again now");
    }
    let survey = json!({"kind": "nps", "state": "paused"});
    let key = json!({"name": "n", "scope": "read"});
    for (method, path, body) in [
        ("PUT", "/v1/sites/new", json!({"product": "P"})),
        ("PUT", "/v1/sites/demo/surveys/nps", survey),
        ("POST", "/v1/sites/demo/surveys/nps/pause", Value::Null),
        ("POST", "/v1/sites/demo/keys", key),
        ("DELETE", "/v1/sites/demo/surveys/nps", Value::Null),
        ("DELETE", "/v1/sites/demo", Value::Null),
    ] {
        let reply = collector.admin(method, path, &body);
        assert_problem(&reply, 503, "store-busy");
        assert_eq!(reply.header("retry-after"), Some("75600"), "{method} {path}");
    }
    assert_eq!(collector.store.memory.entries(), before);
    assert_eq!(collector.summary("nps", "").responses, 1, "what is there can still be read");
    // The next day the same response is taken.
    *collector.store.is_unwritable.borrow_mut() = false;
    assert_eq!(collector.post(&response("nps", 8, 3).to_string()).status, 201);
    assert_eq!(collector.summary("nps", "").responses, 2);
}

#[test]
fn a_comment_is_scrubbed_before_it_is_stored_when_the_owner_wants_it() {
    let collector = Collector::new();
    let comment = "Gọi 0912 345 678 hoặc mai@trasen.vn, đơn #12345";
    let kept = |collector: &Collector, n: u32| {
        let body = with(response("nps", 9, n), "comment", json!(comment));
        assert_eq!(collector.post(&body.to_string()).status, 201);
        let (key, value) = collector
            .store
            .memory
            .entries()
            .into_iter()
            .find(|(key, _)| key.ends_with(&crate::support::id_at(NOW, n)))
            .unwrap();
        assert!(key.starts_with("r:"));
        let stored: StoredResponse<'_> = serde_json::from_str(&value).unwrap();
        stored.comment.unwrap().into_owned()
    };
    assert_eq!(kept(&collector, 1), comment);
    let site = json!({"product": "P", "scrub_comments": true});
    let shown: Value = parsed(&collector.admin("PUT", SITE, &site));
    assert_eq!(shown["definition"]["scrub_comments"], json!(true));
    assert_eq!(kept(&collector, 2), "Gọi [phone] hoặc [e-mail], đơn #12345");
    assert_eq!(collector.summary("nps", "").comments, 2);
}
