//! Generated clients: the description has nothing of which a generator makes wrong code.
//!
//! Not in here: clients that are really made, and call a collector (`tests/tests/http_clients.rs`).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::built;

#[test]
fn nothing_is_described_that_a_client_could_not_be_made_of() {
    let document = built();
    let mut ids = BTreeSet::new();
    for operation in document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|path| path.as_object().unwrap().values())
    {
        let id = operation["operationId"].as_str().unwrap();
        let is_word = id.starts_with(|c: char| c.is_ascii_lowercase())
            && id.chars().all(|c| c.is_ascii_alphabetic());
        assert!(is_word && !id.contains("V1"), "{id}");
        assert!(ids.insert(id.to_owned()), "{id} is there twice");
        // One class for all errors.
        for (status, reply) in operation["responses"].as_object().unwrap() {
            if let Some(problem) = reply["content"].get("application/problem+json") {
                let schema = json!({"$ref": "#/components/schemas/Problem"});
                assert_eq!(problem["schema"], schema, "{id} {status}");
            }
        }
    }
    assert!(["getSummary", "exportResponses"].iter().all(|id| ids.contains(*id)), "{ids:?}");
    // What clients have themselves: openapi-python-client's types and modules.
    let taken =
        ["Response", "File", "FileTypes", "Unset", "Client", "AuthenticatedClient", "Error"];
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let names: BTreeSet<String> = schemas.keys().map(|name| name.to_lowercase()).collect();
    assert_eq!(names.len(), schemas.len(), "two names differ in case alone");
    assert!(taken.iter().all(|name| !schemas.contains_key(*name)));
    // Words alone are constants: for `true`, openapi-python-client writes code that is none.
    fn constants<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("const"));
                fields.values().for_each(|field| constants(field, found));
            }
            Value::Array(items) => items.iter().for_each(|item| constants(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    constants(&document, &mut found);
    assert!(found.len() > 2 && found.iter().all(|constant| constant.is_string()), "{found:?}");
    // Words alone are enumerated, and say that they are words.
    fn enums(value: &Value, found: &mut Vec<Value>) {
        match value {
            Value::Object(fields) => {
                found
                    .extend(fields.get("enum").filter(|all| all.is_array()).map(|_| value.clone()));
                fields.values().for_each(|field| enums(field, found));
            }
            Value::Array(items) => items.iter().for_each(|item| enums(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    enums(&document, &mut found);
    assert!(found.len() > 10);
    for one in found {
        let is_of_words = one["enum"].as_array().unwrap().iter().all(Value::is_string);
        assert!(is_of_words && one["type"] == "string", "{one}");
    }
}
