//! Points in time, and the hours by which responses are filed. There is no clock in here.

use core::fmt;

use crate::calendar::{civil_from_days, days_from_civil};

/// A minute in milliseconds.
pub const MINUTE_MS: i64 = 60 * 1_000;

/// An hour in milliseconds.
pub const HOUR_MS: i64 = 60 * MINUTE_MS;

/// A day of UTC in milliseconds, leap seconds ignored.
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// Milliseconds since 1970-01-01T00:00:00Z, leap seconds ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant(i64);

/// A whole hour of UTC.
///
/// Its text, `2026-11-22T03`, sorts in the order of time (for years 0000 to 9999).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hour(i64);

impl Instant {
    /// Returns the instant so many milliseconds after 1970.
    #[must_use]
    pub const fn from_unix_ms(unix_ms: i64) -> Instant {
        Instant(unix_ms)
    }

    /// Returns the milliseconds since 1970.
    #[must_use]
    pub const fn unix_ms(self) -> i64 {
        self.0
    }

    /// Returns the hour this instant lies in.
    #[must_use]
    pub const fn hour(self) -> Hour {
        Hour(self.0.div_euclid(HOUR_MS))
    }

    /// Returns the instant `ms` later (earlier when negative); stays at the ends of the range.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Instant {
        Instant(self.0.saturating_add(ms))
    }
}

impl Instant {
    /// Returns the instant of a text of RFC 3339 with at most three decimals, or `None`.
    ///
    /// ```
    /// # use domain::Instant;
    /// let noon = Instant::parse("2026-11-22T10:00:00+07:00").unwrap();
    /// assert_eq!(noon.to_string(), "2026-11-22T03:00:00.000Z");
    /// assert_eq!(Instant::parse("2026-11-22"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Instant> {
        let start_ms = Hour::parse(text.get(..13)?)?.start().unix_ms();
        let (minute, rest) = two_digits(text.get(13..)?.strip_prefix(':')?, 59)?;
        let (second, rest) = two_digits(rest.strip_prefix(':')?, 59)?;
        let (ms, rest) = match rest.strip_prefix('.') {
            None => (0, rest),
            Some(rest) => {
                let zone_at = rest.find(|sign: char| !sign.is_ascii_digit())?;
                let (decimals, rest) = rest.split_at(zone_at);
                let is_known = (1..=3).contains(&decimals.len());
                (is_known.then(|| format!("{decimals:0<3}").parse().ok())??, rest)
            }
        };
        let offset_minutes = match rest.strip_prefix(['+', '-']) {
            None => (rest == "Z").then_some(0)?,
            Some(offset) => {
                let (hours, offset) = two_digits(offset, 23)?;
                let (minutes, end) = two_digits(offset.strip_prefix(':')?, 59)?;
                let minutes = end.is_empty().then_some(hours * 60 + minutes)?;
                if rest.starts_with('-') { -minutes } else { minutes }
            }
        };
        let minutes = minute - offset_minutes;
        Some(Instant(start_ms + (minutes * 60 + second) * 1_000 + ms))
    }
}

/// Reads the first two digits of a text, a number up to `most`; returns it with the rest.
fn two_digits(text: &str, most: i64) -> Option<(i64, &str)> {
    let (digits, rest) = text.split_at_checked(2)?;
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = is_number.then(|| digits.parse().ok())??;
    (number <= most).then_some((number, rest))
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = self.0.rem_euclid(HOUR_MS);
        let (minute, second) = (ms / 60_000, ms / 1_000 % 60);
        write!(f, "{}:{minute:02}:{second:02}.{:03}Z", self.hour(), ms % 1_000)
    }
}

impl Hour {
    /// Returns the hour's first instant.
    #[must_use]
    pub const fn start(self) -> Instant {
        Instant(self.0.saturating_mul(HOUR_MS))
    }

    /// Returns the first instant after this hour.
    #[must_use]
    pub const fn end(self) -> Instant {
        self.next().start()
    }

