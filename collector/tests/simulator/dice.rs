//! The die: SplitMix64 (Steele, Lea, Flood 2014), so that a seed is all that a run depends on.

use std::cell::Cell;

pub(crate) struct Dice(Cell<u64>);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(Cell::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }

    pub(crate) fn bits(&self) -> u64 {
        let state = self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `end`; 0 for 0. The bias of a modulus doesn't matter here.
    pub(crate) fn below(&self, end: u64) -> u64 {
        self.bits().checked_rem(end).unwrap_or(0)
    }

    pub(crate) fn happens(&self, of_1000: u64) -> bool {
        self.below(1_000) < of_1000
    }

    pub(crate) fn pick<'a, T>(&self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len() as u64) as usize]
    }
}
