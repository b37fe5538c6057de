//! Lists responses from the store and counts them. Everything that a rollup holds comes from here.

use domain::{Answer, Hour, Instant, Metric, ResponseId, SiteId, SurveyId};
use wire::{dimension::DimensionName, survey::SurveyKind};

use crate::{
    responses::{dimension_filters::Filters, states::Standing},
    rollups::{counts::Cells, dims::Dims, value::Rollup},
    runtime::Runtime,
    store::{
        ListedKey, Store,
        budget::Budget,
        context::Context,
        day::{CELL_MS, Day},
        error::Error,
        keys::{Key, Prefix, Rank, listed_response},
        lists::Pages,
        stored_response::{Metadata, StoredResponse},
    },
};

/// The survey whose responses are counted.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The site.
    pub site: &'a SiteId,
    /// The survey.
    pub survey: &'a SurveyId,
    /// The survey's kind, which never changes.
    pub kind: &'a SurveyKind,
    /// The attributes that the survey declares.
    pub attributes: &'a [String],
}

impl<'a> Scope<'a> {
    pub(super) const fn metric(&self) -> Metric {
        self.kind.metric()
    }

    /// Returns every dimension by which a rollup of a day counts.
    pub(super) fn dims(&self) -> Vec<DimensionName> {
        DimensionName::filters(self.attributes)
    }
}

/// Dimensions by which a list of days counts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ByDimension<'a> {
    /// The dimensions.
    pub names: &'a [DimensionName],
    /// Span that was asked for. Where it cuts a day, the part of the day in it is counted apart.
    pub within: Option<(Instant, Instant)>,
    /// Filters, and the dimensions by which the responses that pass them are counted apart.
    pub filtered: Option<(&'a Filters, &'a [DimensionName])>,
}

/// Counts of a list.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    /// The counts, and when the list began.
    pub rollup: Rollup,
    /// The tallies by dimension of the part that was asked for, if that is not all of the day.
    pub part: Option<Dims>,
    /// The counts of the responses that pass the filters, if there are any.
    pub passed: Option<Cells>,
    /// Time at which the first of the counted responses expires, in Unix seconds.
    pub expires_unix_s: Option<i64>,
}

/// One listed response.
struct ListedResponse<'a> {
    given: Instant,
    answer: Answer,
    metadata: Metadata<'a>,
    expires_unix_s: Option<i64>,
}

impl ListedResponse<'_> {
    fn passes(&self, filters: &Filters) -> bool {
        filters.take(|name| self.metadata.get(name))
    }
}

impl Listed {
    fn new(as_of: Instant) -> Listed {
        let rollup = Rollup { as_of, cells: Cells::default(), dims: Dims::default() };
        Listed { rollup, part: None, passed: None, expires_unix_s: None }
    }

    fn of_day(as_of: Instant, day: Day, by: ByDimension<'_>) -> Listed {
        let mut listed = Listed::new(as_of);
        listed.rollup.dims = Dims::of(by.names);
        let is_cut = by.within.is_some_and(|(from, to)| from > day.start() || to < day.end());
        listed.part = match by.filtered {
            Some((_, names)) => Some(Dims::of(names)),
            None => is_cut.then(|| Dims::of(by.names)),
        };
        listed.passed = by.filtered.map(|_| Cells::default());
        listed
    }

    /// Counts a response. It may lie outside the part that was asked for (`is_within`), or fail the
    /// filters (`passes`).
    fn add(&mut self, day: Day, response: &ListedResponse<'_>, is_within: bool, passes: bool) {
        if let Some(cell) = day.cell_of(response.given) {
            let has_comment = response.metadata.has_comment != 0;
            self.rollup.cells.add(cell, &response.answer, has_comment);
            if let Some(passed) = self.passed.as_mut().filter(|_| passes) {
                passed.add(cell, &response.answer, has_comment);
            }
        }
        self.rollup.dims.add(&response.answer, &response.metadata);
        if let Some(part) = self.part.as_mut().filter(|_| is_within && passes) {
            part.add(&response.answer, &response.metadata);
        }
        let both = self.expires_unix_s.into_iter().chain(response.expires_unix_s);
        self.expires_unix_s = both.min();
    }

    /// Returns the tallies by dimension of the part that was asked for.
    pub(super) fn dims(&self) -> &Dims {
        self.part.as_ref().unwrap_or(&self.rollup.dims)
    }

    /// Returns the counts of the responses that pass the filters, or of all without filters.
    pub(super) fn cells(&self) -> &Cells {
        self.passed.as_ref().unwrap_or(&self.rollup.cells)
    }
}

/// Result of listing several days.
#[derive(Clone, Debug)]
pub(super) struct ListedDays {
    /// The days that were listed to their end, in order.
    pub whole: Vec<(Day, Listed)>,
    /// The day in which the budget ran out, its counts up to an instant, and that instant: from
    /// there on responses may be missing.
    pub cut: Option<(Day, Listed, Instant)>,
}

