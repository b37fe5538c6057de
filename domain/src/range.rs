//! Range of a kind's score, and numbers that an owner gives in its unit.

use crate::{Kind, figure::Method};

/// Range of a score, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScoreRange {
    /// The lowest score.
    pub min: i32,
    /// The highest score.
    pub max: i32,
    /// Number of decimals that the score is shown with.
    pub decimals: u8,
}

impl ScoreRange {
    /// Returns the range of that kind's score.
    #[must_use]
    pub const fn of(kind: Kind) -> ScoreRange {
        let (min, max) = match kind {
            Kind::Nps => (-100, 100),
            Kind::Ces => (1, 7),
            Kind::Csat => (0, 100),
        };
        ScoreRange { min, max, decimals: Method::of_score(kind).decimals() }
    }

    /// Returns a score in hundredths; `None` off the range, or with more decimals than are shown.
    pub(crate) fn hundredths(self, score: f64) -> Option<i32> {
        let found = hundredths(score, self.decimals)?;
        (100 * self.min..=100 * self.max).contains(&found).then_some(found)
    }

    /// Returns the distance of two scores in hundredths; `None` unless it is above 0 and no score
    /// is further from another.
    pub(crate) fn distance_hundredths(self, distance: f64) -> Option<i32> {
        let found = hundredths(distance, self.decimals)?;
        (1..=100 * (self.max - self.min)).contains(&found).then_some(found)
    }
}

fn hundredths(number: f64, decimals: u8) -> Option<i32> {
    let unit = 10_f64.powi(i32::from(decimals));
    let steps = (number * unit).round();
    // No decimal of two digits has an exact binary form; those of more are further away.
    let is_exact = (number * unit - steps).abs() < 1e-6 && steps.abs() < 1e6;
    is_exact.then(|| (steps * 100.0 / unit) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_has_the_decimals_that_are_shown_and_lies_in_the_range() {
        let score = |kind, number| ScoreRange::of(kind).hundredths(number);
        assert_eq!(score(Kind::Nps, 40.0), Some(4_000));
        assert_eq!(score(Kind::Nps, -99.9), Some(-9_990));
        assert_eq!(score(Kind::Csat, 0.3), Some(30));
        assert_eq!(score(Kind::Ces, 5.55), Some(555));
        for (kind, number) in [
            (Kind::Nps, 40.05),
            (Kind::Nps, 100.1),
            (Kind::Nps, f64::NAN),
            (Kind::Nps, f64::INFINITY),
            (Kind::Csat, -0.1),
            (Kind::Ces, 0.99),
            (Kind::Ces, 7.01),
            (Kind::Ces, 5.555),
        ] {
            assert_eq!(score(kind, number), None, "{kind:?} {number}");
        }
    }

    #[test]
    fn a_distance_is_above_0_and_no_longer_than_the_range() {
        let distance = |kind, number| ScoreRange::of(kind).distance_hundredths(number);
        assert_eq!(distance(Kind::Nps, 200.0), Some(20_000));
        assert_eq!(distance(Kind::Ces, 0.01), Some(1));
        for (kind, number) in
            [(Kind::Nps, 0.0), (Kind::Nps, 200.1), (Kind::Csat, 101.0), (Kind::Ces, -1.0)]
        {
            assert_eq!(distance(kind, number), None, "{kind:?} {number}");
        }
    }
}
