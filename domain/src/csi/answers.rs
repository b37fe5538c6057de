//! Answers of one respondent.

use core::fmt;

use super::attributes::{ATTRIBUTES_MAX, Attributes};
use crate::{Method, Scale, round_half_away};

/// Ratings of one respondent: at least one, each on the scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answers {
    attributes: Attributes,
    /// By position.
    ratings: [Option<u8>; ATTRIBUTES_MAX],
}

/// Error: ratings that don't answer a survey of those attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidAnswers {
    /// Not one place for each attribute.
    Count {
        /// Number of attributes.
        expected: usize,
    },
    /// A rating lies off the scale.
    OutOfScale {
        /// Position of its attribute.
        at: usize,
        /// The scale.
        scale: Scale,
    },
    /// All attributes are left out.
    Empty,
}

impl Answers {
    /// Makes the answers of one respondent from the rating of each attribute; `None` for those that
    /// were left out.
    ///
    /// # Errors
    /// When there is not one place for each attribute, a rating is off the scale, or all are left
    /// out.
    pub fn new(attributes: Attributes, ratings: &[Option<i64>]) -> Result<Answers, InvalidAnswers> {
        if ratings.len() != attributes.len() {
            return Err(InvalidAnswers::Count { expected: attributes.len() });
        }
        let scale = attributes.points().scale();
        let mut kept = [None; ATTRIBUTES_MAX];
        for (at, (slot, rating)) in kept.iter_mut().zip(ratings).enumerate() {
            let Some(rating) = *rating else { continue };
            let rating = u8::try_from(rating).ok().filter(|one| scale.contains(i64::from(*one)));
            *slot = Some(rating.ok_or(InvalidAnswers::OutOfScale { at, scale })?);
        }
        if kept.iter().all(Option::is_none) {
            return Err(InvalidAnswers::Empty);
        }
        Ok(Answers { attributes, ratings: kept })
    }

    /// Returns the attributes that the answers are to.
    #[must_use]
    pub const fn attributes(&self) -> Attributes {
        self.attributes
    }

    /// Returns the ratings by position; `None` for those that were left out.
    #[must_use]
    pub fn ratings(&self) -> &[Option<u8>] {
        self.ratings.get(..self.attributes.len()).unwrap_or(&self.ratings)
    }

    /// Returns the respondent's index, from 0 to 100: the mean of the ratings on 0 to 100, by weight.
    /// `None` when those that were left out carry more than half of the weight.
    ///
    /// ```
    /// # use domain::csi::{Answers, Attributes, Points};
    /// let attributes = Attributes::weighted(Points::Five, &[2, 1, 1])?;
    /// let index = |ratings: &[Option<i64>]| Answers::new(attributes, ratings).unwrap().index();
    /// // (2 · 100 + 50 + 0) / 4
    /// assert_eq!(index(&[Some(5), Some(3), Some(1)]), Some(62.5));
    /// assert_eq!(index(&[Some(5), None, None]), Some(100.0));
    /// assert_eq!(index(&[None, Some(3), None]), None);
    /// # Ok::<(), domain::csi::InvalidAttributes>(())
    /// ```
    #[must_use]
    pub fn index(&self) -> Option<f64> {
        let (weight, steps) = self.weighted()?;
        let all = f64::from(weight) * f64::from(self.attributes.points().steps());
        Some(100.0 * f64::from(steps) / all)
    }

    /// Returns the index as it is shown, with two decimals.
    #[must_use]
    pub fn rounded_index(&self) -> Option<f64> {
        self.index().map(|index| round_half_away(index, Method::AdjustedT.decimals()))
    }

    /// Returns the weight of what was rated, and the steps above the lowest rating by weight; `None`
    /// when that is too little for an index.
    pub(super) fn weighted(&self) -> Option<(u8, u16)> {
        let lowest = self.attributes.points().scale().min;
        let (mut answered, mut steps) = (0_u8, 0_u16);
        for (weight, rating) in self.attributes.weights().iter().zip(self.ratings) {
            if let Some(rating) = rating {
                // At most 100, and 900.
                answered = answered.saturating_add(*weight);
                steps += u16::from(*weight) * u16::from(rating.saturating_sub(lowest));
            }
        }
        self.attributes.is_enough(answered).then_some((answered, steps))
    }
}

impl fmt::Display for InvalidAnswers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InvalidAnswers::Count { expected } => write!(f, "{expected} ratings"),
            InvalidAnswers::OutOfScale { scale, .. } => {
                write!(f, "a whole number from {} to {}", scale.min, scale.max)
            }
            InvalidAnswers::Empty => f.write_str("at least one rating"),
        }
    }
}

impl std::error::Error for InvalidAnswers {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csi::Points;

    #[test]
    fn ratings_off_the_scale_too_many_too_few_and_none_at_all_are_refused() {
        for (points, highest) in [(Points::Five, 5), (Points::Ten, 10)] {
            let attributes = Attributes::alike(points, 3).unwrap();
            let new = |ratings: &[Option<i64>]| Answers::new(attributes, ratings);
            let scale = points.scale();
            for wrong in [0, highest + 1, -1, 256, 257, i64::MIN, i64::MAX] {
                let error = Err(InvalidAnswers::OutOfScale { at: 1, scale });
                assert_eq!(new(&[Some(1), Some(wrong), None]), error, "{wrong}");
            }
            assert_eq!(new(&[Some(1); 2]), Err(InvalidAnswers::Count { expected: 3 }));
            assert_eq!(new(&[Some(1); 4]), Err(InvalidAnswers::Count { expected: 3 }));
            assert_eq!(new(&[None; 3]), Err(InvalidAnswers::Empty));
            let ratings = [Some(1), Some(highest), None];
            let kept = [Some(1), u8::try_from(highest).ok(), None];
            assert_eq!(new(&ratings).unwrap().ratings(), kept);
        }
    }

    #[test]
    fn half_of_the_weight_is_enough_for_an_index_and_less_is_not() {
        let attributes = Attributes::alike(Points::Ten, 5).unwrap();
        let index = |n_rated: usize| {
            let ratings: Vec<_> = (0..5).map(|at| (at < n_rated).then_some(10)).collect();
            Answers::new(attributes, &ratings).unwrap().index()
        };
        assert_eq!([1, 2, 3, 5].map(index), [None, None, Some(100.0), Some(100.0)]);
        let attributes = Attributes::weighted(Points::Five, &[1, 1, 2]).unwrap();
        let index = |ratings: [Option<i64>; 3]| Answers::new(attributes, &ratings).unwrap().index();
        assert_eq!(index([None, None, Some(2)]), Some(25.0));
        assert_eq!(index([Some(2), Some(1), None]), Some(12.5));
        assert_eq!(index([Some(2), None, None]), None);
    }
}
