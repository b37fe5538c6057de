//! Days and quarter hours of UTC: the units of rollups.

use core::fmt;

use domain::{DAY_MS, HOUR_MS, Hour, Instant};

/// Length of a cell, in milliseconds. Every time zone in use is a multiple of it away from UTC, so
/// any zone's day is made of whole cells.
pub const CELL_MS: i64 = HOUR_MS / 4;

/// Number of cells of an hour.
pub const CELLS_PER_HOUR: usize = 4;

/// Number of cells of a day.
pub const CELLS_PER_DAY: usize = 24 * CELLS_PER_HOUR;

/// A day of UTC; writes itself as `2026-11-22`, as the hours of its keys begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(i64);

impl Day {
    /// The day in which an instant lies.
    #[must_use]
    pub const fn of(instant: Instant) -> Day {
        Day(instant.unix_ms().div_euclid(DAY_MS))
    }

    /// The day's first instant.
    #[must_use]
    pub const fn start(self) -> Instant {
        Instant::from_unix_ms(self.0.saturating_mul(DAY_MS))
    }

    /// The first instant after the day.
    #[must_use]
    pub const fn end(self) -> Instant {
        self.plus(1).start()
    }

    /// Returns the day that many days later.
    #[must_use]
    pub const fn plus(self, days: i64) -> Day {
        Day(self.0.saturating_add(days))
    }

    /// Number of days from the other to this one.
    #[must_use]
    pub const fn since(self, other: Day) -> i64 {
        self.0.saturating_sub(other.0)
    }

    /// The day's hours, in order.
    pub fn hours(self) -> impl Iterator<Item = Hour> {
        (0..24).map(move |n| self.start().plus_ms(n * HOUR_MS).hour())
    }

    /// The cell of the day in which an instant lies; `None` for an instant of another day.
    #[must_use]
    pub fn cell_of(self, instant: Instant) -> Option<usize> {
        let into_day_ms = instant.unix_ms().checked_sub(self.start().unix_ms())?;
        let cell = usize::try_from(into_day_ms.div_euclid(CELL_MS)).ok()?;
        (cell < CELLS_PER_DAY).then_some(cell)
    }

    /// The first instant of one of the day's cells.
    #[must_use]
    pub fn cell_start(self, cell: usize) -> Instant {
        let cell = i64::try_from(cell).unwrap_or(i64::MAX);
        self.start().plus_ms(cell.saturating_mul(CELL_MS))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hour = self.start().hour().to_string();
        f.write_str(hour.split('T').next().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(text: &str) -> Hour {
        Hour::parse(text).unwrap()
    }

    #[test]
    fn a_day_has_its_date_as_text_and_its_hours_begin_with_it() {
        let day = Day::of(hour("2024-02-29T17").start());
        assert_eq!(day.to_string(), "2024-02-29");
        assert_eq!(day.plus(1).to_string(), "2024-03-01");
        let hours: Vec<String> = day.hours().map(|hour| hour.to_string()).collect();
        assert_eq!((hours.len(), hours[0].as_str()), (24, "2024-02-29T00"));
        assert!(hours.iter().all(|hour| hour.starts_with(&day.to_string())));
    }

    #[test]
    fn every_instant_of_a_day_lies_in_one_cell() {
        let day = Day::of(hour("2026-11-22T00").start());
        assert_eq!(day.cell_of(day.start()), Some(0));
        assert_eq!(day.cell_of(day.start().plus_ms(-1)), None);
        assert_eq!(day.cell_of(day.end().plus_ms(-1)), Some(CELLS_PER_DAY - 1));
        assert_eq!(day.cell_of(day.end()), None);
        for cell in 0..CELLS_PER_DAY {
            assert_eq!(day.cell_of(day.cell_start(cell)), Some(cell));
            assert_eq!(day.cell_of(day.cell_start(cell + 1).plus_ms(-1)), Some(cell));
        }
    }

    #[test]
    fn days_before_1970_are_days_too() {
        let day = Day::of(Instant::from_unix_ms(-1));
        assert_eq!(day.to_string(), "1969-12-31");
        assert_eq!(day.cell_of(Instant::from_unix_ms(-1)), Some(CELLS_PER_DAY - 1));
    }
}
