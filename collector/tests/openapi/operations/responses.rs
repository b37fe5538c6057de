//! Responses: one by one, as files, and by respondent.
//!
//! Not in here: how a visitor sends one (`visitors`), and the filters (`crate::filters`).

use collector::store::error::Error;
use serde_json::json;
use wire::{
    limits::DEFINITION_MAX_BYTES,
    respondent::RespondentDeletion,
    responses::{ResponsePage, ResponseResource},
};

use super::{RESPONSES, new};
use crate::{
    filters::selected,
    operation::{Operation, Who, invalid},
};

pub(super) fn all() -> Vec<Operation> {
    let text = || json!({"type": "string"});
    let flag = || json!({"type": "boolean"});
    let whole = |most: usize| json!({"type": "integer", "minimum": 1, "maximum": most});
    let list = new("listResponses", RESPONSES, "List responses")
        .says("One request reads a bounded part: a page may be short, and still not the last.")
        .by(Who::Read);
    let someone = json!({"respondent": "an@example.com"});
    vec![
        selected(in_period(list))
            .query(
                "order",
                json!({"type": "string", "enum": ["newest", "oldest"]}),
                "Without: newest first.",
            )
            .query("limit", whole(100), "The most responses on the page. Without: 50.")
            .query("cursor", text(), "The `next` of the page before.")
            .asking("group=promoter&limit=10")
            .gives::<ResponsePage>(200, "A page of responses.")
            .or(Error::StoreBusy),
        new("getResponse", RESPONSES, "Show a response")
            .by(Who::Read)
            .gives::<ResponseResource>(200, "The response.")
            .or(invalid("?name", "is not a parameter", "one of , once each"))
            .or(Error::StoreBusy),
        new("deleteResponse", RESPONSES, "Delete a response")
            .by(Who::Write)
            .gives_nothing(204, "It is not there any more, or never was.")
            .or(invalid("?name", "is not a parameter", "one of , once each"))
            .or(Error::StoreBusy),
        selected(in_period(new("exportResponses", RESPONSES, "Responses as CSV")))
            .says("RFC 4180, the oldest first; no cell starts a formula.")
            .by(Who::Read)
            .query("bom", flag(), "True for a byte order mark at the start, for Excel.")
            .query("limit", whole(50_000), "The most responses of this piece. Without: 20,000.")
            .query("cursor", text(), "End of the piece before.")
            .gives_text(200, "A file.", "text/csv")
            .linked()
            .or(Error::StoreBusy),
        selected(in_period(new("exportResponsesNdjson", RESPONSES, "Responses as lines of JSON")))
            .says("The oldest first; the last line says whether all is there.")
            .by(Who::Read)
            .query("limit", whole(50_000), "The most responses of this piece. Without: 20,000.")
            .query("cursor", text(), "End of the piece before.")
            .gives_lines(200, "A file.")
            .linked()
            .or(Error::StoreBusy),
        new("listResponsesOfRespondent", RESPONSES, "List a respondent's responses")
            .says("In a body, so that who it is stands in no address.")
            .by(Who::Read)
            .takes("RespondentRequest", DEFINITION_MAX_BYTES, someone.clone())
            .gives::<ResponsePage>(200, "Up to a hundred responses.")
            .or(Error::NoSigningKeys)
            .or(Error::StoreBusy),
        new("deleteRespondent", RESPONSES, "Delete a respondent's responses")
            .by(Who::Write)
            .takes("RespondentDeletion", DEFINITION_MAX_BYTES, someone)
            .gives::<RespondentDeletion>(
                200,
                "Number of deleted entries; unless `done`, the same request goes on.",
            )
            .or(Error::NoSigningKeys)
            .or(Error::StoreBusy),
    ]
}

/// The parameters that name a period.
fn in_period(operation: Operation) -> Operation {
    let text = || json!({"type": "string"});
    operation
        .query(
            "from",
            text(),
            "A date of `tz`, or an RFC 3339 instant. Without: the first response.",
        )
        .query("to", text(), "Likewise, not included. Without: the end of today.")
        .query("tz", text(), "An IANA name, or an offset such as `+07:00`. Without: UTC.")
        .or(invalid(
            "?from",
            "is not a date or an instant",
            "a date such as 2026-11-22, or an \
            instant such as 2026-11-22T03:00:00Z",
        ))
}
