//! Statistics of measured values: quantiles, and a median with its interval.

/// A median and its 95 % interval, whatever the distribution: the order statistics whose ranks the
/// binomial distribution gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Median {
    pub(crate) value: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Median {
    /// Computes the median of some values; with fewer than 6 the interval is their whole range.
    pub(crate) fn of(values: &[f64]) -> Median {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let rank = outer_rank(sorted.len());
        Median {
            value: quantile(&sorted, 0.5),
            low: sorted[rank],
            high: sorted[sorted.len() - 1 - rank],
        }
    }
}

/// Returns the value below which that share of sorted values lies, interpolated linearly.
pub(crate) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    below + (above - below) * place.fract()
}

/// Returns the largest rank from 0 such that the median lies outside [rank, n − 1 − rank] with a
/// probability of at most 5 %: both tails of the binomial distribution of n coins.
fn outer_rank(n: usize) -> usize {
    let mut tail = 0.0;
    let mut ways = 0.5_f64.powi(i32::try_from(n).unwrap());
    for rank in 0..n / 2 {
        tail += ways;
        if 2.0 * tail > 0.05 {
            return rank.saturating_sub(1);
        }
        ways *= (n - rank) as f64 / (rank + 1) as f64;
    }
    0
}
