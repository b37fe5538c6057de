//! The operator's log: a line for each request that was not done, and nothing personal in it.

use collector::{runtime::secret::Secret, store::StoreError};
use serde_json::{Value, json};

use crate::support::{Collector, parsed, request, response, with};

/// The lines of the log so far.
fn log(collector: &Collector) -> Vec<Value> {
    let lines = collector.runtime.log.borrow();
    lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_request_that_was_not_done_is_one_line_with_the_id_that_its_peer_was_told() {
    let collector = Collector::new();
    *collector.runtime.ray.borrow_mut() = Some("8f2b1c3d4e5f6a7b-HKG".to_owned());
    let reply = collector.post("{");
    assert_eq!(parsed::<Value>(&reply)["request_id"], "8f2b1c3d4e5f6a7b-HKG");
    let expected = json!({
        "event": "request-failed", "request_id": "8f2b1c3d4e5f6a7b-HKG", "method": "POST",
        "route": "/v1/responses", "status": 400, "problem": "not-json", "elapsed_ms": 0,
    });
    assert_eq!(log(&collector), [expected]);
    // What was done is not told.
    assert_eq!(collector.post(&response("nps", 9, 1).to_string()).status, 201);
    assert_eq!(collector.get("/e/demo.js").status, 200);
    assert_eq!(log(&collector).len(), 1);
    // The route is told, and not the path.
    for (path, route, problem) in [
        ("/nothing/at-all", Value::Null, "not-found"),
        ("/e/NOBODY.js", json!("/e/{site}.js"), "unknown-site"),
        ("/e/nobody.js", json!("/e/{site}.js"), "unknown-site"),
        ("/v1/responses", json!("/v1/responses"), "method-not-allowed"),
        (
            "/v1/sites/demo/surveys/nps/summary?key=1",
            json!("/v1/sites/{site}/surveys/{survey}/summary"),
            "key-in-address",
        ),
    ] {
        let reply = collector.get(path);
        assert!(reply.status >= 400);
        let line = log(&collector).pop().unwrap();
        assert_eq!((&line["route"], &line["problem"]), (&route, &json!(problem)), "{path}");
        assert_eq!((&line["status"], &line["method"]), (&json!(reply.status), &json!("GET")));
    }
}

#[test]
fn without_an_id_of_cloudflare_a_request_gets_one_of_its_own() {
    let collector = Collector::new();
    let mut ids = Vec::new();
    for ray in [None, Some(""), Some("not an id"), Some("<script>"), Some(&*"a".repeat(33))] {
        *collector.runtime.ray.borrow_mut() = ray.map(str::to_owned);
        let reply = collector.get("/nothing");
        let id = parsed::<Value>(&reply)["request_id"].as_str().unwrap().to_owned();
        assert!(id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
        assert_eq!(log(&collector).pop().unwrap()["request_id"], id.as_str());
        assert!(!ids.contains(&id), "{id} is there twice");
        ids.push(id);
    }
}

#[test]
fn a_head_that_fails_is_told_in_the_log_and_has_no_body() {
    let collector = Collector::new();
    let reply = collector.send(&request("HEAD", "/e/nobody.js", b""));
    assert_eq!((reply.status, reply.body.as_str()), (404, ""));
    assert_eq!(log(&collector).pop().unwrap()["method"], "HEAD");
}

#[test]
fn the_time_that_a_store_takes_is_told() {
    let collector = Collector::new();
    // The clock of the runtime goes on while the request's own stands still.
    *collector.runtime.clock_ahead_ms.borrow_mut() = 250;
    *collector.store.next_puts.borrow_mut() = vec![Some(StoreError::Unavailable); 9];
    assert_eq!(collector.post(&response("nps", 9, 1).to_string()).status, 503);
    let line = log(&collector).pop().unwrap();
    assert_eq!((&line["problem"], &line["elapsed_ms"]), (&json!("store-busy"), &json!(250)));
}

#[test]
fn nothing_about_a_person_or_a_site_is_in_the_log() {
    let collector = Collector::new();
    let write_key = collector.new_key("demo", "write");
    let personal =
        ["an@example.com", "203.0.113.9", "secret-words", "demo", "hbk_", "shop.example"];
    let body = [("respondent", personal[0]), ("comment", personal[2]), ("page", personal[2])]
        .into_iter()
        .fold(response("nps", 11, 1), |body, (field, value)| with(body, field, json!(value)));
    let someone = json!({"respondent": personal[0], "secret-words": 1});
    let sent = [
        ("POST", "/v1/responses".to_owned(), body),
        ("POST", format!("/v1/responses?{}=1", personal[2]), json!({"comment": personal[2]})),
        ("POST", "/v1/sites/demo/respondents/delete".to_owned(), someone),
        ("GET", format!("/v1/sites/demo/surveys/nps/summary?from={}", personal[2]), Value::Null),
        ("GET", format!("/v1/sites/demo/surveys/nps/summary?key={write_key}"), Value::Null),
        ("GET", format!("/v1/sites/demo/{}", personal[2]), Value::Null),
        ("PUT", "/v1/sites/demo".to_owned(), json!({"product": personal[2]})),
    ];
    for (method, address, body) in sent {
        let mut request = request(method, &address, body.to_string().as_bytes());
        request.headers.authorization = Some(Secret::new(format!("Bearer {write_key}")));
        request.headers.origin = Some("https://shop.example".to_owned());
        request.headers.address = personal[1].parse().ok();
        assert!(collector.send(&request).status >= 400, "{method} {address}");
    }
    let lines = collector.runtime.log.borrow();
    assert_eq!(lines.len(), 7);
    for line in lines.iter() {
        assert!(!personal.iter().any(|word| line.contains(word)), "{line}");
    }
}
