//! Writing a rollup if that is safe and worth a write.

use domain::{DAY_MS, Hour, Instant, Metric};

use crate::{
    rollups::listing::{Listed, Scope},
    runtime::Runtime,
    store::{
        Entry, Store,
        budget::Budget,
        context::Context,
        day::Day,
        keys::{DirtyMark, Key},
        timing::WRITTEN_WITHIN_MS,
    },
};

/// KV wants an expiration at least a minute ahead; clocks may differ a little.
const EXPIRES_AHEAD_S: i64 = 120;

/// Time for which an hour's rollup lives beyond the end of its day. Readers ask for it only until
/// the day is closed.
const HOUR_LIVES_MS: i64 = DAY_MS;

/// Writes the rollup of a closed day; false if it was not written.
pub(super) async fn day<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    scope: Scope<'_>,
    day: Day,
    listed: &Listed,
    marks: &[DirtyMark],
    budget: &mut Budget,
) -> bool {
    let key = Key::rollup_day(scope.site, scope.survey, day);
    keep(context, &key, scope.metric(), listed, marks.iter(), budget).await
}

/// Writes the rollup of a closed hour of a day that is not closed yet, if it is worth a write;
/// false if it was not written.
pub(super) async fn hour<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    scope: Scope<'_>,
    hour: Hour,
    listed: &Listed,
    marks: &[DirtyMark],
    budget: &mut Budget,
) -> bool {
    if listed.rollup.cells.responses() < budget.hour_worth() {
        return false;
    }
    let mut listed = listed.clone();
    let end_s = Day::of(hour.start()).end().plus_ms(HOUR_LIVES_MS).unix_ms() / 1_000;
    listed.expires_unix_s = Some(listed.expires_unix_s.map_or(end_s, |at_s| at_s.min(end_s)));
    let key = Key::rollup_hour(scope.site, scope.survey, hour);
    let marks = marks.iter().filter(|mark| mark.hour == hour);
    keep(context, &key, scope.metric(), &listed, marks, budget).await
}

/// Writes a rollup; false if it was not written. Then a later reader has to list again, and nothing
/// else is lost.
async fn keep<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    key: &Key,
    metric: Metric,
    listed: &Listed,
    mut marks: impl Iterator<Item = &DirtyMark>,
    budget: &mut Budget,
) -> bool {
    let as_of = listed.rollup.as_of;
    // No reader would trust it.
    if !marks.all(|mark| mark.is_covered(as_of)) || !budget.take_operation() {
        return false;
    }
    let now = context.runtime.now();
    // It might overwrite a newer one.
    if now > as_of.plus_ms(WRITTEN_WITHIN_MS) || expires_soon(listed.expires_unix_s, now) {
        return false;
    }
    let value = listed.rollup.encode(metric);
    let entry = Entry { value: &value, metadata: None, expires_unix_s: listed.expires_unix_s };
    // A rollup is a cache: the next reader that needs it writes it.
    context.store.put(key, entry).await.is_ok()
}

fn expires_soon(expires_unix_s: Option<i64>, now: Instant) -> bool {
    expires_unix_s.is_some_and(|at_s| at_s < now.unix_ms() / 1_000 + EXPIRES_AHEAD_S)
}
