//! Rounding for display.

/// Rounds a number to that many decimals, halves away from zero. Never returns `-0.0`.
///
/// Most decimal halves have no exact binary form: 1.005 is stored a little below. A value within
/// 1e-11 of a half, counted in the last kept decimal, is taken for that half. No other share or
/// mean of fewer than 10¹⁰ responses comes that near to one.
///
/// ```
/// # use domain::round_half_away;
/// assert_eq!(round_half_away(58.25, 1), 58.3);
/// assert_eq!(round_half_away(-58.25, 1), -58.3);
/// assert_eq!(round_half_away(1.005, 2), 1.01);
/// ```
#[must_use]
pub fn round_half_away(value: f64, decimals: u8) -> f64 {
    let unit = 10_f64.powi(i32::from(decimals));
    let steps = (value.abs() * unit + 0.5 + 1e-11).floor();
    let rounded = (steps / unit).copysign(value);
    // -0.04 would become -0.0, which JSON would show.
    if rounded == 0.0 { 0.0 } else { rounded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn rounds(value: f64, decimals: u8, expected: &str) {
        assert_eq!(round_half_away(value, decimals).to_string(), expected);
    }

    #[test]
    fn halves_go_away_from_zero_even_without_an_exact_binary_form() {
        rounds(58.25, 1, "58.3");
        rounds(0.15, 1, "0.2");
        rounds(0.25, 1, "0.3");
        rounds(0.35, 1, "0.4");
        rounds(-0.15, 1, "-0.2");
        rounds(1.005, 2, "1.01");
        rounds(4.005, 2, "4.01");
        rounds(4.015, 2, "4.02");
        rounds(6.995, 2, "7");
        rounds(99.95, 1, "100");
        rounds(-99.95, 1, "-100");
    }

    #[test]
    fn what_is_no_half_goes_to_the_nearer_side() {
        rounds(58.249_999_999, 1, "58.2");
        rounds(58.250_000_001, 1, "58.3");
        rounds(4.004_999_999, 2, "4");
        rounds(33.333_333_333, 1, "33.3");
        rounds(66.666_666_667, 1, "66.7");
    }

    #[test]
    fn zero_has_no_sign() {
        rounds(0.0, 1, "0");
        rounds(-0.0, 1, "0");
        rounds(-0.04, 1, "0");
        rounds(-0.05, 1, "-0.1");
    }

    /// Compares with whole-number arithmetic, where a half is exact.
    #[test]
    fn every_percentage_and_mean_of_up_to_400_responses_is_rounded_exactly() {
        for n in 1..=400_i64 {
            for k in 0..=n {
                let tenths = (2 * 1_000 * k + n) / (2 * n);
                let percentage = 100.0 * k as f64 / n as f64;
                assert_eq!(round_half_away(percentage, 1), tenths as f64 / 10.0, "{k}/{n}");
            }
            for sum in n..=7 * n {
                let hundredths = (2 * 100 * sum + n) / (2 * n);
                let mean = sum as f64 / n as f64;
                assert_eq!(round_half_away(mean, 2), hundredths as f64 / 100.0, "{sum}/{n}");
            }
        }
    }
}
