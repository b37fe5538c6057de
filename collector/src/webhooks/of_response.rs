//! Puts the events of a response into the outbox, before the response gets its 201.
//!
//! In: which events there are, and where they wait. Not in: delivering them ([`super::attempt`]).

use domain::Score;
use wire::response::Response;

use super::{
    event,
    outbox::{Due, Progress, write},
    untold,
};
use crate::{
    runtime::Runtime,
    store::{
        Store, cache::SiteWebhooks, context::Context, error::Error, keys::DueName, records::encode,
    },
};

/// Puts the events of a response into the outbox: one write for each webhook that takes it, or one
/// write if the isolate can't know which webhooks there are. If the response expires, its events
/// expire with it.
///
/// # Errors
/// [`Error::StoreBusy`]: then the response does not get its 201, and its sender sends it again.
pub async fn put<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    webhooks: &SiteWebhooks,
    response: &Response,
    expires_unix_s: Option<i64>,
) -> Result<Vec<Due>, Error> {
    let pause_ms = context.runtime.webhook_settings().first_pause_ms;
    if !webhooks.are_known() {
        let event = event::of_response(response, context.now);
        let name = untold::name(&response.site, response.id, &event);
        let progress = Progress::new(context.now, 0, expires_unix_s);
        untold::put(context, &name, &event, &progress).await?;
        return Ok(Vec::new());
    }
    let mut due = Vec::new();
    for webhook in webhooks.taking(&response.survey, response.score().map(Score::group)) {
        let event = event::of_response(response, context.now);
        let name = DueName {
            site: response.site.clone(),
            webhook: webhook.clone(),
            id: response.id,
            state: event::state(&event.data),
        };
        let progress = Progress::new(context.now, pause_ms, expires_unix_s);
        due.push(Due { name, progress, event: encode(&event) });
    }
    let writes = due.iter().map(|due| write(context, due));
    for written in futures_util::future::join_all(writes).await {
        written?;
    }
    Ok(due)
}
