//! Pieces that several places are made of.

mod fetched;
mod icons;
mod states;

pub(crate) use fetched::use_fetched;
pub(crate) use icons::{Brand, Icon, icon};
pub(crate) use states::{Away, Failure};
