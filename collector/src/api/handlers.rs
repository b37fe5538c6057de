//! One handler per route. Each handler's comment says its steps, with the status of every way out.

pub mod api;
pub mod backup;
pub mod embed;
pub mod export;
pub mod form;
pub mod health;
pub mod keys;
pub mod preview;
pub mod respondents;
pub mod response;
pub mod response_list;
pub mod responses;
pub mod restore;
pub mod session;
pub mod sites;
pub mod summary;
pub mod survey_state;
pub mod survey_versions;
pub mod surveys;
pub mod webhooks;

use std::borrow::Cow;

use crate::{
    api::http::{Body, Reply, Request},
    deletion::purge::Progress,
    store::error::Error,
};

/// Returns the JSON body of a request, of at most `max_bytes`. It reads the body now, if it is
/// still on its way.
///
/// `text/plain` counts as JSON, too: a browser sends it without asking first, and `sendBeacon` can
/// send nothing else. A body without a type counts as JSON.
async fn json_body(request: &Request, max_bytes: usize) -> Result<Cow<'_, [u8]>, Error> {
    body_of(request, &["application/json", "text/plain"], max_bytes).await
}

/// Returns the lines of JSON in a request, of at most `max_bytes`.
async fn ndjson_body(request: &Request, max_bytes: usize) -> Result<Cow<'_, [u8]>, Error> {
    body_of(request, &["application/x-ndjson", "application/json", "text/plain"], max_bytes).await
}

async fn body_of<'a>(
    request: &'a Request,
    media_types: &[&str],
    max_bytes: usize,
) -> Result<Cow<'a, [u8]>, Error> {
    let media_type = request.headers.content_type.as_deref().unwrap_or("application/json");
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    if !media_types.iter().any(|known| essence.eq_ignore_ascii_case(known)) {
        return Err(Error::MediaType);
    }
    let read = match &request.body {
        Body::Complete(bytes) if bytes.len() <= max_bytes => return Ok(Cow::Borrowed(bytes)),
        Body::Coming(coming) => coming.read(max_bytes).await,
        Body::Complete(_) | Body::TooLarge => Body::TooLarge,
        Body::CutShort => Body::CutShort,
    };
    match read {
        Body::Complete(bytes) if bytes.len() <= max_bytes => Ok(Cow::Owned(bytes)),
        Body::Complete(_) | Body::TooLarge => Err(Error::TooLarge(max_bytes)),
        Body::CutShort | Body::Coming(_) => Err(Error::CutShort),
    }
}

/// Returns the reply that tells the client the progress of a deletion: 200 if all is done,
/// otherwise 202 with the time after which to ask again.
fn deletion_progress(progress: Progress) -> Reply {
    if progress.erased.done {
        return Reply::json(200, &progress.erased);
    }
    Reply::json(202, &progress.erased).with("retry-after", progress.wait_seconds.to_string())
}
