//! The store on Workers KV.
//!
//! It calls the binding itself rather than through the crate `worker`: metadata crosses as one JSON
//! text instead of field by field, and a page of a list as one text too.

use js_sys::{Array, JSON, JsString, Map, Promise, Reflect};
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use worker::Env;

use crate::js_future::settled;
use collector::store::{
    Entry, ListedKey, Page, Store, StoreError,
    keys::{Key, Prefix},
};

#[wasm_bindgen]
extern "C" {
    /// A KV namespace's binding.
    #[derive(Debug)]
    type KvNamespace;

    #[wasm_bindgen(method, catch)]
    fn get(this: &KvNamespace, key: &str) -> Result<Promise, JsValue>;

    /// Reads up to 100 keys at once: a `Map` of texts, null where there is none.
    #[wasm_bindgen(method, catch, js_name = get)]
    fn get_many(this: &KvNamespace, keys: &Array, kind: &str) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn put(
        this: &KvNamespace,
        key: &str,
        value: &str,
        options: &JsValue,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn list(this: &KvNamespace, options: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn delete(this: &KvNamespace, key: &str) -> Result<Promise, JsValue>;
}

/// Workers KV.
#[derive(Debug)]
pub(crate) struct KvStore(KvNamespace);

/// A page as KV writes it.
#[derive(Deserialize)]
struct KvPage {
    keys: Vec<ListedKey>,
    list_complete: bool,
    #[serde(default)]
    cursor: Option<String>,
}

impl KvStore {
    /// Returns the namespace bound under that name; `None` if there is none.
    #[must_use]
    pub(crate) fn bound(env: &Env, name: &str) -> Option<KvStore> {
        let binding = Reflect::get(env, &JsValue::from_str(name)).ok()?;
        binding.is_object().then(|| KvStore(binding.unchecked_into()))
    }
}

impl Store for KvStore {
    async fn get(&self, key: &Key) -> Result<Option<String>, StoreError> {
        Ok(settle(self.0.get(key.as_str())).await?.as_string())
    }

    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<String>>, StoreError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let names: Vec<JsValue> = keys.iter().map(|key| JsValue::from_str(key.as_str())).collect();
        let reply = settle(self.0.get_many(&names.iter().collect(), "text")).await?;
        let found: Map = reply.dyn_into().map_err(|_| StoreError::Unavailable)?;
        Ok(names.iter().map(|name| found.get(name).as_string()).collect())
    }

    async fn put(&self, key: &Key, entry: Entry<'_>) -> Result<(), StoreError> {
        let mut options = Vec::new();
        if let Some(metadata) = entry.metadata {
            options.push(format!(r#""metadata":{metadata}"#));
        }
        if let Some(expires_unix_s) = entry.expires_unix_s {
            options.push(format!(r#""expiration":{expires_unix_s}"#));
        }
        let options = parse(&format!("{{{}}}", options.join(",")))?;
        settle(self.0.put(key.as_str(), entry.value, &options)).await?;
        Ok(())
    }

    async fn list(&self, prefix: &Prefix, cursor: Option<&str>) -> Result<Page, StoreError> {
        // Without a limit a page has as many keys as KV gives at most.
        let options =
            parse(&serde_json::json!({"prefix": prefix.as_str(), "cursor": cursor}).to_string())?;
        let reply = settle(self.0.list(&options)).await?;
        let text = JSON::stringify(&reply).map_err(|_| StoreError::Unavailable)?;
        let page: KvPage =
            serde_json::from_str(&String::from(text)).map_err(|_| StoreError::Unavailable)?;
        let cursor = if page.list_complete { None } else { page.cursor };
        Ok(Page { keys: page.keys, cursor })
    }

    async fn delete(&self, key: &Key) -> Result<(), StoreError> {
        settle(self.0.delete(key.as_str())).await?;
        Ok(())
    }
}

fn parse(json: &str) -> Result<JsValue, StoreError> {
    JSON::parse(json).map_err(|_| StoreError::Refused)
}

async fn settle(started: Result<Promise, JsValue>) -> Result<JsValue, StoreError> {
    match started {
        Ok(promise) => settled(promise).await.map_err(|thrown| classify(&thrown)),
        Err(thrown) => Err(classify(&thrown)),
    }
}

/// Returns the error that KV means by an exception. Its only interface is the text: `KV PUT failed:
/// 429 Too Many …`.
fn classify(thrown: &JsValue) -> StoreError {
    let message = Reflect::get(thrown, &JsValue::from_str("message"))
        .ok()
        .and_then(|message| message.dyn_into::<JsString>().ok())
        .map(String::from)
        .unwrap_or_default();
    classify_message(&message)
}

fn classify_message(message: &str) -> StoreError {
    // Of each of its operations: `KV put() limit exceeded for the day.`
    if message.contains("limit exceeded for the day") {
        return StoreError::UsedUp;
    }
    let status = message.split("failed: ").nth(1).and_then(|rest| rest.get(..3));
    match status {
        Some("429") => StoreError::Busy,
        Some("400" | "413" | "414") => StoreError::Refused,
        _ => StoreError::Unavailable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_kv_throws_is_told_apart() {
        for (message, error) in [
            ("KV PUT failed: 429 Too Many Requests", StoreError::Busy),
            (
                "KV PUT failed: 413 Metadata length of 1037 exceeds limit of 1024.",
                StoreError::Refused,
            ),
            ("KV GET failed: 414 UTF-8 encoded length of 600 exceeds limit", StoreError::Refused),
            ("KV PUT failed: 503 Service Unavailable", StoreError::Unavailable),
            ("KV put() limit exceeded for the day.", StoreError::UsedUp),
            ("KV list() limit exceeded for the day.", StoreError::UsedUp),
            ("Network connection lost.", StoreError::Unavailable),
            ("", StoreError::Unavailable),
        ] {
            assert_eq!(classify_message(message), error, "{message}");
        }
    }
}
