//! Hashes of respondents, for storage keys. Nobody can guess one without a signing key.
//!
//! | when it was written | what it is |
//! |---|---|
//! | now | HMAC by the newest of `SIGNING_KEYS`, of site and respondent |
//! | before the last rotation | the same by an older key |
//! | by releases before `SIGNING_KEYS` | SHA-256 with the site's public name as salt |
//! | while `SIGNING_KEYS` is not set | [`RespondentHash::unnamed`], the same for everybody |
//!
//! A deletion finds and erases all four; the collector writes only the first, or the last while
//! there are no signing keys. An operator who sets no signing keys loses no response, and no key
//! tells anything about a respondent. The price comes when a respondent is to be found: then the
//! collector reads responses one by one.

use domain::SiteId;
use wire::dimension::composed;

use crate::{
    runtime::{
        Runtime,
        signing_keys::{Purpose, PurposeKeys},
    },
    store::keys::RespondentHash,
};

/// Keys that make hashes, by every signing key there is.
#[derive(Clone, Debug)]
pub struct Hashes(Option<PurposeKeys>);

impl Hashes {
    /// Returns the hashes by the keys of the deployment.
    #[must_use]
    pub fn of<R: Runtime>(runtime: &R) -> Hashes {
        Hashes(runtime.signing_keys().ok().map(|keys| keys.of(Purpose::Respondents)))
    }

    /// True if there are signing keys.
    #[must_use]
    pub const fn have_keys(&self) -> bool {
        self.0.is_some()
    }

    /// Returns the hash under which the collector writes a `who:` key now.
    #[must_use]
    pub fn newest(&self, site: &SiteId, respondent: &str) -> RespondentHash {
        match &self.0 {
            Some(keys) => RespondentHash::cut(&keys.sign(&message(site, respondent))),
            None => RespondentHash::unnamed(),
        }
    }

    /// Returns the hash by each signing key, the newest key first; none without keys.
    #[must_use]
    pub fn by_each_key(&self, site: &SiteId, respondent: &str) -> Vec<RespondentHash> {
        let message = message(site, respondent);
        let keys = self.0.iter();
        keys.flat_map(|keys| keys.sign_by_each(&message))
            .map(|hash| RespondentHash::cut(&hash))
            .collect()
    }

    /// Returns every hash under which a respondent's `who:` key may stand. The first is
    /// [`Hashes::newest`].
    #[must_use]
    pub fn all(&self, site: &SiteId, respondent: &str) -> Vec<RespondentHash> {
        let mut all = self.by_each_key(site, respondent);
        all.push(RespondentHash::unnamed());
        all.push(RespondentHash::without_key(site, respondent));
        // Earlier releases hashed a name as it came.
        let composed = RespondentHash::without_key(site, &composed(respondent));
        if !all.contains(&composed) {
            all.push(composed);
        }
        all
    }
}

/// Returns the message to sign. A site's name holds no line break, so no two pairs make the same
/// message. A respondent's name gives the same message however its letters were composed.
fn message(site: &SiteId, respondent: &str) -> Vec<u8> {
    format!("{site}\n{}", composed(respondent)).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::signing_keys::SigningKeys;

    const A: &str = "gW5xkV1u9oZQd0m3rJcT7yLbA2sHfEnP4iXwKq8t";
    const B: &str = "Zp3vB7nM1xQ9cL5kJ2hG8fD4sA6wE0rT";

    fn hashes(keys: &str) -> Hashes {
        Hashes(SigningKeys::parse(keys).ok().map(|keys| keys.of(Purpose::Respondents)))
    }

    fn site(name: &str) -> SiteId {
        SiteId::parse(name).unwrap()
    }

    /// The first two by Python's hmac and hashlib; see `signing_keys`.
    #[test]
    fn hashes_are_those_that_are_already_in_stores() {
        let of = |hash: RespondentHash| hash.to_string();
        let an = "an@example.com";
        assert_eq!(of(hashes(A).newest(&site("demo"), an)), "23cc980422f73907875cfe5ce6e6add0");
        let legacy = RespondentHash::without_key(&site("demo"), "a@b.example");
        assert_eq!(of(legacy), "e00bd242116708fe3cd60d79e7a65740");
        assert_eq!(of(hashes("").newest(&site("demo"), an)), "0".repeat(32));
    }

    #[test]
    fn a_hash_tells_sites_and_respondents_apart_and_shows_neither() {
        let hash = |of: &str, respondent: &str| hashes(A).newest(&site(of), respondent);
        let an = hash("demo", "an@example.com");
        assert_eq!(an, hash("demo", "an@example.com"));
        assert_ne!(an, hash("demo", "An@example.com"));
        assert_ne!(an, hash("shop", "an@example.com"));
        assert_ne!(an, hashes(B).newest(&site("demo"), "an@example.com"));
        assert_ne!(an, RespondentHash::without_key(&site("demo"), "an@example.com"));
        assert_eq!(RespondentHash::parse(&an.to_string()), Some(an));
        for text in ["", "an@example.com", &"0".repeat(31), &"F".repeat(32), &"0".repeat(33)] {
            assert_eq!(RespondentHash::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_has_one_hash_however_its_letters_were_composed() {
        let (composed, decomposed) = ("Nguy\u{1ec5}n An", "Nguye\u{302}\u{303}n An");
        let of = |name| hashes(A).newest(&site("demo"), name);
        assert_eq!(of(composed), of(decomposed));
        let all = hashes(A).all(&site("demo"), decomposed);
        assert!(all.contains(&RespondentHash::without_key(&site("demo"), composed)));
        assert!(all.contains(&RespondentHash::without_key(&site("demo"), decomposed)));
    }

    #[test]
    fn after_a_rotation_every_earlier_hash_is_still_known_and_the_newest_is_written() {
        let (before, after) = (hashes(A), hashes(&format!("{B},{A}")));
        let of = |hashes: &Hashes| hashes.all(&site("demo"), "an");
        assert_eq!(after.newest(&site("demo"), "an"), of(&after)[0]);
        assert_ne!(of(&after)[0], of(&before)[0]);
        assert!(of(&before).iter().all(|hash| of(&after).contains(hash)));
        let none = hashes("");
        assert_eq!(none.newest(&site("demo"), "an"), of(&none)[0]);
        assert!(of(&none).iter().all(|hash| of(&before).contains(hash)));
        assert_eq!(none.by_each_key(&site("demo"), "an"), []);
    }
}
