//! Attributes that a survey asks to rate: their number, scale and weights.

use core::fmt;

use crate::Scale;

/// Least number of attributes: of one alone there is no index.
pub const ATTRIBUTES_MIN: usize = 2;

/// Greatest number of attributes: more are not answered with care.
pub const ATTRIBUTES_MAX: usize = 10;

/// Greatest sum of all weights in lowest terms. With it, percentages are weights, and a tally keeps
/// at most 51 sums.
pub const WEIGHT_SUM_MAX: u8 = 100;

/// Number of points on which every attribute of a survey is rated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Points {
    /// 1 to 5.
    Five,
    /// 1 to 10.
    Ten,
}

/// Attributes of a survey, by their positions; their weights are in lowest terms, so weights of 20
/// and 10 are those of 2 and 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attributes {
    points: Points,
    count: usize,
    /// By position; 0 from `count` on.
    weights: [u8; ATTRIBUTES_MAX],
}

/// Error: numbers that make no attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidAttributes {
    /// Fewer than [`ATTRIBUTES_MIN`] or more than [`ATTRIBUTES_MAX`].
    Count,
    /// A weight of 0.
    Weight,
    /// In lowest terms, the sum of all weights is above [`WEIGHT_SUM_MAX`].
    Sum,
}

impl Points {
    /// Returns the scale from the lowest to the highest point.
    #[must_use]
    pub const fn scale(self) -> Scale {
        match self {
            Points::Five => Scale { min: 1, max: 5 },
            Points::Ten => Scale { min: 1, max: 10 },
        }
    }

    /// Returns the number of steps from the lowest point to the highest: 4 or 9.
    pub(super) const fn steps(self) -> u8 {
        let scale = self.scale();
        scale.max - scale.min
    }
}

impl Attributes {
    /// Makes that many attributes of the same weight.
    ///
    /// # Errors
    /// When there are too few or too many.
    pub fn alike(points: Points, count: usize) -> Result<Attributes, InvalidAttributes> {
        if count > ATTRIBUTES_MAX {
            return Err(InvalidAttributes::Count);
        }
        Attributes::weighted(points, &vec![1; count])
    }

    /// Makes attributes of those weights, one for each.
    ///
    /// # Errors
    /// When there are too few or too many, a weight is 0, or all together are more than
    /// [`WEIGHT_SUM_MAX`] in lowest terms.
    ///
    /// ```
    /// # use domain::csi::{Attributes, Points};
    /// let attributes = Attributes::weighted(Points::Five, &[50, 30, 20])?;
    /// assert_eq!(attributes.weights(), [5, 3, 2]);
    /// assert_eq!(attributes.weight_share(0), Some(0.5));
    /// assert!(Attributes::weighted(Points::Five, &[1]).is_err());
    /// # Ok::<(), domain::csi::InvalidAttributes>(())
    /// ```
    pub fn weighted(points: Points, weights: &[u32]) -> Result<Attributes, InvalidAttributes> {
        let count = weights.len();
        if !(ATTRIBUTES_MIN..=ATTRIBUTES_MAX).contains(&count) {
            return Err(InvalidAttributes::Count);
        }
        if weights.contains(&0) {
            return Err(InvalidAttributes::Weight);
        }
        let divisor = weights.iter().copied().fold(0, greatest_common_divisor);
        let mut lowest = [0; ATTRIBUTES_MAX];
        for (slot, weight) in lowest.iter_mut().zip(weights) {
            *slot = u8::try_from(weight / divisor).map_err(|_| InvalidAttributes::Sum)?;
        }
        let sum: u32 = lowest.iter().copied().map(u32::from).sum();
        if sum > u32::from(WEIGHT_SUM_MAX) {
            return Err(InvalidAttributes::Sum);
        }
        Ok(Attributes { points, count, weights: lowest })
    }

    /// Returns the points on which the attributes are rated.
    #[must_use]
    pub const fn points(&self) -> Points {
        self.points
    }

    /// Returns the number of attributes.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Always false: there are at least [`ATTRIBUTES_MIN`].
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        false
    }

    /// Returns the weights in lowest terms, by position.
    #[must_use]
    pub fn weights(&self) -> &[u8] {
        self.weights.get(..self.count).unwrap_or(&self.weights)
    }

    /// Returns the sum of all weights.
    #[must_use]
    pub fn weight_sum(&self) -> u8 {
        // At most WEIGHT_SUM_MAX, as the constructor has it.
        self.weights.iter().sum()
    }

    /// Returns an attribute's share of all weight, from 0 to 1; `None` where there is no such
    /// attribute.
    #[must_use]
    pub fn weight_share(&self, at: usize) -> Option<f64> {
        let weight = self.weights().get(at)?;
        Some(f64::from(*weight) / f64::from(self.weight_sum()))
    }

    /// True if ratings that carry so much of the weight make an index: at least half of all.
    pub(super) fn is_enough(&self, weight: u8) -> bool {
        2 * u16::from(weight) >= u16::from(self.weight_sum()) && weight <= self.weight_sum()
    }
}

fn greatest_common_divisor(mut a: u32, mut b: u32) -> u32 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl fmt::Display for InvalidAttributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InvalidAttributes::Count => {
                write!(f, "{ATTRIBUTES_MIN} to {ATTRIBUTES_MAX} attributes")
            }
            InvalidAttributes::Weight => f.write_str("weights are whole numbers from 1 on"),
            InvalidAttributes::Sum => {
                write!(f, "weights of at most {WEIGHT_SUM_MAX} together, in lowest terms")
            }
        }
    }
}

impl std::error::Error for InvalidAttributes {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(weights: &[u32], expected: InvalidAttributes) {
        assert_eq!(Attributes::weighted(Points::Five, weights), Err(expected), "{weights:?}");
    }

    #[test]
    fn two_to_ten_attributes_are_allowed() {
        for count in 0..15 {
            let is_allowed = Attributes::alike(Points::Ten, count).is_ok();
            assert_eq!(is_allowed, (2..=10).contains(&count), "{count}");
        }
        refused(&[], InvalidAttributes::Count);
        refused(&[1; 11], InvalidAttributes::Count);
        assert_eq!(Attributes::alike(Points::Ten, usize::MAX), Err(InvalidAttributes::Count));
    }

    #[test]
    fn weights_are_kept_in_lowest_terms() {
        let weighted = |weights: &[u32]| Attributes::weighted(Points::Five, weights).unwrap();
        assert_eq!(weighted(&[35, 25, 20, 20]).weights(), [7, 5, 4, 4]);
        assert_eq!(weighted(&[7, 7]), Attributes::alike(Points::Five, 2).unwrap());
        assert_eq!(weighted(&[u32::MAX, u32::MAX]).weights(), [1, 1]);
        assert_eq!(weighted(&[99, 1]).weight_sum(), 100);
    }

    #[test]
    fn weights_of_0_or_of_more_than_100_together_are_refused() {
        refused(&[3, 0], InvalidAttributes::Weight);
        refused(&[100, 1], InvalidAttributes::Sum);
        refused(&[u32::MAX, 1], InvalidAttributes::Sum);
        refused(&[60, 41, 3], InvalidAttributes::Sum);
    }
}
