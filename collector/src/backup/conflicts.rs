//! Refuses lines of a backup that conflict with the store: a key of another site, more than a site
//! may have, a time in the future.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Instant, SiteId, SurveyId};
use wire::{
    limits::{ID_MAX_AHEAD_MS, KEYS_MAX, SURVEYS_MAX},
    problem::FieldError,
};

use crate::{
    backup::line::{Line, named},
    definitions::{gates, owner_keys},
    store::{
        KEYS_PER_GET, Store,
        context::Context,
        error::Error,
        keys::{Key, KeyId, Prefix, listed_key_of_any_site},
        lists,
        records::{KeyRecord, decode},
    },
};

/// Lines, each with its number.
pub type Lines = Vec<(usize, Line)>;

/// Keeps only the last of several lines with the same subject, so that each key is written once.
///
/// # Errors
/// [`Error::Invalid`] for a key's id with two hashes: one of them is no line of a backup.
pub fn last_of_each(lines: Lines) -> Result<Lines, Error> {
    let mut last: BTreeMap<String, usize> = BTreeMap::new();
    let mut hashes: BTreeMap<KeyId, String> = BTreeMap::new();
    for (number, line) in &lines {
        if let Some(subject) = line.subject() {
            last.insert(subject, *number);
        }
        if let Line::Key(id, record) = line {
            let known = hashes.entry(id.clone()).or_insert_with(|| record.sha256.clone());
            if *known != record.sha256 {
                return Err(taken(*number, "/key", "is the id of another key, too"));
            }
        }
    }
    let is_last = |(number, line): &(usize, Line)| {
        line.subject().is_none_or(|subject| last.get(&subject) == Some(number))
    };
    Ok(lines.into_iter().filter(is_last).collect())
}

/// Checks that no line has a time ahead of now: it would win over every later change, and over
/// every tombstone.
///
/// # Errors
/// [`Error::Invalid`], naming lines.
pub fn none_is_ahead(lines: &Lines, now: Instant) -> Result<(), Error> {
    let latest_ms = now.plus_ms(ID_MAX_AHEAD_MS).unix_ms();
    let ahead = lines.iter().flat_map(|(number, line)| {
        let ahead = line.times().into_iter().filter(|(_, ms)| *ms > latest_ms);
        let errors = ahead.map(|(pointer, _)| FieldError {
            pointer: pointer.to_owned(),
            detail: "is of a time that is not allowed".to_owned(),
            allowed: "a time that is not ahead of now".to_owned(),
        });
        named(*number, errors.collect())
    });
    let errors: Vec<FieldError> = ahead.collect();
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// Checks that no key has the id of another site's key, nor of another key of this site, and that
/// there is room for all keys. Returns the keys that were revoked since; these need no room.
///
/// It lists keys and does not look them up: a key that was looked up in vain would be invalid for a
/// minute.
///
/// # Errors
/// [`Error::Invalid`], naming the line; [`Error::TooMany`]; or the store's own error.
pub async fn keys_are_free<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    lines: &Lines,
) -> Result<BTreeSet<KeyId>, Error> {
    let restored = lines.iter().filter_map(|(number, line)| match line {
        Line::Key(id, record) => Some((id.clone(), (*number, record))),
        _ => None,
    });
    let mut restored: BTreeMap<KeyId, (usize, &KeyRecord)> = restored.collect();
    let revoked = lines.iter().filter_map(|(number, line)| match line {
        Line::Revoked(id) => Some((id.clone(), *number)),
        _ => None,
    });
    let revoked: BTreeMap<KeyId, usize> = revoked.collect();
    if restored.is_empty() && revoked.is_empty() {
        return Ok(BTreeSet::new());
    }
    let all: BTreeSet<KeyId> =
        lists::names(context.store, &Prefix::all_owner_keys(), listed_key_of_any_site).await?;
    let is_named = |id: &KeyId| restored.contains_key(id) || revoked.contains_key(id);
    let there: Vec<KeyId> = all.into_iter().filter(is_named).collect();
    for ids in there.chunks(KEYS_PER_GET) {
        let keys: Vec<Key> = ids.iter().map(Key::owner_key).collect();
        for (id, value) in ids.iter().zip(context.store.get_many(&keys).await?) {
            let Some(value) = value else { continue };
            let stored: KeyRecord = decode(&value)?;
            if let Some(number) = revoked.get(id).filter(|_| !stored.is_of(site)) {
                return Err(taken(*number, "/revoked", "is the id of a key of another site"));
            }
            let Some((number, record)) = restored.get(id) else { continue };
            if !stored.is_of(site) {
                return Err(taken(*number, "/key", "is the id of a key of another site"));
            }
            if stored.sha256 != record.sha256 {
                return Err(taken(*number, "/key", "is the id of another key, too"));
            }
        }
    }
    let revoked = owner_keys::revoked(context, site).await?;
    restored.retain(|id, _| !revoked.contains(id));
    let mut ids = owner_keys::ids(context, site).await?;
    ids.extend(restored.into_keys());
    if ids.len() > KEYS_MAX { Err(Error::TooMany(KEYS_MAX)) } else { Ok(revoked) }
}

/// Checks that there is room for all surveys.
///
/// # Errors
/// [`Error::TooMany`]; or the store's own error.
pub async fn surveys_have_room<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    lines: &Lines,
) -> Result<(), Error> {
    let restored = lines.iter().filter_map(|(_, line)| match line {
        Line::Version(survey, _) | Line::Newest(survey, _) => Some(survey.clone()),
        _ => None,
    });
    let restored: BTreeSet<SurveyId> = restored.collect();
    if restored.is_empty() {
        return Ok(());
    }
    let mut surveys = gates::survey_ids(context, site).await?;
    surveys.extend(restored);
    if surveys.len() > SURVEYS_MAX { Err(Error::TooMany(SURVEYS_MAX)) } else { Ok(()) }
}

fn taken(number: usize, pointer: &str, detail: &str) -> Error {
    let error = FieldError {
        pointer: pointer.to_owned(),
        detail: detail.to_owned(),
        allowed: "a key of this site; leave the line out and make a new key".to_owned(),
    };
    Error::Invalid(named(number, vec![error]).collect())
}
