//! Contents of the demo's collector: one site, its surveys, their year, one key for reading.
//!
//! In: the calls to the owner API, and the values kept between runs. Not in: the texts and rules of
//! the surveys, which are the shop's (`demo-site/hearby/`).

use serde_json::{Value, json};

use super::{Addresses, api::Api, history::History, home::Home};
use crate::{
    error::{Error, Result},
    paths::{self, Paths},
    progress,
};

pub(super) const SITE: &str = "demo";
const SURVEYS: [&str; 4] = ["nps", "ces", "csat", "install"];

/// Values that stay the same in every run. They are stored in `target/demo.json`.
pub(super) struct Remembered {
    pub(super) admin_token: String,
    pub(super) owner_key: Option<String>,
}

impl Remembered {
    /// Reads the last run's values, or makes a new random token.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub(super) fn load(home: &Home) -> Result<Self> {
        let facts = paths::read(&home.facts).ok();
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

/// Creates the site, its surveys and its history, and returns a key that can read their summaries.
///
/// # Errors
/// When the collector refuses something; its own words are in the error.
pub(super) fn fill(
    paths: &Paths,
    addresses: &Addresses,
    remembered: &Remembered,
    history: &History,
) -> Result<String> {
    let token = &remembered.admin_token;
    let api = Api::new(addresses, token);
    let bodies = paths.root.join("demo-site").join("hearby");
    let body = |name: &str| paths::read_text(&bodies.join(format!("{name}.json")));

    api.send("PUT", &format!("/v1/sites/{SITE}"), &body("site")?)?;
    for survey in SURVEYS {
        let definition = body(survey)?;
        history.restore_versions(&api, SITE, survey, &addresses.put_into(&definition))?;
        api.send("PUT", &format!("/v1/sites/{SITE}/surveys/{survey}"), &definition)?;
    }
    progress::note(&format!("Site `{SITE}` with the surveys {}.", SURVEYS.join(", ")));

    history.restore_responses(addresses, token, SITE)?;
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
    Api::new(addresses, key).send("GET", &path, "").is_ok()
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
