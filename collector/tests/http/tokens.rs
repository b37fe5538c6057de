//! Guesses of the operator's token and of owners' keys: what counts, what it costs, and what nobody
//! can find out by them.

use crate::{
    guards::{from, is_limited},
    support::{ADMIN, Collector, NOW, assert_problem, request, response, wrong_key},
};
use collector::{
    api::http::{Body, Reply},
    runtime::{limit::Limit, secret::Secret},
};
use serde_json::{Value, json};

const SITE: &str = "/v1/sites/demo";
const SUMMARY: &str = "/v1/sites/demo/surveys/nps/summary";

fn guess(collector: &Collector, address: &str, key: &str) -> Reply {
    let mut request = request("GET", SUMMARY, b"");
    request.headers.address = Some(address.parse().unwrap());
    request.headers.authorization = Some(Secret::new(format!("Bearer {key}")));
    collector.send(&request)
}

#[test]
fn who_guesses_the_operators_token_waits_even_with_the_right_one() {
    let mut collector = Collector::new();
    let key = collector.new_key("demo", "read");
    *collector.runtime.most.borrow_mut() = Some(3);
    let (guesser, other) = ("203.0.113.7", "203.0.113.8");
    for _ in 0..3 {
        assert_problem(&guess(&collector, guesser, "wrong"), 401, "wrong-key");
        assert_eq!(guess(&collector, guesser, ADMIN).status, 200, "a right token is not counted");
    }
    is_limited(&guess(&collector, guesser, "wrong"));
    is_limited(&guess(&collector, guesser, ADMIN));
    is_limited(&guess(&collector, guesser, "wrong"));
    assert_eq!(guess(&collector, other, ADMIN).status, 200);
    // An owner of the same network goes on, and so do visitors.
    assert_eq!(guess(&collector, guesser, &key).status, 200);
    let body = response("nps", 9, 1).to_string();
    assert_eq!(from(&collector, guesser, "POST", "/v1/responses", &body).status, 201);
    collector.now = NOW.plus_ms(60_000);
    assert_eq!(guess(&collector, guesser, ADMIN).status, 200);
}

#[test]
fn no_number_of_wrong_keys_locks_a_right_one_out() {
    let collector = Collector::new();
    let key = collector.new_key("demo", "read");
    *collector.runtime.most.borrow_mut() = Some(3);
    let shared = "2a06:98c0:3600::103";
    for n in 0..200 {
        let unknown = format!("hbk_{}_{}", key_id(n), "a".repeat(32));
        let near = wrong_key(&key);
        let near = if n % 2 == 0 { near } else { format!("{near}y") };
        for wrong in [unknown.as_str(), &near, "hbk_", "hbk_wrong", "hbk_site:dem_x"] {
            let reply = guess(&collector, shared, wrong);
            assert!([401, 429].contains(&reply.status), "{wrong}: {}", reply.body);
        }
        assert_eq!(guess(&collector, shared, &key).status, 200, "{n}");
    }
    assert!(
        collector.runtime.counted.borrow().iter().all(|(limit, _)| *limit != Limit::WrongKeys),
        "160 random bits are not guessed"
    );
    // And not the operator's token either.
    assert_eq!(guess(&collector, shared, ADMIN).status, 200);
}

/// The n-th of many ids that no key has.
fn key_id(n: usize) -> String {
    let letters = b"abcdefghijkmnpqrstuvwxyz23456789";
    (0..8).map(|place| char::from(letters[(n >> (5 * place)) & 31])).collect()
}

