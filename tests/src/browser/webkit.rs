//! WebKitGTK's MiniBrowser with WebKitWebDriver. It needs a display: `DISPLAY`, such as Xvfb's.

use std::{env, path::Path, process::Command};

use serde_json::{Value, json};

use crate::{child::Running, environment::program, ports::free_port};

const MINIBROWSER: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

pub(super) fn start(profile: &Path) -> (Running, u16, Value) {
    let driver = program("HEARBY_WEBKIT_DRIVER", &["WebKitWebDriver"]);
    let browser = env::var_os("HEARBY_MINIBROWSER").unwrap_or_else(|| MINIBROWSER.into());
    assert!(env::var_os("DISPLAY").is_some(), "WebKit needs a display: start Xvfb, set DISPLAY");
    let port = free_port();
    let running = Running::start(
        Command::new(driver)
            .arg(format!("--port={port}"))
            .arg("--host=127.0.0.1")
            // WebKit's own sandbox doesn't start in most containers.
            .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")
            // Otherwise it shares a page's tiles out to processor and (simulated) graphics card as
            // each is free, and the two round differently: the same page would give another
            // picture.
            .env("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1")
            // A profile of its own: settings, caches and storage end with the test.
            .env("HOME", profile)
            .env("XDG_CONFIG_HOME", profile.join("config"))
            .env("XDG_CACHE_HOME", profile.join("cache"))
            .env("XDG_DATA_HOME", profile.join("data"))
            .env("LANG", "C.UTF-8"),
    );
    let capabilities = json!({
        "pageLoadStrategy": "normal",
        "webkitgtk:browserOptions": {
            "binary": browser.to_string_lossy(),
            "args": ["--automation"],
        },
    });
    (running, port, capabilities)
}
