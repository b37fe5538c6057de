//! Sessions of the console: how they begin, what they open, and how they end. Attacks on them are in
//! `session_attacks.rs`.

use crate::support::{ADMIN, Collector, SIGNING_KEY, assert_problem, parsed, request};
use collector::{
    api::http::{Headers, Reply},
    runtime::secret::Secret,
};
use serde_json::{Value, json};
use wire::session::{Role, Session};

use domain::HOUR_MS;

pub(crate) const SESSION: &str = "/v1/session";
pub(crate) const SUMMARY: &str = "/v1/sites/demo/surveys/nps/summary";
pub(crate) const HTTPS: &str = "https://hearby.example.com";
pub(crate) const NEWER_KEY: &str = "Zp3vB7nM1xQ9cL5kJ2hG8fD4sA6wE0rT";

/// A request of the console, with these cookies, its headers changed by `change`.
pub(crate) fn from_console(
    collector: &Collector,
    method: &str,
    path: &str,
    body: &Value,
    cookies: &str,
    change: impl FnOnce(&mut Headers),
) -> Reply {
    let mut request = request(method, path, body.to_string().as_bytes());
    request.headers.content_type = Some("application/json".to_owned());
    request.headers.console = Some("1".to_owned());
    request.headers.fetch_site = Some("same-origin".to_owned());
    request.headers.asked_at = Some(HTTPS.to_owned());
    request.headers.cookie = (!cookies.is_empty()).then(|| Secret::new(cookies.to_owned()));
    change(&mut request.headers);
    collector.send(&request)
}

pub(crate) fn with_cookie(collector: &Collector, method: &str, path: &str, cookie: &str) -> Reply {
    from_console(collector, method, path, &Value::Null, cookie, |_| ())
}

pub(crate) fn post(collector: &Collector, body: &Value, cookie: &str) -> Reply {
    from_console(collector, "POST", SESSION, body, cookie, |_| ())
}

/// The cookie that a reply sets, as a browser sends it back.
#[track_caller]
pub(crate) fn cookie_of(reply: &Reply) -> String {
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
}

/// Signs in, and returns the cookie.
#[track_caller]
pub(crate) fn sign_in(collector: &Collector, secret: &str) -> String {
    cookie_of(&post(collector, &json!({"secret": secret}), ""))
}

pub(crate) fn key_id(key: &str) -> &str {
    key.split('_').nth(1).unwrap()
}

