//! The console's session and its addresses in the real runtime: cookies as they cross it, static files
//! with their headers, what is logged.

use hearby_tests::{
    assertions::assert_problem,
    collector::{ADMIN_TOKEN, Collector, site_id, survey_id},
    console::{Console, SCRIPT, TITLE},
    fixtures::{SITE, create_shop, wrong_key},
    http::Reply,
};
use serde_json::{Value, json};
use wire::{
    routes,
    session::{Role, Session},
};

const SIGNING_KEY: &str = "gW5xkV1u9oZQd0m3rJcT7yLbA2sHfEnP4iXwKq8t";
const NEWER_KEY: &str = "Zp3vB7nM1xQ9cL5kJ2hG8fD4sA6wE0rT";
const BROWSER: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

fn shop() -> Console {
    shop_with(&[])
}

fn shop_with(options: &[&str]) -> Console {
    let console = Console::start(options);
    create_shop(&console.collector);
    console
}

fn summary() -> String {
    routes::summary(&site_id(SITE), &survey_id("nps"))
}

#[track_caller]
fn session(reply: &Reply) -> Session {
    assert_eq!(reply.status, 200, "{}", reply.text());
    serde_json::from_slice(&reply.body).unwrap_or_else(|e| panic!("{e}: {}", reply.text()))
}

#[track_caller]
fn is_owners(reply: &Reply) {
    assert_eq!(reply.header("cache-control"), "no-store");
    assert_eq!(reply.header("cross-origin-resource-policy"), "same-origin");
    assert_eq!(reply.header("vary"), "authorization, cookie");
    assert_eq!(reply.header("access-control-allow-credentials"), "");
}

