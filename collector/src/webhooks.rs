//! Webhooks: an owner's server is told of responses as they come.
//!
//! **In scope:** which responses are told to whom, what an event looks like and how it is signed,
//! the outbox that no failing receiver and no restart empties, attempts and their pauses.
//! **Out of scope:** the HTTP client (the runtime's), the routes ([`crate::api::handlers::webhooks`]).
//!
//! An event's way:
//!
//! ```text
//! POST /v1/responses ─▶ r: key ─▶ due: key ─▶ 201 ┄┄ after the reply ┄┄▶ attempt ─▶ 2xx: due: gone
//!                       (always)  (if a webhook takes it)                  │ else: count, next time
//!                                             cron ─▶ due: keys in time ───┘
//!                                                     3 days old ─▶ dead: key, for the owner to see
//! ```
//! Every event has keys of its own, so that nothing that a visitor's request touches is read,
//! changed and written back.

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
