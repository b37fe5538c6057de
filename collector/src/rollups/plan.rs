//! Plan of a read: the rollups that a span of time needs, the parts of them that the reader may
//! trust, and the days that it must list.

use domain::{DAY_MS, Hour, Instant, Metric};
use wire::dimension::DimensionName;

use crate::{
    rollups::{listing::Scope, value::Rollup},
    store::{
        KEYS_PER_GET, Store,
        budget::Budget,
        context::Context,
        day::Day,
        error::Error,
        keys::{DirtyMark, Key},
        records::{SurveyRecord, decode},
        timing::{STALE_MS, is_closed},
    },
};

/// Most marked hours of a day that a reader lists one by one. If more are marked, it lists the
/// whole day.
const MARKED_HOURS_MAX: usize = 3;

/// Extent to which a reader may use a day's rollup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// The reader uses all of the rollup.
    Whole(Rollup),
    /// The reader lists the day and keeps no rollup of it: tallies by dimension were asked for only
    /// a part of the day, or marks of the day may be missing.
    Listed,
    /// The reader uses the rollup, but lists these hours: they have marks too fresh for any rollup
    /// to cover.
    Except(Rollup, Vec<Hour>),
    /// There is no rollup, or it can't be used. The reader lists the day and keeps a new rollup.
    None,
}

impl Trust {
    /// Decides how far a reader may use a day's rollup. It may not use one whose list began before
    /// the day was closed.
    pub(super) fn of(day: Day, rollup: Option<Rollup>, marks: &[DirtyMark], now: Instant) -> Trust {
        let Some(rollup) = rollup.filter(|rollup| is_closed(day.end(), rollup.as_of)) else {
            return Trust::None;
        };
        let uncovered = || marks.iter().filter(|mark| !mark.is_covered(rollup.as_of));
        // A list that begins now covers the mark: then the day is worth a new rollup.
        if uncovered().any(|mark| mark.is_covered(now)) {
            return Trust::None;
        }
        let mut hours: Vec<Hour> = uncovered().map(|mark| mark.hour).collect();
        hours.sort_unstable();
        hours.dedup();
        match hours.len() {
            0 => Trust::Whole(rollup),
            1..=MARKED_HOURS_MAX => Trust::Except(rollup, hours),
            _ => Trust::None,
        }
    }

    /// Returns the trust when the reader also needs the rollup's tallies by dimension. These exist
    /// for the whole day only, not for a part of it, nor for the day without some hours. `is_cut`
    /// is true if only a part of the day was asked for.
    pub(super) fn with_dims(self, is_cut: bool) -> Trust {
        match self {
            Trust::Whole(_) if is_cut => Trust::Listed,
            Trust::Except(..) => Trust::None,
            whole_or_none => whole_or_none,
        }
    }

    pub(super) const fn needs_list(&self) -> bool {
        matches!(self, Trust::None | Trust::Listed)
    }
}

/// True if a reader may use an hour's rollup while the hour's day is not closed yet.
pub(super) fn is_trusted(hour: Hour, rollup: &Rollup, marks: &[DirtyMark]) -> bool {
    let covers = |mark: &DirtyMark| mark.hour != hour || mark.is_covered(rollup.as_of);
    is_closed(hour.end(), rollup.as_of) && marks.iter().all(covers)
}

/// Number of days by which a survey's first response may be older than the survey: the greatest age
/// of an id that the collector accepts, and one day more for differing clocks.
pub(crate) const DAYS_BEFORE: i64 = wire::limits::ID_MAX_AGE_MS / DAY_MS + 1;

/// Returns the first day that can hold a response of the survey: [`DAYS_BEFORE`] days before its
/// first version was written. The collector refuses older ids. So a reader spends no list on
/// earlier days.
///
/// # Errors
/// The store's own error.
pub(crate) async fn first_day<S: Store, R>(
    context: &Context<'_, S, R>,
    scope: Scope<'_>,
    now: Instant,
) -> Result<Day, Error> {
    let text = context.store.get(&Key::survey_version(scope.site, scope.survey, 1)).await?;
    let made = match text.as_deref().map(decode::<SurveyRecord>).transpose()? {
        Some(record) => Instant::from_unix_ms(record.changed_ms),
        // Not visible yet, so it was written just now: it is written before the newest version is.
        None => now.plus_ms(-STALE_MS),
    };
    Ok(Day::of(made).plus(-DAYS_BEFORE))
}

