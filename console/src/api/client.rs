//! Requests to the collector, and a memory of a minute for what was just fetched.
//!
//! In: headers, errors, memory. Not in: who is signed in (`session`).

use std::{cell::RefCell, collections::HashMap};

use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestCache, RequestCredentials, RequestInit};

use super::{ApiError, early, objects};
use crate::intl::now_ms;

/// Going back shows at once what was there, and each summary costs the owner's account two lists.
const KEPT_MS: f64 = 60_000.0;
const TIMEOUT_MS: u32 = 30_000;

thread_local! {
    static MEMORY: RefCell<HashMap<String, (f64, String)>> = RefCell::default();
}

/// Fetches JSON.
pub(crate) async fn get<T: DeserializeOwned>(path: &str) -> Result<T, ApiError> {
    read(&send("GET", path, None).await?)
}

/// Returns what was fetched within the last minute.
pub(crate) fn remembered<T: DeserializeOwned>(path: &str) -> Option<T> {
    MEMORY.with_borrow(|memory| {
        let (at, text) = memory.get(path)?;
        (now_ms() - at < KEPT_MS).then(|| objects::read(text).ok()).flatten()
    })
}

/// Fetches JSON and remembers it for a minute.
pub(crate) async fn get_and_remember<T: DeserializeOwned>(path: &str) -> Result<T, ApiError> {
    let text = send("GET", path, None).await?;
    let value = read(&text)?;
    MEMORY.with_borrow_mut(|memory| {
        memory.retain(|_, (at, _)| now_ms() - *at < KEPT_MS);
        memory.insert(path.to_owned(), (now_ms(), text));
    });
    Ok(value)
}

/// Sends JSON and reads the reply; an empty one is read as `null`.
pub(crate) async fn call<T: DeserializeOwned>(
    method: &str,
    path: &str,
    body: Option<&serde_json::Value>,
) -> Result<T, ApiError> {
    let text = send(method, path, body.map(ToString::to_string).as_deref()).await?;
    // What was fetched may be other now.
    forget();
    read(if text.is_empty() { "null" } else { &text })
}

/// Forgets all that was fetched.
pub(crate) fn forget() {
    MEMORY.with_borrow_mut(HashMap::clear);
    early::forget();
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    objects::read(text)
        .map_err(|error| ApiError::Other { title: error.to_string(), request_id: None })
}

/// A reply's text, byte for byte, with the headers that lead on.
#[derive(Debug)]
pub(crate) struct Reply {
    /// The text.
    pub(crate) text: String,
    /// `Link`: where the next piece is.
    pub(crate) link: Option<String>,
    /// `ETag`: by which another's change is noticed.
    tag: Option<String>,
}

/// Fetches a piece of a file.
pub(crate) async fn get_piece(path: &str) -> Result<Reply, ApiError> {
    exchange("GET", path, None, None).await
}

/// Fetches JSON with its tag.
pub(crate) async fn get_tagged<T: DeserializeOwned>(
    path: &str,
) -> Result<(T, Option<String>), ApiError> {
    let reply = exchange("GET", path, None, None).await?;
    Ok((read(&reply.text)?, reply.tag))
}

/// Replaces what still has that tag; the reply has the new one.
pub(crate) async fn put_tagged<T: DeserializeOwned>(
    path: &str,
    body: &serde_json::Value,
    tag: Option<&str>,
) -> Result<(T, Option<String>), ApiError> {
    let condition = tag.map(|tag| ("if-match", tag));
    let reply = exchange("PUT", path, Some(&body.to_string()), condition).await?;
    forget();
    Ok((read(&reply.text)?, reply.tag))
}

/// Makes what is not there yet. [`ApiError::Conflict`] if it is.
pub(crate) async fn make(path: &str, body: &serde_json::Value) -> Result<(), ApiError> {
    let condition = Some(("if-none-match", "*"));
    let _ = exchange("PUT", path, Some(&body.to_string()), condition).await?;
    forget();
    Ok(())
}

async fn send(method: &str, path: &str, body: Option<&str>) -> Result<String, ApiError> {
    Ok(exchange(method, path, body, None).await?.text)
}

async fn exchange(
    method: &str,
    path: &str,
    body: Option<&str>,
    condition: Option<(&str, &str)>,
) -> Result<Reply, ApiError> {
    // A request that can't be made is one that did not arrive.
    let response = fetch(method, path, body, condition).await.map_err(|_| ApiError::Away)?;
    // Not `text()`: it takes away the byte order mark, which spreadsheets need.
    let bytes = match response.array_buffer() {
        Ok(bytes) => JsFuture::from(bytes).await.map_err(|_| ApiError::Away)?,
        Err(_) => return Err(ApiError::Away),
    };
    let bytes = js_sys::Uint8Array::new(&bytes).to_vec();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let header = |name| response.headers().get(name).ok().flatten();
    if response.ok() {
        return Ok(Reply { text, link: header("link"), tag: header("etag") });
    }
    let retry_after = header("retry-after").and_then(|seconds| seconds.parse().ok());
    Err(ApiError::parse(response.status(), retry_after, &text))
}

async fn fetch(
    method: &str,
    path: &str,
    body: Option<&str>,
    condition: Option<(&str, &str)>,
) -> Result<web_sys::Response, JsValue> {
    if let Some(reply) = (method == "GET").then(|| early::take(path)).flatten() {
        return JsFuture::from(reply).await?.dyn_into();
    }
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
    // The cookie counts only beside it: no other origin's page can send it unasked.
    headers.set("x-hearby-console", "1")?;
    if let Some((name, tags)) = condition {
        headers.set(name, tags)?;
    }
    let init = RequestInit::new();
    init.set_method(method);
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_cache(RequestCache::NoStore);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
    if let Some(body) = body {
        headers.set("content-type", "application/json")?;
        init.set_body(&JsValue::from_str(body));
    }
    init.set_headers(&headers);
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    JsFuture::from(window.fetch_with_str_and_init(path, &init)).await?.dyn_into()
}
