//! Reads the counts of a span of time: from rollups of closed days and hours, and from lists of the
//! rest.

use domain::{Hour, Instant};
use wire::{dimension::DimensionName, limits::ID_MAX_AHEAD_MS};

use crate::{
    rollups::{
        counts::{Cells, Counts},
        dims::Dims,
        dirty, filtered, keep,
        listing::{self, ByDimension, Listed, ListedDays, Scope},
        plan::{self, Trust},
        value::Rollup,
        wanted::{Filtering, Given, Span, Wanted},
    },
    runtime::Runtime,
    store::{
        Store,
        budget::Budget,
        context::Context,
        day::{CELLS_PER_HOUR, Day},
        error::Error,
        keys::Key,
        timing::{READ_WITHIN_MS, is_closed},
    },
};

/// Gives the counts of a span to `visit`, cell by cell in order of time. If the span cuts a cell,
/// the cell counts only the responses in the span. Missing rollups are written on the way.
///
/// Returns where the read stopped if the budget runs out before the end, and `None` if it does not.
///
/// # Errors
/// The store's own error. Then the counts that `visit` got so far must not be used.
pub async fn read<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    scope: Scope<'_>,
    wanted: Wanted<'_>,
    budget: &mut Budget,
    mut visit: impl FnMut(Given<'_>),
) -> Result<Option<Stopped>, Error> {
    let mut read = Read::begin(context, scope, wanted, budget).await?;
    let folded_to = read.all(&mut visit).await?;
    let has_kept = read.has_kept;
    // This read might have missed a mark that the cron deleted meanwhile.
    if context.runtime.now() > read.began.plus_ms(READ_WITHIN_MS) {
        return Err(Error::StoreBusy);
    }
    Ok(folded_to.map(|at| Stopped { at, has_kept }))
}

/// End of a read whose budget ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// The first instant that was not read.
    pub at: Instant,
    /// True if rollups were written on the way. Then the next read needn't list these days again,
    /// and gets further.
    pub has_kept: bool,
}

/// Progress of a step.
enum Progress {
    /// Number of days that were given whole.
    Days(usize),
    /// The budget ran out; everything before this instant was given.
    Stopped(Instant),
}

struct Read<'a, S, R> {
    context: &'a Context<'a, S, R>,
    scope: Scope<'a>,
    span: Span,
    cuts: &'a [Instant],
    /// Every dimension, and those wanted.
    names: Vec<DimensionName>,
    wanted: &'a [DimensionName],
    filtering: Option<Filtering<'a>>,
    budget: &'a mut Budget,
    has_kept: bool,
    began: Instant,
    /// The first day that can have responses.
    first_of_all: Day,
    marks: dirty::Listed,
    /// Closed days, in order, each with the trust in its rollup.
    closed: Vec<(Day, Trust)>,
    /// Days that are not closed, each with the trusted rollups of its hours.
    open: Vec<(Day, Vec<(Hour, Rollup)>)>,
}