#[test]
fn somebody_signs_in_reads_writes_and_signs_out() {
    let console = shop();
    let key = console.collector.create_key(SITE, "write");
    let reply = console.ask(&key, &[]);
    let begun = session(&reply);
    assert_eq!((begun.role, begun.site.as_deref()), (Role::Owner, Some(SITE)));
    is_owners(&reply);
    assert_eq!(reply.header("access-control-allow-origin"), "");
    let set = reply.header("set-cookie");
    let name = console.cookie_name();
    assert!(set.starts_with(&format!("{name}=")), "{set}");
    assert!(set.ends_with("; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict"), "{set}");
    let cookie = set.split(';').next().unwrap();

    assert_eq!(session(&console.send("GET", routes::SESSION, &[cookie], None)), begun);
    let read = console.send("GET", &summary(), &[cookie], None).expect(200);
    is_owners(&read);
    let pause = routes::pause(&site_id(SITE), &survey_id("nps"));
    let _ = console.send("POST", &pause, &[cookie], None).expect(200);
    assert_problem(&console.send("GET", routes::SITES, &[cookie], None), 403, "admin-only");
    let export = routes::export_csv(&site_id(SITE), &survey_id("nps"));
    is_owners(&console.send("GET", &export, &[cookie], None).expect(200));

    let operator = console.sign_in(ADMIN_TOKEN);
    let _ = console.send("GET", routes::SITES, &[&operator], None).expect(200);
    assert_problem(&console.ask(ADMIN_TOKEN, &[cookie]), 409, "session-exists");
    let replace = json!({"secret": ADMIN_TOKEN, "replace": true});
    let replaced = console.send("POST", routes::SESSION, &[cookie], Some(&replace));
    assert_eq!(session(&replaced).role, Role::Operator);

    let out = console.send("DELETE", routes::SESSION, &[cookie], None).expect(204);
    let cleared = format!("{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
    assert_eq!(out.header("set-cookie"), cleared);
    assert_problem(&console.send("GET", routes::SESSION, &[], None), 401, "no-session");

    // Revoked by the operator: over, in this isolate and in every other.
    let id = begun.key.unwrap();
    let revoke = routes::key(&site_id(SITE), &id);
    let _ = console.collector.as_admin("DELETE", &revoke, None).expect(204);
    for path in [summary(), routes::SESSION.to_owned()] {
        assert_problem(&console.send("GET", &path, &[cookie], None), 401, "no-session");
    }
}

#[test]
fn a_cookie_alone_opens_nothing_whatever_else_a_page_can_send() {
    let console = shop();
    let cookie = console.sign_in(ADMIN_TOKEN);
    let pause = routes::pause(&site_id(SITE), &survey_id("nps"));
    let site = routes::site(&site_id(SITE));
    let page = "http://127.0.0.1:1";
    for (method, path) in
        [("GET", summary()), ("GET", routes::SITES.to_owned()), ("POST", pause), ("DELETE", site)]
    {
        for headers in [
            vec![("cookie", cookie.as_str())],
            vec![("cookie", cookie.as_str()), ("origin", page), ("content-type", "text/plain")],
            vec![("cookie", cookie.as_str()), ("x-hearby-console", ""), ("origin", page)],
        ] {
            let reply = console.collector.send(method, &path, &headers, None);
            assert_problem(&reply, 401, "no-key");
        }
        for from in ["same-site", "cross-site", "none"] {
            let headers =
                [("cookie", cookie.as_str()), ("x-hearby-console", "1"), ("sec-fetch-site", from)];
            let reply = console.collector.send(method, &path, &headers, None);
            assert_problem(&reply, 403, "not-from-console");
        }
    }
    let body = json!({"secret": ADMIN_TOKEN}).to_string();
    for headers in [
        vec![("content-type", "text/plain"), ("origin", page)],
        vec![("content-type", "application/x-www-form-urlencoded"), ("origin", page)],
        vec![
            ("content-type", "application/json"),
            ("sec-fetch-site", "same-site"),
            ("x-hearby-console", "1"),
        ],
    ] {
        let reply =
            console.collector.send("POST", routes::SESSION, &headers, Some(body.as_bytes()));
        assert_problem(&reply, 403, "not-from-console");
        assert_eq!(reply.header("set-cookie"), "");
    }
    // What a page asks before it may send the header.
    for path in [summary(), routes::SESSION.to_owned()] {
        let headers = [
            ("origin", page),
            ("access-control-request-method", "GET"),
            ("access-control-request-headers", "x-hearby-console"),
        ];
        let reply = console.collector.send("OPTIONS", &path, &headers, None).expect(204);
        assert!(!reply.header("access-control-allow-headers").contains("hearby"));
        assert_eq!(reply.header("access-control-allow-credentials"), "");
    }
    assert_eq!(console.collector.summary(SITE, "nps").responses, 0);
}

#[test]
fn of_several_cookies_the_signed_one_counts_and_two_people_are_refused() {
    let console = shop();
    console.collector.put_site("evil", &json!({"product": "P"}));
    let own = console.sign_in(&console.collector.create_key(SITE, "write"));
    let attackers = console.sign_in(&console.collector.create_key("evil", "write"));
    let name = console.cookie_name();
    let junk = format!("{name}=junk");
    for cookies in [format!("{junk}; {own}"), format!("{own}; {junk}")] {
        let _ = console.send("GET", &summary(), &[&cookies], None).expect(200);
    }
    for cookies in [format!("{attackers}; {own}"), format!("{own}; {attackers}")] {
        let reply = console.send("GET", &summary(), &[&cookies], None);
        assert_problem(&reply, 401, "several-sessions");
    }
    // As two headers, which no browser sends: whichever way the runtime joins them, the attacker's
    // never opens the owner's site, nor the owner's the attacker's.
    for cookies in [[own.as_str(), &attackers], [&attackers, &own]] {
        let reply = console.send("GET", &summary(), &cookies, None);
        assert!([200, 401, 403].contains(&reply.status), "{}", reply.text());
        let shown = console.send("GET", routes::SESSION, &cookies, None);
        assert!(
            shown.status == 401
                || session(&shown).site.as_deref() == Some(SITE)
                || session(&shown).site.as_deref() == Some("evil")
        );
    }
    // A collector on another port has another cookie.
    let elsewhere = own.replacen(&name, "hearby-1", 1);
    assert_problem(&console.send("GET", &summary(), &[&elsewhere], None), 401, "no-session");
}

#[test]
fn sessions_outlive_a_restart_and_a_new_signing_key_and_end_with_their_own() {
    let mut collector = Collector::start_signing(SIGNING_KEY);
    create_shop(&collector);
    let headers = [("x-hearby-console", "1"), ("content-type", "application/json")];
    let sign_in = |collector: &Collector| {
        let body = json!({"secret": ADMIN_TOKEN}).to_string();
        let path = routes::SESSION;
        let reply = collector.send("POST", path, &headers, Some(body.as_bytes())).expect(200);
        reply.header("set-cookie").split(';').next().unwrap().to_owned()
    };
    let show = |collector: &Collector, cookie: &str| {
        let headers = [("x-hearby-console", "1"), ("cookie", cookie)];
        collector.send("GET", routes::SESSION, &headers, None)
    };
    let first = sign_in(&collector);
    collector.kill();
    collector.start_again();
    let _ = show(&collector, &first).expect(200);
    collector.change_signing_keys(&format!("{NEWER_KEY} {SIGNING_KEY}"));
    let _ = show(&collector, &first).expect(200);
    let second = sign_in(&collector);
    collector.change_signing_keys(NEWER_KEY);
    assert_problem(&show(&collector, &first), 401, "no-session");
    let _ = show(&collector, &second).expect(200);
    collector.change_signing_keys("");
    let body = json!({"secret": ADMIN_TOKEN}).to_string();
    let refused = collector.send("POST", routes::SESSION, &headers, Some(body.as_bytes()));
    let problem = assert_problem(&refused, 503, "no-session-keys");
    assert!(problem.detail.contains("SIGNING_KEYS is not set"), "{}", problem.detail);
}

#[test]
fn guesses_at_the_sign_in_are_limited_with_those_in_the_header() {
    let console = shop_with(&["--limit", "LIMIT_WRONG_KEYS=3"]);
    let guess = |secret: &str, address: &str| {
        let body = json!({"secret": secret}).to_string();
        let headers = [
            ("x-hearby-console", "1"),
            ("content-type", "application/json"),
            ("cf-connecting-ip", address),
        ];
        console.collector.send("POST", routes::SESSION, &headers, Some(body.as_bytes()))
    };
    for n in 0..3 {
        assert_problem(&guess(&format!("wrong {n}"), "203.0.113.7"), 401, "wrong-key");
    }
    assert_problem(&guess("wrong", "203.0.113.7"), 429, "rate-limited");
    assert_problem(&guess(ADMIN_TOKEN, "203.0.113.7"), 429, "rate-limited");
    let _ = guess(ADMIN_TOKEN, "203.0.113.8").expect(200);
    let bearer = format!("Bearer {ADMIN_TOKEN}");
    let headers = [("authorization", bearer.as_str()), ("cf-connecting-ip", "203.0.113.7")];
    let reply = console.collector.send("GET", routes::SITES, &headers, None);
    assert_problem(&reply, 429, "rate-limited");
}

#[test]
fn neither_secret_nor_cookie_is_ever_logged() {
    let console = Console::start(&["--tell"]);
    create_shop(&console.collector);
    let key = console.collector.create_key(SITE, "read");
    let cookie = console.sign_in(&key);
    let wrong = wrong_key(&key);
    assert_problem(&console.ask(&wrong, &[]), 401, "wrong-key");
    assert_problem(&console.ask("guess-of-the-token", &[&cookie]), 401, "wrong-key");
    assert_problem(&console.ask(ADMIN_TOKEN, &[&cookie]), 409, "session-exists");
    assert_problem(&console.send("GET", routes::SITES, &[&cookie], None), 403, "admin-only");
    let in_address = format!("{}?key={key}", routes::SESSION);
    assert_problem(&console.send("GET", &in_address, &[&cookie], None), 400, "key-in-address");
    let said = console.collector.said();
    assert!(said.contains("session-exists"), "{said}");
    let (_, token) = cookie.split_once('=').unwrap();
    for secret in [token, ADMIN_TOKEN, "guess-of-the-token", &wrong] {
        assert!(!said.contains(secret), "{said}");
    }
}

/// The headers of the console's files and of its page alike.
#[track_caller]
fn is_console(reply: &Reply) {
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                  img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; \
                  frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    for (name, value) in [
        ("content-security-policy", policy),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("access-control-allow-origin", ""),
    ] {
        assert_eq!(reply.header(name), value, "{name}");
    }
}

#[test]
fn the_console_is_served_with_its_headers_as_a_file_and_where_no_file_is() {
    let console = Console::start(&[]);
    let get = |path: &str| console.collector.send("GET", path, &[("accept", BROWSER)], None);
    let mut pages: Vec<String> = Vec::new();
    for path in
        ["/console/", "/console/sign-in", "/console/shop/surveys/nps?days=30", "/console/shop/"]
    {
        let reply = get(path).expect(200);
        is_console(&reply);
        assert!(reply.header("content-type").starts_with("text/html"), "{path}");
        assert_eq!(reply.header("cache-control"), "no-cache", "{path}");
        pages.push(reply.text());
    }
    assert!(pages[0].contains(TITLE), "{}", pages[0]);
    assert!(pages.iter().all(|page| *page == pages[0]), "{pages:?}");

    let script = get(SCRIPT).expect(200);
    is_console(&script);
    assert_eq!(script.header("cache-control"), "public, max-age=31536000, immutable");
    assert!(script.header("content-type").contains("javascript"));
    for missing in ["/console/0a1b2c3d/old.js", "/console/old_bg.wasm"] {
        assert_problem(&get(missing), 404, "not-found");
    }

    // The widget's files are still everybody's.
    let loader = get("/loader.js").expect(200);
    assert_eq!(loader.header("content-security-policy"), "");
    // And nothing else became a page.
    for path in ["/v2", "/s/shop/nps", "/w/none", "/consoles", "/e/none.js", "/v1/docs/x"] {
        assert_eq!(get(path).status, 404, "{path}");
    }
    assert!(get(routes::DOCS).expect(200).text().contains("Hearby"));
}

#[test]
fn a_browser_at_the_collectors_address_is_led_to_the_console() {
    let console = Console::start(&[]);
    let get =
        |path: &str, accept: &str| console.collector.send("GET", path, &[("accept", accept)], None);
    for (path, accept, status) in
        [("/", BROWSER, 302), ("/console", BROWSER, 307), ("/console/index.html", BROWSER, 307)]
    {
        let reply = get(path, accept).expect(status);
        assert_eq!(reply.header("location"), "/console/", "{path}");
    }
    for accept in ["*/*", "application/json"] {
        assert_problem(&get("/", accept), 404, "not-found");
    }
    let head = console.collector.send("HEAD", "/", &[("accept", BROWSER)], None);
    assert_eq!((head.status, head.header("location")), (302, "/console/"));
    let problem: Value = console.collector.get("/").json();
    assert_eq!(problem["type"], "urn:hearby:problem:not-found");
}
