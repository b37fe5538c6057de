//! Purging a deleted site or survey, in bounded steps, until nothing of it is left. Each step may
//! fail, be cut short or be repeated.
//!
//! A site or survey is *deleted* from the moment its owner says so, and *purged* once a step has
//! found nothing of it.
//!
//! ```text
//! deleted ── 22 min ──▶ a step finds nothing ── 12 min ──▶ the name is free ──▶ KV drops the record
//!            at least    (the record says so)
//! ```
//! Both the owner, by repeating the request, and the hourly cron ([`cron`]) can finish a deletion.
//! Either may act on an old record, as reads of the store lag. So two things hold:
//!
//! 1. The name stays reserved for 12 minutes after a step has found nothing. A request or a cron
//!    run that has read an old record can delete only until then. So such a late deletion never
//!    hits a new survey or site of that name.
//! 2. The record of the deletion expires instead of being deleted: a late deletion of the record
//!    could hit the record of the new survey or site.

pub mod cron;

use std::collections::BTreeSet;

use domain::{HOUR_MS, Instant, SiteId, SurveyId};
use wire::page::Erased;

use crate::{
    definitions::owner_keys,
    deletion::who_keys::who_keys_of,
    runtime::Runtime,
    store::{
        Entry, KEYS_PER_GET, Store,
        budget::Budget,
        context::Context,
        error::Error,
        keys::{Key, Prefix, listed_response},
        lists::Pages,
        records::{FREE_AFTER_MS, GoneRecord, SurveyRecord, encode},
        retry,
        timing::{LANDS_WITHIN_MS, STALE_MS, STARTS_WITHIN_MS},
    },
    webhooks::waiting::Waiting,
};

/// Number of operations that it takes to find the `who:` keys of a hundred responses, with two
/// signing keys.
const READS_OF_WHO_KEYS: u32 = 4;

/// Number of deletions that a step runs at once: as many as the runtime runs side by side.
const AT_ONCE: usize = 6;

/// Time after a deletion during which a response may still arrive and be missing from lists, in
/// milliseconds. It is a sum of three delays: an isolate may not know of the deletion yet, its
/// write may be under way, and a list may lag behind the write.
const SETTLED_AFTER_MS: i64 = STALE_MS + LANDS_WITHIN_MS + STALE_MS;

/// Time for which the record of the deletion stays once nothing else is left, in milliseconds. An
/// owner who repeats the deletion within that time is told that it is done.
const KEPT_MS: i64 = HOUR_MS;

/// Time after which a client asks for the next step, in seconds.
const NEXT_STEP_SECONDS: i64 = 1;

/// Purges a deleted survey, as far as one step may. `read` is the time at which `record` was read.
///
/// # Errors
/// The store's own error; what is deleted stays deleted.
pub async fn survey<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    (site, survey): (&SiteId, &SurveyId),
    record: &SurveyRecord,
    read: Instant,
    budget: &mut Budget,
) -> Result<Progress, Error> {
    let gone = Instant::from_unix_ms(record.deleted_ms.unwrap_or(context.now.unix_ms()));
    if let Some(purged_ms) = record.purged_ms {
        return Ok(Progress::waits(purged_ms, context.now));
    }
    let mut step = Step::new(context, read, budget);
    let mut is_through = true;
    for prefix in Prefix::belongings_of_survey(site, survey) {
        is_through = is_through && step.sweep(&prefix, None).await?;
    }
    let responses = Prefix::responses(site, survey, "");
    is_through = is_through && step.sweep(&responses, Some((site, survey))).await?;
    if step.is_over(is_through, gone) {
        let record = SurveyRecord {
            purged_ms: Some(context.runtime.now().unix_ms()),
            changed_ms: context.now.unix_ms(),
            ..record.clone()
        };
        step.note(&Key::survey(site, survey), Entry::of(&encode(&record))).await?;
        context.cache.surveys.put((site.clone(), survey.clone()), record, context.now);
    }
    Ok(step.progress(is_through, gone))
}

