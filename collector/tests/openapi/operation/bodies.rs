//! The bodies of an operation: the one that it takes, and those of its good replies.
//!
//! Not in here: the replies to what goes wrong (`json`).

use collector::store::error::Error;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use super::{Operation, invalid};
use crate::schemas::is_described;

impl Operation {
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
}
