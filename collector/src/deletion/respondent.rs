//! Finds and deletes a respondent's responses.
//!
//! In: by name, and by a backup's tombstone. Not in: how one response is deleted
//! ([`super::response`]).

use domain::{Instant, SiteId};
use wire::webhook::EventResponse;

use crate::{
    deletion::{
        hashes::Hashes,
        response::{Doomed, delete_with_links},
        scan::{self, found_by_reading, is_named},
        tombstones,
        who_keys::{Found, found_by, is_final},
    },
    responses::states::{self, RESPONSES_PER_GET, States},
    runtime::Runtime,
    store::{
        KEYS_PER_GET, Store,
        budget::Budget,
        context::Context,
        error::Error,
        keys::{Key, RespondentHash, WhoKey},
        retry,
        stored_response::StoredResponse,
    },
    text::plain_text::neutralised,
    webhooks::waiting::Waiting,
};

/// Result of a deletion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deletion {
    /// Number of deleted responses.
    pub deleted: u64,
    /// True if no response that could be seen is left.
    pub is_done: bool,
}

/// Returns the responses that a respondent may have given, to show them.
///
/// # Errors
/// The store's own error. [`Error::NoSigningKeys`] if there are no signing keys, and too many
/// responses to read them one by one.
pub async fn found_of<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    named: &str,
    mut budget: Budget,
) -> Result<Vec<Found>, Error> {
    let hashes = Hashes::of(context.runtime);
    if hashes.have_keys() {
        let all = hashes.all(site, named);
        return Ok(found_by(context.store, site, &all, &mut budget).await?.0);
    }
    match scan::found_by_reading(context, site, named, &mut budget).await? {
        (found, true) => Ok(found),
        (_, false) => Err(Error::NoSigningKeys),
    }
}

/// Deletes all responses of a respondent, as far as one request may. If there are signing keys, it
/// leaves a tombstone of the respondent.
///
/// # Errors
/// [`Error::StoreBusy`]; the same request may be sent again. [`Error::NoSigningKeys`] if there are
/// no signing keys, and too many responses to read them one by one.
pub async fn delete_all<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    named: &str,
    mut budget: Budget,
) -> Result<Deletion, Error> {
    let hashes = Hashes::of(context.runtime);
    let (found, is_all) = if hashes.have_keys() {
        let hash = hashes.newest(site, named);
        tombstones::write_forgotten(context, site, &hash, context.now).await?;
        found_by(context.store, site, &hashes.all(site, named), &mut budget).await?
    } else {
        let (found, is_all) = found_by_reading(context, site, named, &mut budget).await?;
        if found.is_empty() && !is_all {
            return Err(Error::NoSigningKeys);
        }
        (found, is_all)
    };
    let in_event = neutralised(named);
    let whose = Whose {
        has_no_other: true,
        response: &|states: &States| {
            let mut stored = states.iter().filter_map(StoredResponse::decode);
            // One state that names the respondent is enough: it contains what they said.
            stored.any(|stored| is_named(stored.respondent.as_deref(), named))
        },
        event: &|event: &EventResponse| is_named(event.respondent.as_deref(), &in_event),
    };
    let done = delete_found(context, site, found, (whose, context.now), &mut budget).await?;
    Ok(Deletion { is_done: done.is_done && is_all, ..done })
}

/// Deletes the responses of the respondent with that hash that the collector had received by the
/// time of a tombstone. A restore calls this for the tombstones of a backup.
///
/// # Errors
/// [`Error::StoreBusy`]; the same request may be sent again.
pub async fn delete_by_tombstone<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    (hash, at): (&RespondentHash, Instant),
    budget: &mut Budget,
) -> Result<Deletion, Error> {
    let (found, is_all) =
        found_by(context.store, site, core::slice::from_ref(hash), budget).await?;
    let hashes = Hashes::of(context.runtime);
    let is_theirs = |named: Option<&str>| {
        named.is_some_and(|named| hashes.by_each_key(site, named).contains(hash))
    };
    let whose = Whose {
        // Responses after the tombstone stay, and so do their `who:` keys.
        has_no_other: false,
        response: &|states: &States| {
            let newest = states.newest().and_then(StoredResponse::decode);
            let mut stored = states.iter().filter_map(StoredResponse::decode);
            newest.is_some_and(|newest| newest.received_ms <= at.unix_ms())
                && stored.any(|stored| is_theirs(stored.respondent.as_deref()))
        },
        event: &|_| false,
    };
    let done = delete_found(context, site, found, (whose, at), budget).await?;
    Ok(Deletion { is_done: done.is_done && is_all, ..done })
}

/// Tests of whether a response or an event belongs to the respondent.
struct Whose<'a> {
    /// True if the respondent's `who:` keys to responses that don't pass `response` may be deleted.
    has_no_other: bool,
    response: &'a dyn Fn(&States) -> bool,
    event: &'a dyn Fn(&EventResponse) -> bool,
}

async fn delete_found<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    found: Vec<Found>,
    (whose, at): (Whose<'_>, Instant),
    budget: &mut Budget,
) -> Result<Deletion, Error> {
    let mut deleted = 0;
    let unfinished = |deleted| Ok(Deletion { deleted, is_done: false });
    if found.is_empty() {
        return Ok(Deletion { deleted, is_done: true });
    }
    let (waiting, is_all) = Waiting::of_site(context.store, site, budget).await?;
    for found in found.chunks(RESPONSES_PER_GET) {
        if !budget.take_operation() {
            return unfinished(deleted);
        }
        let responses = found.iter().map(|found| (site, &found.survey, found.id));
        let all_states = states::read(context.store, responses).await?;
        for (Found { survey, id, hashes }, states) in found.iter().zip(all_states) {
            let events = waiting.of_response(*id);
            if (whose.response)(&states) {
                let doomed = Doomed { site, survey, id: *id, hashes, events, at };
                if !(0..doomed.operations()).all(|_| budget.take_operation()) {
                    return unfinished(deleted);
                }
                delete_with_links(context, doomed).await?;
                deleted += 1;
                continue;
            }
            // An earlier state may have named the respondent, and its event may still wait.
            if !events.is_empty() {
                if !(0..=events.len()).all(|_| budget.take_operation()) {
                    return unfinished(deleted);
                }
                delete_events(context, events, whose.event).await?;
            }
            if !whose.has_no_other || !is_final(*id, context.runtime.now()) {
                continue;
            }
            // The cron may have deleted the key within this second: a list still shows it.
            for hash in hashes.iter().filter(|hash| states.is_empty() || !hash.is_unnamed()) {
                if !budget.take_operation() {
                    return unfinished(deleted);
                }
                let who = WhoKey {
                    site: site.clone(),
                    respondent: hash.clone(),
                    survey: survey.clone(),
                    id: *id,
                };
                retry::delete(context.store, context.runtime, &Key::who(&who)).await?;
            }
        }
    }
    Ok(Deletion { deleted, is_done: is_all })
}

/// Deletes those of a response's events that belong to the respondent.
async fn delete_events<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    events: &[Key],
    is_theirs: &dyn Fn(&EventResponse) -> bool,
) -> Result<(), Error> {
    for events in events.chunks(KEYS_PER_GET) {
        let values = context.store.get_many(events).await?;
        for (key, value) in events.iter().zip(values) {
            let event: Option<wire::webhook::Event<EventResponse>> =
                value.as_deref().and_then(|value| serde_json::from_str(value).ok());
            if event.is_some_and(|event| is_theirs(&event.data)) {
                retry::delete(context.store, context.runtime, key).await?;
            }
        }
    }
    Ok(())
}
