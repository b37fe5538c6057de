//! Each part of a whole against the rest of it: by how much a touchpoint pulls the score, and
//! which of many differ by more than chance, told together.

mod part;

use self::part::Part;
use crate::{
    Confidence, Interval, OtherKind, SMALL_SAMPLE_BELOW, Tally, Verdict, csi,
    figure::Method,
    interval::{Level, p_value},
    round_half_away,
};

/// A part of the responses beside all others: those of one touchpoint, say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Score of all minus the score of all without the part: negative when the part pulls the score
    /// down. `None` when there are no others.
    pub drag: Option<Gap>,
    /// Score of the part minus the score of the others; `None` when there are no others.
    pub difference: Option<Gap>,
    /// Probability of a difference as great by chance, after Holm's correction; `None` unless both
    /// the part and the others have [`SMALL_SAMPLE_BELOW`] responses.
    pub p_value: Option<f64>,
    /// Verdict on the part; it agrees with the difference's interval and with the p-value.
    pub verdict: Verdict,
    method: Method,
}

/// Difference of two scores, in their unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// The difference.
    pub value: f64,
    /// Interval that plausibly holds the true difference; holds `value`. `None` for means when a
    /// side has a single response.
    pub interval: Option<Interval>,
}

/// The comparisons that are corrected together.
#[derive(Clone, Copy)]
struct Family {
    /// Number of hypotheses.
    n_tests: usize,
}

/// Facts of a part before the others are compared.
struct Measured<'a, P> {
    part: &'a P,
    rest: P,
    value: Option<f64>,
    p_value: Option<f64>,
}

impl Comparison {
    /// Compares each part of a whole with the rest of it. The parts have no response in common.
    ///
    /// The p-value of a part is the least error at which its interval excludes 0: the interval of
    /// [`crate::Change`] where there is but one comparison; where there are several, Welch's t of
    /// what each response adds to the score, with pseudo-answers at both ends (for CES that is the
    /// same). Holm's procedure decides in the far tails, where the intervals that suit a single NPS
    /// or share tell too much of few responses.
    ///
    /// Parts of fewer than [`SMALL_SAMPLE_BELOW`] responses, or with so few beside them, are not
    /// tested and don't count. Of the others, m in all, Holm's procedure tests the most striking at
    /// an error of α/m, the next at α/(m − 1), and so on until one fails: the probability of a false
    /// alarm among all of them stays below α. Two parts alone are one test, for each is the rest of
    /// the other.
    ///
    /// Intervals are those at which Holm's procedure tested the part (those after the first failure
    /// at the error of that one, those not tested at α/m), so they exclude 0 exactly where the
    /// verdict says so. The drag's interval takes the part's share of the responses as it was
    /// observed, and is that of the difference times the share.
    ///
    /// Source: Holm 1979, Scandinavian Journal of Statistics 6, 65-70.
    ///
    /// # Errors
    /// Only when the tallies are of different kinds.
    pub fn of_parts(
        parts: &[&Tally],
        confidence: Confidence,
    ) -> Result<Vec<Comparison>, OtherKind> {
        compared(parts, confidence)
    }

    /// Compares the customer satisfaction index of each part with that of the rest, as
    /// [`Comparison::of_parts`] does for scores. Responses without an index count nowhere.
    ///
    /// # Errors
    /// Only when the tallies are of different attributes.
    pub fn of_index_parts(
        parts: &[&csi::Tally],
        confidence: Confidence,
    ) -> Result<Vec<Comparison>, csi::OtherAttributes> {
        compared(parts, confidence)
    }

    /// Returns the comparison as it is shown: differences rounded as their figure is; the p-value
    /// rounded up to two digits, so that it stays on its side of the error allowed, and never
    /// below 0.000001.
    #[must_use]
    pub fn rounded(self) -> Comparison {
        let gap = |gap: Gap| {
            let round = |number: f64| round_half_away(number, self.method.decimals());
            Gap { value: round(gap.value), interval: gap.interval.map(|one| one.map(round)) }
        };
        Comparison {
            drag: self.drag.map(gap),
            difference: self.difference.map(gap),
            p_value: self.p_value.map(rounded_up),
            ..self
        }
    }
}

fn compared<P: Part>(parts: &[&P], confidence: Confidence) -> Result<Vec<Comparison>, P::Other> {
    let (measured, family) = measured(parts)?;
    let tests = Holm::of(&measured, family, confidence);
    let one = |(at, one): (usize, &Measured<'_, P>)| one.compared(family, tests.of_part(at));
    Ok(measured.iter().enumerate().map(one).collect())
}

impl<P: Part> Measured<'_, P> {
    fn compared(&self, family: Family, tested: Tested) -> Comparison {
        let difference = self.value.map(|value| {
            let interval = family.interval(self.part, &self.rest, tested.level);
            Gap { value, interval: interval.map(|interval| interval.reaching(value)) }
        });
        let (own, others) = (self.part.total() as f64, self.rest.total() as f64);
        // Score of all − score of the rest = share · (score of the part − score of the rest).
        let share = own / (own + others);
        let drag = difference.map(|gap| Gap {
            value: share * gap.value,
            interval: gap.interval.map(|interval| interval.map(|end| share * end)),
        });
        let verdict = match (self.value, self.p_value) {
            (None, _) => Verdict::None,
            (Some(_), None) => Verdict::TooFew,
            (Some(value), Some(_)) if tested.is_told_apart => {
                if value > 0.0 {
                    Verdict::Better
                } else {
                    Verdict::Worse
                }
            }
            (Some(_), Some(_)) => Verdict::NoDifference,
        };
        let method = self.part.method();
        Comparison { drag, difference, p_value: tested.p_value, verdict, method }
    }
}

