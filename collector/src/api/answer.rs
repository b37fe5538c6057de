//! The answer to a request: its reply, and the work after the reply.

use std::borrow::Cow;

use super::{http::Reply, streamed::Streamed};
use crate::webhooks::outbox::Due;

/// A reply, with the work that is left once it is on its way.
#[derive(Debug)]
pub struct Answer {
    /// The reply.
    pub reply: Reply,
    /// Rest of the body after the reply's, piece by piece.
    pub stream: Option<Streamed>,
    /// Events that wait in the outbox, to be delivered.
    pub due: Vec<Due>,
}

impl Answer {
    /// Makes a reply of that media type, not to be cached, whose body comes piece by piece.
    #[must_use]
    pub fn streamed(media_type: &'static str, stream: Streamed) -> Answer {
        let reply = Reply::empty(200).with("content-type", media_type);
        let reply = reply.with("cache-control", "no-store");
        Answer { reply, stream: Some(stream), due: Vec::new() }
    }

    /// Returns this answer with a header set. It replaces an earlier one of the same name.
    #[must_use]
    pub fn with(self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Answer {
        self.map(|reply| reply.with(name, value))
    }

    /// Returns this answer with its reply changed.
    #[must_use]
    pub fn map(self, change: impl FnOnce(Reply) -> Reply) -> Answer {
        Answer { reply: change(self.reply), ..self }
    }
}

impl From<Reply> for Answer {
    fn from(reply: Reply) -> Answer {
        Answer { reply, stream: None, due: Vec::new() }
    }
}
