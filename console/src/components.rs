//! Pieces that several places are made of.

mod copy;
mod fetched;
mod icons;
mod menu;
mod question;
mod states;

pub(crate) use copy::CopyButton;
pub(crate) use fetched::use_fetched;
pub(crate) use icons::{Brand, Icon, icon};
pub(crate) use menu::{Menu, close_menu};
pub(crate) use question::{Asked, Question};
pub(crate) use states::{Away, Failure, title_of};
