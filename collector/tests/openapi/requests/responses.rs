//! The shapes of a new response, and of requests about a respondent.
//!
//! Not in here: a stored response, whose shape is derived (`crate::schemas`).

use serde_json::{Value, json};
use wire::{
    limits,
    schema::{self, NO_CONTROLS},
};

use super::{asked, described, label, lang, or_null, reference, response_id, slug, whole};
use crate::schemas::single;

/// Returns the schema of a response's attributes, by name.
fn attributes() -> Value {
    json!({
        "type": "object", "maxProperties": limits::ATTRIBUTES_MAX,
        "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$",
                          "maxLength": limits::ATTRIBUTE_NAME_MAX_BYTES},
        "additionalProperties": label(limits::LABEL_MAX_BYTES),
    })
}

pub(super) fn all() -> Value {
    let comment = json!({"type": "string", "maxLength": limits::COMMENT_MAX_CHARS});
    let attributes_asked = {
        let mut attributes = attributes();
        let values = or_null(label(limits::LABEL_MAX_BYTES));
        attributes.as_object_mut().unwrap().insert("additionalProperties".to_owned(), values);
        attributes
    };
    let device = reference("Device");
    let response = asked(
        &[("id", response_id()), ("site", slug()), ("survey", slug())],
        &[
            (
                "score",
                described(
                    whole(0, 10),
                    "On the survey's scale: nps 0 to 10, ces 1 to 7, csat 1 to 5. Every kind but csi \
                     needs it.",
                ),
            ),
            (
                "ratings",
                described(
                    single(schema::ratings),
                    "For csi, which needs it in place of a score: a rating on the survey's scale by \
                     attribute's id. What is absent was not rated; at least one is.",
                ),
            ),
            ("version", whole(1, i64::from(u32::MAX))),
            (
                "wording",
                described(single(schema::wording), "The form's `wording`, as `version` is."),
            ),
            ("comment", comment),
            (
                "reasons",
                described(
                    single(schema::reasons),
                    "Ids of the survey's reasons that were picked; empty: asked, and none was.",
                ),
            ),
            (
                "reasons_asked",
                described(
                    json!({"type": "boolean"}),
                    "False, without `reasons`: the survey lists reasons, but none for this group. Such \
                     responses are among those on whose score a reason has its impact.",
                ),
            ),
            ("touchpoint", label(limits::LABEL_MAX_BYTES)),
            (
                "page",
                json!({"type": "string", "pattern": NO_CONTROLS,
                "description": format!("A path. The query is dropped, and the fragment unless it is a \
                                        route (#/…). Escaped letters are decoded; what is longer \
                                        than {} bytes is cut and ends in a hash.",
                                       limits::PAGE_MAX_BYTES)}),
            ),
            ("lang", lang()),
            ("device", device),
            ("source", reference("Source")),
            ("respondent", label(limits::RESPONDENT_MAX_BYTES)),
            ("attributes", attributes_asked),
            (
                "finished",
                described(
                    json!({"type": "boolean"}),
                    "False for a score whose comment may still come.",
                ),
            ),
            ("elapsed_ms", whole(0, i64::from(u32::MAX))),
        ],
    );
    let respondent = ("respondent", label(limits::RESPONDENT_MAX_BYTES));
    json!({
        "RespondentRequest": asked(
            core::slice::from_ref(&respondent),
            &[("cursor", described(label(100), "The `next` of the reply before."))],
        ),
        "RespondentDeletion": asked(&[respondent], &[]),
        // Not "Response": generated clients have a class of that name themselves.
        "NewResponse": response,
    })
}
