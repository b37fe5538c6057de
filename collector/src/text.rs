//! Texts that come from outside, and texts that go out.
//!
//! In: reading parameters, making a visitor's text harmless, one form for letters, times, hashes and
//! JSON. Not in: anything of requests or of the store.

pub mod hex;
pub mod json;
pub mod nfc;
pub mod plain_text;
pub mod query;
pub mod rfc3339;
pub mod scrub;
