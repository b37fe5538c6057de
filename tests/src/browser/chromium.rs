//! Chromium with chromedriver.

use std::{path::Path, process::Command};

use serde_json::{Value, json};

use crate::{
    child::Running,
    environment::{is_shown, program},
    ports::free_port,
};

pub(super) fn start(profile: &Path) -> (Running, u16, Value) {
    let driver = program("HEARBY_CHROMEDRIVER", &["chromedriver"]);
    let browser = program("HEARBY_CHROMIUM", &["chromium", "chromium-browser", "google-chrome"]);
    let port = free_port();
    let running = Running::start(Command::new(driver).arg(format!("--port={port}")));
    let mut capabilities = json!({
        "browserName": "chrome",
        "pageLoadStrategy": "eager",
        "goog:chromeOptions": {
            "binary": browser,
            "prefs": {"download.default_directory": profile.join("Downloads")},
            "args": [
                // Chromium's own sandbox doesn't start as root, as in most containers.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                // Only this machine can be reached, whatever a page asks for.
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
                format!("--user-data-dir={}", profile.display()),
            ],
        },
    });
    if !is_shown() {
        let args = &mut capabilities["goog:chromeOptions"]["args"];
        args.as_array_mut().expect("arguments").push(json!("--headless"));
    }
    (running, port, capabilities)
}
