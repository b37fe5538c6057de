//! Writing again when the store is busy.

use crate::{
    context::Runtime,
    keys::Key,
    store::{Entry, Store, StoreError},
};

/// How long to wait before each further attempt, in milliseconds. Together they outlast the second
/// in which KV takes no other write of the same key.
const PAUSES_MS: [u32; 2] = [250, 1_000];

/// Writes an entry, a few times if need be.
///
/// A second write of one key within a second is refused by KV, and a failed write may have been
/// done all the same; writing the whole state of the same key again heals both.
///
/// # Errors
/// The last attempt's error; [`StoreError::Refused`] at once.
pub async fn put<S: Store, R: Runtime>(
    store: &S,
    runtime: &R,
    key: &Key,
    entry: Entry<'_>,
) -> Result<(), StoreError> {
    for pause_ms in PAUSES_MS {
        match store.put(key, entry).await {
            Err(StoreError::Busy | StoreError::Unavailable) => runtime.pause(pause_ms).await,
            done => return done,
        }
    }
    store.put(key, entry).await
}
