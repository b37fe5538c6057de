//! Every reply that a test gets is one that the API's description knows: its status, its media type
//! and its body, in which no field may stand that the description doesn't name.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use collector::api::http::{Method, Reply, Request};
use jsonschema::Validator;
use serde_json::{Value, json};

const DESCRIPTION: &str = include_str!("../../api/openapi.json");

thread_local! {
    static DOCUMENT: Rc<Value> = Rc::new(strict(serde_json::from_str(DESCRIPTION).unwrap()));
    /// By address, method, status and media type.
    static VALIDATORS: RefCell<HashMap<String, Rc<Validator>>> = RefCell::default();
}

/// Fails when a reply is none that is described.
#[track_caller]
pub(crate) fn check(request: &Request, reply: &Reply) {
    let method = match request.method {
        Method::Get | Method::Head => "get",
        Method::Post => "post",
        Method::Put => "put",
        Method::Delete => "delete",
        // Said once for all: 204, and 405.
        Method::Options | Method::Patch | Method::Other => return,
    };
    if request.path == "/" || request.path.starts_with("/console") {
        // Pages of the console are no part of the API; what is none is a problem.
        return;
    }
    let document = DOCUMENT.with(Rc::clone);
    let paths = document["paths"].as_object().unwrap();
    let Some((path, described)) = paths.iter().find(|(path, _)| fits(path, &request.path)) else {
        assert_eq!(reply.status, 404, "{} is not described", request.path);
        return;
    };
    let Some(operation) = described.get(method) else {
        // A name that is none comes first.
        assert!([404, 405].contains(&reply.status), "{method} {path} is not described");
        return;
    };
    let status = reply.status.to_string();
    let response = operation["responses"].get(&status);
    let response = response.unwrap_or_else(|| panic!("{method} {path}: {status} is not described"));
    if reply.body.is_empty() {
        let needs_none = response.get("content").is_none() || request.method == Method::Head;
        assert!(needs_none, "{method} {path}: {status} without a body");
        return;
    }
    let media_type = reply.header("content-type").unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default();
    let schema = response["content"].get(media_type).map(|content| &content["schema"]);
    let schema = schema
        .unwrap_or_else(|| panic!("{method} {path}: {status} of {media_type:?} is not described"));
    if !["application/json", "application/problem+json"].contains(&media_type) {
        return;
    }
    let name = format!("{method} {path} {status} {media_type}");
    let validator = VALIDATORS.with_borrow_mut(|validators| {
        let make = || Rc::new(validator(&document, schema));
        Rc::clone(validators.entry(name.clone()).or_insert_with(make))
    });
    let body: Value = serde_json::from_str(&reply.body).unwrap();
    if media_type == "application/problem+json" {
        let problem = body["type"].as_str().unwrap().rsplit(':').next().unwrap();
        let known = response["content"][media_type]["examples"].get(problem);
        assert!(known.is_some(), "{method} {path}: {status} {problem} is not described");
    }
    let errors: Vec<String> = validator
        .iter_errors(&body)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{name}: {errors:?} in {:.500}", reply.body);
}

/// True if an address is one of that template; a name may be any text.
fn fits(template: &str, path: &str) -> bool {
    let (mut segments, mut wanted) = (path.split('/'), template.split('/'));
    loop {
        let fits = match (wanted.next(), segments.next()) {
            (None, None) => return true,
            (Some(wanted), Some(segment)) => match wanted.strip_prefix('{') {
                Some(rest) => rest.split_once('}').is_some_and(|(_, end)| segment.ends_with(end)),
                None => wanted == segment,
            },
            _ => false,
        };
        if !fits {
            return false;
        }
    }
}

/// The description, such that an object has the fields that it names and no others.
fn strict(mut value: Value) -> Value {
    match &mut value {
        Value::Object(fields) => {
            if fields.get("type") == Some(&json!("object")) && fields.contains_key("properties") {
                fields.insert("additionalProperties".to_owned(), json!(false));
            }
            for (_, field) in fields.iter_mut() {
                *field = strict(field.take());
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| *item = strict(item.take())),
        _ => {}
    }
    value
}

fn validator(document: &Value, schema: &Value) -> Validator {
    let mut alone = schema.clone();
    let schemas = json!({"schemas": document["components"]["schemas"]});
    alone.as_object_mut().unwrap().insert("components".to_owned(), schemas);
    jsonschema::draft202012::new(&alone).unwrap()
}
