//! Requests that tests send, and the checks of what comes back.
//!
//! Not in here: the sending (the module above).

use collector::api::http::{Body, Headers, Method, Reply, Request};
use domain::{Instant, ResponseId};
use serde_json::{Value, json};
use wire::problem::Problem;

use super::NOW;

/// The address of a route of `demo`.
pub(crate) fn address(template: &str) -> String {
    let id = id_at(NOW, 1);
    [("site", "demo"), ("survey", "nps"), ("webhook", "crm"), ("version", "1"), ("id", &id)]
        .into_iter()
        .fold(template.replace("{key}", "abcd2345"), |path, (name, text)| {
            path.replace(&format!("{{{name}}}"), text)
        })
}

pub(crate) fn request(method: &str, address: &str, body: &[u8]) -> Request {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    Request {
        method: Method::parse(method),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: Headers::default(),
        body: Body::Complete(body.to_vec()),
    }
}

/// An id of that time; `n` tells ids of one time apart.
pub(crate) fn id_at(instant: Instant, n: u32) -> String {
    ResponseId::new(instant, u128::from(n)).to_string()
}

/// A response's body, given just now.
pub(crate) fn response(survey: &str, score: i64, n: u32) -> Value {
    json!({"id": id_at(NOW, n), "site": "demo", "survey": survey, "score": score})
}

/// The same with a field set.
pub(crate) fn with(mut body: Value, field: &str, value: Value) -> Value {
    body.as_object_mut().unwrap().insert(field.to_owned(), value);
    body
}

/// A key that is wrong by its last letter alone, whichever letter that is.
pub(crate) fn wrong_key(key: &str) -> String {
    let (start, last) = key.split_at(key.len() - 1);
    format!("{start}{}", if last == "a" { "b" } else { "a" })
}

#[track_caller]
pub(crate) fn parsed<T: serde::de::DeserializeOwned>(reply: &Reply) -> T {
    serde_json::from_str(&reply.body).unwrap_or_else(|error| panic!("{error}: {}", reply.body))
}

/// The reply is that problem.
#[track_caller]
pub(crate) fn assert_problem(reply: &Reply, status: u16, name: &str) -> Problem {
    let problem: Problem = parsed(reply);
    let expected = format!("urn:hearby:problem:{name}");
    assert_eq!((reply.status, problem.kind.as_str()), (status, expected.as_str()));
    assert_eq!(problem.status, status);
    assert_eq!(reply.header("content-type"), Some("application/problem+json"));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    problem
}

/// The reply names that field and what is allowed there.
#[track_caller]
pub(crate) fn assert_field(reply: &Reply, pointer: &str, allowed: &str) {
    let problem = assert_problem(reply, 422, "invalid");
    let is_named = |error: &wire::problem::FieldError| {
        error.pointer == pointer && error.allowed.contains(allowed)
    };
    assert!(problem.errors.iter().any(is_named), "{problem:?}");
}
