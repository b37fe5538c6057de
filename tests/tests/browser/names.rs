//! Elements and variables of the page under names that a script might read, and scripts that don't
//! know their own address: nothing foreign is requested, and the survey is answered.

use std::sync::{Arc, Mutex};

use hearby_tests::{
    assertions::assert_scores,
    browser::Browser,
    clock::wait_for,
    collector::Collector,
    fixtures::{SITE, create_site},
    in_each_browser,
    server::{Reply, Server},
    shop::wait_for_loader,
};
use serde_json::{Value, json};

const RECORDER: &str = include_str!("../../src/pages/recorder.js");

/// Properties of the document that a script of ours, or a careless one, may use.
const OF_DOCUMENT: [&str; 26] = [
    "activeElement",
    "addEventListener",
    "adoptedStyleSheets",
    "baseURI",
    "body",
    "contains",
    "createElement",
    "createElementNS",
    "currentScript",
    "defaultView",
    "dispatchEvent",
    "documentElement",
    "firstElementChild",
    "forms",
    "getElementById",
    "head",
    "hidden",
    "host",
    "isConnected",
    "ownerDocument",
    "querySelector",
    "querySelectorAll",
    "readyState",
    "removeEventListener",
    "scripts",
    "visibilityState",
];

/// Servers of the page and of a stranger, and a collector with a survey for every page view.
struct Stage {
    collector: Collector,
    pages: Server,
    foreign: String,
    /// Requests that the foreign server got.
    asked: Arc<Mutex<Vec<String>>>,
    _foreign: Server,
}

impl Stage {
    /// Serves one page, in which `{collector}` and `{foreign}` stand for their origins, and a
    /// script, `/bundle.js`, made of the collector's.
    fn with(display: &Value, body: &str) -> Stage {
        let collector = Collector::start();
        create_site(&collector);
        collector.put_survey(SITE, "nps", &json!({"kind": "nps", "display": display}));
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let hears = Arc::clone(&asked);
        let foreign_server = Server::start(move |url| {
            hears.lock().unwrap().push(url.to_owned());
            reply("text/javascript", "window.isTaken = true; export default 1".to_owned())
        });
        let foreign = format!("http://127.0.0.1:{}", foreign_server.port());
        let script = collector.get(&format!("/e/{SITE}.js")).expect(200).text();
        let body = body
            .replace("{collector}", &collector.url())
            .replace("{foreign}", &foreign)
            .replace("{script}", &script)
            .replace(
                "{tag}",
                &format!("<script async src=\"{}/e/{SITE}.js\"></script>", collector.url()),
            );
        let page = format!(
            "<!doctype html><html lang=en><head><meta charset=utf-8><title>Names</title>\
             <script>{RECORDER}</script></head><body>{body}</body></html>"
        );
        let bundle = format!("var before = 1;\n{script}\nvar after = 1;");
        let pages = Server::start(move |url| match url {
            "/bundle.js" => reply("text/javascript", bundle.clone()),
            _ => reply("text/html; charset=utf-8", page.clone()),
        });
        Stage { collector, pages, foreign, asked, _foreign: foreign_server }
    }

    fn go(&self, browser: &Browser) {
        browser.go(&format!("http://127.0.0.1:{}/", self.pages.port()));
    }

    /// Asserts that the survey comes and is answered, and that only pictures and frames were
    /// requested elsewhere.
    #[track_caller]
    fn is_answered(&self, browser: &Browser) {
        // The test's own tools use these names, too.
        browser.run(
            "for (const e of [...Document.prototype.querySelectorAll.call(document, '.taken')]) e.remove()",
        );
        browser.popup().click_answer(7);
        browser.popup().wait_for_comment_step();
        browser.run("hearby('close')");
        wait_for("answer to be taken", || {
            browser.recorded().events().contains(&"sent").then_some(())
        });
        assert_scores(&self.collector.summary(SITE, "nps"), &[7]);
        self.nothing_is_foreign(browser);
    }

    #[track_caller]
    fn nothing_is_foreign(&self, browser: &Browser) {
        let asked = self.asked.lock().unwrap().clone();
        // A browser asks for the icon of a frame's site by itself.
        let is_harmless =
            |url: &str| url.ends_with(".png") || ["/frame", "/favicon.ico"].contains(&url);
        let others: Vec<&String> = asked.iter().filter(|url| !is_harmless(url)).collect();
        assert!(others.is_empty(), "{} was asked for {others:?}", self.foreign);
        assert_eq!(browser.run("return window.isTaken ?? null"), Value::Null);
    }
}

fn reply(media_type: &str, body: String) -> Reply {
    let headers = [
        ("Content-Type", media_type),
        ("Access-Control-Allow-Origin", "*"),
        ("Cache-Control", "no-store"),
    ];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Reply { status: "200 OK", headers: headers.to_vec(), body: body.into_bytes() }
}

#[track_caller]
fn wait_until_shown(browser: &Browser) {
    wait_for("survey", || (browser.run("return window.isShown ?? null") == true).then_some(()));
}

