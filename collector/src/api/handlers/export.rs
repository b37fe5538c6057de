//! `GET …/surveys/{survey}/export.csv` and `export.ndjson`: responses as a file.

use domain::{SiteId, SurveyId};
use wire::site::KeyScope;

use crate::{
    api::{
        answer::Answer,
        auth,
        handlers::response_list::{read_cursor, read_limit, read_places},
        http::Request,
        streamed::Streamed,
    },
    definitions,
    responses::{
        export::{Export, Format, PIECE, PIECE_MAX, Piece},
        filter::{Filter, PARAMETERS},
        place::Order,
        walk::Walk,
    },
    rollups::listing::Scope,
    runtime::Runtime,
    store::{Store, budget::Budget, context::Context, error::Error},
    text::query::Query,
};

/// The media type of lines of JSON. Without its charset some readers take it for Latin-1.
pub(super) const NDJSON: &str = "application/x-ndjson; charset=utf-8";

/// The files that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileType {
    /// RFC 4180.
    Csv,
    /// A JSON object a line.
    Ndjson,
}

/// Replies with a file of responses, the oldest first.
///
/// 1. The operator may ask, and owners with a key of the site (401, 403).
/// 2. Read the parameters (422).
/// 3. Look up the survey (404, 503); read the filter and the period (422).
/// 4. List what this piece holds (503) → 200, with a `Link` to the next piece if there is one.
///
/// # Errors
/// As listed.
pub async fn show<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
    file_type: FileType,
) -> Result<Answer, Error> {
    // (1) Who.
    auth::owner(request, context, site, KeyScope::Read).await?;
    // (2) Read.
    let query = Query::parse(&request.query);
    let others = ["from", "to", "tz", "limit", "cursor", "bom"];
    let others = if file_type == FileType::Csv { &others[..] } else { &others[..5] };
    query.only(&[&PARAMETERS[..], others].concat())?;
    let cursor = read_cursor(&query, Order::Oldest)?;
    let limit = read_limit(&query, PIECE_MAX)?.unwrap_or(PIECE);
    let format = match file_type {
        FileType::Csv => {
            // Pieces one after the other are one file: the first alone has what stands at its top.
            let is_first = cursor.is_none();
            Format::Csv { has_bom: is_first && query.flag("bom")?, has_header: is_first }
        }
        FileType::Ndjson => Format::Ndjson,
    };
    // (3) Look up.
    let record = definitions::survey(context, site, survey).await?;
    let kind = &record.definition.kind;
    let filter = Filter::read(&query, kind, &record.definition.attributes)?;
    let scope = Scope { site, survey, kind, attributes: &[] };
    let (first, last) = read_places(&query, context, scope).await?;
    // (4) List.
    let start = cursor.map_or(first, |cursor| cursor.max(first));
    let walk = Walk::new((site.clone(), survey.clone()), Order::Oldest, (start, last), context.now);
    let mut budget = if filter.is_empty() { Budget::PIECE } else { Budget::FILTERED_PIECE };
    let piece = Piece::list(context.store, walk, (limit, filter), &mut budget).await?;
    let media_type = match format {
        Format::Csv { has_header: true, .. } => "text/csv; charset=utf-8; header=present",
        Format::Csv { .. } => "text/csv; charset=utf-8; header=absent",
        Format::Ndjson => NDJSON,
    };
    let extension = if file_type == FileType::Csv { "csv" } else { "ndjson" };
    let link = piece.next.as_deref().map(|next| link(request, next));
    let export = Export::new(survey.clone(), kind.clone(), format, piece);
    let answer = Answer::streamed(media_type, Streamed::Export(Box::new(export))).with(
        "content-disposition",
        format!("attachment; filename=\"{site}-{survey}.{extension}\""),
    );
    Ok(match link {
        Some(link) => answer.with("link", link),
        None => answer,
    })
}

/// RFC 8288: the same address with another cursor.
pub(super) fn link(request: &Request, next: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(request.query.as_bytes()) {
        if name != "cursor" {
            query.append_pair(&name, &value);
        }
    }
    query.append_pair("cursor", next);
    format!("<{}?{}>; rel=\"next\"", request.path, query.finish())
}