fn measured<'a, P: Part>(parts: &[&'a P]) -> Result<(Vec<Measured<'a, P>>, Family), P::Other> {
    let rests = rests(parts)?;
    let pairs: Vec<(&P, P)> = parts.iter().copied().zip(rests).collect();
    let n_tested = pairs.iter().filter(|(part, rest)| is_tested(*part, rest)).count();
    // Two parts mirror each other: one hypothesis, told from both sides.
    let is_mirrored = parts.iter().filter(|part| part.total() > 0).count() == 2;
    let family = Family { n_tests: if is_mirrored { n_tested.min(1) } else { n_tested } };
    let of_pair = |(part, rest)| Measured::of(part, rest, family);
    Ok((pairs.into_iter().map(of_pair).collect(), family))
}

fn is_tested<P: Part>(part: &P, rest: &P) -> bool {
    part.total().min(rest.total()) >= u128::from(SMALL_SAMPLE_BELOW)
}

impl Family {
    /// Returns the interval of the difference of a part and the rest, which holds the difference.
    fn interval<P: Part>(self, part: &P, rest: &P, level: Level) -> Option<Interval> {
        if self.n_tests > 1 {
            part.difference_among_many(rest, level)
        } else {
            part.difference(rest, level)
        }
    }
}

impl<'a, P: Part> Measured<'a, P> {
    fn of(part: &'a P, rest: P, family: Family) -> Measured<'a, P> {
        let value = part.score().zip(rest.score()).map(|(own, others)| own - others);
        let interval = |level| family.interval(part, &rest, level);
        let p_value =
            value.filter(|_| is_tested(part, &rest)).map(|value| p_value(value, interval));
        Measured { part, rest, value, p_value }
    }
}

/// Returns what is left of all parts without each: what comes before it and what comes after.
fn rests<P: Part>(parts: &[&P]) -> Result<Vec<P>, P::Other> {
    let Some(first) = parts.first() else { return Ok(Vec::new()) };
    let mut before = first.empty();
    let mut rests = Vec::with_capacity(parts.len());
    for part in parts {
        rests.push(before.clone());
        before.add(part)?;
    }
    let mut after = first.empty();
    for (part, rest) in parts.iter().zip(&mut rests).rev() {
        rest.add(&after)?;
        after.add(part)?;
    }
    Ok(rests)
}

/// Holm's procedure over the parts that can be tested.
struct Holm {
    /// By part.
    tested: Vec<Option<Tested>>,
    untested: Tested,
}

/// Outcome for one part.
#[derive(Clone, Copy)]
struct Tested {
    level: Level,
    p_value: Option<f64>,
    is_told_apart: bool,
}

impl Holm {
    fn of<P>(measured: &[Measured<'_, P>], family: Family, confidence: Confidence) -> Holm {
        let found = measured.iter().enumerate().filter_map(|(at, one)| Some((at, one.p_value?)));
        let mut ranked: Vec<(usize, f64)> = found.collect();
        ranked.sort_by(|a, b| a.1.total_cmp(&b.1));
        let m = family.n_tests;
        let level = |n: usize| {
            if n <= 1 {
                Level::from(confidence)
            } else {
                Level::of_error(confidence.error() / n as f64)
            }
        };
        let untested = Tested { level: level(m), p_value: None, is_told_apart: false };
        let mut tested = vec![None; measured.len()];
        // `left` hypotheses are yet to be tested; `at_error_of` stays where the first one failed.
        let (mut highest, mut left, mut at_error_of) = (0.0_f64, m, m);
        let mut has_failed = false;
        for (at, p_value) in ranked {
            highest = highest.max(p_value * left as f64).min(1.0);
            if !has_failed {
                at_error_of = left;
            }
            has_failed |= highest > confidence.error();
            if let Some(slot) = tested.get_mut(at) {
                *slot = Some(Tested {
                    level: level(at_error_of),
                    p_value: Some(highest),
                    is_told_apart: !has_failed,
                });
            }
            left = left.saturating_sub(1).max(1);
        }
        Holm { tested, untested }
    }

    fn of_part(&self, at: usize) -> Tested {
        self.tested.get(at).copied().flatten().unwrap_or(self.untested)
    }
}

/// Least p-value that is shown.
const P_VALUE_MIN: f64 = 0.000_001;

/// Rounds up to two digits.
fn rounded_up(p_value: f64) -> f64 {
    let p_value = p_value.max(P_VALUE_MIN);
    let mut decimals = 1_u8;
    let mut unit = 10.0;
    while p_value * unit < 10.0 - 1e-9 {
        unit *= 10.0;
        decimals = decimals.saturating_add(1);
    }
    // An exact 0.05 may be stored a little above.
    round_half_away(((p_value * unit - 1e-9).ceil() / unit).min(1.0), decimals)
}
