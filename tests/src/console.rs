//! A collector with a stand-in for the console's page, and requests as the console sends them.
//!
//! In: the files under `/console/`, signing in and out, a browser's cookie. Not in: the real
//! console, which other tests start.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use tempfile::TempDir;
use wire::routes;

use crate::{collector::Collector, environment, http::Reply};

/// Title of the stand-in page.
pub const TITLE: &str = "Console of the tests";

/// A file of that page. Its address has a hash, as those of the real console have.
pub const SCRIPT: &str = "/console/0a1b2c3d/console.js";

/// A running collector with the stand-in page.
#[derive(Debug)]
pub struct Console {
    /// The collector.
    pub collector: Collector,
    _assets: TempDir,
}

impl Console {
    /// Starts a collector with the stand-in page, and these options of `serve.mjs`.
    #[must_use]
    #[track_caller]
    pub fn start(options: &[&str]) -> Console {
        let assets = TempDir::with_prefix("hearby-assets-").unwrap();
        copy(&built(), assets.path());
        let page = assets.path().join("console");
        // The build may have put the real console there.
        let _ = fs::remove_dir_all(&page);
        copy(&environment::pages().join("console"), &page);
        let folder = assets.path().to_str().expect("a folder's name in UTF-8");
        let collector = Collector::start_options(&[&["--assets", folder], options].concat());
        Console { collector, _assets: assets }
    }

    /// Sends a request as the console does, with these cookies, each in its own header.
    #[must_use]
    #[track_caller]
    pub fn send(&self, method: &str, path: &str, cookies: &[&str], body: Option<&Value>) -> Reply {
        let body = body.map(ToString::to_string);
        let mut headers = vec![("x-hearby-console", "1"), ("sec-fetch-site", "same-origin")];
        headers.extend(body.is_some().then_some(("content-type", "application/json")));
        headers.extend(cookies.iter().map(|cookie| ("cookie", *cookie)));
        self.collector.send(method, path, &headers, body.as_deref().map(str::as_bytes))
    }

    /// Requests a session.
    #[must_use]
    #[track_caller]
    pub fn ask(&self, secret: &str, cookies: &[&str]) -> Reply {
        self.send("POST", routes::SESSION, cookies, Some(&json!({"secret": secret})))
    }

    /// Signs in, and returns the cookie as a browser sends it back.
    #[must_use]
    #[track_caller]
    pub fn sign_in(&self, secret: &str) -> String {
        let reply = self.ask(secret, &[]).expect(200);
        let set = reply.header("set-cookie").to_owned();
        set.split(';').next().expect("a cookie").to_owned()
    }

    /// Returns the name of the session's cookie at this collector.
    #[must_use]
    pub fn cookie_name(&self) -> String {
        format!("hearby-{}", self.collector.url().rsplit(':').next().expect("a port"))
    }
}

/// Returns the folder of the built files: `HEARBY_ASSETS`.
fn built() -> PathBuf {
    let beside = environment::root().join("target/hearby/assets");
    std::env::var_os("HEARBY_ASSETS").map_or(beside, PathBuf::from)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}
