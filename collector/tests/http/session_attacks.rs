//! Attacks on sessions: pages of other origins, cookies that were put there, guesses, forgeries.

use crate::{
    sessions::{
        HTTPS, NEWER_KEY, SESSION, SUMMARY, cookie_of, from_console, key_id, post, sign_in,
        with_cookie,
    },
    support::{ADMIN, Collector, address, assert_problem, parsed, request, response, wrong_key},
};
use collector::{
    api::{
        cors::Audience,
        http::{Method, Reply},
        router::{self, ROUTES},
    },
    runtime::{limit::Limit, secret::Secret},
    store::{
        Entry, Store,
        keys::{Key, KeyId},
    },
};
use serde_json::{Value, json};

#[test]
fn a_request_that_another_page_can_make_is_let_in_nowhere() {
    let collector = Collector::new();
    let operator = sign_in(&collector, ADMIN);
    for route in ROUTES.iter().filter(|route| route.audience != Audience::Visitors) {
        let path = address(route.path);
        let send = |console: Option<&str>, fetch_site: Option<&str>| {
            let body = json!({"secret": ADMIN, "replace": true});
            let method = route.method.as_str();
            from_console(&collector, method, &path, &body, &operator, |headers| {
                headers.console = console.map(str::to_owned);
                headers.fetch_site = fetch_site.map(str::to_owned);
                headers.origin = Some("http://127.0.0.1:9999".to_owned());
            })
        };
        // A form, a picture, a script, a frame, a fetch without CORS: none has the header.
        for fetch_site in [None, Some("same-origin"), Some("same-site"), Some("cross-site")] {
            for console in [None, Some(""), Some("0"), Some("true"), Some("1, 1")] {
                let reply = send(console, fetch_site);
                let expected = match route.audience {
                    Audience::Console => (403, "not-from-console"),
                    _ => (401, "no-key"),
                };
                assert_problem(&reply, expected.0, expected.1);
                assert_eq!(reply.header("set-cookie"), None);
            }
        }
        // And if one had it: the browser says where it comes from.
        for fetch_site in ["same-site", "cross-site", "none", "", "Same-Origin"] {
            let reply = send(Some("1"), Some(fetch_site));
            assert_problem(&reply, 403, "not-from-console");
            assert_eq!(reply.header("set-cookie"), None);
        }
    }
    // Nothing was done by any of them.
    assert_eq!(collector.admin("GET", "/v1/sites/demo", &Value::Null).status, 200);
    assert_eq!(parsed::<Value>(&collector.admin("GET", SUMMARY, &Value::Null))["responses"], 0);
}

#[test]
fn no_preflight_allows_the_consoles_header_and_nothing_allows_credentials() {
    let collector = Collector::new();
    for route in ROUTES {
        let preflight = collector.send(&request("OPTIONS", &address(route.path), b""));
        assert_eq!(preflight.status, 204, "{}", route.path);
        let allowed = preflight.header("access-control-allow-headers");
        assert!(allowed.is_none_or(|names| !names.contains("hearby")), "{allowed:?}");
        assert!(allowed.is_none_or(|names| !names.contains('*')), "{allowed:?}");
        let reply = collector.send(&request(route.method.as_str(), &address(route.path), b""));
        for reply in [preflight, reply] {
            assert_eq!(reply.header("access-control-allow-credentials"), None, "{}", route.path);
            if route.audience == Audience::Console {
                let of_cors = |(name, _): &&(&str, _)| name.starts_with("access-control-");
                assert_eq!(reply.headers.iter().find(of_cors), None, "{}", route.path);
            }
        }
    }
}

#[test]
fn a_public_route_gives_everybody_the_same_whatever_cookie_comes_along() {
    let collector = Collector::new();
    let operator = sign_in(&collector, ADMIN);
    for route in ROUTES.iter().filter(|route| route.audience == Audience::Visitors) {
        let path = address(route.path);
        assert!(!router::takes_sessions(&path), "{path}: the edge reads no cookie");
        let body = response("nps", 9, 1).to_string();
        let send = |cookie: Option<&str>| {
            let mut request = request(route.method.as_str(), &path, body.as_bytes());
            request.headers.asked_at = Some(HTTPS.to_owned());
            request.headers.cookie = cookie.map(|cookie| Secret::new(cookie.to_owned()));
            request.headers.console = cookie.map(|_| "1".to_owned());
            let reply = collector.send(&request);
            (reply.status, reply.headers, reply.body)
        };
        assert_eq!(send(Some(&operator)), send(None), "{path}");
    }
    let of_owners = ROUTES.iter().filter(|route| route.audience != Audience::Visitors);
    assert!(of_owners.clone().count() > 30);
    assert!(of_owners.map(|route| address(route.path)).all(|path| router::takes_sessions(&path)));
}

