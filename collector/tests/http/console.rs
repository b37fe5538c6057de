//! The console's addresses: who is led there, what stands where no file of it is, and its headers.

use crate::support::{CONSOLE_PAGE, Collector, assert_problem, request};
use collector::api::http::Reply;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; \
                      frame-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// `Accept` of a browser when somebody opens a page.
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

fn open(collector: &Collector, method: &str, path: &str, accept: Option<&str>) -> Reply {
    let mut request = request(method, path, b"");
    request.headers.accept = accept.map(str::to_owned);
    collector.send(&request)
}

#[track_caller]
fn is_console(reply: &Reply) {
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(reply.header(name), Some(value), "{name}");
    }
    assert_eq!(reply.header("access-control-allow-origin"), None, "no page may read it");
}

#[test]
fn a_browser_is_led_to_the_console_and_a_program_is_told_that_nothing_is_there() {
    let collector = Collector::new();
    for method in ["GET", "HEAD"] {
        let reply = open(&collector, method, "/", Some(BROWSER));
        assert_eq!((reply.status, reply.body.as_str()), (302, ""));
        assert_eq!(reply.header("location"), Some("/console/"));
        assert_eq!(reply.header("vary"), Some("accept"));
        is_console(&reply);
        for accept in [None, Some("*/*"), Some("application/json")] {
            let reply = open(&collector, method, "/", accept);
            assert_eq!(reply.status, 404, "{accept:?}");
            assert_eq!(reply.header("content-type"), Some("application/problem+json"));
        }
        let reply = open(&collector, method, "/console", None);
        assert_eq!((reply.status, reply.header("location")), (302, Some("/console/")));
    }
    assert_problem(&open(&collector, "POST", "/", Some(BROWSER)), 404, "not-found");
    // Its own page is led nowhere.
    assert_problem(&open(&collector, "GET", "/v1", Some(BROWSER)), 404, "not-found");
}

#[test]
fn every_address_below_the_console_is_its_page_but_for_files_that_are_not_there() {
    let collector = Collector::new();
    for path in [
        "/console/",
        "/console/sign-in",
        "/console/shop/",
        "/console/shop/surveys/nps",
        "/console/shop/responses",
        "/console/v1/session",
    ] {
        let reply = open(&collector, "GET", &format!("{path}?days=30"), None);
        assert_eq!((reply.status, reply.body.as_str()), (200, CONSOLE_PAGE), "{path}");
        assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(reply.header("cache-control"), Some("no-cache"));
        is_console(&reply);
        let mut again = request("GET", path, b"");
        again.headers.if_none_match = reply.header("etag").map(str::to_owned);
        assert_eq!(collector.send(&again).status, 304);
        assert_eq!(open(&collector, "HEAD", path, None).body, "");
        assert_problem(&open(&collector, "POST", path, None), 404, "not-found");
    }
    for path in [
        "/console/0a1b2c3d/console.js",
        "/console/console_bg.wasm",
        "/console/.htaccess",
        "/consolex",
        "/v1/console/",
    ] {
        assert_problem(&open(&collector, "GET", path, Some(BROWSER)), 404, "not-found");
    }
}

#[test]
fn without_a_console_nothing_else_is_different() {
    let collector = Collector::new();
    *collector.runtime.has_no_console.borrow_mut() = true;
    assert_problem(&open(&collector, "GET", "/console/", Some(BROWSER)), 404, "not-found");
    assert_eq!(collector.get("/e/demo.js").status, 200);
}
