//! Change of a figure between two periods.

use crate::figure::Method;
use crate::interval::newcombe::Share;
use crate::interval::{Level, adjusted_t, adjusted_wald, newcombe};
use crate::{
    Confidence, Figure, Group, Interval, Kind, Note, OtherKind, Tally, csi, round_half_away,
};

/// Difference between one figure's values in two periods; positive when it rose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Current value minus previous value, in the figure's unit.
    pub value: f64,
    /// Interval that plausibly holds the true difference; holds `value`. `None` for means when a
    /// side has a single response.
    pub interval: Option<Interval>,
    /// True if the interval excludes 0; `None` when a side has too few responses to say.
    pub significant: Option<bool>,
    /// Reason why there is no verdict.
    pub note: Option<Note>,
    method: Method,
}

impl Change {
    /// Returns the change of the score from `previous` to `current`, or `None` when either has no
    /// responses.
    ///
    /// | kind | interval of the difference | range |
    /// |---|---|---|
    /// | NPS | adjusted Wald, root of the summed squared errors, stretched to hold the value | −200 to 200 |
    /// | CES | as of [`Change::of_mean`] | −6 to 6 |
    /// | CSAT | as of [`Change::of_group_percent`] | −100 to 100 |
    ///
    /// # Errors
    /// Only when the tallies are of different kinds.
    pub fn between(
        current: &Tally,
        previous: &Tally,
        confidence: Confidence,
    ) -> Result<Option<Change>, OtherKind> {
        match current.kind() {
            Kind::Nps => change(
                current,
                previous,
                |tally| Figure::score(tally, confidence),
                || Some(adjusted_wald::difference(current, previous, Level::from(confidence))),
            ),
            Kind::Ces => Change::of_mean(current, previous, confidence),
            Kind::Csat => Change::of_group_percent(current, previous, Group::Satisfied, confidence),
        }
    }

    /// Returns the change of the mean score, or `None` when either has no responses. The interval
    /// is Welch's t of means with pseudo-answers at both ends of the scale, from two responses on
    /// each side.
    ///
    /// # Errors
    /// Only when the tallies are of different kinds.
    pub fn of_mean(
        current: &Tally,
        previous: &Tally,
        confidence: Confidence,
    ) -> Result<Option<Change>, OtherKind> {
        change(
            current,
            previous,
            |tally| Figure::mean(tally, confidence),
            || adjusted_t::difference(current, previous, Level::from(confidence)),
        )
    }

    /// Returns the change of a group's percentage, or `None` when either has no responses or the
    /// group is of another kind. The interval is that of Newcombe's method 10.
    ///
    /// # Errors
    /// Only when the tallies are of different kinds.
    pub fn of_group_percent(
        current: &Tally,
        previous: &Tally,
        group: Group,
        confidence: Confidence,
    ) -> Result<Option<Change>, OtherKind> {
        let figure = |tally: &Tally| Figure::group_percent(tally, group, confidence);
        change(current, previous, figure, || {
            Some(difference_of_shares(current, previous, group, Level::from(confidence)))
        })
    }

    /// Returns the change of the customer satisfaction index, or `None` when either has none. The
    /// interval is that of [`Change::of_mean`], for a mean from 0 to 100.
    ///
    /// # Errors
    /// Only when the tallies are of other attributes.
    pub fn of_index(
        current: &csi::Tally,
        previous: &csi::Tally,
        confidence: Confidence,
    ) -> Result<Option<Change>, csi::OtherAttributes> {
        current.expect(previous.attributes())?;
        let figures = current.index(confidence).zip(previous.index(confidence));
        let interval = || current.index_difference(previous, Level::from(confidence));
        let responses = current.indexed_responses().min(previous.indexed_responses());
        Ok(figures.map(|(now, before)| made(now, before, interval(), responses)))
    }

    /// Returns the change of an attribute's mean from 0 to 100, or `None` when either has no ratings
    /// of it.
    ///
    /// # Errors
    /// Only when the tallies are of other attributes.
    pub fn of_attribute(
        current: &csi::Tally,
        previous: &csi::Tally,
        at: usize,
        confidence: Confidence,
    ) -> Result<Option<Change>, csi::OtherAttributes> {
        current.expect(previous.attributes())?;
        let figures = current.mean(at, confidence).zip(previous.mean(at, confidence));
        let interval = || current.mean_difference(previous, at, Level::from(confidence));
        let responses = current.ratings(at).min(previous.ratings(at));
        Ok(figures.map(|(now, before)| made(now, before, interval(), responses)))
    }

    /// Returns the change as it is shown, rounded as its figure is. `significant` keeps the
    /// unrounded interval's verdict.
    #[must_use]
    pub fn rounded(self) -> Change {
        let round = |number: f64| round_half_away(number, self.method.decimals());
        Change {
            value: round(self.value),
            interval: self.interval.map(|interval| interval.map(round)),
            ..self
        }
    }
}

/// Returns the interval of the difference of two scores of one kind, the one that
/// [`Change::between`] shows at the same level; `None` for a mean when a side has a single response.
pub(crate) fn difference_of_scores(
    current: &Tally,
    previous: &Tally,
    level: Level,
) -> Option<Interval> {
    match current.kind() {
        Kind::Nps => Some(adjusted_wald::difference(current, previous, level)),
        Kind::Ces => adjusted_t::difference(current, previous, level),
        Kind::Csat => Some(difference_of_shares(current, previous, Group::Satisfied, level)),
    }
}

fn difference_of_shares(current: &Tally, previous: &Tally, group: Group, level: Level) -> Interval {
    let share = |tally: &Tally| Share {
        part: tally.group_total(group) as f64,
        whole: tally.total() as f64,
    };
    newcombe::difference(share(current), share(previous), level).map(|share| 100.0 * share)
}

/// Returns the change of a figure from the interval of its difference.
fn change(
    current: &Tally,
    previous: &Tally,
    figure: impl Fn(&Tally) -> Option<Figure>,
    interval: impl Fn() -> Option<Interval>,
) -> Result<Option<Change>, OtherKind> {
    current.expect_kind(previous.kind())?;
    let (Some(now), Some(before)) = (figure(current), figure(previous)) else {
        return Ok(None);
    };
    let responses = current.responses().min(previous.responses());
    Ok(Some(made(now, before, interval(), responses)))
}

/// Makes a change of two figures of one method; `responses` is the number of the side with fewer.
fn made(now: Figure, before: Figure, interval: Option<Interval>, responses: u64) -> Change {
    let value = now.value - before.value;
    // Rounding errors in the last bit must not leave the value outside.
    let interval = interval.map(|interval| interval.reaching(value));
    let note = Note::of(responses);
    let significant = match note {
        Some(Note::SmallSample) => None,
        None => interval.map(|interval| !interval.contains(0.0)),
    };
    Change { value, interval, significant, note, method: now.method }
}
