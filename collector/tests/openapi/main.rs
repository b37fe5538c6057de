//! The API's description: what it is made of, and what holds it to the code.
//!
//! `collector/api/openapi.json` and `collector/api/docs.html` are made here, and served as they are.
//! A test fails when they are not what is made; `HEARBY_UPDATE_API=1 cargo test -p hearby-collector
//! --test openapi` writes them anew.

#![cfg(test)]

mod checks;
mod document;
mod filters;
mod operation;
mod operations;
mod page;
mod requests;
mod schemas;
#[expect(dead_code, unused_imports, reason = "the tests of the routes use all of it")]
#[path = "../http/support/mod.rs"]
mod support;

/// Helpers that the tests of the routes use to check replies; here the description is made of them.
mod described {
    pub(crate) fn check(_: &collector::api::http::Request, _: &collector::api::http::Reply) {}
}
