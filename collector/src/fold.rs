//! Responses of a period → their tally. What was closed long ago comes from rollups.

use domain::{Instant, Kind, Score, SiteId, SurveyId, Tally};

use crate::{
    context::{Context, Runtime},
    period::Period,
    problem::Error,
    rollups::{
        budget::Budget,
        counts::Counts,
        listing::Scope,
        read::{Span, read},
    },
    store::Store,
};

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
pub async fn fold<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    selection: Selection<'_>,
) -> Result<Folded, Error> {
    let Selection { site, survey, kind, period } = selection;
    let mut tally = Tally::new(kind);
    let mut comments = 0_u64;
    let add = |_: Instant, counts: &Counts| {
        comments = comments.saturating_add(u64::from(counts.comments()));
        for score in kind.scale().values().filter_map(|v| Score::new(kind, i64::from(v)).ok()) {
            let count = u64::from(counts.of_score(usize::from(score.value())));
            // Of one kind, so it always fits.
            let _ = tally.add_count(score, count);
        }
    };
    let span = Span { start: period.start, end: period.end };
    let scope = Scope { site, survey, kind };
    let folded_to = read(context, scope, span, Budget::SUMMARY, add).await?;
    Ok(Folded { tally, comments, folded_to })
}
