//! The owner's web app: sign in, see what hurts, understand it.
//!
//! **In scope:** addresses, texts, drawing, and asking the collector by HTTP.
//! **Out of scope:** figures. Every number on the screen is the collector's; the console rounds,
//! sorts and words it.
//!
//! Modules without a browser in them ([`address`], [`date`], [`api`]'s types, [`texts`]) run in plain
//! tests; the others draw.

#![allow(unreachable_pub, reason = "written so by the macro `component`")]

pub mod address;
mod ahead;
pub mod api;
mod app;
pub mod charts;
mod components;
pub mod date;
mod dimension;
mod frame;
mod intl;
mod places;
mod scale;
mod session;
mod settings;
mod shell;
pub mod texts;

use wasm_bindgen::prelude::wasm_bindgen;

/// Draws the console into the page.
#[wasm_bindgen(start)]
pub fn start() {
    ahead::ask();
    leptos::mount::mount_to_body(app::App);
}
