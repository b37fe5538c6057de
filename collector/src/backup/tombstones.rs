//! Responses that a restore leaves out because they were erased since, and responses that it erases
//! because the backup says so.

use std::collections::BTreeSet;

use domain::{Instant, ResponseId, SiteId, SurveyId};

use crate::{
    backup::{
        conflicts::Lines,
        line::{Line, ResponseLine},
    },
    deletion::{
        hashes::Hashes,
        respondent::delete_by_tombstone,
        response::delete_one,
        tombstones::{self, Tombstones},
    },
    responses::states::{self, RESPONSES_PER_GET},
    runtime::Runtime,
    store::{
        Store, budget::Budget, context::Context, error::Error, keys::RespondentHash,
        stored_response::StoredResponse,
    },
};

/// Erased respondents and responses, known from the store or from the lines.
#[derive(Debug)]
pub struct Known {
    hashes: Hashes,
    tombstones: Tombstones,
    /// The tombstones of respondents among the lines that are not in the store yet.
    people: Vec<(RespondentHash, Instant)>,
    responses: Vec<(SurveyId, ResponseId, Instant)>,
}

/// Reads the tombstones of all responses and respondents in the lines, with one operation for each
/// hundred.
///
/// # Errors
/// The store's own error.
pub async fn known<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    lines: &Lines,
) -> Result<Known, Error> {
    let hashes = Hashes::of(context.runtime);
    let mut people: BTreeSet<RespondentHash> = BTreeSet::new();
    let mut responses: BTreeSet<(SurveyId, ResponseId)> = BTreeSet::new();
    for (_, line) in lines {
        match line {
            Line::Forgotten(hash, _) => {
                people.insert(hash.clone());
            }
            Line::Deleted(survey, id, _) => {
                responses.insert((survey.clone(), *id));
            }
            Line::Response(line) => {
                people.extend(of_line(&hashes, site, line));
                responses.insert((line.draft.survey().clone(), line.id()));
            }
            _ => {}
        }
    }
    let people: Vec<RespondentHash> = people.into_iter().collect();
    let responses: Vec<(SurveyId, ResponseId)> = responses.into_iter().collect();
    let mut known = tombstones::read(context.store, site, &people, &responses).await?;
    let (mut people, mut responses) = (Vec::new(), Vec::new());
    for (_, line) in lines {
        match line {
            Line::Forgotten(hash, at) if !known.has_forgotten(hash, *at) => {
                people.push((hash.clone(), *at));
            }
            Line::Deleted(survey, id, at) if !known.has_deleted(survey, *id, *at) => {
                responses.push((survey.clone(), *id, *at));
            }
            _ => {}
        }
    }
    for (hash, at) in &people {
        known.add_forgotten(hash.clone(), *at);
    }
    for (survey, id, at) in &responses {
        known.add_deleted(survey.clone(), *id, *at);
    }
    Ok(Known { hashes, tombstones: known, people, responses })
}

impl Known {
    /// True if a response was erased after the collector had taken it.
    #[must_use]
    pub fn has(&self, site: &SiteId, line: &ResponseLine) -> bool {
        let hashes = of_line(&self.hashes, site, line);
        self.tombstones.has(line.draft.survey(), line.id(), &hashes, line.received)
    }

    /// Writes the tombstones that are not in the store yet, and erases the responses that they
    /// name.
    ///
    /// # Errors
    /// [`Error::StoreBusy`], also if there is more to erase than one request may. The same request,
    /// sent again, continues.
    pub async fn erase<S: Store, R: Runtime>(
        &self,
        context: &Context<'_, S, R>,
        site: &SiteId,
    ) -> Result<(), Error> {
        let mut budget = Budget::RESPONDENT;
        for (hash, at) in &self.people {
            let done = delete_by_tombstone(context, site, (hash, *at), &mut budget).await?;
            if !done.is_done || !budget.take_operation() {
                return Err(Error::StoreBusy);
            }
            // Written last: a repeat does not look again at a respondent with a tombstone.
            tombstones::write_forgotten(context, site, hash, *at).await?;
        }
        for responses in self.responses.chunks(RESPONSES_PER_GET) {
            let names = responses.iter().map(|(survey, id, _)| (site, survey, *id));
            let all_states = states::read(context.store, names).await?;
            for ((survey, id, at), states) in responses.iter().zip(all_states) {
                let newest = states.newest();
                let stored = newest.and_then(StoredResponse::decode);
                let is_of_before = stored.is_some_and(|stored| stored.received_ms <= at.unix_ms());
                let operations = if is_of_before { OPERATIONS_PER_DELETION } else { 1 };
                if !(0..operations).all(|_| budget.take_operation()) {
                    return Err(Error::StoreBusy);
                }
                if is_of_before {
                    delete_one(context, site, survey, *id, *at).await?;
                } else {
                    tombstones::write_deleted(context, site, survey, *id, *at).await?;
                }
            }
        }
        Ok(())
    }
}

/// Number of operations of one deletion: reading the response, its `who:` keys and its events;
/// tombstone, note, dirty mark (once more if its key is busy) and each state of the response.
const OPERATIONS_PER_DELETION: u32 = 13;

fn of_line(hashes: &Hashes, site: &SiteId, line: &ResponseLine) -> Vec<RespondentHash> {
    let named = line.draft.respondent();
    named.map(|named| hashes.by_each_key(site, named)).unwrap_or_default()
}
