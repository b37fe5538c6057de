//! A request for counts ([`Wanted`]), and the counts that a read gives ([`Given`]).

use domain::{Hour, Instant};
use wire::dimension::DimensionName;

use crate::{
    responses::dimension_filters::Filters,
    rollups::{counts::Counts, dims::Dims},
    store::day::CELL_MS,
};

/// A span of time, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first instant.
    pub start: Instant,
    /// The first instant after it.
    pub end: Instant,
}

/// Time, cuts and dimensions to read.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Time to read.
    pub span: Span,
    /// Instants, in order, at which counts must be split: no given count covers time on both sides
    /// of one.
    pub cuts: &'a [Instant],
    /// Dimensions by which to count as well. They are among those of the scope.
    pub dims: &'a [DimensionName],
    /// Filters that responses have to pass, if there are any.
    pub filtering: Option<Filtering<'a>>,
}

/// Filters on what is read.
#[derive(Clone, Copy, Debug)]
pub struct Filtering<'a> {
    /// The filters.
    pub filters: &'a Filters,
    /// Every instant, in order, at which counts must be split. A rollup tells the responses that
    /// pass only for a whole day, so a day with such an instant in it must be listed.
    pub cuts: &'a [Instant],
}

/// Counts that were read.
#[derive(Clone, Copy, Debug)]
pub enum Given<'a> {
    /// The first instant of a cell of the span, or of a part of a cell, and its counts.
    Cell(Instant, &'a Counts),
    /// The counts of a day by dimension. They come after the day's cells.
    Dims(&'a Dims),
}

impl<'a> Wanted<'a> {
    /// Asks for the counts of a span, without cuts, dimensions or filters.
    #[must_use]
    pub const fn of(span: Span) -> Wanted<'a> {
        Wanted { span, cuts: &[], dims: &[], filtering: None }
    }
}

impl Span {
    pub(super) fn touches(self, hour: Hour) -> bool {
        hour.end() > self.start && hour.start() < self.end
    }

    /// Returns the parts of an hour into which the span and the cuts divide it, as far as they lie
    /// in the span. Returns `None` if neither divides one of the hour's cells.
    pub(super) fn parts_of(self, hour: Hour, cuts: &[Instant]) -> Option<Vec<(Instant, Instant)>> {
        let ends = [self.start, self.end];
        let in_hour = |at: &&Instant| at.hour() == hour && at.unix_ms().rem_euclid(CELL_MS) != 0;
        if !ends.iter().chain(cuts).any(|at| in_hour(&at)) {
            return None;
        }
        let (start, end) = (self.start.max(hour.start()), self.end.min(hour.end()));
        let inside = cuts.iter().filter(|at| in_hour(at) && **at > start && **at < end).copied();
        let starts: Vec<Instant> = core::iter::once(start).chain(inside).collect();
        let ends = starts.iter().skip(1).copied().chain([end]);
        Some(starts.iter().copied().zip(ends).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_parted_where_the_span_or_a_cut_goes_through_a_cell() {
        let hour = Hour::parse("2026-11-22T03").unwrap();
        let at = |minutes: i64| hour.start().plus_ms(minutes * 60_000);
        let parts = |start, end, cuts: &[i64]| {
            let cuts: Vec<Instant> = cuts.iter().map(|minutes| at(*minutes)).collect();
            let parts = Span { start: at(start), end: at(end) }.parts_of(hour, &cuts)?;
            let minutes = |at: Instant| (at.unix_ms() - hour.start().unix_ms()) / 60_000;
            Some(parts.into_iter().map(|(a, b)| (minutes(a), minutes(b))).collect::<Vec<_>>())
        };
        assert_eq!(parts(-90, 90, &[-30, 15, 45, 60, 75]), None);
        assert_eq!(parts(15, 45, &[]), None);
        assert_eq!(parts(7, 90, &[]), Some(vec![(7, 60)]));
        assert_eq!(parts(-90, 7, &[]), Some(vec![(0, 7)]));
        assert_eq!(parts(7, 44, &[5, 7, 8, 44, 50]), Some(vec![(7, 8), (8, 44)]));
        assert_eq!(parts(-90, 90, &[-17, 17, 77]), Some(vec![(0, 17), (17, 60)]));
    }
}
