//! Figures of a tally: the index, each attribute's mean and its drag.

use super::tally::{Sums, Tally};
use crate::{
    Confidence, Figure, Interval, Note,
    figure::Method,
    interval::{
        Level,
        adjusted_t::{Adjusted, plain_difference},
    },
    round_half_away,
};

/// Drag of an attribute on the index, in points of the index.
///
/// It is the attribute's share of the weight times what its mean lacks to 100. When nobody leaves
/// anything out, the index would rise by so much if everybody gave the attribute the highest rating, and
/// the drags add up to what the index lacks to 100. When some do, the index is of other respondents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drag {
    /// Position of the attribute.
    pub attribute: usize,
    /// The drag, from 0 to 100.
    pub value: f64,
    /// Interval that plausibly holds the true drag; holds `value`. `None` for a single rating.
    pub interval: Option<Interval>,
    /// A remark: there are few ratings of the attribute.
    pub note: Option<Note>,
}

/// Number, mean and spread of values between 0 and 100.
#[derive(Clone, Copy)]
struct Spread {
    n: f64,
    mean: f64,
    /// Sum of squared distances from the mean.
    squares: f64,
    responses: u64,
}

impl Tally {
    /// Returns the customer satisfaction index: the mean of the respondents' indices, from 0 to 100;
    /// `None` when nobody has one. Respondents who rated attributes of less than half of the weight
    /// have none.
    ///
    /// The interval is the adjusted t interval of a mean between 0 and 100, from two respondents on.
    ///
    /// ```
    /// # use domain::{Confidence, csi::{Answers, Attributes, Points, Tally}};
    /// // Means of 65, 50 and 60.
    /// let attributes = Attributes::alike(Points::Five, 3)?;
    /// let mut tally = Tally::new(attributes);
    /// for ratings in [[5, 3, 4], [3, 3, 3], [4, 3, 3], [2, 3, 2], [4, 3, 5]] {
    ///     tally.add(&Answers::new(attributes, &ratings.map(Some))?)?;
    /// }
    /// let index = tally.index(Confidence::default()).unwrap().rounded();
    /// assert_eq!(index.value, 58.33);
    ///
    /// // A third of the weight times what the means lack: 50, 40 and 35.
    /// let drags = tally.drags(Confidence::default());
    /// let drags = drags.iter().map(|drag| drag.rounded());
    /// let drags: Vec<_> = drags.map(|drag| (drag.attribute, drag.value)).collect();
    /// assert_eq!(drags, [(1, 16.67), (2, 13.33), (0, 11.67)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn index(&self, confidence: Confidence) -> Option<Figure> {
        Some(self.index_spread()?.figure(confidence))
    }

    fn index_spread(&self) -> Option<Spread> {
        let n: f64 = self.sums().map(|(_, sums)| sums.respondents as f64).sum();
        if n == 0.0 {
            return None;
        }
        let groups = self.sums().map(|(weight, sums)| (sums, self.unit(weight)));
        let sum: f64 = groups.clone().map(|(sums, unit)| sums.sum as f64 * unit).sum();
        // Rounding errors in the last bit could leave the range.
        let mean = (sum / n).clamp(0.0, 100.0);
        let squares = groups.map(|(sums, unit)| sums.squares_around(mean, unit)).sum();
        Some(Spread { n, mean, squares, responses: self.indexed_responses() })
    }

    /// Returns the interval of the difference of two indices, stretched to hold it; `None` when
    /// either side has fewer than two of them.
    pub(crate) fn index_difference(&self, previous: &Tally, level: Level) -> Option<Interval> {
        self.index_spread()?.difference(previous.index_spread()?, level)
    }

    /// Returns the same of the means of an attribute.
    pub(crate) fn mean_difference(
        &self,
        previous: &Tally,
        at: usize,
        level: Level,
    ) -> Option<Interval> {
        self.mean_spread(at)?.difference(previous.mean_spread(at)?, level)
    }

    /// Returns the mean of an attribute's ratings on 0 to 100; `None` without ratings, or where there
    /// is no such attribute. The interval is the adjusted t interval, from two ratings on.
    #[must_use]
    pub fn mean(&self, at: usize, confidence: Confidence) -> Option<Figure> {
        Some(self.mean_spread(at)?.figure(confidence))
    }

    fn mean_spread(&self, at: usize) -> Option<Spread> {
        let steps = f64::from(self.attributes().points().steps());
        let lowest = self.attributes().points().scale().min;
        let points = self
            .counts(at)
            .map(|(rating, count)| (100.0 * f64::from(rating - lowest) / steps, count as f64));
        let n: f64 = points.clone().map(|(_, count)| count).sum();
        if n == 0.0 {
            return None;
        }
        let sum: f64 = points.clone().map(|(value, count)| value * count).sum();
        let mean = (sum / n).clamp(0.0, 100.0);
        let squares = points.map(|(value, count)| count * (value - mean).powi(2)).sum();
        Some(Spread { n, mean, squares, responses: self.ratings(at) })
    }

    /// Returns the drag of every attribute that was rated, the greatest first; of two that are equal,
    /// that of the first attribute.
    #[must_use]
    pub fn drags(&self, confidence: Confidence) -> Vec<Drag> {
        let of_attribute = |at| {
            let (mean, share) = (self.mean(at, confidence)?, self.attributes().weight_share(at)?);
            let drag = |mean: f64| share * (100.0 - mean);
            let value = self.exact_drag(at)?;
            let interval = mean.interval.map(|interval| {
                Interval { low: drag(interval.high), high: drag(interval.low) }.reaching(value)
            });
            Some(Drag { attribute: at, value, interval, note: mean.note })
        };
        let mut drags: Vec<Drag> = (0..self.attributes().len()).filter_map(of_attribute).collect();
        // Stable: equal ones stay in the attributes' order.
        drags.sort_by(|a, b| b.value.total_cmp(&a.value));
        drags
    }

    /// Returns an attribute's drag by a single division of whole numbers, so that two drags that are
    /// equal stay so; `None` without ratings.
    fn exact_drag(&self, at: usize) -> Option<f64> {
        let points = self.attributes().points();
        let weight = f64::from(*self.attributes().weights().get(at)?);
        let lack = |(rating, count): (u8, u64)| {
            u128::from(points.scale().max - rating) * u128::from(count)
        };
        let lacking: u128 = self.counts(at).map(lack).sum();
        let n: u128 = self.counts(at).map(|(_, count)| u128::from(count)).sum();
        let whole = f64::from(self.attributes().weight_sum()) * f64::from(points.steps());
        let drag = 100.0 * weight * lacking as f64 / (whole * n as f64);
        (n > 0).then(|| drag.clamp(0.0, 100.0))
    }

    /// Returns the points of the index in which [`Sums`] of a weight count.
    fn unit(&self, weight: u8) -> f64 {
        100.0 / (f64::from(weight) * f64::from(self.attributes().points().steps()))
    }
}

