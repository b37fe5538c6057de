//! Deleting responses such that nothing of them is left: not what waits for a webhook, not what
//! leads to them; and a tombstone tells every later restore of it.

use std::collections::BTreeSet;

use domain::{Instant, ResponseId, SiteId, SurveyId};
use wire::webhook::EventResponse;

use crate::{
    context::{Context, Runtime},
    keys::Key,
    nfc::is_same,
    plain_text::neutralised,
    problem::Error,
    respondents::{
        Found, Hashes, RespondentHash, WhoKey, found_by, is_final, scan::found_by_reading,
    },
    responses::values::KEYS_PER_GET,
    retry,
    rollups::{budget::Budget, write::delete_response},
    states::{self, RESPONSES_PER_GET, Rank, States},
    store::{Entry, Store},
    stored_response::StoredResponse,
    tombstones,
    webhooks::waiting::Waiting,
};

/// Result of a deletion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deletion {
    /// Number of deleted responses.
    pub deleted: u64,
    /// True if none of those that could be seen is left.
    pub is_done: bool,
}

/// A response that is about to be deleted.
#[derive(Clone, Copy, Debug)]
pub struct Doomed<'a> {
    /// The site.
    pub site: &'a SiteId,
    /// The survey that it answers.
    pub survey: &'a SurveyId,
    /// The response's id.
    pub id: ResponseId,
    /// Hashes under which a `who:` key leads to it.
    pub hashes: &'a [RespondentHash],
    /// The keys of the events that tell of it.
    pub events: &'a [Key],
    /// Time of the erasure: now, or the time that a backup states.
    pub at: Instant,
}

impl Doomed<'_> {
    /// The most operations that the deletion takes: events; tombstone; notes or `who:` keys; mark
    /// (once more where that is busy); each state of the response.
    fn operations(&self) -> usize {
        self.events.len() + 1 + self.hashes.len() + 2 + Rank::ALL.len()
    }
}

/// Deletes a response with all that tells of it.
///
/// 1. What waits for webhooks goes first: from here on nobody is told.
/// 2. The tombstone is written, so that wherever this ends no backup brings the response back.
/// 3. While the response may still be on its way in once more, its `who:` keys stay, and a note
///    reminds the cron of each; else they go after it.
///
/// # Errors
/// [`Error::StoreBusy`]; the same request may be sent again.
pub async fn delete_with_links<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    doomed: Doomed<'_>,
) -> Result<(), Error> {
    let Doomed { site, survey, id, hashes, events, at } = doomed;
    for event in events {
        retry::delete(context.store, context.runtime, event).await?;
    }
    tombstones::write_deleted(context, site, survey, id, at).await?;
    let is_final = is_final(id, context.runtime.now());
    let who = |hash: &RespondentHash| WhoKey {
        site: site.clone(),
        respondent: hash.clone(),
        survey: survey.clone(),
        id,
    };
    for hash in hashes.iter().filter(|_| !is_final) {
        let note = Key::erased(&who(hash));
        retry::put(context.store, context.runtime, &note, Entry::of("")).await?;
    }
    delete_response(context, site, survey, id).await?;
    for hash in hashes.iter().filter(|_| is_final) {
        retry::delete(context.store, context.runtime, &Key::who(&who(hash))).await?;
    }
    Ok(())
}

/// Deletes one response, whosever it is, as of a time; one that isn't there stays so.
///
/// # Errors
/// [`Error::StoreBusy`]; the same request may be sent again.
pub async fn delete_one<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
    id: ResponseId,
    at: Instant,
) -> Result<(), Error> {
    let states = states::read_one(context.store, site, survey, id).await?;
    // An earlier state may have named somebody else.
    let named = states.iter().filter_map(|value| read(value)?.respondent);
    let named: BTreeSet<_> = named.collect();
    let made = Hashes::of(context.runtime);
    let all: Vec<_> = named.iter().map(|named| made.all(site, named)).collect();
    let asked: Vec<_> = all.iter().map(|hashes| (survey, id, hashes)).collect();
    let mut hashes = who_keys_there(context.store, site, &asked).await?.concat();
    hashes.sort_unstable();
    hashes.dedup();
    // Should there be more than that, the cron lets go of them.
    let mut budget = Budget::RESPONDENT;
    let (waiting, _) = Waiting::of_site(context.store, site, &mut budget).await?;
    let events = waiting.of_response(id);
    let doomed = Doomed { site, survey, id, hashes: &hashes, events, at };
    delete_with_links(context, doomed).await
}

