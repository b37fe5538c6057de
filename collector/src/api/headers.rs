//! Headers that every reply carries.

use crate::api::{cors::Audience, http::Reply};

const CSP: &str = "content-security-policy";
const CORP: &str = "cross-origin-resource-policy";

/// Adds what keeps a reply to an owner from everybody else: no cache keeps it, the owner's own
/// browser included, where it would outlive the session; and no page of another origin can load it
/// as a picture, a script or a frame, into a process that it may look into.
fn owners(reply: Reply) -> Reply {
    reply
        .with("cache-control", "no-store")
        .with("vary", "authorization, cookie")
        .with(CORP, "same-origin")
}

/// Adds what keeps a reply from being taken for anything else: no sniffing, no framing, no page of
/// its own unless its handler says what it may do, no referrer.
#[must_use]
pub fn secure(audience: Option<Audience>, reply: Reply) -> Reply {
    let reply = if reply.header(CSP).is_some() {
        reply
    } else {
        // No copy: what is the same in every reply is made into JavaScript's headers once.
        reply.with(CSP, "default-src 'none'; frame-ancestors 'none'")
    };
    let reply =
        reply.with("x-content-type-options", "nosniff").with("referrer-policy", "no-referrer");
    match audience {
        // Pages of other origins load the script and read the form: that is what they are for.
        None | Some(Audience::Visitors) => reply.with(CORP, "cross-origin"),
        Some(Audience::Owners | Audience::Console) => owners(reply),
    }
}
