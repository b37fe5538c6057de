//! An owner's key as text, `hbk_{id}_{secret}`: making one, and the id in it.
//!
//! In: its form. Not in: the check of a request's key (`api::auth`).

use core::fmt;

use crate::runtime::secret::{KEY_PREFIX, Secret};

/// The characters of a key: 32, so that 5 random bits pick one, and none that look alike.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

const ID_LEN: usize = 8;
const SECRET_LEN: usize = 32;

/// The part of a key that names it: 8 letters and digits, without those that look alike.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(String);

impl KeyId {
    /// Returns the id of that text; `None` if it is not an id.
    #[must_use]
    pub fn parse(text: &str) -> Option<KeyId> {
        let good = text.len() == ID_LEN && text.bytes().all(|byte| ALPHABET.contains(&byte));
        good.then(|| KeyId(text.to_owned()))
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Makes a new key of random bytes.
#[must_use]
pub fn new_owner_key(random: &[u8; 64]) -> (KeyId, Secret) {
    // The mask keeps 5 bits: below the alphabet's length.
    let mut letters = random
        .iter()
        .filter_map(|byte| ALPHABET.get(usize::from(byte & 31)))
        .map(|letter| char::from(*letter));
    let id: String = letters.by_ref().take(ID_LEN).collect();
    let secret: String = letters.take(SECRET_LEN).collect();
    let key = Secret::new(format!("{KEY_PREFIX}{id}_{secret}"));
    (KeyId(id), key)
}

/// Returns the id in a key; `None` for a text that has not the form of a key.
#[must_use]
pub fn owner_key_id(token: &Secret) -> Option<KeyId> {
    let (id, secret) = token.reveal().strip_prefix(KEY_PREFIX)?.split_once('_')?;
    let is_secret =
        secret.len() == SECRET_LEN && secret.bytes().all(|byte| ALPHABET.contains(&byte));
    if is_secret { KeyId::parse(id) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_key_is_of_the_documented_grammar_and_each_random_byte_counts() {
        let (id, key) = new_owner_key(&[0; 64]);
        assert_eq!(key.reveal(), format!("hbk_aaaaaaaa_{}", "a".repeat(32)));
        assert_eq!(owner_key_id(&key), Some(id));
        for position in 0..40 {
            let mut random = [0; 64];
            random[position] = 31;
            assert_ne!(new_owner_key(&random).1.reveal(), key.reveal(), "{position}");
        }
    }
}
