//! Stable sampling: a visitor's part follows from names, not from chance.

use crate::SurveyId;

/// A share of visitors, in steps of 0.01 percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SamplePercent {
    /// Percent times 100: number of the [`BUCKETS`] that are asked.
    buckets: u16,
}

/// Number of equal parts visitors fall into.
pub const BUCKETS: u16 = 10_000;

const FNV_OFFSET_BASIS: u32 = 0x811c_9dc5;
const FNV_PRIME: u32 = 0x0100_0193;

impl SamplePercent {
    /// Every visitor: 100 percent.
    pub const EVERYBODY: SamplePercent = SamplePercent { buckets: BUCKETS };

    /// Makes the share of that many percent, rounded to two decimals; `None` unless it is 0 to 100.
    ///
    /// ```
    /// # use domain::targeting::SamplePercent;
    /// assert_eq!(SamplePercent::new(12.5).unwrap().buckets(), 1_250);
    /// assert_eq!(SamplePercent::new(100.0), Some(SamplePercent::EVERYBODY));
    /// assert_eq!(SamplePercent::new(100.01), None);
    /// ```
    #[must_use]
    pub fn new(percent: f64) -> Option<SamplePercent> {
        // In range of u16 by the check before; NaN is in no range.
        (0.0..=100.0)
            .contains(&percent)
            .then(|| SamplePercent { buckets: (percent * 100.0).round() as u16 })
    }

    /// Returns the number of the 10,000 [`BUCKETS`] that are asked.
    #[must_use]
    pub const fn buckets(self) -> u16 {
        self.buckets
    }

    /// True if that visitor is in the sample of that survey. A greater share keeps everybody that a
    /// smaller one takes.
    #[must_use]
    pub fn takes(self, visitor_id: &str, survey: &SurveyId) -> bool {
        bucket(visitor_id, survey) < self.buckets
    }
}

/// Returns the part, from 0 to 9,999, into which a visitor falls for a survey.
///
/// FNV-1a (32 bits) over the bytes of `visitor_id:survey`, mixed by MurmurHash3's `fmix32`, modulo
/// 10,000. Both are a few bytes of JavaScript with `Math.imul`. FNV alone would tie samples of
/// surveys together: for `nps-1` and `nps-2` its results differ by a constant.
///
/// Sources: RFC 9923 (FNV); Appleby, `MurmurHash3.cpp`.
#[must_use]
pub fn bucket(visitor_id: &str, survey: &SurveyId) -> u16 {
    let bytes = visitor_id.bytes().chain([b':']).chain(survey.as_str().bytes());
    let hash = fmix32(fnv_1a(bytes));
    // In range of u16: below BUCKETS.
    (hash % u32::from(BUCKETS)) as u16
}

fn fnv_1a(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(FNV_OFFSET_BASIS, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(FNV_PRIME))
}

const fn fmix32(mut hash: u32) -> u32 {
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x85eb_ca6b);
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Instant, ResponseId};

    const VISITORS: u32 = 40_000;

    #[test]
    fn fnv_1a_gives_the_published_values() {
        for (text, hash) in [("", 0x811c_9dc5), ("a", 0xe40c_292c), ("foobar", 0xbf9c_f968)] {
            assert_eq!(fnv_1a(text.bytes()), hash, "{text}");
        }
    }

    #[test]
    fn samples_of_uuids_have_the_size_asked_for() {
        let visitors: Vec<String> = visitors().collect();
        for survey in ["nps", "ces", "csat-2026-checkout"] {
            takes_its_share(&visitors, survey);
        }
    }

    #[test]
    fn samples_of_nearly_equal_names_have_the_size_asked_for() {
        let visitors: Vec<String> = (0..VISITORS).map(|n| n.to_string()).collect();
        takes_its_share(&visitors, "nps");
    }

    #[test]
    fn buckets_are_filled_evenly() {
        let survey = SurveyId::parse("nps").unwrap();
        let mut filled = [0_u32; 100];
        for visitor in visitors() {
            filled[usize::from(bucket(&visitor, &survey) / 100)] += 1;
        }
        let expected = f64::from(VISITORS) / 100.0;
        let chi_square: f64 =
            filled.iter().map(|n| (f64::from(*n) - expected).powi(2) / expected).sum();
        // 99 degrees of freedom: between the 0.01 % and the 99.99 % quantile.
        assert!((55.0..161.0).contains(&chi_square), "{chi_square}");
    }

    #[test]
    fn one_survey_tells_nothing_about_another() {
        for (a, b) in [("nps-1", "nps-2"), ("nps", "ces"), ("a", "aa")] {
            let (a, b) = (SurveyId::parse(a).unwrap(), SurveyId::parse(b).unwrap());
            let tenth = SamplePercent::new(10.0).unwrap();
            let both =
                visitors().filter(|v| tenth.takes(v, &a) && tenth.takes(v, &b)).count() as f64;
            within_binomial_bounds(both, 0.01);
        }
    }

    #[test]
    fn a_greater_share_keeps_those_already_taken() {
        let survey = SurveyId::parse("nps").unwrap();
        let shares = [0.0, 0.01, 1.0, 33.33, 99.99, 100.0].map(|p| SamplePercent::new(p).unwrap());
        for visitor in visitors().take(5_000) {
            let taken = shares.map(|share| share.takes(&visitor, &survey));
            assert!(taken.is_sorted(), "{visitor} {taken:?}");
            assert_eq!((taken[0], taken[5]), (false, true));
        }
    }

    #[test]
    fn shares_beyond_0_and_100_are_refused() {
        for percent in [-0.01, 100.01, f64::NAN, f64::INFINITY] {
            assert_eq!(SamplePercent::new(percent), None);
        }
    }

    #[track_caller]
    fn takes_its_share(visitors: &[String], survey: &str) {
        let survey = SurveyId::parse(survey).unwrap();
        for percent in [1.0, 10.0, 50.0] {
            let share = SamplePercent::new(percent).unwrap();
            let taken = visitors.iter().filter(|v| share.takes(v, &survey)).count() as f64;
            within_binomial_bounds(taken, percent / 100.0);
        }
    }

    /// Asserts a result within 4 standard deviations: a fair coin fails once in 16,000 runs, and
    /// these runs never change.
    #[track_caller]
    fn within_binomial_bounds(taken: f64, probability: f64) {
        let n = f64::from(VISITORS);
        let bound = 4.0 * (n * probability * (1.0 - probability)).sqrt();
        let off = (taken - n * probability).abs();
        assert!(off <= bound, "{taken} of {n} is off by {off}, more than {bound}");
    }

    /// Returns UUIDs as browsers make them, from a xorshift generator with a fixed seed.
    fn visitors() -> impl Iterator<Item = String> {
        let mut state: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;
        (0..VISITORS).map(move |n| {
            state ^= state << 23;
            state ^= state >> 17;
            state ^= state << 26;
            let now = Instant::from_unix_ms(1_795_316_400_000 + 977 * i64::from(n));
            ResponseId::new(now, state).to_string()
        })
    }
}
