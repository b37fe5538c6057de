//! Sites and their keys: how they are made, shown and deleted.
//!
//! Not in here: the backup of a site (`backups`), and the surveys of one (`surveys`).

use collector::store::error::Error;
use serde_json::json;
use wire::{
    limits::{DEFINITION_MAX_BYTES, KEYS_MAX},
    page::{Erased, Page},
    site::{KeyCreated, KeyResource, SiteResource},
};

use super::{SITES, new};
use crate::operation::{Operation, Who};

pub(super) fn all() -> Vec<Operation> {
    let site = json!({
        "product": "Trà Sen", "lang": "vi", "origins": ["https://shop.example"],
        "retention_days": 730,
    });
    vec![
        new("putSite", SITES, "Make a site, or replace its definition")
            .says(
                "A field that is left out gets its default, but for `wording`: a site that is there \
                 keeps its own, so that no change of something else bends a trend.",
            )
            .by(Who::Admin)
            .guarded(true)
            .takes("SiteDefinition", DEFINITION_MAX_BYTES, site)
            .gives::<SiteResource>(200, "The site.")
            .or(Error::BeingDeleted)
            .or(Error::StoreBusy),
        new("listSites", SITES, "List the sites")
            .by(Who::Admin)
            .paged()
            .gives::<Page<SiteResource>>(200, "A page of sites, in the order of their names.")
            .or(Error::StoreBusy),
        new("getSite", SITES, "Show a site")
            .by(Who::Read)
            .gives::<SiteResource>(200, "The site.")
            .or(Error::StoreBusy),
        new("createKey", SITES, "Make a key")
            .says("The key is shown this once; the store keeps its hash.")
            .by(Who::Write)
            .takes("KeyRequest", DEFINITION_MAX_BYTES, json!({"name": "reports", "scope": "read"}))
            .gives::<KeyCreated>(201, "The key.")
            .or(Error::TooMany(KEYS_MAX))
            .or(Error::StoreBusy),
        new("listKeys", SITES, "List the keys")
            .by(Who::Write)
            .paged()
            .gives::<Page<KeyResource>>(200, "A page of keys, without secrets, in the order of their ids.")
            .or(Error::StoreBusy),
        new("revokeKey", SITES, "Revoke a key")
            .says("Elsewhere in the world it may open for another minute.")
            .by(Who::Write)
            .gives_nothing(204, "It opens nothing any more.")
            .or(Error::StoreBusy),
        new("deleteSite", SITES, "Delete a site with all that belongs to it")
            .says(
                "Visitors find nothing, and no key opens, from the first request on; nobody finds \
                   its surveys. The hourly cron goes on until nothing is left; sent again, the \
                   same request does.",
            )
            .by(Who::Admin)
            .gives::<Erased>(200, "Nothing is left, and the name is free.")
            .gives::<Erased>(202, "Something is left, or its name is not free yet.")
            .or(Error::StoreBusy),
    ]
}
