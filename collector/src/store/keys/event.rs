//! Names of events that wait for webhooks, as their keys tell them.
//!
//! In: the names. Not in: the events stored under them (`webhooks::outbox`, `webhooks::untold`).

use domain::{ResponseId, SiteId, WebhookId};

/// Name of an event for one receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueName {
    /// The site.
    pub site: SiteId,
    /// The webhook.
    pub webhook: WebhookId,
    /// The response.
    pub id: ResponseId,
    /// Its state: a hash of what it says.
    pub state: String,
}

/// Name of an event without a receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untold {
    /// The site.
    pub site: SiteId,
    /// The response.
    pub id: ResponseId,
    /// Its state: a hash of what it says.
    pub state: String,
}
