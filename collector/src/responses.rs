//! Reading responses back: paged, filtered, one by one, and as files.
//!
//! **In scope:** going through keys in either order from any place on, filters, and the forms in
//! which an owner sees a response.
//! **Out of scope:** accepting responses ([`crate::api::handlers::responses`]), counting them
//! ([`crate::rollups`]).

pub mod csv;
pub mod dimension_filters;
pub mod export;
pub mod filter;
pub mod place;
pub mod show;
pub mod states;
pub mod values;
pub mod walk;
