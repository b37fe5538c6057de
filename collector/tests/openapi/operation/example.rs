//! The example of an operation: the request that a test sends, and the reply that it really got.
//!
//! Not in here: the sending itself (`crate::document`).

use serde_json::Value;

use super::Operation;
use crate::support::{NOW, id_at};

impl Operation {
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

    /// The address of its example.
    pub(crate) fn example_address(&self) -> String {
        let query = if self.example_query.is_empty() { "" } else { "?" };
        let id = id_at(NOW, 1);
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
}
