//! One operation of the description, built from what is true for many: who may, what goes wrong.
//!
//! In here: callers, parameters and problems. Not in here: bodies (`bodies`), examples (`example`),
//! and the operation as OpenAPI writes it (`json`).

mod bodies;
mod example;
mod json;

use collector::{
    api::router::{ROUTES, Route},
    runtime::{operator_token::WeakToken, signing_keys::Unusable},
    store::error::Error,
};
use schemars::SchemaGenerator;
use serde_json::{Value, json};

/// Callers that are allowed.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Who {
    /// Anyone.
    Anyone,
    /// Whoever holds a key of the site.
    Read,
    /// Whoever holds a write key of the site.
    Write,
    /// The operator.
    Admin,
    /// The console, and nobody else.
    Console,
}

/// A route, and what is said of it.
pub(crate) struct Operation {
    pub(crate) route: &'static Route,
    /// Method in lower case, as a description has it.
    pub(crate) method: String,
    pub(crate) path: &'static str,
    pub(crate) tag: &'static str,
    pub(crate) summary: &'static str,
    description: &'static str,
    pub(crate) who: Who,
    parameters: Vec<Value>,
    body: Option<Value>,
    replies: Vec<(u16, Value)>,
    problems: Vec<Error>,
    example_query: &'static str,
    /// Makes the named shapes of its replies.
    shapes: Vec<fn(&mut SchemaGenerator)>,
    /// True if good replies have an `ETag`.
    has_tag: bool,
}

impl Operation {
    /// # Panics
    /// When the router has no such route.
    pub(crate) fn new(operation_id: &str, tag: &'static str, summary: &'static str) -> Operation {
        let found = ROUTES.iter().find(|route| route.operation_id == operation_id);
        let route =
            found.unwrap_or_else(|| panic!("{operation_id} is no route of router/table.rs"));
        let (method, path) = (route.method.as_str().to_lowercase(), route.path);
        let mut operation = Operation {
            has_tag: method == "get",
            route,
            method,
            path,
            tag,
            summary,
            description: "",
            who: Who::Anyone,
            parameters: Vec::new(),
            body: None,
            replies: Vec::new(),
            problems: Vec::new(),
            example_query: "",
            shapes: Vec::new(),
        };
        // Anything that is stored may turn out to be unreadable.
        if !["/healthz", "/preview.css", "/v1/docs", "/v1/openapi.json"].contains(&path) {
            operation.problems.push(Error::Internal("a stored record can't be read"));
        }
        for (name, error) in [
            ("site", Error::UnknownSite),
            ("survey", Error::UnknownSurvey),
            ("webhook", Error::UnknownWebhook),
            ("key", Error::UnknownKey),
            ("id", Error::UnknownResponse),
            ("version", Error::UnknownVersion),
        ] {
            if path.contains(&format!("{{{name}}}")) {
                operation
                    .parameters
                    .push(json!({"$ref": format!("#/components/parameters/{name}")}));
                operation.problems.push(error);
            }
        }
        operation
    }

    pub(crate) fn says(mut self, description: &'static str) -> Operation {
        self.description = description;
        self
    }

    /// Names the allowed callers, and adds the problems that others get.
    pub(crate) fn by(mut self, who: Who) -> Operation {
        self.who = who;
        if who != Who::Anyone {
            self.problems.extend([Error::KeyInAddress, Error::NotFromConsole]);
        }
        if [Who::Read, Who::Write, Who::Admin].contains(&who) {
            self.problems.extend([
                Error::RateLimited,
                Error::NoOperator(WeakToken::Short),
                Error::NoSession,
                Error::SeveralSessions,
                Error::NoSessionKeys(Unusable::Missing),
            ]);
        }
        match who {
            Who::Anyone | Who::Console => {}
            Who::Read => self.problems.extend([Error::NoKey, Error::WrongKey, Error::ForeignKey]),
            Who::Write => self.problems.extend([
                Error::NoKey,
                Error::WrongKey,
                Error::ForeignKey,
                Error::ScopeTooSmall,
            ]),
            Who::Admin => {
                self.problems.extend([Error::NoKey, Error::WrongKey, Error::AdminOnly]);
            }
        }
        self
    }

    /// A list that comes page by page.
    pub(crate) fn paged(self) -> Operation {
        let most = wire::limits::PAGE_MAX_ITEMS;
        let limit = json!({"type": "integer", "minimum": 1, "maximum": most,
                           "default": wire::limits::PAGE_ITEMS});
        self.query("cursor", json!({"type": "string"}), "The `next` of the page before.")
            .query("limit", limit, "The most items on the page.")
            .or(invalid("?limit", "is not allowed", &format!("a whole number from 1 to {most}")))
    }

    /// Adds the headers by which a state is changed only if it has the sender's ETag.
    pub(crate) fn guarded(mut self, if_none_match_too: bool) -> Operation {
        self.has_tag = true;
        let tag = json!({"type": "string"});
        self.parameters.push(json!({"name": "If-Match", "in": "header", "schema": tag,
            "description": "An ETag: change this state and no other."}));
        if if_none_match_too {
            self.parameters.push(json!({"name": "If-None-Match", "in": "header", "schema": tag,
                "description": "`*`: make it, but change nothing that is there."}));
        }
        self.or(Error::ChangedMeanwhile)
    }

    /// Its good replies have no `ETag`.
    pub(crate) fn untagged(mut self) -> Operation {
        self.has_tag = false;
        self
    }

    /// True if it is one that [`Operation::guarded`] has made.
    pub(crate) fn is_guarded(&self) -> bool {
        self.problems.contains(&Error::ChangedMeanwhile)
    }

    /// A parameter after `?`.
    pub(crate) fn query(mut self, name: &str, schema: Value, description: &str) -> Operation {
        self.parameters.push(json!({
            "name": name, "in": "query", "schema": schema, "description": description,
        }));
        self
    }

    /// A problem.
    pub(crate) fn or(mut self, problem: Error) -> Operation {
        self.problems.push(problem);
        self
    }
}

/// Fields that are wrong.
pub(crate) fn invalid(pointer: &str, detail: &str, allowed: &str) -> Error {
    Error::Invalid(vec![wire::problem::FieldError {
        pointer: pointer.to_owned(),
        detail: detail.to_owned(),
        allowed: allowed.to_owned(),
    }])
}
