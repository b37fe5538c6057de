//! State of a webhook's deliveries, as far as the keys of its events tell.

use domain::{Instant, SiteId, WebhookId};
use wire::webhook::Deliveries;

use crate::{
    store::{
        Page, Store,
        error::Error,
        keys::{Key, Prefix},
    },
    text::rfc3339,
    webhooks::outbox::Progress,
};

/// Counts the events that wait and those that were given up: two lists and a read.
///
/// # Errors
/// The store's own error.
pub async fn of<S: Store>(
    store: &S,
    site: &SiteId,
    webhook: &WebhookId,
) -> Result<Deliveries, Error> {
    let due = store.list(&Prefix::due(site, webhook), None).await?;
    let dead = store.list(&Prefix::dead(site, webhook), None).await?;
    let sent = store.get(&Key::webhook_sent(site, webhook)).await?;
    let sent_ms = sent.and_then(|text| text.parse().ok());
    let listed = due.keys.iter().chain(&dead.keys);
    let progress = listed.filter_map(|key| Progress::decode(key.metadata.as_deref()));
    let last = progress.filter_map(|progress| progress.failed).max_by_key(|failed| failed.at_ms);
    Ok(Deliveries {
        pending: count(&due),
        given_up: count(&dead),
        last_success_at: sent_ms.map(|ms| rfc3339::utc(Instant::from_unix_ms(ms))),
        last_failure: last.map(|failed| failed.shown()),
    })
}

fn count(page: &Page) -> u32 {
    u32::try_from(page.keys.len()).unwrap_or(u32::MAX)
}
