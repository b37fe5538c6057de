//! A request's id: the same in the problem that the client reads and in the operator's log.

use core::fmt;

use serde::{Serialize, Serializer};

use crate::text::hex;

/// The most characters of an id that comes from outside; Cloudflare's has 20.
const MAX_BYTES: usize = 32;

/// Names one request. Letters, digits and dashes, at most 32 of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// Returns the id of a request: Cloudflare's own (`CF-Ray`), otherwise one of random bytes;
    /// `None` if there is no randomness to be had.
    #[must_use]
    pub fn of(ray: Option<&str>, random: impl FnOnce() -> Option<[u8; 64]>) -> Option<RequestId> {
        let given = ray.and_then(RequestId::parse);
        given.or_else(|| random().map(|bytes| RequestId::random(&bytes)))
    }

    /// Returns an id that Cloudflare gave. A client may send any `CF-Ray` if no Cloudflare is in
    /// between.
    #[must_use]
    pub fn parse(text: &str) -> Option<RequestId> {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let is_id = (1..=MAX_BYTES).contains(&text.len()) && text.bytes().all(is_allowed);
        is_id.then(|| RequestId(text.to_owned()))
    }

    /// Makes an id of random bytes: 64 bits, as many as Cloudflare's has.
    #[must_use]
    pub fn random(bytes: &[u8; 64]) -> RequestId {
        RequestId(hex::of_first(bytes, 8))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for RequestId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_letters_digits_and_dashes_and_is_short() {
        for text in ["8f2b1c3d4e5f6a7b-HKG", "a", "-", &"a".repeat(32)] {
            assert_eq!(RequestId::parse(text).unwrap().as_str(), text);
        }
        for text in ["", "a b", "a\n", "\u{e4}", "{\"a\":1}", "<b>", &"a".repeat(33)] {
            assert_eq!(RequestId::parse(text), None, "{text}");
        }
        let random = RequestId::random(&core::array::from_fn(|at| at as u8));
        assert_eq!(random.as_str(), "0001020304050607");
        assert_eq!(RequestId::parse(random.as_str()), Some(random));
    }
}
