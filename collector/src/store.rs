//! Store of all data: the few operations of a key-value store that the collector needs; below, its
//! keys and records, errors, time bounds, and what an isolate remembers.
//!
//! Operations promise no more than Workers KV does: no transactions, reads and lists that may lag
//! (KV says a minute; [`timing`] reckons with nine), one write per key and second.

pub mod budget;
pub mod cache;
pub mod context;
pub mod day;
pub mod error;
pub mod keys;
pub mod lists;
pub mod records;
pub mod remembering;
pub mod retry;
pub mod stored_response;
pub mod timing;

use core::{fmt, future::Future};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::store::keys::{Key, Prefix};

/// The most keys on one page of a list (Workers KV's own limit).
pub const LIST_PAGE_MAX: usize = 1_000;

/// The most keys that one operation reads (Workers KV's own limit).
pub const KEYS_PER_GET: usize = 100;

/// The most bytes of a key's metadata, as JSON (Workers KV's own limit).
pub const METADATA_MAX_BYTES: usize = 1_024;

/// A key-value store.
pub trait Store {
    /// Reads the value of a key; `None` if there is none.
    ///
    /// A key that was looked up in vain may stay invisible for a minute after its first write. So
    /// don't read a key before you write it.
    fn get(&self, key: &Key) -> impl Future<Output = Result<Option<String>, StoreError>>;

    /// Reads the values of at most 100 keys, in their order.
    ///
    /// This takes one operation if the store has one for it.
    fn get_many(
        &self,
        keys: &[Key],
    ) -> impl Future<Output = Result<Vec<Option<String>>, StoreError>> {
        async move {
            let mut values = Vec::with_capacity(keys.len());
            for key in keys {
                values.push(self.get(key).await?);
            }
            Ok(values)
        }
    }

    /// Writes a whole value. It replaces an earlier one.
    fn put(&self, key: &Key, entry: Entry<'_>) -> impl Future<Output = Result<(), StoreError>>;

    /// Lists one page of keys in the order of their bytes. A page may be empty and still not be the
    /// last.
    fn list(
        &self,
        prefix: &Prefix,
        cursor: Option<&str>,
    ) -> impl Future<Output = Result<Page, StoreError>>;

    /// Deletes a key. A key that isn't there is no error.
    fn delete(&self, key: &Key) -> impl Future<Output = Result<(), StoreError>>;
}

/// Content to write under a key.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The value.
    pub value: &'a str,
    /// JSON that a list gives back with the key: at most [`METADATA_MAX_BYTES`].
    pub metadata: Option<&'a str>,
    /// Time at which the store drops the key, in Unix seconds, at least a minute ahead.
    pub expires_unix_s: Option<i64>,
}

/// One page of a list.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Page {
    /// The page's keys.
    pub keys: Vec<ListedKey>,
    /// Start of the next page; `None` on the last.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// One key of a list.
#[derive(Clone, Debug, Deserialize)]
pub struct ListedKey {
    /// The key's text.
    pub name: String,
    /// Its metadata, as JSON.
    #[serde(default)]
    pub metadata: Option<Box<RawValue>>,
    /// Time at which the store drops it, in Unix seconds.
    #[serde(default)]
    pub expiration: Option<i64>,
}

/// Reasons for which an operation was not done, or may not have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// Too many writes of one key came within a second. Nothing was written.
    Busy,
    /// The store is away or over a limit. A write may have been done or not.
    Unavailable,
    /// The free plan's allowance of this operation is used up until 00:00 UTC. Nothing was done.
    UsedUp,
    /// The operation is one that can never pass: a key or metadata that is too long.
    Refused,
}

impl<'a> Entry<'a> {
    /// Makes an entry of a value alone.
    #[must_use]
    pub const fn of(value: &'a str) -> Entry<'a> {
        Entry { value, metadata: None, expires_unix_s: None }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            StoreError::Busy => "too many writes of one key within a second",
            StoreError::Unavailable => "the store is away or over a limit",
            StoreError::UsedUp => "the day's allowance of this operation is used up",
            StoreError::Refused => "the operation can never pass",
        })
    }
}

impl std::error::Error for StoreError {}
