//! `POST /v1/responses`: one visitor's response.

use domain::{Instant, ResponseId, Score};
use wire::{
    limits::{ID_MAX_AGE_MS, ID_MAX_AHEAD_MS, RESPONSE_MAX_BYTES},
    response::{Draft, Response, ResponseTaken},
    site::SiteDefinition,
};

use crate::{
    api::{
        answer::Answer,
        handlers::json_body,
        http::{Reply, Request},
        limits::{self, Counted},
    },
    definitions::searchers,
    deletion::{hashes::Hashes, who_keys},
    rollups,
    runtime::Runtime,
    store::{
        Entry, Store,
        cache::SiteWebhooks,
        context::Context,
        error::Error,
        keys::{Rank, WhoKey},
        stored_response::{Metadata, StoredResponse},
    },
    text::scrub,
    webhooks,
};

/// Takes a response.
///
/// 1. Count the request by its address (429), read the body (type → 415, size → 413, not JSON →
///    400, a bad field → 422).
/// 2. Look up the site and the survey, mostly in memory (404; too many unknown ones from one
///    address → 429; store away and nothing remembered → 503), and count the request by its site
///    (429).
/// 3. Check the origin, if the owner lists any (403).
/// 4. Check the score or the ratings against the survey's scale (422).
/// 5. Check the id's time against this clock (422 `clock-skew` with the clock).
/// 6. Count the writes that it takes beyond the first, by address and by site (429).
/// 7. Scrub the comment, if the owner wants it, and write the whole response under the one key that
///    id and rank name (store away after some attempts → 503). If the response comes late, write a
///    dirty mark before it; if the page named its visitor, a `who:` key.
/// 8. Put an event into the outbox for each webhook that takes it (503) → 201.
///
/// Nothing is stored before step 7, and a response is one write: it is stored whole or not at all.
/// If step 8 fails, the response does not get its 201, and the sender's repeat does both steps
/// again. A repeat writes the same key again and gets the same reply. An older state has another
/// key and overwrites nothing ([`crate::responses::states`]). The handler does not read the key
/// first: KV remembers for a minute that a key was not there.
///
/// A paused survey still takes responses that are on their way.
///
/// # Errors
/// As listed.
pub async fn take<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
) -> Result<Answer, Error> {
    // (1) Read.
    limits::visitor(request, context, Counted::Responses).await?;
    let draft = Draft::parse(&json_body(request, RESPONSE_MAX_BYTES).await?)?;
    // (2) Look up.
    let (site, survey) =
        searchers::site_and_survey(request.headers.address, context, draft.site(), draft.survey())
            .await?;
    let webhooks = webhooks::of_site::known(context, draft.site()).await?;
    limits::site(context, Counted::Responses, draft.site()).await?;
    // (3) Origin.
    if !takes_from(&site.definition, request.headers.origin.as_deref()) {
        return Err(Error::OriginNotAllowed);
    }
    // (4) Scale.
    let mut response = draft.on(&survey.definition.kind)?;
    // (5) Time.
    if !is_timely(response.id, context.now) {
        return Err(Error::ClockSkew { now: context.now });
    }
    // (6) Count the writes.
    let n_writes = further_writes(context, &webhooks, &response);
    limits::writes(request, context, &response.site, n_writes).await?;
    // (7) Write.
    if site.definition.scrub_comments {
        response.comment = response.comment.map(|comment| scrub::comment(&comment));
    }
    let stored = StoredResponse::of(&response, context.now);
    let value = stored.encode();
    let metadata = Metadata::of(&response).encode();
    let expires_unix_s = site
        .definition
        .retention_days
        .map(|days| rollups::write::expires_unix_s(response.id, days, context.now));
    let entry = Entry { value: &value, metadata: Some(&metadata), expires_unix_s };
    let Response { site, survey, id, .. } = &response;
    if let Some(respondent) = &response.respondent {
        // The `who:` key is written first, so that no response is ever without it.
        let respondent = Hashes::of(context.runtime).newest(site, respondent);
        let who = WhoKey { site: site.clone(), respondent, survey: survey.clone(), id: *id };
        who_keys::write_who_key(context, &who, expires_unix_s).await?;
    }
    let rank = Rank::of(response.finished, response.comment.is_some());
    rollups::write::put_response(context, site, survey, (*id, rank), entry).await?;
    // (8) Tell.
    let due = webhooks::of_response::put(context, &webhooks, &response, expires_unix_s).await?;
    let reply = Reply::json(201, &ResponseTaken { id: &stored.id });
    Ok(Answer { due, ..Answer::from(reply) })
}

/// Returns the number of writes that a response takes beyond its own: a dirty mark, a `who:` key,
/// and an event for each webhook that takes it, or one event for all while the webhooks are not
/// known.
fn further_writes<S, R: Runtime>(
    context: &Context<'_, S, R>,
    webhooks: &SiteWebhooks,
    response: &Response,
) -> u32 {
    let Response { site, survey, id, .. } = response;
    let marks = rollups::write::marks_needed(context, site, survey, *id);
    let events = match webhooks.are_known() {
        true => webhooks.taking(survey, response.score().map(Score::group)).map(|_| 1).sum::<u32>(),
        false => 1,
    };
    marks + u32::from(response.respondent.is_some()) + events
}

/// True if a site takes responses from that origin. A list of origins excludes all others: a
/// request without an origin comes from no page, and `null` could be any page.
fn takes_from(site: &SiteDefinition, origin: Option<&str>) -> bool {
    site.origins.is_empty()
        || origin.is_some_and(|origin| site.origins.iter().any(|listed| listed == origin))
}

/// True if an id's time lies in [now − 8 days, now + 5 minutes].
fn is_timely(id: ResponseId, now: Instant) -> bool {
    (now.plus_ms(-ID_MAX_AGE_MS)..=now.plus_ms(ID_MAX_AHEAD_MS)).contains(&id.instant())
}
