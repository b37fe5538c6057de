//! The runtime's request as plain data, with as few steps over to JavaScript as it takes.
//!
//! The crate `worker`'s own request is not used: making one reads headers' object, address and
//! Cloudflare's properties of the request, wanted or not.

use futures_util::StreamExt;
use js_sys::{JsString, Uint8Array};
use wasm_bindgen::{JsCast, prelude::wasm_bindgen};
use worker::{ByteStream, web_sys};

use crate::js_future::settled;
use collector::{
    api::{
        http::{Body, Coming, Headers, Method, Request},
        router,
    },
    runtime::secret::Secret,
};

#[wasm_bindgen]
extern "C" {
    /// A request's headers; their names cross over ready made.
    #[derive(Debug)]
    pub(super) type NamedHeaders;

    #[wasm_bindgen(method)]
    fn get(this: &NamedHeaders, name: &JsString) -> Option<String>;
}

/// Names of headers as JavaScript has them.
struct Names {
    accept: JsString,
    address: JsString,
    authorization: JsString,
    console: JsString,
    content_length: JsString,
    content_type: JsString,
    cookie: JsString,
    fetch_site: JsString,
    if_match: JsString,
    if_none_match: JsString,
    origin: JsString,
    ray: JsString,
}

thread_local! {
    static NAMES: Names = Names {
        accept: "accept".into(),
        address: "cf-connecting-ip".into(),
        authorization: "authorization".into(),
        console: "x-hearby-console".into(),
        content_length: "content-length".into(),
        content_type: "content-type".into(),
        cookie: "cookie".into(),
        fetch_site: "sec-fetch-site".into(),
        if_match: "if-match".into(),
        if_none_match: "if-none-match".into(),
        origin: "origin".into(),
        ray: "cf-ray".into(),
    };
}

/// Returns Cloudflare's id of a request. Call it only for requests that need it.
pub(super) fn ray(given: &NamedHeaders) -> Option<String> {
    NAMES.with(|names| given.get(&names.ray))
}

/// Reads a request, but not its body: the handler reads that if it needs it. Returns the runtime's
/// headers, too, for those that are read only when they are needed.
pub(super) fn read(request: web_sys::Request) -> (Request, NamedHeaders) {
    let method = Method::parse(&request.method());
    let url = request.url();
    let (path, query) = path_and_query(&url);
    let (path, query) = (path.to_owned(), query.to_owned());
    let given = request.headers().unchecked_into::<NamedHeaders>();
    let (headers, announced) = NAMES.with(|names| {
        // Each header that is read costs time, and a visitor's response has no conditions.
        let is_response = path == wire::routes::RESPONSES;
        let condition = |name| if is_response { None } else { given.get(name) };
        // Cookies are not read from requests that visitors' browsers make.
        let takes_sessions = router::takes_sessions(&path);
        let of_session = |name| if takes_sessions { given.get(name) } else { None };
        let needs_origin = takes_sessions || path.starts_with("/e/");
        let headers = Headers {
            authorization: given.get(&names.authorization).map(Secret::new),
            content_type: given.get(&names.content_type),
            origin: given.get(&names.origin),
            if_match: condition(&names.if_match),
            if_none_match: condition(&names.if_none_match),
            asked_at: needs_origin.then(|| origin(&url).to_owned()),
            cookie: of_session(&names.cookie).map(Secret::new),
            console: of_session(&names.console),
            fetch_site: of_session(&names.fetch_site),
            accept: if path == "/" { given.get(&names.accept) } else { None },
            address: given.get(&names.address).and_then(|text| text.parse().ok()),
        };
        let announced = if method.has_body() { given.get(&names.content_length) } else { None };
        (headers, announced.and_then(|text| text.parse().ok()))
    });
    let body = if method.has_body() {
        Body::Coming(Coming::new(Box::new(move |max_bytes| {
            Box::pin(async move { read_body(&request, announced, max_bytes).await })
        })))
    } else {
        Body::Complete(Vec::new())
    };
    (Request { method, path, query, headers, body }, given)
}

/// Returns path and query of an address as the runtime writes it: `https://host/path?query`.
fn path_and_query(url: &str) -> (&str, &str) {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let start = after_scheme.find('/').unwrap_or(after_scheme.len());
    let address = after_scheme.get(start..).unwrap_or_default();
    let address = address.split('#').next().unwrap_or_default();
    address.split_once('?').unwrap_or((address, ""))
}

/// Returns scheme and host of an address as the runtime writes it.
fn origin(url: &str) -> &str {
    let end = url.len().saturating_sub(url.split_once("://").map_or(url, |(_, rest)| rest).len());
    let (scheme, rest) = url.split_at(end);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    url.get(..scheme.len() + host.len()).unwrap_or_default()
}

/// Reads a body, but never more than `max_bytes` of it.
async fn read_body(request: &web_sys::Request, announced: Option<usize>, max_bytes: usize) -> Body {
    match announced {
        Some(bytes) if bytes > max_bytes => Body::TooLarge,
        // The runtime makes sure that the client sends the length that it announced.
        Some(_) => read_whole(request).await.map_or(Body::CutShort, Body::Complete),
        None => read_stream(request, max_bytes).await,
    }
}

async fn read_whole(request: &web_sys::Request) -> Option<Vec<u8>> {
    let buffer = settled(request.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

async fn read_stream(request: &web_sys::Request, max_bytes: usize) -> Body {
    let mut bytes = Vec::new();
    // A request without a body has no stream.
    let Some(stream) = request.body() else { return Body::Complete(bytes) };
    let mut stream = ByteStream::from(stream);
    while let Some(chunk) = stream.next().await {
        match chunk {
            Ok(chunk) if bytes.len() + chunk.len() <= max_bytes => {
                bytes.extend_from_slice(&chunk);
            }
            Ok(_) => return Body::TooLarge,
            Err(_) => return Body::CutShort,
        }
    }
    Body::Complete(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_begins_with_its_origin() {
        for (url, expected) in [
            ("https://a.b/e/shop.js?v=1", "https://a.b"),
            ("http://127.0.0.1:8787/", "http://127.0.0.1:8787"),
            ("https://a.b?x://y/", "https://a.b"),
            ("", ""),
        ] {
            assert_eq!(origin(url), expected, "{url}");
        }
    }

    #[test]
    fn an_address_is_split_into_path_and_query() {
        for (url, path, query) in [
            ("https://a.b/v1/form/x/y?lang=vi", "/v1/form/x/y", "lang=vi"),
            ("http://127.0.0.1:8787/", "/", ""),
            ("https://a.b?x", "", ""),
            ("https://a.b/?", "/", ""),
            ("https://a.b/c?d=e?f#g", "/c", "d=e?f"),
            ("", "", ""),
        ] {
            assert_eq!(path_and_query(url), (path, query), "{url}");
        }
    }
}
