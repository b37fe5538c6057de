//! Deletes a response with all that tells of it: the events that wait for webhooks, and the `who:`
//! keys that lead to it. A tombstone tells every later restore of the deletion.

use std::collections::BTreeSet;

use domain::{Instant, ResponseId, SiteId, SurveyId};

use super::{
    hashes::Hashes,
    tombstones,
    who_keys::{is_final, who_keys_there},
};
use crate::{
    responses::states,
    rollups::write::delete_response,
    runtime::Runtime,
    store::{
        Entry, Store,
        budget::Budget,
        context::Context,
        error::Error,
        keys::{Key, Rank, RespondentHash, WhoKey},
        retry,
        stored_response::StoredResponse,
    },
    webhooks::waiting::Waiting,
};

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
    /// Returns the most operations that the deletion takes: events; tombstone; notes or `who:`
    /// keys; dirty mark (once more if its key is busy); each state of the response.
    pub(super) fn operations(&self) -> usize {
        self.events.len() + 1 + self.hashes.len() + 2 + Rank::ALL.len()
    }
}

/// Deletes a response with all that tells of it.
///
/// 1. It deletes the events that wait for webhooks first: from here on no receiver is told.
/// 2. It writes the tombstone. So no backup brings the response back, wherever this breaks off.
/// 3. It deletes the response. While the same response may still come again, its `who:` keys stay,
///    and a note, written before, reminds the cron to delete each of them. Otherwise the `who:`
///    keys are deleted after the response.
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

/// Deletes one response, whichever respondent it names. `at` is the time of the erasure. A response
/// that isn't there is no error.
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
    // An earlier state may name another respondent.
    let named = states.iter().filter_map(|value| StoredResponse::decode(value)?.respondent);
    let named: BTreeSet<_> = named.collect();
    let made = Hashes::of(context.runtime);
    let all: Vec<_> = named.iter().map(|named| made.all(site, named)).collect();
    let asked: Vec<_> = all.iter().map(|hashes| (survey, id, hashes)).collect();
    let mut hashes = who_keys_there(context.store, site, &asked).await?.concat();
    hashes.sort_unstable();
    hashes.dedup();
    // If more events wait than this budget lists, the cron drops the others.
    let mut budget = Budget::RESPONDENT;
    let (waiting, _) = Waiting::of_site(context.store, site, &mut budget).await?;
    let events = waiting.of_response(id);
    let doomed = Doomed { site, survey, id, hashes: &hashes, events, at };
    delete_with_links(context, doomed).await
}
