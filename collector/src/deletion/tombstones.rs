//! Tombstones: notes of what was erased and when, so that no backup brings it back.
//!
//! | key | of |
//! |---|---|
//! | `forgotten:{site}:{respondent's hash}` | somebody whose responses were deleted |
//! | `deleted:{site}:{survey}:{id}` | a response that was deleted, with its respondent or by its id |
//!
//! Neither tombstone contains anything of the erased response itself. A restore leaves out a
//! response if the collector had taken it by the time of the tombstone. So somebody who answers
//! again after the deletion still counts. Every later backup contains both tombstones. The one of a
//! respondent works only on a deployment with the same signing keys, the one of a response
//! everywhere.
//!
//! Tombstones stay as long as the site does. Nobody knows how long a backup lies somewhere, and a
//! backup can bring back a response without an expiration even in ten years.

use std::collections::BTreeMap;

use domain::{Instant, ResponseId, SiteId, SurveyId};
use serde::{Deserialize, Serialize};

use crate::{
    runtime::Runtime,
    store::{
        Entry, KEYS_PER_GET, ListedKey, Store,
        context::Context,
        error::Error,
        keys::{Key, Prefix, RespondentHash, listed_deleted, listed_forgotten},
        lists::Pages,
        records::encode,
        retry,
    },
    text::json,
};

/// Value of a tombstone's key, and its metadata as well: a read gives the value, a list the
/// metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Tombstone {
    /// `t`: time of the erasure, in Unix milliseconds.
    #[serde(rename = "t")]
    at_ms: i64,
}

/// Erased respondents and responses, with the time of the erasure.
#[derive(Clone, Debug, Default)]
pub struct Tombstones {
    forgotten: BTreeMap<RespondentHash, Instant>,
    deleted: BTreeMap<(SurveyId, ResponseId), Instant>,
}

#[derive(Serialize)]
struct ForgottenLine {
    forgotten: String,
    at_ms: i64,
}

#[derive(Serialize)]
struct DeletedLine {
    survey: String,
    deleted: String,
    at_ms: i64,
}

impl Tombstones {
    /// Notes a respondent; the later time counts.
    pub fn add_forgotten(&mut self, hash: RespondentHash, at: Instant) {
        let known = self.forgotten.entry(hash).or_insert(at);
        *known = at.max(*known);
    }

    /// Notes a response; the later time counts.
    pub fn add_deleted(&mut self, survey: SurveyId, id: ResponseId, at: Instant) {
        let known = self.deleted.entry((survey, id)).or_insert(at);
        *known = at.max(*known);
    }

    /// True if a tombstone says that the respondent was erased at `at` or later.
    #[must_use]
    pub fn has_forgotten(&self, hash: &RespondentHash, at: Instant) -> bool {
        self.forgotten.get(hash).is_some_and(|known| *known >= at)
    }

    /// True if a tombstone says that the response was erased at `at` or later.
    #[must_use]
    pub fn has_deleted(&self, survey: &SurveyId, id: ResponseId, at: Instant) -> bool {
        self.deleted.get(&(survey.clone(), id)).is_some_and(|known| *known >= at)
    }

    /// True if a response was erased after the collector took it, at `received`: by itself, or with
    /// a respondent who has one of `hashes`.
    #[must_use]
    pub fn has(
        &self,
        survey: &SurveyId,
        id: ResponseId,
        hashes: &[RespondentHash],
        received: Instant,
    ) -> bool {
        let of_response = self.deleted.get(&(survey.clone(), id));
        let of_people = hashes.iter().filter_map(|hash| self.forgotten.get(hash));
        of_response.into_iter().chain(of_people).any(|at| received <= *at)
    }
}

/// Writes the tombstone of a respondent whose responses are being deleted.
///
/// # Errors
/// The store's own error.
pub async fn write_forgotten<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    hash: &RespondentHash,
    at: Instant,
) -> Result<(), Error> {
    write(context, &Key::forgotten(site, hash), at).await
}

/// Writes the tombstone of a response that is being deleted.
///
/// # Errors
/// The store's own error.
pub async fn write_deleted<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
    id: ResponseId,
    at: Instant,
) -> Result<(), Error> {
    write(context, &Key::deleted(site, survey, id), at).await
}

