//! The outbox: events that their receivers have not accepted yet, each under a key of its own.
//!
//! The collector writes an event's key before the visitor's response gets its 201, and deletes it
//! after the receiver's 2xx. Whatever happens in between, the cron finds the key. The key depends
//! only on the response. So a repeat is written to the same key, and makes no second event while
//! the first is on its way.

use domain::{DAY_MS, Instant, MINUTE_MS, SurveyId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use wire::webhook::{Event, EventResponse, Failure};

use crate::{
    runtime::Runtime,
    store::{
        Entry, Store, StoreError,
        context::Context,
        keys::{DueName, Key},
        records::encode,
        retry,
    },
    text::{hex, rfc3339},
};

/// Time after a response at which the cron gives its event up, in milliseconds.
pub const GIVEN_UP_AFTER_MS: i64 = 3 * DAY_MS;

/// Time for which an owner sees an event that was given up, in milliseconds.
const DEAD_LIVES_MS: i64 = 7 * DAY_MS;

/// Time after which the store drops an event by itself, in milliseconds: if no cron runs, nothing
/// gives events up.
pub(super) const LIVES_MS: i64 = GIVEN_UP_AFTER_MS + DAY_MS;

/// The longest pause between two attempts, in milliseconds.
const LONGEST_PAUSE_MS: i64 = 6 * 60 * MINUTE_MS;

/// An event that waits.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    /// Its name.
    pub name: DueName,
    /// Progress of its attempts.
    pub progress: Progress,
    /// The event as JSON; the value of its key.
    pub event: String,
}

/// Progress of an event's attempts: the metadata of its key. A release may add field names, and
/// never changes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// `t`: time at which the response came, in Unix milliseconds.
    #[serde(rename = "t")]
    pub received_ms: i64,
    /// `x`: time from which the event may be tried again, in Unix milliseconds.
    #[serde(rename = "x")]
    pub next_ms: i64,
    /// `n`: number of attempts that failed.
    #[serde(rename = "n", default)]
    pub attempts: u32,
    /// `f`: the last failure.
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<Failed>,
    /// `e`: time at which the response expires, in Unix seconds. The event doesn't outlive it.
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    pub expires_unix_s: Option<i64>,
}

/// A failure, as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// `a`: its time, in Unix milliseconds.
    #[serde(rename = "a")]
    pub at_ms: i64,
    /// `s`: the receiver's status, if it replied.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// `r`: the reason in a word; see [`wire::webhook::Failure`].
    #[serde(rename = "r")]
    pub reason: String,
}

/// Returns the header `webhook-id`. It is the same for the same receiver, response and state of the
/// response, so that a receiver can drop an event that it has already.
#[must_use]
pub fn webhook_id(name: &DueName) -> String {
    format!("evt_{}", hex::of_first(&Sha256::digest(Key::due(name).as_str()), 16))
}

impl Due {
    /// Returns the survey of the response that the event tells of; `None` for an event that can't
    /// be read.
    #[must_use]
    pub fn survey(&self) -> Option<SurveyId> {
        let event: Event<EventResponse> = serde_json::from_str(&self.event).ok()?;
        SurveyId::parse(&event.data.survey).ok()
    }
}

impl Progress {
    /// Returns the progress of an event before its first attempt, which follows at once.
    /// `expires_unix_s` is the time at which its response expires.
    #[must_use]
    pub const fn new(
        received: Instant,
        first_pause_ms: i64,
        expires_unix_s: Option<i64>,
    ) -> Progress {
        Progress {
            received_ms: received.unix_ms(),
            next_ms: received.plus_ms(first_pause_ms).unix_ms(),
            attempts: 0,
            failed: None,
            expires_unix_s,
        }
    }

    /// Returns the progress after one more failure.
    #[must_use]
    pub fn failed(&self, failed: Failed, first_pause_ms: i64) -> Progress {
        let pause_ms = first_pause_ms.saturating_mul(1 << self.attempts.min(20));
        let at = Instant::from_unix_ms(failed.at_ms);
        Progress {
            received_ms: self.received_ms,
            next_ms: at.plus_ms(pause_ms.min(LONGEST_PAUSE_MS)).unix_ms(),
            attempts: self.attempts.saturating_add(1),
            failed: Some(failed),
            expires_unix_s: self.expires_unix_s,
        }
    }

    /// Returns the time at which the store drops the event, in Unix seconds: with its response, and
    /// not later than other events.
    #[must_use]
    pub fn lives_until_unix_s(&self, now: Instant) -> i64 {
        let lives_until_s = self.received_ms.saturating_add(LIVES_MS).div_euclid(1_000);
        // KV takes no expiration that is nearer than a minute.
        let soon_s = now.unix_ms().div_euclid(1_000).saturating_add(90);
        self.expires_unix_s.unwrap_or(lives_until_s).min(lives_until_s).max(soon_s)
    }

    /// True if it is time for another attempt.
    #[must_use]
    pub const fn is_ready(&self, now: Instant) -> bool {
        self.next_ms <= now.unix_ms()
    }