/// Purges a deleted site, as far as one step may. `read` is the time at which `record` was read.
///
/// 1. The step deletes the site's definition and its gate: visitors find nothing.
/// 2. It revokes the site's keys: no owner gets in.
/// 3. It deletes all that belongs to the site.
///
/// # Errors
/// The store's own error; what is deleted stays deleted.
pub async fn site<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    record: &GoneRecord,
    read: Instant,
    budget: &mut Budget,
) -> Result<Progress, Error> {
    let gone = Instant::from_unix_ms(record.deleted_ms);
    if let Some(purged_ms) = record.purged_ms {
        return Ok(Progress::waits(purged_ms, context.now));
    }
    let mut step = Step::new(context, read, budget);
    // (1) Visitors.
    for key in Key::first_of_deleted_site(site) {
        if !step.budget.take_operation() {
            return Ok(step.progress(false, gone));
        }
        retry::delete(context.store, context.runtime, &key).await?;
        context.cache.sites.forget(site);
        context.cache.gates.forget(site);
        context.cache.webhooks.forget(site);
    }
    // (2) Owners.
    if !step.budget.take_list() {
        return Ok(step.progress(false, gone));
    }
    owner_keys::revoke_all(context, site).await?;
    // (3) The rest.
    let mut is_through = true;
    for prefix in Prefix::belongings_of_site(site) {
        is_through = is_through && step.sweep(&prefix, None).await?;
    }
    if step.is_over(is_through, gone) {
        let purged_ms = Some(context.runtime.now().unix_ms());
        let record = GoneRecord { purged_ms, ..record.clone() };
        let text = encode(&record);
        let entry = Entry { metadata: Some(&text), ..Entry::of(&text) };
        step.note(&Key::gone_site(site), entry).await?;
    }
    Ok(step.progress(is_through, gone))
}

/// Progress of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Number of items that the step deleted, and true if all is done: the name is free.
    pub erased: Erased,
    /// Number of seconds after which the next step is of use.
    pub wait_seconds: i64,
}

impl Progress {
    /// Progress of a deletion that is done already.
    pub const DONE: Progress =
        Progress { erased: Erased { deleted: 0, done: true }, wait_seconds: 0 };

    /// Returns the progress of a purge that found nothing left at `purged_ms`.
    fn waits(purged_ms: i64, now: Instant) -> Progress {
        let free = Instant::from_unix_ms(purged_ms.saturating_add(FREE_AFTER_MS));
        match seconds_until(free, now) {
            0 => Progress::DONE,
            wait_seconds => Progress { erased: Erased { deleted: 0, done: false }, wait_seconds },
        }
    }
}

/// One step: bounded in operations and in time.
struct Step<'a, S, R> {
    context: &'a Context<'a, S, R>,
    budget: &'a mut Budget,
    /// Time after which the step begins no operation: by then the record that says what to delete
    /// may be another.
    until: Instant,
    deleted: u32,
    /// True if the step listed a response that it could not read.
    unread: bool,
    /// The events of the site that wait for webhooks, once the step has found responses.
    waiting: Option<Waiting>,
    /// Keys of deleted items other than responses. Several states of one response lead to the same
    /// item.
    gone: BTreeSet<String>,
}

impl<'a, S: Store, R: Runtime> Step<'a, S, R> {
    fn new(context: &'a Context<'a, S, R>, read: Instant, budget: &'a mut Budget) -> Self {
        let until = read.plus_ms(STARTS_WITHIN_MS);
        let gone = BTreeSet::new();
        Step { context, budget, until, deleted: 0, unread: false, waiting: None, gone }
    }

    /// Deletes all keys under a prefix. With each response it deletes the `who:` keys that lead to
    /// it as well. Returns false if the step ends before the last key.
    ///
    /// Here a `who:` key may be deleted together with its response: the survey takes no response
    /// any more. If one is still on its way in, a later step deletes it together with its own
    /// `who:` key.
    async fn sweep(
        &mut self,
        prefix: &Prefix,
        responses_of: Option<(&SiteId, &SurveyId)>,
    ) -> Result<bool, Error> {
        let mut pages = Pages::of(self.context.store, prefix);
        while !self.is_late()
            && let Some(keys) = pages.next_within(self.budget).await?
        {
            let keys: Vec<Key> = keys.iter().map(|key| Key::listed(&key.name)).collect();
            for keys in keys.chunks(KEYS_PER_GET) {
                let done = match responses_of {
                    Some(names) => self.delete_responses(names, keys).await?,
                    None => self.delete(keys).await?,
                };
                if !done {
                    return Ok(false);
                }
            }
        }
        Ok(pages.is_through())
    }

