//! The states of one response: which of them is the newest, and reading them.
//!
//! A visitor's browser sends a response as it grows: the score, then the score with its comment,
//! unfinished and finished. These states may arrive in any order: a beacon is late, a queue sends
//! again days later, a second tab holds an older copy. So the state that arrives last need not be
//! the newest. The body itself shows how far the visitor had come: a visitor finishes a response
//! once and does not begin it again, and adds a comment and does not take it back. This order is
//! the state's [`Rank`].
//!
//! KV has no conditional writes, and the collector must not read a key before it writes it. So each
//! rank has a key of its own, and a state never overwrites one of another rank. Readers take the
//! highest rank that they see; lists have the keys of an id next to each other. Two states of the
//! same rank share a key, and there the later arrival stays. A browser sends one state of a rank, or
//! several only if the visitor picks other reasons each time that the page is hidden.
//!
//! Until 2026-11-25 the collector wrote every state under the plain key. Now only the highest rank
//! uses it, so that no late state can overwrite a response that was stored by then. So the rank of
//! a state under a plain key stands in its metadata or value, never in the key.

use domain::{ResponseId, SiteId, SurveyId};
use serde::Deserialize;

use crate::store::{
    KEYS_PER_GET, Store, StoreError,
    keys::{Key, Rank},
    stored_response::StoredResponse,
};

/// Order of a state among those of its id: its rank, then true if this release wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing(Rank, bool);

/// The part of a response's metadata that tells its rank.
#[derive(Debug, Deserialize)]
struct Facets {
    #[serde(rename = "c", default)]
    has_comment: u8,
    #[serde(rename = "i", default)]
    is_unfinished: u8,
}

impl Standing {
    /// Returns the standing of a listed key. A plain key without metadata yields to any other.
    #[must_use]
    pub fn listed(key: Rank, metadata: Option<&str>) -> Standing {
        if key != Rank::FinishedCommented {
            return Standing(key, true);
        }
        let facets = metadata.and_then(|json| serde_json::from_str::<Facets>(json).ok());
        let rank = facets.map_or(Rank::Partial, |Facets { has_comment, is_unfinished }| {
            Rank::of(is_unfinished == 0, has_comment != 0)
        });
        Standing(rank, false)
    }

    fn stored(key: Rank, value: &str) -> Option<Standing> {
        let stored = StoredResponse::decode(value)?;
        let rank = Rank::of(stored.finished, stored.comment.is_some());
        Some(Standing(rank, key != Rank::FinishedCommented))
    }
}

/// The stored states of one id, in the order of [`Rank::ALL`].
#[derive(Clone, Debug, Default)]
pub struct States([Option<String>; Rank::ALL.len()]);

impl States {
    /// The newest state; `None` where there is none that can be read.
    #[must_use]
    pub fn newest(&self) -> Option<&str> {
        let standing = |rank: &Rank, value: &'_ str| Standing::stored(*rank, value);
        let states = Rank::ALL.iter().zip(&self.0);
        let states = states.filter_map(|(rank, value)| {
            let value = value.as_deref()?;
            Some((standing(rank, value)?, value))
        });
        states.max_by_key(|(standing, _)| *standing).map(|(_, value)| value)
    }

    /// Every state that is there.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(Option::as_deref)
    }

    /// True if no state is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

/// Number of responses whose states one operation reads.
pub const RESPONSES_PER_GET: usize = KEYS_PER_GET / Rank::ALL.len();

/// The states of responses, in their order: one operation for each [`RESPONSES_PER_GET`].
///
/// # Errors
/// The store's own error.
pub async fn read<'a, S: Store>(
    store: &S,
    responses: impl IntoIterator<Item = (&'a SiteId, &'a SurveyId, ResponseId)>,
) -> Result<Vec<States>, StoreError> {
    let keys: Vec<Key> = responses
        .into_iter()
        .flat_map(|(site, survey, id)| Rank::ALL.map(|rank| Key::response(site, survey, id, rank)))
        .collect();
    let mut states = Vec::with_capacity(keys.len() / Rank::ALL.len());
    for keys in keys.chunks(RESPONSES_PER_GET * Rank::ALL.len()) {
        let mut values = store.get_many(keys).await?.into_iter();
        for _ in keys.chunks(Rank::ALL.len()) {
            states.push(States(Rank::ALL.map(|_| values.next().flatten())));
        }
    }
    Ok(states)
}

/// The states of one response.
///
/// # Errors
/// The store's own error.
pub async fn read_one<S: Store>(
    store: &S,
    site: &SiteId,
    survey: &SurveyId,
    id: ResponseId,
) -> Result<States, StoreError> {
    Ok(read(store, [(site, survey, id)]).await?.pop().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_follow_the_visitors_time_and_each_has_a_key_of_its_own() {
        let states = [(false, false), (false, true), (true, false), (true, true)];
        assert_eq!(states.map(|(finished, comment)| Rank::of(finished, comment)), Rank::ALL);
        assert!(Rank::ALL.is_sorted());
        for rank in Rank::ALL {
            assert_eq!(Rank::of_suffix(rank.suffix()), Some(rank));
        }
        assert_eq!(Rank::of_suffix(".3"), None);
    }

    #[test]
    fn a_plain_key_of_an_older_release_stands_where_its_metadata_says() {
        let plain = |metadata| Standing::listed(Rank::FinishedCommented, metadata);
        let of = |rank| Standing::listed(rank, None);
        assert!(plain(Some(r#"{"s":9,"i":1}"#)) < of(Rank::PartialCommented));
        assert!(plain(Some(r#"{"s":9,"c":1,"i":1}"#)) < of(Rank::Finished));
        assert!(plain(Some(r#"{"s":9}"#)) > of(Rank::PartialCommented));
        assert!(plain(Some(r#"{"s":9}"#)) < of(Rank::Finished));
        assert!(plain(Some(r#"{"s":9,"c":1}"#)) > of(Rank::Finished));
        assert!(plain(None) < of(Rank::Partial));
    }

    #[test]
    fn the_newest_of_stored_states_is_told_by_their_values() {
        let value = |score: u8, rest: &str| {
            format!(r#"{{"id":"x","score":{score},{rest}"received_ms":1}}"#)
        };
        let partial = value(1, r#""finished":false,"#);
        let finished = value(2, r#""finished":true,"#);
        let commented = value(3, r#""finished":true,"comment":"x","#);
        let newest = |states: [Option<&String>; 4]| {
            States(states.map(|value| value.cloned())).newest().map(str::to_owned)
        };
        assert_eq!(newest([None; 4]), None);
        assert_eq!(newest([Some(&partial), None, Some(&finished), None]), Some(finished.clone()));
        let all = [Some(&partial), None, Some(&finished), Some(&commented)];
        assert_eq!(newest(all), Some(commented));
        // An older release's plain key.
        assert_eq!(newest([None, None, Some(&finished), Some(&partial)]), Some(finished));
    }
}
