//! Values of responses, read a hundred at a time.

use crate::{
    context::{Context, Runtime},
    keys::Key,
    store::{Store, StoreError},
};

/// The most keys that one operation reads (Workers KV's own limit).
pub const KEYS_PER_GET: usize = 100;

/// How long to wait before each further attempt of a reader that has begun to answer, in
/// milliseconds.
const PAUSES_MS: [u32; 2] = [250, 1_000];

/// Values in the order of their keys, at most [`KEYS_PER_GET`]; tries again when the store is away.
///
/// # Errors
/// The last attempt's.
pub async fn read_patiently<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    keys: &[Key],
) -> Result<Vec<Option<String>>, StoreError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    for pause_ms in PAUSES_MS {
        match context.store.get_many(keys).await {
            Err(StoreError::Busy | StoreError::Unavailable) => {
                context.runtime.pause(pause_ms).await;
            }
            done => return done,
        }
    }
    context.store.get_many(keys).await
}
