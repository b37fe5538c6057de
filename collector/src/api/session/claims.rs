//! The text of a session's cookie: `{claims}.{signature}`, both in base64url.
//!
//! In: its fields, and who has signed them. Not in: where it stands in a request (`cookie`).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{Instant, MINUTE_MS, SiteId};
use serde::{Deserialize, Serialize};
use wire::site::KeyScope;

use super::bound::{Bound, Holder, SESSION_MS, Session, Signed};
use crate::{
    runtime::signing_keys::{MAC_BYTES, PurposeKeys},
    store::keys::KeyId,
    text::json,
};

/// The longest text that is read, in bytes. The longest that is written has some 350 characters.
const TEXT_MAX_BYTES: usize = 1_024;

/// Time by which the clock of the machine that began a session may be ahead of this one's.
const CLOCKS_APART_MS: i64 = 5 * MINUTE_MS;

/// Text before the signed claims, so that no signature of a secret is one of claims.
const CONTEXT: &[u8] = b"claims\n";

/// The claims as they are signed. An unknown field makes all of them unreadable: a later release
/// may use it for a restriction.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    /// The session's end, in Unix milliseconds.
    until: i64,
    /// Signature of the secret that began it.
    proof: String,
    /// The owner's; absent for the operator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<Owner>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Owner {
    site: String,
    key: String,
    scope: KeyScope,
}

/// Returns the cookie's value: the session and the proof that binds it to its secret, signed by the
/// newest key.
#[must_use]
pub fn token(session: &Session, bound: Bound<'_>, keys: &PurposeKeys) -> String {
    write(session, &keys.sign(&bound.message()), keys)
}

/// Writes a session, bound by `proof`, signed by the newest key.
fn write(session: &Session, proof: &[u8], keys: &PurposeKeys) -> String {
    let owner = match &session.holder {
        Holder::Operator => None,
        Holder::Owner { site, key, scope } => {
            Some(Owner { site: site.to_string(), key: key.to_string(), scope: *scope })
        }
    };
    let proof = URL_SAFE_NO_PAD.encode(proof);
    let claims = Claims { until: session.expires.unix_ms(), proof, owner };
    let claims = URL_SAFE_NO_PAD.encode(json::of(&claims));
    let signature = URL_SAFE_NO_PAD.encode(keys.sign(&message(&claims)));
    format!("{claims}.{signature}")
}

/// Reads a session that one of the keys has signed and whose time is not over. It reads nothing of
/// the session before it has checked the signature.
pub(super) fn read(text: &str, keys: &PurposeKeys, now: Instant) -> Option<Signed> {
    let (claims, signature) = text.split_once('.').filter(|_| text.len() <= TEXT_MAX_BYTES)?;
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    if !keys.have_signed(&message(claims), &signature) {
        return None;
    }
    let claims: Claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    let left_ms = claims.until.checked_sub(now.unix_ms())?;
    if !(1..=SESSION_MS + CLOCKS_APART_MS).contains(&left_ms) {
        return None;
    }
    let holder = match claims.owner {
        None => Holder::Operator,
        Some(Owner { site, key, scope }) => {
            Holder::Owner { site: SiteId::parse(&site).ok()?, key: KeyId::parse(&key)?, scope }
        }
    };
    let proof: [u8; MAC_BYTES] = URL_SAFE_NO_PAD.decode(claims.proof).ok()?.try_into().ok()?;
    let session = Session { holder, expires: Instant::from_unix_ms(claims.until) };
    Some(Signed::new(session, proof, keys.clone()))
}

fn message(claims: &str) -> Vec<u8> {
    [CONTEXT, claims.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::signing_keys::{Purpose, SigningKeys};

    const A: &str = "gW5xkV1u9oZQd0m3rJcT7yLbA2sHfEnP4iXwKq8t";
    const B: &str = "Zp3vB7nM1xQ9cL5kJ2hG8fD4sA6wE0rT";
    const NOW: Instant = Instant::from_unix_ms(1_795_316_400_000);

    fn keys(text: &str, purpose: Purpose) -> PurposeKeys {
        SigningKeys::parse(text).unwrap().of(purpose)
    }

    fn sessions() -> PurposeKeys {
        keys(A, Purpose::Sessions)
    }

    fn of_owner() -> Session {
        let holder = Holder::Owner {
            site: SiteId::parse(&"s".repeat(40)).unwrap(),
            key: KeyId::parse("abcd2345").unwrap(),
            scope: KeyScope::Read,
        };
        Session::begin(holder, NOW)
    }

    fn session(text: &str, keys: &PurposeKeys, now: Instant) -> Option<Session> {
        read(text, keys, now).map(|signed| signed.session().clone())
    }

    #[test]
    fn what_was_written_is_read_until_its_time_is_over_and_by_older_keys_too() {
        for written in [Session::begin(Holder::Operator, NOW), of_owner()] {
            let text = write(&written, &[7; MAC_BYTES], &sessions());
            assert!(text.len() < 400, "{}", text.len());
            let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
            assert!(text.bytes().all(is_plain), "{text}");
            assert_eq!(session(&text, &sessions(), NOW), Some(written.clone()));
            let rotated = keys(&format!("{B} {A}"), Purpose::Sessions);
            assert_eq!(session(&text, &rotated, NOW), Some(written.clone()));
            let last = NOW.plus_ms(SESSION_MS - 1);
            assert_eq!(session(&text, &sessions(), last), Some(written));
            assert!(session(&text, &sessions(), NOW.plus_ms(-CLOCKS_APART_MS)).is_some());
            for other in [NOW.plus_ms(SESSION_MS), NOW.plus_ms(-CLOCKS_APART_MS - 1)] {
                assert_eq!(session(&text, &sessions(), other), None);
            }
            assert_eq!(session(&text, &keys(B, Purpose::Sessions), NOW), None);
            for purpose in [Purpose::Respondents, Purpose::Invitations, Purpose::Identities] {
                assert_eq!(session(&text, &keys(A, purpose), NOW), None);
            }
        }
    }

    #[test]
    fn no_letter_of_it_can_be_changed_left_out_or_doubled() {
        let text = write(&of_owner(), &[7; MAC_BYTES], &sessions());
        for at in 0..text.len() {
            let letter = if &text[at..=at] == "A" { "B" } else { "A" };
            let (before, after) = (&text[..at], &text[at + 1..]);
            for changed in [
                format!("{before}{letter}{after}"),
                format!("{before}{after}"),
                format!("{before}{letter}{}", &text[at..]),
            ] {
                assert_eq!(session(&changed, &sessions(), NOW), None, "{at}: {changed}");
            }
        }
        for bad in ["", ".", "..", "a.b", &format!("{text}="), &format!("{text}.x")] {
            assert_eq!(session(bad, &sessions(), NOW), None, "{bad}");
        }
        assert_eq!(session(&"a".repeat(100_000), &sessions(), NOW), None);
    }

    #[test]
    fn a_signature_of_a_secret_is_none_of_claims() {
        let claims = URL_SAFE_NO_PAD.encode(r#"{"until":1795316401000,"proof":""}"#);
        let plain = URL_SAFE_NO_PAD.encode(sessions().sign(claims.as_bytes()));
        assert_eq!(session(&format!("{claims}.{plain}"), &sessions(), NOW), None);
    }
}
