//! The description that workerd serves: every example in it is sent, and every reply matches it.

use hearby_tests::{
    collector::{ADMIN_TOKEN, Collector},
    fixtures::response_id,
};
use serde_json::{Value, json};
use wire::routes;

const ADDRESS_NAMES: [(&str, &str); 4] =
    [("site", "shop"), ("survey", "nps"), ("webhook", "crm"), ("version", "1")];

/// Ranks requests: creating ones first, in an order in which each finds its objects; then reading
/// ones; then deletions, inner objects first.
fn rank(method: &str, path: &str) -> (usize, usize) {
    let makers = [
        ("put", "/v1/sites/{site}"),
        ("put", "/v1/sites/{site}/surveys/{survey}"),
        ("put", "/v1/sites/{site}/webhooks/{webhook}"),
        ("post", "/v1/sites/{site}/keys"),
        ("post", "/v1/responses"),
        ("post", "/v1/session"),
    ];
    match makers.iter().position(|maker| *maker == (method, path)) {
        Some(place) => (0, place),
        None if method == "delete" => (2, 1_000 - path.len()),
        None => (1, 0),
    }
}

fn validator(document: &Value, schema: &Value) -> jsonschema::Validator {
    let mut alone = schema.clone();
    alone.as_object_mut().unwrap().insert("components".to_owned(), document["components"].clone());
    jsonschema::draft202012::new(&alone).unwrap()
}

#[test]
fn every_example_is_taken_and_every_reply_is_one_that_is_described() {
    let collector = Collector::start();
    let document = collector.get(routes::DESCRIPTION).expect(200).json();
    let mut operations: Vec<(&str, &str, &Value)> = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            operations.push((method, path, operation));
        }
    }
    operations.sort_by_key(|(method, path, _)| rank(method, path));
    let (mut key, mut cookie, id) = (String::new(), String::new(), response_id());
    for (method, path, operation) in &operations {
        let content = &operation["requestBody"]["content"];
        let lines = &content["application/x-ndjson"]["example"];
        let mut example = content["application/json"]["example"].clone();
        // An id must be recent, and a secret right.
        if *path == routes::RESPONSES {
            example["id"] = json!(id);
        }
        if *path == routes::SESSION && *method == "post" {
            example["secret"] = json!(ADMIN_TOKEN);
        }
        let body = match (lines.as_str(), &example) {
            (Some(lines), _) => Some(lines.to_owned()),
            (None, Value::Null) => None,
            (None, example) => Some(example.to_string()),
        };
        let names = ADDRESS_NAMES.into_iter().chain([("key", key.as_str()), ("id", id.as_str())]);
        let address = names.fold((*path).to_owned(), |address, (name, value)| {
            address.replace(&format!("{{{name}}}"), value)
        });
        let bearer = format!("Bearer {ADMIN_TOKEN}");
        // The console alone uses these, and goes by its cookie.
        let headers = if *path == routes::SESSION {
            [("x-hearby-console", "1"), ("cookie", cookie.as_str())]
        } else {
            [("authorization", bearer.as_str()), ("origin", "https://shop.example")]
        };
        let reply = collector.send(
            &method.to_uppercase(),
            &address,
            &headers,
            body.as_deref().map(str::as_bytes),
        );
        assert!(
            (200..300).contains(&reply.status),
            "{method} {path}: {} {}",
            reply.status,
            reply.text()
        );
        let described = &operation["responses"][reply.status.to_string()];
        assert!(described.is_object(), "{method} {path}: {} is not described", reply.status);
        if path.ends_with("/keys") && *method == "post" {
            key = reply.json()["id"].as_str().unwrap().to_owned();
        }
        if *path == routes::SESSION && *method == "post" {
            cookie = reply.header("set-cookie").split(';').next().unwrap().to_owned();
        }
        let schema = &described["content"]["application/json"]["schema"];
        if schema.is_object() {
            let errors: Vec<String> = validator(&document, schema)
                .iter_errors(&reply.json())
                .map(|error| error.to_string())
                .collect();
            assert!(errors.is_empty(), "{method} {path}: {errors:?} in {}", reply.text());
        }
    }
    assert!(operations.len() > 30, "{}", operations.len());
    let page = collector.get(routes::DOCS).expect(200);
    assert!(page.text().contains("<h1>Hearby API</h1>"));
}
