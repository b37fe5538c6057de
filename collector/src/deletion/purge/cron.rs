//! The cron's part: it continues purges, so that no owner has to repeat a deletion.

use domain::{HOUR_MS, SiteId, SurveyId};

use crate::{
    deletion::purge,
    runtime::Runtime,
    store::{
        KEYS_PER_GET, Store,
        budget::Budget,
        context::Context,
        error::Error,
        keys::{Key, Prefix, listed_gone_site, listed_survey_of_any_site},
        lists,
        records::{GoneRecord, SurveyRecord, decode},
    },
};

/// Deleted item that is being purged.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Deleted {
    Site(SiteId),
    Survey(SiteId, SurveyId),
}

/// Takes a further step with each site and each survey that is being purged, while the budget
/// lasts. Returns the number of deleted entries.
///
/// # Errors
/// The store's first error. The sites and surveys after the one that failed get their step all the
/// same.
pub async fn go_on<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    mut budget: Budget,
) -> Result<u32, Error> {
    let mut all = all_deleted(context.store, &mut budget).await?;
    // Each hour begins with another one, so that a large one can't starve the others.
    if let Ok(n) = usize::try_from(context.now.unix_ms().div_euclid(HOUR_MS)) {
        let first = n.checked_rem(all.len()).unwrap_or(0);
        all.rotate_left(first);
    }
    let mut n_entries = 0;
    let mut failed = None;
    for deleted in all {
        match step(context, &deleted, &mut budget).await {
            Ok(n) => n_entries += n,
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    failed.map_or(Ok(n_entries), Err)
}

async fn step<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    deleted: &Deleted,
    budget: &mut Budget,
) -> Result<u32, Error> {
    if !budget.take_operation() {
        return Ok(0);
    }
    // The record is read anew: the list of all may have been made some time ago.
    let read = context.runtime.now();
    let progress = match deleted {
        Deleted::Site(site) => {
            let text = context.store.get(&Key::gone_site(site)).await?;
            let Some(record) = text.as_deref().map(decode::<GoneRecord>).transpose()? else {
                return Ok(0);
            };
            purge::site(context, site, &record, read, budget).await?
        }
        Deleted::Survey(site, survey) => {
            let text = context.store.get(&Key::survey(site, survey)).await?;
            let record = text.as_deref().map(decode::<SurveyRecord>).transpose()?;
            let Some(record) = record.filter(|record| record.is_purging) else { return Ok(0) };
            purge::survey(context, (site, survey), &record, read, budget).await?
        }
    };
    Ok(progress.erased.deleted)
}

/// Lists the sites that are being purged, and the surveys of other sites that are being purged.
async fn all_deleted<S: Store>(store: &S, budget: &mut Budget) -> Result<Vec<Deleted>, Error> {
    let sites: Vec<_> =
        lists::names_within(store, &Prefix::all_gone_sites(), listed_gone_site, budget).await?;
    let surveys: Vec<_> =
        lists::names_within(store, &Prefix::all_surveys(), listed_survey_of_any_site, budget)
            .await?;
    let mut all: Vec<Deleted> = sites.iter().cloned().map(Deleted::Site).collect();
    for names in surveys.chunks(KEYS_PER_GET) {
        if !budget.take_operation() {
            break;
        }
        let keys: Vec<Key> = names.iter().map(|(site, id)| Key::survey(site, id)).collect();
        let texts = store.get_many(&keys).await?;
        for ((site, survey), text) in names.iter().zip(texts) {
            let record: Option<SurveyRecord> = text.as_deref().map(decode).transpose()?;
            let is_purging =
                record.is_some_and(|record| record.is_purging && record.purged_ms.is_none());
            if is_purging && !sites.contains(site) {
                all.push(Deleted::Survey(site.clone(), survey.clone()));
            }
        }
    }
    Ok(all)
}
