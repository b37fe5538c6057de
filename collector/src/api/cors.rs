//! Rules for the pages that may call a route from a browser.
//!
//! Public and owners' routes reply to pages of any origin: a page can send nothing there, or a key
//! that it has, and gets nothing that its own server couldn't get. Owners' routes also take the
//! header `Authorization`; public ones need no preflight at all. A session's cookie is another
//! matter: it counts only beside a header that no preflight allows, no reply allows credentials,
//! and the console's own routes allow other origins nothing. [`crate::api::handlers::responses`]
//! decides which origins may *send responses*.

use crate::api::http::Reply;

/// Callers of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Any page, by the widget.
    Visitors,
    /// An owner's own page or tool, with a key; or the console, with a session.
    Owners,
    /// The console, and no page of another origin.
    Console,
}

/// Time for which a browser may remember a preflight, in seconds: Chromium's own upper bound.
const PREFLIGHT_MAX_AGE_SECONDS: u32 = 7_200;

/// Adds the headers that let a page of another origin read the reply, where one may.
#[must_use]
pub fn readable(audience: Option<Audience>, reply: Reply) -> Reply {
    if audience == Some(Audience::Console) {
        return reply;
    }
    reply
        .with("access-control-allow-origin", "*")
        .with("access-control-expose-headers", "content-disposition, etag, link, retry-after")
}

/// Returns the reply to `OPTIONS`: the methods and headers that the route takes.
#[must_use]
pub fn preflight(audience: Audience, allow: String) -> Reply {
    let request_headers = match audience {
        Audience::Visitors => "content-type",
        Audience::Owners => "authorization, content-type, if-match, if-none-match",
        Audience::Console => return Reply::empty(204).with("allow", allow),
    };
    Reply::empty(204)
        .with("allow", allow.clone())
        .with("access-control-allow-methods", allow)
        .with("access-control-allow-headers", request_headers)
        .with("access-control-max-age", PREFLIGHT_MAX_AGE_SECONDS.to_string())
}
