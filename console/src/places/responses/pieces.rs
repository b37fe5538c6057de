//! A file that comes in pieces: the way to the next one, and the whole.
//!
//! In: texts. Not in: fetching and saving.

use serde::Deserialize;

use crate::api::objects;

/// Reads the address of the next piece from a `Link` header.
#[must_use]
pub fn next_of(link: &str) -> Option<String> {
    link.split(',').find_map(|entry| {
        let (address, parameters) = entry.trim().strip_prefix('<')?.split_once('>')?;
        let is_next = parameters.split(';').any(|parameter| parameter.trim() == "rel=\"next\"");
        // Our own collector's alone: a path, and no other host's.
        (is_next && address.starts_with('/') && !address.starts_with("//"))
            .then(|| address.to_owned())
    })
}

/// Form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileType {
    /// For spreadsheets.
    Csv,
    /// For programs.
    Ndjson,
}

impl FileType {
    /// Returns the ending of its name.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            FileType::Csv => "csv",
            FileType::Ndjson => "ndjson",
        }
    }

    /// Returns its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            FileType::Csv => "text/csv;charset=utf-8",
            FileType::Ndjson => "application/x-ndjson;charset=utf-8",
        }
    }
}

/// A file, put together piece by piece.
#[derive(Debug)]
pub struct Whole {
    file_type: FileType,
    pieces: Vec<String>,
    responses: u64,
}

/// A piece that does not end as whole pieces do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CutOff;

#[derive(Deserialize)]
struct LastLine {
    responses: u64,
}

impl Whole {
    /// Returns a file without pieces.
    #[must_use]
    pub const fn new(file_type: FileType) -> Whole {
        Whole { file_type, pieces: Vec::new(), responses: 0 }
    }

    /// Returns the number of pieces so far.
    #[must_use]
    pub(crate) const fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Adds a piece. Pieces of CSV follow each other as they are: the first alone has names of
    /// columns. The last line of an NDJSON piece counts its responses; the whole has one such line.
    ///
    /// # Errors
    /// [`CutOff`] for an NDJSON piece without its last line.
    pub fn add(&mut self, piece: String) -> Result<(), CutOff> {
        let mut piece = piece;
        if self.file_type == FileType::Ndjson {
            let body = piece.strip_suffix('\n').unwrap_or(&piece);
            let start = body.rfind('\n').map_or(0, |at| at + 1);
            let last: LastLine =
                body.get(start..).and_then(|line| objects::read(line).ok()).ok_or(CutOff)?;
            self.responses += last.responses;
            piece.truncate(start);
        }
        self.pieces.push(piece);
        Ok(())
    }

    /// Returns all pieces, to be written one after the other.
    #[must_use]
    pub fn finish(mut self) -> Vec<String> {
        if self.file_type == FileType::Ndjson {
            self.pieces.push(format!("{{\"responses\":{}}}\n", self.responses));
        }
        self.pieces
    }
}

/// Returns a file's name: `shop-nps-2026-11-29.csv`.
#[must_use]
pub fn file_name(
    site: &str,
    survey: &str,
    today: crate::date::Date,
    file_type: FileType,
) -> String {
    format!("{site}-{survey}-{today}.{}", file_type.extension())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_piece_is_found_among_other_links() {
        let next = "</v1/sites/a/surveys/b/export.csv?cursor=x>; rel=\"next\"";
        assert_eq!(next_of(next).as_deref(), Some("/v1/sites/a/surveys/b/export.csv?cursor=x"));
        let both = format!("</first>; rel=\"first\", {next}");
        assert!(next_of(&both).is_some());
        for none in [
            "",
            "</a>; rel=\"prev\"",
            "/a; rel=\"next\"",
            "<https://x.example/>; rel=\"next\"",
            "<//x.example/a>; rel=\"next\"",
        ] {
            assert_eq!(next_of(none), None, "{none}");
        }
    }

    #[test]
    fn pieces_of_csv_follow_each_other_as_they_are() {
        let mut whole = Whole::new(FileType::Csv);
        whole.add("\u{feff}id,score\r\n1,2\r\n".into()).unwrap();
        whole.add("3,4\r\n".into()).unwrap();
        assert_eq!(whole.finish().concat(), "\u{feff}id,score\r\n1,2\r\n3,4\r\n");
    }

    #[test]
    fn pieces_of_lines_have_one_last_line_together() {
        let mut whole = Whole::new(FileType::Ndjson);
        whole.add("{\"id\":1}\n{\"id\":2}\n{\"responses\":2,\"next\":\"x\"}\n".into()).unwrap();
        whole.add("{\"id\":3}\n{\"responses\":1}\n".into()).unwrap();
        assert_eq!(whole.len(), 2);
        assert_eq!(
            whole.finish().concat(),
            "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n{\"responses\":3}\n"
        );
    }

    #[test]
    fn an_empty_file_of_lines_says_so() {
        let mut whole = Whole::new(FileType::Ndjson);
        whole.add("{\"responses\":0}\n".into()).unwrap();
        assert_eq!(whole.finish().concat(), "{\"responses\":0}\n");
    }

    #[test]
    fn a_piece_that_was_cut_off_is_no_piece() {
        let mut whole = Whole::new(FileType::Ndjson);
        assert_eq!(whole.add("{\"id\":1}\n{\"id\":".into()), Err(CutOff));
        assert_eq!(whole.add(String::new()), Err(CutOff));
        assert_eq!(whole.add("{\"id\":1}\n".into()), Err(CutOff));
    }
}
