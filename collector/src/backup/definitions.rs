//! The lines of a backup that come before the responses: site, keys, webhooks, surveys.

use std::collections::BTreeMap;

use domain::{Instant, SiteId, SurveyId};
use serde::Serialize;
use wire::backup::{FORMAT, FirstLine};

use crate::{
    definitions::owner_keys,
    rollups::plan::DAYS_BEFORE,
    store::{
        KEYS_PER_GET, Store,
        context::Context,
        day::Day,
        error::Error,
        keys::{Key, KeyId, Prefix, listed_owner_key, listed_survey, listed_survey_version},
        lists,
        records::{KeyRecord, SiteRecord, SurveyRecord, decode},
    },
    text::json,
    webhooks::{of_site, record::HookRecord},
};

#[derive(Serialize)]
struct SiteLine<'a> {
    site: &'a SiteRecord,
}

#[derive(Serialize)]
struct KeyLine<'a> {
    key: String,
    record: &'a KeyRecord,
}

#[derive(Serialize)]
struct RevokedLine {
    revoked: String,
}

#[derive(Serialize)]
struct WebhookLine<'a> {
    webhook: &'a str,
    record: &'a HookRecord,
}

#[derive(Serialize)]
struct VersionLine<'a> {
    survey: &'a str,
    version: &'a SurveyRecord,
}

#[derive(Serialize)]
struct NewestLine<'a> {
    survey: &'a str,
    newest: &'a SurveyRecord,
}

/// Returns the lines, and all surveys with the first day on which each can have a response.
///
/// # Errors
/// [`Error::UnknownSite`], or that of the store.
pub async fn definitions<S: Store, R>(
    context: &Context<'_, S, R>,
    site: &SiteId,
) -> Result<(String, Vec<(SurveyId, Day)>), Error> {
    let mut text = String::new();
    let first =
        FirstLine { hearby: "backup".to_owned(), format: FORMAT, of_site: site.to_string() };
    json::add_line(&mut text, &first);
    let record = context.store.get(&Key::site(site)).await?.ok_or(Error::UnknownSite)?;
    let record: SiteRecord = decode(&record)?;
    json::add_line(&mut text, &SiteLine { site: &record });
    keys(context.store, site, &mut text).await?;
    for id in owner_keys::revoked(context, site).await? {
        json::add_line(&mut text, &RevokedLine { revoked: id.to_string() });
    }
    for (webhook, record) in of_site::stored(context, site).await? {
        json::add_line(&mut text, &WebhookLine { webhook: webhook.as_str(), record: &record });
    }
    let surveys = surveys(context.store, site, &mut text).await?;
    Ok((text, surveys))
}

/// Adds every key of the site.
async fn keys<S: Store>(store: &S, site: &SiteId, text: &mut String) -> Result<(), Error> {
    let ids: Vec<KeyId> =
        lists::names(store, &Prefix::owner_keys_of(site), listed_owner_key).await?;
    for ids in ids.chunks(KEYS_PER_GET) {
        let keys: Vec<Key> = ids.iter().map(Key::owner_key).collect();
        for (id, value) in ids.iter().zip(store.get_many(&keys).await?) {
            let Some(value) = value else { continue };
            let record: KeyRecord = decode(&value)?;
            if record.is_of(site) {
                json::add_line(text, &KeyLine { key: id.to_string(), record: &record });
            }
        }
    }
    Ok(())
}

/// Adds every version of every survey, and the newest of each again: it may have been deleted
/// since.
async fn surveys<S: Store>(
    store: &S,
    site: &SiteId,
    text: &mut String,
) -> Result<Vec<(SurveyId, Day)>, Error> {
    let of_version = |name: &str| {
        let newest = listed_survey(site, name).map(|survey| (survey, None));
        newest.or_else(|| listed_survey_version(site, name).map(|(s, version)| (s, Some(version))))
    };
    let mut found: Vec<_> = lists::names(store, &Prefix::surveys(site), of_version).await?;
    // For each survey first its versions in their order, then the newest.
    found.sort_by_key(|(survey, version)| (survey.clone(), version.unwrap_or(u32::MAX)));
    let mut first_days: BTreeMap<SurveyId, Day> = BTreeMap::new();
    for found in found.chunks(KEYS_PER_GET) {
        let key = |(survey, version): &(SurveyId, Option<u32>)| match version {
            Some(version) => Key::survey_version(site, survey, *version),
            None => Key::survey(site, survey),
        };
        let keys: Vec<Key> = found.iter().map(key).collect();
        for ((survey, version), value) in found.iter().zip(store.get_many(&keys).await?) {
            let Some(value) = value else { continue };
            let record: SurveyRecord = decode(&value)?;
            let made = Day::of(Instant::from_unix_ms(record.changed_ms)).plus(-DAYS_BEFORE);
            let first = first_days.entry(survey.clone()).or_insert(made);
            *first = made.min(*first);
            let survey = survey.as_str();
            match version {
                Some(_) => json::add_line(text, &VersionLine { survey, version: &record }),
                None => json::add_line(text, &NewestLine { survey, newest: &record }),
            }
        }
    }
    Ok(first_days.into_iter().collect())
}
