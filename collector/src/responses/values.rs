//! Values of listed responses, read a hundred at a time.

use domain::ResponseId;

use crate::{
    responses::{
        states::{self, RESPONSES_PER_GET},
        walk::Walk,
    },
    runtime::Runtime,
    store::{
        Store, StoreError,
        context::Context,
        keys::{Key, Rank},
    },
};

/// Time for which a reader that has begun to reply waits before each further attempt, in
/// milliseconds.
const PAUSES_MS: [u32; 2] = [250, 1_000];

/// Reads the values of responses that a walk has found, at most
/// [`KEYS_PER_GET`](crate::store::KEYS_PER_GET), in their order; `None` for those that have been
/// deleted since.
///
/// KV remembers for a minute that a key was not there. So a location may not be able to read a
/// state that a list shows, if it looked for the key in vain just before. Then an earlier state of
/// the same response can be read, and is used instead: KV may lag in any case. If more than
/// [`RESPONSES_PER_GET`] values are missing, these responses were deleted.
///
/// # Errors
/// The store's own error.
pub async fn of_found<S: Store>(
    store: &S,
    walk: &Walk,
    found: &[(ResponseId, Rank)],
) -> Result<Vec<Option<String>>, StoreError> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let keys: Vec<Key> = found.iter().map(|(id, rank)| walk.key(*id, *rank)).collect();
    let mut values = store.get_many(&keys).await?;
    let is_missing = |(_, value): &(usize, &Option<String>)| value.is_none();
    let missing: Vec<usize> =
        values.iter().enumerate().filter(is_missing).map(|(n, _)| n).collect();
    if !(1..=RESPONSES_PER_GET).contains(&missing.len()) {
        return Ok(values);
    }
    let (site, survey) = walk.names();
    let ids = missing.iter().filter_map(|n| found.get(*n)).map(|(id, _)| (site, survey, *id));
    for (n, states) in missing.iter().zip(states::read(store, ids).await?) {
        if let Some(value) = values.get_mut(*n) {
            *value = states.newest().map(str::to_owned);
        }
    }
    Ok(values)
}

/// Reads values as [`of_found`] does, and tries again if the store is busy or away.
///
/// # Errors
/// The last attempt's error.
pub async fn read_patiently<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    walk: &Walk,
    found: &[(ResponseId, Rank)],
) -> Result<Vec<Option<String>>, StoreError> {
    for pause_ms in PAUSES_MS {
        match of_found(context.store, walk, found).await {
            Err(StoreError::Busy | StoreError::Unavailable) => {
                context.runtime.pause(pause_ms).await;
            }
            done => return done,
        }
    }
    of_found(context.store, walk, found).await
}
