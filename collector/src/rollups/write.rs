//! Writing and deleting responses so that no rollup is trusted that misses the change.

use domain::{Hour, Instant, ResponseId, SiteId, SurveyId};

use crate::{
    runtime::Runtime,
    store::{
        Entry, Store, StoreError,
        context::Context,
        day::Day,
        error::Error,
        keys::{DirtyMark, Key, Rank},
        retry,
        timing::{STARTS_WITHIN_MS, mark_time, needs_mark},
    },
};

/// Writes a state of a response. That is one write, and a mark before it if the response's hour may
/// have been folded.
///
/// # Errors
/// [`Error::StoreBusy`]; the response may have been written or not, and the same request may be
/// sent again.
pub async fn put_response<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
    (id, rank): (ResponseId, Rank),
    entry: Entry<'_>,
) -> Result<(), Error> {
    let until = mark(context, site, survey, id).await?;
    let key = Key::response(site, survey, id, rank);
    retry::until(context.runtime, until, || context.store.put(&key, entry)).await?;
    Ok(())
}

/// A response that comes back from a backup.
#[derive(Clone, Debug)]
pub struct Restorable {
    /// Its id.
    pub id: ResponseId,
    /// The rank of its state.
    pub rank: Rank,
    /// Its value.
    pub value: String,
    /// Its metadata.
    pub metadata: String,
    /// Time at which it expires, in Unix seconds.
    pub expires_unix_s: Option<i64>,
}

/// Writes responses of one hour. One mark stands for all of them that are written soon enough after
/// it.
///
/// # Errors
/// [`Error::StoreBusy`]; some may have been written, and the same may be written again.
pub async fn put_responses<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
    responses: &[Restorable],
) -> Result<(), Error> {
    let mut until: Option<Instant> = None;
    for Restorable { id, rank, value, metadata, expires_unix_s } in responses {
        let marked = until.filter(|until| context.runtime.now() <= *until);
        let marked = match marked {
            Some(until) => until,
            None => mark(context, site, survey, *id).await?,
        };
        until = Some(marked);
        let expires_unix_s = *expires_unix_s;
        let entry = Entry { value, metadata: Some(metadata), expires_unix_s };
        let key = Key::response(site, survey, *id, *rank);
        retry::until(context.runtime, marked, || context.store.put(&key, entry)).await?;
    }
    Ok(())
}

/// Deletes a response in all of its states. A response that isn't there is no error.
///
/// The highest rank is deleted last. So if this breaks off half-way, no older state is left that a
/// reader would take for the newest.
///
/// If a browser sends the response again later, it counts as a new response. That can happen if the
/// browser has not received the reply: it keeps the response for a week.
///
/// # Errors
/// [`Error::StoreBusy`]; the same request may be sent again.
pub async fn delete_response<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
    id: ResponseId,
) -> Result<(), Error> {
    let until = mark(context, site, survey, id).await?;
    for rank in Rank::ALL {
        let key = Key::response(site, survey, id, rank);
        retry::until(context.runtime, until, || context.store.delete(&key)).await?;
    }
    Ok(())
}

/// Returns the time at which a response expires, in Unix seconds: `retention_days` after the end of
/// its day, so that all of a day's responses expire together with their rollup. A late response
/// stays for at least a day, as KV takes no expiration in the past.
#[must_use]
pub fn expires_unix_s(id: ResponseId, retention_days: u32, now: Instant) -> i64 {
    let day = Day::of(id.instant()).plus(i64::from(retention_days));
    let end = day.end().unix_ms().div_euclid(1_000);
    let a_day_from_now = Day::of(now).plus(2).start().unix_ms().div_euclid(1_000);
    end.max(a_day_from_now)
}

/// Marks the hour of a response as dirty if need be. Returns the time until which the write may
/// start.
///
/// All writes into the hour within [`crate::store::timing::MARK_STANDS_MS`] share one mark, so that
/// repeats and floods of late responses leave a handful of marks. An isolate writes a mark only
/// once.
async fn mark<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
    id: ResponseId,
) -> Result<Instant, Error> {
    let now = context.runtime.now();
    let until = now.plus_ms(STARTS_WITHIN_MS);
    let hour = id.instant().hour();
    if !needs_mark(hour, now) || is_marked(context, site, survey, hour, now) {
        return Ok(until);
    }
    let mark = DirtyMark::shared(site, survey, hour, now);
    let put = |mark: &DirtyMark| {
        let key = Key::dirty(mark);
        async move { context.store.put(&key, Entry::of("")).await }
    };
    match put(&mark).await {
        // Another isolate is writing the mark right now, and may not be done. KV takes one write of
        // a key a second; a key with the response's own id is free.
        Err(StoreError::Busy) => {
            let own = DirtyMark { id, ..mark.clone() };
            retry::until(context.runtime, until, || put(&own)).await?;
        }
        Err(StoreError::Unavailable) => {
            retry::until(context.runtime, until, || put(&mark)).await?;
        }
        done => done?,
    }
    // Remembered only now: no write may rely on a mark that is not in the store yet.
    let names = (mark.site, mark.survey, hour);
    context.cache.marks.put(names, mark.at, now);
    Ok(until)
}

/// True if this isolate has already written the mark for a write into that hour now.
fn is_marked<S, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
    hour: Hour,
    now: Instant,
) -> bool {
    let names = (site.clone(), survey.clone(), hour);
    context.cache.marks.stale(&names).is_some_and(|at| *at == mark_time(now))
}

/// Returns the number of marks that writing this response takes now: 0 or 1.
pub fn marks_needed<S, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
    id: ResponseId,
) -> u32 {
    let (now, hour) = (context.runtime.now(), id.instant().hour());
    u32::from(needs_mark(hour, now) && !is_marked(context, site, survey, hour, now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_days_responses_expire_together_and_a_late_one_stays_a_day() {
        let day_s = 24 * 60 * 60;
        let noon = Instant::from_unix_ms(1_000 * (20_000 * day_s + day_s / 2));
        let evening = noon.plus_ms(1_000 * day_s / 4);
        let expires = |given, days, now| expires_unix_s(ResponseId::new(given, 1), days, now);
        assert_eq!(expires(noon, 3, noon), 20_004 * day_s);
        assert_eq!(expires(evening, 3, evening), 20_004 * day_s);
        let week_later = noon.plus_ms(7 * 1_000 * day_s);
        assert_eq!(expires(noon, 3, week_later), 20_009 * day_s);
    }
}
