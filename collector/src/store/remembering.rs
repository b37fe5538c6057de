//! A store whose lists an isolate remembers for a minute. It serves owners who look at the same
//! figures from several sides: the free plan allows only 1,000 lists a day, fewer than of any other
//! operation.
//!
//! In: which lists an isolate remembers, and when it forgets one. Not in: what the lists are of.
//!
//! # How old a list may be
//!
//! A remembered list may lag by up to [`REMEMBERED_MS`] more than KV's own. The proofs about
//! rollups and marks allow for lists that lag by up to [`crate::store::timing::STALE_MS`], and this
//! minute is a part of that sum. So no other module has to know of it.
//!
//! The next list shows everything that this isolate itself has written or deleted: once a write is
//! done, the isolate forgets the lists that the key belongs to. It does not remember a list that
//! was under way meanwhile.

use core::cell::{Cell, RefCell};
use std::{collections::HashMap, rc::Rc};

use domain::Instant;

use crate::{
    runtime::Runtime,
    store::{
        Entry, LIST_PAGE_MAX, Page, Store, StoreError,
        keys::{Key, Prefix},
        timing::REMEMBERED_MS,
    },
};

/// The most keys of all remembered lists together. With more, the isolate forgets all lists. A key
/// takes some 250 bytes with its metadata, and 1,100 at the most.
const KEYS_MAX: usize = 10 * LIST_PAGE_MAX;

/// Lists that one isolate remembers, each of one page.
#[derive(Debug, Default)]
pub struct RememberedLists {
    lists: RefCell<HashMap<String, (Instant, Rc<Page>)>>,
    /// Number of writes and deletions that are done, or have failed.
    n_writes: Cell<u64>,
}

/// Use of remembered lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// The request may use a remembered list.
    Remembered,
    /// The request asks the store for every list.
    Anew,
}

/// The store of one request, with the isolate's memory of lists in front.
#[derive(Debug)]
pub struct Remembering<'a, S, R> {
    store: &'a S,
    runtime: &'a R,
    lists: &'a RememberedLists,
    of_lists: Use,
}

impl RememberedLists {
    fn fresh(&self, prefix: &Prefix, now: Instant) -> Option<Rc<Page>> {
        let lists = self.lists.borrow();
        let (began, page) = lists.get(prefix.as_str())?;
        // A clock that was set back keeps no list fresh for longer than that.
        let age_ms = now.unix_ms() - began.unix_ms();
        (0..REMEMBERED_MS).contains(&age_ms).then(|| Rc::clone(page))
    }

    fn put(&self, prefix: &Prefix, began: Instant, page: Rc<Page>) {
        let mut lists = self.lists.borrow_mut();
        lists.retain(|_, (at, _)| began.unix_ms() - at.unix_ms() < REMEMBERED_MS);
        // Each list counts as one key more, so that empty ones count, too.
        let size = |page: &Page| page.keys.len().saturating_add(1);
        let n_keys: usize = lists.values().map(|(_, page)| size(page)).sum();
        if n_keys.saturating_add(size(&page)) > KEYS_MAX {
            lists.clear();
        }
        lists.insert(prefix.as_str().to_owned(), (began, page));
    }

    /// Forgets all lists that a key belongs to.
    fn written(&self, key: &Key) {
        self.n_writes.set(self.n_writes.get().wrapping_add(1));
        let key = key.as_str();
        self.lists.borrow_mut().retain(|prefix, _| !key.starts_with(prefix.as_str()));
    }
}

impl<'a, S, R> Remembering<'a, S, R> {
    /// A store in front of another.
    #[must_use]
    pub const fn new(
        store: &'a S,
        runtime: &'a R,
        lists: &'a RememberedLists,
        of_lists: Use,
    ) -> Remembering<'a, S, R> {
        Remembering { store, runtime, lists, of_lists }
    }
}

impl<S: Store, R: Runtime> Store for Remembering<'_, S, R> {
    async fn get(&self, key: &Key) -> Result<Option<String>, StoreError> {
        self.store.get(key).await
    }

    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<String>>, StoreError> {
        self.store.get_many(keys).await
    }

    async fn put(&self, key: &Key, entry: Entry<'_>) -> Result<(), StoreError> {
        let done = self.store.put(key, entry).await;
        // Also if the write failed: it may have been done all the same.
        self.lists.written(key);
        done
    }

    async fn list(&self, prefix: &Prefix, cursor: Option<&str>) -> Result<Page, StoreError> {
        let may = self.of_lists == Use::Remembered && cursor.is_none() && prefix.is_of_figures();
        if !may {
            return self.store.list(prefix, cursor).await;
        }
        let began = self.runtime.now();
        if let Some(page) = self.lists.fresh(prefix, began) {
            return Ok(Page::clone(&page));
        }
        let n_writes = self.lists.n_writes.get();
        let page = self.store.list(prefix, None).await?;
        // A cursor is valid for its own list only.
        if page.cursor.is_none() && n_writes == self.lists.n_writes.get() {
            self.lists.put(prefix, began, Rc::new(page.clone()));
        }
        Ok(page)
    }

    async fn delete(&self, key: &Key) -> Result<(), StoreError> {
        let done = self.store.delete(key).await;
        self.lists.written(key);
        done
    }
}
