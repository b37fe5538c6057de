//! The cron's part: it tries events again whose time has come, and gives old ones up.

use std::collections::BTreeMap;

use domain::{Instant, MINUTE_MS, SiteId, SurveyId, WebhookId};

use crate::{
    responses::states,
    runtime::Runtime,
    store::{
        Store, StoreError,
        context::Context,
        error::Error,
        keys::{DueName, Key, Prefix, Untold, listed_due, listed_untold},
        lists::Pages,
        timing::STALE_MS,
    },
    webhooks::{
        attempt::{self, Outcome},
        of_site,
        outbox::{self, Due, Progress},
        record::HookRecord,
        untold,
    },
};

/// The most pages of waiting events that a run looks at: 50,000 events.
const PAGES_MAX: u32 = 50;

/// The most events that a run gives up, or drops because their response or webhook was deleted.
const ENDED_MAX: usize = 100;

/// Number of failures in a row after which a run leaves a receiver alone: the rest would fail as
/// well, and other receivers wait.
const FAILURES_MAX: u32 = 2;

/// Result of a redelivery by the cron.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RedeliveryReport {
    /// Events accepted.
    pub delivered: u32,
    /// Attempts that failed.
    pub failed: u32,
    /// Events given up.
    pub given_up: u32,
    /// Events dropped, as their response or their webhook was deleted.
    pub let_go: u32,
}

/// Listed events of one webhook.
type Waiting = Vec<(DueName, Progress)>;

/// A site and its webhook.
type Names = (SiteId, WebhookId);

/// Time between two runs of the cron, in milliseconds.
const RUNS_EVERY_MS: i64 = 10 * MINUTE_MS;

