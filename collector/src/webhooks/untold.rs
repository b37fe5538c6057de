//! Events of which it is not known yet which webhooks take them.
//!
//! The collector must not refuse a response because it can't tell which webhooks the site has: the
//! day's reads may be used up while writes are left. So the response's event waits under the name
//! `*`, which costs one write. Once the store can be read again, the cron puts it into the outbox
//! for each webhook that takes it, and then deletes the key with `*`. If that breaks off in
//! between, the cron does it again, and writes to the same keys.

use domain::{Group, ResponseId, SiteId, SurveyId};
use wire::webhook::{Event, EventResponse};

use crate::{
    runtime::Runtime,
    store::{
        Entry, Store, StoreError,
        context::Context,
        error::Error,
        keys::{DueName, Key, Untold},
        records::encode,
        retry,
    },
    webhooks::{
        event, of_site,
        outbox::{self, Due, Progress},
    },
};

/// The most events that a run of the cron puts into the outbox.
const AT_ONCE_MAX: usize = 100;

/// The most writes and deletions for these events: a run has 1,000 operations, and delivers events
/// besides.
const WRITES_MAX: usize = 300;

/// Writes an event that waits for whichever webhooks the site has.
///
/// # Errors
/// The store's own error.
pub async fn put<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    name: &Untold,
    event: &Event<EventResponse>,
    progress: &Progress,
) -> Result<(), StoreError> {
    let metadata = encode(progress);
    let entry = Entry {
        value: &encode(event),
        metadata: Some(&metadata),
        expires_unix_s: Some(progress.lives_until_unix_s(context.runtime.now())),
    };
    retry::put(context.store, context.runtime, &Key::untold(name), entry).await
}

/// Puts waiting events into the outbox, for the webhooks that take them.
///
/// # Errors
/// The store's first error. The run still puts other sites' events into the outbox. The rest waits
/// for the next run.
pub async fn address<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    waiting: Vec<(Untold, Progress)>,
) -> Result<(), Error> {
    let waiting: Vec<_> = waiting.into_iter().take(AT_ONCE_MAX).collect();
    let keys: Vec<Key> = waiting.iter().map(|(name, _)| Key::untold(name)).collect();
    let events = context.store.get_many(&keys).await?;
    let (mut known, mut failed) = (Vec::new(), None);
    let mut writes_left = WRITES_MAX;
    for ((name, progress), event) in waiting.into_iter().zip(events) {
        // An event without a value is listed, but already in the outbox.
        let Some(event) = event else { continue };
        if !known.iter().any(|(site, _)| *site == name.site) {
            let webhooks = match of_site::stored(context, &name.site).await {
                Ok(webhooks) => Some(webhooks),
                Err(error) => {
                    failed = failed.or(Some(error));
                    None
                }
            };
            known.push((name.site.clone(), webhooks));
        }
        let webhooks = known.iter().find(|(site, _)| *site == name.site);
        let Some(webhooks) = webhooks.and_then(|(_, webhooks)| webhooks.as_ref()) else { continue };
        let taking: Vec<_> = webhooks
            .iter()
            .filter(|(_, record)| {
                is_for(&event, |survey, group| record.definition.takes(survey, group))
            })
            .collect();
        let Some(left) = writes_left.checked_sub(taking.len() + 1) else { break };
        writes_left = left;
        for (webhook, _) in taking {
            let Untold { site, id, state } = name.clone();
            let name = DueName { site, webhook: webhook.clone(), id, state };
            let due = Due { name, progress: progress.clone(), event: event.clone() };
            outbox::write(context, &due).await?;
        }
        retry::delete(context.store, context.runtime, &Key::untold(&name)).await?;
    }
    failed.map_or(Ok(()), Err)
}

/// True if `takes` takes an event; false for an event that can't be read.
fn is_for(event: &str, takes: impl Fn(&SurveyId, Option<Group>) -> bool) -> bool {
    let Ok(event) = serde_json::from_str::<Event<EventResponse>>(event) else { return false };
    let group = event.data.group.as_deref().and_then(Group::parse);
    SurveyId::parse(&event.data.survey).is_ok_and(|survey| takes(&survey, group))
}

/// Returns the name of a response's event.
#[must_use]
pub fn name(site: &SiteId, id: ResponseId, event: &Event<EventResponse>) -> Untold {
    Untold { site: site.clone(), id, state: event::state(&event.data) }
}
