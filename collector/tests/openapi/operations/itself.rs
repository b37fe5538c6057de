//! The collector itself: its health, the preview's pages, and the API's description.
//!
//! Not in here: anything that belongs to one site alone.

use collector::store::error::Error;
use serde_json::json;
use wire::health::Health;

use super::{ITSELF, new};
use crate::operation::Operation;

pub(super) fn all() -> Vec<Operation> {
    vec![
        new("getHealth", ITSELF, "Check that the collector runs")
            .says("It reads nothing: it says that the Worker runs, not that its store is at hand.")
            .gives::<Health>(200, "It runs."),
        new("getPreview", ITSELF, "All states of a survey, side by side")
            .says("A page to look at. Nothing that is done there is stored.")
            .query("lang", json!({"type": "string"}), "A language tag; the site's own without it.")
            .query(
                "show",
                json!({"type": "string"}),
                "The one section to show: `light`, `dark`, `phone` or `rtl`; else all of them.",
            )
            .gives_text(200, "A page.", "text/html")
            .or(Error::RateLimited)
            .or(Error::StoreBusy),
        new("getPreviewFrame", ITSELF, "One state, in a page of its own")
            .says("Content of the frames of the page of all states.")
            .gives_text(200, "A page.", "text/html")
            .or(Error::StoreBusy),
        new("getPreviewStyles", ITSELF, "The styles of both").gives_text(
            200,
            "A style sheet.",
            "text/css",
        ),
        new("getDescription", ITSELF, "This description").gives_content(
            200,
            "An OpenAPI 3.1 document.",
            json!({"application/json": {"schema": {"type": "object"}}}),
        ),
        new("getDocs", ITSELF, "This description as a page").gives_text(
            200,
            "A page.",
            "text/html",
        ),
    ]
}
