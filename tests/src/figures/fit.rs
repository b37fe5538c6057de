//! Growth of a value with a size.

/// `value ≈ factor · size^power`, fitted by least squares of the logarithms. A power of 0 means no
/// growth, and a power of 1 linear growth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The value at size 1.
    pub factor: f64,
    /// The exponent.
    pub power: f64,
}

impl Fit {
    /// Fits points (size, value), all greater than 0; `None` with fewer than two sizes.
    #[must_use]
    pub fn of(points: &[(f64, f64)]) -> Option<Fit> {
        let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
        let n = logs.len() as f64;
        let mean = |of: fn(&(f64, f64)) -> f64| logs.iter().map(of).sum::<f64>() / n;
        let (x, y) = (mean(|p| p.0), mean(|p| p.1));
        let above: f64 = logs.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
        let below: f64 = logs.iter().map(|p| (p.0 - x) * (p.0 - x)).sum();
        let power = above / below;
        power.is_finite().then(|| Fit { factor: (y - power * x).exp(), power })
    }

    /// Returns the value at a size.
    #[must_use]
    pub fn at(self, size: f64) -> f64 {
        self.factor * size.powf(self.power)
    }

    /// Returns the size at which the value is reached; `None` when it doesn't grow.
    #[must_use]
    pub fn reaches(self, value: f64) -> Option<f64> {
        (self.power > 0.0).then(|| (value / self.factor).powf(1.0 / self.power))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is_near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 1e-9 * expected.abs().max(1.0), "{value}, {expected}");
    }

    fn points(of: fn(f64) -> f64) -> Vec<(f64, f64)> {
        [1_000.0, 10_000.0, 100_000.0, 1_000_000.0].map(|size| (size, of(size))).to_vec()
    }

    #[test]
    fn a_power_is_found_again() {
        for (of, factor, power) in [
            ((|n| 0.002 * n) as fn(f64) -> f64, 0.002, 1.0),
            (|_| 7.0, 7.0, 0.0),
            (|n| 3.0 * n * n, 3.0, 2.0),
            (|n| 5.0 / n.sqrt(), 5.0, -0.5),
        ] {
            let fit = Fit::of(&points(of)).unwrap();
            is_near(fit.factor, factor);
            is_near(fit.power, power);
            is_near(fit.at(5_000.0), of(5_000.0));
        }
    }

    #[test]
    fn noise_above_and_below_in_like_parts_changes_nothing() {
        let noisy = [(1.0, 10.0), (1.0, 40.0), (10.0, 100.0), (10.0, 400.0)];
        let fit = Fit::of(&noisy).unwrap();
        is_near(fit.power, 1.0);
        is_near(fit.factor, 20.0);
    }

    #[test]
    fn one_size_tells_nothing_of_growth() {
        assert_eq!(Fit::of(&[]), None);
        assert_eq!(Fit::of(&[(10.0, 3.0)]), None);
        assert_eq!(Fit::of(&[(10.0, 3.0), (10.0, 4.0)]), None);
    }

    #[test]
    fn the_size_that_reaches_a_limit_is_told_and_never_for_what_does_not_grow() {
        is_near(Fit { factor: 0.002, power: 1.0 }.reaches(10.0).unwrap(), 5_000.0);
        is_near(Fit { factor: 0.1, power: 0.5 }.reaches(10.0).unwrap(), 10_000.0);
        assert_eq!(Fit { factor: 7.0, power: 0.0 }.reaches(10.0), None);
        assert_eq!(Fit { factor: 7.0, power: -0.1 }.reaches(10.0), None);
    }
}