#[test]
fn a_flood_of_unknown_keys_costs_a_bounded_number_of_reads() {
    let mut collector = Collector::new();
    let key = collector.new_key("demo", "read");
    assert_eq!(guess(&collector, "203.0.113.7", &key).status, 200);
    collector.store.operations.borrow_mut().clear();
    for n in 0..20_000 {
        let site = if n % 2 == 0 { "demo".to_owned() } else { format!("no-{n}") };
        let key = format!("hbk_{}_{}", key_id(n), "a".repeat(32));
        let path = format!("/v1/sites/{site}/surveys/nps/summary");
        let mut request = request("GET", &path, b"");
        request.headers.authorization = Some(Secret::new(format!("Bearer {key}")));
        let reply = collector.begin(&request).reply;
        assert!([401, 429].contains(&reply.status), "{}", reply.body);
    }
    let operations = collector.store.operations.borrow().len();
    assert!(operations < 130, "{operations} operations");
    assert_eq!(guess(&collector, "203.0.113.7", &key).status, 200, "the right one passes");
    // A key that was just made is known here at once.
    let newest = collector.new_key("demo", "read");
    assert_eq!(guess(&collector, "203.0.113.7", &newest).status, 200);
    // When the flood is over, an hour later, all is as before.
    collector.pass_ms(3_600_000);
    assert_eq!(guess(&collector, "203.0.113.7", &key).status, 200);
}

#[test]
fn guesses_of_a_known_keys_secret_cost_no_read_each() {
    let mut collector = Collector::new();
    let key = collector.new_key("demo", "read");
    assert_eq!(guess(&collector, "203.0.113.7", &key).status, 200);
    collector.store.operations.borrow_mut().clear();
    for n in 0..1_000 {
        let wrong = format!("{}{}{}", &key[..13], key_id(n), &key[21..]);
        assert_problem(&guess(&collector, "203.0.113.7", &wrong), 401, "wrong-key");
    }
    assert_eq!(*collector.store.operations.borrow(), [""; 0]);
    // What is remembered refuses, and lets nobody in: the key is revoked elsewhere.
    let id = &key[4..12];
    collector.remove(&format!("key:{id}"));
    assert_problem(&guess(&collector, "203.0.113.7", &key), 401, "wrong-key");
    collector.pass_ms(1);
    assert_problem(&guess(&collector, "203.0.113.7", &key), 401, "wrong-key");
}

#[test]
fn nothing_but_the_header_and_the_secret_of_a_sign_in_is_compared_with_the_operators_token() {
    let wrong = "another-operators-token-0123456789abcdef";
    let texts: Vec<String> = (0..499).map(|n| format!("g{n}")).collect();
    let replies = |token: &str| -> Vec<String> {
        let collector = Collector::new();
        let key = collector.new_key("demo", "write");
        let many = format!("{}&{token}", texts.join("&"));
        let (name, hook) = (json!({"name": token, "scope": "read"}), "https://crm.example/");
        let survey = json!({"kind": "nps", "texts": {"en": {"question": token}}});
        [
            ("GET", format!("{SUMMARY}?{many}"), Value::Null),
            ("GET", format!("{SUMMARY}?{token}"), Value::Null),
            ("GET", format!("{SUMMARY}?from={token}"), Value::Null),
            ("GET", format!("{SUMMARY}?x={token}&tz={token}"), Value::Null),
            ("GET", format!("/v1/sites?cursor={token}"), Value::Null),
            ("GET", format!("/v1/sites/{token}"), Value::Null),
            ("DELETE", format!("/v1/sites/demo/keys/{token}"), Value::Null),
            ("POST", "/v1/sites/demo/keys".to_owned(), name),
            ("PUT", SITE.to_owned(), json!({"product": token})),
            ("PUT", "/v1/sites/demo/surveys/nps".to_owned(), survey),
            ("PUT", "/v1/sites/demo/webhooks/crm".to_owned(), json!({"url": hook, "x": token})),
            // Without the console's header: the one way to the secret's field leads past the guard.
            ("POST", "/v1/session".to_owned(), json!({"secret": token})),
            ("POST", format!("/v1/session?{token}"), json!({"secret": token})),
            ("GET", format!("/e/{token}.js?{token}"), Value::Null),
            ("GET", format!("/v1/form/demo/nps?lang={token}"), Value::Null),
        ]
        .into_iter()
        .flat_map(|(method, path, body)| {
            let mut keyless = request(method, &path, body.to_string().as_bytes());
            let anonymous = collector.send(&keyless);
            let owner = collector.with_key(&key, method, &path, &body);
            // As the console sends it, but for the field.
            keyless.headers.console = Some("1".to_owned());
            keyless.headers.asked_at = Some("https://hearby.example.com".to_owned());
            keyless.headers.cookie = Some(Secret::new(format!("__Host-hearby={token}")));
            let is_sign_in = path.starts_with("/v1/session");
            let other_field = json!({"secret": "wrong", "replace": token, "token": token});
            keyless.body = Body::Complete(other_field.to_string().into_bytes());
            let console = if is_sign_in { collector.send(&keyless) } else { Reply::empty(204) };
            [anonymous, owner, console].map(|reply| {
                // A new key's id and secret are random.
                let body = if reply.status == 201 { String::new() } else { reply.body };
                format!("{method} {} {body}", reply.status).replace(token, "…")
            })
        })
        .collect()
    };
    assert_eq!(replies(ADMIN), replies(wrong));
}

