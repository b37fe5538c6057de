//! The shapes of bodies and replies. Limits are `wire`'s; what is described here is held to the code
//! by every test that gets a reply, and by those in `checks.rs`.

use domain::{Group, Kind, SLUG_MAX_BYTES};
use serde_json::{Value, json};
use wire::{dimension, limits, webhook::GROUPS};

const NO_CONTROLS: &str = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$";

/// A name that stands in addresses.
pub(crate) fn slug() -> Value {
    let pattern = format!("^[a-z0-9]([a-z0-9-]{{0,{}}}[a-z0-9])?$", SLUG_MAX_BYTES - 2);
    json!({"type": "string", "pattern": pattern, "maxLength": SLUG_MAX_BYTES})
}

/// A UUID version 7.
pub(crate) fn response_id() -> Value {
    json!({
        "type": "string",
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
        "description": "A UUID version 7 in lower case, made by whoever sends the response; its time \
                        is that of the response.",
    })
}

/// A text of 1 to so many bytes without control characters; JSON Schema counts characters.
fn label(most_bytes: usize) -> Value {
    json!({
        "type": "string", "minLength": 1, "maxLength": most_bytes, "pattern": NO_CONTROLS,
        "description": format!("1 to {most_bytes} bytes of UTF-8, without control characters."),
    })
}

fn lang() -> Value {
    json!({"type": "string", "pattern": "^[A-Za-z0-9-]+$", "minLength": 1,
           "maxLength": limits::LANG_MAX_BYTES, "description": "A language tag: `vi`, `pt-BR`."})
}

fn whole(least: i64, most: i64) -> Value {
    json!({"type": "integer", "minimum": least, "maximum": most})
}

/// One of some words. Those that stand in several places have a name: then clients that are made
/// from this have one class for them.
fn word(words: &[&str]) -> Value {
    json!({"type": "string", "enum": words})
}

fn words() -> Value {
    json!({
        "Kind": word(&[Kind::Nps, Kind::Ces, Kind::Csat].map(Kind::as_str)),
        "Group": word(&GROUPS.map(Group::as_str)),
        "Device": word(&["phone", "tablet", "desktop"]),
        "Consent": word(&["always", "after-consent"]),
        "KeyScope": word(&["read", "write"]),
        "SurveyState": word(&["live", "paused"]),
        "SurveyStyle": word(&["numbers", "faces", "stars"]),
        "ThemeScheme": word(&["auto", "light", "dark"]),
        "ThemePosition": word(&["bottom-end", "bottom-start", "top-end", "top-start",
                                "bottom-bar", "centre", "inline"]),
        "WebhookFormat": word(&["standard", "slack"]),
    })
}

fn kind() -> Value {
    reference("Kind")
}

fn group() -> Value {
    reference("Group")
}

