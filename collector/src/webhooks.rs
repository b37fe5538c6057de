//! Webhooks: the collector tells an owner's server of responses as they come.
//!
//! **In scope:** which webhooks take a response, what an event looks like and how it is signed, the
//! outbox that no failing receiver and no restart empties, attempts and their pauses.
//! **Out of scope:** the HTTP client (the runtime's), the routes ([`crate::api::handlers::webhooks`]).
//!
//! The way of an event:
//!
//! ```text
//! POST /v1/responses ─▶ r: key ─▶ due: key ─▶ 201 ┄┄ after the reply ┄┄▶ attempt ─▶ 2xx: due: gone
//!                       (always)  (if a webhook takes it)                  │ else: count, next time
//!                                             cron ─▶ due: keys in time ───┘
//!                                                     3 days old ─▶ dead: key, for the owner to see
//! ```
//! Every event has keys of its own. So the collector never reads, changes and writes back anything
//! that a visitor's request touches.

pub mod attempt;
pub mod chat;
pub mod destination;
pub mod event;
pub mod of_response;
pub mod of_site;
pub mod outbox;
pub mod record;
pub mod redelivery;
pub mod signature;
pub mod slack;
pub mod status;
pub mod untold;
pub mod waiting;
