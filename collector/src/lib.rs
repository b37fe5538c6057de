//! The Cloudflare Worker that takes responses, keeps them in KV, and gives scores back.
//!
//! **In scope:** routes, keys and origins, storage, and the summary's assembly.
//! **Out of scope:** arithmetic (`domain`), JSON shapes and limits (`wire`), what a form says and
//! how it looks (`forms`), anything that runs in a page (`widget`).
//!
//! A request takes this way: [`edge`] turns it into a plain [`http::Request`], [`router::handle`]
//! finds its handler, the handler works on a [`store::Store`] and replies with an [`http::Reply`].
//! Only `edge`, `js_future` and `store::kv` touch the runtime; all else runs on the host, too.

pub mod auth;
pub mod backup;
pub mod breakdown;
pub mod cache;
pub mod console;
pub mod context;
pub mod cors;
pub mod definitions;
pub mod edge;
pub mod etag;
pub mod fold;
pub mod gates;
pub mod guard;
pub mod handlers;
pub mod headers;
pub mod http;
pub mod js_future;
pub mod keys;
pub mod limits;
pub mod log;
pub mod nfc;
pub mod operator;
pub mod owner_keys;
pub mod paging;
pub mod period;
pub mod plain_text;
pub mod problem;
pub mod purge;
pub mod query;
pub mod records;
pub mod request_id;
pub mod respondents;
pub mod responses;
pub mod retry;
pub mod rfc3339;
pub mod rollups;
pub mod router;
pub mod scrub;
pub mod series;
pub mod session;
pub mod signing_keys;
pub mod states;
pub mod store;
pub mod stored_response;
pub mod streamed;
pub mod summary;
pub mod tombstones;
pub mod unknown;
pub mod webhooks;
