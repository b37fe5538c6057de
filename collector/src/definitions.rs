//! Sites and surveys: read from memory or from the store.
//!
//! Visitors' requests use what the isolate remembers; owners' requests read the store.

use std::rc::Rc;

use domain::{SiteId, SurveyId};

use crate::{
    cache::DEFINITION_TTL_MS,
    context::Context,
    keys::Key,
    problem::Error,
    records::{SiteRecord, SurveyRecord, decode},
    rollups::timing::STALE_MS,
    store::Store,
};

/// A site, as remembered or as stored.
///
/// # Errors
/// [`Error::UnknownSite`], or that of the store.
pub async fn site<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Rc<SiteRecord>, Error> {
    if let Some(record) = context.cache.sites.fresh(site, context.now, DEFINITION_TTL_MS) {
        return Ok(record);
    }
    let record = stored_site(context, site).await?.ok_or(Error::UnknownSite)?;
    Ok(context.cache.sites.put(site.clone(), record, context.now))
}

/// A survey's newest version, as remembered or as stored; of a deleted survey, too, whose answers
/// can still be read.
///
/// # Errors
/// [`Error::UnknownSurvey`], or that of the store.
pub async fn survey<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
) -> Result<Rc<SurveyRecord>, Error> {
    let names = (site.clone(), survey.clone());
    let record = match context.cache.surveys.fresh(&names, context.now, DEFINITION_TTL_MS) {
        Some(record) => record,
        None => {
            let record = stored_survey(context, site, survey).await?;
            context.cache.surveys.put(names, record.ok_or(Error::UnknownSurvey)?, context.now)
        }
    };
    if record.is_free(context.now) { Err(Error::UnknownSurvey) } else { Ok(record) }
}

/// A site and one of its surveys, looked up side by side.
///
/// # Errors
/// [`Error::UnknownSite`] before [`Error::UnknownSurvey`], which a deleted one is, too; or that of
/// the store.
pub async fn site_and_survey<S: Store, R>(
    context: &Context<'_, S, R>,
    site_id: &SiteId,
    survey_id: &SurveyId,
) -> Result<(Rc<SiteRecord>, Rc<SurveyRecord>), Error> {
    let (site, survey) =
        futures_util::join!(site(context, site_id), survey(context, site_id, survey_id));
    let (site, survey) = (site?, survey?);
    if survey.is_deleted() { Err(Error::UnknownSurvey) } else { Ok((site, survey)) }
}

/// A survey's newest version as this isolate remembers it, while the store may lag behind it; none
/// once nothing is left of the survey.
#[must_use]
pub fn remembered_survey<S, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
) -> Option<SurveyRecord> {
    let names = (site.clone(), survey.clone());
    let remembered = context.cache.surveys.fresh(&names, context.now, STALE_MS)?;
    // Another may have the name by now.
    (!remembered.is_free(context.now)).then(|| SurveyRecord::clone(&remembered))
}

/// A site as the store has it.
///
/// # Errors
/// That of the store.
pub async fn stored_site<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Option<SiteRecord>, Error> {
    let text = context.store.get(&Key::site(site)).await?;
    text.as_deref().map(decode).transpose()
}

/// A survey's newest version as the store has it.
///
/// # Errors
/// That of the store.
pub async fn stored_survey<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
) -> Result<Option<SurveyRecord>, Error> {
    let text = context.store.get(&Key::survey(site, survey)).await?;
    text.as_deref().map(decode).transpose()
}
