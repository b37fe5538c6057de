//! Distributions of responses to come, for plans: the survey's own, and those near it with another
//! score.
//!
//! In: probabilities of each answer, their mean and variance. Not in: how many responses a plan
//! needs (`power`).

use crate::{
    Group, Kind, Tally,
    interval::{Interval, Level, adjusted_t, adjusted_wald, newcombe, wilson},
};

/// Probabilities of answers, each with what it adds to the score.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    kind: Kind,
    /// Amount that an answer adds to the score (-100, 0 or 100 for NPS), lowest first; its probability.
    points: Vec<(f64, f64)>,
}

impl Planned {
    /// Returns the distribution that a tally with responses shows, without any added answer.
    pub(crate) fn as_counted(tally: &Tally) -> Planned {
        let total = tally.total() as f64;
        let share = |group| tally.group_total(group) as f64 / total;
        let points = match tally.kind() {
            Kind::Nps => of_nps(share(Group::Promoter), share(Group::Detractor)),
            Kind::Ces => {
                let counts = tally.counts();
                counts.map(|(value, count)| (f64::from(value), count as f64 / total)).collect()
            }
            Kind::Csat => of_csat(share(Group::Satisfied)),
        };
        Planned { kind: tally.kind(), points }
    }

    /// Returns the same with the answers that the interval's method adds: ten tens are no proof that
    /// nobody answers anything else.
    pub(crate) fn smoothed(tally: &Tally, level: Level) -> Planned {
        let points = match tally.kind() {
            Kind::Nps => {
                let shares = adjusted_wald::Shares::of(tally);
                let (promoters, detractors) = adjusted_wald::smoothed(shares, level);
                of_nps(promoters, detractors)
            }
            Kind::Ces => {
                let counts = tally.counts().map(|(value, count)| (value, count as f64));
                let weighted = adjusted_t::smoothed(tally.kind().scale(), counts, level);
                let whole: f64 = weighted.clone().map(|(_, weight)| weight).sum();
                weighted.map(|(value, weight)| (value, weight / whole)).collect()
            }
            Kind::Csat => {
                // The centre of Wilson's interval.
                let satisfied = tally.group_total(Group::Satisfied) as f64;
                let (total, z2) = (tally.total() as f64, level.z() * level.z());
                of_csat((satisfied + z2 / 2.0) / (total + z2))
            }
        };
        Planned { kind: tally.kind(), points }
    }

    pub(crate) fn mean(&self) -> f64 {
        self.points.iter().map(|(value, share)| value * share).sum()
    }

    /// Returns the variance of what one response adds to the score.
    pub(crate) fn variance(&self) -> f64 {
        let mean = self.mean();
        self.points.iter().map(|(value, share)| share * (value - mean).powi(2)).sum()
    }

    /// Returns the distribution of that mean that is nearest to this one (in relative entropy): each
    /// probability times `eᵗᵛ`. `None` where no answers have such a mean.
    pub(crate) fn tilted(&self, mean: f64) -> Option<Planned> {
        let (lowest, highest) = (self.points.first()?.0, self.points.last()?.0);
        // A mean at an end is that of everybody's answering so.
        if !(lowest - 1e-9..=highest + 1e-9).contains(&mean) {
            return None;
        }
        let by = |tilt: f64| {
            let weight = |(value, share): (f64, f64)| {
                (value, share * (tilt * (value - lowest) / (highest - lowest)).exp())
            };
            let points: Vec<(f64, f64)> = self.points.iter().copied().map(weight).collect();
            let whole: f64 = points.iter().map(|(_, weight)| weight).sum();
            let points = points.into_iter().map(|(value, weight)| (value, weight / whole));
            Planned { kind: self.kind, points: points.collect() }
        };
        // The mean rises with the tilt.
        let (mut low, mut high) = (-60.0, 60.0);
        for _ in 0..80 {
            let middle = (low + high) / 2.0;
            if by(middle).mean() < mean { low = middle } else { high = middle }
        }
        Some(by((low + high) / 2.0))
    }

    /// Returns the interval of the score that `n` responses of just these shares would give.
    pub(crate) fn interval(&self, n: f64, level: Level) -> Interval {
        match self.kind {
            Kind::Nps => adjusted_wald::plain(self.shares(n), level),
            Kind::Ces => adjusted_t::plain(self.adjusted(n, level), level),
            Kind::Csat => {
                let share = self.share(n);
                wilson::interval(share.part, share.whole, level).map(|share| 100.0 * share)
            }
        }
    }

    /// Returns the interval of the difference from `n` responses of another distribution.
    pub(crate) fn difference(&self, previous: &Planned, n: f64, level: Level) -> Interval {
        match self.kind {
            Kind::Nps => adjusted_wald::plain_difference(self.shares(n), previous.shares(n), level),
            Kind::Ces => {
                let (now, before) = (self.adjusted(n, level), previous.adjusted(n, level));
                adjusted_t::plain_difference(&now, &before, level)
            }
            Kind::Csat => newcombe::difference(self.share(n), previous.share(n), level)
                .map(|share| 100.0 * share),
        }
    }

    /// True if intervals lie around a centre that added answers draw to the middle.
    pub(crate) fn is_drawn_to_middle(&self) -> bool {
        self.kind != Kind::Csat
    }

    fn shares(&self, n: f64) -> adjusted_wald::Shares {
        let expected = |point: Option<&(f64, f64)>| point.map_or(0.0, |(_, share)| n * share);
        adjusted_wald::Shares {
            promoters: expected(self.points.last()),
            detractors: expected(self.points.first()),
            responses: n,
        }
    }

    fn adjusted(&self, n: f64, level: Level) -> adjusted_t::Adjusted {
        let scale = self.kind.scale();
        let counts = scale.values().zip(&self.points).map(|(value, (_, share))| (value, n * share));
        adjusted_t::Adjusted::of_counts(scale, counts, n, level)
    }

    fn share(&self, n: f64) -> newcombe::Share {
        let satisfied = self.points.last().map_or(0.0, |(_, share)| *share);
        newcombe::Share { part: n * satisfied.min(1.0), whole: n }
    }
}

fn of_nps(promoters: f64, detractors: f64) -> Vec<(f64, f64)> {
    let passives = (1.0 - promoters - detractors).max(0.0);
    vec![(-100.0, detractors), (0.0, passives), (100.0, promoters)]
}

fn of_csat(satisfied: f64) -> Vec<(f64, f64)> {
    vec![(0.0, 1.0 - satisfied), (100.0, satisfied)]
}
