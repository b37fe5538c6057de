//! The console's session in a real browser, and pages on another port of the same machine that try to
//! use it: the browser takes them for the same site, so the cookie goes along.

use hearby_tests::{
    assertions::assert_problem,
    browser::Browser,
    clock::wait_for,
    collector::{site_id, survey_id},
    console::{Console, TITLE},
    fixtures::{SITE, create_shop},
    in_each_browser,
    server::{Reply, Server},
};
use serde_json::{Value, json};
use wire::routes;

/// Title of the attacker's page.
const ATTACKER: &str = "A page on another port";

/// A signed-in owner, an attacker's page, and the attacker's own key of another site.
struct Scene {
    console: Console,
    attacker: Server,
    attackers_key: String,
    owners_key: String,
}

impl Scene {
    /// Starts the scene for a browser that will have its cookies.
    #[track_caller]
    fn before(browser: &Browser) -> Scene {
        browser.close_after_test();
        Scene::start()
    }

    #[track_caller]
    fn start() -> Scene {
        let console = Console::start(&[]);
        create_shop(&console.collector);
        console.collector.put_site("evil", &json!({"product": "P"}));
        let attacker = Server::start(|_| Reply {
            status: "200 OK",
            headers: vec![("Content-Type".to_owned(), "text/html; charset=utf-8".to_owned())],
            body: format!("<!doctype html><title>{ATTACKER}</title><body>").into_bytes(),
        });
        let owners_key = console.collector.create_key(SITE, "write");
        let attackers_key = console.collector.create_key("evil", "write");
        Scene { console, attacker, attackers_key, owners_key }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.console.collector.url())
    }

    fn attackers_url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.attacker.port())
    }

    #[track_caller]
    fn open_console(&self, browser: &Browser) {
        browser.go(&self.url("/console/sign-in"));
        assert_eq!(browser.run("return document.title"), TITLE);
    }

    /// Signs the owner in, on the console's page.
    #[track_caller]
    fn sign_in(&self, browser: &Browser) {
        self.open_console(browser);
        let body = json!({"secret": self.owners_key});
        let reply = ask(browser, "POST", routes::SESSION, &body);
        assert_eq!((reply["status"].clone(), reply["site"].clone()), (json!(200), json!(SITE)));
    }

    /// Site of whoever is signed in on the console's page; null when nobody is.
    #[track_caller]
    fn signed_in(&self, browser: &Browser) -> Value {
        self.open_console(browser);
        let reply = ask(browser, "GET", routes::SESSION, &Value::Null);
        assert!([200, 401].map(Value::from).contains(&reply["status"]), "{reply}");
        reply["site"].clone()
    }

    /// True if nothing of the site is other than it was made.
    #[track_caller]
    fn is_untouched(&self) -> bool {
        let survey = routes::survey(&site_id(SITE), &survey_id("nps"));
        let shown = self.console.collector.as_admin("GET", &survey, None).expect(200).json();
        shown["version"] == 1
    }

    fn said(&self, what: &str) -> usize {
        self.console.collector.said().matches(what).count()
    }
}

fn summary() -> String {
    routes::summary(&site_id(SITE), &survey_id("nps"))
}

/// Asks as the console does: its page's own fetch, with its header.
#[track_caller]
fn ask(browser: &Browser, method: &str, path: &str, body: &Value) -> Value {
    let body = if body.is_null() { Value::Null } else { json!(body.to_string()) };
    run(
        browser,
        &format!(
            "const reply = await fetch({path:?}, {{ method: {method:?}, body: {body}, headers: \
             {{ 'x-hearby-console': '1', 'content-type': 'application/json' }} }});\
             const text = await reply.text();\
             return {{ ...(text ? JSON.parse(text) : {{}}), status: reply.status }};"
        ),
    )
}

