//! A request to another server as plain data, and what the operator allows.

use core::fmt;

use domain::MINUTE_MS;

/// A request to a webhook's receiver.
pub struct Outbound {
    /// Address; may hold a secret of the receiver's.
    pub url: String,
    /// Headers by name.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
}

/// Reasons for which no reply came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostError {
    /// None within [`TIMEOUT_MS`].
    Timeout,
    /// No connection, or one that broke.
    Unreachable,
}

/// Settings of the operator for webhooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WebhookSettings {
    /// True if they may go to private and loopback addresses, over plain HTTP, to any port.
    pub allow_private: bool,
    /// The most attempts of one run of the cron.
    pub attempts_per_run: u32,
    /// The pause after the first failure, in milliseconds; each further one is twice as long. It is
    /// also the time that the attempt after the reply has before the cron takes over.
    pub first_pause_ms: i64,
}

/// Time that a receiver may take to reply, in milliseconds. The runtime lets work go on for 30
/// seconds after a reply; two slow receivers in a row fit.
pub const TIMEOUT_MS: u32 = 10_000;

/// The most attempts of one run of the cron: the free plan lets an invocation make 50 requests to
/// other servers.
const ATTEMPTS_PER_RUN: u32 = 45;

/// Pause after the first failure, in milliseconds: the time between two runs of the cron, and not
/// less than lists may lag.
const FIRST_PAUSE_MS: i64 = 10 * MINUTE_MS;

impl Default for WebhookSettings {
    fn default() -> WebhookSettings {
        WebhookSettings {
            allow_private: false,
            attempts_per_run: ATTEMPTS_PER_RUN,
            first_pause_ms: FIRST_PAUSE_MS,
        }
    }
}

impl fmt::Debug for Outbound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outbound { REDACTED }")
    }
}
