//! Requests to the demo's collector, as its owner.
//!
//! In: sending one request, and its outcome. Not in: the requests themselves.

use ureq::http::{Request, Response};

use super::Addresses;
use crate::error::{Error, Result};

pub(super) struct Api<'a> {
    addresses: &'a Addresses,
    token: &'a str,
}

impl<'a> Api<'a> {
    pub(super) const fn new(addresses: &'a Addresses, token: &'a str) -> Self {
        Self { addresses, token }
    }

    /// Sends JSON, after replacing the default origins in it by those in use, and returns the body
    /// of a good reply.
    ///
    /// # Errors
    /// When it is refused; the collector's own words are in the error.
    pub(super) fn send(&self, method: &str, path: &str, body: &str) -> Result<String> {
        self.send_as("application/json", method, path, self.addresses.put_into(body))
    }

    /// Sends lines of JSON unchanged.
    ///
    /// # Errors
    /// When they are refused.
    pub(super) fn send_lines(&self, path: &str, lines: String) -> Result<String> {
        self.send_as("application/x-ndjson", "POST", path, lines)
    }

    /// Returns the body at a whole address, the shop's too.
    ///
    /// # Errors
    /// When it is refused.
    pub(super) fn open(&self, address: &str) -> Result<String> {
        self.send_to(address, "application/json", "GET", String::new())
    }

    fn send_as(&self, media_type: &str, method: &str, path: &str, body: String) -> Result<String> {
        let address = format!("{}{path}", self.addresses.collector);
        self.send_to(&address, media_type, method, body)
    }

    fn send_to(
        &self,
        address: &str,
        media_type: &str,
        method: &str,
        body: String,
    ) -> Result<String> {
        let failed = |why: String| Error::Unexpected(format!("{method} {address}: {why}"));
        let request = Request::builder()
            .method(method)
            .uri(address)
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", media_type)
            .body(body)
            .map_err(|error| failed(error.to_string()))?;
        // A new agent for each request: the server may close a connection after a request, and the
        // next one on it would fail.
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .build()
            .into();
        // A GET with an empty body would be sent as chunked, so it gets none.
        let answered =
            if method == "GET" { agent.run(request.map(|_| ())) } else { agent.run(request) };
        let mut response: Response<ureq::Body> =
            answered.map_err(|error| failed(error.to_string()))?;
        let said =
            response.body_mut().read_to_string().map_err(|error| failed(error.to_string()))?;
        if response.status().is_success() {
            Ok(said)
        } else {
            Err(failed(format!("{} {said}", response.status())))
        }
    }
}
