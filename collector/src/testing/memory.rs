//! A store in memory, ordered and paged like Workers KV: for tests on the host.

use std::{cell::RefCell, collections::BTreeMap};

use serde_json::value::RawValue;

use crate::store::{
    Entry, LIST_PAGE_MAX, ListedKey, METADATA_MAX_BYTES, Page, Store, StoreError,
    keys::{Key, Prefix},
};

/// The most bytes of a key (Workers KV's own limit).
const KEY_MAX_BYTES: usize = 512;

/// Keys and values in memory. Nothing lags and nothing expires.
#[derive(Debug)]
pub struct MemoryStore {
    entries: RefCell<BTreeMap<String, Kept>>,
    page_max: usize,
}

#[derive(Clone, Debug)]
struct Kept {
    value: String,
    metadata: Option<String>,
    expires_unix_s: Option<i64>,
}

impl Default for MemoryStore {
    fn default() -> MemoryStore {
        MemoryStore::with_pages_of(LIST_PAGE_MAX)
    }
}

impl MemoryStore {
    /// An empty store whose lists have at most that many keys on a page, and at least one.
    #[must_use]
    pub fn with_pages_of(page_max: usize) -> MemoryStore {
        MemoryStore { entries: RefCell::default(), page_max: page_max.max(1) }
    }

    /// Every key with its value, in order.
    #[must_use]
    pub fn entries(&self) -> Vec<(String, String)> {
        let entries = self.entries.borrow();
        entries.iter().map(|(key, kept)| (key.clone(), kept.value.clone())).collect()
    }

    /// Removes a key by its text.
    pub fn remove(&self, key: &str) {
        self.entries.borrow_mut().remove(key);
    }

    /// Time at which a key would expire, in Unix seconds.
    #[must_use]
    pub fn expiration(&self, key: &str) -> Option<i64> {
        self.entries.borrow().get(key)?.expires_unix_s
    }
}

impl Store for MemoryStore {
    async fn get(&self, key: &Key) -> Result<Option<String>, StoreError> {
        Ok(self.entries.borrow().get(key.as_str()).map(|kept| kept.value.clone()))
    }

    async fn put(&self, key: &Key, entry: Entry<'_>) -> Result<(), StoreError> {
        let metadata_bytes = entry.metadata.map_or(0, str::len);
        if key.as_str().len() > KEY_MAX_BYTES || metadata_bytes > METADATA_MAX_BYTES {
            return Err(StoreError::Refused);
        }
        let kept = Kept {
            value: entry.value.to_owned(),
            metadata: entry.metadata.map(str::to_owned),
            expires_unix_s: entry.expires_unix_s,
        };
        self.entries.borrow_mut().insert(key.as_str().to_owned(), kept);
        Ok(())
    }

    async fn list(&self, prefix: &Prefix, cursor: Option<&str>) -> Result<Page, StoreError> {
        let entries = self.entries.borrow();
        let first = cursor.unwrap_or(prefix.as_str());
        let mut rest = entries
            .range(first.to_owned()..)
            .take_while(|(key, _)| key.starts_with(prefix.as_str()));
        let keys = rest
            .by_ref()
            .take(self.page_max)
            .map(|(name, kept)| ListedKey {
                name: name.clone(),
                metadata: kept.metadata.clone().and_then(|json| RawValue::from_string(json).ok()),
                expiration: kept.expires_unix_s,
            })
            .collect();
        Ok(Page { keys, cursor: rest.next().map(|(key, _)| key.clone()) })
    }

    async fn delete(&self, key: &Key) -> Result<(), StoreError> {
        self.entries.borrow_mut().remove(key.as_str());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use domain::SiteId;

    use super::*;

    #[test]
    fn pages_come_in_order_of_the_bytes_and_end_with_the_prefix() {
        pollster::block_on(async {
            let store = MemoryStore::with_pages_of(2);
            for site in ["b", "a-1", "a", "a0", "c"] {
                let key = Key::site(&SiteId::parse(site).unwrap());
                store.put(&key, Entry::of(site)).await.unwrap();
            }
            let mut names = Vec::new();
            let mut cursor = None;
            let mut n_pages = 0;
            loop {
                let page = store.list(&Prefix::raw("site:a"), cursor.as_deref()).await.unwrap();
                names.extend(page.keys.into_iter().map(|key| key.name));
                n_pages += 1;
                cursor = page.cursor;
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(names, ["site:a", "site:a-1", "site:a0"]);
            assert_eq!(n_pages, 2);
        });
    }
}
