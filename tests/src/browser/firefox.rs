//! Firefox with geckodriver.

use std::{path::Path, process::Command};

use serde_json::{Value, json};

use crate::{
    child::Running,
    environment::{find_program, is_shown, program},
    ports::free_port,
};

/// `None` when there is no geckodriver.
pub(super) fn start(profile: &Path) -> Option<(Running, u16, Value)> {
    let driver = find_program("HEARBY_GECKODRIVER", &["geckodriver"])?;
    let browser = program("HEARBY_FIREFOX", &["firefox-esr", "firefox"]);
    let port = free_port();
    let running = Running::start(
        Command::new(driver)
            .args(["--host", "127.0.0.1", "--websocket-port", "0"])
            .args(["--port", &port.to_string()])
            .arg("--profile-root")
            .arg(profile)
            .env("HOME", profile),
    );
    let capabilities = json!({
        "browserName": "firefox",
        "pageLoadStrategy": "eager",
        "moz:firefoxOptions": {
            "binary": browser,
            "args": if is_shown() { json!([]) } else { json!(["-headless"]) },
            // Only this machine can be reached, whatever a page or Firefox itself asks for.
            "prefs": {
                "browser.download.folderList": 2,
                "browser.download.dir": profile.join("Downloads"),
                "network.proxy.type": 1,
                "network.proxy.http": "127.0.0.1",
                "network.proxy.http_port": 9,
                "network.proxy.ssl": "127.0.0.1",
                "network.proxy.ssl_port": 9,
                "network.proxy.no_proxies_on": "127.0.0.1",
            },
        },
    });
    Some((running, port, capabilities))
}
