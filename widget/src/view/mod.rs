//! What follows the visitor on the card: leptos (its renderer, tachys, and its signals) keeps the
//! answers' attributes as the state is.
//!
//! The card itself is drawn before this code is there (`card/card.js`), all steps at once, and the
//! style sheet shows one: what changes are a few attributes and the headline, so that a tap costs
//! little, and no view has to be rebuilt.

mod events;
mod followed;
mod scale;

pub(crate) use events::{on_click, on_input, on_key};
pub(crate) use followed::Followed;
pub(crate) use scale::follow;

use crate::flow::Step;

/// The state that the view follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Where the visitor is.
    pub(crate) step: Step,
    /// The answer that Tab leads to.
    pub(crate) focused: u8,
}
