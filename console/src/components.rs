//! Pieces that several places are made of.

mod controls;
mod copy;
mod fetched;
mod field;
mod figures;
mod icons;
mod menu;
mod pictures;
mod place;
mod question;
mod ratings;
mod states;
mod take_picture;
mod verdict;

pub(crate) use controls::{AsSwitch, PeriodChoice, as_class, close_popover};
pub(crate) use copy::CopyButton;
pub(crate) use fetched::{every_minute, use_fetched};
pub(crate) use field::TextField;
pub(crate) use figures::{Axis, Look, Parts, ScoreFigure};
pub(crate) use icons::{Brand, Icon, icon};
pub(crate) use menu::{Menu, close_menu};
pub(crate) use pictures::points;
pub(crate) use place::{NoSurvey, PlaceHead};
pub(crate) use question::{Asked, Question};
pub(crate) use ratings::{RatingsLine, badge};
pub(crate) use states::{Away, Failure, Progress, Waiting, title_of};
pub(crate) use take_picture::TakePicture;
pub(crate) use verdict::{
    VerdictChip, change_sentence, confidence_level, few_or_power, short_change,
};