    /// True if the event has been tried for long enough, and is to be given up.
    #[must_use]
    pub const fn is_over(&self, now: Instant) -> bool {
        now.unix_ms() >= self.received_ms.saturating_add(GIVEN_UP_AFTER_MS)
    }

    /// Returns the progress from a listed key's metadata; `None` if the metadata is no progress.
    #[must_use]
    pub fn decode(metadata: Option<&serde_json::value::RawValue>) -> Option<Progress> {
        serde_json::from_str(metadata?.get()).ok()
    }
}

impl Failed {
    /// Returns the failure as the owner reads it.
    #[must_use]
    pub fn shown(&self) -> Failure {
        Failure {
            failed_at: rfc3339::utc(Instant::from_unix_ms(self.at_ms)),
            status: self.status,
            reason: self.reason.clone(),
        }
    }
}

/// Writes an event's key. It replaces an earlier state of the event's attempts.
///
/// # Errors
/// The store's own error.
pub async fn write<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    due: &Due,
) -> Result<(), StoreError> {
    let metadata = encode(&due.progress);
    let entry = Entry {
        value: &due.event,
        metadata: Some(&metadata),
        expires_unix_s: Some(due.progress.lives_until_unix_s(context.runtime.now())),
    };
    retry::put(context.store, context.runtime, &Key::due(&due.name), entry).await
}

/// Gives an event up: it first writes the key that shows this to the owner, then deletes the event
/// itself.
///
/// # Errors
/// The store's own error. Then a later run does it again.
pub async fn give_up<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    name: &DueName,
    progress: &Progress,
) -> Result<(), StoreError> {
    let metadata = encode(progress);
    let expires_unix_s = Some(context.now.plus_ms(DEAD_LIVES_MS).unix_ms().div_euclid(1_000));
    let entry = Entry { value: "", metadata: Some(&metadata), expires_unix_s };
    retry::put(context.store, context.runtime, &Key::dead(name), entry).await?;
    retry::delete(context.store, context.runtime, &Key::due(name)).await
}

#[cfg(test)]
mod tests {
    use domain::{ResponseId, SiteId, WebhookId};

    use super::*;

    const AT: Instant = Instant::from_unix_ms(1_795_316_400_000);

    fn failure(at: Instant, status: Option<u16>) -> Failed {
        Failed { at_ms: at.unix_ms(), status, reason: "status".to_owned() }
    }

    #[test]
    fn progress_has_the_text_under_which_events_wait() {
        let new = Progress::new(AT, 10 * MINUTE_MS, None);
        assert_eq!(encode(&new), r#"{"t":1795316400000,"x":1795317000000,"n":0}"#);
        let expires = Progress::new(AT, 10 * MINUTE_MS, Some(7));
        assert_eq!(encode(&expires), r#"{"t":1795316400000,"x":1795317000000,"n":0,"e":7}"#);
        let failed = new.failed(failure(AT.plus_ms(5), Some(500)), 10 * MINUTE_MS);
        assert_eq!(
            encode(&failed),
            concat!(
                r#"{"t":1795316400000,"x":1795317000005,"n":1,"#,
                r#""f":{"a":1795316400005,"s":500,"r":"status"}}"#
            )
        );
        assert_eq!(serde_json::from_str::<Progress>(&encode(&failed)).unwrap(), failed);
    }

    #[test]
    fn pauses_double_from_ten_minutes_to_six_hours() {
        let mut progress = Progress::new(AT, 10 * MINUTE_MS, None);
        let mut pauses = Vec::new();
        for _ in 0..20 {
            progress = progress.failed(failure(AT, None), 10 * MINUTE_MS);
            pauses.push((progress.next_ms - AT.unix_ms()) / MINUTE_MS);
        }
        assert_eq!(pauses[..7], [10, 20, 40, 80, 160, 320, 360]);
        assert!(pauses[7..].iter().all(|pause| *pause == 360));
    }

    #[test]
    fn an_event_is_ready_and_over_at_its_very_times() {
        let progress = Progress::new(AT, 10 * MINUTE_MS, None);
        assert!(!progress.is_ready(AT.plus_ms(10 * MINUTE_MS - 1)));
        assert!(progress.is_ready(AT.plus_ms(10 * MINUTE_MS)));
        assert!(!progress.is_over(AT.plus_ms(3 * DAY_MS - 1)));
        assert!(progress.is_over(AT.plus_ms(3 * DAY_MS)));
    }

    #[test]
    fn a_webhook_id_is_another_for_each_receiver_response_and_state() {
        let name = |site: &str, webhook: &str, n: u128, state: &str| DueName {
            site: SiteId::parse(site).unwrap(),
            webhook: WebhookId::parse(webhook).unwrap(),
            id: ResponseId::new(AT, n),
            state: state.to_owned(),
        };
        let ids = [
            name("a", "b", 1, "s"),
            name("c", "b", 1, "s"),
            name("a", "c", 1, "s"),
            name("a", "b", 2, "s"),
            name("a", "b", 1, "t"),
        ]
        .map(|name| webhook_id(&name));
        let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len());
        assert_eq!(ids[0], webhook_id(&name("a", "b", 1, "s")));
        assert!(ids[0].starts_with("evt_") && ids[0].len() == 36 && !ids[0].contains('.'));
    }
}
