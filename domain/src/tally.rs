//! Counts of responses per score: every figure is computed from these alone.

use core::fmt;

use crate::{Group, Kind, NotAPart, Score};

/// Number of responses of each score to one survey.
///
/// Only whole numbers are kept, so tallies add up to the same whatever the order, and every figure
/// can be computed again. A count stops at `u64::MAX` rather than wrapping; that keeps merging
/// associative and commutative.
///
/// ```
/// # use domain::{Group, Kind, Score, Tally};
/// let mut tally = Tally::new(Kind::Nps);
/// tally.add(Score::new(Kind::Nps, 9)?)?;
/// tally.add(Score::new(Kind::Nps, 3)?)?;
/// assert_eq!(tally.responses(), 2);
/// assert_eq!(tally.group_count(Group::Promoter), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    kind: Kind,
    /// Counts by the score's value; values off the kind's scale stay 0.
    counts: [u64; SLOTS],
}

/// Error: a score or tally of one kind was added to a tally of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherKind {
    /// Kind of the tally.
    pub expected: Kind,
    /// Kind of what was added.
    pub found: Kind,
}

/// Number of values on the longest scale, 0 to 10.
const SLOTS: usize = 11;

impl Tally {
    /// Makes an empty tally of that kind.
    #[must_use]
    pub const fn new(kind: Kind) -> Tally {
        Tally { kind, counts: [0; SLOTS] }
    }

    /// Returns the kind of all counted scores.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Counts one response.
    ///
    /// # Errors
    /// Only when the score is of another kind; nothing is counted then.
    pub fn add(&mut self, score: Score) -> Result<(), OtherKind> {
        self.add_count(score, 1)
    }

    /// Counts that many responses of one score.
    ///
    /// # Errors
    /// Only when the score is of another kind; nothing is counted then.
    pub fn add_count(&mut self, score: Score, count: u64) -> Result<(), OtherKind> {
        self.expect_kind(score.kind())?;
        if let Some(slot) = self.counts.get_mut(usize::from(score.value())) {
            *slot = slot.saturating_add(count);
        }
        Ok(())
    }

    /// Adds all counts of another tally.
    ///
    /// # Errors
    /// Only when the other tally is of another kind; nothing is counted then.
    pub fn merge(&mut self, other: &Tally) -> Result<(), OtherKind> {
        self.expect_kind(other.kind)?;
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count = count.saturating_add(more);
        }
        Ok(())
    }

    /// Returns the number of responses.
    #[must_use]
    pub fn responses(&self) -> u64 {
        saturated(self.total())
    }

    /// True if there are no responses.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total() == 0
    }

    /// Returns the number of responses with that score; 0 for a number off the scale.
    #[must_use]
    pub fn count(&self, value: u8) -> u64 {
        self.counts.get(usize::from(value)).copied().unwrap_or(0)
    }

    /// Returns every number of the scale with its count, lowest first, zeros included.
    pub fn counts(&self) -> impl Iterator<Item = (u8, u64)> + Clone + '_ {
        self.kind.scale().values().map(|value| (value, self.count(value)))
    }

    /// Returns the number of responses in that group; 0 for a group of another kind.
    #[must_use]
    pub fn group_count(&self, group: Group) -> u64 {
        saturated(self.group_total(group))
    }

    /// Returns the sum of all scores.
    #[must_use]
    pub fn sum(&self) -> u128 {
        self.counts().map(|(value, count)| u128::from(value) * u128::from(count)).sum()
    }

    /// Returns [`Tally::responses`] without the limit of `u64`.
    pub(crate) fn total(&self) -> u128 {
        self.counts.iter().copied().map(u128::from).sum()
    }

    /// Returns [`Tally::group_count`] without the limit of `u64`.
    pub(crate) fn group_total(&self, group: Group) -> u128 {
        let is_in_group = |value: u8| {
            Score::new(self.kind, i64::from(value)).is_ok_and(|score| score.group() == group)
        };
        self.counts()
            .filter(|(value, _)| is_in_group(*value))
            .map(|(_, count)| u128::from(count))
            .sum()
    }

    /// Returns the responses that are left without those of a part.
    ///
    /// ```
    /// # use domain::{Kind, Score, Tally};
    /// let (mut all, mut part) = (Tally::new(Kind::Nps), Tally::new(Kind::Nps));
    /// all.add_count(Score::new(Kind::Nps, 9)?, 3)?;
    /// part.add(Score::new(Kind::Nps, 9)?)?;
    /// assert_eq!(all.without(&part)?.responses(), 2);
    /// assert!(part.without(&all).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When the part is of another kind, or has more responses of some score.
    pub fn without(&self, part: &Tally) -> Result<Tally, NotAPart> {
        self.expect_kind(part.kind)?;
        let mut left = self.clone();
        for ((score, part), (whole, count)) in
            (0..).zip(part.counts).zip(self.counts.iter().zip(&mut left.counts))
        {
            *count =
                whole.checked_sub(part).ok_or(NotAPart::More { score, part, whole: *whole })?;
        }
        Ok(left)
    }

    pub(crate) fn expect_kind(&self, found: Kind) -> Result<(), OtherKind> {
        if found == self.kind { Ok(()) } else { Err(OtherKind { expected: self.kind, found }) }
    }
}