/// Runs the body of an asynchronous function on the page; a failure is its text.
#[track_caller]
fn run(browser: &Browser, body: &str) -> Value {
    browser.run_async(&format!(
        "const done = arguments[arguments.length - 1];\
         (async () => {{ {body} }})().then(done, (error) => done(`failed: ${{error}}`));"
    ))
}

/// Fetches with the cookie, and says what the page gets to see.
#[track_caller]
fn fetched(browser: &Browser, url: &str, options: &str) -> String {
    let seen = run(
        browser,
        &format!(
            "const reply = await fetch({url:?}, {{ credentials: 'include', {options} }});\
             return reply.type === 'opaque' ? 'opaque' : `seen: ${{await reply.text()}}`;"
        ),
    );
    seen.as_str().expect("a text").to_owned()
}

#[track_caller]
fn is_not_seen(browser: &Browser, url: &str, options: &str) {
    let seen = fetched(browser, url, options);
    assert!(seen == "opaque" || seen.starts_with("failed: "), "{url} {options}: {seen}");
}

in_each_browser! {
    fn a_browser_keeps_the_session_shows_it_to_no_script_and_forgets_it_on_signing_out(
        browser: &Browser
    ) {
        let scene = Scene::before(browser);
        // A browser that opens the collector's address lands here.
        browser.go(&scene.url("/"));
        assert_eq!(browser.run("return location.pathname"), "/console/");
        wait_for("the console's own script, which its policy allows", || {
            (browser.run("return document.documentElement.dataset.script") == "ran").then_some(())
        });
        scene.sign_in(browser);
        assert_eq!(browser.run("return document.cookie"), "");
        browser.reload();
        assert_eq!(scene.signed_in(browser), SITE);
        let read = ask(browser, "GET", &summary(), &Value::Null);
        assert_eq!(read["status"], 200, "{read}");
        let plain = fetched(browser, &summary(), "headers: {}");
        assert!(plain.contains("urn:hearby:problem:no-key"), "without the header: {plain}");
        let out = ask(browser, "DELETE", routes::SESSION, &Value::Null);
        assert_eq!(out["status"], 204);
        assert_eq!(scene.signed_in(browser), Value::Null);
        let read = ask(browser, "GET", &summary(), &Value::Null);
        assert_eq!(read["status"], 401);
        // A second person at this browser, with and without asking.
        scene.sign_in(browser);
        let other = json!({"secret": scene.attackers_key});
        assert_eq!(ask(browser, "POST", routes::SESSION, &other)["status"], 409);
        assert_eq!(scene.signed_in(browser), SITE);
        let other = json!({"secret": scene.attackers_key, "replace": true});
        assert_eq!(ask(browser, "POST", routes::SESSION, &other)["status"], 200);
        assert_eq!(scene.signed_in(browser), "evil");
    }
}

in_each_browser! {
    fn a_page_on_another_port_sees_nothing_of_what_the_session_opens(browser: &Browser) {
        let scene = Scene::before(browser);
        scene.sign_in(browser);
        browser.go(&scene.attackers_url());
        let export = routes::export_csv(&site_id(SITE), &survey_id("nps"));
        for path in [routes::SESSION, "/v1/sites/shop", &summary(), &export] {
            let url = scene.url(path);
            is_not_seen(browser, &url, "");
            is_not_seen(browser, &url, "mode: 'no-cors'");
            is_not_seen(browser, &url, "headers: { 'x-hearby-console': '1' }");
            // As a part of the page: nothing of it is there to be looked at.
            for element in ["script", "img", "link"] {
                let loaded = run(
                    browser,
                    &format!(
                        "const element = document.createElement({element:?});\
                         const over = new Promise((resolve) => {{\
                           element.onload = () => resolve('loaded');\
                           element.onerror = () => resolve('refused'); }});\
                         element.rel = 'stylesheet';\
                         element[{element:?} === 'link' ? 'href' : 'src'] = {url:?};\
                         document.head.append(element);\
                         return over;"
                    ),
                );
                assert_eq!(loaded, "refused", "{element} {path}");
            }
            for element in ["embed", "object", "iframe"] {
                let inside = run(
                    browser,
                    &format!(
                        "const element = document.createElement({element:?});\
                         const over = new Promise((resolve) => {{\
                           element.onload = element.onerror = resolve;\
                           setTimeout(resolve, 2_000); }});\
                         element[{element:?} === 'object' ? 'data' : 'src'] = {url:?};\
                         document.body.append(element);\
                         await over;\
                         return element.contentDocument?.body?.textContent ?? '';"
                    ),
                );
                assert_eq!(inside, "", "{element} {path}");
            }
        }
        // All the while the owner was signed in.
        assert_eq!(scene.signed_in(browser), SITE);
    }
}

