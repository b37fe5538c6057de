//! A store that fails when a test tells it to, and writes down every operation.
//!
//! Not in here: the store in memory behind it (`collector::testing::memory`).

use std::cell::RefCell;

use collector::{
    store::{
        Entry, Page, Store, StoreError,
        keys::{Key, Prefix},
    },
    testing::memory::MemoryStore,
};

/// A store that fails when it is told to.
#[derive(Default)]
pub(crate) struct FaultyStore {
    pub(crate) memory: MemoryStore,
    /// Results of the next writes, the last one first; `None` writes.
    pub(crate) next_puts: RefCell<Vec<Option<StoreError>>>,
    /// True if every write and deletion is refused: the day's allowance is used up.
    pub(crate) is_unwritable: RefCell<bool>,
    /// Keys that no list shows yet.
    pub(crate) unlisted: RefCell<Vec<String>>,
    /// Keys that can't be read, as KV remembers that they were not there.
    pub(crate) unread: RefCell<Vec<String>>,
    /// True if nothing can be read.
    pub(crate) is_unreadable: RefCell<bool>,
    /// True if reads and lists are refused: the day's allowance is used up.
    pub(crate) is_read_up: RefCell<bool>,
    /// Every operation, in order.
    pub(crate) operations: RefCell<Vec<String>>,
}

impl FaultyStore {
    fn may_read(&self) -> Result<(), StoreError> {
        if *self.is_unreadable.borrow() {
            Err(StoreError::Unavailable)
        } else if *self.is_read_up.borrow() {
            Err(StoreError::UsedUp)
        } else {
            Ok(())
        }
    }

    /// Number of operations that begin so: `get`, `list site:`.
    pub(crate) fn n_operations(&self, start: &str) -> usize {
        self.operations.borrow().iter().filter(|operation| operation.starts_with(start)).count()
    }
}

impl Store for FaultyStore {
    async fn get(&self, key: &Key) -> Result<Option<String>, StoreError> {
        self.operations.borrow_mut().push(format!("get {}", key.as_str()));
        self.may_read()?;
        self.memory.get(key).await
    }

    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<String>>, StoreError> {
        self.operations.borrow_mut().push(format!("get {} keys", keys.len()));
        assert!(keys.len() <= 100, "KV reads a hundred keys at once");
        self.may_read()?;
        let mut values = self.memory.get_many(keys).await?;
        for (key, value) in keys.iter().zip(&mut values) {
            if self.unread.borrow().iter().any(|unread| unread == key.as_str()) {
                *value = None;
            }
        }
        Ok(values)
    }

    async fn put(&self, key: &Key, entry: Entry<'_>) -> Result<(), StoreError> {
        self.operations.borrow_mut().push(format!("put {}", key.as_str()));
        if *self.is_unwritable.borrow() {
            return Err(StoreError::UsedUp);
        }
        let next = self.next_puts.borrow_mut().pop().flatten();
        match next {
            Some(error) => Err(error),
            None => self.memory.put(key, entry).await,
        }
    }

    async fn list(&self, prefix: &Prefix, cursor: Option<&str>) -> Result<Page, StoreError> {
        self.operations.borrow_mut().push(format!("list {}", prefix.as_str()));
        self.may_read()?;
        let mut page = self.memory.list(prefix, cursor).await?;
        page.keys.retain(|key| !self.unlisted.borrow().contains(&key.name));
        Ok(page)
    }

    async fn delete(&self, key: &Key) -> Result<(), StoreError> {
        self.operations.borrow_mut().push(format!("delete {}", key.as_str()));
        if *self.is_unwritable.borrow() {
            return Err(StoreError::UsedUp);
        }
        let next = self.next_puts.borrow_mut().pop().flatten();
        match next {
            Some(error) => Err(error),
            None => self.memory.delete(key).await,
        }
    }
}
