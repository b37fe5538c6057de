//! Targets: scores that owners set out to reach, and the verdict whether they have.

use crate::{Confidence, Figure, Kind, Note, Tally, power::more_to_clear, range::ScoreRange};

/// A score to reach, in the score's unit and with its decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    hundredths: i32,
}

/// Says on which side of a target a score is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetVerdict {
    /// All of the interval is at the target or above it.
    Reached,
    /// All of it is below.
    Missed,
    /// It holds the target: either may be so.
    Open,
    /// Fewer than [`crate::SMALL_SAMPLE_BELOW`] responses.
    TooFew,
    /// Not all responses are counted yet.
    NotFinal,
    /// No responses.
    None,
}

impl Target {
    /// Makes a target; `None` off the range of the kind's score, or with more decimals than the
    /// score is shown with.
    ///
    /// ```
    /// # use domain::{Kind, Target};
    /// assert_eq!(Target::new(Kind::Ces, 5.25).unwrap().score(), 5.25);
    /// assert_eq!(Target::new(Kind::Nps, 101.0), None);
    /// assert_eq!(Target::new(Kind::Csat, 80.25), None);
    /// ```
    #[must_use]
    pub fn new(kind: Kind, score: f64) -> Option<Target> {
        let hundredths = ScoreRange::of(kind).hundredths(score)?;
        Some(Target { hundredths })
    }

    /// Returns the score to reach.
    #[must_use]
    pub fn score(self) -> f64 {
        f64::from(self.hundredths) / 100.0
    }

    /// Returns the verdict on a tally; `is_final` is false while responses are not counted. It is
    /// that of the score's unrounded interval.
    #[must_use]
    pub fn verdict(self, tally: &Tally, confidence: Confidence, is_final: bool) -> TargetVerdict {
        if !is_final {
            return TargetVerdict::NotFinal;
        }
        let Some(figure) = Figure::score(tally, confidence) else { return TargetVerdict::None };
        let Some(interval) = figure.interval.filter(|_| figure.note != Some(Note::SmallSample))
        else {
            return TargetVerdict::TooFew;
        };
        if interval.low >= self.score() {
            TargetVerdict::Reached
        } else if interval.high < self.score() {
            TargetVerdict::Missed
        } else {
            TargetVerdict::Open
        }
    }

    /// Returns the number of further responses with which the verdict is no longer open 80 times in
    /// 100, if they are as those of the tally; two digits, never below 10. `None` where the verdict
    /// is not open, or where the score is so near to the target that nothing would tell.
    #[must_use]
    pub fn more_responses(self, tally: &Tally, confidence: Confidence) -> Option<u64> {
        let is_open = self.verdict(tally, confidence, true) == TargetVerdict::Open;
        if is_open { more_to_clear(self.score(), tally, confidence) } else { None }
    }
}

impl TargetVerdict {
    /// All verdicts.
    pub const ALL: [TargetVerdict; 6] = [
        TargetVerdict::Reached,
        TargetVerdict::Missed,
        TargetVerdict::Open,
        TargetVerdict::TooFew,
        TargetVerdict::NotFinal,
        TargetVerdict::None,
    ];

    /// Returns the verdict's word in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            TargetVerdict::Reached => "reached",
            TargetVerdict::Missed => "missed",
            TargetVerdict::Open => "open",
            TargetVerdict::TooFew => "too-few",
            TargetVerdict::NotFinal => "not-final",
            TargetVerdict::None => "none",
        }
    }
}
