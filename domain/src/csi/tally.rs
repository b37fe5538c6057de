//! Tally of all answers: whole numbers from which every figure is computed, and that add up to the
//! same in any order.
//!
//! An index is a fraction over the weight that its respondent rated, and these weights differ. Their
//! common denominator has up to 41 digits, so the sums of indices are kept apart by that weight:
//! there they are whole numbers of a unit of their own. Most respondents rate everything, so most
//! tallies have one to three of them.

use core::fmt;

use super::{answers::Answers, attributes::Attributes};

/// Counts of ratings, and sums of indices, of the answers to one survey.
///
/// Only whole numbers are kept, so tallies add up to the same whatever the order. All are exact for
/// at least 10¹³ respondents (a squared index is at most 810,000 units); numbers stop at `u64::MAX`
/// rather than wrapping.
///
/// ```
/// # use domain::{Confidence, csi::{Answers, Attributes, Points, Tally}};
/// let attributes = Attributes::alike(Points::Five, 3)?;
/// let mut tally = Tally::new(attributes);
/// tally.add(&Answers::new(attributes, &[Some(5), Some(3), Some(4)])?)?;
/// tally.add(&Answers::new(attributes, &[Some(4), Some(2), None])?)?;
/// assert_eq!(tally.responses(), 2);
/// // (75 + 50) / 2
/// assert_eq!(tally.index(Confidence::default()).unwrap().value, 62.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    pub(super) attributes: Attributes,
    pub(super) responses: u64,
    /// By position, and within it by rating.
    pub(super) counts: Vec<u64>,
    /// By the weight of what a respondent rated, where that is enough for an index, least first; none
    /// is empty.
    pub(super) sums: Vec<(u8, Sums)>,
}

/// Sums over the respondents who rated attributes of the same weight in all.
///
/// Their unit is `100 / (weight · (highest rating − lowest))` points of the index: a respondent's
/// number is the sum over the ratings of weight times steps above the lowest, from 0 to 900.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Number of respondents.
    pub respondents: u64,
    /// Sum of their indices, in the unit.
    pub sum: u64,
    /// Sum of their squared indices, in the unit's square.
    pub sum_of_squares: u64,
}

/// Error: answers to other attributes were added to a tally.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherAttributes {
    /// Attributes of the tally.
    pub expected: Attributes,
    /// Attributes of what was added.
    pub found: Attributes,
}

impl Tally {
    /// Makes an empty tally of those attributes.
    #[must_use]
    pub fn new(attributes: Attributes) -> Tally {
        let n_counts = attributes.len() * attributes.points().scale().len();
        Tally { attributes, responses: 0, counts: vec![0; n_counts], sums: Vec::new() }
    }

    /// Counts the answers of one respondent.
    ///
    /// # Errors
    /// Only when the answers are to other attributes; nothing is counted then.
    pub fn add(&mut self, answers: &Answers) -> Result<(), OtherAttributes> {
        self.expect(answers.attributes())?;
        self.responses = self.responses.saturating_add(1);
        let scale = self.attributes.points().scale();
        for (counts, rating) in self.counts.chunks_mut(scale.len()).zip(answers.ratings()) {
            let point = |rating: u8| usize::from(rating.saturating_sub(scale.min));
            let slot = rating.and_then(|rating| counts.get_mut(point(rating)));
            if let Some(slot) = slot {
                *slot = slot.saturating_add(1);
            }
        }
        if let Some((weight, steps)) = answers.weighted() {
            let steps = u64::from(steps);
            let one = Sums { respondents: 1, sum: steps, sum_of_squares: steps * steps };
            self.sums_of(weight).add(one);
        }
        Ok(())
    }

    /// Adds all that another tally has counted.
    ///
    /// # Errors
    /// Only when the other tally is of other attributes; nothing is counted then.
    pub fn merge(&mut self, other: &Tally) -> Result<(), OtherAttributes> {
        self.expect(other.attributes)?;
        self.responses = self.responses.saturating_add(other.responses);
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count = count.saturating_add(*more);
        }
        for (weight, sums) in &other.sums {
            self.sums_of(*weight).add(*sums);
        }
        Ok(())
    }

    /// Returns the attributes that were rated.
    #[must_use]
    pub const fn attributes(&self) -> Attributes {
        self.attributes
    }

    /// Returns the number of respondents, those included who rated too little for an index.
    #[must_use]
    pub const fn responses(&self) -> u64 {
        self.responses
    }

    /// Returns the number of respondents who have an index.
    #[must_use]
    pub fn indexed_responses(&self) -> u64 {
        self.sums.iter().fold(0, |sum, (_, one)| sum.saturating_add(one.respondents))
    }

    /// Returns every point of the scale with the number of ratings that an attribute got of it,
    /// lowest first, zeros included; nothing where there is no such attribute.
    pub fn counts(&self, at: usize) -> impl Iterator<Item = (u8, u64)> + Clone + '_ {
        let scale = self.attributes.points().scale();
        let counts = self.counts.chunks(scale.len()).nth(at).unwrap_or_default();
        scale.values().zip(counts.iter().copied())
    }

    /// Returns the number of respondents who rated an attribute.
    #[must_use]
    pub fn ratings(&self, at: usize) -> u64 {
        self.counts(at).fold(0, |sum, (_, count)| sum.saturating_add(count))
    }

    /// Returns the sums of indices by the weight of what the respondents rated, least first.
    pub fn sums(&self) -> impl Iterator<Item = (u8, Sums)> + Clone + '_ {
        self.sums.iter().copied()
    }

    /// Returns the sums of a weight, which are made if there are none.
    pub(super) fn sums_of(&mut self, weight: u8) -> &mut Sums {
        let at = match self.sums.binary_search_by_key(&weight, |(weight, _)| *weight) {
            Ok(at) => at,
            Err(at) => {
                self.sums.insert(at, (weight, Sums::default()));
                at
            }
        };
        #[expect(clippy::indexing_slicing, reason = "found or inserted there")]
        &mut self.sums[at].1
    }

    pub(crate) fn expect(&self, found: Attributes) -> Result<(), OtherAttributes> {
        if found == self.attributes {
            Ok(())
        } else {
            Err(OtherAttributes { expected: self.attributes, found })
        }
    }
}

impl Sums {
    fn add(&mut self, more: Sums) {
        self.respondents = self.respondents.saturating_add(more.respondents);
        self.sum = self.sum.saturating_add(more.sum);
        self.sum_of_squares = self.sum_of_squares.saturating_add(more.sum_of_squares);
    }
}

impl fmt::Display for OtherAttributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |attributes: &Attributes| {
            (attributes.points().scale().max, attributes.weights().to_vec())
        };
        let ((points, weights), (other_points, other_weights)) =
            (of(&self.expected), of(&self.found));
        write!(f, "expected ratings up to {points} of weights {weights:?}, ")?;
        write!(f, "found up to {other_points} of weights {other_weights:?}")
    }
}

impl std::error::Error for OtherAttributes {}