#[test]
fn a_key_begins_a_session_of_its_site_and_scope_and_the_token_one_of_the_operator() {
    let collector = Collector::new();
    let key = collector.new_key("demo", "read");
    let reply = post(&collector, &json!({"secret": key}), "");
    let cookie = cookie_of(&reply);
    let session: Session = parsed(&reply);
    assert_eq!((session.role, session.site.as_deref()), (Role::Owner, Some("demo")));
    assert_eq!(session.key.as_deref(), Some(key_id(&key)));
    assert_eq!(session.expires_at, "2026-11-22T15:00:00.000Z");
    assert!(reply.body.contains(r#""scope":"read""#), "{}", reply.body);
    let set = reply.header("set-cookie").unwrap();
    assert!(set.starts_with("__Host-hearby="), "{set}");
    let attributes = "; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure";
    assert!(set.ends_with(attributes), "{set}");
    assert_eq!(parsed::<Session>(&with_cookie(&collector, "GET", SESSION, &cookie)), session);
    // It opens what the key opens, and no more.
    assert_eq!(with_cookie(&collector, "GET", SUMMARY, &cookie).status, 200);
    let keys = "/v1/sites/demo/keys";
    assert_problem(&with_cookie(&collector, "GET", keys, &cookie), 403, "scope-too-small");
    assert_problem(&with_cookie(&collector, "GET", "/v1/sites", &cookie), 403, "admin-only");
    collector.admin("PUT", "/v1/sites/other", &json!({"product": "P"}));
    let other = "/v1/sites/other/surveys";
    assert_problem(&with_cookie(&collector, "GET", other, &cookie), 403, "foreign-key");

    let operator = sign_in(&collector, ADMIN);
    let shown = with_cookie(&collector, "GET", SESSION, &operator);
    let expected = json!({"role": "operator", "site": null, "scope": "write", "key": null,
                          "expires_at": "2026-11-22T15:00:00.000Z"});
    assert_eq!(parsed::<Value>(&shown), expected);
    for path in ["/v1/sites", keys, other, SUMMARY, "/v1/sites/demo/backup"] {
        assert_eq!(with_cookie(&collector, "GET", path, &operator).status, 200, "{path}");
    }
    let writer = sign_in(&collector, &collector.new_key("demo", "write"));
    let pause = "/v1/sites/demo/surveys/nps/pause";
    assert_eq!(with_cookie(&collector, "POST", pause, &writer).status, 200);
}

#[test]
fn a_key_in_the_header_wins_over_a_cookie() {
    let collector = Collector::new();
    let operator = sign_in(&collector, ADMIN);
    let key = collector.new_key("demo", "read");
    let send = |authorization: &str| {
        from_console(&collector, "GET", "/v1/sites", &Value::Null, &operator, |headers| {
            headers.authorization = Some(Secret::new(authorization.to_owned()));
        })
    };
    assert_problem(&send(&format!("Bearer {key}")), 403, "admin-only");
    assert_problem(&send("Bearer wrong"), 401, "wrong-key");
    assert_problem(&send("Basic eA=="), 401, "no-key");
    assert_eq!(send(&format!("Bearer {ADMIN}")).status, 200);
}

#[test]
fn on_this_machine_the_cookie_has_the_port_in_its_name_and_elsewhere_http_begins_none() {
    let collector = Collector::new();
    let at = |origin: &str, cookie: &str, method: &str| {
        let body = json!({"secret": ADMIN});
        from_console(&collector, method, SESSION, &body, cookie, |headers| {
            headers.asked_at = Some(origin.to_owned());
        })
    };
    let reply = at("http://127.0.0.1:8787", "", "POST");
    let cookie = cookie_of(&reply);
    assert!(cookie.starts_with("hearby-8787="), "{cookie}");
    let set = reply.header("set-cookie").unwrap();
    assert!(set.ends_with("; HttpOnly; SameSite=Strict"), "WebKit drops secure ones: {set}");
    assert_eq!(at("http://127.0.0.1:8787", &cookie, "GET").status, 200);
    // A collector on another port has a cookie of its own, and on https another one.
    for other in ["http://127.0.0.1:8788", HTTPS] {
        assert_problem(&at(other, &cookie, "GET"), 401, "no-session");
    }
    for origin in ["http://hearby.example.com", "http://192.168.1.7:8787"] {
        assert_problem(&at(origin, "", "POST"), 403, "not-secure");
        assert_problem(&at(origin, &cookie, "GET"), 401, "no-session");
    }
}

#[test]
fn a_session_ends_after_twelve_hours_whatever_was_done_meanwhile() {
    let mut collector = Collector::new();
    let cookie = sign_in(&collector, &collector.new_key("demo", "read"));
    collector.pass_ms(12 * HOUR_MS - 1);
    let last = with_cookie(&collector, "GET", SUMMARY, &cookie);
    assert_eq!((last.status, last.header("set-cookie")), (200, None), "nothing prolongs it");
    collector.pass_ms(1);
    assert_problem(&with_cookie(&collector, "GET", SUMMARY, &cookie), 401, "no-session");
    assert_problem(&with_cookie(&collector, "GET", SESSION, &cookie), 401, "no-session");
}

#[test]
fn a_session_ends_with_its_key_and_no_other_does() {
    let mut collector = Collector::new();
    let (key, other) = (collector.new_key("demo", "write"), collector.new_key("demo", "write"));
    let (cookie, others) = (sign_in(&collector, &key), sign_in(&collector, &other));
    let operator = sign_in(&collector, ADMIN);
    // By a session of the same site: an owner who has lost a laptop.
    let path = format!("/v1/sites/demo/keys/{}", key_id(&key));
    assert_eq!(with_cookie(&collector, "DELETE", &path, &others).status, 204);
    // Another isolate, which has not done it.
    collector.restart();
    for path in [SUMMARY, SESSION] {
        assert_problem(&with_cookie(&collector, "GET", path, &cookie), 401, "no-session");
        for still in [&others, &operator] {
            assert_eq!(with_cookie(&collector, "GET", path, still).status, 200);
        }
    }
}

#[test]
fn a_session_ends_with_its_site() {
    let mut collector = Collector::new();
    let key = collector.new_key("demo", "write");
    let cookie = sign_in(&collector, &key);
    assert!([200, 202].contains(&collector.admin("DELETE", "/v1/sites/demo", &json!(null)).status));
    collector.pass_ms(120_000);
    for path in [SUMMARY, SESSION] {
        assert_problem(&with_cookie(&collector, "GET", path, &cookie), 401, "no-session");
    }
    assert_problem(&post(&collector, &json!({"secret": key}), ""), 401, "wrong-key");
}

#[test]
fn an_operators_session_ends_when_the_token_is_changed() {
    let collector = Collector::new();
    let cookie = sign_in(&collector, ADMIN);
    let owner = sign_in(&collector, &collector.new_key("demo", "read"));
    let newer = "another-operators-token-0123456789abcdef";
    *collector.runtime.other_token.borrow_mut() = Some(Some(newer.to_owned()));
    for path in ["/v1/sites", SUMMARY, SESSION] {
        assert_problem(&with_cookie(&collector, "GET", path, &cookie), 401, "no-session");
    }
    assert_eq!(with_cookie(&collector, "GET", SUMMARY, &owner).status, 200);
    let newest = cookie_of(&post(&collector, &json!({"secret": newer}), &cookie));
    assert_eq!(with_cookie(&collector, "GET", "/v1/sites", &newest).status, 200);
    // Changed back, the old session would be one again: the text is the same.
    *collector.runtime.other_token.borrow_mut() = None;
    assert_problem(&with_cookie(&collector, "GET", "/v1/sites", &newest), 401, "no-session");
    // Without a good token the operator hears why, and owners go on.
    *collector.runtime.other_token.borrow_mut() = Some(None);
    assert_problem(&with_cookie(&collector, "GET", SESSION, &cookie), 503, "no-operator");
    assert_eq!(with_cookie(&collector, "GET", SESSION, &owner).status, 200);
}

#[test]
fn sessions_outlive_a_new_signing_key_and_end_when_theirs_is_taken_away() {
    let collector = Collector::new();
    let key = collector.new_key("demo", "read");
    let cookies = [sign_in(&collector, &key), sign_in(&collector, ADMIN)];
    collector.set_signing_keys(&format!("{NEWER_KEY} {SIGNING_KEY}"));
    for cookie in &cookies {
        assert_eq!(with_cookie(&collector, "GET", SUMMARY, cookie).status, 200);
    }
    // The newest signs.
    let newer = sign_in(&collector, &key);
    collector.set_signing_keys(NEWER_KEY);
    assert_eq!(with_cookie(&collector, "GET", SUMMARY, &newer).status, 200);
    for cookie in &cookies {
        assert_problem(&with_cookie(&collector, "GET", SUMMARY, cookie), 401, "no-session");
    }
}

#[test]
fn without_signing_keys_nobody_signs_in_and_is_told_why_and_keys_go_on() {
    let collector = Collector::new();
    let key = collector.new_key("demo", "read");
    let cookie = sign_in(&collector, &key);
    for (keys, reason) in [
        ("", "SIGNING_KEYS is not set"),
        ("short", "key 1 of SIGNING_KEYS has fewer than 32 characters"),
        ("change-me-change-me-change-me-change-me", "key 1 of SIGNING_KEYS can be guessed"),
    ] {
        collector.set_signing_keys(keys);
        for secret in [key.as_str(), ADMIN, "wrong"] {
            let reply = post(&collector, &json!({"secret": secret}), "");
            let problem = assert_problem(&reply, 503, "no-session-keys");
            assert!(problem.detail.contains(reason), "{}", problem.detail);
        }
        let log = collector.runtime.log.borrow().last().cloned().unwrap();
        assert!(log.contains("SIGNING_KEYS"), "{log}");
        assert_problem(&with_cookie(&collector, "GET", SUMMARY, &cookie), 503, "no-session-keys");
        assert_problem(&with_cookie(&collector, "GET", SESSION, ""), 401, "no-session");
        assert_eq!(with_cookie(&collector, "DELETE", SESSION, &cookie).status, 204);
        assert_eq!(collector.with_key(&key, "GET", SUMMARY, &Value::Null).status, 200);
    }
}

#[test]
fn signing_out_takes_the_cookie_away_here_and_revokes_nothing() {
    let collector = Collector::new();
    let cookie = sign_in(&collector, &collector.new_key("demo", "read"));
    for there in [cookie.as_str(), "", "__Host-hearby=nonsense"] {
        let reply = with_cookie(&collector, "DELETE", SESSION, there);
        assert_eq!((reply.status, reply.body.as_str()), (204, ""));
        let set = "__Host-hearby=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure";
        assert_eq!(reply.header("set-cookie"), Some(set));
    }
    // Nothing about sessions is stored, so a copy of the cookie goes on; the documents say so, and
    // that revoking the key ends it.
    assert_eq!(with_cookie(&collector, "GET", SUMMARY, &cookie).status, 200);
}

#[test]
fn a_store_that_is_away_ends_no_session() {
    let mut collector = Collector::new();
    let key = collector.new_key("demo", "read");
    let (cookie, operator) = (sign_in(&collector, &key), sign_in(&collector, ADMIN));
    collector.restart();
    for is_used_up in [false, true] {
        *collector.store.is_unreadable.borrow_mut() = !is_used_up;
        *collector.store.is_read_up.borrow_mut() = is_used_up;
        for reply in [
            with_cookie(&collector, "GET", SUMMARY, &cookie),
            with_cookie(&collector, "GET", SESSION, &cookie),
            with_cookie(&collector, "GET", SUMMARY, &operator),
            post(&collector, &json!({"secret": key}), ""),
            // Nobody knows whether the session that is there still is one.
            post(&collector, &json!({"secret": ADMIN}), &cookie),
        ] {
            assert_problem(&reply, 503, "store-busy");
            assert_eq!(reply.header("set-cookie"), None);
        }
        // The operator's own session reads nothing.
        assert_eq!(with_cookie(&collector, "GET", SESSION, &operator).status, 200);
    }
    *collector.store.is_read_up.borrow_mut() = false;
    assert_eq!(with_cookie(&collector, "GET", SUMMARY, &cookie).status, 200);
}
