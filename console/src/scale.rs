//! The scale of a survey's score: its ends, its unit, how finely it is written.

use crate::{
    address::{Interval, View},
    api::Piece,
    date::Date,
    frame::Words,
    intl,
};

/// A metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    Nps,
    Ces,
    Csat,
}

impl Scale {
    pub(crate) fn of(kind: &str) -> Scale {
        match kind {
            "ces" => Scale::Ces,
            "csat" => Scale::Csat,
            _ => Scale::Nps,
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Scale::Nps => "NPS",
            Scale::Ces => "CES",
            Scale::Csat => "CSAT",
        }
    }

    /// Returns the lowest and the highest score.
    pub(crate) const fn ends(self) -> (f64, f64) {
        match self {
            Scale::Nps => (-100.0, 100.0),
            Scale::Ces => (1.0, 7.0),
            Scale::Csat => (0.0, 100.0),
        }
    }

    pub(crate) const fn decimals(self) -> u8 {
        match self {
            Scale::Ces => 2,
            Scale::Nps | Scale::Csat => 1,
        }
    }

    /// Returns a change that is worth knowing of, in the score's unit.
    pub(crate) const fn step(self) -> f64 {
        match self {
            Scale::Nps => 10.0,
            Scale::Csat => 5.0,
            Scale::Ces => 0.5,
        }
    }

    /// Returns the names of the groups from the low end.
    pub(crate) fn groups(self, words: Words) -> [&'static str; 3] {
        let texts = &words.texts.common;
        match self {
            Scale::Nps => texts.nps_groups,
            Scale::Ces => texts.ces_groups,
            Scale::Csat => texts.csat_groups,
        }
    }

    /// Returns the class of a single answer's group.
    pub(crate) const fn group_of(self, score: u8) -> &'static str {
        match (self, score) {
            (Scale::Nps, 0..=6) | (Scale::Ces, 0..=3) | (Scale::Csat, 0..=2) => "low",
            (Scale::Nps, 7..=8) | (Scale::Ces, 4) | (Scale::Csat, 3) => "mid",
            _ => "high",
        }
    }

    pub(crate) fn number(self, words: Words, value: f64) -> String {
        intl::number(words.lang, value, self.decimals())
    }

    pub(crate) fn signed(self, words: Words, value: f64) -> String {
        intl::signed(words.lang, value, self.decimals())
    }

    /// Returns an end of the scale or a target, without decimals it does not need.
    pub(crate) fn plain(self, words: Words, value: f64) -> String {
        let decimals = if value.fract() == 0.0 { 0 } else { self.decimals() };
        intl::number(words.lang, value, decimals)
    }

    /// Returns a range in words: `38.3 to 50.9`.
    pub(crate) fn range(self, words: Words, low: Option<f64>, high: Option<f64>) -> Option<String> {
        Some((words.texts.common.to)(&self.number(words, low?), &self.number(words, high?)))
    }

    /// Returns a range of differences in words: `+1.5 to +20.4`.
    pub(crate) fn signed_range(
        self,
        words: Words,
        low: Option<f64>,
        high: Option<f64>,
    ) -> Option<String> {
        Some((words.texts.common.to)(&self.signed(words, low?), &self.signed(words, high?)))
    }
}

/// Returns the place of a value between two ends, in percent.
pub(crate) fn position(value: f64, (low, high): (f64, f64)) -> f64 {
    if high <= low { 50.0 } else { ((value - low) / (high - low) * 100.0).clamp(0.0, 100.0) }
}

/// Returns the ends of an axis that holds all values: a part of the scale, on round numbers.
pub(crate) fn axis(values: impl IntoIterator<Item = f64>, scale: (f64, f64)) -> (f64, f64) {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values {
        low = low.min(value);
        high = high.max(value);
    }
    if low > high {
        return scale;
    }
    let whole = scale.1 - scale.0;
    let unit = if whole > 50.0 { 10.0 } else { 0.5 };
    let (low, high) = ((low / unit).floor() * unit, (high / unit).ceil() * unit);
    let high = if high > low { high } else { low + unit };
    (low.max(scale.0), high.min(scale.1))
}

/// Returns the interval of a view's trend.
pub(crate) fn interval_of(view: &View) -> Interval {
    view.interval.unwrap_or_else(|| Interval::of_days(view.period.days()))
}

/// Returns the days of a piece, both in it; `None` for pieces of hours.
pub(crate) fn piece_days(piece: &Piece) -> Option<(Date, Date)> {
    Some((Date::parse(&piece.start)?, Date::parse(&piece.end)?.plus(-1)))
}

/// Returns a piece's name in a table.
pub(crate) fn piece_name(words: Words, piece: &Piece) -> String {
    match piece_days(piece) {
        Some((from, to)) if from == to => intl::day(words.lang, from),
        Some((from, to)) => intl::days_short(words.lang, from, to),
        None => piece.start.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_holds_its_values_and_no_more_than_the_scale() {
        assert_eq!(axis([12.0, 38.0], (-100.0, 100.0)), (10.0, 40.0));
        assert_eq!(axis([-99.0, 98.0], (-100.0, 100.0)), (-100.0, 100.0));
        assert_eq!(axis([5.2, 5.8], (1.0, 7.0)), (5.0, 6.0));
        assert_eq!(axis([], (0.0, 100.0)), (0.0, 100.0));
        assert_eq!(axis([20.0], (0.0, 100.0)), (20.0, 30.0));
    }

    #[test]
    fn groups_follow_each_metrics_own_scale() {
        assert_eq!([6, 7, 8, 9].map(|s| Scale::Nps.group_of(s)), ["low", "mid", "mid", "high"]);
        assert_eq!([3, 4, 5].map(|s| Scale::Ces.group_of(s)), ["low", "mid", "high"]);
        assert_eq!([2, 3, 4].map(|s| Scale::Csat.group_of(s)), ["low", "mid", "high"]);
    }

    #[test]
    fn a_position_never_leaves_its_axis() {
        assert_eq!(position(0.0, (-100.0, 100.0)), 50.0);
        assert_eq!(position(500.0, (0.0, 100.0)), 100.0);
        assert_eq!(position(1.0, (1.0, 1.0)), 50.0);
    }
}
