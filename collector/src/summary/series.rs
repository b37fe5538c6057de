//! Cuts a period into the pieces of its series: hours, days, weeks, months, quarters or years of
//! its time zone.

use core::cmp::Ordering;

use domain::{HOUR_MS, Instant};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use wire::{limits::SERIES_POINTS_MAX, problem::FieldError};

use crate::{
    store::day::CELL_MS,
    summary::period::{Period, parameter, start_of_day},
    text::rfc3339,
};

/// Length of each piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// From one full hour of the zone's clocks to the next, or to the moment in which they are
    /// put forward or back by less.
    Hour,
    /// A date. Where clocks change it has 23 or 25 hours, or whatever the zone makes of it.
    Day,
    /// From Monday to Sunday (ISO 8601).
    Week,
    /// A month of the calendar.
    Month,
    /// Three months of the calendar, from January, April, July or October on.
    Quarter,
    /// A year of the calendar.
    Year,
}

/// One piece of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its first instant.
    pub start: Instant,
    /// Its first instant as text: for the first piece as the period's `from` is written, otherwise
    /// a date or an instant.
    pub from: String,
}

/// Most pieces that may begin or end within a quarter of an hour, where rollups don't help. Every
/// zone in use today is whole quarters away from UTC; some zones were not until lately.
const UNALIGNED_MAX: usize = 20;

impl Unit {
    const ALL: [Unit; 6] =
        [Unit::Hour, Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year];
    /// The words of all units, for the error about a wrong one.
    pub const ALLOWED: &'static str = "hour, day, week, month, quarter or year";

    /// Returns the unit of that word, such as `day`, or `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.as_str() == text)
    }

    const fn as_str(self) -> &'static str {
        match self {
            Unit::Hour => "hour",
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Quarter => "quarter",
            Unit::Year => "year",
        }
    }

    /// Returns the length of the longest piece of this unit.
    const fn longest_ms(self) -> i64 {
        match self {
            Unit::Hour => HOUR_MS,
            Unit::Day => 24 * HOUR_MS,
            Unit::Week => 7 * 24 * HOUR_MS,
            Unit::Month => 31 * 24 * HOUR_MS,
            Unit::Quarter => 92 * 24 * HOUR_MS,
            Unit::Year => 366 * 24 * HOUR_MS,
        }
    }

    /// Returns the first day of the unit after the one in which `day` lies.
    fn next(self, day: Date) -> Option<Date> {
        let next = match self {
            Unit::Hour | Unit::Day => day.tomorrow(),
            Unit::Week => day.checked_add((7 - day.weekday().to_monday_zero_offset()).days()),
            Unit::Month => day.first_of_month().checked_add(1.month()),
            // To its last month, and one further.
            Unit::Quarter => day.first_of_month().checked_add((3 - (day.month() - 1) % 3).months()),
            Unit::Year => day.first_of_year().checked_add(1.year()),
        };
        next.ok()
    }
}

/// Cuts a period into pieces, which follow each other without gaps. The first begins and the last
/// ends where the period does.
///
/// # Errors
/// If there would be more pieces than [`SERIES_POINTS_MAX`], or more than rollups can be cut into.
pub fn pieces(period: &Period, unit: Unit) -> Result<Vec<Piece>, FieldError> {
    let mut pieces = vec![Piece { start: period.start, from: period.from.clone() }];
    let starts: &mut dyn Iterator<Item = Piece> = match unit {
        Unit::Hour => &mut hours(period.start, &period.zone),
        _ => &mut days(period.start, &period.zone, unit),
    };
    let mut last = period.start;
    for piece in starts.take_while(|piece| piece.start < period.end) {
        // A date that a zone has skipped begins with the next one.
        if piece.start.cmp(&last) != Ordering::Greater {
            continue;
        }
        if pieces.len() == SERIES_POINTS_MAX {
            return Err(too_many(period, unit));
        }
        last = piece.start;
        pieces.push(piece);
    }
    let is_unaligned = |piece: &&Piece| !is_aligned(piece.start);
    if pieces.iter().skip(1).filter(is_unaligned).count() > UNALIGNED_MAX {
        let allowed = "a shorter period or longer pieces, or a tz that is a multiple of 15 minutes \
                       away from UTC";
        return Err(parameter("interval", "would cut too many quarters of an hour", allowed));
    }
    Ok(pieces)
}

