//! The shapes of requests about sites, keys and sessions.
//!
//! Not in here: a backup's lines, which have no shape in the description.

use serde_json::{Value, json};
use wire::{limits, schema};

use super::{asked, described, label, lang, link, list, reference, whole};
use crate::schemas::single;

fn site_fields() -> [(&'static str, Value); 10] {
    let origin = json!({"type": "string", "maxLength": limits::ORIGIN_MAX_BYTES,
        "pattern": "^https?://[a-z0-9._:\\[\\]-]+$",
        "description": "As browsers write it: lower case, no default port, nothing behind it."});
    let collector = json!({"type": "string", "maxLength": limits::ORIGIN_MAX_BYTES,
        "pattern": "^https?://[a-z0-9._:\\[\\]-]+(/[A-Za-z0-9._~-]+)*$"});
    [
        ("lang", lang()),
        (
            "wording",
            described(
                single(schema::wording),
                "The version of the built-in wording in which visitors are asked. Other words get \
                 other scores, so a site stays on its own until this says otherwise. Without: the \
                 newest for a new site; what it has for one that is there, and 1 when that was made \
                 before wording had versions.",
            ),
        ),
        ("origins", list(origin, limits::LIST_MAX)),
        (
            "former_collectors",
            described(
                list(collector, limits::LIST_MAX),
                "Addresses of collectors that had this site before, as they stood before /e/ in \
                 the tag: responses that still wait for them in visitors' browsers come here.",
            ),
        ),
        ("pause_between_surveys_days", whole(0, 3_650)),
        ("consent", reference("Consent")),
        ("honour_gpc", json!({"type": "boolean"})),
        ("retention_days", described(whole(1, 3_650), "Without: responses are kept for ever.")),
        (
            "scrub_comments",
            described(
                json!({"type": "boolean"}),
                "True if e-mail addresses and telephone numbers in comments are replaced.",
            ),
        ),
        ("privacy_url", described(link(), "The owner's privacy notice, to which the popup links.")),
    ]
}

pub(super) fn all() -> Value {
    let name = ("name", label(limits::LABEL_MAX_BYTES));
    json!({
        "SiteDefinition": asked(&[("product", label(limits::LABEL_MAX_BYTES))], &site_fields()),
        "KeyRequest": asked(&[name, ("scope", reference("KeyScope"))], &[]),
        "SessionRequest": asked(
            &[("secret", described(
                json!({"type": "string", "minLength": 1, "pattern": "\\S"}),
                "A key, or the operator's token.",
            ))],
            &[("replace", described(
                json!({"type": "boolean"}),
                "True if the session takes the place of somebody else's that is still there.",
            ))],
        ),
    })
}
