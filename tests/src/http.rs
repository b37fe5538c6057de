//! Plain HTTP requests. Every reply, good or bad, is returned as a value.

use std::time::Duration;

use serde_json::Value;
use ureq::{Agent, http};

/// An HTTP client; each thread has its own.
#[derive(Clone, Debug)]
pub struct Client {
    agent: Agent,
}

/// A reply.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    headers: http::HeaderMap,
    /// The body, unchanged.
    pub body: Vec<u8>,
}

impl Default for Client {
    fn default() -> Client {
        Client::waiting(Duration::from_secs(60))
    }
}

impl Client {
    /// Makes a client that waits long for a reply. On a busy machine, workerd takes minutes to read
    /// all earlier requests.
    #[must_use]
    pub fn patient() -> Client {
        Client::waiting(Duration::from_secs(240))
    }

    fn waiting(within: Duration) -> Client {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            .proxy(None)
            // A server that refuses a body unread (413) closes the connection, and the next
            // request on it would get no reply. So no connection is used twice.
            .max_idle_connections(0)
            .max_idle_connections_per_host(0)
            .timeout_global(Some(within));
        Client { agent: config.build().into() }
    }

    /// Sends a request, with a body when there is one.
    ///
    /// # Errors
    /// When no reply comes: refused, cut off, timed out.
    pub fn send(
        &self,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Result<Reply, ureq::Error> {
        let mut request = http::Request::builder().method(method).uri(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = match body {
            Some(body) => self.agent.run(request.body(body)?)?,
            None => self.agent.run(request.body(())?)?,
        };
        let body = response.body_mut().read_to_vec()?;
        Ok(Reply { status: response.status().as_u16(), headers: response.headers().clone(), body })
    }

    /// Runs [`Client::send`], and panics without a reply.
    #[track_caller]
    #[must_use]
    pub fn must_send(
        &self,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Reply {
        self.send(method, url, headers, body)
            .unwrap_or_else(|error| panic!("{method} {url}: {error}"))
    }
}

impl Reply {
    /// Returns a header, empty when it isn't there.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Returns the body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Returns the body as JSON.
    #[track_caller]
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", self.status, self.text()))
    }

    /// Returns the reply itself, and panics if it has another status.
    #[track_caller]
    #[must_use]
    pub fn expect(self, status: u16) -> Reply {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }
}