async fn write<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    key: &Key,
    at: Instant,
) -> Result<(), Error> {
    let text = encode(&Tombstone { at_ms: at.unix_ms() });
    let entry = Entry { metadata: Some(&text), ..Entry::of(&text) };
    Ok(retry::put(context.store, context.runtime, key, entry).await?)
}

/// Reads the tombstones of these respondents and responses of a site, with one operation for each
/// hundred.
///
/// A tombstone that is a minute old or younger may still be invisible at a location that has just
/// looked for it in vain.
///
/// # Errors
/// The store's own error.
pub async fn read<S: Store>(
    store: &S,
    site: &SiteId,
    forgotten: &[RespondentHash],
    responses: &[(SurveyId, ResponseId)],
) -> Result<Tombstones, Error> {
    let mut known = Tombstones::default();
    for hashes in forgotten.chunks(KEYS_PER_GET) {
        let keys: Vec<Key> = hashes.iter().map(|hash| Key::forgotten(site, hash)).collect();
        for (hash, value) in hashes.iter().zip(store.get_many(&keys).await?) {
            if let Some(at) = value.as_deref().and_then(parse) {
                known.add_forgotten(hash.clone(), at);
            }
        }
    }
    for responses in responses.chunks(KEYS_PER_GET) {
        let keys: Vec<Key> =
            responses.iter().map(|(survey, id)| Key::deleted(site, survey, *id)).collect();
        for ((survey, id), value) in responses.iter().zip(store.get_many(&keys).await?) {
            if let Some(at) = value.as_deref().and_then(parse) {
                known.add_deleted(survey.clone(), *id, at);
            }
        }
    }
    Ok(known)
}

/// Returns all tombstones of a site, as lines of a backup.
///
/// # Errors
/// The store's own error.
pub async fn lines<S: Store>(store: &S, site: &SiteId) -> Result<String, Error> {
    let mut text = String::new();
    for_each(store, &Prefix::forgotten(site), |key, at_ms| {
        if let Some(hash) = listed_forgotten(&key.name) {
            json::add_line(&mut text, &ForgottenLine { forgotten: hash.to_string(), at_ms });
        }
    })
    .await?;
    for_each(store, &Prefix::deleted(site), |key, at_ms| {
        if let Some((survey, id)) = listed_deleted(&key.name) {
            let (survey, deleted) = (survey.to_string(), id.to_string());
            json::add_line(&mut text, &DeletedLine { survey, deleted, at_ms });
        }
    })
    .await?;
    Ok(text)
}

async fn for_each<S: Store>(
    store: &S,
    prefix: &Prefix,
    mut visit: impl FnMut(&ListedKey, i64),
) -> Result<(), Error> {
    let mut pages = Pages::of(store, prefix);
    while let Some(keys) = pages.next().await? {
        for key in &keys {
            let at = key.metadata.as_ref().and_then(|json| parse(json.get()));
            if let Some(at) = at {
                visit(key, at.unix_ms());
            }
        }
    }
    Ok(())
}

fn parse(text: &str) -> Option<Instant> {
    let tombstone: Tombstone = serde_json::from_str(text).ok()?;
    Some(Instant::from_unix_ms(tombstone.at_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tombstone_has_the_text_that_is_already_in_stores() {
        assert_eq!(encode(&Tombstone { at_ms: 1_795_316_400_000 }), r#"{"t":1795316400000}"#);
    }

    #[test]
    fn only_what_was_taken_by_its_time_is_erased_and_the_later_of_two_times_counts() {
        let (at, id) = (Instant::from_unix_ms, ResponseId::new(Instant::from_unix_ms(5), 1));
        let survey = SurveyId::parse("nps").unwrap();
        let an = RespondentHash::parse(&"a".repeat(32)).unwrap();
        let mut known = Tombstones::default();
        known.add_forgotten(an.clone(), at(20));
        known.add_forgotten(an.clone(), at(10));
        known.add_deleted(survey.clone(), id, at(30));
        let other = ResponseId::new(at(5), 2);
        assert!(known.has(&survey, other, core::slice::from_ref(&an), at(20)));
        assert!(!known.has(&survey, other, core::slice::from_ref(&an), at(21)));
        assert!(known.has(&survey, id, &[], at(30)));
        assert!(!known.has(&survey, id, &[an], at(31)));
        assert!(!known.has(&survey, other, &[], at(1)));
    }
}