/// Reads rollups, in the order of the keys. `None` stands for a rollup that is missing, that does
/// not count by all of the wanted dimensions, or for which the budget was too small.
///
/// # Errors
/// The store's own error.
pub(super) async fn rollups<S: Store>(
    store: &S,
    keys: &[Key],
    metric: Metric,
    wanted: &[DimensionName],
    budget: &mut Budget,
) -> Result<Vec<Option<Rollup>>, Error> {
    let mut rollups = Vec::with_capacity(keys.len());
    for keys in keys.chunks(KEYS_PER_GET) {
        if !budget.take_operation() {
            break;
        }
        let texts = store.get_many(keys).await?;
        let decoded = |text: Option<String>| {
            let rollup = Rollup::decode(&text?, metric, wanted)?;
            rollup.dims.has_all(wanted).then_some(rollup)
        };
        rollups.extend(texts.into_iter().map(decoded));
    }
    // Rollups that were not read count as missing.
    rollups.resize(keys.len(), None);
    Ok(rollups)
}

/// Returns the largest block of days at the head of `days` that one list can cover: the text with
/// which all hours of the block begin, and the number of days. A block is a month, the days of a
/// month that share their first digit, or a single day.
///
/// `days` are consecutive, and all of them need a list. One list covers all hours that begin with
/// the text, so a block never covers a day outside `days`. The exception are days before
/// `first_of_all`, which have no responses.
pub(super) fn block(days: &[Day], first_of_all: Day) -> Option<(String, usize)> {
    const MONTH: usize = "2026-11-".len();
    const TEN_DAYS: usize = "2026-11-2".len();
    let first = *days.first()?;
    let text = |day: Day, len: usize| day.to_string().get(..len).map(str::to_owned);
    for len in [MONTH, TEN_DAYS] {
        let prefix = text(first, len);
        let n = days.iter().take_while(|day| text(**day, len) == prefix).count();
        let begins = first <= first_of_all || text(first.plus(-1), len) != prefix;
        let after = days.get(n - 1).and_then(|last| text(last.plus(1), len));
        if n > 1 && begins && after != prefix {
            return prefix.map(|prefix| (prefix, n));
        }
    }
    Some((first.to_string(), 1))
}

#[cfg(test)]
mod tests {
    use domain::{ResponseId, SiteId, SurveyId};

    use super::*;
    use crate::rollups::{counts::Cells, dims::Dims};

    fn at(text: &str) -> Instant {
        let (hour, minute) = text.split_once(':').unwrap();
        Hour::parse(hour).unwrap().start().plus_ms(minute.parse::<i64>().unwrap() * 60_000)
    }

    fn day(text: &str) -> Day {
        Day::of(at(&format!("{text}T00:00")))
    }

    fn rollup(as_of: &str) -> Option<Rollup> {
        Some(Rollup { as_of: at(as_of), cells: Cells::default(), dims: Dims::default() })
    }

    fn marks(marks: &[(&str, &str)]) -> Vec<DirtyMark> {
        let mark = |(hour, marked): &(&str, &str)| DirtyMark {
            site: SiteId::parse("demo").unwrap(),
            survey: SurveyId::parse("nps").unwrap(),
            hour: Hour::parse(hour).unwrap(),
            at: at(marked),
            id: ResponseId::new(at(marked), 1),
        };
        marks.iter().map(mark).collect()
    }

