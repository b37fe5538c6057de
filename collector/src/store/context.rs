//! Surroundings of a request for its handler: store, runtime, memory, time.

use domain::Instant;

use crate::store::cache::Cache;

/// A handler's surroundings. Time is a value in it: handlers read no clock.
#[derive(Debug)]
pub struct Context<'a, S, R> {
    /// The store.
    pub store: &'a S,
    /// The runtime.
    pub runtime: &'a R,
    /// Memory of this isolate.
    pub cache: &'a Cache,
    /// Time at which the request arrived.
    pub now: Instant,
}

impl<'a, S, R> Context<'a, S, R> {
    /// Returns the same surroundings with another store.
    #[must_use]
    pub const fn with_store<T>(&self, store: &'a T) -> Context<'a, T, R> {
        Context { store, runtime: self.runtime, cache: self.cache, now: self.now }
    }
}
