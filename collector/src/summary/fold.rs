//! Adds up the responses of a period. Closed days come from rollups.

use domain::{Instant, MetricTally, SiteId, SurveyId};
use wire::{dimension::DimensionName, survey::SurveyKind};

use crate::{
    responses::dimension_filters::Filters,
    rollups::{
        listing::Scope,
        read::read,
        wanted::{Filtering, Given, Span, Wanted},
    },
    runtime::Runtime,
    store::{Store, budget::Budget, context::Context, error::Error},
    summary::{
        breakdown::{Breakdown, add},
        period::Period,
        series::{Piece, is_aligned},
    },
};

/// Tallies of a period's responses.
#[derive(Clone, Debug, PartialEq)]
pub struct Folded {
    /// The answers.
    pub tally: MetricTally,
    /// Number of responses with a comment.
    pub comments: u64,
    /// The first instant that is not in the tally, if not all of the period is.
    pub folded_to: Option<Instant>,
    /// True if the next request would get no further.
    pub is_stalled: bool,
    /// The answers of each piece.
    pub series: Vec<MetricTally>,
    /// The answers by each dimension.
    pub breakdowns: Vec<Breakdown>,
}

/// Responses to fold, and the dimensions and pieces to fold them by.
#[derive(Clone, Copy, Debug)]
pub struct Selection<'a> {
    /// The site.
    pub site: &'a SiteId,
    /// The survey.
    pub survey: &'a SurveyId,
    /// The survey's kind.
    pub kind: &'a SurveyKind,
    /// The attributes that the survey declares.
    pub attributes: &'a [String],
    /// Period in which they were given, by their ids.
    pub period: &'a Period,
    /// The pieces of the period for which it also makes tallies of their own.
    pub pieces: &'a [Piece],
    /// The dimensions for whose values it also makes tallies of their own.
    pub dims: &'a [DimensionName],
    /// Filters that responses have to pass.
    pub filters: &'a Filters,
}

/// Adds up the responses of a period, each id once.
///
/// # Errors
/// The store's own error. Then there is no result.
pub async fn fold<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    selection: Selection<'_>,
    budget: &mut Budget,
) -> Result<Folded, Error> {
    let Selection { site, survey, kind, attributes, period, pieces, dims, filters } = selection;
    let metric = kind.metric();
    let mut tally = MetricTally::new(metric);
    let mut comments = 0_u64;
    let mut series = vec![MetricTally::new(metric); pieces.len()];
    let mut breakdowns: Vec<Breakdown> =
        dims.iter().cloned().map(|name| Breakdown::new(name, metric)).collect();
    // The piece into which the last counts fell: counts come in order of time.
    let mut piece = 0;
    let visit = |given: Given<'_>| match given {
        Given::Cell(at, counts) => {
            comments = comments.saturating_add(u64::from(counts.comments()));
            add(&mut tally, counts);
            while pieces.get(piece + 1).is_some_and(|next| next.start <= at) {
                piece += 1;
            }
            if let Some(of_piece) = series.get_mut(piece) {
                add(of_piece, counts);
            }
        }
        Given::Dims(day) => {
            let known = breakdowns.iter_mut().filter_map(|of| Some((day.get(of.name())?, of)));
            known.for_each(|(dim, of)| of.add(dim));
        }
    };
    let starts: Vec<Instant> = pieces.iter().skip(1).map(|piece| piece.start).collect();
    let cuts: Vec<Instant> = starts.iter().copied().filter(|start| !is_aligned(*start)).collect();
    let filtering = Filtering { filters, cuts: &starts };
    let filtering = Some(filtering).filter(|_| !filters.is_empty());
    let span = Span { start: period.start, end: period.end };
    let wanted = Wanted { span, cuts: &cuts, dims, filtering };
    let scope = Scope { site, survey, kind, attributes };
    let stopped = read(context, scope, wanted, budget, visit).await?;
    let folded_to = stopped.map(|stopped| stopped.at);
    let is_stalled = stopped.is_some_and(|stopped| !stopped.has_kept);
    Ok(Folded { tally, comments, folded_to, is_stalled, series, breakdowns })
}
