//! Contents of the demo's collector: one site, its surveys, one key for reading.
//!
//! In: the calls to the owner API, and the values kept between runs. Not in: the texts and rules of
//! the surveys, which are the shop's (`demo-site/hearby/`).

use std::path::PathBuf;

use serde_json::{Value, json};
use ureq::http::{Request, Response};

use super::Addresses;
use crate::{
    error::{Error, Result},
    paths::{self, Paths},
    progress,
};

pub(super) const SITE: &str = "demo";
const SURVEYS: [&str; 4] = ["nps", "ces", "csat", "install"];

/// Values that stay the same from one run to the next, in `target/demo.json`.
pub(super) struct Remembered {
    pub(super) admin_token: String,
    pub(super) owner_key: Option<String>,
}

pub(super) fn facts_file(paths: &Paths) -> PathBuf {
    paths.root.join("target").join("demo.json")
}

impl Remembered {
    /// Reads the last run's values, or makes a new random token.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub(super) fn load(paths: &Paths) -> Result<Self> {
        let facts = paths::read(&facts_file(paths)).ok();
        let facts: Option<Value> = facts.and_then(|facts| serde_json::from_slice(&facts).ok());
        let text = |name: &str| {
            let value = facts.as_ref()?.get(name)?.as_str()?;
            Some(value.to_owned()).filter(|value| !value.is_empty())
        };
        let admin_token = match text("admin_token") {
            Some(token) => token,
            None => random_token()?,
        };
        Ok(Self { admin_token, owner_key: text("owner_key") })
    }
}

fn random_token() -> Result<String> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::Unexpected(format!("The system gives no randomness: {error}")))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Puts the site and its surveys, and returns a key that can read their summaries.
///
/// # Errors
/// When the collector refuses something; its own words are in the error.
pub(super) fn fill(
    paths: &Paths,
    addresses: &Addresses,
    remembered: &Remembered,
) -> Result<String> {
    let api = Api { addresses, token: &remembered.admin_token };
    let bodies = paths.root.join("demo-site").join("hearby");
    let body = |name: &str| paths::read_text(&bodies.join(format!("{name}.json")));

    api.send("PUT", &format!("/v1/sites/{SITE}"), &body("site")?)?;
    for survey in SURVEYS {
        api.send("PUT", &format!("/v1/sites/{SITE}/surveys/{survey}"), &body(survey)?)?;
    }
    progress::note(&format!("Site `{SITE}` with the surveys {}.", SURVEYS.join(", ")));

    if let Some(key) = remembered.owner_key.as_ref().filter(|key| works(addresses, key)) {
        return Ok(key.clone());
    }
    let new = json!({ "name": "demo", "scope": "read" }).to_string();
    let said = api.send("POST", &format!("/v1/sites/{SITE}/keys"), &new)?;
    let key = serde_json::from_str::<Value>(&said)
        .ok()
        .and_then(|said| Some(said.get("key")?.as_str()?.to_owned()));
    key.ok_or_else(|| Error::Unexpected(format!("The new key can't be read: {said}")))
}

/// True if a key of an earlier run still works.
fn works(addresses: &Addresses, key: &str) -> bool {
    let path = format!("/v1/sites/{SITE}/surveys/nps/summary");
    Api { addresses, token: key }.send("GET", &path, "").is_ok()
}

struct Api<'a> {
    addresses: &'a Addresses,
    token: &'a str,
}

impl Api<'_> {
    fn send(&self, method: &str, path: &str, body: &str) -> Result<String> {
        let failed = |why: String| Error::Unexpected(format!("{method} {path}: {why}"));
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.addresses.collector))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json")
            .body(self.addresses.put_into(body))
            .map_err(|error| failed(error.to_string()))?;
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .build()
            .into();
        // A GET with even an empty body would be sent as a chunked one.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_never_the_same() {
        let (one, other) = (random_token().unwrap(), random_token().unwrap());
        assert_eq!(one.len(), 48);
        assert_ne!(one, other);
    }
}
