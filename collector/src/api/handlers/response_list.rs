//! `GET /v1/sites/{site}/surveys/{survey}/responses`: responses, a page at a time.

use domain::{SiteId, SurveyId};
use wire::{problem::FieldError, responses::ResponsePage, site::KeyScope, survey::SurveyKind};

use crate::{
    api::{
        auth,
        http::{Reply, Request},
    },
    definitions,
    responses::{
        filter::{Filter, PARAMETERS, read},
        place::{Order, Place},
        show::resource,
        values::of_found,
        walk::{Found, Step, Walk},
    },
    rollups::{listing::Scope, plan::first_day},
    runtime::Runtime,
    store::{
        KEYS_PER_GET, Store, budget::Budget, context::Context, error::Error,
        stored_response::StoredResponse,
    },
    summary::period::{Asked, Period},
    text::query::Query,
};

/// The most responses on a page: as many as one operation reads.
const LIMIT_MAX: usize = KEYS_PER_GET;

/// Number of responses on a page if the request names no other.
const LIMIT: usize = 50;

/// Responses that are asked for.
struct Selection<'a> {
    survey: &'a SurveyId,
    kind: &'a SurveyKind,
    filter: Filter,
    limit: usize,
}

/// Replies with a [`ResponsePage`].
///
/// 1. The operator may ask, and owners with a key of the site (401, 403).
/// 2. Read the order, limit and cursor (422).
/// 3. Look up the survey (404, 503); read the period and the filter (422).
/// 4. Go through the keys, and read the values of those that may be asked for (503) → 200.
///
/// Lists a page of responses. One request is bounded in its operations, so a page may be short and
/// still not the last.
///
/// # Errors
/// As listed.
pub async fn show<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Read).await?;
    // (2) Read.
    let query = Query::parse(&request.query);
    let others = ["from", "to", "tz", "order", "limit", "cursor"];
    query.only(&[&PARAMETERS[..], &others[..]].concat())?;
    let (order, limit) = order_and_limit(&query)?;
    let cursor = read_cursor(&query, order)?;
    // (3) Look up.
    let record = definitions::survey(context, site, survey).await?;
    let kind = &record.definition.kind;
    let filter = Filter::read(&query, kind, &record.definition.attributes)?;
    let scope = Scope { site, survey, kind, attributes: &[] };
    let (first, last) = read_places(&query, context, scope).await?;
    let (start, end) = match order {
        Order::Newest => (last, first),
        Order::Oldest => (first, last),
    };
    // A cursor from before the period was narrowed goes on where the period begins.
    let start = cursor.filter(|cursor| order.is_before(start, *cursor)).unwrap_or(start);
    // (4) Go through.
    let names = (site.clone(), survey.clone());
    let walk = Walk::new(names, order, (start, end), context.now);
    let selection = Selection { survey, kind, filter, limit };
    let (responses, next) = page(context.store, walk, &selection).await?;
    let next = next.map(|place| place.cursor(order));
    Ok(Reply::json(200, &ResponsePage { items: responses, next }))
}

/// Returns the first and the last place of the period that is asked for; without one, of all time.
///
/// # Errors
/// [`Error::Invalid`] with each bad parameter, or that of the store.
pub(super) async fn read_places<S: Store, R: Runtime>(
    query: &Query<'_>,
    context: &Context<'_, S, R>,
    scope: Scope<'_>,
) -> Result<(Place, Place), Error> {
    let from = query.get("from").or(Some("1970-01-01"));
    let asked = Asked { from, to: query.get("to"), tz: query.get("tz") };
    let period = Period::parse(asked, context.now).map_err(Error::Invalid)?;
    // No list is spent on the time before the survey was made, nor on the future.
    let first_of_all = first_day(context, scope, context.now).await?.start();
    let last = Place::last_before(period.end).min(Place::last_by(context.now));
    Ok((Place::at(period.start.max(first_of_all)), last))
}

/// Reads the cursor, if there is one.
///
/// # Errors
/// [`Error::Invalid`] on `?cursor`.
pub(super) fn read_cursor(query: &Query<'_>, order: Order) -> Result<Option<Place>, Error> {
    let mut errors = Vec::new();
    let allowed = "what an earlier reply of the same order gave as the next cursor";
    let cursor = read(query, "cursor", allowed, &mut errors, |text| Place::of_cursor(text, order));
    none_wrong(errors, cursor)
}

/// Reads a number of responses from 1 to `most`, if the request has one.
///
/// # Errors
/// [`Error::Invalid`] on `?limit`.
pub(super) fn read_limit(query: &Query<'_>, most: usize) -> Result<Option<usize>, Error> {
    let mut errors = Vec::new();
    let allowed = format!("a whole number from 1 to {most}");
    let limit = read(query, "limit", &allowed, &mut errors, |text| {
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|limit| is_plain && (1..=most).contains(limit))
    });
    none_wrong(errors, limit)
}

fn order_and_limit(query: &Query<'_>) -> Result<(Order, usize), Error> {
    let mut errors = Vec::new();
    let order = read(query, "order", "newest or oldest", &mut errors, |text| match text {
        "newest" => Some(Order::Newest),
        "oldest" => Some(Order::Oldest),
        _ => None,
    });
    let order = none_wrong(errors, order)?.unwrap_or(Order::Newest);
    Ok((order, read_limit(query, LIMIT_MAX)?.unwrap_or(LIMIT)))
}

fn none_wrong<T>(errors: Vec<FieldError>, value: T) -> Result<T, Error> {
    if errors.is_empty() { Ok(value) } else { Err(Error::Invalid(errors)) }
}

/// Returns one page, and the place at which the next begins.
async fn page<S: Store>(
    store: &S,
    mut walk: Walk,
    selection: &Selection<'_>,
) -> Result<(Vec<wire::responses::ResponseResource>, Option<Place>), Error> {
    let mut budget = Budget::PAGE;
    let mut shown = Vec::new();
    loop {
        let mut found = match walk.step(store, &mut budget).await? {
            Step::End => return Ok((shown, None)),
            Step::OutOfBudget => return Ok((shown, walk.place())),
            Step::Found(found) => found,
        };
        found.retain(|found| selection.filter.takes_by_key(found.metadata()) != Some(false));
        let mut rest = found.as_slice();
        while let Some(first) = rest.first() {
            if shown.len() == selection.limit || !budget.take_operation() {
                return Ok((shown, Some(first.place())));
            }
            // With a text to look for, the filter may take hardly any: then read a hundred at a
            // time.
            let wanted = selection.limit - shown.len();
            let n = if selection.filter.needs_values() { KEYS_PER_GET } else { wanted };
            let (some, others) = rest.split_at(n.min(rest.len()));
            rest = others;
            let ids: Vec<_> = some.iter().map(|found| (found.id, found.rank)).collect();
            for (found, value) in some.iter().zip(of_found(store, &walk, &ids).await?) {
                if shown.len() == selection.limit {
                    return Ok((shown, Some(found.place())));
                }
                shown.extend(taken(selection, found, value.as_deref()));
            }
        }
    }
}

/// Returns a response as it is shown, if the filter takes it and it is still there.
fn taken(
    selection: &Selection<'_>,
    found: &Found,
    value: Option<&str>,
) -> Option<wire::responses::ResponseResource> {
    let stored = StoredResponse::decode(value?)?;
    let is_taken = selection.filter.takes(found.metadata(), &stored);
    if is_taken { resource(selection.survey, selection.kind, found.id, &stored) } else { None }
}
