//! Simulation, with fixed seeds, of how often comparisons are false alarms and plans come true.
#![expect(clippy::unwrap_used, reason = "a failed simulation shall fail the test")]

use domain::{
    Change, Comparison, Confidence, Kind, Power, Score, ScoreStep, Tally, Target, TargetVerdict,
    Verdict,
};

/// One-sided, as most surveys are; even; of two humps.
const NPS: [[f64; 11]; 3] = [
    [0.01, 0.0, 0.01, 0.01, 0.01, 0.03, 0.03, 0.1, 0.2, 0.25, 0.35],
    [0.05, 0.05, 0.05, 0.05, 0.05, 0.1, 0.15, 0.2, 0.15, 0.1, 0.05],
    [0.3, 0.05, 0.0, 0.0, 0.0, 0.05, 0.0, 0.05, 0.05, 0.1, 0.4],
];
const CES: [[f64; 7]; 3] = [
    [0.01, 0.0, 0.01, 0.01, 0.04, 0.13, 0.8],
    [0.1, 0.1, 0.1, 0.2, 0.2, 0.2, 0.1],
    [0.4, 0.1, 0.0, 0.0, 0.0, 0.1, 0.4],
];
const CSAT: [[f64; 5]; 3] =
    [[0.01, 0.01, 0.03, 0.25, 0.7], [0.1, 0.2, 0.3, 0.2, 0.2], [0.45, 0.05, 0.0, 0.1, 0.4]];

fn shapes() -> impl Iterator<Item = (Kind, Vec<f64>)> {
    let nps = NPS.iter().map(|p| (Kind::Nps, p.to_vec()));
    let ces = CES.iter().map(|p| (Kind::Ces, p.to_vec()));
    let csat = CSAT.iter().map(|p| (Kind::Csat, p.to_vec()));
    nps.chain(ces).chain(csat)
}

#[test]
fn of_many_values_that_are_alike_any_is_told_apart_6_times_in_100_at_most() {
    let n_runs = 400_u32;
    // Of all sizes; a few beside a great one; many as small as is compared at all.
    let sizes: [&[u64]; 3] = [&[150, 80, 40, 25, 15, 10], &[300, 20, 20, 20], &[10; 12]];
    for ((kind, p), sizes) in shapes().flat_map(|shape| sizes.map(|sizes| (shape.clone(), sizes))) {
        let mut random = Random(20_261_129);
        let mut n_alarms = 0;
        for _ in 0..n_runs {
            let parts = sizes.iter().map(|n| sample(&mut random, kind, &p, *n));
            n_alarms += u32::from(is_any_told(&parts.collect::<Vec<_>>()));
        }
        let share = f64::from(n_alarms) / f64::from(n_runs);
        assert!(share <= 0.06, "{kind:?} {p:?} {sizes:?}: {share}");
    }
}

/// Without the correction this is one breakdown in four.
#[test]
fn the_correction_is_needed_for_that() {
    let (n_runs, mut n_alarms) = (400, 0);
    let mut random = Random(7);
    for _ in 0..n_runs {
        let parts = [80; 8].map(|n| sample(&mut random, Kind::Csat, &CSAT[1], n));
        let is_told = |at: usize| {
            let mut rest = Tally::new(Kind::Csat);
            for (_, part) in parts.iter().enumerate().filter(|(other, _)| *other != at) {
                rest.merge(part).unwrap();
            }
            let change = Change::between(&parts[at], &rest, Confidence::Percent95).unwrap();
            change.unwrap().significant == Some(true)
        };
        n_alarms += u32::from((0..parts.len()).any(is_told));
    }
    assert!(n_alarms > 80, "{n_alarms} of {n_runs}");
}

#[test]
fn a_value_that_is_worse_is_told_and_the_others_mostly_are_not() {
    let mut random = Random(3);
    let (n_runs, mut n_found, mut n_wrong) = (150_u32, 0, 0);
    for _ in 0..n_runs {
        let mut parts = [200; 6].map(|n| sample(&mut random, Kind::Nps, &NPS[0], n));
        parts[4] = sample(&mut random, Kind::Nps, &NPS[1], 120);
        let compared = compared(&parts);
        n_found += u32::from(compared[4].verdict == Verdict::Worse);
        n_wrong +=
            u32::from(compared.iter().any(|one| {
                one.verdict == Verdict::Worse && one.difference != compared[4].difference
            }));
    }
    assert!(n_found == n_runs, "{n_found}");
    assert!(f64::from(n_wrong) <= 0.06 * f64::from(n_runs), "{n_wrong}");
}

