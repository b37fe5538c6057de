//! Tests of the real programs from outside: the collector in workerd over HTTP, the popup in
//! browsers.
//!
//! **In scope:** starting and ending the programs that a test needs, talking to them, clear
//! failures.
//! **Out of scope:** building them (`cargo xtask build`), and the internals of collector and
//! widget.
//!
//! Nothing here retries in order to pass: a wait has a condition and a deadline, and a missed
//! deadline is a failure.

pub mod assertions;
pub mod browser;
pub mod child;
pub mod clock;
pub mod collector;
pub mod console;
pub mod demo_site;
pub mod environment;
pub mod figures;
pub mod fixtures;
pub mod gateway;
pub mod hostile;
pub mod http;
pub mod owner;
pub mod pages;
pub mod pixels;
pub mod ports;
pub mod random;
pub mod receiver;
pub mod request;
pub mod server;
pub mod shop;
mod slots;
pub mod snippets;
