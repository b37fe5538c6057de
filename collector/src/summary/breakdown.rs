//! Adds up days' tallies by dimension for a period: its most frequent values, and the others.
//!
//! Days come in order of time, and each has chosen the values that it keeps apart (see
//! [`crate::rollups::dims`]). So the result depends only on the responses and the period.

use core::cmp::Reverse;
use std::{borrow::Cow, collections::BTreeMap};

use domain::{Metric, MetricTally, Score};
use wire::{
    dimension::{DimensionName, composed},
    limits::VALUES_NAMED_MAX,
};

use crate::rollups::{
    counts::Counts,
    dims::{Dim, is_reserved},
};

/// The most values that are told apart while days are added up, some 2 MB. Whenever there are more,
/// the less frequent half is counted with the others.
const VALUES_MAX: usize = 10_000;

/// The same of a survey whose attributes are rated: its tallies take ten times the room.
const VALUES_RATED_MAX: usize = 1_000;

/// The tallies of one dimension over a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Breakdown {
    name: DimensionName,
    metric: Metric,
    none: MetricTally,
    others: MetricTally,
    values: BTreeMap<String, Value>,
    /// Number of times that less frequent values were moved to the others.
    n_cuts: u32,
}

#[derive(Clone, Debug, PartialEq)]
struct Value {
    tally: MetricTally,
    /// Number of times that others were moved and this value was kept.
    n_cuts: u32,
}

/// The responses with one value.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Value that they share.
    pub is: Is,
    /// Their answers.
    pub tally: MetricTally,
    /// True if [`Is::Other`] may hold more of them.
    pub at_least: bool,
}

/// Value that the responses of a part share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Is {
    /// This value.
    Value(String),
    /// No value.
    None,
    /// A value that isn't named.
    Other,
}

impl Breakdown {
    /// Returns the breakdown of no responses.
    #[must_use]
    pub fn new(name: DimensionName, metric: Metric) -> Breakdown {
        Breakdown {
            name,
            metric,
            none: MetricTally::new(metric),
            others: MetricTally::new(metric),
            values: BTreeMap::new(),
            n_cuts: 0,
        }
    }

    /// Returns the dimension.
    #[must_use]
    pub const fn name(&self) -> &DimensionName {
        &self.name
    }

    /// Adds a day. It must come after those that were added already.
    pub fn add(&mut self, day: &Dim) {
        let metric = self.metric;
        add(&mut self.none, &day.none);
        add(&mut self.others, &day.rest);
        let is_cut = u32::from(day.rest.responses() > 0);
        self.n_cuts = self.n_cuts.saturating_add(is_cut);
        for (name, counts) in in_one_form(&day.values).as_ref() {
            let value = match self.values.get_mut(name) {
                Some(value) => value,
                None => self.values.entry(name.clone()).or_insert_with(|| Value::new(metric)),
            };
            add(&mut value.tally, counts);
            value.n_cuts = value.n_cuts.saturating_add(is_cut);
        }
        if self.values.len() > self.values_max() {
            self.halve();
        }
    }

    /// Returns the most frequent values and the responses without a value, most responses first and
    /// then by name. The other values come last.
    #[must_use]
    pub fn parts(mut self) -> Vec<Part> {
        let n_cuts = self.n_cuts;
        let values = self.take_most_frequent(VALUES_NAMED_MAX).into_iter().map(|(name, value)| {
            Part { is: Is::Value(name), tally: value.tally, at_least: value.n_cuts < n_cuts }
        });
        let whole = |is, tally: MetricTally| {
            (!tally.is_empty()).then_some(Part { is, tally, at_least: false })
        };
        let none = whole(Is::None, self.none.clone());
        let mut parts: Vec<Part> = none.into_iter().chain(values).collect();
        parts.sort_by_key(|part| Reverse(part.tally.responses()));
        parts.extend(whole(Is::Other, self.others));
        parts
    }

