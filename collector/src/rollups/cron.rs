//! The cron's part: it folds closed days before a summary asks for them.

use domain::{HOUR_MS, Instant, SiteId, SurveyId};
use wire::survey::SurveyDefinition;

use crate::{
    rollups::{
        dims,
        dirty::{self, DirtyMarks},
        keep,
        listing::{self, ByDimension, Scope},
        plan::{self, Trust},
        value::Rollup,
    },
    runtime::Runtime,
    store::{
        Store,
        budget::Budget,
        context::Context,
        day::Day,
        error::Error,
        keys::{DirtyMark, Key, Prefix, listed_survey_of_any_site},
        lists,
        records::{SurveyRecord, decode},
        timing::is_closed,
    },
};

/// Days that each run looks at: an id may be 8 days old when it comes, and a run may be missed.
const RECENT_DAYS: i64 = 10;

/// Number of further days that each run looks at. The 24 runs of a day then see a year.
const ROTATING_DAYS: i64 = 15;

/// The most marks of all surveys together that a run lists: ten pages, 24 times a day.
const MARKS_MAX: usize = 10_000;

/// The most marks of one survey that a run lists if all surveys together have more than
/// [`MARKS_MAX`].
const MARKS_OF_SURVEY_MAX: usize = 1_000;

/// The most marks of one survey that a run deletes. So runs work off a flood of marks in steps, and
/// each leaves deletions for the other surveys.
const UNMARKED_MAX: u32 = 300;

/// A survey gets rollups of hours if its last closed day had enough responses for this many hours
/// that are each worth a rollup.
const WORTHY_HOURS: u64 = 12;

/// Result of a fold by the cron.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FoldReport {
    /// Rollups written.
    pub kept: u32,
    /// Dirty marks deleted.
    pub unmarked: u32,
}

/// Folds closed days that have no rollup or a marked one, and deletes marks that have done their
/// work. Runs may overlap, be cut short or be missed: only the speed of summaries depends on them,
/// and the number of marks that each summary lists.
///
/// # Errors
/// The store's first error. The run still does the surveys after the one that failed.
pub async fn fold_closed_days<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    mut budget: Budget,
) -> Result<FoldReport, Error> {
    let now = context.runtime.now();
    let (all, parse) = (Prefix::all_surveys(), listed_survey_of_any_site);
    let mut surveys: Vec<(SiteId, SurveyId)> =
        lists::names_within(context.store, &all, parse, &mut budget).await?;
    // Each hour begins with another survey, so that a large one can't starve the others.
    if let Ok(n) = usize::try_from(now.unix_ms().div_euclid(HOUR_MS)) {
        let first = n.checked_rem(surveys.len()).unwrap_or(0);
        surveys.rotate_left(first);
    }
    let mut all_marks = Vec::new();
    let (store, all) = (context.store, Prefix::all_dirty());
    let add = |mark| all_marks.push(mark);
    let are_all_known = dirty::list(store, &all, MARKS_MAX, &mut budget, add).await?;
    let mut done = FoldReport::default();
    let mut failed = None;
    for (site, survey) in &surveys {
        let mut marks = DirtyMarks::default();
        let of_survey = |mark: &&DirtyMark| mark.site == *site && mark.survey == *survey;
        if are_all_known {
            all_marks.iter().filter(of_survey).for_each(|mark| marks.add(mark.clone()));
        } else {
            // A flood of one survey's marks hides those of others. So each survey's own marks are
            // listed. Its first ones are enough: later runs see the rest once these are deleted.
            let own = Prefix::dirty(site, survey, "");
            let add = |mark| marks.add(mark);
            let listed = dirty::list(store, &own, MARKS_OF_SURVEY_MAX, &mut budget, add).await;
            if let Err(error) = listed {
                failed = failed.or(Some(error));
                continue;
            }
        }
        let run = fold_survey(context, (site, survey), &marks, now, &mut budget, &mut done);
        failed = failed.or(run.await.err());
    }
    failed.map_or(Ok(done), Err)
}

async fn fold_survey<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    (site, survey): (&SiteId, &SurveyId),
    marks: &DirtyMarks,
    now: Instant,
    budget: &mut Budget,
    done: &mut FoldReport,
) -> Result<(), Error> {
    // One operation reads the survey, one its age.
    if !budget.take_operation() || !budget.take_operation() {
        return Ok(());
    }
    let Some(text) = context.store.get(&Key::survey(site, survey)).await? else { return Ok(()) };
    let record: SurveyRecord = decode(&text)?;
    // The responses of a survey that is being purged are not counted any more.
    if record.is_purging {
        return Ok(());
    }
    let SurveyDefinition { kind, attributes, .. } = &record.definition;
    let scope = Scope { site, survey, kind, attributes };
    let first = plan::first_day(context, scope, now).await?;
    let days = days(first, marks, now);
    let keys: Vec<Key> = days.iter().map(|day| Key::rollup_day(site, survey, *day)).collect();
    // A rollup from before an attribute was declared counts as missing.
    let needed = dims::folded_by_cron(scope.dims());
    let found = plan::rollups(context.store, &keys, scope.metric(), &needed, budget).await?;
    let mut to_list = Vec::new();
    let unmarked_before = done.unmarked;
    for (day, rollup) in days.iter().zip(&found) {
        let marks = marks.of(*day);
        if let Some(rollup) = rollup {
            let most = UNMARKED_MAX.saturating_sub(done.unmarked - unmarked_before);
            unmark(context, *day, rollup, (marks, most), now, budget, done).await;
        }
        if Trust::of(*day, rollup.clone(), marks, now).needs_list() {
            to_list.push(*day);
        }
    }
    list(context, scope, (first, &to_list), marks, budget, done).await?;
    let last = days.iter().zip(&found).filter_map(|(day, found)| Some((day, found.as_ref()?)));
    let last = last.max_by_key(|(day, _)| **day);
    let worth = WORTHY_HOURS.saturating_mul(budget.hour_worth());
    if last.is_some_and(|(_, rollup)| rollup.cells.responses() >= worth) {
        fold_hours(context, scope, marks, now, budget, done).await?;
    }
    Ok(())
}

