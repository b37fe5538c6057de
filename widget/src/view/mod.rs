//! Updates of the card: leptos (its renderer, tachys, and its signals) keeps the answers'
//! attributes up to date with the state.
//!
//! `card/card.js` draws the whole card, all steps at once, before this code is there, and the style
//! sheet shows one. Only a few attributes and the headline change, so a tap costs little, and no
//! view has to be rebuilt.

mod events;
mod followed;
mod scale;

pub(crate) use events::{on_click, on_input, on_key};
pub(crate) use followed::Followed;
pub(crate) use scale::follow;

use crate::flow::Step;

/// State that the view follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Step at which the visitor is.
    pub(crate) step: Step,
    /// The answer that Tab leads to.
    pub(crate) focused: u8,
}
