//! Tallies of a day's responses by dimension and value: touchpoints, pages, languages, devices,
//! versions, wordings, sources, reasons, and the attributes that a survey declares.
//!
//! Visitors can make up pages, so the number of values has to be bounded. The unit is the day of
//! UTC, whether it was read from a rollup or from a list: its most frequent values have tallies of
//! their own, and one tally counts the rest. A list of the same responses makes the same choice. So
//! a rollup can be deleted and made again without a change of any figure.

use core::cmp::Reverse;
use std::collections::BTreeMap;

use domain::Answer;
use wire::{
    dimension::{Dimension, DimensionName, composed},
    reason::{self, NONE_PICKED, NOT_ASKED},
};

use crate::{rollups::counts::Counts, store::stored_response::Metadata};

/// The most values of a dimension that a day keeps apart: twice as many as a summary names. So a
/// value that is frequent over a year is nearly always among those of a day.
pub const KEPT_MAX: usize = 200;

/// The same of a survey whose attributes are rated: counts of these take ten times the room.
pub const KEPT_RATED_MAX: usize = 50;

/// The most bytes that these values may have in all: 66 of the longest values, or 200 of 40 bytes.
/// A flood of long values must not make rollups that are slow to read.
pub const KEPT_BYTES_MAX: usize = 8_000;

/// The most values that are told apart while a day is listed. Once there are that many, a new value
/// is counted with the rest at once. Keys come in order of time, so this choice, too, is the same
/// each time.
const LISTED_MAX: usize = 5_000;

/// The same of a survey whose attributes are rated: a value takes up to 1.1 KB of memory, and a
/// Worker has 128 MB for all dimensions.
const LISTED_RATED_MAX: usize = 500;

/// The tallies of some dimensions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dims(Vec<Dim>);

/// The tallies of one dimension.
///
/// A response has one value of each dimension, but of reasons it has as many as it picked. Among
/// these, `none` counts those to which no list was shown, nor to other groups; [`NONE_PICKED`] and
/// [`NOT_ASKED`] count two sorts more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dim {
    name: DimensionName,
    /// Responses without a value.
    pub none: Counts,
    /// Responses with one of the values that are not kept apart.
    pub rest: Counts,
    /// The others by value.
    pub values: BTreeMap<String, Counts>,
}

/// True for a value that says something of all reasons. It is kept apart however seldom it is, as
/// anybody can send reasons of any name.
#[must_use]
pub fn is_reserved(name: &DimensionName, value: &str) -> bool {
    *name == DimensionName::Reason && [NONE_PICKED, NOT_ASKED].contains(&value)
}

/// Returns those of the dimensions for which the cron folds a day again if its rollup lacks them.
///
/// Rollups of builds until 2026-11-29 lack versions, wordings, sources and reasons. If the cron
/// folded these days again, every day of every survey would take a write within a day of the release, and there
/// are a thousand writes a day. Instead a request that asks for these dimensions folds the days
/// that it asks for.
#[must_use]
pub(super) fn folded_by_cron(mut names: Vec<DimensionName>) -> Vec<DimensionName> {
    let is_late = |name: &DimensionName| {
        let late = [Dimension::Version, Dimension::Wording, Dimension::Source];
        *name == DimensionName::Reason || late.map(DimensionName::from).contains(name)
    };
    names.retain(|name| !is_late(name));
    names
}

impl Dims {
    /// Tallies of these dimensions without responses.
    #[must_use]
    pub fn of(names: &[DimensionName]) -> Dims {
        Dims(names.iter().cloned().map(Dim::new).collect())
    }

    /// Adds a dimension.
    pub(super) fn push(&mut self, dim: Dim) {
        self.0.push(dim);
    }

    /// Counts one response under its values.
    pub fn add(&mut self, answer: &Answer, response: &Metadata<'_>) {
        for dim in &mut self.0 {
            let has_comment = response.has_comment != 0;
            match (&dim.name, response.reasons.as_deref()) {
                (DimensionName::Reason, Some(picked)) => {
                    reason::values(picked).for_each(|id| dim.add(answer, Some(id), has_comment));
                }
                _ => dim.add(answer, response.get(&dim.name).as_deref(), has_comment),
            }
        }
    }

    /// Keeps apart only the values of each dimension that a day may keep apart.
    pub fn keep_most_frequent(&mut self) {
        self.0.iter_mut().for_each(Dim::keep_most_frequent);
    }

    /// True if each of these dimensions is there.
    #[must_use]
    pub fn has_all(&self, names: &[DimensionName]) -> bool {
        names.iter().all(|name| self.get(name).is_some())
    }

    /// The tallies of that dimension.
    #[must_use]
    pub fn get(&self, name: &DimensionName) -> Option<&Dim> {
        self.iter().find(|dim| dim.name == *name)
    }

    /// Every dimension.
    pub fn iter(&self) -> impl Iterator<Item = &Dim> {
        self.0.iter()
    }

    /// True if there is no dimension.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Dim {
    /// A dimension of that name without responses.
    #[must_use]
    pub fn new(name: DimensionName) -> Dim {
        Dim { name, none: Counts::default(), rest: Counts::default(), values: BTreeMap::new() }
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &DimensionName {
        &self.name
    }

    fn add(&mut self, answer: &Answer, value: Option<&str>, has_comment: bool) {
        let is_rated = matches!(answer, Answer::Csi(_));
        let is_full = self.values.len() >= if is_rated { LISTED_RATED_MAX } else { LISTED_MAX };
        let is_reserved = value.is_some_and(|value| is_reserved(&self.name, value));
        let counts = match value {
            None => &mut self.none,
            Some(value) => {
                let value = composed(value);
                match self.values.get_mut(&*value) {
                    Some(counts) => counts,
                    None if is_full && !is_reserved => &mut self.rest,
                    None => self.values.entry(value.into_owned()).or_default(),
                }
            }
        };
        counts.add(answer, has_comment);
    }

    /// The counts of every response: without a value, with one kept apart, with another.
    pub(super) fn all(&self) -> impl Iterator<Item = &Counts> {
        [&self.none, &self.rest].into_iter().chain(self.values.values())
    }

    fn keep_most_frequent(&mut self) {
        let is_rated = self.values.values().any(|counts| counts.ratings().is_some());
        let most = if is_rated { KEPT_RATED_MAX } else { KEPT_MAX };
        let bytes: usize = self.values.keys().map(String::len).sum();
        if self.values.len() <= most && bytes <= KEPT_BYTES_MAX {
            return;
        }
        let mut values: Vec<(String, Counts)> =
            core::mem::take(&mut self.values).into_iter().collect();
        // Among equally frequent values those first by name come first: they are in this order
        // already.
        values.sort_by_key(|(value, counts)| {
            (Reverse(is_reserved(&self.name, value)), Reverse(counts.responses()))
        });
        let mut bytes_left = KEPT_BYTES_MAX;
        for (value, counts) in values {
            let fits = bytes_left.checked_sub(value.len()).filter(|_| self.values.len() < most);
            // Once a value doesn't fit, no less frequent one is kept either.
            bytes_left = fits.unwrap_or(0);
            if fits.is_some() {
                self.values.insert(value, counts);
            } else {
                self.rest.merge(&counts);
            }
        }
    }
}
