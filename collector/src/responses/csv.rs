//! Responses as CSV (RFC 4180) that no spreadsheet takes for formulas.
//!
//! Every text cell is quoted, so that no comma, semicolon or tabulator in it splits the cell; signs
//! that start a formula are guarded ([`guard`]). Numbers and truth values are the collector's own
//! and stay as they are, without quotes.

mod guard;

use wire::responses::ResponseResource;

pub use self::guard::{guarded, unguarded};

/// The names of the columns, in order.
pub const COLUMNS: [&str; 16] = [
    "id",
    "survey",
    "version",
    "given_at",
    "received_at",
    "score",
    "group",
    "comment",
    "touchpoint",
    "page",
    "lang",
    "device",
    "respondent",
    "attributes",
    "finished",
    "elapsed_ms",
];

/// What Excel needs at the start of a file to read it as UTF-8.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// What ends a line.
const END: &str = "\r\n";

/// The line with the names of the columns.
#[must_use]
pub fn header() -> String {
    let mut line = String::new();
    for (n, name) in COLUMNS.iter().enumerate() {
        add_separator(&mut line, n);
        add_text(&mut line, name);
    }
    line.push_str(END);
    line
}

/// A cell.
enum Cell<'a> {
    Text(&'a str),
    /// A number or a truth value; empty for none.
    Plain(String),
}

/// Adds a response's line. Attributes are one cell of JSON, so that every file has the same columns.
pub fn add_line(out: &mut String, response: &ResponseResource) {
    let attributes = match response.attributes.is_empty() {
        true => String::new(),
        false => serde_json::to_string(&response.attributes).unwrap_or_default(),
    };
    let number = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
    let cells: [Cell<'_>; COLUMNS.len()] = [
        Cell::Text(&response.id),
        Cell::Text(&response.survey),
        Cell::Plain(number(response.version)),
        Cell::Text(&response.given_at),
        Cell::Text(&response.received_at),
        Cell::Plain(response.score.to_string()),
        Cell::Text(&response.group),
        Cell::Text(response.comment.as_deref().unwrap_or_default()),
        Cell::Text(response.touchpoint.as_deref().unwrap_or_default()),
        Cell::Text(response.page.as_deref().unwrap_or_default()),
        Cell::Text(response.lang.as_deref().unwrap_or_default()),
        Cell::Text(response.device.as_deref().unwrap_or_default()),
        Cell::Text(response.respondent.as_deref().unwrap_or_default()),
        Cell::Text(&attributes),
        Cell::Plain(response.finished.to_string()),
        Cell::Plain(number(response.elapsed_ms)),
    ];
    for (n, cell) in cells.iter().enumerate() {
        add_separator(out, n);
        match cell {
            Cell::Text(text) => add_text(out, text),
            Cell::Plain(plain) => out.push_str(plain),
        }
    }
    out.push_str(END);
}

fn add_separator(out: &mut String, n: usize) {
    if n > 0 {
        out.push(',');
    }
}

fn add_text(out: &mut String, text: &str) {
    out.push('"');
    out.push_str(&guarded(text).replace('"', "\"\""));
    out.push('"');
}
