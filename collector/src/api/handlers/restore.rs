//! `POST /v1/sites/{site}/restore`: lines of a backup, written again.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Hour, Instant, ResponseId, SiteId, SurveyId, WebhookId};
use wire::{
    backup::Restored,
    limits::{ID_MAX_AHEAD_MS, RESTORE_MAX_BYTES, WEBHOOKS_MAX},
    problem::FieldError,
    response::Response,
    survey::SurveyKind,
};

use crate::{
    api::{
        auth,
        handlers::{ndjson_body, sites::is_being_purged},
        http::{Reply, Request},
    },
    backup::{
        conflicts::{Lines, keys_are_free, last_of_each, none_is_ahead, surveys_have_room},
        line::{Line, ResponseLine, named, read},
        tombstones,
    },
    definitions::{self, gates, owner_keys, unknown},
    deletion::{hashes::Hashes, who_keys::write_who_key},
    rollups::{
        plan::DAYS_BEFORE,
        write::{Restorable, put_responses},
    },
    runtime::Runtime,
    store::{
        Entry, Store,
        cache::{Name, Register},
        context::Context,
        day::Day,
        error::Error,
        keys::{Key, Rank, WhoKey},
        records::{SurveyRecord, decode, encode},
        retry,
        stored_response::{Metadata, StoredResponse},
    },
    text::query::Query,
    webhooks::{
        destination::{self, Destination},
        of_site,
        record::HookRecord,
    },
};

/// A response that is about to be written.
struct Kept {
    response: Response,
    received: Instant,
    expires_unix_s: Option<i64>,
}

/// Properties of a survey that restoring its responses needs.
#[derive(Clone)]
struct Scale {
    kind: SurveyKind,
    /// No summary looks for responses of earlier days.
    first_day: Day,
}

/// Restores lines of a backup, in any number of requests, in order. Any line may be sent again.
///
/// 1. Only the operator may ask (401, 403).
/// 2. Read and check every line (415, 413, 400, 422). A response's id may be as old as it likes.
/// 3. Check responses against their surveys (404, 409, 422, 503); leave out those that were erased
///    after they had been taken ([`crate::deletion::tombstones`]).
/// 4. Check keys (another site's → 422), webhooks (their addresses → 422), and that there is room
///    for all of them and for the surveys (409, 503).
/// 5. Write site, keys, webhooks, surveys and the gate (being deleted → 409). Then write tombstones
///    and erase the responses that they name. Then write responses with `who:` keys and dirty marks
///    (503) → 200.
///
/// The handler writes nothing before all lines are good. If a request fails half-way, the next
/// attempt writes the same keys again.
///
/// # Errors
/// As listed.
pub async fn take<S: Store, R: Runtime>(
    request: &Request,
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<Reply, Error> {
    // (1) Who.
    auth::operator(request, context)?;
    Query::parse(&request.query).only(&[])?;
    // (2) Read.
    let body = ndjson_body(request, RESTORE_MAX_BYTES).await?;
    let body = core::str::from_utf8(&body).map_err(|error| Error::NotJson(error.to_string()))?;
    let lines = last_of_each(read(site, body)?)?;
    none_is_ahead(&lines, context.now)?;
    // (3) Check.
    let known = tombstones::known(context, site, &lines).await?;
    let mut scales = scales_of(&lines)?;
    let mut responses = Vec::new();
    let mut restored = Restored::default();
    for (number, line) in &lines {
        if let Line::Response(line) = line {
            let scale = scale(context, site, line.draft.survey(), &mut scales).await?;
            match check(line, &scale, context.now) {
                Ok(Some(_)) if known.has(site, line) => restored.erased += 1,
                Ok(Some(kept)) => responses.push(kept),
                Ok(None) => restored.expired += 1,
                Err(errors) => return Err(Error::Invalid(named(*number, errors).collect())),
            }
        }
    }
    // (4) Check the rest.
    let mut revoked = keys_are_free(context, site, &lines).await?;
    revoked.extend(lines.iter().filter_map(|(_, line)| match line {
        Line::Revoked(id) => Some(id.clone()),
        _ => None,
    }));
    surveys_have_room(context, site, &lines).await?;
    let webhooks = check_webhooks(context, site, &lines).await?;
    // (5) Write.
    if is_being_purged(context, site).await? {
        return Err(Error::BeingDeleted);
    }
    if lines.iter().any(|(_, line)| matches!(line, Line::Webhook(..))) {
        // Once for all of them: KV takes one write of a key a second.
        of_site::mark(context, site).await?;
    }
    let mut surveys: BTreeSet<SurveyId> = BTreeSet::new();
    for (_, line) in lines {
        if let Line::Newest(survey, _) = &line {
            surveys.insert(survey.clone());
        }
        let is_written = match line {
            Line::Key(id, _) if revoked.contains(&id) => {
                restored.revoked += 1;
                false
            }
            Line::Revoked(id) => {
                owner_keys::revoke(context, site, &id).await?;
                false
            }
            Line::Webhook(webhook, record) => {
                let changed_ms = webhooks.get(&webhook).copied();
                write_webhook(context, site, &webhook, &record, changed_ms).await?
            }
            line => write_definition(context, site, line).await?,
        };
        restored.definitions += u64::from(is_written);
    }
    if restored.definitions > 0 {
        write_gate(context, site, surveys).await?;
    }
    known.erase(context, site).await?;
    restored.responses = write_responses(context, site, responses).await?;
    Ok(Reply::json(200, &restored))
}

/// Returns the kinds and first days of surveys, from the versions among the lines.
fn scales_of(lines: &Lines) -> Result<BTreeMap<SurveyId, Scale>, Error> {
    let mut scales: BTreeMap<SurveyId, Scale> = BTreeMap::new();
    for (_, line) in lines {
        let Line::Version(survey, record) = line else { continue };
        let of_line = Scale::of(record);
        let first_day = of_line.first_day;
        let scale = scales.entry(survey.clone()).or_insert_with(|| of_line.clone());
        definitions::is_same_metric(&scale.kind, &of_line.kind)?;
        scale.first_day = scale.first_day.min(first_day);
    }
    Ok(scales)
}

impl Scale {
    fn of(record: &SurveyRecord) -> Scale {
        let made = Instant::from_unix_ms(record.changed_ms);
        Scale { kind: record.definition.kind.clone(), first_day: Day::of(made).plus(-DAYS_BEFORE) }
    }
}

/// Returns the scale of a survey, from this request or an earlier one.
async fn scale<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
    scales: &mut BTreeMap<SurveyId, Scale>,
) -> Result<Scale, Error> {
    if let Some(scale) = scales.get(survey) {
        return Ok(scale.clone());
    }
    let text = context.store.get(&Key::survey_version(site, survey, 1)).await?;
    let record: SurveyRecord = decode(&text.ok_or(Error::UnknownSurvey)?)?;
    let scale = Scale::of(&record);
    scales.insert(survey.clone(), scale.clone());
    Ok(scale)
}

