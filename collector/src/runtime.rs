//! Interface of the runtime, and the plain data that goes through it.
//!
//! In: [`Runtime`], the deployment's secrets, limits, the operator's log, requests to other servers.
//! Not in: the store ([`crate::store`]), and Cloudflare's own runtime, which the Worker's crate has.

pub mod limit;
pub mod log;
pub mod operator_token;
pub mod outbound;
pub mod request_id;
pub mod secret;
pub mod signing_keys;

use core::future::Future;

use domain::Instant;

use self::{
    limit::Limit,
    log::Entry,
    outbound::{Outbound, PostError, WebhookSettings},
    request_id::RequestId,
    secret::Secret,
    signing_keys::{SigningKeys, Unusable},
};

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

    /// Id of the request for the log and for problems: Cloudflare's, else a random one.
    fn request_id(&self) -> Option<RequestId> {
        RequestId::of(self.ray().as_deref(), || self.random_bytes())
    }

    /// Writes a line of the operator's log; a runtime that has none drops it.
    fn log(&self, entry: &Entry<'_>) {
        let _ = entry;
    }

    /// Reads the clock, for work that must be done by some time. The "now" of a request is
    /// [`crate::store::context::Context::now`].
    fn now(&self) -> Instant;

    /// Waits for that many milliseconds.
    fn pause(&self, ms: u32) -> impl Future<Output = ()>;

    /// Posts to another server. It does not read the reply's body, and follows no redirect.
    fn post(&self, outbound: &Outbound) -> impl Future<Output = Result<u16, PostError>>;

    /// Returns the operator's settings for webhooks.
    fn webhook_settings(&self) -> WebhookSettings {
        WebhookSettings::default()
    }

    /// Counts one more of that name; true if it is within the limit.
    fn is_within(&self, limit: Limit, name: &str) -> impl Future<Output = bool> {
        let _ = (limit, name);
        core::future::ready(true)
    }

    /// Returns the deployment's signing keys.
    ///
    /// # Errors
    /// [`Unusable`]. Without signing keys the collector takes responses all the same.
    fn signing_keys(&self) -> Result<SigningKeys, Unusable> {
        Err(Unusable::Missing)
    }

    /// Returns the address under which pages reach the collector, if that isn't the one at which it
    /// is asked: behind a proxy of the owner's.
    fn public_address(&self) -> Option<String> {
        None
    }

    /// Returns the operator's token as the deployment has it; `None` if it has none. Requests are
    /// compared with [`crate::runtime::operator_token::OperatorToken`].
    fn admin_token(&self) -> Option<Secret>;
}
