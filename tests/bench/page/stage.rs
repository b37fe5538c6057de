//! The page that is measured, on an origin of its own, with a contender's tag in its head.

use std::sync::{Arc, OnceLock};

use hearby_tests::{
    browser::{Browser, Engine},
    collector::Collector,
    server::{Reply, Server},
};
use serde_json::json;

use crate::{
    contender::{self, Contender},
    service::{Service, header},
};

const BASE: &str = include_str!("base.html");
const RECORDER: &str = include_str!("recorder.js");

/// Two servers and a browser.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) browser: Browser,
    pages: Server,
    // Ends last.
    _service: Server,
}

impl Stage {
    /// Starts a collector for our files, and both servers.
    pub(crate) fn set() -> Stage {
        // Filled later: the collector must know the server's address before its files are fetched.
        let service = Arc::new(OnceLock::<Service>::new());
        let replying = Arc::clone(&service);
        let server = Server::start(move |url| replying.get().expect("files").reply(url));
        let origin = format!("http://127.0.0.1:{}", server.port());
        let collector = Collector::start_with(&[&format!("PUBLIC_ADDRESS={origin}")]);
        for (site, display) in [
            ("idle", json!({"event": "never"})),
            ("due", json!({})),
            ("event", json!({"event": "ask"})),
            ("preload", json!({"event": "ask", "preload": true})),
        ] {
            collector.put_site(site, &json!({"product": "Shop"}));
            collector.put_survey(site, "nps", &json!({"kind": "nps", "display": display}));
        }
        assert!(service.set(Service::new(&collector)).is_ok(), "taken once");
        let pages = Server::start(move |url| page(url, &origin));
        let browser = Browser::open(Engine::Chromium).expect("Chromium");
        Stage { browser, pages, _service: server }
    }

    /// Returns the address of a contender's page.
    pub(crate) fn url(&self, contender: &Contender) -> String {
        format!("{}{}", self.origin(), contender.path())
    }

    /// Returns the origin of the pages.
    pub(crate) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.pages.port())
    }
}

fn page(url: &str, service: &str) -> Reply {
    let found = contender::ALL.iter().find(|contender| contender.path() == url);
    let mut headers = vec![
        header("Content-Type", "text/html; charset=utf-8"),
        header("Cache-Control", "no-store"),
        // Required for measuring the page's memory.
        header("Cross-Origin-Opener-Policy", "same-origin"),
        header("Cross-Origin-Embedder-Policy", "require-corp"),
    ];
    let Some(contender) = found else {
        headers.clear();
        return Reply { status: "404 Not Found", headers, body: Vec::new() };
    };
    let body = BASE
        .replace("/*recorder*/", RECORDER)
        .replace("/*shown*/", &format!("window.__shown = () => {{ {} }}", contender.shown))
        .replace("<!--tag-->", &contender.tag.replace("{service}", service));
    Reply { status: "200 OK", headers, body: body.into_bytes() }
}
