//! The shop's calendar: days in Vietnam, holidays, and the number of visitors by day and hour.
//!
//! In: dates and weights. Not in: the responses.

use super::dice::Dice;

pub(super) const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
const HOUR_MS: i64 = 60 * 60 * 1_000;
/// Vietnam is seven hours ahead of UTC, all year.
const AHEAD_MS: i64 = 7 * HOUR_MS;

/// A day in Vietnam, as the number of days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(pub(crate) i64);

/// First days of the lunar new year: Tết.
const TET: [(i64, i64, i64); 12] = [
    (2025, 1, 29),
    (2026, 2, 17),
    (2027, 2, 6),
    (2028, 1, 26),
    (2029, 2, 13),
    (2030, 2, 2),
    (2031, 1, 23),
    (2032, 2, 11),
    (2033, 1, 31),
    (2034, 2, 19),
    (2035, 2, 8),
    (2036, 1, 28),
];

/// Days of presents and of sales, each with the number of days before on which people order for it.
const BUSY: [(i64, i64, i64, f64); 7] = [
    // Women's days, teachers' day.
    (3, 8, 4, 1.35),
    (10, 20, 4, 1.3),
    (11, 20, 4, 1.35),
    // Sales.
    (11, 11, 1, 1.5),
    (12, 12, 1, 1.5),
    (12, 24, 6, 1.25),
    // The lotus is in flower for three weeks.
    (6, 22, 21, 1.4),
];

/// Weights from Monday to Sunday.
const WEEK: [f64; 7] = [0.95, 0.9, 0.95, 1.0, 1.1, 1.2, 0.9];

/// Weights of the hours from midnight on. Most people visit the shop at noon and in the evening.
const HOURS: [f64; 24] = [
    1.0, 0.5, 0.3, 0.2, 0.2, 0.5, 1.5, 3.0, 5.0, 6.0, 6.5, 7.5, 7.0, 5.5, 5.0, 5.0, 5.0, 5.0, 5.5,
    6.5, 8.5, 9.0, 6.5, 3.0,
];

impl Day {
    /// Returns the day in Vietnam of a moment.
    pub(crate) const fn of(unix_ms: i64) -> Self {
        Self((unix_ms + AHEAD_MS).div_euclid(DAY_MS))
    }

    pub(crate) const fn plus(self, days: i64) -> Self {
        Self(self.0 + days)
    }

    pub(super) const fn start_ms(self) -> i64 {
        self.0 * DAY_MS - AHEAD_MS
    }

    const fn from_date(year: i64, month: i64, day: i64) -> Self {
        // Howard Hinnant's days_from_civil.
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let of_era = year - era * 400;
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Self(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
    }

    fn year(self) -> i64 {
        let guess = 1970 + self.0.div_euclid(366);
        (guess..).find(|year| Self::from_date(year + 1, 1, 1) > self).unwrap_or(guess)
    }

    /// True on Saturdays and Sundays.
    pub(super) const fn is_weekend(self) -> bool {
        self.of_week() >= 5
    }

    /// Returns 0 for Monday.
    const fn of_week(self) -> usize {
        (self.0 + 3).rem_euclid(7) as usize
    }

    /// Returns the number of days until the nearest Tết; negative after it.
    pub(super) fn to_tet(self) -> Option<i64> {
        let all =
            TET.iter().map(|&(year, month, day)| Self::from_date(year, month, day).0 - self.0);
        all.min_by_key(|days| days.abs()).filter(|days| days.abs() <= 60)
    }

    /// True while the lotus is in flower.
    pub(super) fn is_lotus_season(self) -> bool {
        let year = self.year();
        (Self::from_date(year, 6, 1)..=Self::from_date(year, 6, 22)).contains(&self)
    }

    /// Returns the day's number of visitors relative to an ordinary day.
    pub(super) fn weight(self) -> f64 {
        let of_week = WEEK.get(self.of_week()).copied().unwrap_or(1.0);
        let of_tet = match self.to_tet() {
            Some(-3..=3) => 0.3,
            Some(4..=21) => 1.9,
            _ => 1.0,
        };
        let year = self.year();
        let is_busy = |&&(month, day, before, _): &&(i64, i64, i64, f64)| {
            let last = Self::from_date(year, month, day);
            (last.plus(-before)..=last).contains(&self)
        };
        let of_year = BUSY.iter().find(is_busy).map_or(1.0, |(.., weight)| *weight);
        of_week * of_tet * of_year
    }

    /// Draws an hour of the day, from 0 on.
    pub(super) fn hour(dice: &mut Dice) -> i64 {
        i64::try_from(dice.weighted(HOURS)).unwrap_or(0)
    }

    /// Draws a moment of an hour of the day.
    pub(super) fn moment(self, hour: i64, dice: &mut Dice) -> i64 {
        let within = i64::try_from(dice.below(3_600_000)).unwrap_or(0);
        self.start_ms() + hour * HOUR_MS + within
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(Day::from_date(1970, 1, 1), Day(0));
        assert_eq!(Day::from_date(2024, 2, 29).0 + 1, Day::from_date(2024, 3, 1).0);
        // 2026-11-29, a Sunday, begins in Vietnam at 17:00 UTC of the day before.
        let sunday = Day::from_date(2026, 11, 29);
        assert_eq!(sunday.start_ms(), 1_795_885_200_000);
        assert_eq!(Day::of(sunday.start_ms()), sunday);
        assert_eq!(Day::of(sunday.start_ms() - 1), sunday.plus(-1));
        assert_eq!((sunday.of_week(), sunday.year()), (6, 2026));
        assert_eq!(Day::from_date(2028, 12, 31).year(), 2028);
        assert_eq!(Day::from_date(2029, 1, 1).year(), 2029);
    }

    #[test]
    fn tet_is_quiet_and_the_weeks_before_it_are_not() {
        let tet = Day::from_date(2026, 2, 17);
        assert_eq!((tet.to_tet(), tet.plus(-10).to_tet()), (Some(0), Some(10)));
        assert!(tet.weight() < 0.4 && tet.plus(-10).weight() > 1.5);
        assert!(Day::from_date(2026, 8, 4).to_tet().is_none());
        assert!(Day::from_date(2026, 6, 10).is_lotus_season());
    }

    #[test]
    fn moments_lie_in_their_day() {
        let mut dice = Dice::new(3);
        let day = Day::from_date(2026, 11, 29);
        assert!((0..1_000).all(|_| Day::of(day.moment(Day::hour(&mut dice), &mut dice)) == day));
    }
}
