//! Responses of a period → their tally.
//!
//! The seam for rollups: [`fold`] promises the tally of a period, not how it comes about. Today it
//! lists every response of the period; rollups of closed hours will take the place of most lists.

use std::collections::HashSet;

use domain::{Instant, Kind, ResponseId, Score, SiteId, SurveyId, Tally};

use crate::{
    keys::{Key, Prefix, listed_response},
    period::Period,
    problem::Error,
    store::{ListedKey, Store},
    stored_response::{Metadata, StoredResponse},
};

/// The most operations on the store for one summary. The free plan allows 1,000 a request; the
/// rest is for the key and the survey.
const OPERATIONS_MAX: u32 = 900;

/// What a period's responses add up to.
#[derive(Clone, Debug, PartialEq)]
pub struct Folded {
    /// The scores.
    pub tally: Tally,
    /// How many responses have a comment.
    pub comments: u64,
    /// The first instant that is not in the tally, when not all of the period is.
    pub folded_to: Option<Instant>,
}

/// Which responses to fold.
#[derive(Clone, Copy, Debug)]
pub struct Selection<'a> {
    /// The site.
    pub site: &'a SiteId,
    /// The survey.
    pub survey: &'a SurveyId,
    /// The survey's kind.
    pub kind: Kind,
    /// When they were given, by their ids.
    pub period: &'a Period,
}

/// Adds up the responses of a period, each id once.
///
/// # Errors
/// That of the store; nothing is guessed then.
pub async fn fold<S: Store>(
    store: &S,
    selection: Selection<'_>,
    now: Instant,
) -> Result<Folded, Error> {
    let mut fold = Fold {
        store,
        selection,
        folded: Folded { tally: Tally::new(selection.kind), comments: 0, folded_to: None },
        seen: HashSet::new(),
        operations_left: OPERATIONS_MAX,
        reached: selection.period.start,
    };
    for hours in selection.period.hour_prefixes(now) {
        let prefix = Prefix::responses(selection.site, selection.survey, &hours);
        if !fold.add_all(&prefix).await? {
            fold.folded.folded_to = Some(fold.reached);
            break;
        }
    }
    Ok(fold.folded)
}

struct Fold<'a, S> {
    store: &'a S,
    selection: Selection<'a>,
    folded: Folded,
    /// A list that pages on while keys arrive may name one twice.
    seen: HashSet<ResponseId>,
    operations_left: u32,
    /// Lists come in order of time: everything before this is folded in.
    reached: Instant,
}

impl<S: Store> Fold<'_, S> {
    /// Adds every key with that prefix; false when operations ran out before the end.
    async fn add_all(&mut self, prefix: &Prefix) -> Result<bool, Error> {
        let mut cursor: Option<String> = None;
        loop {
            if !self.may_operate() {
                return Ok(false);
            }
            let page = self.store.list(prefix, cursor.as_deref()).await?;
            for key in page.keys {
                if !self.add(&key).await? {
                    return Ok(false);
                }
            }
            cursor = page.cursor;
            if cursor.is_none() {
                return Ok(true);
            }
        }
    }

    /// Adds one response; false when operations ran out before it.
    async fn add(&mut self, key: &ListedKey) -> Result<bool, Error> {
        let Some(id) = listed_response(&key.name) else { return Ok(true) };
        self.reached = self.reached.max(id.instant().min(self.selection.period.end));
        if !self.selection.period.contains(id.instant()) || !self.seen.insert(id) {
            return Ok(true);
        }
        let metadata = key.metadata.as_ref().and_then(|json| Metadata::decode(json.get()));
        if let Some(metadata) = metadata {
            self.count(metadata.score_on(self.selection.kind), metadata.has_comment != 0);
            return Ok(true);
        }
        // A key that came back from a backup without its metadata still has its value.
        if !self.may_operate() {
            return Ok(false);
        }
        let Selection { site, survey, kind, .. } = self.selection;
        let value = self.store.get(&Key::response(site, survey, id)).await?.unwrap_or_default();
        if let Ok(response) = serde_json::from_str::<StoredResponse<'_>>(&value) {
            let score = Score::new(kind, i64::from(response.score)).ok();
            self.count(score, response.comment.is_some());
        }
        Ok(true)
    }

    /// Counts a score. None is off its scale unless another program wrote it.
    fn count(&mut self, score: Option<Score>, has_comment: bool) {
        if score.is_some_and(|score| self.folded.tally.add(score).is_ok()) {
            self.folded.comments += u64::from(has_comment);
        }
    }

    fn may_operate(&mut self) -> bool {
        match self.operations_left.checked_sub(1) {
            Some(left) => {
                self.operations_left = left;
                true
            }
            None => false,
        }
    }
}
