//! Signatures as [Standard Webhooks](https://www.standardwebhooks.com) defines them: HMAC-SHA256 of
//! `id.timestamp.body`, written `v1,` and base64.

use core::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// A webhook's secret: `whsec_` and base64. It prints as `REDACTED`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SigningSecret(String);

const PREFIX: &str = "whsec_";

/// Length of a secret that the standard asks for, in bytes.
const ALLOWED_BYTES: core::ops::RangeInclusive<usize> = 24..=64;

const SECRET_BYTES: usize = 32;

impl SigningSecret {
    /// Makes a new secret of random bytes.
    #[must_use]
    pub fn new(random: &[u8; 64]) -> SigningSecret {
        let bytes = random.get(..SECRET_BYTES).unwrap_or_default();
        SigningSecret(format!("{PREFIX}{}", STANDARD.encode(bytes)))
    }

    /// Returns the text itself, for the one reply that shows a new secret.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// True if this is a secret as the standard wants it. A secret from elsewhere may not be one.
    #[must_use]
    pub fn can_sign(&self) -> bool {
        let key = self.0.strip_prefix(PREFIX).and_then(|text| STANDARD.decode(text).ok());
        key.is_some_and(|key| ALLOWED_BYTES.contains(&key.len()))
    }

    /// Returns the signature of a message; `None` if this is not a secret as the standard wants it.
    fn sign(&self, id: &str, timestamp_s: i64, body: &str) -> Option<String> {
        let key = STANDARD.decode(self.0.strip_prefix(PREFIX)?).ok()?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
        mac.update(format!("{id}.{timestamp_s}.{body}").as_bytes());
        Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("REDACTED")
    }
}

/// Returns the header `webhook-signature`: one signature for each secret, with a space between.
#[must_use]
pub fn header(secrets: &[&SigningSecret], id: &str, timestamp_s: i64, body: &str) -> String {
    let signatures = secrets.iter().filter_map(|secret| secret.sign(id, timestamp_s, body));
    signatures.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that Standard Webhooks' libraries are tested with.
    #[test]
    fn the_standards_own_example_has_its_signature() {
        let secret = SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned());
        let id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
        assert_eq!(
            header(&[&secret], id, 1_614_265_330, r#"{"test": 2432232314}"#),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }

    #[test]
    fn two_secrets_make_two_signatures() {
        let secrets = [SigningSecret::new(&[1; 64]), SigningSecret::new(&[2; 64])];
        let both = header(&[&secrets[0], &secrets[1]], "a", 1, "{}");
        let each = [header(&[&secrets[0]], "a", 1, "{}"), header(&[&secrets[1]], "a", 1, "{}")];
        assert_ne!(each[0], each[1]);
        assert_eq!(both, each.join(" "));
    }

    #[test]
    fn a_new_secret_is_of_the_standards_form_and_never_prints_itself() {
        let secret = SigningSecret::new(&[7; 64]);
        let bytes = STANDARD.decode(secret.reveal().strip_prefix("whsec_").unwrap()).unwrap();
        assert_eq!(bytes, [7; 32]);
        assert_eq!(format!("{secret:?}"), "REDACTED");
    }
}
