//! How an answer gets to the collector: once, even when the page goes away or the network does.
//!
//! - [`hold`] decides when the state of an answer is sent,
//! - [`queue`] keeps what has not arrived,
//! - [`retry`] decides what a failure means,
//! - [`attempt`] does to the queue what follows from an attempt's end,
//! - [`storage`] and [`send`] are the edges: the visitor's storage, the network.

mod attempt;
pub(crate) mod hold;
pub(crate) mod queue;
mod retry;
pub(crate) mod send;
mod storage;