/// True if an instant lies on the border of two quarters of an hour.
#[must_use]
pub const fn is_aligned(instant: Instant) -> bool {
    instant.unix_ms().rem_euclid(CELL_MS) == 0
}

/// Returns the full hours after an instant.
fn hours(after: Instant, zone: &TimeZone) -> impl Iterator<Item = Piece> {
    let mut last = after;
    core::iter::from_fn(move || {
        let at = Timestamp::from_millisecond(last.unix_ms()).ok()?;
        let clock = zone.to_datetime(at).time();
        let seconds = i64::from(clock.minute()) * 60 + i64::from(clock.second());
        let into_hour_ms = seconds * 1_000 + i64::from(clock.millisecond());
        last = last.plus_ms(HOUR_MS - into_hour_ms);
        let at = Timestamp::from_millisecond(last.unix_ms()).ok()?;
        let offset = zone.to_offset(at);
        // An offset is written in minutes.
        let is_whole = offset.seconds() % 60 == 0 && offset.seconds() != 0;
        let from = if is_whole { rfc3339::at_offset(at, offset) } else { rfc3339::utc(last) };
        Some(Piece { start: last, from })
    })
}

/// Returns the units that begin with a date after an instant.
fn days(after: Instant, zone: &TimeZone, unit: Unit) -> impl Iterator<Item = Piece> {
    let at = Timestamp::from_millisecond(after.unix_ms()).ok();
    let mut day = at.map(|at| zone.to_datetime(at).date());
    core::iter::from_fn(move || {
        let next = unit.next(day?)?;
        day = Some(next);
        Some(Piece { start: start_of_day(next, zone)?, from: next.to_string() })
    })
}

