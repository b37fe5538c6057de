//! `POST /v1/sites/{site}/respondents/delete` and `…/responses`: a respondent's responses.
//!
//! Both take the respondent in the body. In an address, an e-mail address would stand in the logs
//! of every machine on the way.

use std::collections::BTreeMap;

use domain::{ResponseId, SiteId, SurveyId};
use wire::{
    limits::RESPONSE_MAX_BYTES,
    problem::FieldError,
    respondent::{RespondentDeletion, RespondentRequest},
    responses::{ResponsePage, ResponseResource},
    site::KeyScope,
    survey::SurveyKind,
};

use crate::{
    api::{
        auth,
        handlers::json_body,
        http::{Reply, Request},
    },
    definitions,
    deletion::{
        respondent::{delete_all, found_of},
        who_keys::Found,
    },
    responses::{
        place::{Order, Place},
        show::resource,
        states,
    },
    runtime::Runtime,
    store::{
        KEYS_PER_GET, Store, budget::Budget, context::Context, error::Error,
        stored_response::StoredResponse,
    },
    text::{nfc, query::Query},
};

/// Requested action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RespondentAction {
    /// The responses.
    Show,
    /// Their deletion.
    Delete,
}

/// Deletes or shows a respondent's responses.
///
/// 1. The operator may ask, and owners with a key of the site: a write key for a deletion (401,
///    403).
/// 2. Read the respondent (415, 413, 400, 422).
/// 3. Do it, as far as one request may (503, also if there are no signing keys and too many
///    responses) → 200, for an unknown respondent, too.
///
/// # Errors
/// As listed.
pub async fn act<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
    action: RespondentAction,
) -> Result<Reply, Error> {
    // (1) Who asks.
    let needed = match action {
        RespondentAction::Show => KeyScope::Read,
        RespondentAction::Delete => KeyScope::Write,
    };
    auth::owner(request, context, site, needed).await?;
    Query::parse(&request.query).only(&[])?;
    // (2) Read.
    let body = json_body(request, RESPONSE_MAX_BYTES).await?;
    let asked = RespondentRequest::parse(&body, action == RespondentAction::Show)?;
    // (3) Do.
    match action {
        RespondentAction::Show => {
            let cursor = asked.cursor.as_deref().map(read_cursor).transpose()?;
            let page = page(context, site, &asked.respondent, cursor).await?;
            Ok(Reply::json(200, &page))
        }
        RespondentAction::Delete => {
            let done = delete_all(context, site, &asked.respondent, Budget::RESPONDENT).await?;
            let done = RespondentDeletion { deleted: done.deleted, done: done.is_done };
            Ok(Reply::json(200, &done))
        }
    }
}

/// Returns up to a hundred responses, in the order of surveys and then of time.
async fn page<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    named: &str,
    cursor: Option<(SurveyId, Place)>,
) -> Result<ResponsePage, Error> {
    let found = found_of(context, site, named, Budget::RESPONDENT).await?;
    let position = |found: &Found| (found.survey.clone(), Place::of(found.id));
    let mut rest = found
        .into_iter()
        .filter(|found| cursor.as_ref().is_none_or(|cursor| position(found) >= *cursor));
    let page: Vec<Found> = rest.by_ref().take(KEYS_PER_GET).collect();
    let next = rest.next().map(|found| {
        let (survey, place) = position(&found);
        format!("{survey}.{}", place.cursor(Order::Oldest))
    });
    let responses = page.iter().map(|found| (site, &found.survey, found.id));
    let states = states::read(context.store, responses).await?;
    let mut kinds: BTreeMap<SurveyId, SurveyKind> = BTreeMap::new();
    let mut responses = Vec::new();
    for (found, states) in page.into_iter().zip(states) {
        let Some(value) = states.newest() else { continue };
        let Found { survey, id, .. } = found;
        let kind = match kinds.get(&survey) {
            Some(kind) => kind.clone(),
            None => definitions::survey(context, site, &survey).await?.definition.kind.clone(),
        };
        responses.extend(theirs(named, &survey, &kind, id, value));
        kinds.insert(survey, kind);
    }
    Ok(ResponsePage { items: responses, next })
}

/// Returns the response as it is shown, if its newest state still names the respondent.
fn theirs(
    named: &str,
    survey: &SurveyId,
    kind: &SurveyKind,
    id: ResponseId,
    value: &str,
) -> Option<ResponseResource> {
    let stored = StoredResponse::decode(value)?;
    let is_theirs = stored.respondent.as_deref().is_some_and(|it| nfc::is_same(it, named));
    if is_theirs { resource(survey, kind, id, &stored) } else { None }
}

fn read_cursor(text: &str) -> Result<(SurveyId, Place), Error> {
    let read = || {
        let (survey, place) = text.split_once('.')?;
        Some((SurveyId::parse(survey).ok()?, Place::of_cursor(place, Order::Oldest)?))
    };
    read().ok_or_else(|| {
        Error::Invalid(vec![FieldError {
            pointer: "/cursor".to_owned(),
            detail: "is not allowed".to_owned(),
            allowed: "what the reply before gave as next".to_owned(),
        }])
    })
}
