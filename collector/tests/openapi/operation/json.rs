//! An operation as OpenAPI writes it, with the replies to what goes wrong.
//!
//! Not in here: how an operation is put together (the module above).

use collector::{
    api::{http::Reply, problem},
    runtime::request_id::RequestId,
    store::error::Error,
};
use serde_json::{Map, Value, json};

use super::{Operation, Who};
use crate::support::NOW;

impl Operation {
    /// Returns the operation as OpenAPI writes it.
    pub(crate) fn to_json(&self) -> Value {
        let mut operation = json!({
            "operationId": self.route.operation_id,
            "tags": [self.tag],
            "summary": self.summary,
            "responses": self.responses(),
            "security": match self.who {
                Who::Anyone => json!([]),
                Who::Read | Who::Write => {
                    json!([{"key": []}, {"admin": []}, {"session": [], "console": []}])
                }
                Who::Admin => json!([{"admin": []}, {"session": [], "console": []}]),
                Who::Console if self.method == "get" => json!([{"session": [], "console": []}]),
                Who::Console => json!([{"console": []}]),
            },
        });
        let fields = operation.as_object_mut().unwrap();
        let who = match self.who {
            Who::Read => "Takes a read key, a write key, or the admin token.",
            Who::Write => "Takes a write key, or the admin token.",
            Who::Admin => "Takes the admin token.",
            Who::Console => "For the console alone.",
            Who::Anyone => "",
        };
        let description = [self.description, who].join(" ").trim().to_owned();
        if !description.is_empty() {
            fields.insert("description".to_owned(), json!(description));
        }
        if !self.parameters.is_empty() {
            fields.insert("parameters".to_owned(), json!(self.parameters));
        }
        if let Some(body) = &self.body {
            fields.insert("requestBody".to_owned(), body.clone());
        }
        operation
    }

    /// The problems that are told the same everywhere, by name.
    pub(crate) fn common_problems(&self) -> impl Iterator<Item = (String, Value)> {
        let common = self.problems.iter().filter(|problem| !matches!(problem, Error::Invalid(_)));
        common.map(|problem| {
            let body: Value = serde_json::from_str(&example(problem).body).unwrap();
            (problem.name().to_owned(), json!({"value": body}))
        })
    }

    fn responses(&self) -> Map<String, Value> {
        let mut responses = Map::new();
        for (status, reply) in &self.replies {
            let mut reply = reply.clone();
            if [200, 201].contains(status) && self.has_tag && reply.get("headers").is_none() {
                let tag = json!({"etag": {"schema": {"type": "string"}}});
                reply.as_object_mut().unwrap().insert("headers".to_owned(), tag);
            }
            if *status == 202 {
                let wait = json!({"retry-after": {"schema": {"type": "string"}}});
                reply.as_object_mut().unwrap().insert("headers".to_owned(), wait);
            }
            responses.insert(status.to_string(), reply);
        }
        if self.method == "get" && self.has_tag {
            let text = "The same as the state whose ETag came with If-None-Match.";
            responses.insert("304".to_owned(), json!({"description": text}));
        }
        let mut statuses: Vec<u16> = self.problems.iter().map(Error::status).collect();
        statuses.sort_unstable();
        statuses.dedup();
        for status in statuses {
            let of_status = self.problems.iter().filter(|problem| problem.status() == status);
            responses.insert(status.to_string(), problems(of_status));
        }
        responses
    }
}

/// A problem as it is told.
fn example(problem: &Error) -> Reply {
    let request_id = RequestId::parse("9c3f5e0d1a2b4c6d-HKG");
    problem::reply(problem.clone(), NOW, request_id.as_ref())
}

/// A reply with one of several problems of one status.
fn problems<'a>(problems: impl Iterator<Item = &'a Error>) -> Value {
    let mut titles: Vec<String> = Vec::new();
    let mut examples = Map::new();
    let mut headers = Map::new();
    for problem in problems {
        let reply = example(problem);
        for (name, value) in &reply.headers {
            if ["retry-after", "www-authenticate"].contains(name) {
                let header = json!({"schema": {"type": "string"}, "example": value});
                headers.insert((*name).to_owned(), header);
            }
        }
        let body: Value = serde_json::from_str(&reply.body).unwrap();
        let title = body["title"].as_str().unwrap().to_owned();
        if !examples.contains_key(problem.name()) {
            // What is wrong with a body is told by each address in its own words.
            let example = match problem {
                Error::Invalid(_) => json!({"value": body}),
                _ => json!({"$ref": format!("#/components/examples/{}", problem.name())}),
            };
            examples.insert(problem.name().to_owned(), example);
            titles.push(title);
        }
    }
    let mut reply = json!({
        "description": format!("{}.", titles.join("; or: ")),
        "content": {"application/problem+json": {
            // One shape for all: a client that is made from this has one class for errors. Which
            // types there are stands in the examples, by name.
            "schema": {"$ref": "#/components/schemas/Problem"},
            "examples": examples,
        }},
    });
    if !headers.is_empty() {
        reply.as_object_mut().unwrap().insert("headers".to_owned(), json!(headers));
    }
    reply
}