/// Returns the response, if it fits its survey; `None` if it has expired or is about to.
fn check(
    line: &ResponseLine,
    scale: &Scale,
    now: Instant,
) -> Result<Option<Kept>, Vec<FieldError>> {
    let given = line.id().instant();
    let wrong = |allowed: &str| {
        vec![FieldError {
            pointer: "/response/id".to_owned(),
            detail: "is of a time that is not allowed".to_owned(),
            allowed: allowed.to_owned(),
        }]
    };
    if given > now.plus_ms(ID_MAX_AHEAD_MS) {
        return Err(wrong("a time that is not ahead of now"));
    }
    if Day::of(given) < scale.first_day {
        return Err(wrong("a time since the survey was made; restore the survey's versions first"));
    }
    // KV takes no expiration that is nearer than a minute.
    let soon_s = now.unix_ms().div_euclid(1_000).saturating_add(120);
    if line.expires_unix_s.is_some_and(|at_s| at_s < soon_s) {
        return Ok(None);
    }
    let response = line.draft.clone().on(&scale.kind);
    let response = response.map_err(|unreadable| match unreadable {
        wire::fields::Unreadable::Invalid(errors) => errors
            .into_iter()
            .map(|error| FieldError { pointer: format!("/response{}", error.pointer), ..error })
            .collect(),
        wire::fields::Unreadable::NotJson(_) => Vec::new(),
    })?;
    let (received, expires_unix_s) = (line.received, line.expires_unix_s);
    Ok(Some(Kept { response, received, expires_unix_s }))
}

