//! Responses as a file of any size, in pieces that say what they hold.
//!
//! The collector lists the keys of a piece before it sends the piece's first byte: as many keys as
//! one invocation may read the values of. So the reply's headers can tell whether there is more,
//! and from which cursor on; a CSV has no other place for it. Then the collector reads and sends
//! the values, a hundred at a time. If the store goes away in the middle, the collector breaks the
//! reply off and never ends it properly.

use std::collections::BTreeMap;

use domain::{ResponseId, SurveyId};
use wire::{responses::LastLine, survey::SurveyKind};

use crate::{
    responses::{
        csv,
        filter::Filter,
        place::Order,
        show::resource,
        values::read_patiently,
        walk::{Step, Walk},
    },
    runtime::Runtime,
    store::{
        KEYS_PER_GET, Store, budget::Budget, context::Context, error::Error, keys::Rank,
        stored_response::StoredResponse,
    },
    text::json,
};

/// The most responses of one piece. Their values take 500 operations of the 1,000 that an
/// invocation has on the free plan, their keys 50 and some more.
pub const PIECE_MAX: usize = 50_000;

/// Number of responses of a piece if the request names no other.
pub const PIECE: usize = 20_000;

/// Format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180.
    Csv {
        /// True if a byte order mark comes first.
        has_bom: bool,
        /// True if a line with the names of the columns comes first.
        has_header: bool,
    },
    /// One JSON object a line; the last line says whether all is there.
    Ndjson,
}

/// A file that is being written.
#[derive(Clone, Debug)]
pub struct Export {
    survey: SurveyId,
    kind: SurveyKind,
    format: Format,
    piece: Piece,
    at: usize,
    n_written: u64,
    has_begun: bool,
    has_ended: bool,
}

/// The responses of one piece.
#[derive(Clone, Debug)]
pub struct Piece {
    /// The walk that has found them. It makes the keys of their values.
    pub walk: Walk,
    /// Their ids, in order, each with the rank whose key has its newest state.
    pub ids: Vec<(ResponseId, Rank)>,
    /// Time at which each of them expires, in Unix seconds.
    pub expire_unix_s: Vec<Option<i64>>,
    /// The cursor of the next piece, unless this is all.
    pub next: Option<String>,
    filter: Filter,
    /// The responses for which the key can't tell if the filter takes them, but the value can; each
    /// with its metadata.
    unsure: BTreeMap<ResponseId, Option<Box<str>>>,
}

impl Piece {
    /// Lists the next responses of a walk that the filter takes, or may take: at most `most`, and
    /// as many as the budget allows.
    ///
    /// # Errors
    /// The store's own error.
    pub async fn list<S: Store>(
        store: &S,
        mut walk: Walk,
        (most, filter): (usize, Filter),
        budget: &mut Budget,
    ) -> Result<Piece, Error> {
        let (mut ids, mut expire_unix_s, mut unsure) = (Vec::new(), Vec::new(), BTreeMap::new());
        let mut next = None;
        'all: loop {
            match walk.step(store, budget).await? {
                Step::End => break,
                Step::OutOfBudget => {
                    next = walk.place();
                    break;
                }
                Step::Found(found) => {
                    for found in found {
                        let metadata = found.metadata();
                        let takes = filter.takes_by_key(metadata);
                        if takes == Some(false) {
                            continue;
                        }
                        if ids.len() == most {
                            next = Some(found.place());
                            break 'all;
                        }
                        if takes.is_none() {
                            unsure.insert(found.id, metadata.map(Box::from));
                        }
                        ids.push((found.id, found.rank));
                        expire_unix_s.push(found.key.expiration);
                    }
                }
            }
        }
        let next = next.map(|place| place.cursor(Order::Oldest));
        Ok(Piece { walk, ids, expire_unix_s, next, filter, unsure })
    }

    /// True if the filter takes a response of the piece, now that its value is known.
    fn takes(&self, id: ResponseId, stored: &StoredResponse<'_>) -> bool {
        let unsure = self.unsure.get(&id);
        unsure.is_none_or(|metadata| self.filter.takes(metadata.as_deref(), stored))
    }
}

impl Export {
    /// Makes a file of that piece.
    #[must_use]
    pub fn new(survey: SurveyId, kind: SurveyKind, format: Format, piece: Piece) -> Export {
        let (at, n_written, has_begun, has_ended) = (0, 0, false, false);
        Export { survey, kind, format, piece, at, n_written, has_begun, has_ended }
    }

    /// Returns the next part of the file's text; `None` at its end.
    ///
    /// # Errors
    /// The store's own error. Then the file must not look as if it were whole.
    pub async fn next<S: Store, R: Runtime>(
        &mut self,
        context: &Context<'_, S, R>,
    ) -> Result<Option<String>, Error> {
        if self.has_ended {
            return Ok(None);
        }
        let mut text = String::new();
        if !self.has_begun {
            self.has_begun = true;
            self.begin(&mut text);
        }
        let rest = self.piece.ids.get(self.at..).unwrap_or_default();
        let ids = rest.get(..KEYS_PER_GET).unwrap_or(rest);
        let values = read_patiently(context, &self.piece.walk, ids).await?;
        for ((id, _), value) in ids.iter().zip(values) {
            // Skips a response that was deleted since it was listed, and text that another program
            // has written.
            let Some(value) = value else { continue };
            let stored = StoredResponse::decode(&value);
            let stored = stored.filter(|stored| self.piece.takes(*id, stored));
            let shown = stored.and_then(|stored| resource(&self.survey, &self.kind, *id, &stored));
            let Some(shown) = shown else { continue };
            self.n_written += 1;
            match self.format {
                Format::Csv { .. } => csv::add_line(&mut text, &shown),
                Format::Ndjson => json::add_line(&mut text, &shown),
            }
        }
        self.at += ids.len();
        if self.at == self.piece.ids.len() {
            self.has_ended = true;
            self.end(&mut text);
        }
        Ok(Some(text))
    }

    fn begin(&self, text: &mut String) {
        if let Format::Csv { has_bom, has_header } = self.format {
            text.extend(has_bom.then_some(csv::BYTE_ORDER_MARK));
            text.push_str(&if has_header { csv::header() } else { String::new() });
        }
    }

    fn end(&self, text: &mut String) {
        if self.format == Format::Ndjson {
            let next = self.piece.next.clone();
            json::add_line(text, &LastLine { responses: self.n_written, next });
        }
    }
}
