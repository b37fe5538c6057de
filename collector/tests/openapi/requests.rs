//! The shapes of requests.
//!
//! They are written here, and not derived: bodies are read field by field, so no type knows what
//! may be left out, what `null` means and which bounds there are. Limits are `wire`'s; the tests in
//! `checks/bodies.rs` hold names and bounds to the parsers.
//!
//! In here: the pieces of which the shapes consist. Not in here: the shapes themselves, which stand
//! in a module for each subject.

mod responses;
mod sites;
mod surveys;
mod webhooks;

use serde_json::{Map, Value, json};
use wire::schema::{self, NO_CONTROLS};

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
    for part in [sites::all(), surveys::all(), responses::all(), webhooks::all()] {
        let Value::Object(part) = part else { unreachable!() };
        all.extend(part);
    }
    all
}
