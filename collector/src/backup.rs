//! Backup: all of a site as lines of JSON, to be kept elsewhere and posted back.
//!
//! **In scope:** the content of a backup, its order, and reading its lines again.
//! **Out of scope:** who may ask for one ([`crate::api::handlers::backup`]), writing the lines that
//! were read ([`crate::api::handlers::restore`]).
//!
//! A backup has no rollups, dirty marks and `who:` keys: they follow from the rest. Nor has it
//! events that wait for a receiver: the collector that took the responses delivers them.
//!
//! ```text
//! {"hearby":"backup","format":1,"of_site":"shop"}
//! {"site":{…}}                              as stored
//! {"key":"abcd2345","record":{…}}           its hash; the key itself is nowhere
//! {"revoked":"efgh6789"}                    one that was revoked
//! {"webhook":"crm","record":{…}}            with its secret: nothing else signs what it signed
//! {"survey":"nps","version":{…}}            each version, then
//! {"survey":"nps","newest":{…}}
//! {"forgotten":"9f2c…","at_ms":…}           a respondent, hashed, whose responses were deleted then
//! {"survey":"nps","deleted":"0193…","at_ms":…}   a response that was
//! {"survey":"nps","response":{…}}           as stored; with "expires_s" when it expires by itself
//! {"responses":412}                         with "next", the cursor that goes on, unless this is all
//! ```

pub mod conflicts;
mod definitions;

pub mod line;
pub mod tombstones;

use domain::{SiteId, SurveyId};
use wire::responses::LastLine;

pub use definitions::definitions;

use crate::{
    responses::{
        export::Piece,
        filter::Filter,
        place::{Order, Place},
        values::read_patiently,
        walk::Walk,
    },
    runtime::Runtime,
    store::{
        KEYS_PER_GET, Store, budget::Budget, context::Context, day::Day, error::Error,
        stored_response::StoredResponse,
    },
    text::json,
};

/// A backup that is being written.
#[derive(Clone, Debug)]
pub struct Backup {
    /// The definitions; empty once written.
    head: String,
    pieces: Vec<(SurveyId, Piece)>,
    /// Index of the next piece, and of the next response in it.
    at: (usize, usize),
    n_written: u64,
    next: Option<String>,
    has_ended: bool,
}

/// Position from which a backup continues: a survey, and a place among its responses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupCursor {
    survey: SurveyId,
    place: Place,
}

impl BackupCursor {
    /// Returns the cursor of that text; `None` if it is not a cursor's text.
    #[must_use]
    pub fn parse(text: &str) -> Option<BackupCursor> {
        let (survey, place) = text.split_once('.')?;
        let survey = SurveyId::parse(survey).ok()?;
        Some(BackupCursor { survey, place: Place::of_cursor(place, Order::Oldest)? })
    }
}

impl Backup {
    /// Lists the content of a backup: after the definitions, up to `most` responses of the surveys,
    /// from a cursor on.
    ///
    /// # Errors
    /// The store's own error.
    pub async fn list<S: Store, R: Runtime>(
        context: &Context<'_, S, R>,
        site: &SiteId,
        surveys: &[(SurveyId, Day)],
        (head, cursor): (String, Option<BackupCursor>),
        most: usize,
    ) -> Result<Backup, Error> {
        let mut budget = Budget::PIECE;
        let (mut pieces, mut n, mut next) = (Vec::new(), 0, None);
        for (survey, first_day) in surveys {
            let mut start = Place::at(first_day.start());
            match &cursor {
                Some(cursor) if *survey < cursor.survey => continue,
                Some(cursor) if *survey == cursor.survey => start = start.max(cursor.place),
                _ => {}
            }
            let names = (site.clone(), survey.clone());
            let places = (start, Place::last_by(context.now));
            let walk = Walk::new(names, Order::Oldest, places, context.now);
            let piece =
                Piece::list(context.store, walk, (most - n, Filter::default()), &mut budget)
                    .await?;
            n += piece.ids.len();
            next = piece.next.as_ref().map(|next| format!("{survey}.{next}"));
            pieces.push((survey.clone(), piece));
            if next.is_some() {
                break;
            }
        }
        Ok(Backup { head, pieces, at: (0, 0), n_written: 0, next, has_ended: false })
    }

    /// Returns the cursor of the next piece, unless this is all.
    #[must_use]
    pub fn next_cursor(&self) -> Option<&str> {
        self.next.as_deref()
    }

    /// Returns the next part of the text; `None` at its end.
    ///
    /// # Errors
    /// The store's own error. Then the backup must not look as if it were whole.
    pub async fn next<S: Store, R: Runtime>(
        &mut self,
        context: &Context<'_, S, R>,
    ) -> Result<Option<String>, Error> {
        if self.has_ended {
            return Ok(None);
        }
        let mut text = core::mem::take(&mut self.head);
        let (nth, at) = self.at;
        let Some((survey, piece)) = self.pieces.get(nth) else {
            self.has_ended = true;
            let next = self.next.clone();
            json::add_line(&mut text, &LastLine { responses: self.n_written, next });
            return Ok(Some(text));
        };
        let rest = piece.ids.get(at..).unwrap_or_default();
        let ids = rest.get(..KEYS_PER_GET).unwrap_or(rest);
        let values = read_patiently(context, &piece.walk, ids).await?;
        let expirations = piece.expire_unix_s.get(at..).unwrap_or_default();
        for (value, expires_unix_s) in values.into_iter().zip(expirations) {
            // Skips a response that was deleted since it was listed, and text that another program
            // has written.
            let Some(value) = value.filter(|value| is_stored_response(value)) else { continue };
            let expires = expires_unix_s.map(|at_s| format!(r#","expires_s":{at_s}"#));
            let expires = expires.unwrap_or_default();
            text += &format!("{{\"survey\":\"{survey}\",\"response\":{value}{expires}}}\n");
            self.n_written += 1;
        }
        self.at = if ids.len() == rest.len() { (nth + 1, 0) } else { (nth, at + ids.len()) };
        Ok(Some(text))
    }
}

/// True if a value can be copied into a line unchanged.
fn is_stored_response(value: &str) -> bool {
    StoredResponse::decode(value).is_some() && !value.contains('\n')
}
