//! HTTP: from a request to an answer.
//!
//! In: routes and their handlers, who may do what, limits, headers, conditions, problems. Not in:
//! deciding and storing, which the modules below do.

pub mod answer;
pub mod auth;
pub mod console;
pub mod cors;
pub mod etag;
pub mod guard;
pub mod handlers;
pub mod headers;
pub mod http;
pub mod limits;
pub mod paging;
pub mod problem;
pub mod router;
pub mod session;
pub mod streamed;
