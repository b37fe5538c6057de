//! Marks: "something was written into a closed hour". A rollup older than a mark isn't trusted.
//!
//! A mark has a key of its own for each write, and no value: it is written once, so that taking it
//! away can never take away a later write's mark.

use std::collections::BTreeMap;

use domain::{Hour, Instant, ResponseId, SiteId, SurveyId};

use crate::{
    keys::{Key, Prefix, listed_mark},
    problem::Error,
    rollups::{
        budget::Budget,
        day::Day,
        timing::{COVERED_AFTER_MS, SETTLED_AFTER_MS},
    },
    store::Store,
};

/// One mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The site.
    pub site: SiteId,
    /// The survey.
    pub survey: SurveyId,
    /// The hour that was written into.
    pub hour: Hour,
    /// When: before the write itself.
    pub at: Instant,
    /// The response that was written or deleted.
    pub id: ResponseId,
}

/// The marks of one survey by day.
#[derive(Clone, Debug, Default)]
pub struct Marks(BTreeMap<Day, Vec<Mark>>);

impl Mark {
    /// The mark's key.
    #[must_use]
    pub fn key(&self) -> Key {
        Key::mark(&self.site, &self.survey, self.hour, self.at, self.id)
    }

    /// Whether a rollup of that time shows what the mark announced.
    #[must_use]
    pub const fn is_covered(&self, as_of: Instant) -> bool {
        as_of.unix_ms() >= self.at.plus_ms(COVERED_AFTER_MS).unix_ms()
    }

    /// Whether the mark has done its work: every reader sees a rollup that covers it.
    #[must_use]
    pub const fn is_done(&self, as_of: Instant, now: Instant) -> bool {
        self.is_covered(as_of) && now.unix_ms() >= as_of.plus_ms(SETTLED_AFTER_MS).unix_ms()
    }
}

impl Marks {
    /// Adds a mark.
    pub fn add(&mut self, mark: Mark) {
        self.0.entry(Day::of(mark.hour.start())).or_default().push(mark);
    }

    /// The marks of a day.
    #[must_use]
    pub fn of(&self, day: Day) -> &[Mark] {
        self.0.get(&day).map_or(&[], Vec::as_slice)
    }

    /// The days with marks, in order.
    pub fn days(&self) -> impl Iterator<Item = Day> {
        self.0.keys().copied()
    }
}

/// What a list of marks came to.
#[derive(Debug)]
pub struct Listed {
    /// The marks.
    pub marks: Marks,
    /// When there were too many: marks of hours from this one on may be missing.
    pub known_to: Option<Instant>,
}

/// The most pages of marks that are listed at once, half of what a summary may list: a flood of
/// late answers must leave something for the answers themselves.
const PAGES_MAX: u32 = 30;

/// The marks of one survey.
///
/// # Errors
/// That of the store.
pub async fn of_survey<S: Store>(
    store: &S,
    site: &SiteId,
    survey: &SurveyId,
    budget: &mut Budget,
) -> Result<Listed, Error> {
    let mut marks = Marks::default();
    // Marks come in order of hours: of those before the last one's hour none is missing.
    let mut last = Instant::from_unix_ms(0);
    let prefix = Prefix::marks(site, survey);
    let add = |mark: Mark| {
        last = mark.hour.start();
        marks.add(mark);
    };
    let is_complete = list(store, &prefix, budget, add).await?;
    Ok(Listed { marks, known_to: (!is_complete).then_some(last) })
}

/// Lists marks in the order of their keys; false when there were more than may be listed.
///
/// # Errors
/// That of the store.
pub async fn list<S: Store>(
    store: &S,
    prefix: &Prefix,
    budget: &mut Budget,
    mut each: impl FnMut(Mark),
) -> Result<bool, Error> {
    let mut cursor: Option<String> = None;
    for _ in 0..PAGES_MAX {
        if !budget.take_list() {
            return Ok(false);
        }
        let page = store.list(prefix, cursor.as_deref()).await?;
        budget.take_keys(page.keys.len());
        page.keys.iter().filter_map(|key| listed_mark(&key.name)).for_each(&mut each);
        cursor = page.cursor;
        if cursor.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(hour: &str) -> Mark {
        let at = Instant::from_unix_ms(1_795_316_400_000);
        Mark {
            site: SiteId::parse("demo").unwrap(),
            survey: SurveyId::parse("nps").unwrap(),
            hour: Hour::parse(hour).unwrap(),
            at,
            id: ResponseId::new(at, 7),
        }
    }

    #[test]
    fn a_mark_is_covered_twelve_minutes_and_done_thirty_minutes_after() {
        let mark = mark("2026-11-20T05");
        let after = |minutes: i64| mark.at.plus_ms(minutes * 60_000);
        assert!(!mark.is_covered(after(12).plus_ms(-1)));
        assert!(mark.is_covered(after(12)));
        assert!(!mark.is_done(after(12), after(42).plus_ms(-1)));
        assert!(mark.is_done(after(12), after(42)));
        // However old, a rollup from before the mark never covers it.
        assert!(!mark.is_done(after(0), after(100_000)));
    }

    #[test]
    fn marks_are_found_by_their_hours_day() {
        let mut marks = Marks::default();
        let hours = ["2026-11-20T23", "2026-11-20T00", "2026-11-21T00"];
        hours.iter().for_each(|hour| marks.add(mark(hour)));
        let day = Day::of(Hour::parse("2026-11-20T12").unwrap().start());
        assert_eq!(marks.of(day).len(), 2);
        assert_eq!(marks.of(day.plus(1)).len(), 1);
        assert_eq!(marks.of(day.plus(2)).len(), 0);
        assert_eq!(marks.days().collect::<Vec<_>>(), [day, day.plus(1)]);
    }
}