/// Tries the events that are due. Runs may overlap, be cut short or be missed: an event leaves the
/// outbox only after it was accepted or given up, or because its response or its webhook was
/// deleted.
///
/// # Errors
/// The store's first error. The run still serves the other receivers.
pub async fn run<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
) -> Result<RedeliveryReport, Error> {
    let store = context.store;
    // A deployment without webhooks costs one read and no list.
    if store.get(&Key::any_webhooks()).await?.is_none() {
        return Ok(RedeliveryReport::default());
    }
    let Listed { ready, over, untold } = list(store, context.now).await?;
    let mut done = RedeliveryReport::default();
    // The next run delivers them.
    let addressed = untold::address(context, untold).await;
    for (name, progress) in over.iter().take(ENDED_MAX) {
        outbox::give_up(context, name, progress).await?;
        done.given_up += 1;
    }
    let mut failed = addressed.err();
    let (mut records, mut queues) = (BTreeMap::new(), BTreeMap::new());
    for (names, queue) in ready {
        match of_site::stored_one(store, &names.0, &names.1).await {
            Ok(Some(record)) if record.definition.active => {
                records.insert(names.clone(), record);
                queues.insert(names, queue);
            }
            Ok(record) => match let_go(context, record.is_some(), queue).await {
                Ok(n) => done.let_go += n,
                Err(error) => failed = failed.or(Some(error)),
            },
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    let queues = share(queues, context.runtime.webhook_settings().attempts_per_run);
    let serve = records
        .values()
        .zip(queues.into_values())
        .map(|(record, queue)| async move { serve(context, record, queue).await });
    for served in futures_util::future::join_all(serve).await {
        match served {
            Ok(served) => {
                done.delivered += served.delivered;
                done.failed += served.failed;
                done.let_go += served.let_go;
            }
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    failed.map_or(Ok(done), Err)
}

/// Waiting events.
#[derive(Default)]
struct Listed {
    /// Events that are ready, by webhook.
    ready: BTreeMap<Names, Waiting>,
    /// Events that are over.
    over: Waiting,
    /// Events of which it is not known yet which webhooks take them.
    untold: Vec<(Untold, Progress)>,
}

async fn list<S: Store>(store: &S, now: Instant) -> Result<Listed, Error> {
    let mut listed = Listed::default();
    let prefix = Prefix::all_due();
    let mut pages = Pages::of(store, &prefix);
    for _ in 0..PAGES_MAX {
        let Some(keys) = pages.next().await? else { break };
        for key in &keys {
            let progress = Progress::decode(key.metadata.as_deref());
            let Some(progress) = progress else { continue };
            let Some(name) = listed_due(&key.name) else {
                listed.untold.extend(listed_untold(&key.name).map(|name| (name, progress)));
                continue;
            };
            if progress.is_over(now) {
                listed.over.push((name, progress));
            } else if progress.is_ready(now) {
                let names = (name.site.clone(), name.webhook.clone());
                listed.ready.entry(names).or_default().push((name, progress));
            }
        }
    }
    Ok(listed)
}

/// Returns as many events as a run may try, spread evenly over the webhooks, with the oldest of
/// each first.
fn share<K: Ord, V>(mut queues: BTreeMap<K, Vec<V>>, most: u32) -> BTreeMap<K, Vec<V>> {
    let mut left = usize::try_from(most).unwrap_or(usize::MAX);
    let mut n_left = queues.len();
    let mut by_length: Vec<&mut Vec<V>> = queues.values_mut().collect();
    by_length.sort_by_key(|queue| queue.len());
    // Attempts that short queues don't need go to the long ones.
    for queue in by_length {
        queue.truncate(left.checked_div(n_left).unwrap_or(0));
        left -= queue.len();
        n_left -= 1;
    }
    queues
}

async fn serve<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    record: &HookRecord,
    queue: Waiting,
) -> Result<RedeliveryReport, Error> {
    let mut done = RedeliveryReport::default();
    let mut failures = 0;
    for (due, is_response_there) in read(context.store, queue).await? {
        // No receiver is told of a response that is gone. If the response only can't be seen yet,
        // its event waits.
        if !is_response_there {
            if is_settled(&due.progress, context.now) {
                context.store.delete(&Key::due(&due.name)).await?;
                done.let_go += 1;
            }
            continue;
        }
        match attempt::deliver(context, record, &due).await {
            Outcome::Accepted(_) => {
                done.delivered += 1;
                failures = 0;
            }
            _ => {
                done.failed += 1;
                failures += 1;
            }
        }
        if failures >= FAILURES_MAX {
            break;
        }
    }
    Ok(done)
}

/// Drops settled events: of a deleted webhook all of them, of an inactive webhook only those whose
/// response was deleted. Each run looks at other events of a long queue.
async fn let_go<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    is_webhook_there: bool,
    queue: Waiting,
) -> Result<u32, Error> {
    let settled = queue.into_iter().filter(|(_, progress)| is_settled(progress, context.now));
    let mut queue: Waiting = settled.collect();
    let nth_run = context.now.unix_ms().div_euclid(RUNS_EVERY_MS);
    let first = usize::try_from(nth_run).unwrap_or(0).saturating_mul(ENDED_MAX);
    let first = first.checked_rem(queue.len()).unwrap_or(0);
    queue.rotate_left(first);
    queue.truncate(ENDED_MAX);
    let names: Vec<DueName> = if is_webhook_there {
        let read = read(context.store, queue).await?.into_iter();
        read.filter(|(_, is_response_there)| !is_response_there).map(|(due, _)| due.name).collect()
    } else {
        queue.into_iter().map(|(name, _)| name).collect()
    };
    for name in &names {
        context.store.delete(&Key::due(name)).await?;
    }
    Ok(u32::try_from(names.len()).unwrap_or(u32::MAX))
}

/// True if so much time has passed that every reader of the store sees everything that was there
/// when the event was made.
const fn is_settled(progress: &Progress, now: Instant) -> bool {
    now.unix_ms() >= progress.received_ms.saturating_add(STALE_MS)
}

/// Reads the values of events. Returns each event, and true if its response is still there. It
/// leaves out events that are gone from the outbox, though a list still shows them.
async fn read<S: Store>(store: &S, queue: Waiting) -> Result<Vec<(Due, bool)>, StoreError> {
    let mut read = Vec::new();
    for chunk in queue.chunks(100) {
        let keys: Vec<Key> = chunk.iter().map(|(name, _)| Key::due(name)).collect();
        let events = store.get_many(&keys).await?;
        let due: Vec<Due> = chunk
            .iter()
            .zip(events)
            .filter_map(|((name, progress), event)| {
                Some(Due { name: name.clone(), progress: progress.clone(), event: event? })
            })
            .collect();
        let surveys: Vec<Option<SurveyId>> = due.iter().map(Due::survey).collect();
        let responses = due
            .iter()
            .zip(&surveys)
            .filter_map(|(due, survey)| Some((&due.name.site, survey.as_ref()?, due.name.id)));
        let mut responses = states::read(store, responses).await?.into_iter();
        read.extend(due.into_iter().zip(&surveys).map(|(due, survey)| {
            // An event that can't be read names no response, and is sent as it is.
            let is_there =
                survey.is_none() || responses.next().is_some_and(|states| !states.is_empty());
            (due, is_there)
        }));
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn shared(lengths: &[usize], most: u32, expected: &[usize]) {
        let queues = lengths.iter().enumerate().map(|(n, length)| (n, vec![0; *length])).collect();
        let shared: Vec<usize> = share(queues, most).values().map(Vec::len).collect();
        assert_eq!(shared, expected, "{lengths:?} {most}");
    }

    #[test]
    fn a_long_queue_leaves_the_short_ones_their_turn_and_takes_what_they_leave() {
        shared(&[], 10, &[]);
        shared(&[100], 10, &[10]);
        shared(&[100, 1], 10, &[9, 1]);
        shared(&[1, 100, 100], 11, &[1, 5, 5]);
        shared(&[2, 2, 2], 3, &[1, 1, 1]);
        shared(&[5, 5], 0, &[0, 0]);
        shared(&[5, 5], 100, &[5, 5]);
    }
}
