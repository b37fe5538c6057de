//! The backup of a site, and the restore.
//!
//! Not in here: the export of responses alone (`responses`).

use collector::store::error::Error;
use serde_json::json;
use wire::{
    backup::Restored,
    limits::{KEYS_MAX, RESTORE_MAX_BYTES},
};

use super::{BACKUPS, new};
use crate::operation::{Operation, Who, invalid};

pub(super) fn all() -> Vec<Operation> {
    let text = || json!({"type": "string"});
    let whole = json!({"type": "integer", "minimum": 1, "maximum": 50_000});
    let first = json!({"hearby": "backup", "format": wire::backup::FORMAT, "of_site": "shop"});
    vec![
        new("backupSite", BACKUPS, "Save a site")
            .says("Definitions, hashes of keys, webhooks with their secrets, and responses.")
            .by(Who::Admin)
            .query("limit", whole, "The most responses of this piece. Without: 20,000.")
            .query("cursor", text(), "End of the piece before.")
            .gives_lines(200, "A file.")
            .linked()
            .or(invalid(
                "?cursor",
                "is not allowed",
                "what an earlier piece gave as the next cursor",
            ))
            .or(Error::StoreBusy),
        new("restoreSite", BACKUPS, "Bring a site back")
            .says("Lines of a backup, in order, in any number of requests; safe to repeat.")
            .by(Who::Admin)
            .takes_lines(RESTORE_MAX_BYTES, "At most 200 lines.", &format!("{first}\n"))
            .gives::<Restored>(200, "Entries that were written.")
            .or(Error::KindFixed)
            .or(Error::RatedAttributesFixed)
            .or(Error::TooMany(KEYS_MAX))
            .or(Error::TooManyWebhooks)
            .or(Error::BeingDeleted)
            .or(Error::UnknownSurvey)
            .or(Error::StoreBusy),
    ]
}
