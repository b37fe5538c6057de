//! Writing a rollup, when that is safe and worth it.

use domain::{DAY_MS, Hour, Instant, Kind};

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

/// Hours are only asked for until their day is closed.
const HOUR_LIVES_MS: i64 = DAY_MS;

/// Keeps a closed day.
pub(super) async fn day<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    scope: Scope<'_>,
    day: Day,
    listed: &Listed,
    marks: &[DirtyMark],
    budget: &mut Budget,
) -> bool {
    let key = Key::rollup_day(scope.site, scope.survey, day);
    keep(context, &key, scope.kind, listed, marks.iter(), budget).await
}

/// Keeps a closed hour of a day that is not closed yet, if it is worth a write.
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
    keep(context, &key, scope.kind, &listed, marks, budget).await
}

/// Writes a rollup; false when it was not written, which costs nothing but a list later.
async fn keep<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    key: &Key,
    kind: Kind,
    listed: &Listed,
    mut marks: impl Iterator<Item = &DirtyMark>,
    budget: &mut Budget,
) -> bool {
    let as_of = listed.rollup.as_of;
    // It would not be trusted.
    if !marks.all(|mark| mark.is_covered(as_of)) || !budget.take_operation() {
        return false;
    }
    let now = context.runtime.now();
    // It might take the place of a newer one.
    if now > as_of.plus_ms(WRITTEN_WITHIN_MS) || expires_soon(listed.expires_unix_s, now) {
        return false;
    }
    let value = listed.rollup.encode(kind);
    let entry = Entry { value: &value, metadata: None, expires_unix_s: listed.expires_unix_s };
    // A cache: whoever needs it next writes it again.
    context.store.put(key, entry).await.is_ok()
}

fn expires_soon(expires_unix_s: Option<i64>, now: Instant) -> bool {
    expires_unix_s.is_some_and(|at_s| at_s < now.unix_ms() / 1_000 + EXPIRES_AHEAD_S)
}
