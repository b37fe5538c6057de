//! A place among the responses of a survey, in the order of their keys; and the blocks of keys that
//! one list can cover.
//!
//! A place is a number: the bits of an id. It doesn't depend on what is stored. So it stays valid
//! while responses come and go, and from one deployment to the next.

use domain::{Instant, ResponseId};

use wire::limits::ID_MAX_AHEAD_MS;

use crate::store::{day::Day, timing::CLOCKS_APART_MS};

/// A place: before all ids whose bits are a greater number, behind all ids with a smaller one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(u128);

/// Order of going through responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
}

/// Size of a block, by the text that its keys share. The sizes are a year, a month, the days of a
/// month with the same first digit, a day and an hour; each further size has one more digit of the
/// id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Level(usize);

/// Keys that begin with the same text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The text, from the hour on: `2026-11-22`, or `2026-11-22T03:017f22e2`.
    pub text: String,
    /// Its first place.
    pub first: Place,
    /// Its last place.
    pub last: Place,
}

const RANDOM_BITS: u32 = 80;
const ID_DIGITS: usize = 32;
/// Number of the first digits of an id that tell more than the hour does: seven stand for some 17
/// minutes.
const FIRST_DIGITS: usize = 7;
/// Lengths of the texts of times: the first ends with the year, the last with the hour.
const TIMES: [usize; 5] =
    ["2026-".len(), "2026-11-".len(), "2026-11-2".len(), "2026-11-22".len(), HOUR_LEN];
const HOUR_LEN: usize = "2026-11-22T03:".len();

impl Place {
    /// The first place of all.
    pub const FIRST: Place = Place(0);

    /// The last place of all, at the end of the year 9999: hours sort by their texts up to there.
    pub const LAST: Place = Place((253_402_300_800_000 << RANDOM_BITS) - 1);

    /// Returns the place of an id.
    #[must_use]
    pub fn of(id: ResponseId) -> Place {
        Place(id.bits()).min(Place::LAST)
    }

    /// Returns the first place of an instant. Times before 1970 count as 1970, and times after the
    /// year 9999 as its end: no key lies outside.
    #[must_use]
    pub fn at(instant: Instant) -> Place {
        let ms = u64::try_from(instant.unix_ms()).unwrap_or(0);
        Place(u128::from(ms) << RANDOM_BITS).min(Place::LAST)
    }

    /// Returns the last place that can hold a response by now.
    #[must_use]
    pub fn last_by(now: Instant) -> Place {
        Place::last_before(now.plus_ms(ID_MAX_AHEAD_MS + CLOCKS_APART_MS))
    }

    /// Returns the place after this one; `None` after the last of all.
    #[must_use]
    pub fn next(self) -> Option<Place> {
        (self < Place::LAST).then_some(Place(self.0.wrapping_add(1)))
    }

    /// Returns the place before this one; `None` before the first of all.
    #[must_use]
    pub fn previous(self) -> Option<Place> {
        self.0.checked_sub(1).map(Place)
    }

    /// Returns the instant in which the place lies.
    #[must_use]
    pub fn instant(self) -> Instant {
        Instant::from_unix_ms(i64::try_from(self.0 >> RANDOM_BITS).unwrap_or(i64::MAX))
    }

    /// Returns the block of that level in which the place lies.
    #[must_use]
    pub fn block(self, level: Level) -> Block {
        let hour = self.instant().hour();
        if let Some(len) = TIMES.get(level.0).copied() {
            let mut text = format!("{hour}:");
            text.truncate(len);
            let (first, end) = if len == HOUR_LEN {
                (hour.start(), hour.end())
            } else {
                days_that_begin(&text, Day::of(self.instant()))
            };
            return Block { text, first: Place::at(first), last: Place::last_before(end) };
        }
        let digits = level.digits();
        let rest = (ID_DIGITS - digits) * 4;
        let below = u32::try_from(rest).ok().and_then(|rest| 1_u128.checked_shl(rest));
        let below = below.unwrap_or(0).wrapping_sub(1);
        // The digits may stand for times of another hour, too, but the text contains the hour.
        let first = Place(self.0 & !below).max(Place::at(hour.start()));
        let last = Place::last_before(hour.end()).min(Place(self.0 | below));
        Block { text: format!("{hour}:{}", first_digits(self.0, digits)), first, last }
    }

