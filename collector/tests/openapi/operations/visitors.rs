//! Calls of the widget in visitors' browsers: the script, the form, and the response.
//!
//! Not in here: the reading of responses (`responses`), and the preview's pages (`itself`).

use collector::store::error::Error;
use serde_json::json;
use wire::{form::Form, limits::RESPONSE_MAX_BYTES, response::ResponseTaken};

use super::{VISITORS, new};
use crate::{
    operation::Operation,
    support::{NOW, id_at},
};

pub(super) fn all() -> Vec<Operation> {
    let response = json!({
        "id": id_at(NOW, 1), "site": "shop", "survey": "nps", "score": 9, "version": 1, "wording": 2,
        "comment": "Trà ngon, giao nhanh.", "touchpoint": "checkout", "page": "/done",
        "lang": "vi", "device": "phone", "source": "popup", "attributes": {"plan": "pro"}, "finished": true,
        "elapsed_ms": 4100,
    });
    let lang = json!({"type": "string"});
    vec![
        new("getScript", VISITORS, "The script that a page loads")
            .says("The loader with the site's display rules in it. Cached for 5 minutes.")
            .gives_text(200, "The script.", "text/javascript")
            .or(Error::RateLimited)
            .or(Error::Internal("the loader is missing among the assets"))
            .or(Error::StoreBusy),
        new("getForm", VISITORS, "The popup's content, in one language")
            .says("Cached for 5 minutes.")
            .query("lang", lang, "A language tag; the nearest language is taken.")
            .asking("lang=vi")
            .gives::<Form>(200, "The form.")
            .or(Error::RateLimited)
            .or(Error::StoreBusy),
        new("sendResponse", VISITORS, "Send a response")
            .says("Safe to repeat: the same id is the same response. A later state of it takes the \
                   place of the earlier. `text/plain` is JSON, too: it needs no preflight. The id's \
                   time must be from the last 8 days and at most 5 minutes ahead of the \
                   collector's clock. A site that lists origins takes responses from these alone.")
            .takes("NewResponse", RESPONSE_MAX_BYTES, response)
            .gives::<ResponseTaken<'_>>(201, "The response is kept.")
            .or(Error::OriginNotAllowed)
            .or(Error::UnknownSite)
            .or(Error::UnknownSurvey)
            .or(Error::ClockSkew { now: NOW })
            .or(Error::RateLimited)
            .or(Error::StoreBusy),
    ]
}
