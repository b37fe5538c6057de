//! How a score moved between two periods.

use crate::figure::Method;
use crate::interval::newcombe::Share;
use crate::interval::{adjusted_wald, mean, newcombe};
use crate::{Confidence, Figure, Group, Interval, Kind, OtherKind, Tally, round_half_away};

/// The difference of the same score in two periods; positive when the score rose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Current score minus previous score, in the score's unit.
    pub value: f64,
    /// Where the true difference plausibly lies; holds `value`. `None` for means when a side has
    /// a single answer.
    pub interval: Option<Interval>,
    /// Whether the interval excludes 0; `None` when a side has too few answers to say.
    pub significant: Option<bool>,
    /// Why there is no verdict.
    pub note: Option<ChangeNote>,
    kind: Kind,
}

/// A remark on a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeNote {
    /// One of the periods has fewer than [`SMALL_SAMPLE_BELOW`] answers.
    SmallSample,
}

/// With fewer answers in either period, no change is called significant.
pub const SMALL_SAMPLE_BELOW: u64 = 10;

impl Change {
    /// The change from `previous` to `current`, or `None` when either has no answers.
    ///
    /// | kind | interval of the difference | range |
    /// |---|---|---|
    /// | NPS | adjusted Wald, root of the summed squared errors, stretched to hold the value | −200 to 200 |
    /// | CES | Welch's t, degrees of freedom rounded down, from two answers on each side | −6 to 6 |
    /// | CSAT | Newcombe's method 10 | −100 to 100 |
    ///
    /// # Errors
    /// Only when the tallies are of different kinds.
    pub fn between(
        current: &Tally,
        previous: &Tally,
        confidence: Confidence,
    ) -> Result<Option<Change>, OtherKind> {
        current.expect_kind(previous.kind())?;
        let score = |tally| Figure::score(tally, confidence);
        let (Some(now), Some(before)) = (score(current), score(previous)) else {
            return Ok(None);
        };
        let value = now.value - before.value;
        let interval = interval(current, previous, confidence)
            // The last bit of the arithmetic must not leave the value outside.
            .map(|interval| interval.reaching(value));
        let is_small = current.responses().min(previous.responses()) < SMALL_SAMPLE_BELOW;
        Ok(Some(Change {
            value,
            interval,
            significant: if is_small { None } else { interval.map(|i| !i.contains(0.0)) },
            note: is_small.then_some(ChangeNote::SmallSample),
            kind: current.kind(),
        }))
    }

    /// The change as it is shown, rounded as its score is. `significant` stays what the unrounded
    /// interval said.
    #[must_use]
    pub fn rounded(self) -> Change {
        let decimals = Method::of_score(self.kind).decimals();
        let round = |number: f64| round_half_away(number, decimals);
        Change {
            value: round(self.value),
            interval: self.interval.map(|interval| interval.map(round)),
            ..self
        }
    }
}

impl ChangeNote {
    /// The note's word in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ChangeNote::SmallSample => "small-sample",
        }
    }
}

fn interval(current: &Tally, previous: &Tally, confidence: Confidence) -> Option<Interval> {
    match current.kind() {
        Kind::Nps => Some(adjusted_wald::difference(current, previous, confidence)),
        Kind::Ces => mean::difference(current, previous, confidence),
        Kind::Csat => {
            let share = |tally: &Tally| Share {
                part: tally.group_total(Group::Satisfied) as f64,
                whole: tally.total() as f64,
            };
            let difference = newcombe::difference(share(current), share(previous), confidence);
            Some(difference.map(|share| 100.0 * share))
        }
    }
}
