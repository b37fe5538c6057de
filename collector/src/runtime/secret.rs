//! Texts that must not be seen: tokens, keys and cookies.
//!
//! In: the operations on a secret. Not in: which secrets are compared with which texts
//! (`api::auth`).

use core::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::text::hex;

/// Beginning of every key. The operator's token can't begin so.
pub(crate) const KEY_PREFIX: &str = "hbk_";

/// A text that stays out of logs: it prints `REDACTED`.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text.
    #[must_use]
    pub fn new(text: String) -> Secret {
        Secret(text)
    }

    /// The text itself, for the one reply that shows a new key.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// SHA-256 of the text, as hexadecimal text.
    #[must_use]
    pub fn sha256_hex(&self) -> String {
        hex::of(&Sha256::digest(self.0.as_bytes()))
    }

    /// True if it is meant as an owner's key: the operator's token can't begin so.
    #[must_use]
    pub fn is_key_form(&self) -> bool {
        self.0.starts_with(KEY_PREFIX)
    }

    /// True if both are the same. The time that this takes tells nothing about either.
    pub(crate) fn is(&self, other: &Secret) -> bool {
        // Hashes are of one length, so that not even the length shows.
        Sha256::digest(self.0.as_bytes()).ct_eq(&Sha256::digest(other.0.as_bytes())).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("REDACTED")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_never_prints_itself() {
        let secret = Secret::new("hunter2".to_owned());
        assert_eq!(format!("{secret:?}"), "REDACTED");
        assert_eq!(format!("{:?}", Some([secret])), "Some([REDACTED])");
    }

    #[test]
    fn a_hash_is_that_of_the_standard() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(
            Secret::new("abc".to_owned()).sha256_hex(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
