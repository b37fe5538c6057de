//! What is drawn: by leptos in builder syntax (its renderer, tachys) what follows the visitor, and by
//! hand what never changes. `view!` would write its static parts with `innerHTML`, which pages with
//! Trusted Types refuse.
//!
//! All steps are there from the start, and the style sheet shows one: what changes are a few
//! attributes and the headline, so that a tap costs little, and no view has to be rebuilt.

mod card;
mod element;
mod events;
mod icon;
mod mounted;
mod scale;

pub(crate) use card::draw;
pub(crate) use events::{on_click, on_input, on_key};
pub(crate) use mounted::Mounted;

use crate::flow::Step;

/// The styles, as the build leaves them.
pub(crate) const CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/style.css"));

/// The state that the view follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Where the visitor is.
    pub(crate) step: Step,
    /// The answer that Tab leads to.
    pub(crate) focused: u8,
}
