//! Metric of any survey, an answer to it, and the tally of answers: a score of one kind, or the
//! satisfaction index of rated attributes.
//!
//! Not in: what only one of them has, such as groups ([`Kind`]) or drags ([`csi`]).

use core::fmt;

use crate::{
    Change, Comparison, Confidence, Figure, Kind, Method, Score, Tally,
    csi::{self, Attributes},
};

/// Metric that a survey measures. It never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// A score on the scale of its kind.
    Score(Kind),
    /// The customer satisfaction index of these attributes.
    Csi(Attributes),
}

/// Answer to a survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A choice on a kind's scale.
    Score(Score),
    /// Ratings of attributes.
    Csi(csi::Answers),
}

/// Tally of answers to one survey.
///
/// ```
/// # use domain::{Answer, Confidence, Kind, Metric, MetricTally, Score};
/// let mut tally = MetricTally::new(Metric::Score(Kind::Csat));
/// tally.add(&Answer::Score(Score::new(Kind::Csat, 5)?)).unwrap();
/// assert_eq!(tally.score(Confidence::default()).unwrap().value, 100.0);
/// # Ok::<(), domain::OutOfScale>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MetricTally {
    /// Counts of scores.
    Score(Tally),
    /// Counts of ratings, and sums of indices.
    Csi(csi::Tally),
}

/// Error: an answer or a tally is of another metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherMetric {
    /// Metric of the tally.
    pub expected: Metric,
    /// Metric of what was added, or compared.
    pub found: Metric,
}

impl Metric {
    /// Word of [`Metric::Csi`] in JSON, keys and text.
    pub const CSI: &'static str = "csi";

    /// Returns the word for this metric in JSON, keys and text: `nps`, `ces`, `csat`, `csi`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Metric::Score(kind) => kind.as_str(),
            Metric::Csi(_) => Metric::CSI,
        }
    }

    /// Returns the method of the interval of [`MetricTally::score`].
    #[must_use]
    pub const fn method(self) -> Method {
        match self {
            Metric::Score(kind) => Method::of_score(kind),
            Metric::Csi(_) => Method::AdjustedT,
        }
    }
}

impl From<Kind> for Metric {
    fn from(kind: Kind) -> Metric {
        Metric::Score(kind)
    }
}

impl Answer {
    /// Returns the metric that was answered.
    #[must_use]
    pub const fn metric(&self) -> Metric {
        match self {
            Answer::Score(score) => Metric::Score(score.kind()),
            Answer::Csi(answers) => Metric::Csi(answers.attributes()),
        }
    }
}

impl MetricTally {
    /// Makes an empty tally of that metric.
    #[must_use]
    pub fn new(metric: Metric) -> MetricTally {
        match metric {
            Metric::Score(kind) => MetricTally::Score(Tally::new(kind)),
            Metric::Csi(attributes) => MetricTally::Csi(csi::Tally::new(attributes)),
        }
    }

    /// Returns the metric of all that is counted.
    #[must_use]
    pub const fn metric(&self) -> Metric {
        match self {
            MetricTally::Score(tally) => Metric::Score(tally.kind()),
            MetricTally::Csi(tally) => Metric::Csi(tally.attributes()),
        }
    }

    /// Counts one answer.
    ///
    /// # Errors
    /// Only when it is of another metric; nothing is counted then.
    pub fn add(&mut self, answer: &Answer) -> Result<(), OtherMetric> {
        let error = self.other(answer.metric());
        match (self, answer) {
            (MetricTally::Score(tally), Answer::Score(score)) => {
                tally.add(*score).map_err(|_| error)
            }
            (MetricTally::Csi(tally), Answer::Csi(answers)) => {
                tally.add(answers).map_err(|_| error)
            }
            _ => Err(error),
        }
    }

    /// Adds all that another tally has counted.
    ///
    /// # Errors
    /// Only when the other tally is of another metric; nothing is counted then.
    pub fn merge(&mut self, other: &MetricTally) -> Result<(), OtherMetric> {
        let error = self.other(other.metric());
        match (self, other) {
            (MetricTally::Score(tally), MetricTally::Score(other)) => {
                tally.merge(other).map_err(|_| error)
            }
            (MetricTally::Csi(tally), MetricTally::Csi(other)) => {
                tally.merge(other).map_err(|_| error)
            }
            _ => Err(error),
        }
    }

    /// Returns the number of responses.
    #[must_use]
    pub fn responses(&self) -> u64 {
        match self {
            MetricTally::Score(tally) => tally.responses(),
            MetricTally::Csi(tally) => tally.responses(),
        }
    }

