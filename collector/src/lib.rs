//! The collector: it takes responses, keeps them in KV, and gives scores back. All of it runs on
//! the host; the crate `hearby-worker` (`collector/worker/`) is the edge to Cloudflare's runtime.
//!
//! **In scope:** routes, keys and origins, storage, and the summary's assembly.
//! **Out of scope:** arithmetic (`domain`), JSON shapes and limits (`wire`), what a form says and
//! how it looks (`forms`), anything that runs in a page (`widget`), the runtime (`hearby-worker`).
//!
//! A request takes this way: the edge makes a plain [`api::http::Request`] of it,
//! [`api::router::handle`] finds its handler, the handler works on a [`store::Store`] and gives an
//! [`api::answer::Answer`].
//!
//! The modules are layers. Each may use those that stand below it here, and no other
//! (`tests/structure`):
//!
//! ```text
//! api
//! backup   summary
//! deletion
//! webhooks
//! rollups
//! responses
//! definitions
//! store
//! runtime
//! text
//! ```

pub mod api;
pub mod backup;
pub mod definitions;
pub mod deletion;
pub mod responses;
pub mod rollups;
pub mod runtime;
pub mod store;
pub mod summary;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod text;
pub mod webhooks;
