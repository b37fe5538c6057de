//! The gate of a site: compiled from its surveys, remembered for some minutes.

use std::rc::Rc;

use domain::SiteId;
use wire::gate::Gate;

use crate::{
    cache::GATE_TTL_MS,
    context::Context,
    definitions,
    keys::{Prefix, listed_survey},
    problem::Error,
    store::Store,
};

/// The gate as a JavaScript expression. While the store is away, the last one known is used.
///
/// # Errors
/// [`Error::UnknownSite`], or that of the store.
pub async fn of_site<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Rc<String>, Error> {
    if let Some(gate) = context.cache.gates.fresh(site, context.now, GATE_TTL_MS) {
        return Ok(gate);
    }
    match compile(context, site).await {
        Ok(gate) => Ok(context.cache.gates.put(site.clone(), gate, context.now)),
        Err(Error::StoreBusy) => context.cache.gates.stale(site).ok_or(Error::StoreBusy),
        Err(error) => Err(error),
    }
}

async fn compile<S: Store, R>(context: &Context<'_, S, R>, site: &SiteId) -> Result<String, Error> {
    let record = definitions::site(context, site).await?;
    let prefix = Prefix::surveys(site);
    let mut surveys = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let page = context.store.list(&prefix, cursor.as_deref()).await?;
        for id in page.keys.iter().filter_map(|key| listed_survey(site, &key.name)) {
            match definitions::survey(context, site, &id).await {
                Ok(survey) => surveys.push((id, survey.definition.clone())),
                // Listed, but already deleted.
                Err(Error::UnknownSurvey) => {}
                Err(error) => return Err(error),
            }
        }
        cursor = page.cursor;
        if cursor.is_none() {
            return Ok(Gate::compile(site, &record.definition, &surveys).to_script());
        }
    }
}
