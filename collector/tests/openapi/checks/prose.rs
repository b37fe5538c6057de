//! The prose of the shapes: it is there, and readers who don't know the code understand it.
//!
//! Not in here: the shapes themselves (`bodies`).

use serde_json::Value;

use super::built;

/// Every description within a value.
fn descriptions<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("description").and_then(Value::as_str));
            fields.values().for_each(|field| descriptions(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| descriptions(item, found)),
        _ => {}
    }
}

#[test]
fn what_is_said_of_a_field_is_said_to_those_who_do_not_know_the_code() {
    let schemas = &built()["components"]["schemas"];
    let mut found = Vec::new();
    descriptions(schemas, &mut found);
    assert!(found.len() > 150, "{}", found.len());
    for text in found {
        let code = text.split('`').skip(1).step_by(2);
        for word in code {
            let is_constant =
                word.contains('_') && word.chars().all(|c| c.is_ascii_uppercase() || c == '_');
            let is_rust = word.contains("::") || word.starts_with("Some(") || word == "None";
            assert!(!is_constant && !is_rust, "{text}");
        }
        assert!(!text.contains("[`") && !text.contains('\n'), "{text}");
    }
    // Whoever reads the shape of a reply finds each of its fields explained.
    for (name, schema) in schemas.as_object().unwrap() {
        let is_derived = schema.get("description").is_some();
        for (field, property) in schema["properties"].as_object().into_iter().flatten() {
            let is_explained = !is_derived || property.get("description").is_some();
            assert!(is_explained, "{name}.{field}");
        }
    }
}
