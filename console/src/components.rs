//! Pieces that several places are made of.

mod controls;
mod fetched;
mod figures;
mod icons;
mod pictures;
mod states;
mod verdict;

pub(crate) use controls::{AsSwitch, PeriodChoice, as_class, close_popover};
pub(crate) use fetched::{every_minute, use_fetched};
pub(crate) use figures::{Axis, GROUP_CLASSES, Look, Parts, ScoreFigure};
pub(crate) use icons::{Brand, Icon, icon};
pub(crate) use pictures::points;
pub(crate) use states::{Away, Failure, Progress, Waiting};
pub(crate) use verdict::{
    VerdictChip, change_sentence, confidence_level, few_or_power, short_change,
};