impl<'a, S: Store, R: Runtime> Read<'a, S, R> {
    async fn begin(
        context: &'a Context<'a, S, R>,
        scope: Scope<'a>,
        wanted: Wanted<'a>,
        budget: &'a mut Budget,
    ) -> Result<Read<'a, S, R>, Error> {
        let needed = filtered::needed(&wanted);
        let Wanted { span, cuts, dims: wanted, filtering } = wanted;
        let began = context.runtime.now();
        let first_of_all = plan::first_day(context, scope, began).await?;
        let first = first_of_all.max(Day::of(span.start));
        let newest = began.plus_ms(ID_MAX_AHEAD_MS);
        let last = Day::of(span.end.plus_ms(-1).min(newest));
        let n_days = last.since(first).saturating_add(1).max(0);
        let (closed, open): (Vec<Day>, Vec<Day>) =
            (0..n_days).map(|n| first.plus(n)).partition(|day| is_closed(day.end(), began));
        // Rollups of hours don't count by dimension.
        let hours: Vec<Hour> = open
            .iter()
            .filter(|_| wanted.is_empty() && filtering.is_none())
            .flat_map(|day| day.hours())
            .filter(|hour| is_closed(hour.end(), began))
            .collect();
        // No rollup is read if none could answer the request.
        let readable = if needed.is_some() { closed.as_slice() } else { &[] };
        let of_days = readable.iter().map(|day| Key::rollup_day(scope.site, scope.survey, *day));
        let of_hours = hours.iter().map(|hour| Key::rollup_hour(scope.site, scope.survey, *hour));
        let keys: Vec<Key> = of_days.chain(of_hours).collect();
        let found = {
            let needed = needed.unwrap_or_default();
            plan::rollups(context.store, &keys, scope.metric(), needed, budget).await?
        };
        let days: Vec<Day> = (0..n_days).map(|n| first.plus(n)).collect();
        let names = (scope.site, scope.survey);
        let marks = dirty::of_survey(context.store, names, &days, budget).await?;
        let mut found = found.into_iter();
        let mut of_day = || if needed.is_some() { found.next().flatten() } else { None };
        let closed = closed
            .into_iter()
            .map(|day| {
                let rollup = of_day();
                // A list of the day's responses needs no marks.
                if needed.is_none() || marks.is_unknown(day) {
                    return (day, Trust::Listed);
                }
                let trust = Trust::of(day, rollup, marks.marks.of(day), began);
                let is_cut = span.start > day.start() || span.end < day.end();
                let is_by_dim = !wanted.is_empty() || filtering.is_some();
                let trust = if is_by_dim { trust.with_dims(is_cut) } else { trust };
                (day, filtering.map_or(trust.clone(), |filtering| filtering.trust(day, trust)))
            })
            .collect();
        let trusted: Vec<(Hour, Rollup)> = hours
            .into_iter()
            .zip(found)
            .filter_map(|(hour, rollup)| Some((hour, rollup?)))
            .filter(|(hour, rollup)| {
                let day = Day::of(hour.start());
                !marks.is_unknown(day) && plan::is_trusted(*hour, rollup, marks.marks.of(day))
            })
            .collect();
        let of_day = |day: Day| {
            let hours = trusted.iter().filter(|(hour, _)| Day::of(hour.start()) == day);
            (day, hours.cloned().collect())
        };
        let open = open.into_iter().map(of_day).collect();
        Ok(Read {
            context,
            scope,
            span,
            cuts,
            names: scope.dims(),
            wanted,
            filtering,
            budget,
            has_kept: false,
            began,
            first_of_all,
            marks,
            closed,
            open,
        })
    }

    /// Gives the counts of the whole span. Returns the first instant that was not given, if the
    /// budget ran out.
    async fn all(&mut self, visit: &mut impl FnMut(Given<'_>)) -> Result<Option<Instant>, Error> {
        let closed = core::mem::take(&mut self.closed);
        let mut rest = closed.as_slice();
        while let Some((day, trust)) = rest.first() {
            let progress = match trust {
                Trust::Whole(rollup) => {
                    self.give(*day, (&rollup.cells, &rollup.dims), &[], visit).await?
                }
                Trust::Except(rollup, hours) => {
                    self.give(*day, (&rollup.cells, &rollup.dims), hours, visit).await?
                }
                Trust::None | Trust::Listed => self.list(rest, visit).await?,
            };
            match progress {
                Progress::Days(n) => rest = rest.get(n..).unwrap_or_default(),
                Progress::Stopped(at) => return Ok(Some(at)),
            }
        }
        for (day, hours) in core::mem::take(&mut self.open) {
            let progress = match hours.as_slice() {
                [] => self.list_open(day, visit).await?,
                hours => self.give_hours(day, hours, visit).await?,
            };
            if let Progress::Stopped(at) = progress {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    /// Lists the first block of `days`, gives its counts, and writes its rollups.
    async fn list(
        &mut self,
        days: &[(Day, Trust)],
        visit: &mut impl FnMut(Given<'_>),
    ) -> Result<Progress, Error> {
        let run: Vec<Day> =
            days.iter().take_while(|(_, trust)| trust.needs_list()).map(|(day, _)| *day).collect();
        let Some((hours, n_days)) = plan::block(&run, self.first_of_all) else {
            return Ok(Progress::Stopped(self.span.start));
        };
        let block = run.get(..n_days).unwrap_or_default();
        let listed = self.list_days((&hours, block), true).await?;
        for ((day, listed), (_, trust)) in listed.whole.iter().zip(days) {
            let counted = (listed.cells(), listed.dims());
            let given = self.give(*day, counted, &[], visit).await?;
            if let Progress::Stopped(_) = given {
                return Ok(given);
            }
            if *trust == Trust::None {
                let marks = self.marks.marks.of(*day);
                self.has_kept |=
                    keep::day(self.context, self.scope, *day, listed, marks, self.budget).await;
            }
        }
        match block.get(listed.whole.len()) {
            None => Ok(Progress::Days(n_days)),
            Some(next) => self.give_cut(*next, &listed, visit).await,
        }
    }

    /// Lists days. If their rollups are to be written (`are_kept`), it counts by all dimensions.
    async fn list_days(
        &mut self,
        days: (&str, &[Day]),
        are_kept: bool,
    ) -> Result<ListedDays, Error> {
        let filtered = self.filtering.map(|filtering| (filtering.filters, self.wanted));
        let by = match self.wanted {
            [] if are_kept => ByDimension { names: &self.names, within: None, filtered },
            [] => ByDimension { filtered, ..ByDimension::default() },
            _ => {
                let within = Some((self.span.start, self.span.end));
                ByDimension { names: &self.names, within, filtered }
            }
        };
        listing::days(self.context, self.scope, days, by, self.budget).await
    }

    /// Gives the part of a day that was listed before the budget ran out. It gives nothing if
    /// counts by dimension are wanted: those exist for a whole list only.
    async fn give_cut(
        &mut self,
        next: Day,
        listed: &ListedDays,
        visit: &mut impl FnMut(Given<'_>),
    ) -> Result<Progress, Error> {
        let cut = listed.cut.as_ref().filter(|_| self.wanted.is_empty());
        let Some((day, listed, until)) = cut else {
            return Ok(Progress::Stopped(self.start_of(next)));
        };
        if *until <= self.span.start {
            return Ok(Progress::Stopped(self.start_of(*day)));
        }
        self.span.end = self.span.end.min(*until);
        let counted = (listed.cells(), listed.dims());
        let given = self.give(*day, counted, &[], visit).await?;
        Ok(match given {
            Progress::Days(_) => Progress::Stopped(self.span.end),
            stopped => stopped,
        })
    }

    /// Lists a day that is not closed, gives its counts, and writes rollups of its closed hours.
    async fn list_open(
        &mut self,
        day: Day,
        visit: &mut impl FnMut(Given<'_>),
    ) -> Result<Progress, Error> {
        let hours = day.to_string();
        let listed = self.list_days((&hours, &[day]), false).await?;
        let Some((_, whole)) = listed.whole.first() else {
            return self.give_cut(day, &listed, visit).await;
        };
        let began = self.began;
        for hour in day.hours().filter(|hour| is_closed(hour.end(), began)) {
            self.keep_hour(hour, &of_hour(day, hour, whole)).await;
        }
        self.give(day, (whole.cells(), whole.dims()), &[], visit).await
    }

    /// Gives the counts of a day that is not closed: from trusted rollups of its hours, and from
    /// lists of its other hours.
    async fn give_hours(
        &mut self,
        day: Day,
        trusted: &[(Hour, Rollup)],
        visit: &mut impl FnMut(Given<'_>),
    ) -> Result<Progress, Error> {
        let mut cells = Cells::default();
        let newest = self.began.plus_ms(ID_MAX_AHEAD_MS);
        let span = self.span;
        for hour in day.hours().filter(|hour| hour.start() <= newest && span.touches(*hour)) {
            if let Some((_, rollup)) = trusted.iter().find(|(other, _)| *other == hour) {
                cells.append(&rollup.cells);
                continue;
            }
            let whole = (hour.start(), hour.end());
            let listed =
                listing::hour(self.context, self.scope, hour, whole, None, self.budget).await?;
            let Some(listed) = listed else {
                return Ok(Progress::Stopped(self.start_of(day)));
            };
            cells.append(&listed.rollup.cells);
            if is_closed(hour.end(), self.began) {
                self.keep_hour(hour, &listed).await;
            }
        }
        self.give(day, (&cells, &Dims::default()), &[], visit).await
    }

    /// Gives a day's cells. It lists some hours instead of taking their cells: `hours`, and each
    /// hour in which the span or a cut divides a cell. It gives nothing if the budget runs out.
    async fn give(
        &mut self,
        day: Day,
        (cells, dims): (&Cells, &Dims),
        hours: &[Hour],
        visit: &mut impl FnMut(Given<'_>),
    ) -> Result<Progress, Error> {
        let mut listed = Vec::new();
        let span = self.span;
        for hour in day.hours().filter(|hour| span.touches(*hour)) {
            let whole = || hours.contains(&hour).then(|| vec![(span.start, span.end)]);
            let Some(parts) = span.parts_of(hour, self.cuts).or_else(whole) else { continue };
            for part in parts {
                let filters = self.filtering.map(|filtering| filtering.filters);
                let cells =
                    listing::hour(self.context, self.scope, hour, part, filters, self.budget);
                let Some(cells) = cells.await? else {
                    return Ok(Progress::Stopped(self.start_of(day)));
                };
                listed.push((hour, part.0, cells));
            }
        }
        let is_listed = |at: Instant| listed.iter().any(|(hour, ..)| *hour == at.hour());
        let mut given: Vec<(Instant, &Counts)> = cells
            .iter()
            .map(|(cell, counts)| (day.cell_start(cell), counts))
            .filter(|(at, _)| *at >= span.start && *at < span.end && !is_listed(*at))
            .collect();
        for (_, from, hour) in &listed {
            let cells = hour.rollup.cells.iter();
            given.extend(cells.map(|(cell, counts)| (day.cell_start(cell).max(*from), counts)));
        }
        given.sort_unstable_by_key(|(at, _)| *at);
        given.into_iter().for_each(|(at, counts)| visit(Given::Cell(at, counts)));
        if !self.wanted.is_empty() {
            visit(Given::Dims(dims));
        }
        Ok(Progress::Days(1))
    }

    async fn keep_hour(&mut self, hour: Hour, listed: &Listed) {
        let day = Day::of(hour.start());
        if self.marks.is_unknown(day) {
            return;
        }
        let marks = self.marks.marks.of(day);
        self.has_kept |=
            keep::hour(self.context, self.scope, hour, listed, marks, self.budget).await;
    }

    fn start_of(&self, day: Day) -> Instant {
        day.start().max(self.span.start)
    }
}

/// Returns the part of a day's list that belongs to one hour. It expires when the day's does, or
/// earlier.
fn of_hour(day: Day, hour: Hour, listed: &Listed) -> Listed {
    let first = day.cell_of(hour.start()).unwrap_or_default();
    let rollup = Rollup {
        as_of: listed.rollup.as_of,
        cells: listed.rollup.cells.between(first, first + CELLS_PER_HOUR),
        dims: Dims::default(),
    };
    Listed { rollup, part: None, passed: None, expires_unix_s: listed.expires_unix_s }
}
