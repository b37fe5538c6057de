//! Lists that come page by page.

use serde::{Deserialize, Serialize};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// What is on it. A page may be short, or empty, and still not be the last.
    pub items: Vec<T>,
    /// To be sent as `?cursor=` for the next page; absent on the last.
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// How far a deletion has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// Entries deleted by this request.
    pub deleted: u32,
    /// True if nothing is left. If not, the same request goes on, after `Retry-After`.
    pub done: bool,
}