    /// Returns the hour after this one.
    #[must_use]
    pub const fn next(self) -> Hour {
        Hour(self.0.saturating_add(1))
    }

    /// Reads an hour written as `2026-11-22T03`; `None` for any other text.
    ///
    /// ```
    /// # use domain::Hour;
    /// assert_eq!(Hour::parse("2026-11-22T03").unwrap().to_string(), "2026-11-22T03");
    /// assert_eq!(Hour::parse("2026-11-22T24"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Hour> {
        let number = |range: core::ops::Range<usize>| -> Option<i64> {
            let digits = text.get(range)?;
            digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
        };
        let (year, month, day, hour) =
            (number(0..4)?, number(5..7)?, number(8..10)?, number(11..13)?);
        let parsed = Hour(days_from_civil(year, month, day) * 24 + hour);
        // Comparing with the hour's own text refuses February 30, hour 24 and every other spelling.
        (parsed.to_string() == text).then_some(parsed)
    }
}

impl fmt::Display for Hour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_from_days(self.0.div_euclid(24));
        write!(f, "{year:04}-{month:02}-{day:02}T{:02}", self.0.rem_euclid(24))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn hour_of(unix_ms: i64, expected: &str) {
        assert_eq!(Instant::from_unix_ms(unix_ms).hour().to_string(), expected);
    }

    #[test]
    fn an_hour_starts_on_the_hour_and_ends_before_the_next() {
        hour_of(0, "1970-01-01T00");
        hour_of(HOUR_MS - 1, "1970-01-01T00");
        hour_of(HOUR_MS, "1970-01-01T01");
        hour_of(-1, "1969-12-31T23");
        hour_of(1_709_164_800_000, "2024-02-29T00");
        hour_of(1_795_316_400_000, "2026-11-22T03");
    }

    #[test]
    fn every_hour_of_four_centuries_survives_its_text_and_sorts_by_it() {
        let mut last = String::new();
        for n in (-200 * 8_766..200 * 8_766).step_by(97) {
            let text = Hour(n).to_string();
            assert_eq!(Hour::parse(&text), Some(Hour(n)));
            assert!(last < text);
            last = text;
        }
    }

    #[test]
    fn only_the_one_spelling_of_an_hour_is_read() {
        for text in [
            "",
            "2026-11-22",
            "2026-11-22T3",
            "2026-02-30T00",
            "2026-13-01T00",
            "2026-11-22T24",
            "2026-11-22T+3",
            "2026-11-22T03:00",
            "２026-11-22T03",
        ] {
            assert_eq!(Hour::parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_instant_survives_its_text_and_is_read_in_any_offset() {
        for unix_ms in [0, -1, 1_795_316_400_123, 1_709_164_799_999, 253_402_300_799_999] {
            let instant = Instant::from_unix_ms(unix_ms);
            assert_eq!(Instant::parse(&instant.to_string()), Some(instant), "{instant}");
        }
        let at = Instant::from_unix_ms(1_795_316_400_500);
        for text in ["2026-11-22T03:00:00.5Z", "2026-11-21T21:30:00.500-05:30"] {
            assert_eq!(Instant::parse(text), Some(at), "{text}");
        }
    }

    #[test]
    fn what_is_no_instant_is_not_read() {
        for text in [
            "",
            "2026-11-22",
            "2026-11-22T03:00Z",
            "2026-11-22T03:00:00",
            "2026-11-22T03:00:60Z",
            "2026-11-22T03:60:00Z",
            "2026-11-22T03:00:00.Z",
            "2026-11-22T03:00:00.1234Z",
            "2026-11-22T03:00:00+24:00",
            "2026-11-22T03:00:00+07:00Z",
            "2026-11-22T03:00:00+7:00",
            "2026-11-22T03:00:0０Z",
            "2026-02-30T03:00:00Z",
        ] {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
    }
}