    /// Returns the last place before an instant.
    #[must_use]
    pub fn last_before(end: Instant) -> Place {
        let end = Place::at(end);
        if end == Place::LAST { end } else { end.previous().unwrap_or(Place::FIRST) }
    }

    /// Returns the text of a cursor. It says nothing about what is stored.
    #[must_use]
    pub fn cursor(self, order: Order) -> String {
        format!("{}{:032x}", order.letter(), self.0)
    }

    /// Returns the place of a cursor; `None` if the text is no cursor of that order.
    #[must_use]
    pub fn of_cursor(cursor: &str, order: Order) -> Option<Place> {
        let digits = cursor.strip_prefix(order.letter())?;
        let good = digits.len() == ID_DIGITS && !digits.starts_with('+');
        let bits = u128::from_str_radix(digits, 16).ok().filter(|_| good)?;
        Some(Place(bits)).filter(|place| *place <= Place::LAST)
    }
}

impl Order {
    const fn letter(self) -> char {
        match self {
            Order::Newest => 'n',
            Order::Oldest => 'o',
        }
    }

    /// Returns the place after `place` in this order; `None` at the end of all.
    #[must_use]
    pub fn after(self, place: Place) -> Option<Place> {
        match self {
            Order::Newest => place.previous(),
            Order::Oldest => place.next(),
        }
    }

    /// True if `a` comes before `b` in this order.
    #[must_use]
    pub fn is_before(self, a: Place, b: Place) -> bool {
        match self {
            Order::Newest => a > b,
            Order::Oldest => a < b,
        }
    }
}

impl Level {
    /// Blocks of an hour.
    pub const HOUR: Level = Level(TIMES.len() - 1);

    /// Returns the next larger level; `None` for years, the largest.
    #[must_use]
    pub fn larger(self) -> Option<Level> {
        self.0.checked_sub(1).map(Level)
    }

    /// Returns the next smaller level; `None` for single ids.
    #[must_use]
    pub fn smaller(self) -> Option<Level> {
        (self.digits() < ID_DIGITS).then_some(Level(self.0 + 1))
    }

    /// Returns the number of digits of the id in the text.
    const fn digits(self) -> usize {
        if self.0 < TIMES.len() { 0 } else { self.0 - TIMES.len() + FIRST_DIGITS }
    }
}

impl Block {
    /// Returns the place at which the block begins in that order.
    #[must_use]
    pub const fn begins(&self, order: Order) -> Place {
        match order {
            Order::Newest => self.last,
            Order::Oldest => self.first,
        }
    }

    /// Returns the place after the block in that order; `None` at the end of all.
    #[must_use]
    pub fn after(&self, order: Order) -> Option<Place> {
        match order {
            Order::Newest => order.after(self.first),
            Order::Oldest => order.after(self.last),
        }
    }
}

/// Returns the first digits of an id, with hyphens where an id has them.
fn first_digits(bits: u128, digits: usize) -> String {
    let mut text = String::with_capacity(36);
    for (n, digit) in format!("{bits:032x}").chars().take(digits).enumerate() {
        if [8, 12, 16, 20].contains(&n) {
            text.push('-');
        }
        text.push(digit);
    }
    text
}

