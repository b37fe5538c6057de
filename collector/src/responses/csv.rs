//! Responses as CSV (RFC 4180) that no spreadsheet takes for formulas.
//!
//! A text that a spreadsheet would run gets an apostrophe in front, as one types to say "this is
//! text"; so does one that already looks guarded, so that [`unguarded`] gives every text back.
//! Numbers are the collector's own and stay as they are.

use core::fmt::Write;
use std::borrow::Cow;

use wire::responses::ResponseResource;

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
    "complete",
    "elapsed_ms",
];

/// What Excel needs at the start of a file to read it as UTF-8.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// What ends a line.
const END: &str = "\r\n";
const GUARD: char = '\'';

/// The line with the names of the columns.
#[must_use]
pub fn header() -> String {
    format!("{}{END}", COLUMNS.join(","))
}

/// Adds a response's line. Attributes are one cell of JSON, so that every file has the same columns.
pub fn add_line(out: &mut String, response: &ResponseResource) {
    let attributes = match response.attributes.is_empty() {
        true => String::new(),
        false => serde_json::to_string(&response.attributes).unwrap_or_default(),
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let number = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
    let cells: [Cow<'_, str>; COLUMNS.len()] = [
        guarded(&response.id),
        guarded(&response.survey),
        number(response.version).into(),
        guarded(&response.given_at),
        guarded(&response.received_at),
        response.score.to_string().into(),
        guarded(&response.group),
        guarded(&text(&response.comment)).into_owned().into(),
        guarded(&text(&response.touchpoint)).into_owned().into(),
        guarded(&text(&response.page)).into_owned().into(),
        guarded(&text(&response.lang)).into_owned().into(),
        guarded(&text(&response.device)).into_owned().into(),
        guarded(&text(&response.respondent)).into_owned().into(),
        guarded(&attributes),
        if response.complete { "true" } else { "false" }.into(),
        number(response.elapsed_ms).into(),
    ];
    for (n, cell) in cells.iter().enumerate() {
        if n > 0 {
            out.push(',');
        }
        if cell.contains([',', '"', '\r', '\n']) || cell.starts_with(' ') || cell.ends_with(' ') {
            // Writing to a String can't fail.
            let _ = write!(out, "\"{}\"", cell.replace('"', "\"\""));
        } else {
            out.push_str(cell);
        }
    }
    out.push_str(END);
}

/// A text that no spreadsheet takes for a formula.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_risky(text.trim_start_matches(GUARD)) {
        Cow::Owned(format!("{GUARD}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text that [`guarded`] was given.
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix(GUARD) {
        Some(text) if is_risky(text.trim_start_matches(GUARD)) => text,
        _ => cell,
    }
}

/// Whether a spreadsheet may run a text: one that starts with a formula's sign, in half or full
/// width, with or without space before it, or with a tabulator or the end of a line.
fn is_risky(text: &str) -> bool {
    let is_blank = |c: char| c.is_whitespace() || c == BYTE_ORDER_MARK;
    text.starts_with(['\t', '\r', '\n'])
        || text
            .trim_start_matches(is_blank)
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(text: &str, cell: &str) {
        assert_eq!(guarded(text), cell);
        assert_eq!(unguarded(cell), text);
    }

    #[test]
    fn a_text_that_begins_a_formula_gets_an_apostrophe() {
        for start in
            ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\u{a0}@", "\u{feff}+", "＝", "－"]
        {
            becomes(&format!("{start}1"), &format!("'{start}1"));
        }
        becomes("=HYPERLINK(\"//x\",\"y\")", "'=HYPERLINK(\"//x\",\"y\")");
        becomes("+84 90 123", "'+84 90 123");
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        for text in ["", "Tốt", "a=b", "'tis", "''", "10 - 9", "{\"plan\":\"pro\"}", "1-2", "/a+b"]
        {
            becomes(text, text);
        }
    }

    #[test]
    fn what_looks_guarded_already_is_guarded_again() {
        becomes("'=1", "''=1");
        becomes("'''- x", "''''- x");
    }
}
