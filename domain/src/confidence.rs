//! Confidence levels of intervals.

use core::num::NonZeroU64;

use crate::interval::{Level, student_t_quantile};

/// Share of samples whose interval holds the true value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Confidence {
    /// 80 %.
    Percent80,
    /// 90 %.
    Percent90,
    /// 95 %, the default.
    #[default]
    Percent95,
    /// 99 %.
    Percent99,
}

impl Confidence {
    /// Every confidence, lowest first.
    pub const ALL: [Confidence; 4] = [
        Confidence::Percent80,
        Confidence::Percent90,
        Confidence::Percent95,
        Confidence::Percent99,
    ];

    /// Returns the confidence as a share: 0.8, 0.9, 0.95 or 0.99.
    #[must_use]
    pub const fn level(self) -> f64 {
        match self {
            Confidence::Percent80 => 0.8,
            Confidence::Percent90 => 0.9,
            Confidence::Percent95 => 0.95,
            Confidence::Percent99 => 0.99,
        }
    }

    /// Returns the share of such intervals that miss the truth: 0.2, 0.1, 0.05 or 0.01.
    #[must_use]
    pub const fn error(self) -> f64 {
        match self {
            Confidence::Percent80 => 0.2,
            Confidence::Percent90 => 0.1,
            Confidence::Percent95 => 0.05,
            Confidence::Percent99 => 0.01,
        }
    }

    /// Reads a share (`0.95`, `0.9`, `0.90`) or a percentage (`95`); `None` for anything else.
    ///
    /// ```
    /// # use domain::Confidence;
    /// assert_eq!(Confidence::parse("0.9"), Some(Confidence::Percent90));
    /// assert_eq!(Confidence::parse("99"), Some(Confidence::Percent99));
    /// assert_eq!(Confidence::parse("0.97"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Confidence> {
        match text {
            "0.8" | "0.80" | "80" => Some(Confidence::Percent80),
            "0.9" | "0.90" | "90" => Some(Confidence::Percent90),
            "0.95" | "95" => Some(Confidence::Percent95),
            "0.99" | "99" => Some(Confidence::Percent99),
            _ => None,
        }
    }

    /// Returns the number of standard errors that the interval of a normal figure reaches to either
    /// side: the normal distribution's quantile at `(1 + level) / 2`.
    #[must_use]
    pub const fn z(self) -> f64 {
        match self {
            Confidence::Percent80 => 1.281_551_565_544_600_4,
            Confidence::Percent90 => 1.644_853_626_951_472_6,
            Confidence::Percent95 => 1.959_963_984_540_054_3,
            Confidence::Percent99 => 2.575_829_303_548_901,
        }
    }

    /// Returns the same quantile of Student's t distribution, for means of few responses; it tends
    /// to [`Confidence::z`] as the degrees of freedom grow. Right to at least 10 digits.
    #[must_use]
    pub fn t(self, degrees_of_freedom: NonZeroU64) -> f64 {
        student_t_quantile(Level::from(self), degrees_of_freedom.get() as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_confidence_is_read_as_share_and_as_percentage() {
        for confidence in Confidence::ALL {
            let share = confidence.level().to_string();
            assert_eq!(Confidence::parse(&share), Some(confidence));
            let percentage = (confidence.level() * 100.0).round().to_string();
            assert_eq!(Confidence::parse(&percentage), Some(confidence));
        }
        assert_eq!(Confidence::default(), Confidence::Percent95);
    }

    #[test]
    fn other_numbers_and_spellings_are_refused() {
        for text in ["", "0", "1", "100", "0.5", "0.950", ".95", "95%", " 95", "+95", "NaN"] {
            assert_eq!(Confidence::parse(text), None, "{text:?}");
        }
    }
}
