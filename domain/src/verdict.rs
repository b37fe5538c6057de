//! The verdict on a change, in one word.

use crate::Change;

/// Says what may be said of how a figure moved between two periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The figure rose, by more than chance explains. High is good on every scale.
    Better,
    /// It fell, by more than chance explains.
    Worse,
    /// Chance alone may have moved it so far. It may have moved all the same.
    NoDifference,
    /// Fewer than [`crate::SMALL_SAMPLE_BELOW`] responses in either period.
    TooFew,
    /// Not all responses of both periods are counted yet.
    NotFinal,
    /// A period has no responses, so there is no change.
    None,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Verdict; 6] = [
        Verdict::Better,
        Verdict::Worse,
        Verdict::NoDifference,
        Verdict::TooFew,
        Verdict::NotFinal,
        Verdict::None,
    ];

    /// Returns the verdict on a change; `is_final` is false while responses of either period are
    /// not counted. It is that of the unrounded interval.
    ///
    /// ```
    /// use domain::{Change, Confidence, Kind, Score, Tally, Verdict};
    ///
    /// let all = |value| {
    ///     let mut tally = Tally::new(Kind::Csat);
    ///     tally.add_count(Score::new(Kind::Csat, value).unwrap(), 50).unwrap();
    ///     tally
    /// };
    /// let change = Change::between(&all(5), &all(1), Confidence::default()).unwrap();
    /// assert_eq!(Verdict::of(change.as_ref(), true), Verdict::Better);
    /// ```
    #[must_use]
    pub fn of(change: Option<&Change>, is_final: bool) -> Verdict {
        if !is_final {
            return Verdict::NotFinal;
        }
        let Some(change) = change else { return Verdict::None };
        match change.significant {
            Some(true) if change.value > 0.0 => Verdict::Better,
            Some(true) => Verdict::Worse,
            Some(false) => Verdict::NoDifference,
            None => Verdict::TooFew,
        }
    }

    /// Returns the verdict's word in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Verdict::Better => "better",
            Verdict::Worse => "worse",
            Verdict::NoDifference => "no-difference",
            Verdict::TooFew => "too-few",
            Verdict::NotFinal => "not-final",
            Verdict::None => "none",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Confidence, Kind, Score, Tally};

    fn nps(promoters: u64, passives: u64, detractors: u64) -> Tally {
        let mut tally = Tally::new(Kind::Nps);
        for (value, count) in [(10, promoters), (7, passives), (0, detractors)] {
            tally.add_count(Score::new(Kind::Nps, value).unwrap(), count).unwrap();
        }
        tally
    }

    #[track_caller]
    fn verdict(now: &Tally, before: &Tally, expected: Verdict) {
        let change = Change::between(now, before, Confidence::default()).unwrap();
        assert_eq!(Verdict::of(change.as_ref(), true), expected);
        assert_eq!(Verdict::of(change.as_ref(), false), Verdict::NotFinal);
    }

    #[test]
    fn a_verdict_says_no_more_than_the_interval_holds() {
        let (good, bad) = (nps(80, 10, 10), nps(40, 20, 40));
        verdict(&good, &bad, Verdict::Better);
        verdict(&bad, &good, Verdict::Worse);
        verdict(&nps(80, 10, 10), &nps(78, 12, 10), Verdict::NoDifference);
        verdict(&good, &good, Verdict::NoDifference);
        // Ten responses may be enough; nine never are, however far apart.
        verdict(&nps(10, 0, 0), &nps(0, 0, 10), Verdict::Better);
        verdict(&nps(9, 0, 0), &nps(0, 0, 1_000), Verdict::TooFew);
        verdict(&nps(1_000, 0, 0), &nps(0, 0, 9), Verdict::TooFew);
        verdict(&nps(0, 0, 0), &good, Verdict::None);
        verdict(&good, &nps(0, 0, 0), Verdict::None);
    }

    #[test]
    fn a_verdict_is_that_of_each_kinds_own_change() {
        for kind in [Kind::Nps, Kind::Ces, Kind::Csat] {
            let scale = kind.scale();
            let all = |value| {
                let mut tally = Tally::new(kind);
                tally.add_count(Score::new(kind, value).unwrap(), 30).unwrap();
                tally
            };
            verdict(&all(i64::from(scale.max)), &all(i64::from(scale.min)), Verdict::Better);
            verdict(&all(i64::from(scale.min)), &all(i64::from(scale.max)), Verdict::Worse);
        }
    }

    #[test]
    fn each_verdict_has_a_word_of_its_own() {
        let mut words = Verdict::ALL.map(Verdict::as_str).to_vec();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Verdict::ALL.len());
    }
}