fn instant() -> Value {
    json!({"type": "string", "format": "date-time", "pattern": "\\.[0-9]{3}Z$"})
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

/// An object of a reply. More fields may come with later releases.
fn given(always: &[(&str, Value)], may: &[(&str, Value)]) -> Value {
    let properties: serde_json::Map<String, Value> = always
        .iter()
        .chain(may)
        .map(|(name, schema)| ((*name).to_owned(), schema.clone()))
        .collect();
    let needed: Vec<&str> = always.iter().map(|(name, _)| *name).collect();
    json!({"type": "object", "properties": properties, "required": needed})
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

fn nullable_number() -> Value {
    json!({"type": ["number", "null"]})
}

/// No enum: a class of four floats is nothing that a client could be made of.
fn confidence() -> Value {
    json!({"type": "number", "minimum": 0.8, "maximum": 0.99,
           "description": "0.8, 0.9, 0.95 or 0.99: how often such an interval contains the truth."})
}

fn count() -> Value {
    json!({"type": "integer", "minimum": 0})
}

fn counts() -> Value {
    json!({"type": "object", "additionalProperties": count()})
}

/// An address that a link may lead to.
fn link() -> Value {
    json!({"type": "string", "maxLength": limits::URL_MAX_BYTES, "pattern": "^https://[A-Za-z0-9.-]+",
           "description": "https, without a user's name."})
}

fn colour() -> Value {
    json!({"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"})
}

/// One page of a list.
fn page(of: &str) -> Value {
    given(
        &[("items", list(reference(of), limits::PAGE_MAX_ITEMS))],
        &[(
            "next",
            json!({"type": "string", "description": "The `cursor` of the next page; absent \
                          on the last. A page may be short, or empty, and still not be the last."}),
        )],
    )
}

/// Every named shape.
pub(crate) fn all() -> Value {
    let mut all = serde_json::Map::new();
    for part in [words(), problems(), sites(), surveys(), responses(), summaries(), webhooks()] {
        let Value::Object(part) = part else { unreachable!() };
        all.extend(part);
    }
    Value::Object(all)
}

fn problems() -> Value {
    json!({
        "Problem": described(given(
            &[
                ("type", json!({"type": "string", "pattern": "^urn:hearby:problem:[a-z-]+$",
                                "description": "A stable name; branch on this."})),
                ("title", json!({"type": "string"})),
                ("status", whole(400, 599)),
            ],
            &[
                ("detail", json!({"type": "string"})),
                ("errors", list(reference("FieldError"), 10_000)),
                ("now_at", described(instant(), "By the collector's clock; with clock-skew.")),
            ],
        ), "An error (RFC 9457)."),
        "FieldError": given(
            &[
                ("pointer", json!({"type": "string",
                    "description": "A JSON pointer into the body, or `?name` of a parameter."})),
                ("detail", json!({"type": "string"})),
                ("allowed", json!({"type": "string"})),
            ],
            &[],
        ),
        "Health": given(&[
            ("status", json!({"const": "ok"})),
            ("signing_keys", described(
                json!({"type": "string", "enum": ["ok", "missing", "too-short", "guessable", "too-many"]}),
                "What is wrong with the secret SIGNING_KEYS, if anything.",
            )),
            ("zone_rules", described(json!({"type": "string"}),
                "The release of the time zone database that is compiled in, such as `2026f`.")),
        ], &[]),
    })
}

fn site_fields() -> [(&'static str, Value); 9] {
    let origin = json!({"type": "string", "maxLength": limits::ORIGIN_MAX_BYTES,
        "pattern": "^https?://[a-z0-9._:\\[\\]-]+$",
        "description": "As browsers write it: lower case, no default port, nothing behind it."});
    let collector = json!({"type": "string", "maxLength": limits::ORIGIN_MAX_BYTES,
        "pattern": "^https?://[a-z0-9._:\\[\\]-]+(/[A-Za-z0-9._~-]+)*$"});
    [
        ("lang", lang()),
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
                "Whether e-mail addresses and telephone numbers in comments are replaced.",
            ),
        ),
        ("privacy_url", described(link(), "The owner's privacy notice, to which the popup links.")),
    ]
}

fn sites() -> Value {
    let product = label(limits::LABEL_MAX_BYTES);
    let scope = reference("KeyScope");
    let [lang, origins, former, pause, consent, gpc, retention, scrub, privacy] = site_fields();
    let stored = given(
        &[("product", product.clone()), lang, origins, pause, consent, gpc],
        &[former, retention, scrub, privacy],
    );
    json!({
        "SiteDefinition": asked(&[("product", product)], &site_fields()),
        "StoredSiteDefinition": stored,
        "Site": given(&[("site", slug()), ("definition", reference("StoredSiteDefinition"))], &[]),
        "SitePage": page("Site"),
        "KeyPage": page("Key"),
        "Key": given(&[
            ("id", json!({"type": "string"})), ("name", label(limits::LABEL_MAX_BYTES)),
            ("scope", scope.clone()), ("created_at", instant()),
        ], &[]),
        "Erased": given(&[
            ("deleted", described(count(), "Entries deleted by this request.")),
            ("done", described(json!({"type": "boolean"}), "True if nothing is left.")),
        ], &[]),
        "KeyRequest": asked(
            &[("name", label(limits::LABEL_MAX_BYTES)), ("scope", scope.clone())], &[]),
        "KeyCreated": given(
            &[
                ("id", json!({"type": "string"})),
                ("name", label(limits::LABEL_MAX_BYTES)),
                ("scope", scope),
                ("key", json!({"type": "string", "pattern": "^hbk_[a-z2-9]{8}_[a-z2-9]{32}$",
                               "description": "The key, shown this once."})),
            ],
            &[],
        ),
    })
}

fn surveys() -> Value {
    let text = json!({"type": "string", "minLength": 1, "maxLength": limits::TEXT_MAX_CHARS,
                      "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]*\\S[^\\u0000-\\u001f\\u007f-\\u009f]*$",
                      "description": "Without control characters. `{product}` stands for the product."});
    let of_group = |group: Group| (group.as_str(), text.clone());
    let by_group = asked(&[], &GROUPS.map(of_group));
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
            ("devices", list(reference("Device"), 3)),
            ("languages", list(lang(), limits::LIST_MAX)),
            ("from", instant()),
            ("until", instant()),
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
        ("surface", described(colour(), "What everything stands on.")),
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
            "description": "What stands on it, by language."}),
            ),
        ],
        &[],
    );
    let of_group = |group: Group| (group.as_str(), reference("ThanksButton"));
    let buttons = described(asked(&[], &GROUPS.map(of_group)), "By the kind's own groups.");
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
        ],
    );
    json!({
        "SurveyDefinition": definition,
        "ThanksButton": button,
        "SurveyTexts": asked(&[], &[
            ("question", text.clone()), ("low", text.clone()), ("high", text.clone()),
            ("follow_up", described(by_group.clone(), "By the kind's own groups.")),
            ("thanks", described(by_group, "By the kind's own groups.")),
            ("why", described(text, "Why somebody is asked, and what becomes of the answer.")),
        ]),
        "SurveyDisplay": display,
        "SurveyTheme": theme,
        "Survey": given(&[
            ("site", slug()), ("survey", slug()), ("version", whole(1, i64::from(u32::MAX))),
            ("definition", reference("SurveyDefinition")),
            ("changed_at", described(instant(), "When this version was written.")),
        ], &[("deleted_at", described(instant(), "When it was deleted; absent while it is there."))]),
        "SurveyPage": page("Survey"),
        "Form": given(&[
            ("version", whole(1, i64::from(u32::MAX))), ("kind", kind()), ("lang", lang()),
            ("dir", json!({"type": "string", "enum": ["ltr", "rtl"]})), ("question", json!({"type": "string"})),
            ("low", json!({"type": "string"})), ("high", json!({"type": "string"})),
            ("style", reference("SurveyStyle")),
            ("follow_up", described(list(json!({"type": "string"}), 3), "By group: low, middle, high.")),
            ("thanks", described(list(json!({"type": "string"}), 3), "By group: low, middle, high.")),
            ("words", given(&["send", "skip", "close", "comment_hint", "out_of", "comma", "too_long",
                              "why", "why_text", "privacy", "new_tab"]
                .map(|word| (word, json!({"type": "string"}))), &[])),
            ("theme", given(
                &[("radius_px", whole(0, 32)), ("position", position)],
                &[("light", reference("Palette")), ("dark", reference("Palette")),
                  ("font", json!({"type": "string"})), ("into", json!({"type": "string"}))],
            )),
        ], &[
            ("thanks_button", list(json!({"anyOf": [
                given(&[("label", json!({"type": "string"})), ("url", link())], &[]),
                {"type": "null"},
            ]}), 3)),
            ("privacy_url", link()),
        ]),
        "Palette": given(&[
            ("scheme", json!({"type": "string", "enum": ["light", "dark"]})), ("accent", colour()),
            ("on_accent", colour()), ("surface", colour()), ("text", colour()),
            ("quiet", colour()), ("line", colour()), ("raised", colour()),
        ], &[]),
    })
}