in_each_browser! {
    fn a_page_on_another_port_changes_nothing_by_the_session(browser: &Browser) {
        let scene = Scene::before(browser);
        scene.sign_in(browser);
        browser.go(&scene.attackers_url());
        let pause = scene.url(&routes::pause(&site_id(SITE), &survey_id("nps")));
        let survey = scene.url(&routes::survey(&site_id(SITE), &survey_id("nps")));
        is_not_seen(browser, &pause, "method: 'POST', mode: 'no-cors'");
        is_not_seen(browser, &pause, "method: 'POST', mode: 'no-cors', body: '{}', keepalive: true");
        is_not_seen(browser, &pause, "method: 'POST', headers: { 'x-hearby-console': '1' }");
        for method in ["PUT", "DELETE"] {
            is_not_seen(browser, &survey, &format!("method: {method:?}, body: null"));
        }
        let before = scene.said("/pause");
        assert!(before >= 2, "the requests that need no preflight arrive: {before}");
        for enctype in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
            send_form(browser, &pause, enctype, "{\"x\":\"", "\"}");
        }
        wait_for("three forms that were refused", || {
            (scene.said("/pause") >= before + 3).then_some(())
        });
        browser.run_with("navigator.sendBeacon(arguments[0], '{}')", &json!([pause]));
        wait_for("a beacon that was refused", || {
            (scene.said("/pause") >= before + 4).then_some(())
        });
        assert!(scene.is_untouched());
        // As the console, the same request does it: it was not refused for anything else.
        assert_eq!(scene.signed_in(browser), SITE);
        let path = routes::pause(&site_id(SITE), &survey_id("nps"));
        assert_eq!(ask(browser, "POST", &path, &Value::Null)["status"], 200);
        assert!(!scene.is_untouched());
    }
}

/// Sends a form of one field into a frame of the page.
#[track_caller]
fn send_form(browser: &Browser, url: &str, enctype: &str, name: &str, value: &str) {
    browser.run_with(
        "const frame = document.createElement('iframe');\
         frame.name = `frame-${document.querySelectorAll('iframe').length}`;\
         const form = document.createElement('form');\
         const field = document.createElement('input');\
         [form.action, form.enctype, field.name, field.value] = arguments;\
         form.method = 'post';\
         form.target = frame.name;\
         form.append(field);\
         document.body.append(frame, form);\
         form.submit();",
        &json!([url, enctype, name, value]),
    );
}

in_each_browser! {
    fn no_page_signs_somebody_in_or_over(browser: &Browser) {
        let scene = Scene::before(browser);
        let body = json!({"secret": scene.attackers_key, "replace": true}).to_string();
        let attack = |times: usize| {
            browser.go(&scene.attackers_url());
            let url = scene.url(routes::SESSION);
            is_not_seen(browser, &url, &format!("method: 'POST', mode: 'no-cors', body: {body:?}"));
            let headers = "{ 'x-hearby-console': '1', 'content-type': 'application/json' }";
            let options = format!("method: 'POST', body: {body:?}, headers: {headers}");
            is_not_seen(browser, &url, &options);
            // As near to JSON as a form comes.
            let start = format!("{{\"secret\":\"{}\",\"replace\":true,\"x\":\"", scene.attackers_key);
            for enctype in ["text/plain", "application/x-www-form-urlencoded"] {
                send_form(browser, &url, enctype, &start, "\"}");
            }
            wait_for("the refusals", || {
                (scene.said("not-from-console") >= times * 3).then_some(())
            });
        };
        attack(1);
        assert_eq!(scene.signed_in(browser), Value::Null);
        scene.sign_in(browser);
        attack(2);
        assert_eq!(scene.signed_in(browser), SITE);
    }
}

