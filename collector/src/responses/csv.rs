//! Responses as CSV (RFC 4180) that no spreadsheet takes for formulas.
//!
//! Every text cell is quoted, so that no comma, semicolon or tabulator in it splits the cell. Signs
//! that start a formula are guarded ([`guard`]). Numbers and truth values come from the collector
//! itself; they stay as they are, without quotes.

mod guard;

use std::{borrow::Cow, collections::BTreeMap};

use serde::Serialize;
use wire::{reason::Reasons, responses::ResponseResource};

use crate::text::json;

pub use self::guard::{guarded, unguarded};

/// Declares the columns in order: the field of a response that names each, and its cell.
macro_rules! columns {
    ($($field:ident = $cell:expr),+ $(,)?) => {
        /// The names of the columns, in order.
        pub const COLUMNS: [&str; [$(stringify!($field)),+].len()] = [$(stringify!($field)),+];

        fn cells(response: &ResponseResource) -> [Cell<'_>; COLUMNS.len()] {
            // Every field is named here, so that none can be forgotten.
            let ResponseResource { $($field),+ } = response;
            [$($cell),+]
        }
    };
}

columns! {
    id = Cell::text(id),
    survey = Cell::text(survey),
    version = Cell::number(*version),
    wording = Cell::number(*wording),
    given_at = Cell::text(given_at),
    received_at = Cell::text(received_at),
    score = Cell::number(*score),
    group = Cell::maybe(group),
    comment = Cell::maybe(comment),
    touchpoint = Cell::maybe(touchpoint),
    page = Cell::maybe(page),
    lang = Cell::maybe(lang),
    device = Cell::maybe(device),
    source = Cell::maybe(source),
    respondent = Cell::maybe(respondent),
    attributes = Cell::json(attributes),
    finished = Cell::Plain(finished.to_string()),
    elapsed_ms = Cell::number(*elapsed_ms),
    reasons = Cell::reasons(reasons.as_ref()),
    reasons_asked = Cell::asked(reasons.as_ref(), *reasons_asked),
    ratings = Cell::json(ratings),
    index = Cell::number(*index),
}

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
    Text(Cow<'a, str>),
    /// A number or a truth value; empty for none.
    Plain(String),
}

impl Cell<'_> {
    const fn text(text: &str) -> Cell<'_> {
        Cell::Text(Cow::Borrowed(text))
    }

    fn maybe(text: &Option<String>) -> Cell<'_> {
        Cell::text(text.as_deref().unwrap_or_default())
    }

    /// All values in one cell, so that every file has the same columns.
    fn json(values: &BTreeMap<String, impl Serialize>) -> Cell<'_> {
        let text = if values.is_empty() { String::new() } else { json::of(values) };
        Cell::Text(Cow::Owned(text))
    }

    /// The ids with commas between them.
    fn reasons(picked: Option<&Reasons>) -> Cell<'_> {
        Cell::text(picked.map_or("", Reasons::as_str))
    }

    /// True, false, or empty where the survey's version has no reasons for anybody.
    fn asked(picked: Option<&Reasons>, is_asked: Option<bool>) -> Cell<'static> {
        let is_asked = picked.map(|_| true).or(is_asked);
        Cell::Plain(is_asked.map(|is_asked| is_asked.to_string()).unwrap_or_default())
    }

    fn number(number: Option<impl ToString>) -> Cell<'static> {
        Cell::Plain(number.map(|number| number.to_string()).unwrap_or_default())
    }
}

/// Adds a response's line.
pub fn add_line(out: &mut String, response: &ResponseResource) {
    for (n, cell) in cells(response).iter().enumerate() {
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