/// What else a response tells, by name.
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
    let stored = given(
        &[
            ("id", response_id()),
            ("survey", slug()),
            ("given_at", instant()),
            ("received_at", instant()),
            ("score", whole(0, 10)),
            ("group", group()),
            ("finished", json!({"type": "boolean"})),
        ],
        &[
            ("version", whole(1, i64::from(u32::MAX))),
            ("comment", json!({"type": "string"})),
            ("touchpoint", json!({"type": "string"})),
            ("page", json!({"type": "string"})),
            ("lang", lang()),
            ("device", json!({"type": "string"})),
            ("respondent", json!({"type": "string"})),
            ("attributes", json!({"type": "object", "additionalProperties": {"type": "string"}})),
            ("elapsed_ms", whole(0, i64::from(u32::MAX))),
        ],
    );
    let respondent = ("respondent", label(limits::RESPONDENT_MAX_BYTES));
    json!({
        "StoredResponse": stored,
        "ResponsePage": page("StoredResponse"),
        "RespondentRequest": asked(
            core::slice::from_ref(&respondent),
            &[("cursor", described(label(100), "The `next` of the reply before."))],
        ),
        "RespondentDeletion": asked(&[respondent], &[]),
        "Deleted": given(&[
            ("deleted", count()), ("done", json!({"type": "boolean"})),
        ], &[]),
        "Restored": given(&[
            ("definitions", count()), ("responses", count()),
            ("expired", described(count(), "Responses that had expired and were left out.")),
            ("erased", described(count(), "Responses left out as they were deleted since.")),
            ("revoked", described(count(), "Keys left out as they were revoked since.")),
        ], &[]),
        // Not "Response": generated clients have a class of that name themselves.
        "NewResponse": response,
        "ResponseTaken": given(&[("id", response_id())], &[]),
    })
}

