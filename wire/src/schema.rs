//! Schemas of values that say more than a field's Rust type: named enumerations, patterns, bounds.
//!
//! In: schemas of single values, for `schema_with` at a field. Not in: shapes of replies, which are
//! derived from their types and doc comments; bodies of requests, which are read field by field
//! ([`crate::fields`]) and described next to the tests of their parsers.
//!
//! This module exists only with the feature `schema`: neither the Worker nor the widget contains
//! it.

mod tidied;

use std::borrow::Cow;

use domain::{Group, SLUG_MAX_BYTES, TargetVerdict, Verdict, csi, targeting::Device};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

pub use tidied::tidied;

use crate::{dimension::Source, limits, survey::SurveyKind, wording::Wording};

/// JSON pointer to the named schemas of an API description.
pub const DEFINITIONS_PATH: &str = "/components/schemas";

/// Pattern of a text without control characters.
pub const NO_CONTROLS: &str = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$";

/// Declares named enumerations of words. Generated clients then have one class for each.
macro_rules! words {
    ($($words:ident, $function:ident, $name:literal, $all:expr;)+) => {$(
        struct $words;

        impl JsonSchema for $words {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                word(&$all)
            }
        }

        #[doc = concat!("Refers to `", $name, "`.")]
        pub fn $function(generator: &mut SchemaGenerator) -> Schema {
            generator.subschema_for::<$words>()
        }
    )+};
}

words! {
    KindWord, kind, "Kind", SurveyKind::WORDS;
    GroupWord, group, "Group", Group::ALL.map(Group::as_str);
    DeviceWord, device, "Device", Device::ALL.map(Device::as_str);
    SourceWord, source, "Source", Source::ALL.map(Source::as_str);
    VerdictWord, verdict, "Verdict", Verdict::ALL.map(Verdict::as_str);
    TargetVerdictWord, target_verdict, "TargetVerdict", TargetVerdict::ALL.map(TargetVerdict::as_str);
    ConsentWord, consent, "Consent", ["always", "after-consent"];
}

fn word(words: &[&str]) -> Schema {
    json_schema!({"type": "string", "enum": words})
}