/// Counts the responses of consecutive `days` with one list. `hours` is the text with which the
/// listed hours begin. It must match every hour of `days`, and no other hour that can hold a
/// response.
pub(super) async fn days<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    scope: Scope<'_>,
    (hours, days): (&str, &[Day]),
    by: ByDimension<'_>,
    budget: &mut Budget,
) -> Result<ListedDays, Error> {
    let began = context.runtime.now();
    let mut listed: Vec<(Day, Listed)> =
        days.iter().map(|day| (*day, Listed::of_day(began, *day, by))).collect();
    let within = |at: Instant| by.within.is_none_or(|(from, to)| at >= from && at < to);
    let mut reached: Option<Instant> = None;
    let is_complete = each(context, scope, hours, began, budget, |response| {
        let day = Day::of(response.given);
        let at = listed.binary_search_by_key(&day, |(day, _)| *day).ok();
        if let Some((_, listed)) = at.and_then(|at| listed.get_mut(at)) {
            let passes = by.filtered.is_none_or(|(filters, _)| response.passes(filters));
            listed.add(day, &response, within(response.given), passes);
        }
        reached = reached.max(Some(response.given));
    });
    let is_complete = is_complete.await?;
    for (_, listed) in &mut listed {
        listed.rollup.dims.keep_most_frequent();
        listed.part.iter_mut().for_each(Dims::keep_most_frequent);
    }
    if is_complete {
        return Ok(ListedDays { whole: listed, cut: None });
    }
    // Keys come in order of time: all cells before that of the last key are complete.
    let Some(reached) = reached else { return Ok(ListedDays { whole: Vec::new(), cut: None }) };
    let until = reached.plus_ms(-reached.unix_ms().rem_euclid(CELL_MS));
    let position = listed.iter().position(|(day, _)| *day == Day::of(reached));
    let cut = position.map(|at| listed.swap_remove(at)).map(|(day, cut)| (day, cut, until));
    listed.retain(|(day, _)| *day < Day::of(reached));
    Ok(ListedDays { whole: listed, cut })
}

/// Lists one hour and counts the responses given in `[from, to)` that pass the filters. Returns
/// `None` if the budget ran out.
pub(super) async fn hour<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    scope: Scope<'_>,
    hour: Hour,
    (from, to): (Instant, Instant),
    filters: Option<&Filters>,
    budget: &mut Budget,
) -> Result<Option<Listed>, Error> {
    let began = context.runtime.now();
    let day = Day::of(hour.start());
    let mut listed = Listed::new(began);
    let hours = hour.to_string();
    let is_complete = each(context, scope, &hours, began, budget, |response| {
        let passes = || filters.is_none_or(|filters| response.passes(filters));
        if response.given >= from && response.given < to && passes() {
            listed.add(day, &response, true, true);
        }
    });
    Ok(is_complete.await?.then_some(listed))
}

/// Lists responses and calls `count` once for each id, with its newest state. Returns false if the
/// budget ran out before the end.
///
/// The keys of an id lie next to each other, but may be on two pages. So an id is counted only when
/// a key of the next id, or the end of the list, has been seen.
async fn each<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    scope: Scope<'_>,
    hours: &str,
    now: Instant,
    budget: &mut Budget,
    mut count: impl FnMut(ListedResponse<'_>),
) -> Result<bool, Error> {
    let prefix = Prefix::responses(scope.site, scope.survey, hours);
    let mut newest: Option<State> = None;
    let mut last = String::new();
    let mut pages = Pages::of(context.store, &prefix);
    while let Some(keys) = pages.next_within(budget).await? {
        budget.take_keys(keys.len());
        for key in keys {
            // A list that goes on while keys arrive may name one twice.
            if key.name <= last {
                continue;
            }
            last.clone_from(&key.name);
            let is_expired = key.expiration.is_some_and(|at_s| is_past(at_s, now));
            let listed = listed_response(&key.name).filter(|_| !is_expired);
            let Some((id, rank)) = listed else { continue };
            let state = State { id, rank, key };
            match newest.take() {
                Some(other) if other.id == id => newest = Some(other.or_newer(state)),
                other => {
                    newest = Some(state);
                    let is_counted = match other {
                        Some(other) => other.count(context, scope, budget, &mut count).await?,
                        None => true,
                    };
                    if !is_counted {
                        return Ok(false);
                    }
                }
            }
        }
    }
    match newest {
        Some(newest) if pages.is_through() => {
            newest.count(context, scope, budget, &mut count).await
        }
        _ => Ok(pages.is_through()),
    }
}

/// A listed state of a response.
struct State {
    id: ResponseId,
    rank: Rank,
    key: ListedKey,
}

impl State {
    fn or_newer(self, other: State) -> State {
        if self.standing() <= other.standing() { other } else { self }
    }

    fn standing(&self) -> Standing {
        Standing::listed(self.rank, self.key.metadata.as_ref().map(|json| json.get()))
    }

    /// Counts the response; returns false if the budget ran out before its value could be read.
    async fn count<S: Store, R: Runtime>(
        &self,
        context: &Context<'_, S, R>,
        scope: Scope<'_>,
        budget: &mut Budget,
        count: &mut impl FnMut(ListedResponse<'_>),
    ) -> Result<bool, Error> {
        let value: String;
        let metadata = self.key.metadata.as_ref().and_then(|json| Metadata::decode(json.get()));
        let metadata = if metadata.is_some() {
            metadata
        } else {
            // A key that came back from a backup without its metadata still has its value.
            if !budget.take_operation() {
                return Ok(false);
            }
            value = context.store.get(&Key::listed(&self.key.name)).await?.unwrap_or_default();
            StoredResponse::decode(&value).map(|stored| Metadata::of_stored(stored, scope.kind))
        };
        // Text that another program has written here is not counted, nor is an answer off the scale.
        let response = metadata.and_then(|metadata| {
            let answer = metadata.answer_on(scope.metric())?;
            let given = self.id.instant();
            Some(ListedResponse { given, answer, metadata, expires_unix_s: self.key.expiration })
        });
        response.into_iter().for_each(count);
        Ok(true)
    }
}

fn is_past(at_s: i64, now: Instant) -> bool {
    at_s.saturating_mul(1_000) <= now.unix_ms()
}