impl Drag {
    /// Returns the drag as it is shown, with the two decimals of an index.
    #[must_use]
    pub fn rounded(self) -> Drag {
        let round = |number: f64| round_half_away(number, Method::AdjustedT.decimals());
        Drag {
            value: round(self.value),
            interval: self.interval.map(|interval| interval.map(round)),
            ..self
        }
    }
}

impl Sums {
    /// Returns the sum of squared distances from a value. The spread within is exact before it is
    /// divided: of indices that are all alike it is 0.
    fn squares_around(self, value: f64, unit: f64) -> f64 {
        let n = self.respondents as f64;
        let all = u128::from(self.respondents) * u128::from(self.sum_of_squares);
        let spread = all.saturating_sub(u128::from(self.sum) * u128::from(self.sum));
        let own_mean = self.sum as f64 * unit / n;
        spread as f64 / n * unit * unit + n * (own_mean - value).powi(2)
    }
}

impl Spread {
    /// Adds the pseudo-answers; `None` for fewer than two values.
    fn adjusted(self, level: Level) -> Option<Adjusted> {
        let Spread { n, mean, squares, .. } = self;
        (n >= 2.0).then(|| Adjusted::of_spread(n, mean, squares, (0.0, 100.0), level))
    }

    fn figure(self, confidence: Confidence) -> Figure {
        let level = Level::from(confidence);
        let interval = self
            .adjusted(level)
            .map(|adjusted| adjusted.interval(level).clipped(0.0, 100.0).reaching(self.mean));
        let note = Note::of(self.responses);
        Figure { value: self.mean, interval, method: Method::AdjustedT, note }
    }

    fn difference(self, previous: Spread, level: Level) -> Option<Interval> {
        let (now, before) = (self.adjusted(level)?, previous.adjusted(level)?);
        let plain = plain_difference(&now, &before, level).clipped(-100.0, 100.0);
        Some(plain.reaching(self.mean - previous.mean))
    }
}
