//! Delivery of a response to the collector: once, even if the page closes or the network
//! fails.
//!
//! - [`hold`] decides when the state of a response is sent,
//! - [`queue`] keeps the responses that have not arrived,
//! - [`retry`] decides if a failed response is sent again, and when,
//! - [`attempt`] updates the queue at an attempt's end,
//! - [`storage`] and [`send`] are the edges: the visitor's storage, the network.

mod attempt;
pub(crate) mod hold;
pub(crate) mod queue;
mod retry;
pub(crate) mod send;
mod storage;
