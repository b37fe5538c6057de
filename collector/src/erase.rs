//! Deleting much: in bounded steps, each of which may fail or be repeated.

use domain::Instant;
use wire::page::Erased;

use crate::{
    context::Context,
    http::Reply,
    keys::{Key, Prefix},
    problem::Error,
    rollups::{
        budget::Budget,
        timing::{LANDS_WITHIN_MS, STALE_MS},
    },
    store::Store,
};

/// What one request may do: the free plan has 1,000 deletions a day, and 1,000 operations a request.
const BUDGET: Budget = Budget::new(900, 60, 20_000);

/// How many deletions are under way at once: as many as the runtime runs side by side.
const AT_ONCE: usize = 6;

/// How long after a deletion answers may still arrive and stay unseen by a list, in milliseconds:
/// an isolate may not know of it yet, it may be just writing, and the list may lag.
const SETTLED_AFTER_MS: i64 = STALE_MS + LANDS_WITHIN_MS + STALE_MS;

/// How long a peer waits between two steps, in seconds.
const NEXT_STEP_SECONDS: i64 = 1;

/// Deletes what lies under some prefixes, in order, as far as a request may. Complete is it when a
/// list that began long enough after `gone` has nothing more.
///
/// # Errors
/// That of the store; what is deleted stays deleted.
pub async fn step<S: Store, R>(
    context: &Context<'_, S, R>,
    prefixes: &[Prefix],
    gone: Instant,
) -> Result<Erased, Error> {
    let mut budget = BUDGET;
    let mut deleted = 0;
    for prefix in prefixes {
        let mut cursor: Option<String> = None;
        loop {
            if !budget.take_list() {
                return Ok(Erased { deleted, complete: false });
            }
            let page = context.store.list(prefix, cursor.as_deref()).await?;
            let keys: Vec<Key> = page.keys.iter().map(|key| Key::listed(&key.name)).collect();
            for keys in keys.chunks(AT_ONCE) {
                if !keys.iter().all(|_| budget.take_operation()) {
                    return Ok(Erased { deleted, complete: false });
                }
                let deletions = keys.iter().map(|key| context.store.delete(key));
                for done in futures_util::future::join_all(deletions).await {
                    done?;
                    deleted += 1;
                }
            }
            cursor = page.cursor;
            if cursor.is_none() {
                break;
            }
        }
    }
    // What was found now may not be all: a list may lag behind what was written just before.
    let complete = deleted == 0 && wait_seconds(gone, context.now) == 0;
    Ok(Erased { deleted, complete })
}

/// How the peer learns how far it is: 200 when it is done, else 202 and when to go on.
#[must_use]
pub fn reply(erased: Erased, gone: Instant, now: Instant) -> Reply {
    if erased.complete {
        return Reply::json(200, &erased);
    }
    let wait_seconds = if erased.deleted > 0 { 0 } else { wait_seconds(gone, now) };
    let wait_seconds = wait_seconds.max(NEXT_STEP_SECONDS);
    Reply::json(202, &erased).with("retry-after", wait_seconds.to_string())
}

fn wait_seconds(gone: Instant, now: Instant) -> i64 {
    let settled = gone.plus_ms(SETTLED_AFTER_MS);
    settled.unix_ms().saturating_sub(now.unix_ms()).max(0).saturating_add(999).div_euclid(1_000)
}
