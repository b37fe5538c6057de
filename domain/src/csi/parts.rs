//! Numbers of a stored tally, and the check that they can be a tally's.

use core::fmt;

use super::{
    attributes::Attributes,
    tally::{Sums, Tally},
};

/// Numbers that make up a tally, as they are stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Number of respondents.
    pub responses: u64,
    /// Numbers of ratings by attribute and point, lowest first; points at the end that have none may
    /// be missing.
    pub counts: Vec<Vec<u64>>,
    /// Sums by the weight of what the respondents rated.
    pub sums: Vec<(u8, Sums)>,
}

/// Error: numbers that no answers add up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidParts {
    /// More attributes or points than there are, or more ratings of one than respondents.
    Counts,
    /// Sums of a weight that makes no index, sums of one weight twice, more respondents in them than
    /// there are, or sums that no indices have.
    Sums,
}

impl Tally {
    /// Makes a tally of stored numbers.
    ///
    /// # Errors
    /// When no answers to these attributes could add up to them, as far as the numbers show it.
    ///
    /// ```
    /// # use domain::csi::{Answers, Attributes, Points, Tally};
    /// # let attributes = Attributes::alike(Points::Ten, 2)?;
    /// let mut tally = Tally::new(attributes);
    /// tally.add(&Answers::new(attributes, &[Some(3), None])?)?;
    /// assert_eq!(Tally::from_parts(attributes, &tally.parts())?, tally);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_parts(attributes: Attributes, parts: &Parts) -> Result<Tally, InvalidParts> {
        let mut tally = Tally::new(attributes);
        tally.responses = parts.responses;
        if parts.counts.len() > attributes.len() {
            return Err(InvalidParts::Counts);
        }
        let n_points = attributes.points().scale().len();
        for (kept, counts) in tally.counts.chunks_mut(n_points).zip(&parts.counts) {
            let sum = counts.iter().fold(0_u64, |sum, count| sum.saturating_add(*count));
            if counts.len() > n_points || sum > parts.responses {
                return Err(InvalidParts::Counts);
            }
            for (slot, count) in kept.iter_mut().zip(counts) {
                *slot = *count;
            }
        }
        for (weight, sums) in &parts.sums {
            let is_known = attributes.is_enough(*weight) && sums.is_of(attributes, *weight);
            let kept = tally.sums_of(*weight);
            if !is_known || *kept != Sums::default() {
                return Err(InvalidParts::Sums);
            }
            *kept = *sums;
        }
        if tally.indexed_responses() > parts.responses {
            return Err(InvalidParts::Sums);
        }
        Ok(tally)
    }

    /// Returns the numbers to store.
    #[must_use]
    pub fn parts(&self) -> Parts {
        let of_attribute = |at| self.counts(at).map(|(_, count)| count).collect();
        Parts {
            responses: self.responses,
            counts: (0..self.attributes.len()).map(of_attribute).collect(),
            sums: self.sums().collect(),
        }
    }
}

impl Sums {
    /// True if so many respondents who rated that weight can have such sums.
    fn is_of(self, attributes: Attributes, weight: u8) -> bool {
        let [n, sum, squares] = [self.respondents, self.sum, self.sum_of_squares].map(u128::from);
        let most = u128::from(weight) * u128::from(attributes.points().steps());
        // No number is above the greatest, and a square no greater than the greatest times it; no
        // spread is below 0. A sum of squares has the parity of the sum.
        let is_spread = squares.checked_mul(n).is_some_and(|all| all >= sum * sum);
        n > 0
            && sum <= n * most
            && (sum..=sum * most).contains(&squares)
            && is_spread
            && (squares - sum).is_multiple_of(2)
    }
}

impl fmt::Display for InvalidParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            InvalidParts::Counts => "no more attributes, points and ratings than there are",
            InvalidParts::Sums => "sums of indices that so many respondents can have",
        })
    }
}

impl std::error::Error for InvalidParts {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csi::{Answers, Points};

    /// Two respondents, of whom one left out the last of three attributes.
    fn tally() -> Tally {
        let attributes = Attributes::weighted(Points::Five, &[2, 1, 1]).unwrap();
        let mut tally = Tally::new(attributes);
        for ratings in [[Some(5), Some(3), Some(1)], [Some(2), Some(2), None]] {
            tally.add(&Answers::new(attributes, &ratings).unwrap()).unwrap();
        }
        tally
    }

    #[track_caller]
    fn refused(change: impl Fn(&mut Parts), expected: InvalidParts) {
        let mut parts = tally().parts();
        change(&mut parts);
        assert_eq!(Tally::from_parts(tally().attributes(), &parts), Err(expected), "{parts:?}");
    }

    #[test]
    fn a_tally_is_made_of_its_own_parts_again() {
        let tally = tally();
        let sums = |respondents, sum, sum_of_squares| Sums { respondents, sum, sum_of_squares };
        assert_eq!(tally.parts().sums, [(3, sums(1, 3, 9)), (4, sums(1, 10, 100))]);
        assert_eq!(tally.parts().counts[1], [0, 1, 1, 0, 0]);
        assert_eq!(Tally::from_parts(tally.attributes(), &tally.parts()), Ok(tally.clone()));
        // Points and attributes at the end that have none may be missing.
        let mut short = tally.parts();
        short.counts[1].truncate(3);
        assert_eq!(Tally::from_parts(tally.attributes(), &short), Ok(tally));
    }

    #[test]
    fn numbers_that_no_answers_add_up_to_are_refused() {
        refused(|parts| parts.counts.push(vec![0; 5]), InvalidParts::Counts);
        refused(|parts| parts.counts[2].push(0), InvalidParts::Counts);
        refused(|parts| parts.counts[2][0] = 3, InvalidParts::Counts);
        refused(|parts| parts.counts[2][0] = u64::MAX, InvalidParts::Counts);
        refused(|parts| parts.responses = 1, InvalidParts::Counts);
        let of_one = |parts: &mut Parts| (parts.responses, parts.counts) = (1, Vec::new());
        refused(of_one, InvalidParts::Sums);
        refused(|parts| parts.sums.push(parts.sums[0]), InvalidParts::Sums);
        for weight in [0, 1, 5, u8::MAX] {
            refused(|parts| parts.sums[0].0 = weight, InvalidParts::Sums);
        }
        for (respondents, sum, sum_of_squares) in
            [(0, 0, 0), (1, 17, 289), (1, 10, 98), (1, 10, 200), (1, 0, 2), (1, 10, 101)]
        {
            let sums = Sums { respondents, sum, sum_of_squares };
            refused(|parts| parts.sums[1].1 = sums, InvalidParts::Sums);
        }
    }
}