fn too_many(period: &Period, unit: Unit) -> FieldError {
    let length_ms = period.end.unix_ms().saturating_sub(period.start.unix_ms());
    let fits = |unit: &Unit| {
        let most = i64::try_from(SERIES_POINTS_MAX).unwrap_or(i64::MAX);
        unit.longest_ms().saturating_mul(most) >= length_ms
    };
    let units: Vec<&str> = Unit::ALL
        .into_iter()
        .filter(|longer| fits(longer) && *longer != unit)
        .map(Unit::as_str)
        .collect();
    let mut allowed = format!("a shorter period: at most {SERIES_POINTS_MAX} points");
    if !units.is_empty() {
        allowed = format!("{}, or {allowed}", units.join(", "));
    }
    parameter("interval", &format!("would make more than {SERIES_POINTS_MAX} points"), &allowed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::period::Asked;

    const NOW: Instant = Instant::from_unix_ms(1_795_316_400_000);

    fn period(from: &str, to: &str, tz: &str) -> Period {
        Period::parse(Asked { from: Some(from), to: Some(to), tz: Some(tz) }, NOW).unwrap()
    }

    #[track_caller]
    fn cut(from: &str, to: &str, tz: &str, unit: Unit) -> Vec<Piece> {
        let period = period(from, to, tz);
        let found = pieces(&period, unit).unwrap();
        assert!(found.windows(2).all(|pair| pair[0].start < pair[1].start));
        assert_eq!(found[0].start, period.start);
        // Each end can be asked for, and means the same.
        let ends = found.iter().skip(1).map(|piece| piece.from.as_str()).chain([to]);
        for (piece, end) in found.iter().zip(ends) {
            let again =
                Period::parse(Asked { from: Some(&piece.from), to: Some(end), tz: Some(tz) }, NOW);
            assert_eq!(again.unwrap().start, piece.start, "{piece:?}");
        }
        found
    }

    #[track_caller]
    fn begins(from: &str, to: &str, tz: &str, unit: Unit, expected: &[&str]) {
        let found = cut(from, to, tz, unit);
        let found: Vec<&str> = found.iter().map(|piece| piece.from.as_str()).collect();
        assert_eq!(found, expected);
    }

    fn lengths_in_minutes(from: &str, to: &str, tz: &str, unit: Unit) -> Vec<i64> {
        let end = period(from, to, tz).end;
        let mut starts: Vec<Instant> = cut(from, to, tz, unit).iter().map(|p| p.start).collect();
        starts.push(end);
        starts.windows(2).map(|pair| (pair[1].unix_ms() - pair[0].unix_ms()) / 60_000).collect()
    }

    #[test]
    fn the_first_and_the_last_piece_are_cut_by_the_period() {
        let (from, to) = ("2026-10-30", "2026-11-12");
        begins(from, to, "UTC", Unit::Week, &["2026-10-30", "2026-11-02", "2026-11-09"]);
        begins(from, to, "UTC", Unit::Month, &["2026-10-30", "2026-11-01"]);
        begins("2026-11-02", "2026-11-04", "UTC", Unit::Day, &["2026-11-02", "2026-11-03"]);
        let (from, to) = ("2026-11-02T22:30:00.000Z", "2026-11-03T01:00:00.000Z");
        let hours = [from, "2026-11-02T23:00:00.000Z", "2026-11-03T00:00:00.000Z"];
        begins(from, to, "UTC", Unit::Hour, &hours);
        begins(from, to, "UTC", Unit::Day, &[from, "2026-11-03"]);
        let hours = [from, "2026-11-03T05:00:00.000+05:45", "2026-11-03T06:00:00.000+05:45"];
        begins(from, to, "Asia/Kathmandu", Unit::Hour, &hours);
    }

    #[test]
    fn days_have_the_hours_that_their_zone_gives_them() {
        let day = 24 * 60;
        let minutes = |from, to, tz| lengths_in_minutes(from, to, tz, Unit::Day);
        let new_york = "America/New_York";
        assert_eq!(minutes("2026-10-31", "2026-11-03", new_york), [day, day + 60, day]);
        assert_eq!(minutes("2026-03-07", "2026-03-10", new_york), [day, day - 60, day]);
        // Half an hour of summer time.
        assert_eq!(
            minutes("2026-04-04", "2026-04-07", "Australia/Lord_Howe"),
            [day, day + 30, day]
        );
        // Midnight is skipped.
        assert_eq!(minutes("2018-11-03", "2018-11-06", "America/Sao_Paulo"), [day, day - 60, day]);
        // A whole day is skipped: it has no piece.
        assert_eq!(minutes("2011-12-28", "2012-01-01", "Pacific/Apia"), [day, day, day]);
        assert_eq!(minutes("2026-11-01", "2026-11-03", "Asia/Kathmandu"), [day, day]);
        // Until 1972, Liberia was 44 minutes and 30 seconds behind.
        assert_eq!(minutes("1971-11-01", "1971-11-03", "Africa/Monrovia"), [day, day]);
    }

    #[test]
    fn hours_are_those_of_the_clocks_on_the_wall() {
        let minutes = |from, to, tz| lengths_in_minutes(from, to, tz, Unit::Hour);
        assert_eq!(minutes("2026-11-01", "2026-11-02", "America/New_York"), [60; 25]);
        assert_eq!(minutes("2026-03-08", "2026-03-09", "America/New_York"), [60; 23]);
        assert_eq!(minutes("2026-11-01", "2026-11-02", "Asia/Kathmandu"), [60; 24]);
        // At 02:00 clocks go back to 01:30: that half hour comes twice.
        let lord_howe = minutes("2026-04-05", "2026-04-06", "Australia/Lord_Howe");
        assert_eq!(lord_howe.iter().sum::<i64>(), 24 * 60 + 30);
        assert_eq!(lord_howe.iter().filter(|n| **n == 30).count(), 1);
        let new_york = cut("2026-11-01", "2026-11-02", "America/New_York", Unit::Hour);
        assert_eq!(new_york[1].from, "2026-11-01T01:00:00.000-04:00");
        assert_eq!(new_york[2].from, "2026-11-01T01:00:00.000-05:00");
    }

    #[test]
    fn weeks_begin_on_monday_and_months_with_their_first() {
        let weeks = cut("2026-01-01", "2027-01-01", "Asia/Ho_Chi_Minh", Unit::Week);
        assert_eq!((weeks.len(), weeks[1].from.as_str()), (53, "2026-01-05"));
        let months = cut("2024-01-15", "2024-05-02", "Asia/Ho_Chi_Minh", Unit::Month);
        let months: Vec<&str> = months.iter().map(|piece| piece.from.as_str()).collect();
        assert_eq!(months, ["2024-01-15", "2024-02-01", "2024-03-01", "2024-04-01", "2024-05-01"]);
    }

    #[test]
    fn quarters_and_years_are_those_of_the_calendar() {
        let tz = "Asia/Ho_Chi_Minh";
        let quarters = ["2024-02-29", "2024-04-01", "2024-07-01", "2024-10-01", "2025-01-01"];
        begins("2024-02-29", "2025-01-02", tz, Unit::Quarter, &quarters);
        begins("2024-12-31", "2025-01-01", tz, Unit::Quarter, &["2024-12-31"]);
        begins("2024-03-31", "2024-04-02", tz, Unit::Quarter, &["2024-03-31", "2024-04-01"]);
        let years = ["2023-06-30", "2024-01-01", "2025-01-01"];
        begins("2023-06-30", "2025-12-31", tz, Unit::Year, &years);
        begins("2024-01-01", "2025-01-01", tz, Unit::Year, &["2024-01-01"]);
    }

    #[track_caller]
    fn refused(from: &str, to: &str, tz: &str, unit: Unit, allowed: &str) {
        let error = pieces(&period(from, to, tz), unit).unwrap_err();
        assert_eq!((error.pointer.as_str(), error.allowed.as_str()), ("?interval", allowed));
    }

    #[test]
    fn too_many_pieces_are_refused_with_what_would_do() {
        let shorter = "a shorter period: at most 1000 points";
        let longer = format!("day, week, month, quarter, year, or {shorter}");
        refused("2026-01-01", "2026-03-01", "UTC", Unit::Hour, &longer);
        refused(
            "2020-01-01",
            "2026-01-01",
            "UTC",
            Unit::Day,
            &format!("week, month, quarter, year, or {shorter}"),
        );
        refused("0001-01-01", "9998-01-01", "UTC", Unit::Hour, shorter);
        let aligned = "a shorter period or longer pieces, or a tz that is a multiple of 15 minutes \
                       away from UTC";
        refused("2026-01-01", "2026-03-01", "+05:17", Unit::Day, aligned);
        assert_eq!(cut("2026-01-01", "2026-01-20", "+05:17", Unit::Day).len(), 19);
        assert_eq!(
            pieces(&period("2023-01-01", "2025-09-27", "UTC"), Unit::Day).unwrap().len(),
            1_000
        );
        assert!(pieces(&period("2023-01-01", "2025-09-28", "UTC"), Unit::Day).is_err());
    }

    #[test]
    fn the_ends_of_time_are_cut_too_or_refused() {
        for unit in Unit::ALL {
            for (from, to) in [("0001-01-01", "0001-01-03"), ("9998-12-30", "9998-12-31")] {
                for tz in ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
                    // Local mean times are no multiple of 15 minutes away from UTC.
                    let pieces = pieces(&period(from, to, tz), unit);
                    assert!(pieces.is_ok() || unit == Unit::Hour, "{tz} {unit:?} {pieces:?}");
                }
            }
        }
    }
}