    #[test]
    fn a_rollup_is_trusted_as_far_as_its_marks_allow() {
        let trust = |as_of, listed: &[(&str, &str)]| {
            Trust::of(day("2026-11-20"), rollup(as_of), &marks(listed), at("2026-11-22T10:00"))
        };
        let whole = |as_of| Trust::Whole(rollup(as_of).unwrap());
        let closed = "2026-11-21T00:15";
        assert_eq!(trust("2026-11-21T00:14", &[]), Trust::None);
        assert_eq!(trust(closed, &[]), whole(closed));
        let mark = [("2026-11-20T07", "2026-11-21T00:04")];
        assert_eq!(trust("2026-11-21T00:16", &mark), whole("2026-11-21T00:16"));
        // The rollup doesn't cover the mark, a list of now would.
        assert_eq!(trust(closed, &mark), Trust::None);
        // Neither does: the hour is listed each time until one can.
        let fresh = [("2026-11-20T07", "2026-11-22T09:50"), ("2026-11-20T07", "2026-11-22T09:55")];
        let hours = vec![Hour::parse("2026-11-20T07").unwrap()];
        assert_eq!(trust(closed, &fresh), Trust::Except(rollup(closed).unwrap(), hours));
        let many = ["T07", "T08", "T09", "T10"].map(|hour| format!("2026-11-20{hour}"));
        let many = many.each_ref().map(|hour| (hour.as_str(), "2026-11-22T09:50"));
        assert_eq!(trust(closed, &many), Trust::None);
    }

    #[test]
    fn dimensions_of_a_part_of_a_day_are_listed() {
        let whole = Trust::Whole(rollup("2026-11-21T00:15").unwrap());
        assert_eq!(whole.clone().with_dims(false), whole);
        assert_eq!(whole.with_dims(true), Trust::Listed);
        let except = Trust::Except(rollup("2026-11-21T00:15").unwrap(), Vec::new());
        assert_eq!(except.with_dims(false), Trust::None);
        assert_eq!(Trust::None.with_dims(true), Trust::None);
    }

    #[test]
    fn an_hours_rollup_minds_the_marks_of_its_own_hour_only() {
        let hour = Hour::parse("2026-11-22T07").unwrap();
        let trusted = |as_of, listed: &[(&str, &str)]| {
            is_trusted(hour, &rollup(as_of).unwrap(), &marks(listed))
        };
        assert!(!trusted("2026-11-22T08:14", &[]));
        assert!(trusted("2026-11-22T08:15", &[("2026-11-22T06", "2026-11-22T08:30")]));
        assert!(!trusted("2026-11-22T08:15", &[("2026-11-22T07", "2026-11-22T08:10")]));
    }

    #[track_caller]
    fn blocks(first_of_all: &str, first: &str, n: i64, expected: &[(&str, usize)]) {
        let days: Vec<Day> = (0..n).map(|more| day(first).plus(more)).collect();
        let mut rest = days.as_slice();
        let mut found = Vec::new();
        while let Some((prefix, n)) = block(rest, day(first_of_all)) {
            found.push((prefix, n));
            rest = &rest[n..];
        }
        let found: Vec<(&str, usize)> = found.iter().map(|(text, n)| (text.as_str(), *n)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn whole_months_and_tens_of_days_are_listed_at_once() {
        let long_ago = "2020-01-01";
        blocks(long_ago, "2026-11-01", 30, &[("2026-11-", 30)]);
        let single = [("2026-11-29", 1), ("2026-11-30", 1), ("2026-12-01", 1)];
        blocks(long_ago, "2026-11-29", 3, &single);
        let tens = [("2026-10-1", 10), ("2026-10-2", 10), ("2026-10-3", 2)];
        blocks(long_ago, "2026-10-10", 22, &tens);
        blocks(long_ago, "2026-10-01", 9, &[("2026-10-0", 9)]);
    }

    #[test]
    fn a_block_takes_in_no_day_but_those_before_the_first_of_all() {
        let long_ago = "2020-01-01";
        let days = [("2026-10-11", 1), ("2026-10-12", 1)];
        blocks(long_ago, "2026-10-11", 2, &days);
        blocks("2026-10-11", "2026-10-11", 2, &days);
        blocks(long_ago, "2026-10-18", 2, &[("2026-10-18", 1), ("2026-10-19", 1)]);
        blocks("2026-10-18", "2026-10-18", 2, &[("2026-10-1", 2)]);
        blocks("2026-10-13", "2026-10-13", 19, &[("2026-10-", 19)]);
    }
}