/// Deletes the marks that the rollup covers for every reader.
async fn unmark<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    day: Day,
    rollup: &Rollup,
    (marks, most): (&[DirtyMark], u32),
    now: Instant,
    budget: &mut Budget,
    done: &mut FoldReport,
) {
    if !is_closed(day.end(), rollup.as_of) {
        return;
    }
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    for mark in marks.iter().filter(|mark| mark.is_done(rollup.as_of, now)).take(most) {
        // A later run deletes a mark that stays.
        if budget.take_operation() && context.store.delete(&Key::dirty(mark)).await.is_ok() {
            done.unmarked += 1;
        }
    }
}

/// Lists days, in order, and writes their rollups. `first_of_all` is the first day that can have
/// responses.
async fn list<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    scope: Scope<'_>,
    (first_of_all, days): (Day, &[Day]),
    marks: &DirtyMarks,
    budget: &mut Budget,
    done: &mut FoldReport,
) -> Result<(), Error> {
    let mut rest = days;
    while let Some(first) = rest.first() {
        let in_a_row = rest.iter().zip(0..).take_while(|(day, n)| **day == first.plus(*n)).count();
        let run = rest.get(..in_a_row).unwrap_or_default();
        let Some((hours, n_days)) = plan::block(run, first_of_all) else { break };
        let block = run.get(..n_days).unwrap_or_default();
        let by = ByDimension { names: &scope.dims(), ..ByDimension::default() };
        let listed = listing::days(context, scope, (&hours, block), by, budget).await?;
        for (day, listed) in &listed.whole {
            let kept = keep::day(context, scope, *day, listed, marks.of(*day), budget).await;
            done.kept += u32::from(kept);
        }
        if listed.whole.len() < n_days {
            break;
        }
        rest = rest.get(n_days..).unwrap_or_default();
    }
    Ok(())
}

/// Lists the closed hours of days that are not closed yet, and writes their rollups.
async fn fold_hours<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    scope: Scope<'_>,
    marks: &DirtyMarks,
    now: Instant,
    budget: &mut Budget,
    done: &mut FoldReport,
) -> Result<(), Error> {
    let days = [Day::of(now).plus(-1), Day::of(now)];
    let open = days.into_iter().filter(|day| !is_closed(day.end(), now));
    let hours: Vec<_> =
        open.flat_map(Day::hours).filter(|hour| is_closed(hour.end(), now)).collect();
    let keys: Vec<Key> =
        hours.iter().map(|hour| Key::rollup_hour(scope.site, scope.survey, *hour)).collect();
    let found = plan::rollups(context.store, &keys, scope.metric(), &[], budget).await?;
    for (hour, rollup) in hours.into_iter().zip(found) {
        let marks = marks.of(Day::of(hour.start()));
        if rollup.is_some_and(|rollup| plan::is_trusted(hour, &rollup, marks)) {
            continue;
        }
        let whole = (hour.start(), hour.end());
        let Some(listed) = listing::hour(context, scope, hour, whole, None, budget).await? else {
            break;
        };
        let kept = keep::hour(context, scope, hour, &listed, marks, budget).await;
        done.kept += u32::from(kept);
    }
    Ok(())
}

/// Returns the closed days that a run looks at: the recent ones, some further ones, and those with
/// marks.
fn days(first: Day, marks: &DirtyMarks, now: Instant) -> Vec<Day> {
    let today = Day::of(now);
    let hour_of_day = now.unix_ms().div_euclid(HOUR_MS).rem_euclid(24);
    let furthest = RECENT_DAYS + ROTATING_DAYS * (hour_of_day + 1);
    let further = (furthest - ROTATING_DAYS..furthest).map(|n| today.plus(-1 - n));
    let recent = (0..RECENT_DAYS).map(|n| today.plus(-1 - n));
    let mut days: Vec<Day> = recent
        .chain(further)
        .filter(|day| *day >= first)
        .chain(marks.days())
        .filter(|day| is_closed(day.end(), now))
        .collect();
    days.sort_unstable();
    days.dedup();
    days
}
