//! `GET /v1/sites/{site}/backup`: all of a site as NDJSON.

use domain::SiteId;
use wire::problem::FieldError;

use crate::{
    api::{
        answer::Answer,
        auth,
        handlers::{
            export::{NDJSON, link},
            response_list::read_limit,
        },
        http::Request,
        streamed::Streamed,
    },
    backup::{Backup, BackupCursor, definitions},
    deletion::tombstones,
    responses::{
        export::{PIECE, PIECE_MAX},
        filter::read,
    },
    runtime::Runtime,
    store::{Store, context::Context, error::Error},
    text::query::Query,
};

/// Replies with the lines of a backup ([`crate::backup`]).
///
/// 1. Only the operator may: hashes of keys are in it (401, 403).
/// 2. Read cursor and limit (422).
/// 3. Read the definitions and the tombstones (404, 503). With a cursor they were in an earlier
///    piece.
/// 4. List what this piece holds (503) → 200, with a `Link` to the next piece if there is one.
///
/// # Errors
/// As listed.
pub async fn show<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Answer, Error> {
    // (1) Who.
    auth::operator(request, context)?;
    // (2) Read.
    let query = Query::parse(&request.query);
    query.only(&["cursor", "limit"])?;
    let limit = read_limit(&query, PIECE_MAX)?.unwrap_or(PIECE);
    let mut errors: Vec<FieldError> = Vec::new();
    let allowed = "what an earlier piece gave as the next cursor";
    let cursor = read(&query, "cursor", allowed, &mut errors, BackupCursor::parse);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    // (3) Definitions.
    let (text, surveys) = definitions(context, site).await?;
    let head = match cursor {
        None => text + &tombstones::lines(context.store, site).await?,
        Some(_) => String::new(),
    };
    // (4) List.
    let backup = Backup::list(context, site, &surveys, (head, cursor), limit).await?;
    let link = backup.next_cursor().map(|next| link(request, next));
    let answer = Answer::streamed(NDJSON, Streamed::Backup(Box::new(backup)))
        .with("content-disposition", format!("attachment; filename=\"{site}-backup.ndjson\""));
    Ok(match link {
        Some(link) => answer.with("link", link),
        None => answer,
    })
}