    /// Deletes responses together with the `who:` keys that lead to them and their events that wait
    /// for webhooks. Returns false if the step ends before the last response. It leaves a response
    /// that is listed and can't be read (not yet, or not any more) to a later step.
    async fn delete_responses(
        &mut self,
        (site, survey): (&SiteId, &SurveyId),
        keys: &[Key],
    ) -> Result<bool, Error> {
        if !self.budget.take_operation() {
            return Ok(false);
        }
        if self.waiting.is_none() {
            let (waiting, is_all) = Waiting::of_site(self.context.store, site, self.budget).await?;
            if !is_all {
                return Ok(false);
            }
            self.waiting = Some(waiting);
        }
        let found = who_keys_of(self.context, site, survey, keys).await?;
        self.unread |= found.len() < keys.len();
        if found.iter().any(|(_, who_keys)| !who_keys.is_empty()) {
            // Some hundreds of `who:` keys were looked up.
            let _ = (0..READS_OF_WHO_KEYS).all(|_| self.budget.take_operation());
        }
        for found in found.chunks(AT_ONCE) {
            let ids = found.iter().filter_map(|(response, _)| listed_response(response.as_str()));
            let events = ids.flat_map(|(id, _)| {
                self.waiting.as_ref().map_or(&[][..], |waiting| waiting.of_response(id)).to_vec()
            });
            let events = self.not_gone(events.collect());
            if !self.delete(&events).await? {
                return Ok(false);
            }
            // `who:` keys are deleted first: without the response nothing would lead to them.
            let who_keys: Vec<Key> =
                found.iter().flat_map(|(_, who_keys)| who_keys.clone()).collect();
            let who_keys = self.not_gone(who_keys);
            let responses: Vec<Key> = found.iter().map(|(response, _)| response.clone()).collect();
            if !self.delete(&who_keys).await? || !self.delete(&responses).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Returns the keys that this step has not deleted yet. KV takes only one write of a key a
    /// second, so no key may be deleted twice.
    fn not_gone(&mut self, keys: Vec<Key>) -> Vec<Key> {
        keys.into_iter().filter(|key| self.gone.insert(key.as_str().to_owned())).collect()
    }

    /// Deletes keys, some side by side. Returns false if the step ends before the last of them.
    async fn delete(&mut self, keys: &[Key]) -> Result<bool, Error> {
        for keys in keys.chunks(AT_ONCE) {
            if self.is_late() || !keys.iter().all(|_| self.budget.take_operation()) {
                return Ok(false);
            }
            let deletions = keys.iter().map(|key| self.context.store.delete(key));
            for done in futures_util::future::join_all(deletions).await {
                done?;
                self.deleted += 1;
            }
        }
        Ok(true)
    }

    fn is_late(&self) -> bool {
        self.context.runtime.now() > self.until
    }

    /// True if nothing is left. A list may lag behind a write just before it, so an empty list is a
    /// proof only [`SETTLED_AFTER_MS`] after the deletion.
    fn is_over(&self, is_through: bool, gone: Instant) -> bool {
        let settled = gone.plus_ms(SETTLED_AFTER_MS);
        let is_nothing = is_through && self.deleted == 0 && !self.unread;
        is_nothing && seconds_until(settled, self.context.now) == 0
    }

    /// Writes the record that nothing is left. It expires after [`KEPT_MS`].
    async fn note(&self, key: &Key, entry: Entry<'_>) -> Result<(), Error> {
        let expires = self.context.runtime.now().plus_ms(KEPT_MS);
        let expires_unix_s = Some(expires.unix_ms().div_euclid(1_000));
        let entry = Entry { expires_unix_s, ..entry };
        let put = || self.context.store.put(key, entry);
        Ok(retry::until(self.context.runtime, self.until, put).await?)
    }

    fn progress(&self, is_through: bool, gone: Instant) -> Progress {
        let now = self.context.now;
        let wait_seconds = if self.is_over(is_through, gone) {
            FREE_AFTER_MS.saturating_add(999).div_euclid(1_000)
        } else if is_through && self.deleted == 0 {
            seconds_until(gone.plus_ms(SETTLED_AFTER_MS), now).max(NEXT_STEP_SECONDS)
        } else {
            NEXT_STEP_SECONDS
        };
        Progress { erased: Erased { deleted: self.deleted, done: false }, wait_seconds }
    }
}

fn seconds_until(then: Instant, now: Instant) -> i64 {
    then.unix_ms().saturating_sub(now.unix_ms()).max(0).saturating_add(999).div_euclid(1_000)
}