/// Returns the first instant of the days around `day` whose text begins with `text`, and the first
/// instant after them.
fn days_that_begin(text: &str, day: Day) -> (Instant, Instant) {
    let begins = |day: Day| day.to_string().starts_with(text);
    // Days whose texts begin alike follow each other, so doubling steps find both ends quickly.
    let furthest = |direction: i64| {
        let (mut near, mut step) = (day, 1);
        while begins(near.plus(direction * step)) {
            near = near.plus(direction * step);
            step *= 2;
        }
        while step > 0 {
            if begins(near.plus(direction * step)) {
                near = near.plus(direction * step);
            }
            step /= 2;
        }
        near
    };
    (furthest(-1).start(), furthest(1).end())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

    fn id() -> ResponseId {
        ResponseId::parse(ID).unwrap()
    }

    fn at(text: &str) -> Place {
        let ms = text.parse::<jiff::Timestamp>().unwrap().as_millisecond();
        Place::at(Instant::from_unix_ms(ms))
    }

    fn levels() -> impl Iterator<Item = Level> {
        (0..).map(Level).take_while(|level| level.digits() <= ID_DIGITS)
    }

    #[test]
    fn a_block_is_what_keys_have_in_common() {
        let key = format!("2022-02-22T19:{ID}");
        let texts: Vec<String> = levels().map(|level| Place::of(id()).block(level).text).collect();
        let times = ["2022-", "2022-02-", "2022-02-2", "2022-02-22", "2022-02-22T19:"];
        assert_eq!(texts[..5], times);
        assert_eq!(texts[5..7], [&key[..21], &key[..22]]);
        assert_eq!(texts.last(), Some(&key));
        assert!(texts.iter().all(|text| key.starts_with(text)), "{texts:?}");
    }

    #[test]
    fn blocks_of_one_level_follow_each_other_without_a_gap() {
        for level in levels() {
            let mut place = Place::of(id());
            for _ in 0..40 {
                let block = place.block(level);
                assert!(block.first <= place && place <= block.last, "{block:?}");
                for end in [block.first, block.last] {
                    assert_eq!(end.block(level), block);
                }
                assert_ne!(block.last.next().unwrap().block(level), block);
                let Some(before) = block.first.previous() else { break };
                assert_ne!(before.block(level), block);
                place = before;
            }
        }
    }

    #[test]
    fn the_ends_of_blocks_are_those_of_the_calendar() {
        let block = |text, level| at(text).block(Level(level));
        for (day, level, first, end) in [
            ("2024-02-29T12:00:00Z", 0, "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"),
            ("2024-02-29T12:00:00Z", 1, "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"),
            ("2024-02-29T12:00:00Z", 2, "2024-02-20T00:00:00Z", "2024-03-01T00:00:00Z"),
            ("2026-11-09T23:59:59.999Z", 2, "2026-11-01T00:00:00Z", "2026-11-10T00:00:00Z"),
            ("2026-11-22T23:00:00Z", 3, "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"),
            ("2026-11-22T23:00:00Z", 4, "2026-11-22T23:00:00Z", "2026-11-23T00:00:00Z"),
        ] {
            let block = block(day, level);
            assert_eq!((block.first, block.last.next()), (at(first), Some(at(end))), "{block:?}");
        }
    }

    #[test]
    fn a_cursor_reads_back_in_its_own_order_alone() {
        for place in [Place::FIRST, Place::LAST, Place::of(id())] {
            for (order, other) in [(Order::Newest, Order::Oldest), (Order::Oldest, Order::Newest)] {
                let cursor = place.cursor(order);
                assert_eq!(Place::of_cursor(&cursor, order), Some(place));
                assert_eq!(Place::of_cursor(&cursor, other), None);
            }
        }
        let beyond = format!("n{:032x}", Place::LAST.0 + 1);
        let signed = format!("n+{:031x}", 0);
        for bad in ["", "n", "n0", ID, &signed, &format!("n{ID}"), &beyond] {
            assert_eq!(Place::of_cursor(bad, Order::Newest), None, "{bad}");
        }
    }

    #[test]
    fn places_at_the_ends_of_time_have_blocks() {
        for place in [Place::FIRST, Place::LAST, Place::at(Instant::from_unix_ms(i64::MAX))] {
            for level in levels() {
                let block = place.block(level);
                assert!(block.first <= block.last, "{block:?}");
            }
        }
    }
}