/// Under which of its respondent's hashes a `who:` key leads to each response. While none is seen,
/// it is the first, under which it was written just now.
///
/// # Errors
/// The store's own error.
pub async fn who_keys_there<S: Store>(
    store: &S,
    site: &SiteId,
    responses: &[(&SurveyId, ResponseId, &Vec<RespondentHash>)],
) -> Result<Vec<Vec<RespondentHash>>, Error> {
    let all = responses.iter().enumerate().flat_map(|(nth, (survey, id, hashes))| {
        hashes.iter().map(move |respondent| {
            let (respondent, survey) = (respondent.clone(), SurveyId::clone(survey));
            (nth, WhoKey { site: site.clone(), respondent, survey, id: *id })
        })
    });
    let all: Vec<(usize, WhoKey)> = all.collect();
    let mut there: Vec<Vec<RespondentHash>> = vec![Vec::new(); responses.len()];
    for some in all.chunks(KEYS_PER_GET) {
        let keys: Vec<Key> = some.iter().map(|(_, who)| Key::who(who)).collect();
        for ((nth, who), value) in some.iter().zip(store.get_many(&keys).await?) {
            if value.is_some()
                && let Some(hashes) = there.get_mut(*nth)
            {
                hashes.push(who.respondent.clone());
            }
        }
    }
    for (found, (_, _, hashes)) in there.iter_mut().zip(responses) {
        if found.is_empty() {
            found.extend(hashes.first().cloned());
        }
    }
    Ok(there)
}

/// Deletes all responses of a respondent, as far as one request may, and leaves a tombstone of
/// them.
///
/// # Errors
/// [`Error::StoreBusy`]; the same request may be sent again. [`Error::NoSigningKeys`] when there
/// are none, and too many responses to read them one by one.
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
            let mut stored = states.iter().filter_map(read);
            // One state that names them is enough: then what they said lies there.
            stored.any(|stored| is_named(stored.respondent.as_deref(), named))
        },
        event: &|event: &EventResponse| is_named(event.respondent.as_deref(), &in_event),
    };
    let done = delete_found(context, site, found, (whose, context.now), &mut budget).await?;
    Ok(Deletion { is_done: done.is_done && is_all, ..done })
}

/// Deletes what was given by the time of a tombstone by the respondent with that hash; for what a
/// backup says about them.
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
        // Responses after the tombstone stay, and so does what leads to them.
        has_no_other: false,
        response: &|states: &States| {
            let newest = states.newest().and_then(read);
            let mut stored = states.iter().filter_map(read);
            newest.is_some_and(|newest| newest.received_ms <= at.unix_ms())
                && stored.any(|stored| is_theirs(stored.respondent.as_deref()))
        },
        event: &|_| false,
    };
    let done = delete_found(context, site, found, (whose, at), budget).await?;
    Ok(Deletion { is_done: done.is_done && is_all, ..done })
}

/// True if somebody is named so, however the letters were composed.
pub(super) fn is_named(respondent: Option<&str>, named: &str) -> bool {
    respondent.is_some_and(|respondent| is_same(respondent, named))
}

fn read(value: &str) -> Option<StoredResponse<'_>> {
    serde_json::from_str(value).ok()
}

/// Tells what is somebody's.
struct Whose<'a> {
    /// True if what isn't theirs has no `who:` key of theirs left to keep.
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
            // An earlier state may have named them, and its event may still wait.
            if !events.is_empty() {
                if !(0..=events.len()).all(|_| budget.take_operation()) {
                    return unfinished(deleted);
                }
                delete_events(context, events, whose.event).await?;
            }
            if !whose.has_no_other || !is_final(*id, context.runtime.now()) {
                continue;
            }
            // The cron may have deleted it within this second: a list goes on showing it.
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

/// Deletes those of a response's events that are somebody's.
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
