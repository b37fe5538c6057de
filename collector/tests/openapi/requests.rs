//! The shapes of requests.
//!
//! They are written here, and not derived: bodies are read field by field, so no type knows what
//! may be left out, what `null` means and which bounds there are. Limits are `wire`'s; the tests in
//! `checks.rs` hold names and bounds to the parsers.

use domain::Group;
use serde_json::{Map, Value, json};
use wire::{
    dimension, limits,
    response::Device,
    schema::{self, NO_CONTROLS},
};

use crate::schemas::single;

/// A name that stands in addresses.
pub(crate) fn slug() -> Value {
    single(schema::slug)
}

/// A UUID version 7.
pub(crate) fn response_id() -> Value {
    described(
        single(schema::response_id),
        "A UUID version 7 in lower case, made by whoever sends the response; its time is that of \
         the response.",
    )
}

/// A text of 1 to so many bytes without control characters; JSON Schema counts characters.
fn label(most_bytes: usize) -> Value {
    json!({
        "type": "string", "minLength": 1, "maxLength": most_bytes, "pattern": NO_CONTROLS,
        "description": format!("1 to {most_bytes} bytes of UTF-8, without control characters."),
    })
}

fn lang() -> Value {
    described(single(schema::lang), "A language tag: `vi`, `pt-BR`.")
}

fn whole(least: i64, most: i64) -> Value {
    json!({"type": "integer", "minimum": least, "maximum": most})
}

fn kind() -> Value {
    reference("Kind")
}

