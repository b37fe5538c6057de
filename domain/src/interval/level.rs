//! Level of an interval: any, where [`Confidence`] names the four that can be asked for. Corrections
//! for several comparisons and p-values need the others.

use super::normal;
use crate::Confidence;

/// Level of a two-sided interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Level {
    within: f64,
    z: f64,
}

impl Level {
    /// Makes the level of intervals that miss the truth with that probability.
    pub(crate) fn of_error(error: f64) -> Level {
        Level { within: 1.0 - error, z: normal::two_sided_quantile(error) }
    }

    /// Makes the level of normal intervals that reach so many standard errors to either side.
    pub(crate) fn of_z(z: f64) -> Level {
        Level { within: 1.0 - normal::two_sided_tail(z), z }
    }

    /// Returns the share of intervals that hold the truth.
    pub(crate) const fn within(self) -> f64 {
        self.within
    }

    /// Returns the number of standard errors to either side.
    pub(crate) const fn z(self) -> f64 {
        self.z
    }
}

impl From<Confidence> for Level {
    fn from(confidence: Confidence) -> Level {
        Level { within: confidence.level(), z: confidence.z() }
    }
}
