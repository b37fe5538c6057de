//! Responses as CSV (RFC 4180) that no spreadsheet takes for formulas.
//!
//! Every text cell is quoted, so that no comma, semicolon or tabulator in it splits the cell. Signs
//! that start a formula are guarded ([`guard`]). Numbers and truth values come from the collector
//! itself; they stay as they are, without quotes.

mod guard;

use wire::responses::ResponseResource;

use crate::text::json;

pub use self::guard::{guarded, unguarded};

/// The names of the columns, in order.
pub const COLUMNS: [&str; 18] = [
    "id",
    "survey",
    "version",
    "wording",
    "given_at",
    "received_at",
    "score",
    "group",
    "comment",
    "touchpoint",
    "page",
    "lang",
    "device",
    "source",
    "respondent",
    "attributes",
    "finished",
    "elapsed_ms",
];

/// Character that Excel needs at the start of a file to read it as UTF-8.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// End of a line.
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

impl Cell<'_> {
    fn of(text: &Option<String>) -> Cell<'_> {
        Cell::Text(text.as_deref().unwrap_or_default())
    }
}

/// Adds a response's line. All attributes stand in one cell, as JSON, so that every file has the
/// same columns.
pub fn add_line(out: &mut String, response: &ResponseResource) {
    // Every field is named here, so that none can be forgotten.
    let ResponseResource {
        id,
        survey,
        version,
        wording,
        given_at,
        received_at,
        score,
        group,
        comment,
        touchpoint,
        page,
        lang,
        device,
        source,
        respondent,
        attributes,
        finished,
        elapsed_ms,
    } = response;
    let attributes = match attributes.is_empty() {
        true => String::new(),
        false => json::of(attributes),
    };
    let number = |number: &Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
    let cells: [Cell<'_>; COLUMNS.len()] = [
        Cell::Text(id),
        Cell::Text(survey),
        Cell::Plain(number(version)),
        Cell::Plain(wording.map(|wording| wording.to_string()).unwrap_or_default()),
        Cell::Text(given_at),
        Cell::Text(received_at),
        Cell::Plain(score.to_string()),
        Cell::Text(group),
        Cell::of(comment),
        Cell::of(touchpoint),
        Cell::of(page),
        Cell::of(lang),
        Cell::of(device),
        Cell::of(source),
        Cell::of(respondent),
        Cell::Text(&attributes),
        Cell::Plain(finished.to_string()),
        Cell::Plain(number(elapsed_ms)),
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
