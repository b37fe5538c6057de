//! Confidence intervals of figures. One file per method; no figures in here.

pub(crate) mod adjusted_t;
pub(crate) mod adjusted_wald;
pub(crate) mod impact;
mod level;
pub(crate) mod newcombe;
mod normal;
mod p_value;
mod student_t;
pub(crate) mod wilson;

pub(crate) use level::Level;
pub(crate) use p_value::p_value;
pub(crate) use student_t::quantile as student_t_quantile;

/// A confidence interval, both ends included, in the unit of its figure. `low <= high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lowest plausible value.
    pub low: f64,
    /// The highest plausible value.
    pub high: f64,
}

impl Interval {
    /// True if a value lies in the interval.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    pub(crate) fn around(centre: f64, margin: f64) -> Interval {
        Interval { low: centre - margin, high: centre + margin }
    }

    /// Returns the interval with both ends moved into a range that no value can leave.
    pub(crate) fn clipped(self, min: f64, max: f64) -> Interval {
        self.map(|end| end.clamp(min, max))
    }

    /// Returns the interval stretched, if need be, to hold a value.
    pub(crate) fn reaching(self, value: f64) -> Interval {
        Interval { low: self.low.min(value), high: self.high.max(value) }
    }

    /// Applies to both ends a function that keeps their order.
    pub(crate) fn map(self, f: impl Fn(f64) -> f64) -> Interval {
        Interval { low: f(self.low), high: f(self.high) }
    }
}
