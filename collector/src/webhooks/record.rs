//! Record of a webhook in the store. Fields may be added, never renamed.

use domain::{DAY_MS, Instant};
use serde::{Deserialize, Serialize};
use wire::webhook::WebhookDefinition;

use crate::webhooks::signature::SigningSecret;

/// Time for which the previous secret still signs after a change, in milliseconds: the owner has a
/// day to tell every receiver.
pub const PREVIOUS_SECRET_LIVES_MS: i64 = DAY_MS;

/// A webhook. A signature needs the secret itself, so the record keeps it as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HookRecord {
    /// Definition by its owner.
    pub definition: WebhookDefinition,
    /// Secret that signs its events.
    pub secret: SigningSecret,
    /// The previous secret, while it lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<PreviousSecret>,
    /// Time of the last write, in Unix milliseconds.
    pub changed_ms: i64,
}

/// A secret that was replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviousSecret {
    /// The secret.
    pub secret: SigningSecret,
    /// Time until which it signs, in Unix milliseconds.
    pub until_ms: i64,
}

impl HookRecord {
    /// Returns the secrets that sign now, the newest first.
    #[must_use]
    pub fn secrets(&self, now: Instant) -> Vec<&SigningSecret> {
        let previous = self.living_previous(now).map(|previous| &previous.secret);
        core::iter::once(&self.secret).chain(previous).collect()
    }

    /// Returns the previous secret, while it lives.
    #[must_use]
    pub fn living_previous(&self, now: Instant) -> Option<&PreviousSecret> {
        self.previous.as_ref().filter(|previous| now.unix_ms() < previous.until_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::records::{decode, encode};

    #[test]
    fn a_webhook_has_the_text_under_which_owners_webhooks_are_stored() {
        let text = concat!(
            r#"{"definition":{"url":"https://a.example/","surveys":["nps"],"groups":["detractor"],"#,
            r#""format":"slack","active":true},"secret":"whsec_AQ==","#,
            r#""previous":{"secret":"whsec_Ag==","until_ms":7},"changed_ms":5}"#
        );
        let record: HookRecord = decode(text).unwrap();
        assert_eq!(encode(&record), text);
        let at = Instant::from_unix_ms;
        assert_eq!(record.secrets(at(6)).len(), 2);
        assert_eq!(record.secrets(at(7)).len(), 1);
        let printed = format!("{record:?}");
        assert!(!printed.contains("AQ==") && !printed.contains("a.example"), "{printed}");
    }
}
