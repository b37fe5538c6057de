//! Counts of the responses that pass filters, as far as a day's rollup has them.
//!
//! A rollup counts by each dimension, but not by two at once. So it can answer for whole days if
//! one dimension alone decides. The reader lists everything else. A response may have several
//! reasons: a rollup can tell how many picked one of them, but not how many picked one of two.

use wire::dimension::DimensionName;

use crate::{
    responses::dimension_filters::Filters,
    rollups::{
        counts::{Cells, Counts},
        dims::{Dim, Dims},
        plan::Trust,
        value::Rollup,
        wanted::{Filtering, Wanted},
    },
    store::day::Day,
};

/// Returns the dimensions by which a day's rollup must count to answer the request; `None` if no
/// rollup can answer it.
pub(super) fn needed<'a>(wanted: &Wanted<'a>) -> Option<&'a [DimensionName]> {
    let Some(filtering) = wanted.filtering else { return Some(wanted.dims) };
    let only = filtering.filters.only()?;
    let are_parts = *only != DimensionName::Reason || wanted.dims.is_empty();
    let can_tell = are_parts && wanted.dims.iter().all(|dim| dim == only);
    can_tell.then_some(core::slice::from_ref(only))
}

impl Filtering<'_> {
    /// Returns the trust in a day's rollup when only the responses that pass are to be counted.
    pub(super) fn trust(&self, day: Day, trust: Trust) -> Trust {
        let is_inside = |at: &&domain::Instant| **at > day.start() && **at < day.end();
        match trust.with_dims(self.cuts.iter().any(|at| is_inside(&at))) {
            Trust::Whole(rollup) => passed(rollup, self.filters),
            not_whole => not_whole,
        }
    }
}

/// Returns a rollup of the responses that pass. All its counts stand in the day's first cell.
fn passed(rollup: Rollup, filters: &Filters) -> Trust {
    let Some(dim) = filters.only().and_then(|name| rollup.dims.get(name)) else {
        return Trust::None;
    };
    // Responses that pass may be among these. A new list would add up the same ones, so no new
    // rollup is written.
    if dim.rest.responses() > 0 {
        return Trust::Listed;
    }
    // Builds until 2026-11-29 did not count comments by dimension: such a day is folded again. They
    // did not count reasons at all.
    let comments = |counts: &Counts| u64::from(counts.comments());
    let of_dim: u64 = dim.all().map(comments).sum();
    let of_day: u64 = rollup.cells.iter().map(|(_, counts)| comments(counts)).sum();
    if *dim.name() != DimensionName::Reason && of_dim != of_day {
        return Trust::None;
    }
    let mut kept = Dim::new(dim.name().clone());
    if filters.take_value(dim.name(), None) {
        kept.none = dim.none.clone();
    }
    let values = dim.values.iter().filter(|(value, _)| filters.take_value(dim.name(), Some(value)));
    kept.values = values.map(|(value, counts)| (value.clone(), counts.clone())).collect();
    let mut all = Counts::default();
    kept.all().for_each(|counts| all.merge(counts));
    let (mut cells, mut dims) = (Cells::default(), Dims::default());
    if all.responses() > 0 {
        cells.push(0, all);
    }
    dims.push(kept);
    Trust::Whole(Rollup { as_of: rollup.as_of, cells, dims })
}