fn summaries() -> Value {
    let figure = given(
        &[
            ("value", nullable_number()),
            ("low", nullable_number()),
            ("high", nullable_number()),
            ("confidence", confidence()),
            (
                "method",
                json!({"type": "string", "enum": ["adjusted-t", "adjusted-wald", "wilson"]}),
            ),
        ],
        &[small_sample()],
    );
    json!({
        "Figure": figure,
        "Summary": described(given(&[
            ("site", slug()), ("survey", slug()), ("kind", kind()),
            ("from", json!({"type": "string"})), ("to", json!({"type": "string"})),
            ("tz", json!({"type": "string"})), ("good", json!({"const": "high"})),
            ("final", described(json!({"type": "boolean"}),
                "False while part of the period is not folded in; then there is `progress`.")),
            ("responses", or_null(count())), ("comments", or_null(count())),
            ("score", described(or_null(reference("Figure")), "The metric with its interval.")),
            ("groups", described(or_null(counts()), "Responses by group.")),
            ("counts", described(or_null(counts()), "Responses by score.")),
        ], &[
            ("progress", reference("Progress")),
            ("mean", described(or_null(reference("Figure")),
                "Of CES and CSAT; `null` without responses.")),
            ("easy_percent", described(or_null(reference("Figure")),
                "The share of easy answers, of CES.")),
            ("change", or_null(reference("Change"))),
            ("series", or_null(list(reference("Piece"), limits::SERIES_POINTS_MAX))),
            ("breakdowns", described(or_null(json!({"type": "object", "additionalProperties":
                list(reference("ValueFigure"), limits::VALUES_NAMED_MAX + 2)})),
                "The period's responses by the values of each dimension that was asked for.")),
        ]), "While it is not `final`, all figures are `null`, unless `partial=true` asks for those \
             of the part that is folded in."),
        "Progress": given(&[
            ("folded_to", described(instant(), "The first instant that is not folded in yet.")),
            ("share", described(json!({"type": "number", "minimum": 0, "maximum": 1}),
                "How much of the period's time until now is folded in.")),
            ("responses", described(count(), "Counted so far.")),
        ], &[]),
        "Change": given(&[
            ("value", nullable_number()), ("low", nullable_number()), ("high", nullable_number()),
            ("significant", json!({"type": ["boolean", "null"]})),
            ("from", json!({"type": "string"})), ("to", json!({"type": "string"})),
        ], &[
            ("note", json!({"type": "string", "enum": ["small-sample", "not-final"]})),
            ("mean", described(reference("Difference"), "How the mean differs, of CES and CSAT.")),
            ("easy_percent", described(reference("Difference"),
                "How the share of easy answers differs, of CES.")),
        ]),
        "Difference": given(&[
            ("value", nullable_number()), ("low", nullable_number()), ("high", nullable_number()),
            ("significant", json!({"type": ["boolean", "null"]})),
        ], &[]),
        "Piece": given(&[
            ("start", json!({"type": "string"})), ("end", json!({"type": "string"})),
            ("responses", count()), ("score", reference("Figure")),
        ], &[]),
        "ValueFigure": given(&[
            ("responses", count()), ("score", reference("Figure")),
        ], &[
            ("value", described(json!({"type": ["string", "null"]}),
                "The value; `null` for responses without one; absent where `other` is.")),
            ("other", described(json!({"const": true}), "All values that are not named.")),
            ("at_least", described(json!({"type": "boolean"}), "Some more may be among the others.")),
        ]),
    })
}