/// Declares functions that return a schema without a name.
macro_rules! inline {
    ($($(#[$doc:meta])+ $function:ident = $schema:tt;)+) => {$(
        $(#[$doc])+
        pub fn $function(_: &mut SchemaGenerator) -> Schema {
            json_schema!($schema)
        }
    )+};
}

inline! {
    /// A name that is used in addresses.
    slug = {
        "type": "string", "maxLength": SLUG_MAX_BYTES,
        "pattern": format!("^[a-z0-9]([a-z0-9-]{{0,{}}}[a-z0-9])?$", SLUG_MAX_BYTES - 2),
    };
    /// The same, or null.
    slug_or_null = {
        "type": ["string", "null"], "maxLength": SLUG_MAX_BYTES,
        "pattern": format!("^[a-z0-9]([a-z0-9-]{{0,{}}}[a-z0-9])?$", SLUG_MAX_BYTES - 2),
    };
    /// A response's id.
    response_id = {
        "type": "string",
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
    };
    /// The id of a request.
    request_id = {"type": "string", "pattern": "^[A-Za-z0-9-]{1,32}$"};
    /// The type of a problem.
    problem_type = {"type": "string", "pattern": "^urn:hearby:problem:[a-z-]+$"};
    /// The status of a problem.
    problem_status = {"type": "integer", "minimum": 400, "maximum": 599};
    /// An instant in UTC with three decimals.
    instant = {"type": "string", "format": "date-time", "pattern": "\\.[0-9]{3}Z$"};
    /// An instant, or `null`.
    instant_or_null = {
        "type": ["string", "null"], "format": "date-time", "pattern": "\\.[0-9]{3}Z$", KEPT: true,
    };
    /// A label.
    label = {
        "type": "string", "minLength": 1, "maxLength": limits::LABEL_MAX_BYTES,
        "pattern": NO_CONTROLS,
    };
    /// A language tag.
    lang = {
        "type": "string", "minLength": 1, "maxLength": limits::LANG_MAX_BYTES,
        "pattern": "^[A-Za-z0-9-]+$",
    };
    /// A whole number from 1.
    version = {"type": "integer", "minimum": 1, "maximum": u32::MAX};
    /// A version of the built-in wording.
    wording = {"type": "integer", "minimum": 1, "maximum": Wording::NEWEST.number()};
    /// A score on any survey's scale.
    score = {"type": "integer", "minimum": 0, "maximum": 10};
    /// Ratings by attribute's id.
    ratings = {
        "type": "object", "maxProperties": csi::ATTRIBUTES_MAX,
        "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$", "maxLength": limits::REASON_ID_MAX_BYTES},
        "additionalProperties": {"type": "integer", "minimum": 1, "maximum": 10},
    };
    /// The id of a reason, or of a rated attribute.
    reason = {
        "type": "string", "minLength": 1, "maxLength": limits::REASON_ID_MAX_BYTES,
        "pattern": "^[a-z][a-z0-9_]*$",
    };
    /// The ids of reasons that were picked.
    reasons = {
        "type": "array", "maxItems": limits::REASONS_PICKED_MAX,
        "items": {
            "type": "string", "minLength": 1, "maxLength": limits::REASON_ID_MAX_BYTES,
            "pattern": "^[a-z][a-z0-9_]*$",
        },
    };
    /// Remarks on the figures of reasons.
    reason_notes = {
        "type": "array", "items": {"type": "string", "enum": ["shares-overlap", "one-group", "some-not-asked"]},
    };
    /// Further values that a page gave, by name.
    attributes = {
        "type": "object", "maxProperties": limits::ATTRIBUTES_MAX,
        "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$",
                          "maxLength": limits::ATTRIBUTE_NAME_MAX_BYTES},
        "additionalProperties": {
            "type": "string", "minLength": 1, "maxLength": limits::LABEL_MAX_BYTES,
            "pattern": NO_CONTROLS,
        },
    };
    /// An origin as browsers write it.
    origins = {
        "type": "array", "maxItems": limits::LIST_MAX,
        "items": {"type": "string", "maxLength": limits::ORIGIN_MAX_BYTES,
                  "pattern": "^[a-z][a-z0-9+.-]*://[a-z0-9._:\\[\\]-]+$"},
    };
    /// Addresses of collectors.
    collectors = {
        "type": "array", "maxItems": limits::LIST_MAX,
        "items": {"type": "string", "maxLength": limits::ORIGIN_MAX_BYTES,
                  "pattern": "^https?://[a-z0-9._:\\[\\]-]+(/[A-Za-z0-9._~-]+)*$"},
    };
    /// Days between surveys.
    pause_days = {"type": "integer", "minimum": 0, "maximum": 3_650};
    /// Days for which responses are kept.
    retention_days = {"type": "integer", "minimum": 1, "maximum": 3_650};
    /// An address that a link may lead to.
    link = {
        "type": "string", "maxLength": limits::URL_MAX_BYTES, "pattern": "^https://[A-Za-z0-9.-]+",
    };
    /// A key's secret.
    key_secret = {"type": "string", "pattern": "^hbk_[a-z2-9]{8}_[a-z2-9]{32}$"};
    /// A webhook's secret.
    webhook_secret = {"type": "string", "pattern": "^whsec_[A-Za-z0-9+/]+=*$"};
    /// An address to which events are posted.
    webhook_url = {
        "type": "string", "minLength": 1, "maxLength": limits::WEBHOOK_URL_MAX_BYTES,
        "format": "uri",
    };
    /// The reason why a delivery failed.
    failure_reason = {
        "type": "string", "enum": ["status", "timeout", "unreachable", "address-not-allowed"],
    };
    /// The type of an event with a response.
    event_type = {
        "type": "string",
        "enum": [crate::webhook::RESPONSE_FINISHED, crate::webhook::RESPONSE_UNFINISHED],
    };
    /// A colour.
    colour = {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"};
    /// The direction of texts.
    direction = {"type": "string", "enum": ["ltr", "rtl"]};
    /// The scheme of a palette.
    palette_scheme = {"type": "string", "enum": ["light", "dark"]};
    /// Corners in pixels.
    radius_px = {"type": "integer", "minimum": 0, "maximum": 32};
    /// Numbers of responses by a word.
    counts = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}};
    /// Numbers of responses by a word; `null` in a summary that is not final.
    counts_or_null = {
        "type": ["object", "null"], "additionalProperties": {"type": "integer", "minimum": 0},
    };
    /// The word for a collector that runs.
    ok = {"const": "ok"};
    /// The state of the signing keys.
    signing_keys = {
        "type": "string", "enum": ["ok", "missing", "too-short", "guessable", "too-many"],
    };
    /// The good end of a scale.
    good_end = {"const": "high"};
    /// The reason why `significant` is `null`.
    change_note = {"type": "string", "enum": ["small-sample", "not-final"]};
    /// A p-value.
    p_value = {"type": ["number", "null"], "minimum": 0.000_001, "maximum": 1};
    /// A value of a breakdown.
    text_or_null = {"type": ["string", "null"], KEPT: true};
    /// Share of such intervals that contain the true value. This is no enumeration, because
    /// generators of clients can't make a class of four floats.
    confidence = {"type": "number", "minimum": 0.8, "maximum": 0.99};
    /// The formula of an interval.
    interval_method = {"type": "string", "enum": ["adjusted-t", "adjusted-wald", "wilson"]};
    /// A note on a figure of few responses.
    small_sample = {"const": "small-sample"};
    /// A survey's definition, the same in requests and replies; its shape is described with its
    /// parser.
    survey_definition = {"$ref": "#/components/schemas/SurveyDefinition"};
}

/// Names of surveys.
pub fn slugs(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "array", "items": slug(generator), "maxItems": limits::LIST_MAX})
}

/// Names of groups.
pub fn groups(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "array", "items": group(generator), "maxItems": Group::ALL.len()})
}

/// Schema of a field that is absent unless the request asks for it, and otherwise may be `null`.
#[derive(Debug)]
pub struct OrNull<T>(core::marker::PhantomData<T>);

impl<T: JsonSchema> JsonSchema for OrNull<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = generator.subschema_for::<Option<T>>();
        schema.insert(KEPT.to_owned(), Value::Bool(true));
        schema
    }
}

/// Marks a field that may be absent and may also be `null`.
const KEPT: &str = "x-null-is-kept";
