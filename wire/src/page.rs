//! Lists that come page by page.

use serde::{Deserialize, Serialize};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "{T}Page"))]
pub struct Page<T> {
    /// The entries of this page. There may be fewer than asked for, or none, and still more to
    /// come.
    #[cfg_attr(feature = "schema", schemars(length(max = crate::limits::PAGE_MAX_ITEMS)))]
    pub items: Vec<T>,
    /// Cursor of the next page, to be sent as `?cursor=`; absent on the last.
    #[serde(default = "Option::default", skip_serializing_if = "Option::<String>::is_none")]
    pub next: Option<String>,
}

/// The progress of a deletion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Erased {
    /// Entries deleted by this request.
    pub deleted: u32,
    /// True if nothing is left. If not, the same request goes on, after `Retry-After`.
    pub done: bool,
}
