//! The form that derived schemas have in the API description.
//!
//! In: converting a schema as it was derived. Not in: schemas of single values (`schema`).

use serde_json::{Value, json};

use super::KEPT;

/// Converts a derived schema to the form that the API description has: variants of an enum become
/// one enumeration, a reference with a text is wrapped in `allOf`, and a field that may be absent
/// is never `null`, unless its schema is marked for that, as [`OrNull`](super::OrNull) is.
#[must_use]
pub fn tidied(mut schema: Value) -> Value {
    tidy(&mut schema);
    schema
}

fn tidy(schema: &mut Value) {
    let Value::Object(fields) = schema else {
        if let Value::Array(items) = schema {
            items.iter_mut().for_each(tidy);
        }
        return;
    };
    let needed: Vec<Value> =
        fields.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    if let Some(Value::Object(properties)) = fields.get_mut("properties") {
        for (name, property) in properties.iter_mut() {
            if !needed.iter().any(|one| one == name) {
                drop_null(property);
            }
        }
    }
    fields.values_mut().for_each(tidy);
    fields.remove(KEPT);
    // The default is the value that our own parser uses for an absent field; clients don't need it.
    fields.remove("default");
    // Formats such as `uint32` are Rust's; only the bounds matter to clients.
    if fields.get("type").is_some_and(is_number) {
        fields.remove("format");
    }
    if let Some(Value::String(text)) = fields.get_mut("description") {
        // Rustdoc's links become plain words.
        *text = text.replace("\n", " ").replace("[`", "`").replace("`]", "`");
    }
    if let Some(words) = words_of(fields.get("oneOf")) {
        fields.remove("oneOf");
        let told: Vec<String> =
            words.iter().map(|(word, text)| format!("`{word}`: {text}")).collect();
        let own = fields.get("description").and_then(Value::as_str).unwrap_or_default();
        let text = format!("{own} {}", told.join(" "));
        let words: Vec<&String> = words.iter().map(|(word, _)| word).collect();
        let merged = json!({"type": "string", "enum": words, "description": text.trim()});
        if let Value::Object(merged) = merged {
            fields.extend(merged);
        }
    }
    if fields.contains_key("description")
        && let Some(reference) = fields.remove("$ref")
    {
        fields.insert("allOf".to_owned(), json!([{"$ref": reference}]));
    }
}

fn is_number(kind: &Value) -> bool {
    let is = |kind: &Value| kind == "integer" || kind == "number";
    is(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(is))
}

/// Removes `null` from the types of a field.
fn drop_null(property: &mut Value) {
    let Value::Object(fields) = property else { return };
    if fields.contains_key(KEPT) {
        return;
    }
    let kinds = fields.get("type").and_then(Value::as_array);
    if let Some([kind, null]) = kinds.map(Vec::as_slice)
        && null == "null"
    {
        let kind = kind.clone();
        fields.insert("type".to_owned(), kind);
    }
    let several = fields.get("anyOf").and_then(Value::as_array);
    if let Some([one, null]) = several.map(Vec::as_slice)
        && *null == json!({"type": "null"})
        && let Value::Object(one) = one.clone()
    {
        fields.remove("anyOf");
        fields.extend(one);
    }
}

/// Returns the words of a derived enumeration, each with its description.
fn words_of(variants: Option<&Value>) -> Option<Vec<(String, String)>> {
    let one = |variant: &Value| {
        let text = variant.get("description").and_then(Value::as_str).unwrap_or_default();
        Some((variant.get("const")?.as_str()?.to_owned(), text.to_owned()))
    };
    variants?.as_array()?.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(derived: Value, expected: Value) {
        assert_eq!(tidied(derived), expected);
    }

    #[test]
    fn a_field_that_may_be_left_out_is_not_null_unless_it_says_so() {
        let nothing = json!({"type": "null"});
        let reference = json!({"$ref": "#/components/schemas/Kind"});
        becomes(
            json!({
                "type": "object", "required": ["a"],
                "properties": {
                    "a": {"type": ["string", "null"]},
                    "b": {"type": ["string", "null"], "default": null},
                    "c": {"anyOf": [reference, nothing]},
                    "d": {"anyOf": [reference, nothing], KEPT: true},
                },
            }),
            json!({
                "type": "object", "required": ["a"],
                "properties": {
                    "a": {"type": ["string", "null"]},
                    "b": {"type": "string"},
                    "c": reference,
                    "d": {"anyOf": [reference, nothing]},
                },
            }),
        );
    }

    #[test]
    fn documented_words_are_one_enumeration() {
        becomes(
            json!({"description": "May.", "oneOf": [
                {"type": "string", "const": "read", "description": "Look."},
                {"type": "string", "const": "write", "description": "Change."},
            ]}),
            json!({"type": "string", "enum": ["read", "write"],
                   "description": "May. `read`: Look. `write`: Change."}),
        );
        let other = json!({"oneOf": [{"type": "string"}, {"type": "integer"}]});
        becomes(other.clone(), other);
    }

    #[test]
    fn a_text_of_the_code_becomes_one_of_the_api() {
        becomes(
            json!({"type": "integer", "format": "uint32", "minimum": 0,
                   "description": "As in [`Other`],\nand more."}),
            json!({"type": "integer", "minimum": 0, "description": "As in `Other`, and more."}),
        );
        becomes(
            json!({"$ref": "#/components/schemas/Kind", "description": "Which."}),
            json!({"allOf": [{"$ref": "#/components/schemas/Kind"}], "description": "Which."}),
        );
        let instant = json!({"type": "string", "format": "date-time"});
        becomes(instant.clone(), instant);
    }
}