in_each_browser! {
    fn a_cookie_put_beside_the_sessions_never_takes_its_place(browser: &Browser) {
        let scene = Scene::before(browser);
        let attackers = scene.console.sign_in(&scene.attackers_key);
        let (name, token) = attackers.split_once('=').unwrap();
        scene.sign_in(browser);
        let toss = |value: &str, attributes: &str| {
            browser.go(&scene.attackers_url());
            let cookie = format!("{name}={value}; path=/v1{attributes}");
            browser.run_with("document.cookie = arguments[0]", &json!([cookie]));
        };
        // The nearer path comes first.
        toss("junk", "");
        assert_eq!(scene.signed_in(browser), SITE, "what is not signed is passed over");
        toss(token, "");
        scene.open_console(browser);
        for (method, path) in [("GET", routes::SESSION), ("GET", &summary())] {
            let reply = ask(browser, method, path, &Value::Null);
            assert_eq!(reply["type"], "urn:hearby:problem:several-sessions", "{reply}");
        }
        let again = json!({"secret": scene.owners_key, "replace": true});
        assert_eq!(ask(browser, "POST", routes::SESSION, &again)["status"], 401);
        toss("", "; max-age=0");
        assert_eq!(scene.signed_in(browser), SITE);
        // The session's own cookie is out of a script's reach: it can be neither read nor replaced.
        browser.go(&scene.attackers_url());
        assert_eq!(browser.run("return document.cookie"), "");
        let cookie = format!("{attackers}; path=/");
        browser.run_with("document.cookie = arguments[0]", &json!([cookie]));
        assert_eq!(scene.signed_in(browser), SITE);
    }
}

in_each_browser! {
    fn no_page_of_another_origin_frames_the_console(browser: &Browser) {
        let scene = Scene::before(browser);
        scene.sign_in(browser);
        let framed = |url: &str| {
            browser.go(&scene.attackers_url());
            browser.run_with(
                "const frame = document.createElement('iframe');\
                 frame.src = arguments[0];\
                 document.body.append(frame)",
                &json!([url]),
            );
            browser.enter_frame();
            browser.run("return document.title").as_str().unwrap_or_default().to_owned()
        };
        // A frame that is allowed, to know that this would be seen.
        wait_for("a frame of its own", || {
            (framed(&scene.attackers_url()) == ATTACKER).then_some(())
        });
        for path in ["/console/", "/console/shop/", "/console/sign-in"] {
            // Time enough for a frame that comes.
            for _ in 0..3 {
                assert_ne!(framed(&scene.url(path)), TITLE, "{path}");
            }
        }
    }
}

#[test]
fn a_session_that_was_copied_ends_with_its_key() {
    let scene = Scene::start();
    let copied = scene.console.sign_in(&scene.owners_key);
    let send = || scene.console.send("GET", &summary(), &[&copied], None);
    let _ = scene.console.send("DELETE", routes::SESSION, &[&copied], None).expect(204);
    let _ = send().expect(200);
    let id = scene.owners_key.split('_').nth(1).unwrap();
    let key = routes::key(&site_id(SITE), id);
    let _ = scene.console.collector.as_admin("DELETE", &key, None).expect(204);
    assert_problem(&send(), 401, "no-session");
}