    /// True if there are no responses.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.responses() == 0
    }

    /// Returns the metric's score: [`Figure::score`] or [`csi::Tally::index`].
    #[must_use]
    pub fn score(&self, confidence: Confidence) -> Option<Figure> {
        match self {
            MetricTally::Score(tally) => Figure::score(tally, confidence),
            MetricTally::Csi(tally) => tally.index(confidence),
        }
    }

    /// Returns the change of the score since another period: [`Change::between`] or
    /// [`Change::of_index`].
    ///
    /// # Errors
    /// Only when the tallies are of different metrics.
    pub fn change_since(
        &self,
        previous: &MetricTally,
        confidence: Confidence,
    ) -> Result<Option<Change>, OtherMetric> {
        let error = self.other(previous.metric());
        match (self, previous) {
            (MetricTally::Score(now), MetricTally::Score(before)) => {
                Change::between(now, before, confidence).map_err(|_| error)
            }
            (MetricTally::Csi(now), MetricTally::Csi(before)) => {
                Change::of_index(now, before, confidence).map_err(|_| error)
            }
            _ => Err(error),
        }
    }

    /// Compares each part of a whole with the rest of it: [`Comparison::of_parts`] or
    /// [`Comparison::of_index_parts`]. `None` when the parts are of different metrics.
    #[must_use]
    pub fn compared(parts: &[&MetricTally], confidence: Confidence) -> Option<Vec<Comparison>> {
        let scores = parts.iter().map(|part| match part {
            MetricTally::Score(tally) => Some(tally),
            MetricTally::Csi(_) => None,
        });
        if let Some(scores) = scores.collect::<Option<Vec<_>>>() {
            return Comparison::of_parts(&scores, confidence).ok();
        }
        let indices = parts.iter().map(|part| match part {
            MetricTally::Csi(tally) => Some(tally),
            MetricTally::Score(_) => None,
        });
        Comparison::of_index_parts(&indices.collect::<Option<Vec<_>>>()?, confidence).ok()
    }

    const fn other(&self, found: Metric) -> OtherMetric {
        OtherMetric { expected: self.metric(), found }
    }
}

impl fmt::Display for OtherMetric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.expected, self.found) {
            (Metric::Csi(expected), Metric::Csi(found)) => {
                csi::OtherAttributes { expected, found }.fmt(f)
            }
            (expected, found) => {
                write!(f, "expected {}, found {}", expected.as_str(), found.as_str())
            }
        }
    }
}

impl std::error::Error for OtherMetric {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csi::Points;

    fn csi(points: Points, weights: &[u32]) -> Metric {
        Metric::Csi(Attributes::weighted(points, weights).unwrap())
    }

    /// Every respondent gives one rating to both attributes, so the index is a mean of one answer.
    fn both(counts: [u64; 5]) -> (MetricTally, Tally) {
        let attributes = Attributes::alike(Points::Five, 2).unwrap();
        let (mut index, mut mean) = (csi::Tally::new(attributes), Tally::new(Kind::Csat));
        for (value, count) in (1..).zip(counts) {
            mean.add_count(Score::new(Kind::Csat, value).unwrap(), count).unwrap();
            for _ in 0..count {
                let answers = csi::Answers::new(attributes, &[Some(value); 2]).unwrap();
                index.add(&answers).unwrap();
            }
        }
        (MetricTally::Csi(index), mean)
    }

    #[test]
    fn another_metric_is_refused_and_changes_nothing() {
        let metrics = [
            Metric::Score(Kind::Nps),
            Metric::Score(Kind::Csat),
            csi(Points::Five, &[1, 1]),
            csi(Points::Five, &[2, 1]),
            csi(Points::Ten, &[1, 1]),
        ];
        for expected in metrics {
            for found in metrics {
                let mut tally = MetricTally::new(expected);
                let merged = tally.merge(&MetricTally::new(found));
                let change =
                    tally.change_since(&MetricTally::new(found), Confidence::default()).map(drop);
                let error =
                    if expected == found { Ok(()) } else { Err(OtherMetric { expected, found }) };
                assert_eq!((merged, change), (error, error));
                assert_eq!(tally, MetricTally::new(expected));
            }
        }
    }

    #[test]
    fn a_change_and_a_comparison_of_indices_are_those_of_a_mean_on_another_scale() {
        let (now, mean_now) = both([1, 2, 3, 4, 30]);
        let (before, mean_before) = both([12, 2, 3, 4, 9]);
        let confidence = Confidence::default();
        let change = now.change_since(&before, confidence).unwrap().unwrap();
        let mean = Change::of_mean(&mean_now, &mean_before, confidence).unwrap().unwrap();
        let close = |points: f64, of_five: f64| (points - 25.0 * of_five).abs() < 1e-9;
        let (interval, of_mean) = (change.interval.unwrap(), mean.interval.unwrap());
        assert!(close(change.value, mean.value), "{change:?} {mean:?}");
        assert!(close(interval.low, of_mean.low) && close(interval.high, of_mean.high));
        assert_eq!(change.significant, Some(true));
        // Two parts are one test, so its difference is the change; the drag is the part's share of it.
        let compared = MetricTally::compared(&[&now, &before], confidence).unwrap();
        let difference = compared[0].difference.unwrap();
        assert!((difference.value - change.value).abs() < 1e-9);
        assert!((difference.interval.unwrap().low - interval.low).abs() < 1e-9);
        let drag = compared[0].drag.unwrap().value;
        assert!((drag - change.value * 40.0 / 70.0).abs() < 1e-9, "{drag}");
    }

    #[test]
    fn parts_of_different_metrics_are_not_compared() {
        let parts = [MetricTally::new(Metric::Score(Kind::Ces)), both([1; 5]).0];
        let parts: Vec<&MetricTally> = parts.iter().collect();
        assert_eq!(MetricTally::compared(&parts, Confidence::default()), None);
        assert_eq!(MetricTally::compared(&[], Confidence::default()), Some(Vec::new()));
    }
}
