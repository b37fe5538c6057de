//! Pseudo-random numbers, the same in every run.
//!
//! In: numbers from a seed. Not in: their use.

/// A stream of numbers (SplitMix64).
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Returns a number from 0 to below 1.
    pub(super) fn share(&mut self) -> f64 {
        to_f64(self.bits() >> 11) / to_f64(1 << 53)
    }

    /// Returns a whole number below `end`; 0 when `end` is 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX);
        usize::try_from(self.bits().checked_rem(end).unwrap_or(0)).unwrap_or(0)
    }

    /// Draws one of the weights in proportion to them, and returns its index.
    pub(super) fn weighted(&mut self, weights: impl IntoIterator<Item = f64> + Clone) -> usize {
        let sum: f64 = weights.clone().into_iter().sum();
        place_of(self.share() * sum, weights)
    }
}

/// Returns the index of the first weight at which the sum of the weights so far exceeds `part`.
pub(super) fn place_of(part: f64, weights: impl IntoIterator<Item = f64>) -> usize {
    let mut rest = part;
    let mut last = 0;
    for (place, weight) in weights.into_iter().enumerate() {
        if rest < weight {
            return place;
        }
        rest -= weight;
        last = place;
    }
    last
}

#[expect(clippy::cast_precision_loss, reason = "53 bits at most: exact")]
const fn to_f64(bits: u64) -> f64 {
    bits as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_another_others() {
        let five = |seed| {
            let mut dice = Dice::new(seed);
            [(); 5].map(|()| dice.bits())
        };
        assert_eq!(five(1), five(1));
        assert_ne!(five(1), five(2));
    }

    #[test]
    fn weights_are_drawn_in_their_proportion() {
        let mut dice = Dice::new(7);
        let mut drawn = [0; 3];
        for _ in 0..10_000 {
            drawn[dice.weighted([1.0, 0.0, 3.0])] += 1;
        }
        assert_eq!(drawn[1], 0);
        assert!((2_300..2_700).contains(&drawn[0]), "{drawn:?}");
    }
}
