//! What is drawn: leptos in builder syntax. `view!` would write its static parts with `innerHTML`,
//! which pages with Trusted Types refuse.
//!
//! Handlers find the popup by [`crate::popup`]: the reactive parts of a view may hold plain values
//! alone.

mod comment;
mod icon;
mod popup;
mod scale;
mod thanks;

pub(crate) use popup::{Shown, popup};

/// The styles, as the build leaves them.
pub(crate) const CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/style.css"));
