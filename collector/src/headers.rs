//! Headers that every reply carries.

use crate::http::Reply;

const CSP: &str = "content-security-policy";

/// Lets the owner's own browser, and no other cache, keep a good reply, only to ask whether it
/// still holds.
#[must_use]
pub fn owners(reply: Reply) -> Reply {
    reply.with("cache-control", "private, no-cache").with("vary", "authorization")
}

/// Adds what keeps a reply from being taken for anything else: no sniffing, no framing, no page of
/// its own unless its handler says what it may do, no referrer.
#[must_use]
pub fn secure(reply: Reply) -> Reply {
    let reply = if reply.header(CSP).is_some() {
        reply
    } else {
        // No copy: what is the same in every reply is made into JavaScript's headers once.
        reply.with(CSP, "default-src 'none'; frame-ancestors 'none'")
    };
    reply
        .with("x-content-type-options", "nosniff")
        .with("referrer-policy", "no-referrer")
        // Pages of other origins load the script and read the form: that is what they are for.
        .with("cross-origin-resource-policy", "cross-origin")
}