impl fmt::Display for OtherKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.expected.as_str(), self.found.as_str())
    }
}

impl std::error::Error for OtherKind {}

fn saturated(count: u128) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(kind: Kind, value: u8) -> Score {
        Score::new(kind, i64::from(value)).unwrap()
    }

    #[test]
    fn each_number_of_each_scale_is_counted_under_itself_and_its_group() {
        for kind in Kind::ALL {
            for value in kind.scale().values() {
                let mut tally = Tally::new(kind);
                tally.add_count(score(kind, value), 3).unwrap();
                let expected: Vec<(u8, u64)> =
                    kind.scale().values().map(|v| (v, if v == value { 3 } else { 0 })).collect();
                assert_eq!(tally.counts().collect::<Vec<_>>(), expected);
                assert_eq!(tally.responses(), 3);
                assert_eq!(tally.sum(), 3 * u128::from(value));
                let group = score(kind, value).group();
                for any in kind.groups() {
                    assert_eq!(tally.group_count(any), if any == group { 3 } else { 0 });
                }
            }
        }
    }

    #[test]
    fn another_kind_is_refused_and_changes_nothing() {
        let mut tally = Tally::new(Kind::Ces);
        tally.add(score(Kind::Ces, 5)).unwrap();
        let before = tally.clone();
        let error = OtherKind { expected: Kind::Ces, found: Kind::Csat };
        assert_eq!(tally.add(score(Kind::Csat, 5)), Err(error));
        assert_eq!(tally.merge(&Tally::new(Kind::Csat)), Err(error));
        assert_eq!(tally, before);
    }

    #[test]
    fn numbers_off_the_scale_and_groups_of_other_kinds_count_nothing() {
        let mut tally = Tally::new(Kind::Csat);
        tally.add(score(Kind::Csat, 5)).unwrap();
        for value in [0, 6, 10, 11, u8::MAX] {
            assert_eq!(tally.count(value), 0);
        }
        assert_eq!(tally.group_count(Group::Promoter), 0);
    }

    #[test]
    fn counts_stop_at_their_limit_instead_of_wrapping() {
        let mut tally = Tally::new(Kind::Nps);
        for value in [0, 10] {
            tally.add_count(score(Kind::Nps, value), u64::MAX).unwrap();
            tally.add(score(Kind::Nps, value)).unwrap();
        }
        let copy = tally.clone();
        tally.merge(&copy).unwrap();
        assert_eq!(tally.count(10), u64::MAX);
        assert_eq!(tally.responses(), u64::MAX);
        assert_eq!(tally.total(), 2 * u128::from(u64::MAX));
    }
}
