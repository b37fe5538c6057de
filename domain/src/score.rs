//! A choice on a kind's scale.

use core::fmt;

use crate::{Group, Kind, Scale};

/// Answer that is known to be on its kind's scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Score {
    kind: Kind,
    value: u8,
}

/// Error: a number is not on the scale of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfScale {
    /// The scale of that kind.
    pub scale: Scale,
}

impl Score {
    /// Makes a score of that kind.
    ///
    /// # Errors
    /// Only when `value` lies outside [`Kind::scale`].
    ///
    /// ```
    /// # use domain::{Group, Kind, Score};
    /// assert_eq!(Score::new(Kind::Nps, 9).unwrap().group(), Group::Promoter);
    /// assert!(Score::new(Kind::Csat, 0).is_err());
    /// ```
    pub const fn new(kind: Kind, value: i64) -> Result<Score, OutOfScale> {
        let scale = kind.scale();
        if scale.contains(value) {
            // In range of u8: every scale ends at 10 or below.
            Ok(Score { kind, value: value as u8 })
        } else {
            Err(OutOfScale { scale })
        }
    }

    /// Returns the kind on whose scale this score lies.
    #[must_use]
    pub const fn kind(self) -> Kind {
        self.kind
    }

    /// Returns the number that the visitor chose.
    #[must_use]
    pub const fn value(self) -> u8 {
        self.value
    }

    /// Returns the group this score falls into; see [`Group`] for the bounds.
    #[must_use]
    pub const fn group(self) -> Group {
        match (self.kind, self.value) {
            (Kind::Nps, 0..=6) => Group::Detractor,
            (Kind::Nps, 7..=8) => Group::Passive,
            (Kind::Nps, _) => Group::Promoter,
            (Kind::Ces, 0..=3) => Group::Hard,
            (Kind::Ces, 4) => Group::Neutral,
            (Kind::Ces, _) => Group::Easy,
            (Kind::Csat, 0..=2) => Group::Unsatisfied,
            (Kind::Csat, 3) => Group::Neutral,
            (Kind::Csat, _) => Group::Satisfied,
        }
    }
}

impl fmt::Display for OutOfScale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a whole number from {} to {}", self.scale.min, self.scale.max)
    }
}

impl std::error::Error for OutOfScale {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn groups(kind: Kind, expected: &[Group]) {
        let got: Vec<Group> = kind
            .scale()
            .values()
            .map(|n| Score::new(kind, i64::from(n)).unwrap().group())
            .collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn each_score_falls_into_its_documented_group() {
        use Group::*;
        groups(
            Kind::Nps,
            &[
                Detractor, Detractor, Detractor, Detractor, Detractor, Detractor, Detractor,
                Passive, Passive, Promoter, Promoter,
            ],
        );
        groups(Kind::Ces, &[Hard, Hard, Hard, Neutral, Easy, Easy, Easy]);
        groups(Kind::Csat, &[Unsatisfied, Unsatisfied, Neutral, Satisfied, Satisfied]);
    }

    #[test]
    fn a_number_just_beyond_either_end_is_refused() {
        for kind in Kind::ALL {
            let scale = kind.scale();
            for value in
                [i64::from(scale.min) - 1, i64::from(scale.max) + 1, i64::MIN, i64::MAX, 256]
            {
                assert_eq!(Score::new(kind, value), Err(OutOfScale { scale }), "{kind:?} {value}");
            }
        }
    }
}