    const fn values_max(&self) -> usize {
        match self.metric {
            Metric::Score(_) => VALUES_MAX,
            Metric::Csi(_) => VALUES_RATED_MAX,
        }
    }

    fn halve(&mut self) {
        let mut kept = self.take_most_frequent(self.values_max() / 2);
        self.n_cuts = self.n_cuts.saturating_add(1);
        for (_, value) in &mut kept {
            value.n_cuts = value.n_cuts.saturating_add(1);
        }
        self.values = kept.into_iter().collect();
    }

    /// Takes out the `n` values with the most responses. The rest is counted with the others.
    fn take_most_frequent(&mut self, n: usize) -> Vec<(String, Value)> {
        let mut values: Vec<(String, Value)> =
            core::mem::take(&mut self.values).into_iter().collect();
        // Among equally frequent values those first by name come first: they are in this order
        // already.
        values.sort_by_key(|(text, value)| {
            (Reverse(is_reserved(&self.name, text)), Reverse(value.tally.responses()))
        });
        for (_, value) in values.drain(n.min(values.len())..) {
            // Both are of one metric, so it always fits.
            let _ = self.others.merge(&value.tally);
        }
        values
    }
}

impl Value {
    fn new(metric: Metric) -> Value {
        Value { tally: MetricTally::new(metric), n_cuts: 0 }
    }
}

/// Adds counts to a tally.
pub fn add(tally: &mut MetricTally, counts: &Counts) {
    match tally {
        MetricTally::Score(tally) => {
            let kind = tally.kind();
            for score in kind.scale().values().filter_map(|v| Score::new(kind, i64::from(v)).ok()) {
                let count = u64::from(counts.of_score(usize::from(score.value())));
                // Of one kind, so it always fits.
                let _ = tally.add_count(score, count);
            }
        }
        MetricTally::Csi(tally) => {
            // Of one survey and so of the same attributes: it always fits.
            let _ = counts.ratings().map_or(Ok(()), |more| tally.merge(more));
        }
    }
}

/// Returns the values with those added up that differ only in their form. Days that were folded
/// before there was one form have them apart.
fn in_one_form(values: &BTreeMap<String, Counts>) -> Cow<'_, BTreeMap<String, Counts>> {
    if values.keys().all(|name| matches!(composed(name), Cow::Borrowed(_))) {
        return Cow::Borrowed(values);
    }
    let mut merged: BTreeMap<String, Counts> = BTreeMap::new();
    for (name, counts) in values {
        merged.entry(composed(name).into_owned()).or_default().merge(counts);
    }
    Cow::Owned(merged)
}

#[cfg(test)]
mod tests {
    use domain::{Answer, Kind};
    use wire::reason::{NONE_PICKED, NOT_ASKED};

    use super::*;
    use crate::{rollups::dims::Dims, store::stored_response::Metadata};

    #[test]
    fn however_many_reasons_are_made_up_those_not_asked_are_told_apart() {
        let mut day = Dims::of(&[DimensionName::Reason]);
        let three = Answer::Score(Score::new(Kind::Nps, 3).unwrap());
        let add = |day: &mut Dims, json: &str| {
            day.add(&three, &Metadata::decode(json).unwrap());
        };
        for n in 0..12_000 {
            add(&mut day, &format!(r#"{{"s":3,"r":"made_up{}"}}"#, n % 6_000));
        }
        add(&mut day, r#"{"s":3,"r":""}"#);
        add(&mut day, r#"{"s":3,"r":"-"}"#);
        day.keep_most_frequent();
        let mut breakdown = Breakdown::new(DimensionName::Reason, Kind::Nps.into());
        breakdown.add(day.get(&DimensionName::Reason).unwrap());
        let parts = breakdown.parts();
        let of = |value: &str| {
            let is = Is::Value(value.to_owned());
            parts.iter().find(|part| part.is == is).map(|part| part.tally.responses())
        };
        assert_eq!((of(NONE_PICKED), of(NOT_ASKED)), (Some(1), Some(1)));
    }
}
