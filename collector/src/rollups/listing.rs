//! Responses listed from the store → counts. All that a rollup holds comes from here.

use domain::{Hour, Instant, Kind, ResponseId, Score, SiteId, SurveyId};
use serde::Deserialize;

use crate::{
    context::{Context, Runtime},
    keys::{Key, Prefix, listed_response},
    problem::Error,
    rollups::{
        budget::Budget,
        counts::Cells,
        day::{CELL_MS, Day},
        value::Rollup,
    },
    store::{ListedKey, Store},
    stored_response::StoredResponse,
};

/// Whose responses.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The site.
    pub site: &'a SiteId,
    /// The survey.
    pub survey: &'a SurveyId,
    /// The survey's kind, which never changes.
    pub kind: Kind,
}

/// What a list counted.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    /// The counts, and when the list began.
    pub rollup: Rollup,
    /// When the first of the counted responses expires, in Unix seconds.
    pub expires_unix_s: Option<i64>,
}

/// One listed response.
struct Answer {
    given: Instant,
    score: Score,
    has_comment: bool,
    expires_unix_s: Option<i64>,
}

/// The part of a response's metadata that is counted; the rest is skipped unread.
#[derive(Deserialize)]
struct Counted {
    #[serde(rename = "s")]
    score: u8,
    #[serde(rename = "c", default)]
    has_comment: u8,
}

impl Listed {
    fn new(as_of: Instant) -> Listed {
        Listed { rollup: Rollup { as_of, cells: Cells::default() }, expires_unix_s: None }
    }

    fn add(&mut self, day: Day, answer: &Answer) {
        if let Some(cell) = day.cell_of(answer.given) {
            self.rollup.cells.add(cell, answer.score, answer.has_comment);
        }
        let both = self.expires_unix_s.into_iter().chain(answer.expires_unix_s);
        self.expires_unix_s = both.min();
    }
}

/// What a list of days came to.
#[derive(Clone, Debug)]
pub(super) struct ListedDays {
    /// The days that were listed to their end, in order.
    pub whole: Vec<(Day, Listed)>,
    /// The day in which the budget ran out, and the first instant of which nothing may be known.
    pub cut: Option<(Day, Listed, Instant)>,
}

/// Lists a block of days that follow each other, by a text that no hour begins with that may have
/// responses and is not theirs.
pub(super) async fn days<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    scope: Scope<'_>,
    hours: &str,
    days: &[Day],
    budget: &mut Budget,
) -> Result<ListedDays, Error> {
    let began = context.runtime.now();
    let mut listed: Vec<(Day, Listed)> =
        days.iter().map(|day| (*day, Listed::new(began))).collect();
    let mut reached: Option<Instant> = None;
    let is_complete = each(context, scope, hours, began, budget, |answer| {
        let day = Day::of(answer.given);
        let at = listed.binary_search_by_key(&day, |(day, _)| *day).ok();
        if let Some((_, listed)) = at.and_then(|at| listed.get_mut(at)) {
            listed.add(day, &answer);
        }
        reached = reached.max(Some(answer.given));
    });
    if is_complete.await? {
        return Ok(ListedDays { whole: listed, cut: None });
    }
    // Keys come in order of time: what lies before the last one's cell is complete.
    let Some(reached) = reached else { return Ok(ListedDays { whole: Vec::new(), cut: None }) };
    let until = reached.plus_ms(-reached.unix_ms().rem_euclid(CELL_MS));
    let position = listed.iter().position(|(day, _)| *day == Day::of(reached));
    let cut = position.map(|at| listed.swap_remove(at)).map(|(day, cut)| (day, cut, until));
    listed.retain(|(day, _)| *day < Day::of(reached));
    Ok(ListedDays { whole: listed, cut })
}

/// Lists one hour, or `None` when the budget ran out. Only responses given in `[from, to)` count.
pub(super) async fn hour<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    scope: Scope<'_>,
    hour: Hour,
    (from, to): (Instant, Instant),
    budget: &mut Budget,
) -> Result<Option<Listed>, Error> {
    let began = context.runtime.now();
    let day = Day::of(hour.start());
    let mut listed = Listed::new(began);
    let hours = hour.to_string();
    let is_complete = each(context, scope, &hours, began, budget, |answer| {
        if answer.given >= from && answer.given < to {
            listed.add(day, &answer);
        }
    });
    Ok(is_complete.await?.then_some(listed))
}

/// Lists responses; false when the budget ran out before the end.
async fn each<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    scope: Scope<'_>,
    hours: &str,
    now: Instant,
    budget: &mut Budget,
    mut count: impl FnMut(Answer),
) -> Result<bool, Error> {
    let prefix = Prefix::responses(scope.site, scope.survey, hours);
    let mut last = String::new();
    let mut cursor: Option<String> = None;
    loop {
        if !budget.take_list() {
            return Ok(false);
        }
        let page = context.store.list(&prefix, cursor.as_deref()).await?;
        budget.take_keys(page.keys.len());
        for key in page.keys {
            // A list that goes on while keys arrive may name one twice.
            if key.name <= last {
                continue;
            }
            let is_expired = key.expiration.is_some_and(|at_s| is_past(at_s, now));
            let id = listed_response(&key.name).filter(|_| !is_expired);
            if let Some(id) = id {
                let Some(answer) = answer(context.store, scope, id, &key, budget).await? else {
                    return Ok(false);
                };
                if let Ok(answer) = answer {
                    count(answer);
                }
            }
            last = key.name;
        }
        cursor = page.cursor;
        if cursor.is_none() {
            return Ok(true);
        }
    }
}

/// What is written under a key that another program made, or an answer off the scale.
struct Uncounted;

/// A listed key's answer; `None` when the budget ran out.
async fn answer<S: Store>(
    store: &S,
    scope: Scope<'_>,
    id: ResponseId,
    key: &ListedKey,
    budget: &mut Budget,
) -> Result<Option<Result<Answer, Uncounted>>, Error> {
    let metadata = key.metadata.as_ref().map(|json| json.get());
    let counted: Option<Counted> = metadata.and_then(|json| serde_json::from_str(json).ok());
    let (score, has_comment) = if let Some(counted) = counted {
        (counted.score, counted.has_comment != 0)
    } else {
        // A key that came back from a backup without its metadata still has its value.
        if !budget.take_operation() {
            return Ok(None);
        }
        let value = store.get(&Key::response(scope.site, scope.survey, id)).await?;
        let value = value.unwrap_or_default();
        match serde_json::from_str::<StoredResponse<'_>>(&value) {
            Ok(response) => (response.score, response.comment.is_some()),
            Err(_) => return Ok(Some(Err(Uncounted))),
        }
    };
    let answer = Score::new(scope.kind, i64::from(score)).map(|score| Answer {
        given: id.instant(),
        score,
        has_comment,
        expires_unix_s: key.expiration,
    });
    Ok(Some(answer.map_err(|_| Uncounted)))
}

fn is_past(at_s: i64, now: Instant) -> bool {
    at_s.saturating_mul(1_000) <= now.unix_ms()
}
