//! The deployment's secret `SIGNING_KEYS`: several keys, the newest first, each used for several
//! purposes that know nothing of each other.
//!
//! **In scope:** reading the secret, refusing what can be guessed, a key of its own for each purpose
//! ([HKDF](https://www.rfc-editor.org/rfc/rfc5869) over SHA-256), and HMAC-SHA256 by it.
//! **Out of scope:** what is signed, and for how long ([`crate::deletion::hashes`] hashes names,
//! [`crate::api::session`] signs sessions).
//!
//! To rotate, put a new key before the old one: the newest key makes new signatures, and the
//! signatures of the older ones are still valid. The secret has nothing to do with the operator's
//! token: an operator changes that token whenever somebody has seen it, and no respondent's `who:`
//! keys may be lost by that.

use core::fmt;

use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq};

/// Least length of a key, in characters: 128 bits, even if it is written as hexadecimal digits.
pub const KEY_MIN_CHARS: usize = 32;

/// The most keys: each one costs every look-up by a respondent a list.
pub const KEYS_MAX: usize = 8;

/// Bytes of a signature.
pub const MAC_BYTES: usize = 32;

/// Salt that sets our derivation apart from that of any other program with the same secret. It
/// never changes.
const SALT: &[u8] = b"hearby signing keys 1";

/// The fewest different characters of a key. A random key has more; a text that a hand has written
/// to fill the place has fewer.
const DISTINCT_MIN: usize = 10;

/// Keys that stand in examples, and therefore in deployments whose owner copied one.
const EXAMPLES: [&str; 8] = [
    "changeme",
    "change-me",
    "example",
    "password",
    "your-",
    "signing_key",
    "0123456789abcdef",
    "abcdefghijklmnop",
];

/// Purposes of keys. Each purpose has keys of its own: a signature for one says nothing to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Hashes of respondents in storage keys.
    Respondents,
    /// Sessions of the console.
    Sessions,
    /// Invitations to answer.
    Invitations,
    /// Names that pages sign.
    Identities,
}

/// Reasons for which there are no keys to use. A reason never names a key's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// The secret is not set.
    Missing,
    /// The nth key, from 1, has fewer than [`KEY_MIN_CHARS`] characters.
    TooShort(usize),
    /// The nth key, from 1, is an example's or has hardly any different characters.
    Guessable(usize),
    /// There are more than [`KEYS_MAX`].
    TooMany,
}

/// The keys, newest first; at least one. They print as `REDACTED`.
#[derive(Clone)]
pub struct SigningKeys(Vec<String>);

/// The keys of one purpose, newest first; at least one. They print as `REDACTED`.
#[derive(Clone)]
pub struct PurposeKeys {
    newest: [u8; MAC_BYTES],
    older: Vec<[u8; MAC_BYTES]>,
}

impl Purpose {
    /// Returns the label from which the purpose's keys are derived. It never changes: with another
    /// one, all earlier signatures would be lost.
    const fn label(self) -> &'static [u8] {
        match self {
            Purpose::Respondents => b"respondents",
            Purpose::Sessions => b"sessions",
            Purpose::Invitations => b"invitations",
            Purpose::Identities => b"identities",
        }
    }
}

impl SigningKeys {
    /// Reads the secret: keys with white space or commas between them, the newest first.
    ///
    /// # Errors
    /// [`Unusable`]. One bad key makes all of them unusable: if it were left out in silence, all
    /// that it has signed would be lost.
    pub fn parse(text: &str) -> Result<SigningKeys, Unusable> {
        let is_between = |letter: char| letter.is_whitespace() || letter == ',';
        let keys: Vec<String> =
            text.split(is_between).filter(|key| !key.is_empty()).map(str::to_owned).collect();
        if keys.is_empty() {
            return Err(Unusable::Missing);
        }
        if keys.len() > KEYS_MAX {
            return Err(Unusable::TooMany);
        }
        for (nth, key) in (1..).zip(&keys) {
            if key.chars().count() < KEY_MIN_CHARS {
                return Err(Unusable::TooShort(nth));
            }
            if is_guessable(key) {
                return Err(Unusable::Guessable(nth));
            }
        }
        Ok(SigningKeys(keys))
    }

    /// Returns the keys of a purpose.
    #[must_use]
    pub fn of(&self, purpose: Purpose) -> PurposeKeys {
        let mut keys = self.0.iter().map(|key| derive(key, purpose));
        let newest = keys.next().unwrap_or_default();
        PurposeKeys { newest, older: keys.collect() }
    }
}

impl PurposeKeys {
    /// Returns the signature of a message by the newest key.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; MAC_BYTES] {
        sign(&self.newest, message)
    }

    /// Returns the signatures of a message by every key, the newest first.
    pub fn sign_by_each(&self, message: &[u8]) -> impl Iterator<Item = [u8; MAC_BYTES]> {
        core::iter::once(&self.newest).chain(&self.older).map(move |key| sign(key, message))
    }

    /// True if any of the keys has made that signature of the message. The time that this takes
    /// tells nothing about either.
    #[must_use]
    pub fn have_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let each = self.sign_by_each(message);
        each.fold(Choice::from(0), |any, by_one| any | by_one.as_slice().ct_eq(signature)).into()
    }
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("REDACTED")
    }
}

impl fmt::Debug for PurposeKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("REDACTED")
    }
}

