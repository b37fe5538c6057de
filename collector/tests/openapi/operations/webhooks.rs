//! Webhooks: how they are made, shown, tried and deleted.
//!
//! Not in here: the events that receivers get, which are no operations of this API.

use collector::store::error::Error;
use serde_json::json;
use wire::{
    limits::DEFINITION_MAX_BYTES,
    webhook::{TestResult, WebhookPage, WebhookResource},
};

use super::{WEBHOOKS, new};
use crate::operation::{Operation, Who};

pub(super) fn all() -> Vec<Operation> {
    let webhook = json!({"url": "https://crm.example/hearby", "surveys": ["nps"],
                         "groups": ["detractor"]});
    vec![
        new("putWebhook", WEBHOOKS, "Make a webhook, or change it")
            .says("Events are signed as Standard Webhooks says, and delivered at least once.")
            .by(Who::Write)
            .takes("WebhookDefinition", DEFINITION_MAX_BYTES, webhook)
            .gives::<WebhookResource>(201, "The webhook with its secret, shown this once.")
            .gives::<WebhookResource>(200, "The changed webhook; the secret stays.")
            .or(Error::TooManyWebhooks)
            .or(Error::StoreBusy),
        new("listWebhooks", WEBHOOKS, "List the webhooks")
            .by(Who::Write)
            .paged()
            .gives::<WebhookPage>(200, "A page of webhooks, without secrets, by their names.")
            .or(Error::StoreBusy),
        new("getWebhook", WEBHOOKS, "Show a webhook, and how its deliveries go")
            .by(Who::Write)
            .gives::<WebhookResource>(200, "The webhook.")
            .or(Error::StoreBusy),
        new("renewWebhookSecret", WEBHOOKS, "Make a new secret")
            .says("The one before signs beside it for a day.")
            .by(Who::Write)
            .gives::<WebhookResource>(200, "The webhook with its new secret, shown this once.")
            .or(Error::StoreBusy),
        new("testWebhook", WEBHOOKS, "Send a test event")
            .by(Who::Write)
            .gives::<TestResult>(200, "The receiver's reply, good or bad.")
            .or(Error::StoreBusy),
        new("deleteWebhook", WEBHOOKS, "Delete a webhook")
            .by(Who::Write)
            .gives_nothing(204, "It is not there any more, or never was.")
            .or(Error::StoreBusy),
    ]
}
