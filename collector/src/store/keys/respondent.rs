//! Respondents in keys: a respondent's hash, and the key that leads from a respondent to a
//! response.
//!
//! In: their texts. Not in: the signing keys that make hashes (`deletion::hashes`).

use core::fmt;

use domain::{ResponseId, SiteId, SurveyId};
use sha2::{Digest, Sha256};

use crate::text::hex;

const HASH_BYTES: usize = 16;

/// Hash of a respondent, for keys. Keys stand in logs and on dashboards. No e-mail address belongs
/// there, nor anything from which an address can be found by trying.
///
/// It has 128 bits. The same person has another hash on another site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RespondentHash(String);

/// Key that leads from a respondent to one response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhoKey {
    /// The site.
    pub site: SiteId,
    /// Hash of the respondent.
    pub respondent: RespondentHash,
    /// The survey that was answered.
    pub survey: SurveyId,
    /// The response's id.
    pub id: ResponseId,
}

impl RespondentHash {
    /// Returns the hash as it was made before there were signing keys.
    #[must_use]
    pub fn without_key(site: &SiteId, respondent: &str) -> RespondentHash {
        let message = format!("hearby respondent:{site}:{respondent}");
        RespondentHash::cut(&Sha256::digest(message.as_bytes()))
    }

    /// Returns the hash that is used while there is no signing key.
    #[must_use]
    pub fn unnamed() -> RespondentHash {
        RespondentHash::cut(&[0; HASH_BYTES])
    }

    /// True if it is the same for every respondent ([`RespondentHash::unnamed`]).
    #[must_use]
    pub fn is_unnamed(&self) -> bool {
        self.0.bytes().all(|digit| digit == b'0')
    }

    /// Returns the hash of that text; `None` if it is not a hash's text.
    #[must_use]
    pub fn parse(text: &str) -> Option<RespondentHash> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let good = text.len() == 2 * HASH_BYTES && text.bytes().all(is_digit);
        good.then(|| RespondentHash(text.to_owned()))
    }

    /// Returns the hash of which these are the first bytes.
    #[must_use]
    pub(crate) fn cut(hash: &[u8]) -> RespondentHash {
        RespondentHash(hex::of_first(hash, HASH_BYTES))
    }
}

impl fmt::Display for RespondentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl WhoKey {
    /// Returns what stands behind the word in its key.
    pub(crate) fn names(&self) -> String {
        let WhoKey { site, respondent, survey, id } = self;
        format!("{site}:{respondent}:{survey}:{}:{id}", id.instant().hour())
    }

    /// Returns the response to which it leads.
    pub(crate) fn response(&self) -> (&SiteId, &SurveyId, ResponseId) {
        (&self.site, &self.survey, self.id)
    }
}
