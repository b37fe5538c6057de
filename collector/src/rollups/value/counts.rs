//! Counts of a cell or of a value, as text: of one score, or of ratings.
//!
//! ```text
//! score     mask count…
//! ratings   responses [comments (mask count…)×attributes n (weight respondents sum squares)×n]
//! ```
//! `mask`: two digits, a bit for each point of the scale from its low end, of scores then one for
//! comments; `count`: one for each bit, never 0. Of no ratings there is only `0`.

use domain::{
    Kind, Metric,
    csi::{Attributes, Parts, Sums, Tally},
};

use crate::rollups::{
    counts::Counts,
    digits::{Digits, push_digit, push_number},
};

pub(super) fn read(digits: &mut Digits<'_>, metric: Metric) -> Option<Counts> {
    match metric {
        Metric::Score(kind) => read_scores(digits, kind),
        Metric::Csi(attributes) => read_ratings(digits, attributes),
    }
}

pub(super) fn push(text: &mut String, metric: Metric, counts: &Counts) {
    match metric {
        Metric::Score(kind) => push_scores(text, kind, counts),
        Metric::Csi(_) => push_ratings(text, counts),
    }
}

fn read_scores(digits: &mut Digits<'_>, kind: Kind) -> Option<Counts> {
    let mut counts = Counts::default();
    let mut mask = read_mask(digits)?;
    for value in kind.scale().values() {
        if mask & 1 == 1 {
            counts.add_count(usize::from(value), u32::try_from(digits.number()?).ok()?);
        }
        mask >>= 1;
    }
    if mask & 1 == 1 {
        counts.add_comments(u32::try_from(digits.number()?).ok()?);
    }
    (mask <= 1).then_some(counts)
}

fn push_scores(text: &mut String, kind: Kind, counts: &Counts) {
    let of_scores = kind.scale().values().map(|value| counts.of_score(usize::from(value)));
    push_masked(text, of_scores.chain([counts.comments()]).map(u64::from));
}

fn read_ratings(digits: &mut Digits<'_>, attributes: Attributes) -> Option<Counts> {
    let responses = digits.number()?;
    if responses == 0 {
        return Some(Counts::default());
    }
    let comments = u32::try_from(digits.number()?).ok()?;
    let mut parts = Parts { responses, ..Parts::default() };
    for _ in 0..attributes.len() {
        let mut mask = read_mask(digits)?;
        let mut counts = Vec::new();
        while mask > 0 {
            counts.push(if mask & 1 == 1 { digits.number()? } else { 0 });
            mask >>= 1;
        }
        parts.counts.push(counts);
    }
    for _ in 0..digits.number()? {
        let weight = u8::try_from(digits.number()?).ok()?;
        let (respondents, sum, sum_of_squares) =
            (digits.number()?, digits.number()?, digits.number()?);
        parts.sums.push((weight, Sums { respondents, sum, sum_of_squares }));
    }
    Some(Counts::of_ratings(Tally::from_parts(attributes, &parts).ok()?, comments))
}

fn push_ratings(text: &mut String, counts: &Counts) {
    let Some(tally) = counts.ratings() else { return push_number(text, 0) };
    let Parts { responses, counts: by_attribute, sums } = tally.parts();
    push_number(text, responses);
    push_number(text, u64::from(counts.comments()));
    for counts in by_attribute {
        push_masked(text, counts.into_iter());
    }
    push_number(text, sums.len() as u64);
    for (weight, Sums { respondents, sum, sum_of_squares }) in sums {
        for number in [u64::from(weight), respondents, sum, sum_of_squares] {
            push_number(text, number);
        }
    }
}

fn read_mask(digits: &mut Digits<'_>) -> Option<u64> {
    Some(digits.digit()? | (digits.digit()? << 6))
}

fn push_masked(text: &mut String, counts: impl Iterator<Item = u64> + Clone) {
    let bits = counts.clone().enumerate();
    let mask = bits.fold(0, |mask, (bit, count)| mask | (u64::from(count > 0) << bit));
    push_digit(text, mask & 63);
    push_digit(text, mask >> 6);
    counts.filter(|count| *count > 0).for_each(|count| push_number(text, count));
}
