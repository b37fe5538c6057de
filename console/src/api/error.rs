//! Reasons why the collector did not give what was asked for.

use serde::Deserialize;

use super::objects;

/// One field at fault.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Fault {
    /// Pointer to the field: `/name`, or `?from` of the query.
    pub pointer: String,
    /// The fault: `is 11`.
    pub detail: String,
    /// Values that are allowed there.
    pub allowed: String,
}

/// A request that failed, by what its owner can do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// The collector can't be reached: try again.
    Away,
    /// Nobody is signed in, or no longer: sign in.
    SignedOut,
    /// The key has no right to this.
    NoRight,
    /// It is not there.
    NotFound,
    /// It contradicts what is there; the word says what, such as `session-exists`.
    Conflict(String),
    /// Fields are at fault.
    Invalid(Vec<Fault>),
    /// Too many requests, or the store is busy: try again in so many seconds.
    Busy(u32),
    /// Another problem, with its title and the request's id.
    Other {
        /// The problem's title.
        title: String,
        /// The request's id, which is in the operator's log, too.
        request_id: Option<String>,
    },
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Problem {
    #[serde(rename = "type")]
    kind: String,
    title: String,
    errors: Vec<Fault>,
    request_id: Option<String>,
}

impl ApiError {
    /// Reads the reply of a status that is not 2xx.
    #[must_use]
    pub fn parse(status: u16, retry_after: Option<u32>, body: &str) -> ApiError {
        let problem: Problem = objects::read(body).unwrap_or_default();
        let word = problem.kind.rsplit(':').next().unwrap_or_default().to_owned();
        match status {
            401 => ApiError::SignedOut,
            403 => ApiError::NoRight,
            404 => ApiError::NotFound,
            409 | 412 => ApiError::Conflict(word),
            422 | 400 if !problem.errors.is_empty() => ApiError::Invalid(problem.errors),
            429 | 503 => ApiError::Busy(retry_after.unwrap_or(60)),
            _ => {
                let named = Some(problem.title).filter(|title| !title.is_empty());
                let title = named.unwrap_or_else(|| format!("HTTP {status}"));
                ApiError::Other { title, request_id: problem.request_id }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_status_says_what_can_be_done() {
        let body = r#"{"type":"urn:hearby:problem:session-exists","title":"A session is there"}"#;
        assert_eq!(ApiError::parse(401, None, ""), ApiError::SignedOut);
        assert_eq!(ApiError::parse(403, None, body), ApiError::NoRight);
        assert_eq!(ApiError::parse(409, None, body), ApiError::Conflict("session-exists".into()));
        assert_eq!(ApiError::parse(429, Some(7), "{}"), ApiError::Busy(7));
        assert_eq!(ApiError::parse(503, None, "<html>"), ApiError::Busy(60));
        let other = ApiError::Other { title: "HTTP 500".into(), request_id: None };
        assert_eq!(ApiError::parse(500, None, "oh"), other);
    }

    #[test]
    fn bad_fields_are_named() {
        let body = r#"{"errors":[{"pointer":"?to","detail":"is before from","allowed":"later"}]}"#;
        let ApiError::Invalid(faults) = ApiError::parse(422, None, body) else { panic!() };
        assert_eq!(faults[0].pointer, "?to");
    }
}
