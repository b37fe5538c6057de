//! A store as bad as Workers KV may be, and a little worse: for tests on the host.
//!
//! Reads and lists lag behind, for each key by another time. Writes take long, fail before or after
//! they were done, or come too quickly one after the other. Pages are short. A write whose caller
//! is gone is done all the same. Everything happens by a clock and a die that a test holds in its
//! hands, so that whatever happened can happen again.

use core::{cell::Cell, cell::RefCell, future::Future};
use std::collections::BTreeMap;

use domain::{Instant, MINUTE_MS, ResponseId};
use serde_json::value::RawValue;

use crate::store::{
    Entry, ListedKey, METADATA_MAX_BYTES, Page, Store, StoreError,
    keys::{DirtyMark, Key, Prefix, Rank, listed_dirty, listed_response},
};

/// The clock and the die.
pub trait World {
    /// The time.
    fn now(&self) -> Instant;

    /// A whole number below `end`, each as likely; 0 when there is none.
    fn below(&self, end: u64) -> u64;

    /// Passes that many milliseconds.
    fn pause(&self, ms: u64) -> impl Future<Output = ()>;
}

/// Chances of the store's faults, out of 1,000 operations.
#[derive(Clone, Copy, Debug)]
pub struct Faults {
    /// An operation fails and does nothing.
    pub fails_before: u64,
    /// A write is done and fails all the same.
    pub fails_after: u64,
    /// A write takes up to [`Faults::slowest_ms`], and its reply as long again; else 60 ms.
    pub slow: u64,
    /// See [`Faults::slow`].
    pub slowest_ms: u64,
    /// A read or a list lags.
    pub stale: u64,
    /// Greatest lag, in milliseconds.
    pub stalest_ms: u64,
    /// The most keys on a page.
    pub page_max: u64,
    /// Time for which a key stays invisible to reads that was looked up in vain, in milliseconds.
    pub absent_ms: i64,
    /// Lists show everything that is done; reads may lag.
    pub lists_are_fresh: bool,
}

/// A write that is reported as done, but is not what was asked for: to show that a test sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sabotage {
    /// Dirty marks are not written.
    NoMarks,
    /// Dirty marks are written with a time before that of the writes that they stand for.
    EarlyMarks,
    /// `who:` keys of respondents are not written.
    NoTraces,
    /// A response is kept under the hour in which it arrived.
    HourOfArrival,
    /// All states of a response are kept under one key.
    LastArrivalWins,
    /// Lists show each state of a response as a response of its own.
    StatesAsResponses,
    /// No list for a site's own shows that it was deleted, as if it were looked up.
    DeletionUnlisted,
}

/// Keys and values with their history.
#[derive(Debug)]
pub struct FaultyStore<W> {
    world: W,
    /// Chances of faults; may change at any time.
    pub faults: Cell<Faults>,
    /// Fault on purpose.
    pub sabotage: Cell<Option<Sabotage>>,
    entries: RefCell<BTreeMap<String, Vec<Version>>>,
    /// Time until which a key is taken for absent.
    absent: RefCell<BTreeMap<String, i64>>,
}

/// Content of a key from some time on.
#[derive(Clone, Debug)]
struct Version {
    from_ms: i64,
    kept: Option<Kept>,
}

#[derive(Clone, Debug)]
struct Kept {
    value: String,
    metadata: Option<String>,
    expires_unix_s: Option<i64>,
}

/// KV refuses an expiration that is nearer than this.
const EXPIRES_AHEAD_S: i64 = 60;

/// KV takes one write per key in this time.
const WRITE_PAUSE_MS: i64 = 1_000;

impl Faults {
    /// None: an orderly store.
    pub const NONE: Faults = Faults {
        fails_before: 0,
        fails_after: 0,
        slow: 0,
        slowest_ms: 0,
        stale: 0,
        stalest_ms: 0,
        page_max: 1_000,
        absent_ms: 0,
        lists_are_fresh: false,
    };
}

impl Kept {
    fn is_alive(&self, at_ms: i64) -> bool {
        self.expires_unix_s.is_none_or(|at_s| at_s.saturating_mul(1_000) > at_ms)
    }
}

impl<W: World> FaultyStore<W> {
    /// An empty store.
    #[must_use]
    pub fn new(world: W, faults: Faults) -> FaultyStore<W> {
        FaultyStore {
            world,
            faults: Cell::new(faults),
            sabotage: Cell::new(None),
            entries: RefCell::default(),
            absent: RefCell::default(),
        }
    }

