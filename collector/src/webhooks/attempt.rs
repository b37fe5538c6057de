//! One attempt to deliver an event, and the record of its result.

use domain::{Instant, MINUTE_MS, SiteId, WebhookId};
use wire::webhook::{Event, EventResponse, Format, TestResult};

use crate::{
    responses::states,
    runtime::{
        Runtime,
        outbound::{Outbound, PostError},
    },
    store::{Entry, Store, context::Context, error::Error, keys::Key, records::encode, retry},
    text::hex,
    webhooks::{
        destination::Destination,
        event, of_site,
        outbox::{self, Due, Failed, webhook_id},
        record::HookRecord,
        signature, slack,
    },
};

/// Result of an event's delivery to a receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The receiver replied with 2xx.
    Accepted(u16),
    /// The receiver replied with any other status. A redirect counts here, too, as it is not
    /// followed.
    Refused(u16),
    /// The receiver did not reply.
    NoReply(PostError),
    /// The collector may not call the receiver's address.
    AddressNotAllowed,
}

impl Outcome {
    const fn status(self) -> Option<u16> {
        match self {
            Outcome::Accepted(status) | Outcome::Refused(status) => Some(status),
            Outcome::NoReply(_) | Outcome::AddressNotAllowed => None,
        }
    }

    /// Returns the reason in a word; `None` if the event was accepted.
    const fn reason(self) -> Option<&'static str> {
        match self {
            Outcome::Accepted(_) => None,
            Outcome::Refused(_) => Some("status"),
            Outcome::NoReply(PostError::Timeout) => Some("timeout"),
            Outcome::NoReply(PostError::Unreachable) => Some("unreachable"),
            Outcome::AddressNotAllowed => Some("address-not-allowed"),
        }
    }

    /// Returns the result as an owner reads it.
    #[must_use]
    pub fn shown(self) -> TestResult {
        let reason = self.reason();
        TestResult {
            delivered: reason.is_none(),
            status: self.status(),
            reason: reason.map(str::to_owned),
        }
    }
}

/// Least time between two records of a webhook's success, in milliseconds: KV takes one write of a
/// key a second, and each write costs.
const SENT_EVERY_MS: i64 = 10 * MINUTE_MS;

/// Delivers the events that a response has put into the outbox. Called once the response's reply is
/// on its way.
///
/// Nothing here can fail the reply: an event that is not delivered stays in the outbox.
pub async fn at_once<S: Store, R: Runtime>(context: &Context<'_, S, R>, due: Vec<Due>) {
    let attempts = due.iter().map(|due| async move {
        let record = of_site::stored_one(context.store, &due.name.site, &due.name.webhook).await;
        // The cron handles events of a webhook that is deleted, or can't be read just now.
        if let Ok(Some(record)) = record {
            deliver(context, &record, due).await;
        }
    });
    futures_util::future::join_all(attempts).await;
}

/// Attempts to deliver an event, and writes down the result.
pub async fn deliver<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    record: &HookRecord,
    due: &Due,
) -> Outcome {
    let body = match record.definition.format {
        Format::Standard => due.event.clone(),
        Format::Slack => match serde_json::from_str::<Event<EventResponse>>(&due.event) {
            Ok(event) => encode(&slack::of_response(&event)),
            // An event of an older release is better sent as it is than not at all.
            Err(_) => due.event.clone(),
        },
    };
    let outcome = send(context, record, &webhook_id(&due.name), body).await;
    // None of these writes has to succeed: without them the event is delivered again.
    match outcome.reason() {
        None => {
            let key = Key::due(&due.name);
            let _ = retry::delete(context.store, context.runtime, &key).await;
            note_success(context, &due.name.site, &due.name.webhook).await;
        }
        Some(reason) => {
            let at_ms = context.runtime.now().unix_ms();
            let failed = Failed { at_ms, status: outcome.status(), reason: reason.to_owned() };
            let pause_ms = context.runtime.webhook_settings().first_pause_ms;
            let progress = due.progress.failed(failed, pause_ms);
            // If the response was deleted meanwhile, so were its events: none is put back. If the
            // response only can't be seen yet, the event goes on with the progress that it had.
            let is_gone = match due.survey() {
                Some(survey) => {
                    let (site, id) = (&due.name.site, due.name.id);
                    let states = states::read_one(context.store, site, &survey, id).await;
                    states.is_ok_and(|states| states.is_empty())
                }
                None => false,
            };
            if !is_gone {
                let _ = outbox::write(context, &Due { progress, ..due.clone() }).await;
            }
        }
    }
    outcome
}

/// Sends a receiver a test event, and writes nothing down.
///
/// # Errors
/// [`Error::Internal`] when the runtime has no random bytes for an id.
pub async fn test<S, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    webhook: &WebhookId,
    record: &HookRecord,
) -> Result<Outcome, Error> {
    let body = match record.definition.format {
        Format::Standard => encode(&event::test(site, webhook, context.now)),
        Format::Slack => encode(&slack::test(site.as_str(), webhook.as_str())),
    };
    let random = context.runtime.random_bytes();
    let random = random.ok_or(Error::Internal("the runtime gave no random bytes"))?;
    let id = format!("evt_{}", hex::of_first(&random, 16));
    Ok(send(context, record, &id, body).await)
}

async fn send<S, R: Runtime>(
    context: &Context<'_, S, R>,
    record: &HookRecord,
    id: &str,
    body: String,
) -> Outcome {
    // The address was checked when the webhook was saved; the operator may have changed the setting
    // since.
    let allow_private = context.runtime.webhook_settings().allow_private;
    let Some(to) = Destination::parse(&record.definition.url, allow_private) else {
        return Outcome::AddressNotAllowed;
    };
    let now: Instant = context.runtime.now();
    let timestamp_s = now.unix_ms().div_euclid(1_000);
    let signature = signature::header(&record.secrets(now), id, timestamp_s, &body);
    let headers = vec![
        ("content-type", "application/json".to_owned()),
        ("user-agent", concat!("Hearby/", env!("CARGO_PKG_VERSION")).to_owned()),
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", timestamp_s.to_string()),
        ("webhook-signature", signature),
    ];
    match context.runtime.post(&Outbound { url: to.to_text(), headers, body }).await {
        Ok(status) if (200..300).contains(&status) => Outcome::Accepted(status),
        Ok(status) => Outcome::Refused(status),
        Err(error) => Outcome::NoReply(error),
    }
}

async fn note_success<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    webhook: &WebhookId,
) {
    let now = context.runtime.now();
    let names = (site.clone(), webhook.clone());
    if context.cache.webhooks_sent.fresh(&names, now, SENT_EVERY_MS).is_some() {
        return;
    }
    let text = now.unix_ms().to_string();
    let key = Key::webhook_sent(site, webhook);
    // Another isolate that writes within the same second says the same.
    let _ = context.store.put(&key, Entry::of(&text)).await;
    context.cache.webhooks_sent.put(names, (), now);
}
