//! One operation of the description, built from what is true for many: who may, what goes wrong.

use collector::{
    api::{
        http::Reply,
        problem,
        router::{ROUTES, Route},
    },
    runtime::{operator_token::WeakToken, request_id::RequestId, signing_keys::Unusable},
    store::error::Error,
};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::schemas::is_described;

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
    /// Makes the named shapes of its replies.
    shapes: Vec<fn(&mut SchemaGenerator)>,
    problems: Vec<Error>,
    example_query: &'static str,
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
            shapes: Vec::new(),
            problems: Vec::new(),
            example_query: "",
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

    /// Sets the query of the operation's example.
    pub(crate) fn asking(mut self, query: &'static str) -> Operation {
        self.example_query = query;
        self
    }

    /// The body of its example.
    pub(crate) fn example_body(&self) -> Option<&Value> {
        self.body.as_ref()?.pointer("/content/application~1json/example")
    }

    /// The body of its example, as it is sent.
    pub(crate) fn example_text(&self) -> String {
        let lines =
            || self.body.as_ref()?.pointer("/content/application~1x-ndjson/example")?.as_str();
        match self.example_body() {
            Some(body) => body.to_string(),
            None => lines().unwrap_or_default().to_owned(),
        }
    }

    /// A body of lines, each JSON.
    pub(crate) fn takes_lines(mut self, most_bytes: usize, text: &str, example: &str) -> Operation {
        let schema = json!({"type": "string", "format": "binary"});
        self.body = Some(json!({
            "required": true,
            "description": format!("At most {most_bytes} bytes. {text}"),
            "content": {"application/x-ndjson": {"schema": schema, "example": example}},
        }));
        self.problems.extend([
            Error::NotJson("EOF while parsing an object at line 1 column 1".to_owned()),
            Error::CutShort,
            Error::TooLarge(most_bytes),
            Error::MediaType,
        ]);
        self.or(invalid("/0/field", "is not allowed", "what is allowed there"))
    }

    /// The next piece of a file is where the header `Link` says.
    pub(crate) fn linked(mut self) -> Operation {
        // Nobody knows its text before it is sent.
        self.has_tag = false;
        for (_, reply) in &mut self.replies {
            let link = json!({"link": {"schema": {"type": "string"},
                "description": "The next piece, `rel=\"next\"`; absent on the last."}});
            reply.as_object_mut().unwrap().insert("headers".to_owned(), link);
        }
        self
    }

    /// The address of its example.
    pub(crate) fn example_address(&self) -> String {
        let query = if self.example_query.is_empty() { "" } else { "?" };
        let id = crate::support::id_at(crate::support::NOW, 1);
        let examples = [
            ("site", "shop"),
            ("survey", "nps"),
            ("webhook", "crm"),
            ("version", "1"),
            ("id", &id),
        ];
        let path = examples.iter().fold(self.path.to_owned(), |path, (name, example)| {
            path.replace(&format!("{{{name}}}"), example)
        });
        format!("{path}{query}{}", self.example_query)
    }

    /// Keeps a reply that was really given as the example of its status.
    #[track_caller]
    pub(crate) fn keep_example(&mut self, status: u16, body: &str) {
        let found = self.replies.iter_mut().find(|(described, _)| *described == status);
        let (_, reply) = found.unwrap_or_else(|| {
            panic!("{} {}: {status} is not described: {body}", self.method, self.path)
        });
        if let Some(content) = reply.pointer_mut("/content/application~1json") {
            let example = serde_json::from_str(body).unwrap();
            content.as_object_mut().unwrap().insert("example".to_owned(), example);
        }
    }

    /// A JSON body of at most so many bytes, with an example that a test sends.
    pub(crate) fn takes(mut self, schema: &str, most_bytes: usize, example: Value) -> Operation {
        let schema = json!({"$ref": format!("#/components/schemas/{schema}")});
        let content = json!({"schema": schema, "example": example});
        self.body = Some(json!({
            "required": true,
            "description": format!("At most {most_bytes} bytes."),
            "content": {"application/json": content},
        }));
        self.problems.extend([
            Error::NotJson("EOF while parsing an object at line 1 column 1".to_owned()),
            Error::CutShort,
            Error::TooLarge(most_bytes),
            Error::MediaType,
        ]);
        self.or(invalid("/field", "is not allowed", "what is allowed there"))
    }

    /// A reply with a type's JSON.
    pub(crate) fn gives<T: JsonSchema>(mut self, status: u16, text: &str) -> Operation {
        self.shapes.push(is_described::<T>);
        let schema = json!({"$ref": format!("#/components/schemas/{}", T::schema_name())});
        self.gives_content(status, text, json!({"application/json": {"schema": schema}}))
    }

    /// Adds the named shapes of its replies.
    pub(crate) fn describe_shapes(&self, generator: &mut SchemaGenerator) {
        self.shapes.iter().for_each(|describe| describe(generator));
    }

    /// A reply with anything else.
    pub(crate) fn gives_text(self, status: u16, text: &str, media_type: &str) -> Operation {
        self.gives_content(status, text, json!({media_type: {"schema": {"type": "string"}}}))
    }

    /// A reply with a file of lines, each JSON.
    pub(crate) fn gives_lines(self, status: u16, text: &str) -> Operation {
        let file = json!({"type": "string", "format": "binary"});
        self.gives_content(status, text, json!({"application/x-ndjson": {"schema": file}}))
    }

    /// A reply without a body.
    pub(crate) fn gives_nothing(mut self, status: u16, text: &str) -> Operation {
        self.replies.push((status, json!({"description": text})));
        self
    }

    pub(crate) fn gives_content(mut self, status: u16, text: &str, content: Value) -> Operation {
        self.replies.push((status, json!({"description": text, "content": content})));
        self
    }

    /// A problem.
    pub(crate) fn or(mut self, problem: Error) -> Operation {
        self.problems.push(problem);
        self
    }

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
    problem::reply(problem.clone(), crate::support::NOW, request_id.as_ref())
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

/// Fields that are wrong.
pub(crate) fn invalid(pointer: &str, detail: &str, allowed: &str) -> Error {
    Error::Invalid(vec![wire::problem::FieldError {
        pointer: pointer.to_owned(),
        detail: detail.to_owned(),
        allowed: allowed.to_owned(),
    }])
}
