//! Our own values as JSON.

use serde::Serialize;

/// Returns the JSON of a value of ours.
///
/// Every type that is written has text keys and finite numbers, so serialising can't fail. This is
/// the only place that relies on it.
#[must_use]
pub fn of<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Adds a line of JSON.
pub fn add_line<T: Serialize>(text: &mut String, value: &T) {
    text.push_str(&of(value));
    text.push('\n');
}