impl Unusable {
    /// The reason without its numbers, for the operator's log.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Unusable::Missing => "the secret SIGNING_KEYS is not set",
            Unusable::TooShort(_) => "a key of SIGNING_KEYS is too short",
            Unusable::Guessable(_) => "a key of SIGNING_KEYS can be guessed",
            Unusable::TooMany => "SIGNING_KEYS has too many keys",
        }
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unusable::Missing => f.write_str("SIGNING_KEYS is not set"),
            Unusable::TooShort(nth) => {
                write!(f, "key {nth} of SIGNING_KEYS has fewer than {KEY_MIN_CHARS} characters")
            }
            Unusable::Guessable(nth) => write!(f, "key {nth} of SIGNING_KEYS can be guessed"),
            Unusable::TooMany => write!(f, "SIGNING_KEYS has more than {KEYS_MAX} keys"),
        }
    }
}

fn is_guessable(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    let mut letters: Vec<char> = key.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    letters.len() < DISTINCT_MIN || EXAMPLES.iter().any(|example| key.contains(example))
}

fn derive(key: &str, purpose: Purpose) -> [u8; MAC_BYTES] {
    let mut derived = [0; MAC_BYTES];
    // HKDF gives up to 255 times as much: it can't fail.
    let _ = Hkdf::<Sha256>::new(Some(SALT), key.as_bytes()).expand(purpose.label(), &mut derived);
    derived
}

fn sign(key: &[u8; MAC_BYTES], message: &[u8]) -> [u8; MAC_BYTES] {
    // HMAC takes a key of any length: it can't fail.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; MAC_BYTES] };
    mac.update(message);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::hex::of as hex;

    const A: &str = "gW5xkV1u9oZQd0m3rJcT7yLbA2sHfEnP4iXwKq8t";
    const B: &str = "Zp3vB7nM1xQ9cL5kJ2hG8fD4sA6wE0rT";

    fn keys(text: &str) -> PurposeKeys {
        SigningKeys::parse(text).unwrap().of(Purpose::Respondents)
    }

    /// By Python: `hmac.digest(HKDF(SHA256(), 32, salt, label).derive(key), message, "sha256")`.
    #[test]
    fn a_signature_is_the_one_that_is_already_in_stores() {
        assert_eq!(hex(&keys(A).sign(b"message")), PINNED);
    }

    const PINNED: &str = "3bdcddf0b093c189c16e68a5ae08f97df2945278a3f6206fdb7ef62f994b23c5";

    #[test]
    fn keys_stand_with_white_space_or_commas_between_them_the_newest_first() {
        for text in [format!("{B} {A}"), format!("{B},{A}"), format!(" {B} ,\n\t{A}\r\n")] {
            let both = keys(&text);
            assert_eq!(both.sign(b"m"), keys(B).sign(b"m"));
            let each: Vec<_> = both.sign_by_each(b"m").collect();
            assert_eq!(each, [keys(B).sign(b"m"), keys(A).sign(b"m")]);
            assert!(both.have_signed(b"m", &keys(A).sign(b"m")));
            assert!(!both.have_signed(b"n", &keys(A).sign(b"m")));
            assert!(!keys(B).have_signed(b"m", &keys(A).sign(b"m")));
            assert!(!both.have_signed(b"m", b"") && !both.have_signed(b"m", &[0; MAC_BYTES]));
        }
    }

    #[test]
    fn what_is_signed_for_one_purpose_is_nothing_to_another() {
        let all = SigningKeys::parse(A).unwrap();
        let mut signatures: Vec<_> =
            [Purpose::Respondents, Purpose::Sessions, Purpose::Invitations, Purpose::Identities]
                .map(|purpose| all.of(purpose).sign(b"m"))
                .to_vec();
        signatures.sort_unstable();
        signatures.dedup();
        assert_eq!(signatures.len(), 4);
    }

    #[test]
    fn keys_that_can_be_guessed_are_refused_and_never_repeated() {
        let refused = |text: &str| SigningKeys::parse(text).unwrap_err();
        assert_eq!(refused(""), Unusable::Missing);
        assert_eq!(refused(" ,\n"), Unusable::Missing);
        assert_eq!(refused(&B[1..]), Unusable::TooShort(1));
        assert_eq!(refused(&format!("{A},{}", &B[1..])), Unusable::TooShort(2));
        assert_eq!(refused(&"a".repeat(64)), Unusable::Guessable(1));
        assert_eq!(refused(&"01234567".repeat(8)), Unusable::Guessable(1));
        for text in [
            "ChangeMe-ChangeMe-ChangeMe-ChangeMe",
            "0123456789abcdef0123456789abcdef",
            "your-random-text-of-32-characters",
            "this-is-an-example-of-a-long-key-qz",
        ] {
            assert_eq!(refused(&format!("{A} {text}")), Unusable::Guessable(2), "{text}");
            assert!(!refused(text).to_string().contains(text));
        }
        assert_eq!(refused(&[A; KEYS_MAX + 1].join(" ")), Unusable::TooMany);
        assert!(SigningKeys::parse(&[A; KEYS_MAX].join(" ")).is_ok());
    }

    #[test]
    fn keys_never_print_themselves() {
        let all = SigningKeys::parse(A).unwrap();
        let printed = format!("{all:?} {:?}", all.of(Purpose::Sessions));
        assert_eq!(printed, "REDACTED REDACTED");
    }
}
