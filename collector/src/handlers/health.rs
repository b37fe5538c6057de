//! `GET /healthz`: whether the collector is there.

use crate::http::Reply;

/// Answers 200. It reads nothing: it says that the Worker runs, not that KV is at hand.
#[must_use]
pub fn show() -> Reply {
    Reply::json(200, &serde_json::json!({"status": "ok"}))
}
