//! A part that can be compared with the rest: a tally of scores, or of a satisfaction index.

use crate::{
    Confidence, Figure, Interval, OtherKind, Tally,
    change::difference_of_scores,
    csi,
    figure::Method,
    interval::{Level, adjusted_t},
};

/// Tally of responses that can be compared with the tally of others.
pub(super) trait Part: Clone {
    /// Error: a tally is of another sort.
    type Other;

    /// Returns a tally of that sort without responses.
    fn empty(&self) -> Self;

    /// Adds all that another tally has counted.
    fn add(&mut self, other: &Self) -> Result<(), Self::Other>;

    /// Returns the number of responses that have a score.
    fn total(&self) -> u128;

    /// Returns the score; `None` without responses.
    fn score(&self) -> Option<f64>;

    /// Returns the method of the score's interval.
    fn method(&self) -> Method;

    /// Returns the interval of the score minus that of the others, if this is the only comparison.
    fn difference(&self, others: &Self, level: Level) -> Option<Interval>;

    /// Returns the same, if this is one of many comparisons.
    fn difference_among_many(&self, others: &Self, level: Level) -> Option<Interval>;
}

impl Part for Tally {
    type Other = OtherKind;

    fn empty(&self) -> Tally {
        Tally::new(self.kind())
    }

    fn add(&mut self, other: &Tally) -> Result<(), OtherKind> {
        self.merge(other)
    }

    fn total(&self) -> u128 {
        Tally::total(self)
    }

    fn score(&self) -> Option<f64> {
        Figure::score(self, Confidence::default()).map(|figure| figure.value)
    }

    fn method(&self) -> Method {
        Method::of_score(self.kind())
    }

    fn difference(&self, others: &Tally, level: Level) -> Option<Interval> {
        difference_of_scores(self, others, level)
    }

    fn difference_among_many(&self, others: &Tally, level: Level) -> Option<Interval> {
        adjusted_t::difference_among_many(self, others, level)
    }
}

impl Part for csi::Tally {
    type Other = csi::OtherAttributes;

    fn empty(&self) -> csi::Tally {
        csi::Tally::new(self.attributes())
    }

    fn add(&mut self, other: &csi::Tally) -> Result<(), csi::OtherAttributes> {
        self.merge(other)
    }

    fn total(&self) -> u128 {
        u128::from(self.indexed_responses())
    }

    fn score(&self) -> Option<f64> {
        self.index(Confidence::default()).map(|figure| figure.value)
    }

    fn method(&self) -> Method {
        Method::AdjustedT
    }

    fn difference(&self, others: &csi::Tally, level: Level) -> Option<Interval> {
        self.index_difference(others, level)
    }

    /// The same as of one: it is Welch's t of means between two ends already.
    fn difference_among_many(&self, others: &csi::Tally, level: Level) -> Option<Interval> {
        self.index_difference(others, level)
    }
}
