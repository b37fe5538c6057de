//! Dirty marks: "something was written into a closed hour". Readers don't trust a rollup older than
//! a mark.
//!
//! A dirty mark, *mark* for short in the modules of rollups, has a key (`dirty:`) and no value. It
//! stands for all writes into its hour until the mark's time ([`crate::store::timing`] has the
//! sums). The cron deletes it so long after that time that it can never delete the mark of a later
//! write.

use std::collections::{BTreeMap, BTreeSet};

use domain::{SiteId, SurveyId};

use crate::store::{
    Store,
    budget::Budget,
    day::Day,
    error::Error,
    keys::{DirtyMark, Prefix, listed_dirty},
    lists::Pages,
};

/// The dirty marks of one survey by day.
#[derive(Clone, Debug, Default)]
pub struct DirtyMarks(BTreeMap<Day, Vec<DirtyMark>>);

impl DirtyMarks {
    /// Adds a mark.
    pub fn add(&mut self, mark: DirtyMark) {
        self.0.entry(Day::of(mark.hour.start())).or_default().push(mark);
    }

    /// The marks of a day.
    #[must_use]
    pub fn of(&self, day: Day) -> &[DirtyMark] {
        self.0.get(&day).map_or(&[], Vec::as_slice)
    }

    /// The days with marks, in order.
    pub fn days(&self) -> impl Iterator<Item = Day> {
        self.0.keys().copied()
    }
}

/// The marks of a survey that matter to a reader of some days.
#[derive(Debug)]
pub struct Listed {
    /// The marks.
    pub marks: DirtyMarks,
    /// The days of which marks may be missing: no reader may trust a rollup of these days.
    unknown: BTreeSet<Day>,
}

impl Listed {
    /// True if marks of that day may be missing.
    #[must_use]
    pub fn is_unknown(&self, day: Day) -> bool {
        self.unknown.contains(&day)
    }
}

/// The most marks of a day that are listed if a survey has too many marks to list them all. For a
/// day with more, listing the day's responses is as quick, and needs no marks.
const OF_A_DAY_MAX: usize = 2_000;

/// Lists the marks of one survey that matter to a reader of `days`, which are in order.
///
/// 1. It lists the marks of all surveys of the site, if they fit on one page. The isolate then
///    remembers them for the next survey.
/// 2. Otherwise it lists this survey's marks, as long as that takes no more than a quarter of the
///    reader's budget.
/// 3. If there are more (a flood of late writes into one hour hides the marks of all later hours),
///    it lists them month by month, and the marks of a month with too many day by day.
///
/// All of this takes no more than half of the budget: the rest is for the responses. The result
/// names the days of which marks may be missing.
///
/// # Errors
/// The store's own error.
pub async fn of_survey<S: Store>(
    store: &S,
    (site, survey): (&SiteId, &SurveyId),
    days: &[Day],
    budget: &mut Budget,
) -> Result<Listed, Error> {
    let half = budget.half();
    let mut own = half;
    let mut listed = Listed { marks: DirtyMarks::default(), unknown: BTreeSet::new() };
    let mut quarter = half.half();
    let mut reached = None;
    if quarter.take_list() {
        let page = store.list(&Prefix::dirty_of_site(site), None).await?;
        quarter.take_keys(page.keys.len());
        if page.cursor.is_none() {
            let marks = page.keys.iter().filter_map(|key| listed_dirty(&key.name));
            let own_marks = marks.filter(|mark| mark.survey == *survey);
            own_marks.for_each(|mark| listed.marks.add(mark));
            own.spend(half.half(), quarter);
            budget.spend(half, own);
            return Ok(listed);
        }
    }
    let all = Prefix::dirty(site, survey, "");
    let is_complete = list(store, &all, usize::MAX, &mut quarter, |mark| {
        reached = Some(Day::of(mark.hour.start()));
        listed.marks.add(mark);
    });
    let is_complete = is_complete.await?;
    own.spend(half.half(), quarter);
    if !is_complete {
        // Marks come in order of hours: none is missing of the days before that of the last mark.
        let n_known = days.partition_point(|day| reached.is_some_and(|reached| *day < reached));
        let rest = days.get(n_known..).unwrap_or_default();
        let month = |day: &Day| day.to_string().get(..MONTH_LEN).map(str::to_owned);
        for days in rest.chunk_by(|one, next| month(one) == month(next)) {
            let Some(text) = days.first().and_then(month) else { continue };
            let prefix = Prefix::dirty(site, survey, &text);
            let mut of_month = Vec::new();
            let is_known =
                list(store, &prefix, OF_A_DAY_MAX, &mut own, |mark| of_month.push(mark)).await?;
            of_month.into_iter().for_each(|mark| listed.marks.add(mark));
            for day in days.iter().filter(|_| !is_known) {
                let prefix = Prefix::dirty(site, survey, &day.to_string());
                let add = |mark| listed.marks.add(mark);
                if !list(store, &prefix, OF_A_DAY_MAX, &mut own, add).await? {
                    listed.unknown.insert(*day);
                }
            }
        }
    }
    budget.spend(half, own);
    Ok(listed)
}

const MONTH_LEN: usize = "2026-11-".len();

/// Lists dirty marks in the order of their keys. Returns false if there are more than `most`, or
/// more than the budget allows.
///
/// # Errors
/// The store's own error.
pub async fn list<S: Store>(
    store: &S,
    prefix: &Prefix,
    most: usize,
    budget: &mut Budget,
    mut each: impl FnMut(DirtyMark),
) -> Result<bool, Error> {
    let mut n = 0_usize;
    let mut pages = Pages::of(store, prefix);
    while n < most
        && let Some(keys) = pages.next_within(budget).await?
    {
        budget.take_keys(keys.len());
        n = n.saturating_add(keys.len());
        keys.iter().filter_map(|key| listed_dirty(&key.name)).for_each(&mut each);
    }
    Ok(pages.is_through())
}

#[cfg(test)]
mod tests {
    use domain::{Hour, Instant, ResponseId};

    use super::*;

    fn mark(hour: &str) -> DirtyMark {
        let at = Instant::from_unix_ms(1_795_316_400_000);
        DirtyMark {
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
        // A rollup from before the mark never covers it, however old the rollup is.
        assert!(!mark.is_done(after(0), after(100_000)));
    }

    #[test]
    fn marks_are_found_by_their_hours_day() {
        let mut marks = DirtyMarks::default();
        let hours = ["2026-11-20T23", "2026-11-20T00", "2026-11-21T00"];
        hours.iter().for_each(|hour| marks.add(mark(hour)));
        let day = Day::of(Hour::parse("2026-11-20T12").unwrap().start());
        assert_eq!(marks.of(day).len(), 2);
        assert_eq!(marks.of(day.plus(1)).len(), 1);
        assert_eq!(marks.of(day.plus(2)).len(), 0);
        assert_eq!(marks.days().collect::<Vec<_>>(), [day, day.plus(1)]);
    }
}
