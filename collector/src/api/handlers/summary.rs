//! `GET /v1/sites/{site}/surveys/{survey}/summary`: the score of a period; if asked for, also in
//! pieces (`interval`), by dimension (`breakdown`), by reason (`reasons`), beside another period
//! (`compare`), and of a part of the responses (`filter[…]`).

use domain::{Confidence, ScoreRange, ScoreStep, SiteId, SurveyId};
use wire::{
    dimension::DimensionName, problem::FieldError, site::KeyScope, summary::SummaryReply,
    survey::SurveyKind,
};

use crate::{
    api::{
        auth,
        http::{Reply, Request},
    },
    definitions,
    responses::dimension_filters::Filters,
    runtime::Runtime,
    store::{Store, budget::Budget, context::Context, error::Error},
    summary::{
        Parts, build,
        fold::{Selection, fold},
        period::{Asked, Earlier, Period, parameter},
        series::{Piece, Unit, pieces},
    },
    text::query::{FILTER, Query},
};

/// Replies with a [`SummaryReply`].
///
/// 1. The operator may ask, and owners with a key of the site (401, 403).
/// 2. Read the parameters (422).
/// 3. Look up the survey (404, 503), the attributes that it declares, and the unit of its score
///    (422).
/// 4. Add up the period's responses, and those of the other period with the rest of the budget
///    (503).
/// 5. Name the figures → 200, also without responses. If only a part is counted, name its progress
///    and no figures, unless the request asks for those of a part (`partial`).
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
    let known = [
        "from",
        "to",
        "tz",
        "interval",
        "breakdown",
        "reasons",
        "compare",
        "confidence",
        "power",
        "partial",
        FILTER,
    ];
    query.only_or_several(&known, &["breakdown"])?;
    let asked = Asked { from: query.get("from"), to: query.get("to"), tz: query.get("tz") };
    let compare = query.get("compare");
    let parse = if compare.is_some() { Period::parse_whole_days } else { Period::parse };
    let period = parse(asked, context.now).map_err(Error::Invalid)?;
    let cut = query.get("interval").map(|text| read_interval(text, &period)).transpose()?;
    let pieces = cut.as_deref();
    let other = compare.map(|text| read_compare(text, &period, context)).transpose()?;
    let confidence = read_confidence(query.get("confidence"))?;
    let shows_partial = query.flag("partial")?;
    // (3) Look up.
    let record = definitions::survey(context, site, survey).await?;
    let (kind, attributes) = (&record.definition.kind, &record.definition.attributes);
    let mut dims = read_dims(&query, attributes)?;
    dims.extend(read_reasons(&query, kind)?.then_some(DimensionName::Reason));
    let filters = Filters::read(&query, attributes).map_err(Error::Invalid)?;
    let power = query.get("power").map(|text| read_power(text, kind)).transpose()?;
    let target = record.definition.target;
    // (4) Add up.
    let mut budget = Budget::SUMMARY;
    let selection = Selection {
        site,
        survey,
        kind,
        attributes,
        period: &period,
        pieces: pieces.unwrap_or_default(),
        dims: &dims,
        filters: &filters,
    };
    let folded = fold(context, selection, &mut budget).await?;
    let compared = match other {
        Some(other) => {
            let selection = Selection { period: &other, pieces: &[], dims: &[], ..selection };
            let of_other = fold(context, selection, &mut budget).await?;
            Some((other, of_other))
        }
        None => None,
    };
    // (5) Name.
    let (period, now) = (&period, context.now);
    let parts = Parts {
        site,
        survey,
        kind,
        period,
        folded,
        pieces,
        compared,
        confidence,
        power,
        target,
        now,
    };
    let mut summary = build(parts);
    summary.asked.filters = filters.asked();
    let pending = summary.pending().filter(|_| !shows_partial);
    let reply = pending.map_or_else(
        || SummaryReply::Summary(Box::new(summary)),
        |pending| SummaryReply::Pending(Box::new(pending)),
    );
    Ok(Reply::json(200, &reply))
}

fn read_interval(text: &str, period: &Period) -> Result<Vec<Piece>, Error> {
    let unknown = || parameter("interval", "is not a unit", Unit::ALLOWED);
    let unit = Unit::parse(text).ok_or_else(unknown).map_err(invalid)?;
    pieces(period, unit).map_err(invalid)
}

