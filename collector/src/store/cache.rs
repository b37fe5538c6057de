//! Memory of one isolate between requests, so that a visitor's request rarely reads the store.
//!
//! Staleness: a remembered site or survey is up to [`DEFINITION_TTL_MS`] old, and KV's own cache
//! adds up to a minute. A remembered gate is up to [`GATE_TTL_MS`] old, and a browser keeps it for
//! as long again. The isolate that has taken a change forgets the old state at once.

mod names;
mod site_webhooks;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeSet, HashMap},
    hash::Hash,
    rc::Rc,
};

use domain::{Hour, Instant, MINUTE_MS, SiteId, SurveyId, WebhookId};

use crate::store::{
    keys::KeyId,
    records::{GoneRecord, KeyRecord, SiteRecord, SurveyRecord},
    remembering::RememberedLists,
};

pub use names::{Name, Register};
pub use site_webhooks::SiteWebhooks;

/// Time for which a site or a survey is remembered, in milliseconds.
pub const DEFINITION_TTL_MS: i64 = 45_000;

/// Time for which a gate is remembered, in milliseconds: as long as browsers keep the script.
/// Reading a stored gate is one read. If none is stored, the isolate compiles the gate, which takes
/// a list, and the free plan has 1,000 lists a day: a busy isolate takes 288 a day, until the cron
/// has stored a gate.
pub const GATE_TTL_MS: i64 = 5 * MINUTE_MS;

/// The most entries of one sort; a full map is cleared. This bounds the memory of an isolate that
/// serves many sites (it has 128 MB): 512 of the largest definitions, of 64 KB each, take 32 MB.
const ENTRIES_MAX: usize = 512;

/// Everything that one isolate remembers.
#[derive(Debug, Default)]
pub struct Cache {
    /// Sites.
    pub sites: TtlMap<SiteId, SiteRecord>,
    /// Sites that this isolate has deleted.
    pub gone: TtlMap<SiteId, GoneRecord>,
    /// Newest versions of surveys.
    pub surveys: TtlMap<(SiteId, SurveyId), SurveyRecord>,
    /// Gates, as script.
    pub gates: TtlMap<SiteId, String>,
    /// Webhooks of a site.
    pub webhooks: TtlMap<SiteId, SiteWebhooks>,
    /// Webhooks whose last success was written down lately.
    pub webhooks_sent: TtlMap<(SiteId, WebhookId), ()>,
    /// Time until which the last dirty mark stands that this isolate has written for an hour.
    pub marks: TtlMap<(SiteId, SurveyId, Hour), Instant>,
    /// Networks that have guessed the operator's token too often.
    pub blocked_networks: TtlMap<String, ()>,
    /// Names that were looked up in vain.
    pub unknown: TtlMap<Name, ()>,
    /// Networks that have looked up too many of them.
    pub searchers: TtlMap<String, ()>,
    /// Number of failed look-ups of names.
    pub misses: Misses,
    /// All names of a sort, read once in a flood of unknown ones.
    pub registers: TtlMap<Register, BTreeSet<Name>>,
    /// Owners' keys, to refuse by; see [`crate::definitions::owner_keys::remembered_key`].
    pub owner_keys: TtlMap<KeyId, KeyRecord>,
    /// Lists of the last minute.
    pub lists: RememberedLists,
    loaders: RefCell<HashMap<&'static str, Rc<String>>>,
}

/// Number of failed look-ups of names, by the minute.
#[derive(Debug, Default)]
pub struct Misses(Cell<Minutes>);

#[derive(Clone, Copy, Debug, Default)]
struct Minutes {
    minute: i64,
    n_now: u32,
    n_before: u32,
}

/// Values by key, each with the time when it was put.
#[derive(Debug)]
pub struct TtlMap<K, V>(RefCell<HashMap<K, (Instant, Rc<V>)>>);

impl<K, V> Default for TtlMap<K, V> {
    fn default() -> TtlMap<K, V> {
        TtlMap(RefCell::default())
    }
}