#[test]
fn without_a_good_token_visitors_and_owners_go_on_and_the_operator_hears_why() {
    let collector = Collector::new();
    let key = collector.new_key("demo", "write");
    for (token, reason) in [
        (None, "not set"),
        (Some(""), "not set"),
        (Some("short"), "fewer than 32 characters"),
        (Some("0123456789abcdef0123456789abcde"), "fewer than 32 characters"),
        (Some("change-me-change-me-change-me-change-me"), "an example"),
        (Some(key.as_str()), "begins with hbk_"),
    ] {
        *collector.runtime.other_token.borrow_mut() = Some(token.map(str::to_owned));
        // Visitors.
        assert_eq!(collector.get("/e/demo.js").status, 200);
        assert_eq!(collector.get("/v1/form/demo/nps").status, 200);
        assert_eq!(collector.get("/preview/demo/nps").status, 200);
        assert_eq!(collector.post(&response("nps", 9, 1).to_string()).status, 201);
        // An owner.
        assert_eq!(collector.with_key(&key, "GET", SUMMARY, &Value::Null).status, 200);
        let survey = json!({"kind": "nps"});
        let path = "/v1/sites/demo/surveys/nps";
        assert_eq!(collector.with_key(&key, "PUT", path, &survey).status, 200);
        let without = collector.get(SUMMARY);
        assert_problem(&without, 401, "no-key");
        // The operator.
        let token = token.unwrap_or(ADMIN);
        for (method, path, body) in [
            ("GET", "/v1/sites", Value::Null),
            ("PUT", "/v1/sites/new", json!({"product": "P"})),
            ("DELETE", SITE, Value::Null),
            ("GET", "/v1/sites/demo/backup", Value::Null),
            ("POST", "/v1/sites/demo/restore", Value::Null),
        ] {
            let mut bare = request(method, path, body.to_string().as_bytes());
            for authorization in [None, Some(token), Some(ADMIN), Some(&key)] {
                bare.headers.authorization =
                    authorization.map(|token| Secret::new(format!("Bearer {token}")));
                let reply = collector.send(&bare);
                let problem = assert_problem(&reply, 503, "no-operator");
                assert!(problem.detail.contains(reason), "{}", problem.detail);
                let log = collector.runtime.log.borrow();
                assert!(log.last().is_some_and(|line| line.contains(reason)), "{log:?}");
            }
        }
        if !token.starts_with("hbk_") && !token.is_empty() {
            let reply = collector.with_key(token, "GET", SUMMARY, &Value::Null);
            assert_problem(&reply, 503, "no-operator");
        }
    }
    *collector.runtime.other_token.borrow_mut() = Some(Some(format!("{ADMIN}\n")));
    assert_eq!(collector.admin("GET", "/v1/sites", &Value::Null).status, 200);
}