#[test]
fn every_reply_to_an_owner_is_kept_by_nobody_and_loaded_by_no_other_origin() {
    let collector = Collector::new();
    let operator = sign_in(&collector, ADMIN);
    for route in ROUTES.iter().filter(|route| route.audience != Audience::Visitors) {
        let path = address(route.path);
        let mut replies: Vec<Reply> = vec![
            with_cookie(&collector, "OPTIONS", &path, ""),
            with_cookie(&collector, "PATCH", &path, &operator),
            with_cookie(&collector, route.method.as_str(), &path, ""),
            // Deletions come last in no order: a body that is none keeps everything in place.
            with_cookie(&collector, route.method.as_str(), &path, "__Host-hearby=x"),
        ];
        if route.method == Method::Get {
            replies.push(with_cookie(&collector, "GET", &path, &operator));
            replies.push(with_cookie(&collector, "HEAD", &path, &operator));
            replies.push(collector.admin("GET", &path, &Value::Null));
        }
        for reply in replies {
            for (name, value) in [
                ("cache-control", "no-store"),
                ("cross-origin-resource-policy", "same-origin"),
                ("vary", "authorization, cookie"),
                ("x-content-type-options", "nosniff"),
                ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
            ] {
                assert_eq!(reply.header(name), Some(value), "{path} {}", reply.status);
            }
        }
    }
}

#[test]
fn signing_in_takes_over_nobodys_session_without_being_told_to() {
    let collector = Collector::new();
    let victims = collector.new_key("demo", "write");
    collector.admin("PUT", "/v1/sites/evil", &json!({"product": "P"}));
    let attackers = collector.new_key("evil", "write");
    let cookie = sign_in(&collector, &victims);
    let reply = post(&collector, &json!({"secret": attackers}), &cookie);
    assert_problem(&reply, 409, "session-exists");
    assert_eq!(reply.header("set-cookie"), None, "the victim's stays");
    assert_problem(&post(&collector, &json!({"secret": ADMIN}), &cookie), 409, "session-exists");
    // A wrong secret is told before: nobody learns by it who is signed in.
    assert_problem(&post(&collector, &json!({"secret": "wrong"}), &cookie), 401, "wrong-key");
    // One's own is renewed.
    cookie_of(&post(&collector, &json!({"secret": victims}), &cookie));
    let replaced =
        cookie_of(&post(&collector, &json!({"secret": attackers, "replace": true}), &cookie));
    let shown: Value = parsed(&with_cookie(&collector, "GET", SESSION, &replaced));
    assert_eq!(shown["site"], "evil");
    // A session whose key is gone is in nobody's way.
    let path = format!("/v1/sites/demo/keys/{}", key_id(&victims));
    collector.admin("DELETE", &path, &Value::Null);
    cookie_of(&post(&collector, &json!({"secret": attackers}), &cookie));
}

#[test]
fn a_cookie_that_a_neighbour_put_beside_is_passed_over_or_refused_and_never_takes_its_place() {
    let collector = Collector::new();
    let key = collector.new_key("demo", "write");
    let cookie = sign_in(&collector, &key);
    collector.admin("PUT", "/v1/sites/evil", &json!({"product": "P"}));
    let attackers = sign_in(&collector, &collector.new_key("evil", "write"));
    let (name, token) = cookie.split_once('=').unwrap();
    // Not signed here: passed over, before or behind.
    for junk in [
        format!("{name}="),
        format!("{name}=x"),
        format!("{name}={}", token.to_uppercase()),
        format!("{name}={token}x"),
        format!("{name}=\"{token}\""),
        "a=1; b=2".to_owned(),
    ] {
        for cookies in [format!("{junk}; {cookie}"), format!("{cookie}; {junk}")] {
            assert_eq!(with_cookie(&collector, "GET", SUMMARY, &cookies).status, 200, "{cookies}");
        }
        assert_problem(&with_cookie(&collector, "GET", SUMMARY, &junk), 401, "no-session");
    }
    // Signed here, but somebody else's: refused, for every request.
    for cookies in [format!("{attackers}; {cookie}"), format!("{cookie}; {attackers}")] {
        for (method, path) in
            [("GET", SUMMARY), ("GET", SESSION), ("PUT", "/v1/sites/demo/surveys/x")]
        {
            let reply = with_cookie(&collector, method, path, &cookies);
            assert_problem(&reply, 401, "several-sessions");
        }
        let reply = post(&collector, &json!({"secret": key, "replace": true}), &cookies);
        assert_problem(&reply, 401, "several-sessions");
        assert_eq!(with_cookie(&collector, "DELETE", SESSION, &cookies).status, 204);
    }
    // The same one twice is one.
    let cookies = format!("{cookie}; {}", sign_in(&collector, &key));
    assert_eq!(with_cookie(&collector, "GET", SUMMARY, &cookies).status, 200);
    // A jar full of them costs no more than a few signatures.
    let many = format!("{name}=x; ").repeat(1_000) + &cookie;
    assert_problem(&with_cookie(&collector, "GET", SUMMARY, &many), 401, "several-sessions");
    // What only looks like one, behind another space or a comma, is none.
    for cookies in [
        format!("a=1,{cookie}"),
        format!("\u{a0}{cookie}"),
        format!("\u{2000}{cookie}"),
        format!("a={cookie}"),
        cookie.to_lowercase(),
        cookie.replacen("__Host-hearby", "hearby-443", 1),
    ] {
        assert_problem(&with_cookie(&collector, "GET", SUMMARY, &cookies), 401, "no-session");
    }
}

