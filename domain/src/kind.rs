//! The three metrics of one score, and the scale of each.

use crate::Group;

/// Metric that a survey of one score measures. A survey's kind never changes.
///
/// | kind | scale | high means |
/// |---|---|---|
/// | [`Kind::Nps`] | 0 to 10 | would recommend |
/// | [`Kind::Ces`] | 1 to 7 | easy (an ease question after CES 2.0) |
/// | [`Kind::Csat`] | 1 to 5 | satisfied |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Net Promoter Score: loyalty.
    Nps,
    /// Customer Effort Score: ease.
    Ces,
    /// Customer satisfaction.
    Csat,
}

/// The whole numbers that a question can be answered with, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The lowest answer.
    pub min: u8,
    /// The highest answer.
    pub max: u8,
}

impl Kind {
    /// Every kind, in the order in which they are documented.
    pub const ALL: [Kind; 3] = [Kind::Nps, Kind::Ces, Kind::Csat];

    /// Returns the word for this kind in JSON, keys and text: `nps`, `ces`, `csat`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Nps => "nps",
            Kind::Ces => "ces",
            Kind::Csat => "csat",
        }
    }

    /// Returns the kind of a word, or `None`.
    ///
    /// ```
    /// # use domain::Kind;
    /// assert_eq!(Kind::parse("ces"), Some(Kind::Ces));
    /// assert_eq!(Kind::parse("CES"), None);
    /// ```
    #[must_use]
    pub fn parse(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Returns the scale on which this kind is asked.
    #[must_use]
    pub const fn scale(self) -> Scale {
        match self {
            Kind::Nps => Scale { min: 0, max: 10 },
            Kind::Ces => Scale { min: 1, max: 7 },
            Kind::Csat => Scale { min: 1, max: 5 },
        }
    }

    /// Returns the three groups of this kind, from the low end of the scale to the high end.
    #[must_use]
    pub const fn groups(self) -> [Group; 3] {
        match self {
            Kind::Nps => [Group::Detractor, Group::Passive, Group::Promoter],
            Kind::Ces => [Group::Hard, Group::Neutral, Group::Easy],
            Kind::Csat => [Group::Unsatisfied, Group::Neutral, Group::Satisfied],
        }
    }
}

impl Scale {
    /// True if a whole number is on this scale.
    #[must_use]
    pub const fn contains(self, value: i64) -> bool {
        value >= self.min as i64 && value <= self.max as i64
    }

    /// Returns the scale's numbers, lowest first.
    pub fn values(self) -> impl DoubleEndedIterator<Item = u8> + Clone {
        self.min..=self.max
    }

    /// Returns the number of answers that the scale offers.
    #[must_use]
    pub const fn len(self) -> usize {
        (self.max - self.min) as usize + 1
    }

    /// Always false: every scale offers at least two answers.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_documented_scale() {
        let scales = Kind::ALL.map(|kind| (kind.as_str(), kind.scale().min, kind.scale().max));
        assert_eq!(scales, [("nps", 0, 10), ("ces", 1, 7), ("csat", 1, 5)]);
    }

    #[test]
    fn a_scale_contains_its_ends_and_nothing_beyond() {
        for kind in Kind::ALL {
            let scale = kind.scale();
            let inside: Vec<i64> = (-3..20).filter(|n| scale.contains(*n)).collect();
            let expected: Vec<i64> = scale.values().map(i64::from).collect();
            assert_eq!(inside, expected);
            assert_eq!(inside.len(), scale.len());
        }
    }
}
