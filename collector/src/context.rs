//! Everything that a handler works with besides the request, and the runtime's interface.

use core::future::Future;

use domain::Instant;

use crate::{
    auth::Secret,
    cache::Cache,
    limits::Limit,
    log::Entry,
    signing_keys::{SigningKeys, Unusable},
    webhooks::outbound::{Outbound, PostError, WebhookSettings},
};

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
    /// The same surroundings over another store.
    #[must_use]
    pub const fn with_store<T>(&self, store: &'a T) -> Context<'a, T, R> {
        Context { store, runtime: self.runtime, cache: self.cache, now: self.now }
    }
}

/// Services that only the runtime can give. The edge implements it, and so do tests.
pub trait Runtime {
    /// The text of a built file, such as `/loader.js`; `None` when it can't be had.
    fn asset(&self, path: &str) -> impl Future<Output = Option<String>>;

    /// Bytes that nobody can guess; `None` when there are none to be had.
    fn random_bytes(&self) -> Option<[u8; 64]>;

    /// Cloudflare's id of the request (`CF-Ray`), as it came; `None` where no Cloudflare is in
    /// between.
    fn ray(&self) -> Option<String> {
        None
    }

    /// Writes a line of the operator's log; a runtime that has none drops it.
    fn log(&self, entry: &Entry<'_>) {
        let _ = entry;
    }

    /// The clock as it is now, for work that must be done by some time. What a request means by
    /// "now" is [`Context::now`].
    fn now(&self) -> Instant;

    /// Passes that many milliseconds.
    fn pause(&self, ms: u32) -> impl Future<Output = ()>;

    /// Posts to another server, whose reply's body is not read. Redirects are not followed.
    fn post(&self, outbound: &Outbound) -> impl Future<Output = Result<u16, PostError>>;

    /// Returns the operator's settings for webhooks.
    fn webhook_settings(&self) -> WebhookSettings {
        WebhookSettings::default()
    }

    /// Counts one more of that name, and tells whether it is within the limit.
    fn is_within(&self, limit: Limit, name: &str) -> impl Future<Output = bool> {
        let _ = (limit, name);
        core::future::ready(true)
    }

    /// The deployment's signing keys.
    ///
    /// # Errors
    /// [`Unusable`]: without them responses are taken all the same.
    fn signing_keys(&self) -> Result<SigningKeys, Unusable> {
        Err(Unusable::Missing)
    }

    /// The address under which pages reach the collector, where that isn't the one that it is asked
    /// at: behind a proxy of the owner's.
    fn public_address(&self) -> Option<String> {
        None
    }

    /// The operator's token as the deployment has it; `None` when it has none. What is compared
    /// with requests is [`crate::operator::OperatorToken`].
    fn admin_token(&self) -> Option<Secret>;
}