    /// Every key that begins so, with its value as it is once every write is done.
    #[must_use]
    pub fn settled(&self, prefix: &str) -> Vec<(String, String)> {
        let now_ms = self.world.now().unix_ms();
        let entries = self.entries.borrow();
        let of_prefix = entries.iter().filter(|(name, _)| name.starts_with(prefix));
        let last = of_prefix.filter_map(|(name, versions)| {
            let kept = versions.last()?.kept.as_ref().filter(|kept| kept.is_alive(now_ms))?;
            Some((name.clone(), kept.value.clone()))
        });
        last.collect()
    }

    /// Removes every key that begins so, as of now.
    pub fn remove_all(&self, prefix: &str) {
        let from_ms = self.world.now().unix_ms();
        let mut entries = self.entries.borrow_mut();
        for (_, versions) in entries.iter_mut().filter(|(name, _)| name.starts_with(prefix)) {
            insert(versions, Version { from_ms, kept: None });
        }
    }

    /// Starts a write: it will be done, whether or not the caller is there to see it.
    async fn write(&self, name: &str, kept: Option<Kept>) -> Result<(), StoreError> {
        let faults = self.faults.get();
        let takes_ms = self.latency_ms();
        if self.happens(faults.fails_before) {
            self.world.pause(takes_ms).await;
            return Err(StoreError::Unavailable);
        }
        let from_ms = self.world.now().unix_ms() + i64::try_from(takes_ms).unwrap_or(0);
        let is_busy = {
            let mut entries = self.entries.borrow_mut();
            let versions = entries.entry(name.to_owned()).or_default();
            let is_busy = versions.iter().any(|v| (v.from_ms - from_ms).abs() < WRITE_PAUSE_MS);
            if !is_busy {
                insert(versions, Version { from_ms, kept });
            }
            is_busy
        };
        self.world.pause(takes_ms).await;
        if is_busy {
            return Err(StoreError::Busy);
        }
        self.world.pause(self.latency_ms()).await;
        if self.happens(faults.fails_after) {
            return Err(StoreError::Unavailable);
        }
        Ok(())
    }

    /// Waits as long as a read takes; false when it fails.
    async fn may_read(&self) -> bool {
        self.world.pause(self.world.below(60)).await;
        !self.happens(self.faults.get().fails_before)
    }

    /// Returns the content that a reader may see of a key.
    fn visible(&self, versions: &[Version], is_stale: bool) -> Option<Kept> {
        let lag_ms = if is_stale { self.world.below(self.faults.get().stalest_ms + 1) } else { 0 };
        let at_ms = self.world.now().unix_ms() - i64::try_from(lag_ms).unwrap_or(0);
        let version = versions.iter().rev().find(|version| version.from_ms <= at_ms)?;
        version.kept.clone().filter(|kept| kept.is_alive(at_ms))
    }

    /// A key as a list shows it.
    fn shown(&self, name: &str) -> String {
        let is_sound = self.sabotage.get() != Some(Sabotage::StatesAsResponses);
        match listed_response(name).filter(|_| !is_sound && name.starts_with("r:")) {
            Some((id, rank)) if rank != Rank::FinishedCommented => {
                // The next ids, so that the order stays.
                let other = ResponseId::new(id.instant(), id.bits() + 1 + rank as u128);
                let end = name.rfind(':').map_or(0, |at| at + 1);
                format!("{}{other}", name.get(..end).unwrap_or_default())
            }
            _ => name.to_owned(),
        }
    }

    fn is_stale(&self) -> bool {
        self.happens(self.faults.get().stale)
    }

    fn happens(&self, chance: u64) -> bool {
        self.world.below(1_000) < chance
    }

    fn latency_ms(&self) -> u64 {
        let faults = self.faults.get();
        self.world.below(if self.happens(faults.slow) { faults.slowest_ms } else { 60 } + 1)
    }
}

