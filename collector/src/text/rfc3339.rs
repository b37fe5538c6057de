//! Writes points in time, always as RFC 3339 with three decimals. Texts of one length sort as the
//! times do, and no reader meets a form that it has not seen before.

use domain::Instant;
use jiff::{Timestamp, tz::Offset};

/// Returns an instant in UTC: `2026-11-22T03:00:00.000Z`; empty beyond the year 9999.
#[must_use]
pub fn utc(instant: Instant) -> String {
    let at = Timestamp::from_millisecond(instant.unix_ms());
    at.map(|at| format!("{at:.3}")).unwrap_or_default()
}

/// Returns a moment as the clocks of an offset show it: `2026-11-22T10:00:00.000+07:00`.
#[must_use]
pub(crate) fn at_offset(at: Timestamp, offset: Offset) -> String {
    format!("{:.3}", at.display_with_offset(offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_three_decimals_whatever_they_are() {
        for (unix_ms, text) in [
            (1_795_316_400_000, "2026-11-22T03:00:00.000Z"),
            (1_795_316_400_400, "2026-11-22T03:00:00.400Z"),
            (1_795_316_400_120, "2026-11-22T03:00:00.120Z"),
            (1_795_316_400_123, "2026-11-22T03:00:00.123Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(utc(Instant::from_unix_ms(unix_ms)), text);
        }
        let at = Timestamp::from_millisecond(1_795_316_400_000).unwrap();
        assert_eq!(at_offset(at, Offset::constant(7)), "2026-11-22T10:00:00.000+07:00");
    }

    #[test]
    fn beyond_the_calendar_there_is_no_text() {
        assert_eq!(utc(Instant::from_unix_ms(i64::MAX)), "");
    }
}
