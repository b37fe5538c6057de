//! The whole description. Its examples of replies are replies: they are what a collector on the
//! host says to the examples of requests.

use collector::{api::http::Method, runtime::secret::Secret};
use serde_json::{Map, Value, json};

use crate::{
    operation::{Operation, Who},
    operations::{self, TAGS},
    schemas,
    support::{ADMIN, Collector, parsed, request},
};

const DESCRIPTION: &str = "\
NPS, CES and CSAT surveys for any web page. An error is a problem (RFC 9457): branch on its `type`. \
Every address with `GET` also takes `HEAD`, and every one takes `OPTIONS`; another method gets \
405 with `Allow`, an unknown address 404. In a request `null` means that a field is absent, and an \
unknown field is refused. Replies may gain fields with later releases.";

/// Runs each operation's example, and keeps the reply.
pub(crate) fn operations() -> Vec<Operation> {
    let collector = Collector::empty();
    let mut all = operations::all();
    let (mut key, mut secret, mut cookie) = (String::new(), String::new(), None);
    // What is deleted comes last, and what lies within something goes before it.
    let (mut deleting, others): (Vec<_>, Vec<_>) =
        all.iter_mut().partition(|operation| operation.method == "delete");
    deleting.sort_by_key(|operation| std::cmp::Reverse(operation.path.len()));
    for operation in others.into_iter().chain(deleting) {
        let body = operation.example_text().replace(operations::SECRET, &secret);
        let method = operation.method.to_uppercase();
        let address = operation.example_address().replace("{key}", &key);
        let mut request = request(&method, &address, body.as_bytes());
        request.headers.content_type = Some("application/json".to_owned());
        if operation.who == Who::Console {
            request.headers.console = Some("1".to_owned());
            request.headers.asked_at = Some("https://hearby.example.com".to_owned());
            request.headers.cookie = cookie.clone().map(Secret::new);
        } else {
            request.headers.authorization = Some(Secret::new(format!("Bearer {ADMIN}")));
        }
        request.headers.origin = Some("https://shop.example".to_owned());
        assert_ne!(request.method, Method::Other);
        let reply = collector.send(&request);
        if operation.path.ends_with("/keys") && operation.method == "post" {
            let made = parsed::<Value>(&reply);
            [key, secret] = ["id", "key"].map(|field| made[field].as_str().unwrap().to_owned());
        }
        if let Some(set) = reply.header("set-cookie") {
            cookie = set.split(';').next().map(str::to_owned);
        }
        // Its body is this description.
        if !operation.path.ends_with("/openapi.json") {
            operation.keep_example(reply.status, &reply.body);
        }
    }
    all
}

/// The description as OpenAPI 3.1.
pub(crate) fn build(operations: &[Operation]) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations {
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path.as_object_mut().unwrap().insert(operation.method.clone(), operation.to_json());
    }
    let tags: Vec<Value> =
        TAGS.iter().map(|(name, text)| json!({"name": name, "description": text})).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Hearby",
            "version": env!("CARGO_PKG_VERSION"),
            "description": DESCRIPTION,
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "The collector that serves this description."}],
        "tags": tags,
        "paths": paths,
        "webhooks": {"response": {"post": {
            "summary": "A response has come, or its later state",
            "description": "With the headers webhook-id, webhook-timestamp and webhook-signature \
                            of Standard Webhooks.",
            "security": [],
            "requestBody": {"content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Event"}}}},
            "responses": {"2XX": {"description": "Accepted. Anything else is tried again."}},
        }}},
        "components": {
            "examples": operations
                .iter()
                .flat_map(Operation::common_problems)
                .collect::<Map<String, Value>>(),
            "parameters": operations::parameters(),
            "schemas": schemas::all(operations),
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "bearerFormat": "hbk_{id}_{secret}",
                        "description": "A key of the site, with the scope read or write."},
                "admin": {"type": "http", "scheme": "bearer",
                          "description": "The operator's token."},
                "session": {"type": "apiKey", "in": "cookie", "name": "__Host-hearby",
                            "description": "A session of the console. On plain http, which only \
                                            this machine's own addresses may have, the cookie is \
                                            called hearby-{port}."},
                "console": {"type": "apiKey", "in": "header", "name": "x-hearby-console",
                            "description": "1, beside a session. No page of another origin can \
                                            send it."},
            },
        },
    })
}

/// JSON with a line for each operation and each shape: short, and a change shows where it is.
pub(crate) fn to_text(value: &Value, depth: usize) -> String {
    match value {
        Value::Object(fields) if depth < 3 && !fields.is_empty() => {
            let indent = " ".repeat(depth + 1);
            let lines: Vec<String> = fields
                .iter()
                .map(|(name, value)| {
                    format!("{indent}{}:{}", json!(name), to_text(value, depth + 1))
                })
                .collect();
            format!("{{\n{}\n{}}}", lines.join(",\n"), " ".repeat(depth))
        }
        _ => value.to_string(),
    }
}
