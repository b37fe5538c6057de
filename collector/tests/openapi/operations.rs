//! Every operation, in an order in which their examples can be run one after the other.
//!
//! In here: the tags, the order, and the parameters in addresses. Not in here: the operations
//! themselves, which stand in a module for each tag.

mod backups;
mod figures;
mod itself;
mod responses;
mod sessions;
mod sites;
mod surveys;
mod visitors;
mod webhooks;

use serde_json::{Value, json};

use crate::{
    operation::Operation,
    requests,
    support::{NOW, id_at},
};

pub(crate) const VISITORS: &str = "For visitors' browsers";
pub(crate) const SITES: &str = "Sites and keys";
pub(crate) const SURVEYS: &str = "Surveys";
pub(crate) const FIGURES: &str = "Figures";
pub(crate) const RESPONSES: &str = "Responses";
pub(crate) const BACKUPS: &str = "Backups";
pub(crate) const WEBHOOKS: &str = "Webhooks";
pub(crate) const SESSIONS: &str = "Signing in";
pub(crate) const ITSELF: &str = "The collector itself";

/// The secret in an example, in whose place a test sends one that opens.
pub(crate) const SECRET: &str = "hbk_abcd2345_abcdefghijkmnpqrstuvwxyz23456789";

/// Subject of each section.
pub(crate) const TAGS: [(&str, &str); 9] = [
    (SITES, "A site is where surveys are shown. Its keys let owners and their programs in."),
    (SURVEYS, "Questions: their audience, place and time."),
    (VISITORS, "Calls of the widget. Nothing here needs a key."),
    (FIGURES, "Figures of the responses."),
    (RESPONSES, "One by one, as files, and by whoever gave them."),
    (BACKUPS, "All of a site as lines, and the way back."),
    (WEBHOOKS, "An owner's server is told of responses as they come."),
    (SESSIONS, "The console's session: a cookie in place of a key."),
    (ITSELF, "State of the collector, and its description."),
];

pub(crate) fn all() -> Vec<Operation> {
    let mut all = sites::all();
    all.extend(surveys::all());
    all.extend(visitors::all());
    all.extend(figures::all());
    all.extend(responses::all());
    all.extend(backups::all());
    all.extend(webhooks::all());
    all.extend(sessions::all());
    all.extend(itself::all());
    all
}

fn new(operation_id: &str, tag: &'static str, summary: &'static str) -> Operation {
    Operation::new(operation_id, tag, summary)
}

/// The parameters in addresses.
pub(crate) fn parameters() -> Value {
    let name = |what: &str, example: &str| {
        let mut schema = requests::slug();
        schema.as_object_mut().unwrap().remove("maxLength");
        json!({"name": what, "in": "path", "required": true, "schema": schema,
               "example": example, "description": format!("The {what}'s name.")})
    };
    json!({
        "site": name("site", "shop"),
        "survey": name("survey", "nps"),
        "webhook": name("webhook", "crm"),
        "key": {"name": "key", "in": "path", "required": true, "example": "abcd2345",
                "schema": {"type": "string", "pattern": "^[a-km-np-z2-9]{8}$"},
                "description": "The key's id."},
        "id": {"name": "id", "in": "path", "required": true, "example": id_at(NOW, 1),
               "schema": requests::response_id(), "description": "The response's id."},
        "version": {"name": "version", "in": "path", "required": true, "example": 1,
                    "schema": {"type": "integer", "minimum": 1, "maximum": u32::MAX},
                    "description": "The version's number."},
    })
}
