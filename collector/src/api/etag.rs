//! Entity tags: the collector does not send a reply again that the client has already
//! (`If-None-Match`), and does not overwrite a state that somebody else has changed meanwhile
//! (`If-Match`). RFC 9110, section 13.
//!
//! A tag is a hash of the body. Cloudflare makes it a weak one when it compresses a reply, so weak
//! tags count as the tags from which they were made, in `If-Match` too.

use sha2::{Digest, Sha256};

use crate::{
    api::http::{Headers, Reply},
    store::error::Error,
    text::hex,
};

/// Number of bytes of the hash in a tag: enough that two different bodies never share one.
const HASH_BYTES: usize = 16;

/// Returns the tag of a body, with its quotes.
#[must_use]
pub fn of(body: &str) -> String {
    let hash = Sha256::digest(body.as_bytes());
    format!("\"{}\"", hex::of_first(&hash, HASH_BYTES))
}

/// Returns a reply with its tag.
#[must_use]
pub fn tagged(reply: Reply) -> Reply {
    // One without a body here is written elsewhere, or means nothing.
    if reply.body.is_empty() || reply.header("etag").is_some() {
        return reply;
    }
    let tag = of(&reply.body);
    reply.with("etag", tag)
}

/// Takes away the body of a good reply that the client has already → 304.
#[must_use]
pub fn unless_known(headers: &Headers, mut reply: Reply) -> Reply {
    let Some(known) = headers.if_none_match.as_deref() else { return reply };
    if reply.status == 200 && reply.header("etag").is_some_and(|tag| names(known, tag)) {
        reply.status = 304;
        reply.body.clear();
        reply.headers.retain(|(name, _)| *name != "content-type");
    }
    reply
}

/// Checks that the current state, `None` for nothing, is the one that the client wants to change.
///
/// # Errors
/// [`Error::ChangedMeanwhile`].
pub fn may_change(headers: &Headers, current: Option<&Reply>) -> Result<(), Error> {
    let tag = current.map(|reply| of(&reply.body));
    let is = |header: &str| tag.as_ref().is_some_and(|tag| names(header, tag));
    let is_expected = headers.if_match.as_deref().is_none_or(is);
    let is_unexpected = headers.if_none_match.as_deref().is_some_and(is);
    if is_expected && !is_unexpected { Ok(()) } else { Err(Error::ChangedMeanwhile) }
}

/// True if a header (`*`, or tags separated by commas) names a tag. Tags made here hold no comma.
fn names(header: &str, tag: &str) -> bool {
    header.split(',').map(str::trim).any(|one| one == "*" || strong(one) == tag)
}

fn strong(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_named_alone_among_others_weakly_or_by_a_star() {
        let tag = of("{}");
        assert_eq!(tag.len(), 34);
        assert_ne!(tag, of("{} "));
        for header in [tag.clone(), format!("\"x\" , {tag}"), format!("W/{tag}"), "*".to_owned()] {
            assert!(names(&header, &tag), "{header}");
        }
        for header in ["", ",", "\"x\"", "\"\"", tag.trim_matches('"')] {
            assert!(!names(header, &tag), "{header}");
        }
    }

    #[test]
    fn nothing_is_changed_that_is_not_what_it_was() {
        let current = Reply::new(200, "application/json", "{}".to_owned());
        let headers = |if_match: Option<&str>, if_none_match: Option<&str>| Headers {
            if_match: if_match.map(str::to_owned),
            if_none_match: if_none_match.map(str::to_owned),
            ..Headers::default()
        };
        let tag = of("{}");
        for (if_match, if_none_match, there, nothing) in [
            (None, None, true, true),
            (Some(tag.as_str()), None, true, false),
            (Some("\"other\""), None, false, false),
            (Some("*"), None, true, false),
            (None, Some("*"), false, true),
            (None, Some(tag.as_str()), false, true),
        ] {
            let headers = headers(if_match, if_none_match);
            assert_eq!(may_change(&headers, Some(&current)).is_ok(), there, "{headers:?}");
            assert_eq!(may_change(&headers, None).is_ok(), nothing, "{headers:?}");
        }
    }
}
