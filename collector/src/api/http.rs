//! A request and a reply as plain data: no runtime in it.

use core::{cell::Cell, fmt, future::Future, pin::Pin};
use std::{borrow::Cow, net::IpAddr};

use crate::{runtime::secret::Secret, text::json};

/// A request.
#[derive(Debug)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path, as it stands in the address: `/v1/responses`.
    pub path: String,
    /// Text after `?`, as it stands in the address; empty without one.
    pub query: String,
    /// Headers that some handler reads.
    pub headers: Headers,
    /// The body.
    pub body: Body,
}

/// The methods that some route has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`.
    Get,
    /// `HEAD`: as `GET`, without the body.
    Head,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `PATCH`.
    Patch,
    /// `DELETE`; a body is not read.
    Delete,
    /// `OPTIONS`.
    Options,
    /// Any other.
    Other,
}

/// The request's headers that some handler reads.
#[derive(Debug, Default)]
pub struct Headers {
    /// `Authorization`.
    pub authorization: Option<Secret>,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Origin`.
    pub origin: Option<String>,
    /// `If-Match`; not read with a response, which has no conditions.
    pub if_match: Option<String>,
    /// `If-None-Match`; likewise.
    pub if_none_match: Option<String>,
    /// The collector's own address as it was asked, from the request's URL, where the script or a
    /// session needs it: `https://hearby.example.com`.
    pub asked_at: Option<String>,
    /// `Cookie`; read where a session may be used, and nowhere else.
    pub cookie: Option<Secret>,
    /// `X-Hearby-Console`; likewise.
    pub console: Option<String>,
    /// `Sec-Fetch-Site`; likewise.
    pub fetch_site: Option<String>,
    /// `Accept`; read for the collector's own address alone.
    pub accept: Option<String>,
    /// The visitor's address, as Cloudflare tells it (`CF-Connecting-IP`); it is never stored.
    pub address: Option<IpAddr>,
}

/// The request's body.
#[derive(Debug)]
pub enum Body {
    /// All of it; empty when there is none.
    Complete(Vec<u8>),
    /// More than was asked for; none of it was kept.
    TooLarge,
    /// The client went away in the middle.
    CutShort,
    /// It is still on its way. The handler that reads it says first how large it may be. So a
    /// request that is refused for its address, its key or its number costs no memory for its body.
    Coming(Coming),
}

/// A body that nobody has read yet. It can be read once.
pub struct Coming(Cell<Option<ReadBody>>);

/// Reads a body of at most that many bytes; returns anything but [`Body::Coming`].
pub type ReadBody = Box<dyn FnOnce(usize) -> Pin<Box<dyn Future<Output = Body>>>>;

/// A reply.
#[derive(Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Headers by name; no name twice.
    pub headers: Vec<(&'static str, Cow<'static, str>)>,
    /// The body.
    pub body: String,
}

impl Coming {
    /// Makes a body that `read` will read.
    #[must_use]
    pub fn new(read: ReadBody) -> Coming {
        Coming(Cell::new(Some(read)))
    }

    /// Reads at most that many bytes of it. The second time there is nothing left.
    pub async fn read(&self, max_bytes: usize) -> Body {
        match self.0.take() {
            Some(read) => read(max_bytes).await,
            None => Body::CutShort,
        }
    }
}

impl fmt::Debug for Coming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Coming")
    }
}

impl Method {
    /// Returns the method of that name.
    #[must_use]
    pub fn parse(name: &str) -> Method {
        match name {
            "GET" => Method::Get,
            "HEAD" => Method::Head,
            "POST" => Method::Post,
            "PUT" => Method::Put,
            "PATCH" => Method::Patch,
            "DELETE" => Method::Delete,
            "OPTIONS" => Method::Options,
            _ => Method::Other,
        }
    }

    /// Returns the method's name; empty for one that no route has.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Head => "HEAD",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
            Method::Options => "OPTIONS",
            Method::Other => "",
        }
    }

    /// True if requests of this method have a body that a handler reads.
    #[must_use]
    pub const fn has_body(self) -> bool {
        matches!(self, Method::Post | Method::Put | Method::Patch)
    }
}

impl Reply {
    /// Makes a reply of JSON with that status, not to be cached.
    #[must_use]
    pub fn json<T: serde::Serialize>(status: u16, value: &T) -> Reply {
        Reply::new(status, "application/json", json::of(value)).with("cache-control", "no-store")
    }

    /// Makes a reply of that media type.
    #[must_use]
    pub fn new(status: u16, media_type: &'static str, body: String) -> Reply {
        Reply { body, ..Reply::empty(status) }.with("content-type", media_type)
    }

    /// Makes a reply without a body.
    #[must_use]
    pub fn empty(status: u16) -> Reply {
        Reply { status, headers: Vec::new(), body: String::new() }
    }

    /// Returns this reply with a header set. It replaces an earlier one of the same name.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Reply {
        self.headers.retain(|(other, _)| *other != name);
        self.headers.push((name, value.into()));
        self
    }

    /// Returns a header's value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| *other == name).map(|(_, value)| &**value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_never_print_a_token() {
        let token = Some(Secret::new("hunter2".to_owned()));
        let headers = Headers { authorization: token, ..Headers::default() };
        assert!(!format!("{headers:?}").contains("hunter2"));
    }
}