/// Checks webhooks as those of an owner's own request: the collector may call their addresses, and
/// there are not too many. Returns the stored webhooks, with the time of their last change; none if
/// no line is about a webhook.
async fn check_webhooks<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    lines: &Lines,
) -> Result<BTreeMap<WebhookId, i64>, Error> {
    let allow_private = context.runtime.webhook_settings().allow_private;
    let mut webhooks: BTreeSet<WebhookId> = BTreeSet::new();
    let mut errors = Vec::new();
    for (number, line) in lines {
        let Line::Webhook(webhook, record) = line else { continue };
        if Destination::parse(&record.definition.url, allow_private).is_none() {
            errors.extend(named(*number, vec![destination::refusal("/record/definition/url")]));
        }
        webhooks.insert(webhook.clone());
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    if webhooks.is_empty() {
        return Ok(BTreeMap::new());
    }
    // Listed rather than read: a key that was read in vain may stay invisible for a minute.
    let stored = of_site::stored(context, site).await?.into_iter();
    let stored: BTreeMap<WebhookId, i64> =
        stored.map(|(webhook, record)| (webhook, record.changed_ms)).collect();
    webhooks.extend(stored.keys().cloned());
    if webhooks.len() > WEBHOOKS_MAX { Err(Error::TooManyWebhooks) } else { Ok(stored) }
}

/// Writes a line that is neither response nor webhook. Returns true if there was anything to write.
async fn write_definition<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    line: Line,
) -> Result<bool, Error> {
    let (key, text) = match line {
        Line::Frame
        | Line::Revoked(_)
        | Line::Response(_)
        | Line::Forgotten(..)
        | Line::Deleted(..)
        | Line::Webhook(..) => return Ok(false),
        Line::Site(record) => {
            let text = encode(&record);
            context.cache.sites.put(site.clone(), record, context.now);
            unknown::made(context, &Name::Site(site.clone()), &Register::Sites);
            (Key::site(site), text)
        }
        Line::Key(id, record) => {
            // In this order, as for a new key: none is ever without its place in the list.
            let listed = Key::owner_key_of(site, &id);
            retry::put(context.store, context.runtime, &listed, Entry::of("")).await?;
            unknown::made(context, &Name::Key(id.clone()), &Register::Keys(site.clone()));
            (Key::owner_key(&id), encode(&record))
        }
        Line::Version(survey, record) => {
            (Key::survey_version(site, &survey, record.version), encode(&record))
        }
        Line::Newest(survey, record) => {
            if record.purged_ms.is_some() {
                return Ok(false);
            }
            let stored = definitions::stored_survey(context, site, &survey).await?;
            if let Some(stored) = stored.filter(|stored| !stored.is_free(context.now)) {
                if stored.is_purging {
                    return Err(Error::BeingDeleted);
                }
                definitions::is_same_metric(&stored.definition.kind, &record.definition.kind)?;
                if stored.version > record.version {
                    return Ok(false);
                }
            }
            let text = encode(&record);
            let key = Key::survey(site, &survey);
            let name = Name::Survey(site.clone(), survey.clone());
            unknown::made(context, &name, &Register::Surveys(site.clone()));
            context.cache.surveys.put((site.clone(), survey), record, context.now);
            (key, text)
        }
    };
    retry::put(context.store, context.runtime, &key, Entry::of(&text)).await?;
    Ok(true)
}

/// Writes a webhook, unless the stored one was changed later: a secret that was renewed meanwhile
/// stays. Returns true if it was written.
async fn write_webhook<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    webhook: &WebhookId,
    record: &HookRecord,
    stored_changed_ms: Option<i64>,
) -> Result<bool, Error> {
    if stored_changed_ms.is_some_and(|stored_ms| stored_ms > record.changed_ms) {
        return Ok(false);
    }
    of_site::write(context, site, webhook, record).await?;
    Ok(true)
}

/// Compiles the site's gate anew. If the site's definition is not restored yet, a later request
/// does it.
async fn write_gate<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    restored: BTreeSet<SurveyId>,
) -> Result<(), Error> {
    let record = match definitions::site(context, site).await {
        Ok(record) => record,
        Err(Error::UnknownSite) => return Ok(()),
        Err(error) => return Err(error),
    };
    let mut surveys = gates::survey_ids(context, site).await?;
    // A list may lag behind what was just written.
    surveys.extend(restored);
    gates::refresh(context, site, &record, surveys, None).await
}

/// Writes responses by surveys and hours: one mark goes before all of an hour.
async fn write_responses<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    responses: Vec<Kept>,
) -> Result<u64, Error> {
    let mut by_hour: BTreeMap<(SurveyId, Hour), Vec<Kept>> = BTreeMap::new();
    let mut n = 0;
    for kept in responses {
        let hour = kept.response.id.instant().hour();
        by_hour.entry((kept.response.survey.clone(), hour)).or_default().push(kept);
    }
    let hashes = Hashes::of(context.runtime);
    for ((survey, _), kept) in by_hour {
        let mut entries: Vec<Restorable> = Vec::new();
        for kept in &kept {
            let id: ResponseId = kept.response.id;
            if let Some(respondent) = &kept.response.respondent {
                let respondent = hashes.newest(site, respondent);
                let who = WhoKey { site: site.clone(), respondent, survey: survey.clone(), id };
                write_who_key(context, &who, kept.expires_unix_s).await?;
            }
            let value = StoredResponse::of(&kept.response, kept.received).encode();
            let metadata = Metadata::of(&kept.response).encode();
            let rank = Rank::of(kept.response.finished, kept.response.comment.is_some());
            let expires_unix_s = kept.expires_unix_s;
            entries.push(Restorable { id, rank, value, metadata, expires_unix_s });
        }
        put_responses(context, site, &survey, &entries).await?;
        n += u64::try_from(entries.len()).unwrap_or(0);
    }
    Ok(n)
}
