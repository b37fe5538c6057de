//! Writing again when the store is busy.

use core::future::Future;

use domain::Instant;

use crate::{
    runtime::Runtime,
    store::{Entry, Store, StoreError, keys::Key},
};

/// Time to wait before each further attempt, in milliseconds. Together they outlast the second in
/// which KV takes no other write of the same key.
const PAUSES_MS: [u32; 2] = [250, 1_000];

/// Writes an entry, a few times if need be.
///
/// KV refuses a second write of one key within a second, and a failed write may have been done all
/// the same. Writing the same whole state under the same key again heals both.
///
/// # Errors
/// The last attempt's error; [`StoreError::Refused`] and [`StoreError::UsedUp`] at once.
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

/// Deletes a key, a few times if need be: KV refuses a deletion, too, if the key was just written.
///
/// # Errors
/// As [`put`].
pub async fn delete<S: Store, R: Runtime>(
    store: &S,
    runtime: &R,
    key: &Key,
) -> Result<(), StoreError> {
    for pause_ms in PAUSES_MS {
        match store.delete(key).await {
            Err(StoreError::Busy | StoreError::Unavailable) => runtime.pause(pause_ms).await,
            done => return done,
        }
    }
    store.delete(key).await
}

/// Attempts a write a few times if need be, but starts no attempt after `until`.
///
/// # Errors
/// The last attempt's error; [`StoreError::Refused`] at once; [`StoreError::Unavailable`] when it
/// is too late for a first attempt.
pub async fn until<R: Runtime, F: Future<Output = Result<(), StoreError>>>(
    runtime: &R,
    until: Instant,
    attempt: impl Fn() -> F,
) -> Result<(), StoreError> {
    let mut error = StoreError::Unavailable;
    for pause_ms in PAUSES_MS.into_iter().map(Some).chain([None]) {
        if runtime.now() > until {
            break;
        }
        match attempt().await {
            Err(busy @ (StoreError::Busy | StoreError::Unavailable)) => error = busy,
            done => return done,
        }
        if let Some(pause_ms) = pause_ms {
            runtime.pause(pause_ms).await;
        }
    }
    Err(error)
}