#[test]
fn a_session_of_another_deployment_opens_nothing() {
    let (here, there) = (Collector::new(), Collector::new());
    there.set_signing_keys(NEWER_KEY);
    for cookie in [sign_in(&there, ADMIN), sign_in(&there, &there.new_key("demo", "write"))] {
        assert_problem(&with_cookie(&here, "GET", SUMMARY, &cookie), 401, "no-session");
    }
    // Nor does one with the same signing keys, as after a move, but other secrets.
    let moved = Collector::new();
    let other_token = "another-operators-token-0123456789abcdef";
    *moved.runtime.other_token.borrow_mut() = Some(Some(other_token.to_owned()));
    assert_problem(
        &with_cookie(&here, "GET", SUMMARY, &sign_in(&moved, other_token)),
        401,
        "no-session",
    );
}

#[test]
fn a_key_of_the_same_id_but_another_secret_ends_the_session() {
    let collector = Collector::new();
    let key = collector.new_key("demo", "write");
    let cookie = sign_in(&collector, &key);
    let name = Key::owner_key(&KeyId::parse(key_id(&key)).unwrap());
    let overwrite = |text: &str| {
        pollster::block_on(collector.store.memory.put(&name, Entry::of(text))).unwrap();
    };
    let stored = pollster::block_on(collector.store.memory.get(&name)).unwrap().unwrap();
    for (field, value) in
        [("sha256", json!("0".repeat(64))), ("scope", json!("read")), ("site", json!("other"))]
    {
        let mut record: Value = serde_json::from_str(&stored).unwrap();
        record[field] = value;
        overwrite(&record.to_string());
        assert_problem(&with_cookie(&collector, "GET", SUMMARY, &cookie), 401, "no-session");
        overwrite(&stored);
        assert_eq!(with_cookie(&collector, "GET", SUMMARY, &cookie).status, 200);
    }
}

#[track_caller]
fn waits(reply: &Reply) {
    assert_problem(reply, 429, "rate-limited");
    assert_eq!(reply.header("retry-after"), Some("60"));
}

fn guess(collector: &Collector, address: &str, secret: &str) -> Reply {
    let body = json!({"secret": secret});
    from_console(collector, "POST", SESSION, &body, "", |headers| {
        headers.address = Some(address.parse().unwrap());
    })
}

#[test]
fn guesses_of_the_operators_token_count_as_those_in_the_header_do() {
    let mut collector = Collector::new();
    let key = collector.new_key("demo", "read");
    *collector.runtime.most.borrow_mut() = Some(3);
    let (guesser, other) = ("203.0.113.7", "203.0.113.8");
    for _ in 0..3 {
        assert_problem(&guess(&collector, guesser, "wrong"), 401, "wrong-key");
        assert_eq!(guess(&collector, guesser, ADMIN).status, 200, "a right one is not counted");
    }
    waits(&guess(&collector, guesser, "wrong"));
    waits(&guess(&collector, guesser, ADMIN));
    // In the header, too: it is one count.
    let mut header = request("GET", SUMMARY, b"");
    header.headers.address = Some(guesser.parse().unwrap());
    header.headers.authorization = Some(Secret::new(format!("Bearer {ADMIN}")));
    waits(&collector.send(&header));
    assert_eq!(guess(&collector, other, ADMIN).status, 200);
    assert_eq!(guess(&collector, guesser, &key).status, 200, "an owner of the same network");
    collector.pass_ms(60_000);
    assert_eq!(guess(&collector, guesser, ADMIN).status, 200);
    let counted = collector.runtime.counted.borrow();
    assert!(counted.iter().all(|(limit, _)| *limit == Limit::WrongKeys), "{counted:?}");
}

