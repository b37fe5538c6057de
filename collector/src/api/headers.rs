//! Headers that every reply carries.

use crate::api::{cors::Audience, http::Reply};

const CSP: &str = "content-security-policy";
const CORP: &str = "cross-origin-resource-policy";

/// Adds the headers that keep a reply to an owner from everybody else. No cache keeps it, not even
/// the owner's own browser, where it would outlive the session. And no page of another origin can
/// load it as a picture, a script or a frame, into a process that the page may look into.
fn owners(reply: Reply) -> Reply {
    reply
        .with("cache-control", "no-store")
        .with("vary", "authorization, cookie")
        .with(CORP, "same-origin")
}

/// Adds the headers that keep a browser from taking a reply for anything else: no sniffing, no
/// framing, no page of its own unless its handler says what that page may do, no referrer.
#[must_use]
pub fn secure(audience: Option<Audience>, reply: Reply) -> Reply {
    let reply = if reply.header(CSP).is_some() {
        reply
    } else {
        // No copy: headers that are the same in every reply are made into JavaScript's headers
        // once.
        reply.with(CSP, "default-src 'none'; frame-ancestors 'none'")
    };
    let reply =
        reply.with("x-content-type-options", "nosniff").with("referrer-policy", "no-referrer");
    match audience {
        // Pages of other origins are meant to load the script and read the form.
        None | Some(Audience::Visitors) => reply.with(CORP, "cross-origin"),
        Some(Audience::Owners | Audience::Console) => owners(reply),
    }
}