fn small_sample() -> (&'static str, Value) {
    ("note", described(json!({"const": "small-sample"}), "Fewer than 10 responses."))
}

fn webhooks() -> Value {
    let url = json!({"type": "string", "minLength": 1, "maxLength": limits::WEBHOOK_URL_MAX_BYTES,
        "format": "uri",
        "description": "https, a public host, port 443 or 1024 and above, no user name."});
    let fields = [
        (
            "surveys",
            described(list(slug(), limits::LIST_MAX), "Whose responses are told. Empty: all."),
        ),
        ("groups", described(list(group(), GROUPS.len()), "Whose responses are told. Empty: all.")),
        (
            "format",
            described(reference("WebhookFormat"), "`slack`: `{\"text\": …}` in place of an event."),
        ),
        ("active", json!({"type": "boolean"})),
    ];
    let mut stored = vec![("url", url.clone())];
    stored.extend(fields.clone());
    let failure = given(
        &[
            ("failed_at", instant()),
            ("status", json!({"type": ["integer", "null"]})),
            (
                "reason",
                json!({"type": "string", "enum": ["status", "timeout", "unreachable", "address-not-allowed"]}),
            ),
        ],
        &[],
    );
    let deliveries = given(
        &[
            ("pending", count()),
            ("given_up", count()),
            ("last_success_at", or_null(instant())),
            ("last_failure", json!({"anyOf": [failure, {"type": "null"}]})),
        ],
        &[],
    );
    let event_data = given(
        &[
            ("site", slug()),
            ("survey", slug()),
            ("kind", kind()),
            ("id", response_id()),
            ("score", whole(0, 10)),
            ("group", group()),
            ("finished", json!({"type": "boolean"})),
        ],
        &[
            ("comment", json!({"type": "string"})),
            ("version", whole(1, i64::from(u32::MAX))),
            ("touchpoint", json!({"type": "string"})),
            ("page", json!({"type": "string"})),
            ("lang", lang()),
            ("device", json!({"type": "string"})),
            ("respondent", json!({"type": "string"})),
            ("attributes", attributes()),
        ],
    );
    json!({
        "WebhookDefinition": asked(&[("url", url)], &fields),
        "StoredWebhookDefinition": given(&stored, &[]),
        "Webhook": given(&[
            ("site", slug()), ("webhook", slug()), ("definition", reference("StoredWebhookDefinition")),
        ], &[
            ("secret", json!({"type": "string", "pattern": "^whsec_[A-Za-z0-9+/]+=*$",
                              "description": "Signs events; shown this once."})),
            ("previous_secret_expires_at", instant()),
            ("deliveries", deliveries),
        ]),
        "WebhookPage": page("Webhook"),
        "WebhookTest": given(&[
            ("delivered", json!({"type": "boolean"})), ("status", json!({"type": ["integer", "null"]})),
            ("reason", json!({"type": ["string", "null"]})),
        ], &[]),
        "Event": described(given(&[
            ("type", json!({"type": "string", "enum": ["response.finished", "response.unfinished"]})),
            ("timestamp", instant()), ("data", event_data),
        ], &[]), "What a webhook's receiver gets."),
    })
}