impl<K: Eq + Hash, V> TtlMap<K, V> {
    /// Returns the value, if it was put within the last `ttl_ms`.
    #[must_use]
    pub fn fresh(&self, key: &K, now: Instant, ttl_ms: i64) -> Option<Rc<V>> {
        let map = self.0.borrow();
        let (put_at, value) = map.get(key)?;
        // A clock that was set back keeps nothing fresh for longer than that.
        (0..ttl_ms).contains(&(now.unix_ms() - put_at.unix_ms())).then(|| Rc::clone(value))
    }

    /// Returns the value, however old it is.
    #[must_use]
    pub fn stale(&self, key: &K) -> Option<Rc<V>> {
        self.0.borrow().get(key).map(|(_, value)| Rc::clone(value))
    }

    /// Remembers a value, and gives it back.
    pub fn put(&self, key: K, value: V, now: Instant) -> Rc<V> {
        let mut map = self.0.borrow_mut();
        if map.len() >= ENTRIES_MAX {
            map.clear();
        }
        let value = Rc::new(value);
        map.insert(key, (now, Rc::clone(&value)));
        value
    }

    /// Forgets a value.
    pub fn forget(&self, key: &K) {
        self.0.borrow_mut().remove(key);
    }
}

impl Minutes {
    /// Returns the counts as of a moment.
    const fn at(self, now: Instant) -> Minutes {
        let minute = now.unix_ms().div_euclid(60_000);
        match minute.wrapping_sub(self.minute) {
            0 => self,
            1 => Minutes { minute, n_now: 0, n_before: self.n_now },
            _ => Minutes { minute, n_now: 0, n_before: 0 },
        }
    }
}

impl Misses {
    /// Counts one more.
    pub fn add(&self, now: Instant) {
        let minutes = self.0.get().at(now);
        self.0.set(Minutes { n_now: minutes.n_now.saturating_add(1), ..minutes });
    }

    /// True if that many or more were counted within this minute, or within the last one.
    #[must_use]
    pub fn are(&self, many: u32, now: Instant) -> bool {
        let minutes = self.0.get().at(now);
        minutes.n_now.max(minutes.n_before) >= many
    }
}

impl Cache {
    /// Returns the text of the loader of that name, if it was put. A deployment starts new
    /// isolates, so the text never ages.
    #[must_use]
    pub fn loader(&self, name: &str) -> Option<Rc<String>> {
        self.loaders.borrow().get(name).cloned()
    }

    /// Remembers the text of a loader, and gives it back.
    pub fn put_loader(&self, name: &'static str, text: String) -> Rc<String> {
        let text = Rc::new(text);
        self.loaders.borrow_mut().insert(name, Rc::clone(&text));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_fresh_until_its_time_is_over_and_stale_thereafter() {
        let map = TtlMap::default();
        let at = Instant::from_unix_ms;
        map.put(1, "a", at(1_000));
        assert!(map.fresh(&1, at(1_000), 50).is_some());
        assert!(map.fresh(&1, at(1_049), 50).is_some());
        assert!(map.fresh(&1, at(1_050), 50).is_none());
        assert!(map.fresh(&1, at(999), 50).is_none());
        assert!(map.stale(&1).is_some());
        map.forget(&1);
        assert!(map.stale(&1).is_none());
    }

    #[test]
    fn misses_are_many_for_the_minute_in_which_they_were_and_for_the_next() {
        let misses = Misses::default();
        let at = |minute: i64| Instant::from_unix_ms(minute * 60_000 + 59_999);
        misses.add(at(10));
        assert!(misses.are(1, at(10)) && !misses.are(2, at(10)));
        misses.add(at(10));
        assert!(misses.are(2, at(10)) && misses.are(2, at(11)));
        assert!(!misses.are(1, at(12)));
        misses.add(at(11));
        assert!(misses.are(2, at(11)) && !misses.are(2, at(12)));
        // A clock that was set back.
        assert!(!misses.are(1, at(9)));
    }

    #[test]
    fn a_map_never_grows_beyond_its_bound() {
        let map = TtlMap::default();
        for n in 0..ENTRIES_MAX * 3 + 1 {
            map.put(n, n, Instant::from_unix_ms(0));
            assert!(map.0.borrow().len() <= ENTRIES_MAX);
        }
        assert!(map.stale(&(ENTRIES_MAX * 3)).is_some());
    }
}
