//! The connection to a browser's driver: W3C WebDriver, JSON over HTTP. One session a driver.
//!
//! In: sessions, commands, errors. Not in: the meaning of commands.

use serde_json::{Value, json};

use crate::{
    child::Running,
    clock::wait_for,
    http::{Client, Reply},
};

/// A session with a browser.
#[derive(Debug)]
pub(super) struct Session {
    client: Client,
    url: String,
}

impl Session {
    /// Waits for the driver on that port and has it open the browser.
    #[track_caller]
    pub(super) fn new(port: u16, capabilities: &Value, driver: &Running) -> Session {
        let client = super::client();
        let base = format!("http://127.0.0.1:{port}");
        wait_for("driver that answers", || {
            client.send("GET", &format!("{base}/status"), &[], None).ok()
        });
        let body = json!({"capabilities": {"alwaysMatch": capabilities}}).to_string();
        let reply =
            client.must_send("POST", &format!("{base}/session"), JSON, Some(body.as_bytes()));
        assert_eq!(reply.status, 200, "{}\n{}", reply.text(), driver.said());
        let id = reply.json()["value"]["sessionId"].as_str().expect("a session").to_owned();
        Session { client, url: format!("{base}/session/{id}") }
    }

    /// Gets the value of a command.
    #[track_caller]
    pub(super) fn get(&self, command: &str) -> Value {
        let url = format!("{}{command}", self.url);
        value(command, &self.client.must_send("GET", &url, &[], None))
    }

    /// Runs a command and returns its value.
    #[track_caller]
    pub(super) fn post(&self, command: &str, body: &Value) -> Value {
        let url = format!("{}{command}", self.url);
        let body = body.to_string();
        value(command, &self.client.must_send("POST", &url, JSON, Some(body.as_bytes())))
    }

    /// Sends a DELETE command.
    #[track_caller]
    pub(super) fn delete(&self, command: &str) {
        let url = format!("{}{command}", self.url);
        value(command, &self.client.must_send("DELETE", &url, &[], None));
    }

    /// Closes the browser; a failure doesn't matter, because the driver is killed next.
    pub(super) fn end(&self) {
        let _ = self.client.send("DELETE", &self.url, &[], None);
    }
}

const JSON: &[(&str, &str)] = &[("content-type", "application/json; charset=utf-8")];

#[track_caller]
fn value(command: &str, reply: &Reply) -> Value {
    assert_eq!(reply.status, 200, "{command}: {}", reply.text());
    reply.json()["value"].take()
}