/// Script that listens even where `document.addEventListener` is an image.
const HEAR: &str =
    "<script>addEventListener('hearby:shown', () => { isShown = true }, true)</script>";

in_each_browser! {
    fn no_name_that_an_image_takes_on_the_document_is_read(browser: &Browser) {
        let image = |name| format!("<img class=taken name={name} src='{{foreign}}/e/x/e/{SITE}.js/x.png'>");
        let images: String = OF_DOCUMENT.iter().map(image).collect();
        let base = "<base class=taken href='{foreign}/'>";
        let stage = Stage::with(&json!({}), &format!("{HEAR}{base}{images}{{tag}}"));
        stage.go(browser);
        wait_until_shown(browser);
        stage.is_answered(browser);
        assert_eq!(browser.recorded().complaints(), [""; 0]);
    }
}

in_each_browser! {
    fn forms_and_frames_of_these_names_take_nothing_in(browser: &Browser) {
        let forms = "<form class=taken name=body></form><form class=taken name=documentElement>\
            <input name=append><input name=lang></form><iframe class=taken name=head src='{foreign}/frame'></iframe>\
            <object class=taken id=currentScript data='{foreign}/e/x.png'></object>\
            <embed class=taken name=createElement>";
        let stage = Stage::with(&json!({}), &format!("{HEAR}{forms}{{tag}}"));
        stage.go(browser);
        wait_until_shown(browser);
        stage.is_answered(browser);
    }
}

in_each_browser! {
    fn an_element_of_our_name_is_in_nobodys_way(browser: &Browser) {
        let snippet = "<script>window.hearby = window.hearby instanceof Function ? hearby : \
            function () { (hearby.q = hearby.q || []).push(arguments) }; hearby('event', 'x')</script>";
        let before = "<script>window.hearby = window.hearby || \
            function () { (hearby.q = hearby.q || []).push(arguments) }</script>";
        for markup in [
            "<div id=hearby></div>",
            "<form id=hearby><input name=q><input name=site></form>",
            "<form id=hearby><select name=q><option>x</select></form>",
            "<a id=hearby></a><a id=hearby name=site></a>",
            "<object id=hearby></object>",
            "<embed name=hearby>",
            "<iframe name=hearby src='{foreign}/frame'></iframe>",
        ] {
            for first in ["", snippet, before] {
                let stage = Stage::with(&json!({}), &format!("{markup}{first}{{tag}}"));
                stage.go(browser);
                wait_for_loader(browser);
                browser.popup().wait_for_scale();
                stage.nothing_is_foreign(browser);
                assert_eq!(browser.recorded().complaints(), [""; 0], "{markup}{first}");
            }
        }
    }
}

in_each_browser! {
    fn a_route_is_heard_whatever_is_called_navigation(browser: &Browser) {
        let display = json!({"urls": {"include": [{"exact": "/route"}]}});
        for markup in [
            "<nav id=navigation></nav>",
            "<script>var navigation = {}</script>",
            "<script>var navigation = Object.create(null)</script>",
            "<script>let navigation = {}</script>",
            "<iframe name=navigation src='{foreign}/frame'></iframe>",
        ] {
            let stage = Stage::with(&display, &format!("{markup}{{tag}}"));
            stage.go(browser);
            wait_for_loader(browser);
            browser.run("history.pushState({}, '', '/route')");
            browser.popup().wait_for_scale();
            assert_eq!(browser.recorded().complaints(), [""; 0], "{markup}");
        }
    }
}

in_each_browser! {
    fn a_script_without_an_address_of_its_own_knows_its_collector(browser: &Browser) {
        for script in [
            "<script>{script}</script>",
            "<script type=module>{script}</script>",
            "<script defer src='/bundle.js'></script>",
            "<script>fetch('/bundle.js').then((it) => it.text()).then((text) => (0, eval)(text))</script>",
        ] {
            let image = "<img class=taken name=currentScript src='{foreign}/e/x.png'>";
            let stage = Stage::with(&json!({}), &format!("{image}{script}"));
            stage.go(browser);
            wait_for_loader(browser);
            browser.popup().wait_for_scale();
            stage.is_answered(browser);
            assert_eq!(browser.recorded().complaints(), [""; 0], "{script}");
        }
    }
}

in_each_browser! {
    fn each_name_of_the_collector_serves_all_that_its_tag_needs(browser: &Browser) {
        let stage = Stage::with(&json!({}), "<p>{collector}");
        for name in ["127.0.0.1", "localhost"] {
            let origin = stage.collector.url().replace("127.0.0.1", name);
            stage.go(browser);
            browser.run("localStorage.clear()");
            browser.run_with(
                "document.head.append(Object.assign(document.createElement('script'), { src: arguments[0] }))",
                &json!([format!("{origin}/e/{SITE}.js")]),
            );
            browser.popup().wait_for_scale();
            let origins = browser.run(
                "return [...new Set(performance.getEntriesByType('resource')\
                     .map((entry) => new URL(entry.name)).filter((url) => url.pathname != '/favicon.ico')\
                     .map((url) => url.origin))]",
            );
            assert_eq!(origins, json!([origin]));
        }
    }
}
