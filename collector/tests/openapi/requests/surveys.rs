//! The shape of a survey's definition, with its texts, its display and its look.
//!
//! Not in here: the shape of a response to it (`responses`).

use domain::{
    Group,
    csi::{ATTRIBUTES_MAX, ATTRIBUTES_MIN, WEIGHT_SUM_MAX},
};
use serde_json::{Value, json};
use wire::{
    dimension, limits,
    reason::BUILT_IN,
    response::Device,
    schema::{self, NO_CONTROLS},
    survey::ALL_GROUPS,
};

use super::{asked, colour, described, kind, label, lang, link, list, or_null, reference, whole};
use crate::schemas::single;

pub(super) fn all() -> Value {
    let text = json!({"type": "string", "minLength": 1, "maxLength": limits::TEXT_MAX_CHARS,
                      "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]*\\S[^\\u0000-\\u001f\\u007f-\\u009f]*$",
                      "description": "Without control characters. `{product}` stands for the product."});
    // A satisfaction index has no groups; its words stand under `all`.
    let groups = || Group::ALL.map(Group::as_str).into_iter().chain([ALL_GROUPS]);
    let of_groups: Vec<(&str, Value)> = groups().map(|group| (group, text.clone())).collect();
    let by_group = asked(&[], &of_groups);
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
    let of_groups: Vec<(&str, Value)> =
        groups().map(|group| (group, reference("ThanksButton"))).collect();
    let buttons = described(asked(&[], &of_groups), "By the kind's own groups (csi: `all`).");
    let reason = json!({"anyOf": [
        {"type": "string", "enum": BUILT_IN, "description": "A reason with built-in labels."},
        reference("Reason"),
    ]});
    let of_group = |group: Group| (group.as_str(), list(reason.clone(), limits::REASONS_MAX));
    let reasons = described(
        asked(&[], &Group::ALL.map(of_group)),
        "What a visitor may pick under the score, by the kind's own groups.",
    );
    let reason_label = json!({
        "type": "object", "minProperties": 1, "maxProperties": limits::LIST_MAX,
        "propertyNames": {"pattern": "^[A-Za-z0-9-]+$", "maxLength": limits::LANG_MAX_BYTES},
        "additionalProperties": {"type": "string", "minLength": 1,
                                 "maxLength": limits::REASON_LABEL_MAX_CHARS, "pattern": NO_CONTROLS},
        "description": "Its text, by language. May be absent where the id has built-in labels.",
    });
    let texts = json!({
        "type": "object", "maxProperties": limits::LIST_MAX,
        "propertyNames": {"pattern": "^[A-Za-z0-9-]+$", "maxLength": limits::LANG_MAX_BYTES},
        "additionalProperties": or_null(reference("SurveyTexts")),
        "description": "Texts by language; what is absent stays built-in.",
    });
    let rated_label = json!({
        "type": "object", "minProperties": 1, "maxProperties": limits::LIST_MAX,
        "propertyNames": {"pattern": "^[A-Za-z0-9-]+$", "maxLength": limits::LANG_MAX_BYTES},
        "additionalProperties": {"type": "string", "minLength": 1,
                                 "maxLength": limits::RATED_LABEL_MAX_CHARS, "pattern": NO_CONTROLS},
        "description": "Its text, by language.",
    });
    let taken: Vec<&str> = dimension::taken().collect();
    let definition = asked(
        &[("kind", kind())],
        &[
            (
                "scale",
                json!({"type": "string", "enum": ["1-5", "1-10"],
                       "description": "The scale of all rated attributes; for csi, which needs it. It \
                                       never changes."}),
            ),
            (
                "rated_attributes",
                json!({"type": "array", "minItems": ATTRIBUTES_MIN, "maxItems": ATTRIBUTES_MAX,
                       "items": reference("RatedAttribute"),
                       "description": "What visitors rate; for csi, which needs it. Ids and weights \
                                       never change, labels and the order may."}),
            ),
            ("state", reference("SurveyState")),
            ("style", described(reference("SurveyStyle"), "`faces` and `stars` for csat alone.")),
            ("texts", texts),
            ("display", reference("SurveyDisplay")),
            ("theme", reference("SurveyTheme")),
            ("thanks_button", buttons),
            ("reasons", reasons),
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
                                       100, ces 1 to 7, csat 0 to 100), with one decimal (ces: two). \
                                       csi has none."}),
            ),
        ],
    );
    json!({
        "SurveyDefinition": definition,
        "ThanksButton": button,
        "RatedAttribute": asked(
            &[("id", single(schema::reason)), ("label", rated_label)],
            &[(
                "weight",
                described(
                    whole(1, i64::from(WEIGHT_SUM_MAX)),
                    "1 if absent. All together are at most 100, in lowest terms.",
                ),
            )],
        ),
        "Reason": asked(&[("id", single(schema::reason))], &[("label", reason_label)]),
        "SurveyTexts": asked(&[], &[
            ("question", text.clone()), ("low", text.clone()), ("high", text.clone()),
            (
                "follow_up",
                described(by_group.clone(), "By the kind's own groups (csi: `all`)."),
            ),
            ("thanks", described(by_group, "By the kind's own groups (csi: `all`).")),
            ("why", described(text, "Reason for the question, and the use of the response.")),
        ]),
        "SurveyDisplay": display,
        "SurveyTheme": theme,
    })
}
