//! Purging what was deleted: in bounded steps, each of which may fail, be cut short or be repeated,
//! until nothing is left.
//!
//! A site or survey is *deleted* from the moment its owner says so, and *purged* once a step has
//! found nothing of it.
//!
//! ```text
//! deleted ── 22 min ──▶ a step finds nothing ── 12 min ──▶ the name is free ──▶ KV drops the record
//!            at least    (the record says so)
//! ```
//! Owners repeat a deletion, and the cron carries it on ([`cron`]). Either may act on a record that
//! the store shows it late, so the name is not free at once: all that such a late one deletes is
//! deleted before anything new can have the name. For the same reason nobody deletes the record
//! itself: it expires.

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

/// Number of operations that find out which `who:` keys lead to a hundred responses, with two
/// signing keys.
const READS_OF_WHO_KEYS: u32 = 4;

/// Number of deletions under way at once: as many as the runtime runs side by side.
const AT_ONCE: usize = 6;

/// Time after a deletion during which responses may still arrive and stay unseen by a list, in
/// milliseconds: an isolate may not know of the deletion yet, a write may be under way, and the
/// list may lag.
const SETTLED_AFTER_MS: i64 = STALE_MS + LANDS_WITHIN_MS + STALE_MS;

/// Time for which the record of the deletion stays once nothing is left, in milliseconds: long
/// enough for an owner who repeats the deletion to hear that it is done.
const KEPT_MS: i64 = HOUR_MS;

/// Time for which a peer waits between two steps, in seconds.
const NEXT_STEP_SECONDS: i64 = 1;

/// Purges a deleted survey, as far as one step may. `read` is when its record was read.
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

/// Purges a deleted site, as far as one step may. `read` is when its record was read.
///
/// 1. Its definition and its gate go: visitors find nothing.
/// 2. Its keys go: no owner gets in.
/// 3. All that belongs to it goes.
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
    /// Number of deleted items, and true if all is done: the name is free.
    pub erased: Erased,
    /// Seconds after which the next step is of use.
    pub wait_seconds: i64,
}

impl Progress {
    /// Progress of a deletion that is done already.
    pub const DONE: Progress =
        Progress { erased: Erased { deleted: 0, done: true }, wait_seconds: 0 };

    /// Nothing has been left since `purged_ms`.
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
    /// Nothing is begun after it: the record that says what to delete may be another by then.
    until: Instant,
    deleted: u32,
    /// True if something was listed that could not be read.
    unread: bool,
    /// The events of the site, once a response was found whose events go with it.
    waiting: Option<Waiting>,
    /// Items other than responses that were deleted: several states of one response lead to the
    /// same.
    gone: BTreeSet<String>,
}

impl<'a, S: Store, R: Runtime> Step<'a, S, R> {
    fn new(context: &'a Context<'a, S, R>, read: Instant, budget: &'a mut Budget) -> Self {
        let until = read.plus_ms(STARTS_WITHIN_MS);
        let gone = BTreeSet::new();
        Step { context, budget, until, deleted: 0, unread: false, waiting: None, gone }
    }

    /// Deletes what a prefix lists; for responses, what leads from their respondents to them as
    /// well. False when the step ends before the last of it.
    ///
    /// A `who:` key that goes with its response is in nobody's way here: the survey takes no
    /// response any more, and one that is still on its way in is deleted with its own `who:` key by
    /// a later step.
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

    /// Deletes responses with what leads to them and what waits for webhooks; false when the step
    /// ends before the last of them. One that is listed and can't be read, now or any more, is left
    /// to a later step.
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
            // Some hundreds of keys were looked for.
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
            // First, for without its response nothing would lead to a `who:` key.
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

    /// Returns the keys that this step has not deleted yet: KV takes one write of a key a second.
    fn not_gone(&mut self, keys: Vec<Key>) -> Vec<Key> {
        keys.into_iter().filter(|key| self.gone.insert(key.as_str().to_owned())).collect()
    }

    /// Deletes keys, some side by side; false when the step ends before the last of them.
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

    /// True if nothing is left. A list may lag behind what was written just before, so what was
    /// found now may not be all.
    fn is_over(&self, is_through: bool, gone: Instant) -> bool {
        let settled = gone.plus_ms(SETTLED_AFTER_MS);
        let is_nothing = is_through && self.deleted == 0 && !self.unread;
        is_nothing && seconds_until(settled, self.context.now) == 0
    }

    /// Writes that nothing is left, for a while.
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