/// Returns each name once, in the order of the survey's dimensions.
fn read_dims(query: &Query<'_>, attributes: &[String]) -> Result<Vec<DimensionName>, Error> {
    let known = DimensionName::all(attributes);
    let asked: Vec<&str> = query.all("breakdown").flat_map(|names| names.split(',')).collect();
    let allowed = || {
        format!(
            "{}; several with commas between them",
            known.iter().map(DimensionName::as_str).collect::<Vec<_>>().join(", ")
        )
    };
    let is_known = |name: &str| known.iter().any(|known| known.as_str() == name);
    if let Some(unknown) = asked.iter().find(|name| !is_known(name)) {
        let detail = if unknown.is_empty() {
            "names nothing".to_owned()
        } else {
            format!("{unknown} is not a dimension, nor an attribute that the survey declares")
        };
        return Err(invalid(parameter("breakdown", &detail, &allowed())));
    }
    Ok(known.into_iter().filter(|name| asked.contains(&name.as_str())).collect())
}

fn read_compare<S: Store, R: Runtime>(
    text: &str,
    period: &Period,
    context: &Context<'_, S, R>,
) -> Result<Period, Error> {
    const ALLOWED: &str =
        "previous, month-earlier, year-earlier, or a period such as 2026-10-01/2026-11-01";
    let refused = |detail: &str| invalid(parameter("compare", detail, ALLOWED));
    if text == "previous" {
        return period.previous().ok_or_else(|| refused("is out of range"));
    }
    let earlier = match text {
        "month-earlier" => Some(Earlier::Month),
        "year-earlier" => Some(Earlier::Year),
        _ => None,
    };
    let other = if let Some(by) = earlier {
        period.earlier(by).ok_or_else(|| refused("is out of range, or empty"))?
    } else {
        let (from, to) = text.split_once('/').ok_or_else(|| refused("is not a period"))?;
        let asked = Asked { from: Some(from), to: Some(to), tz: Some(&period.tz) };
        Period::parse(asked, context.now).map_err(|errors| {
            refused(errors.first().map_or("is not a period", |error| error.detail.as_str()))
        })?
    };
    // The same responses on both sides: the difference would look surer than it is.
    match period.overlap(&other) {
        Some((from, to)) => {
            let (start, end) = (&period.from, &period.to);
            let detail = format!("overlaps the period {start}/{end} from {from} to {to}");
            let allowed = "previous, or a period that ends before the other begins, or begins when \
                           it has ended";
            Err(invalid(parameter("compare", &detail, allowed)))
        }
        None => Ok(other),
    }
}

fn read_confidence(text: Option<&str>) -> Result<Confidence, Error> {
    let Some(text) = text else { return Ok(Confidence::default()) };
    let refused = || invalid(parameter("confidence", "is not allowed", "0.8, 0.9, 0.95 or 0.99"));
    Confidence::parse(text).ok_or_else(refused)
}

fn read_reasons(query: &Query<'_>, kind: &SurveyKind) -> Result<bool, Error> {
    let is_asked = query.flag("reasons")?;
    if is_asked && kind.of_score().is_none() {
        let allowed = format!("nothing: {} has no reasons", kind.as_str());
        return Err(invalid(parameter("reasons", "is not for this survey", &allowed)));
    }
    Ok(is_asked)
}

/// Digits, with a point between them or without.
fn read_power(text: &str, kind: &SurveyKind) -> Result<ScoreStep, Error> {
    let Some(kind) = kind.of_score() else {
        let allowed = format!("nothing: there are no plans for {}", kind.as_str());
        return Err(invalid(parameter("power", "is not for this survey", &allowed)));
    };
    let is_plain = text.split('.').count() <= 2
        && text.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let points = text.parse::<f64>().ok().filter(|_| is_plain);
    points.and_then(|points| ScoreStep::new(kind, points)).ok_or_else(|| {
        let ScoreRange { min, max, decimals } = ScoreRange::of(kind);
        let decimals = if decimals == 1 { "one decimal" } else { "two decimals" };
        let widest = max - min;
        let allowed = format!("points of the score, above 0 to {widest}, at most {decimals}");
        invalid(parameter("power", "is not allowed", &allowed))
    })
}

fn invalid(error: FieldError) -> Error {
    Error::Invalid(vec![error])
}