impl<W: World> Store for FaultyStore<W> {
    async fn get(&self, key: &Key) -> Result<Option<String>, StoreError> {
        Ok(self.get_many(core::slice::from_ref(key)).await?.into_iter().next().flatten())
    }

    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<String>>, StoreError> {
        if !self.may_read().await {
            return Err(StoreError::Unavailable);
        }
        let is_stale = self.is_stale();
        let entries = self.entries.borrow();
        let now_ms = self.world.now().unix_ms();
        let mut absent = self.absent.borrow_mut();
        let value = |key: &Key| {
            if absent.get(key.as_str()).is_some_and(|until_ms| now_ms < *until_ms) {
                return None;
            }
            let versions = entries.get(key.as_str());
            let kept = versions.and_then(|versions| self.visible(versions, is_stale));
            if kept.is_none() {
                absent.insert(key.as_str().to_owned(), now_ms + self.faults.get().absent_ms);
            }
            kept.map(|kept| kept.value)
        };
        Ok(keys.iter().map(value).collect())
    }

    async fn put(&self, key: &Key, entry: Entry<'_>) -> Result<(), StoreError> {
        let now = self.world.now();
        let is_too_soon =
            entry.expires_unix_s.is_some_and(|at_s| at_s < now.unix_ms() / 1_000 + EXPIRES_AHEAD_S);
        if is_too_soon || entry.metadata.map_or(0, str::len) > METADATA_MAX_BYTES {
            return Err(StoreError::Refused);
        }
        let kept = Kept {
            value: entry.value.to_owned(),
            metadata: entry.metadata.map(str::to_owned),
            expires_unix_s: entry.expires_unix_s,
        };
        let mut name = key.as_str().to_owned();
        match self.sabotage.get() {
            Some(Sabotage::NoMarks) if name.starts_with("dirty:") => return Ok(()),
            Some(Sabotage::EarlyMarks) if name.starts_with("dirty:") => name = early(&name),
            Some(Sabotage::NoTraces) if name.starts_with("who:") => return Ok(()),
            Some(Sabotage::HourOfArrival) if name.starts_with("r:") => {
                name = under_hour(&name, &now.hour().to_string());
            }
            Some(Sabotage::LastArrivalWins) if name.starts_with("r:") => {
                name.truncate(name.rfind('.').unwrap_or(name.len()));
            }
            _ => {}
        }
        self.write(&name, Some(kept)).await
    }

    async fn list(&self, prefix: &Prefix, cursor: Option<&str>) -> Result<Page, StoreError> {
        if !self.may_read().await {
            return Err(StoreError::Unavailable);
        }
        let is_stale = self.is_stale() && !self.faults.get().lists_are_fresh;
        if self.sabotage.get() == Some(Sabotage::DeletionUnlisted)
            && prefix.as_str().strip_prefix("gone:").is_some_and(|site| !site.is_empty())
        {
            return Ok(Page::default());
        }
        let most = 1 + self.world.below(self.faults.get().page_max);
        let entries = self.entries.borrow();
        let first = cursor.unwrap_or(prefix.as_str()).to_owned();
        let mut rest = entries.range(first..).take_while(|(n, _)| n.starts_with(prefix.as_str()));
        let mut keys = Vec::new();
        // Keys that are gone count, too: a page may be empty and not the last.
        for (name, versions) in rest.by_ref().take(usize::try_from(most).unwrap_or(1)) {
            let Some(kept) = self.visible(versions, is_stale) else { continue };
            keys.push(ListedKey {
                name: self.shown(name),
                metadata: kept.metadata.and_then(|json| RawValue::from_string(json).ok()),
                expiration: kept.expires_unix_s,
            });
        }
        Ok(Page { keys, cursor: rest.next().map(|(name, _)| name.clone()) })
    }

    async fn delete(&self, key: &Key) -> Result<(), StoreError> {
        self.write(key.as_str(), None).await
    }
}

/// The last write wins, and a write that takes longer is the later one.
fn insert(versions: &mut Vec<Version>, version: Version) {
    let position = versions.partition_point(|other| other.from_ms <= version.from_ms);
    versions.insert(position, version);
}

/// A mark's key with a time that is 20 minutes earlier.
fn early(name: &str) -> String {
    match listed_dirty(name) {
        Some(mark) => {
            let mark = DirtyMark { at: mark.at.plus_ms(-20 * MINUTE_MS), ..mark };
            Key::dirty(&mark).as_str().to_owned()
        }
        None => name.to_owned(),
    }
}

fn under_hour(name: &str, hour: &str) -> String {
    let mut parts: Vec<&str> = name.split(':').collect();
    if let Some(part) = parts.get_mut(3) {
        *part = hour;
    }
    parts.join(":")
}
