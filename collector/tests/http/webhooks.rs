//! Webhooks: a collector that has one, and a receiver that a test looks into.
//!
//! In here: helpers, for the tests of erasure, too. Not in here: the tests of definitions
//! (`definition`) and of deliveries (`delivery`).

mod definition;
mod delivery;

use base64::{Engine, engine::general_purpose::STANDARD};
use collector::runtime::outbound::PostError;
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use wire::webhook::WebhookResource;

use crate::support::{Collector, Posted, parsed};

pub(crate) const HOOKS: &str = "/v1/sites/demo/webhooks";
pub(crate) const HOOK: &str = "/v1/sites/demo/webhooks/crm";
pub(crate) const URL: &str = "https://crm.example/in?token=t0p";

/// A collector with the webhook `crm`, and the webhook's secret.
pub(crate) fn with_webhook(rest: &Value) -> (Collector, String) {
    let collector = Collector::new();
    let mut body = json!({"url": URL});
    body.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    let reply = collector.admin("PUT", HOOK, &body);
    assert_eq!(reply.status, 201, "{}", reply.body);
    let secret = parsed::<Value>(&reply)["secret"].as_str().unwrap().to_owned();
    collector.store.operations.borrow_mut().clear();
    (collector, secret)
}

/// Posts a response, and lets what comes after the reply happen.
pub(crate) fn respond(collector: &Collector, body: &Value) {
    let reply = collector.post(&body.to_string());
    assert_eq!(reply.status, 201, "{}", reply.body);
    collector.deliver();
}

pub(crate) fn posts(collector: &Collector) -> Vec<Posted> {
    collector.runtime.posts.take()
}

pub(crate) fn fails(collector: &Collector, next: &[Result<u16, PostError>]) {
    *collector.runtime.next_posts.borrow_mut() = next.iter().rev().copied().collect();
}

pub(crate) fn keys(collector: &Collector, prefix: &str) -> Vec<String> {
    let entries = collector.store.memory.entries().into_iter();
    entries.map(|(key, _)| key).filter(|key| key.starts_with(prefix)).collect()
}

fn shown(collector: &Collector) -> WebhookResource {
    parsed(&collector.admin("GET", HOOK, &Value::Null))
}

/// A receiver's own check: HMAC-SHA256 of `id.timestamp.body` by the secret's bytes.
fn is_signed_by(secret: &str, posted: &Posted) -> bool {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
    let (id, at) = (posted.header("webhook-id"), posted.header("webhook-timestamp"));
    mac.update(format!("{id}.{at}.{}", posted.body).as_bytes());
    let signature = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    posted.header("webhook-signature").split(' ').any(|one| one == signature)
}
