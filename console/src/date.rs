//! Civil dates, as the collector's `from` and `to` take them.
//!
//! In: reading, writing, moving by days. Not in: today's date and words of a language (`intl`).

use core::fmt;

use domain::calendar::{civil_from_days, days_from_civil};

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Days since 1 January 1970.
    days: i64,
}

impl Date {
    /// Returns the day of that number since 1 January 1970.
    #[must_use]
    pub const fn from_days(days: i64) -> Date {
        Date { days }
    }

    /// Returns the day of a year, month (1 to 12) and day; `None` unless the calendar has it.
    #[must_use]
    pub fn new(year: i64, month: i64, day: i64) -> Option<Date> {
        let is_possible = (1..=9998).contains(&year) && (1..=12).contains(&month);
        let date = is_possible.then(|| Date { days: days_from_civil(year, month, day) })?;
        (date.civil() == (year, month, day)).then_some(date)
    }

    /// Reads `2026-11-29`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Date> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| {
            let part = parts.next()?;
            let is_plain = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
            is_plain.then(|| part.parse::<i64>().ok()).flatten()
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        parts.next().is_none().then(|| Date::new(year, month, day)).flatten()
    }

    /// Returns the day so many days later, or earlier.
    #[must_use]
    pub const fn plus(self, days: i64) -> Date {
        Date { days: self.days + days }
    }

    /// Returns the number of days from another day to this one.
    #[must_use]
    pub const fn since(self, other: Date) -> i64 {
        self.days - other.days
    }

    /// Returns its first instant in UTC as milliseconds since 1970.
    #[must_use]
    pub const fn utc_ms(self) -> i64 {
        self.days * 86_400_000
    }

    fn civil(self) -> (i64, i64, i64) {
        civil_from_days(self.days)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_they_are_written() {
        for text in ["1970-01-01", "2026-11-29", "2024-02-29", "2000-12-31"] {
            assert_eq!(Date::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Date::parse("1970-01-02").unwrap().utc_ms(), 86_400_000);
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["2026-02-30", "2025-02-29", "2026-13-01", "26-01-01", "2026-1-1", "", "x"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert_eq!(Date::parse("2026-11-29T00:00:00Z"), None);
    }

    #[test]
    fn days_are_counted_over_the_ends_of_months_and_years() {
        let date = Date::parse("2026-01-15").unwrap();
        assert_eq!(date.plus(-30).to_string(), "2025-12-16");
        assert_eq!(date.since(date.plus(-30)), 30);
        assert_eq!(Date::parse("2024-02-28").unwrap().plus(2).to_string(), "2024-03-01");
    }
}