#[test]
fn a_flood_of_made_up_keys_costs_a_bounded_number_of_reads_and_locks_no_owner_out() {
    let collector = Collector::new();
    let key = collector.new_key("demo", "read");
    let made_up = |n: usize| {
        let letters = b"abcdefghijkmnpqrstuvwxyz23456789";
        let id: String = (0..8).map(|at| char::from(letters[(n >> (5 * at)) & 31])).collect();
        format!("hbk_{id}_{}", "a".repeat(32))
    };
    collector.store.operations.borrow_mut().clear();
    for n in 0..5_000 {
        // From everywhere.
        let address = format!("10.{}.{}.7", n / 250, n % 250);
        let reply = guess(&collector, &address, &made_up(n));
        assert!([401, 429].contains(&reply.status), "{}", reply.body);
    }
    let operations = collector.store.operations.borrow().len();
    assert!(operations < 130, "{operations} operations");
    assert_eq!(guess(&collector, "203.0.113.7", &key).status, 200, "the right one passes");
    let newest = collector.new_key("demo", "read");
    assert_eq!(guess(&collector, "203.0.113.7", &newest).status, 200, "and the newest");
    // From one address: it waits, but for keys that are known to be there.
    let collector = Collector::new();
    let key = collector.new_key("demo", "read");
    assert_eq!(guess(&collector, "203.0.113.9", &key).status, 200);
    *collector.runtime.most.borrow_mut() = Some(3);
    for n in 0..3 {
        assert_problem(&guess(&collector, "203.0.113.7", &made_up(n)), 401, "wrong-key");
    }
    waits(&guess(&collector, "203.0.113.7", &made_up(3)));
    waits(&guess(&collector, "203.0.113.7", &made_up(4)));
    assert_eq!(guess(&collector, "203.0.113.7", &key).status, 200);
    // Its secret is not guessed by that either, nor with reads.
    collector.store.operations.borrow_mut().clear();
    for n in 0..100 {
        let wrong = format!("{}{}", &key[..key.len() - 2], &made_up(n)[4..6]);
        if wrong != key {
            assert_problem(&guess(&collector, "203.0.113.8", &wrong), 401, "wrong-key");
        }
    }
    assert_eq!(*collector.store.operations.borrow(), [""; 0]);
}

#[test]
fn no_reply_and_no_line_of_the_log_holds_a_secret_or_a_cookie() {
    let collector = Collector::new();
    let key = collector.new_key("demo", "read");
    let cookie = sign_in(&collector, &key);
    let (_, token) = cookie.split_once('=').unwrap();
    let operator = sign_in(&collector, ADMIN);
    let (_, operators) = operator.split_once('=').unwrap();
    let wrong = wrong_key(&key);
    let replies = [
        post(&collector, &json!({"secret": wrong}), &cookie),
        post(&collector, &json!({"secret": key, "x": key.as_str()}), &cookie),
        post(&collector, &json!({"secret": key, "replace": key}), &cookie),
        post(&collector, &json!({"secret": [key]}), ""),
        post(&collector, &json!({"secret": ADMIN}), &cookie),
        post(&collector, &json!([key]), ""),
        with_cookie(&collector, "GET", "/v1/sites", &cookie),
        with_cookie(&collector, "GET", SESSION, &format!("{cookie}; {operator}")),
        with_cookie(&collector, "POST", &format!("{SESSION}?key={key}"), &cookie),
        with_cookie(&collector, "GET", &format!("{SESSION}?x={key}"), &cookie),
    ];
    for reply in replies {
        assert!(reply.status >= 400, "{}", reply.body);
        let text = format!("{reply:?}");
        for secret in [&key[4..], &wrong[12..], ADMIN, token, operators] {
            assert!(!text.contains(secret), "{text}");
        }
    }
    let log = collector.runtime.log.borrow().join("\n");
    assert!(log.contains("/v1/session"), "{log}");
    for secret in [&key[4..], &wrong[12..], ADMIN, token, operators] {
        assert!(!log.contains(secret), "{log}");
    }
    // Nor does what a test or a panic would print.
    let mut request = request("GET", SESSION, b"");
    request.headers.cookie = Some(Secret::new(cookie.clone()));
    assert!(!format!("{request:?}").contains(token));
}