fn group() -> Value {
    reference("Group")
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// The same, or null, which means absent.
fn or_null(mut schema: Value) -> Value {
    if schema.get("$ref").is_some() || schema.get("enum").is_some() {
        return json!({"anyOf": [schema, {"type": "null"}]});
    }
    if let Some(text) = schema.get("description").filter(|_| schema.get("allOf").is_some()) {
        return json!({"anyOf": [schema["allOf"][0], {"type": "null"}], "description": text});
    }
    let fields = schema.as_object_mut().unwrap();
    if let Some(kind) = fields.get("type").cloned() {
        fields.insert("type".to_owned(), json!([kind, "null"]));
    }
    schema
}

/// An object of a request: these fields and no others; null counts as absent.
fn asked(needed: &[(&str, Value)], may: &[(&str, Value)]) -> Value {
    let mut properties = serde_json::Map::new();
    for (name, schema) in needed {
        properties.insert((*name).to_owned(), schema.clone());
    }
    for (name, schema) in may {
        properties.insert((*name).to_owned(), or_null(schema.clone()));
    }
    let needed: Vec<&str> = needed.iter().map(|(name, _)| *name).collect();
    let mut object =
        json!({"type": "object", "properties": properties, "additionalProperties": false});
    if !needed.is_empty() {
        object.as_object_mut().unwrap().insert("required".to_owned(), json!(needed));
    }
    object
}

fn list(of: Value, most: usize) -> Value {
    json!({"type": "array", "items": of, "maxItems": most})
}

fn described(mut schema: Value, text: &str) -> Value {
    if schema.get("$ref").is_some() {
        return json!({"allOf": [schema], "description": text});
    }
    schema.as_object_mut().unwrap().insert("description".to_owned(), json!(text));
    schema
}

/// An address that a link may lead to.
fn link() -> Value {
    described(single(schema::link), "https, without a user's name.")
}

fn colour() -> Value {
    single(schema::colour)
}

/// Every named shape of a request.
pub(crate) fn all() -> Map<String, Value> {
    let mut all = Map::new();
    for part in [sites(), surveys(), responses(), webhooks()] {
        let Value::Object(part) = part else { unreachable!() };
        all.extend(part);
    }
    all
}

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

fn sites() -> Value {
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

fn surveys() -> Value {
    let text = json!({"type": "string", "minLength": 1, "maxLength": limits::TEXT_MAX_CHARS,
                      "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]*\\S[^\\u0000-\\u001f\\u007f-\\u009f]*$",
                      "description": "Without control characters. `{product}` stands for the product."});
    let of_group = |group: Group| (group.as_str(), text.clone());
    let by_group = asked(&[], &Group::ALL.map(of_group));
    // A regex has its own rules beyond these, which its refusal tells.
    let begins = |pattern: &str| json!({"type": "string", "maxLength": 200, "pattern": pattern});
    let (address, regex) = (begins("^(/|http|\\*)"), begins("^(/|http|\\.\\*)"));
    let pattern = json!({
        "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
        "properties": {"exact": address, "prefix": address, "glob": address, "regex": regex},
    });
    let patterns = list(pattern, limits::LIST_MAX);
    let display = asked(
        &[],
        &[
            ("urls", asked(&[], &[("include", patterns.clone()), ("exclude", patterns)])),
            ("devices", list(reference("Device"), Device::ALL.len())),
            ("languages", list(lang(), limits::LIST_MAX)),
            ("from", single(schema::instant)),
            ("until", single(schema::instant)),
            ("event", label(limits::LABEL_MAX_BYTES)),
            ("delay_ms", whole(0, 3_600_000)),
            ("scroll_percent", whole(1, 100)),
            ("exit_intent", json!({"type": "boolean"})),
            (
                "sample_percent",
                json!({"type": "number", "minimum": 0, "maximum": 100,
                                  "description": "At most two decimals."}),
            ),
            ("wait_after_response_days", whole(0, 3_650)),
            ("wait_after_dismissal_days", whole(0, 3_650)),
            ("max_shows", whole(0, 1_000)),
            ("priority", whole(-1_000, 1_000)),
            (
                "preload",
                json!({"type": "boolean",
                       "description": "Fetches the popup ahead of its event; needs `event`."}),
            ),
        ],
    );
    let look = [
        ("accent", described(colour(), "Buttons and the chosen answer.")),
        ("surface", described(colour(), "Background of everything.")),
        ("text", described(colour(), "Can be told from the surface: 4.5 to 1.")),
    ];
    let position = reference("ThemePosition");
    let mut theme = vec![
        ("dark", described(asked(&[], &look), "The dark look, where `scheme` is `auto`.")),
        ("scheme", reference("ThemeScheme")),
        ("radius_px", whole(0, 32)),
        (
            "font",
            json!({"type": "string", "maxLength": limits::FONT_MAX_CHARS,
                        "description": "`inherit`, or CSS font families."}),
        ),
        ("position", position.clone()),
        (
            "into",
            json!({"type": "string", "maxLength": limits::SELECTOR_MAX_CHARS,
                        "description": "A CSS selector. With `inline`, and only there."}),
        ),
    ];
    theme.extend(look);
    let theme = asked(&[], &theme);
    let button = asked(
        &[
            ("url", link()),
            (
                "label",
                json!({"type": "object", "minProperties": 1, "maxProperties": limits::LIST_MAX,
            "propertyNames": {"pattern": "^[A-Za-z0-9-]+$", "maxLength": limits::LANG_MAX_BYTES},
            "additionalProperties": {"type": "string", "minLength": 1,
                                     "maxLength": limits::BUTTON_MAX_CHARS, "pattern": NO_CONTROLS},
            "description": "Its text, by language."}),
            ),
        ],
        &[],
    );
    let of_group = |group: Group| (group.as_str(), reference("ThanksButton"));
    let buttons = described(asked(&[], &Group::ALL.map(of_group)), "By the kind's own groups.");
    let texts = json!({
        "type": "object", "maxProperties": limits::LIST_MAX,
        "propertyNames": {"pattern": "^[A-Za-z0-9-]+$", "maxLength": limits::LANG_MAX_BYTES},
        "additionalProperties": or_null(reference("SurveyTexts")),
        "description": "Texts by language; what is absent stays built-in.",
    });
    let taken: Vec<&str> = dimension::taken().collect();
    let definition = asked(
        &[("kind", kind())],
        &[
            ("state", reference("SurveyState")),
            ("style", described(reference("SurveyStyle"), "`faces` and `stars` for csat alone.")),
            ("texts", texts),
            ("display", reference("SurveyDisplay")),
            ("theme", reference("SurveyTheme")),
            ("thanks_button", buttons),
            (
                "attributes",
                described(
                    list(
                        json!({"type": "string",
                    "pattern": format!("^(?!({})$)[a-z][a-z0-9_]*$", taken.join("|")),
                    "maxLength": limits::ATTRIBUTE_NAME_MAX_BYTES}),
                        limits::ATTRIBUTES_MAX,
                    ),
                    "Names of attributes by which summaries are broken down.",
                ),
            ),
            (
                "target",
                json!({"type": "number", "minimum": -100, "maximum": 100,
                       "description": "The score to reach, in the range of the kind's score (nps -100 to \
                                       100, ces 1 to 7, csat 0 to 100), with one decimal (ces: two)."}),
            ),
        ],
    );
    json!({
        "SurveyDefinition": definition,
        "ThanksButton": button,
        "SurveyTexts": asked(&[], &[
            ("question", text.clone()), ("low", text.clone()), ("high", text.clone()),
            ("follow_up", described(by_group.clone(), "By the kind's own groups.")),
            ("thanks", described(by_group, "By the kind's own groups.")),
            ("why", described(text, "Reason for the question, and the use of the response.")),
        ]),
        "SurveyDisplay": display,
        "SurveyTheme": theme,
    })
}

/// Returns the schema of a response's attributes, by name.
fn attributes() -> Value {
    json!({
        "type": "object", "maxProperties": limits::ATTRIBUTES_MAX,
        "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$",
                          "maxLength": limits::ATTRIBUTE_NAME_MAX_BYTES},
        "additionalProperties": label(limits::LABEL_MAX_BYTES),
    })
}

fn responses() -> Value {
    let comment = json!({"type": "string", "maxLength": limits::COMMENT_MAX_CHARS});
    let attributes_asked = {
        let mut attributes = attributes();
        let values = or_null(label(limits::LABEL_MAX_BYTES));
        attributes.as_object_mut().unwrap().insert("additionalProperties".to_owned(), values);
        attributes
    };
    let device = reference("Device");
    let response = asked(
        &[
            ("id", response_id()),
            ("site", slug()),
            ("survey", slug()),
            (
                "score",
                described(
                    whole(0, 10),
                    "On the survey's scale: nps 0 to 10, ces 1 to 7, csat 1 to 5.",
                ),
            ),
        ],
        &[
            ("version", whole(1, i64::from(u32::MAX))),
            (
                "wording",
                described(single(schema::wording), "The form's `wording`, as `version` is."),
            ),
            ("comment", comment),
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

fn webhooks() -> Value {
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