/// 80 times in 100, and a little more often where the number is rounded up to two digits.
#[test]
fn as_many_responses_as_are_said_to_be_needed_tell_the_change() {
    for (kind, p) in shapes() {
        let steps = match kind {
            Kind::Nps => [12.0, 20.0, 50.0],
            Kind::Ces => [0.4, 0.8, 1.5],
            Kind::Csat => [8.0, 15.0, 35.0],
        };
        for step in steps {
            let own = expected(kind, &p, 1_000);
            let needed =
                Power::to_tell(ScoreStep::new(kind, step).unwrap(), &own, Confidence::Percent95);
            let n = needed.unwrap().responses_needed;
            // The side of the greater variance, which takes more.
            let both = [tilted(kind, &p, -step), tilted(kind, &p, step)];
            let other = both
                .into_iter()
                .flatten()
                .max_by(|a, b| variance(kind, a).total_cmp(&variance(kind, b)))
                .unwrap();
            let mut random = Random(n);
            let n_runs = if n > 200 { 400_u32 } else { 1_000 };
            let n_told = (0..n_runs)
                .filter(|_| {
                    let (before, now) =
                        (sample(&mut random, kind, &p, n), sample(&mut random, kind, &other, n));
                    let change = Change::between(&now, &before, Confidence::Percent95).unwrap();
                    change.unwrap().significant == Some(true)
                })
                .count();
            let share = n_told as f64 / f64::from(n_runs);
            assert!(share >= 0.75, "{kind:?} {p:?} {step}: {n} {share}");
            assert!(n == 10 || share <= 0.87, "{kind:?} {p:?} {step}: {n} {share}");
        }
    }
}

#[test]
fn as_many_responses_as_a_target_lacks_settle_it() {
    for (kind, p) in shapes() {
        let own = expected(kind, &p, 100);
        let mean = score(kind, &p);
        let distance = match kind {
            Kind::Nps => 3.0,
            Kind::Ces => 0.1,
            Kind::Csat => 2.0,
        };
        for score in [mean - distance, mean + distance] {
            let unit = if kind == Kind::Ces { 100.0 } else { 10.0 };
            let target = Target::new(kind, (score * unit).round() / unit).unwrap();
            assert_eq!(target.verdict(&own, Confidence::Percent95, true), TargetVerdict::Open);
            let more = target.more_responses(&own, Confidence::Percent95).unwrap();
            let mut random = Random(more);
            let n_runs = 200_u32;
            let n_settled = (0..n_runs)
                .filter(|_| {
                    let later = sample(&mut random, kind, &p, 100 + more);
                    target.verdict(&later, Confidence::Percent95, true) != TargetVerdict::Open
                })
                .count();
            let share = n_settled as f64 / f64::from(n_runs);
            assert!((0.72..=0.9).contains(&share), "{kind:?} {p:?} {score}: {more} {share}");
        }
    }
}

fn is_any_told(parts: &[Tally]) -> bool {
    let is_told = |one: &Comparison| matches!(one.verdict, Verdict::Better | Verdict::Worse);
    compared(parts).iter().any(is_told)
}

fn compared(parts: &[Tally]) -> Vec<Comparison> {
    Comparison::of_parts(&parts.iter().collect::<Vec<_>>(), Confidence::Percent95).unwrap()
}

/// Amount that an answer adds to the score.
fn worth(kind: Kind, value: u8) -> f64 {
    match kind {
        Kind::Nps => f64::from(100 * (i32::from(value >= 9) - i32::from(value <= 6))),
        Kind::Ces => f64::from(value),
        Kind::Csat => f64::from(100 * i32::from(value >= 4)),
    }
}

fn score(kind: Kind, p: &[f64]) -> f64 {
    kind.scale().values().zip(p).map(|(value, share)| share * worth(kind, value)).sum()
}

fn variance(kind: Kind, p: &[f64]) -> f64 {
    let mean = score(kind, p);
    kind.scale().values().zip(p).map(|(v, share)| share * (worth(kind, v) - mean).powi(2)).sum()
}

/// Shifts a distribution by as many points, with the least change otherwise.
fn tilted(kind: Kind, p: &[f64], step: f64) -> Option<Vec<f64>> {
    let aim = score(kind, p) + step;
    let by = |tilt: f64| {
        let weights: Vec<f64> = kind
            .scale()
            .values()
            .zip(p)
            .map(|(value, share)| share * (tilt * worth(kind, value)).exp())
            .collect();
        let whole: f64 = weights.iter().sum();
        weights.into_iter().map(|weight| weight / whole).collect::<Vec<f64>>()
    };
    let (mut low, mut high) = (-5.0, 5.0);
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        if score(kind, &by(middle)) < aim { low = middle } else { high = middle }
    }
    let found = by(low);
    ((score(kind, &found) - aim).abs() < 1e-6).then_some(found)
}

fn expected(kind: Kind, p: &[f64], n: u64) -> Tally {
    let mut tally = Tally::new(kind);
    for (value, share) in kind.scale().values().zip(p) {
        let score = Score::new(kind, i64::from(value)).unwrap();
        tally.add_count(score, (share * n as f64).round() as u64).unwrap();
    }
    tally
}

fn sample(random: &mut Random, kind: Kind, p: &[f64], n: u64) -> Tally {
    let mut tally = Tally::new(kind);
    for _ in 0..n {
        let mut left = random.share();
        let mut values = kind.scale().values().zip(p);
        let value = values.find(|(_, share)| {
            left -= **share;
            left < 0.0
        });
        let value = value.map_or(kind.scale().max, |(value, _)| value);
        tally.add(Score::new(kind, i64::from(value)).unwrap()).unwrap();
    }
    tally
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}
