//! A store in memory that counts what is asked of it, and a runtime around it.

use std::cell::Cell;

use collector::{
    store::{
        Entry, Page, Store, StoreError,
        keys::{Key, Prefix},
    },
    testing::{memory::MemoryStore, runtime::TestRuntime},
};
use domain::Instant;

use crate::responses::NOW;

#[derive(Default)]
pub(crate) struct CountingStore {
    pub(crate) memory: MemoryStore,
    pub(crate) counts: Counts,
}

/// Reads are counted by key: a bulk read of 100 keys as 100, though it is one operation.
#[derive(Clone, Default, Debug, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) reads: Cell<u64>,
    pub(crate) operations: Cell<u64>,
    pub(crate) lists_of_responses: Cell<u64>,
    pub(crate) lists: Cell<u64>,
    pub(crate) puts: Cell<u64>,
    pub(crate) value_bytes: Cell<u64>,
}

pub(crate) fn count(cell: &Cell<u64>, more: usize) {
    cell.set(cell.get() + more as u64);
}

impl Store for CountingStore {
    async fn get(&self, key: &Key) -> Result<Option<String>, StoreError> {
        Ok(self.get_many(std::slice::from_ref(key)).await?.pop().flatten())
    }

    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<String>>, StoreError> {
        assert!(keys.len() <= 100);
        count(&self.counts.operations, 1);
        count(&self.counts.reads, keys.len());
        let values = self.memory.get_many(keys).await?;
        let bytes = values.iter().flatten().map(String::len).sum();
        count(&self.counts.value_bytes, bytes);
        Ok(values)
    }

    async fn put(&self, key: &Key, entry: Entry<'_>) -> Result<(), StoreError> {
        count(&self.counts.operations, 1);
        count(&self.counts.puts, 1);
        self.memory.put(key, entry).await
    }

    async fn list(&self, prefix: &Prefix, cursor: Option<&str>) -> Result<Page, StoreError> {
        count(&self.counts.operations, 1);
        count(&self.counts.lists, 1);
        count(&self.counts.lists_of_responses, usize::from(prefix.as_str().starts_with("r:")));
        self.memory.list(prefix, cursor).await
    }

    async fn delete(&self, key: &Key) -> Result<(), StoreError> {
        self.memory.delete(key).await
    }
}

pub(crate) struct Machine;

impl TestRuntime for Machine {
    fn clock(&self) -> Instant {
        NOW
    }
}

#[expect(clippy::disallowed_methods, reason = "the time it takes is what is measured")]
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let started = std::time::Instant::now();
    let done = work();
    (done, started.elapsed().as_secs_f64() * 1_000.0)
}
