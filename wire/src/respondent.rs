//! An owner's requests about one respondent, and the replies to them.

use serde::{Deserialize, Serialize};

use crate::{
    fields::{Fields, Unreadable, label, parse_object},
    limits::RESPONDENT_MAX_BYTES,
};

/// The body of `POST …/respondents/delete` and `…/respondents/responses`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RespondentRequest {
    /// The respondent: exactly the text by which pages name them.
    pub respondent: String,
    /// Cursor at which to go on, from the reply before; for `…/responses` alone.
    pub cursor: Option<String>,
}

/// The reply to a deletion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Deleted"))]
pub struct RespondentDeletion {
    /// Number of responses that this request has deleted.
    pub deleted: u64,
    /// True if none is left; if not, the same request goes on.
    pub done: bool,
}

/// The longest cursor, in bytes: a survey's name and a position.
const CURSOR_MAX_BYTES: usize = 100;

impl RespondentRequest {
    /// Reads a request.
    ///
    /// # Errors
    /// [`Unreadable`], naming every bad field.
    pub fn parse(body: &[u8], knows_cursor: bool) -> Result<RespondentRequest, Unreadable> {
        let object = parse_object(body)?;
        let mut fields = Fields::new(&object);
        fields.only(if knows_cursor { &["respondent", "cursor"] } else { &["respondent"] });
        let respondent = fields.needed_text(
            "respondent",
            &format!("1 to {RESPONDENT_MAX_BYTES} bytes without control characters"),
            |text| label(text, RESPONDENT_MAX_BYTES),
        );
        let cursor = fields.text("cursor", "what the reply before gave as next", |text| {
            label(text, CURSOR_MAX_BYTES)
        });
        fields.finish(respondent.map(|respondent| RespondentRequest { respondent, cursor }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_respondent_is_taken_as_a_response_may_name_them_and_nothing_else() {
        let parse = |body: &str| RespondentRequest::parse(body.as_bytes(), false);
        let request = parse(r#"{"respondent":"an@example.com"}"#).unwrap();
        assert_eq!(request.respondent, "an@example.com");
        let long = format!(r#"{{"respondent":"{}"}}"#, "a".repeat(257));
        for body in [
            "{}",
            r#"{"respondent":""}"#,
            r#"{"respondent":1}"#,
            r#"{"respondent":"a","x":1}"#,
            &long,
        ] {
            assert!(matches!(parse(body), Err(Unreadable::Invalid(_))), "{body}");
        }
    }
}
