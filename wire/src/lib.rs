//! The JSON that the crates exchange: its shapes, its limits, and its parsing into domain types.
//!
//! **In scope:** field names, sizes, routes, problems; parsers that turn bytes into valid values or
//! a list of the errors in them.
//! **Out of scope:** HTTP, storage, texts shown to visitors, arithmetic (that is `domain`'s).

pub mod backup;
pub mod dimension;
pub mod fields;
pub mod form;
pub mod gate;
pub mod health;
pub mod limits;
pub mod page;
pub mod problem;
pub mod rating;
pub mod reason;
pub mod respondent;
pub mod response;
pub mod responses;
pub mod routes;
#[cfg(feature = "schema")]
pub mod schema;
pub mod session;
pub mod site;
pub mod summary;
pub mod survey;
pub mod webhook;
pub mod wording;
