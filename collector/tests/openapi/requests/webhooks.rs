//! The shape of a webhook's definition.
//!
//! Not in here: the events that its receiver gets, whose shapes are derived (`crate::schemas`).

use domain::Group;
use serde_json::{Value, json};
use wire::{limits, schema};

use super::{asked, described, group, list, reference, slug};
use crate::schemas::single;

pub(super) fn all() -> Value {
    let url = described(
        single(schema::webhook_url),
        "https, a public host, port 443 or 1024 and above, no user name.",
    );
    json!({
        "WebhookDefinition": asked(&[("url", url)], &[
            ("surveys", described(list(slug(), limits::LIST_MAX), "Whose responses are told. Empty: all.")),
            ("groups", described(list(group(), Group::ALL.len()), "Whose responses are told. Empty: all.")),
            ("format", described(reference("WebhookFormat"), "`slack`: `{\"text\": …}` in place of an event.")),
            ("active", json!({"type": "boolean"})),
        ]),
    })
}
