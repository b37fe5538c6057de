//! Finds a respondent's responses without signing keys, by reading every response of the site.

use std::collections::BTreeSet;

use domain::{ResponseId, SiteId, SurveyId};

use crate::{
    definitions::gates,
    deletion::{
        hashes::Hashes,
        who_keys::{Found, who_keys_there},
    },
    runtime::Runtime,
    store::{
        KEYS_PER_GET, Store,
        budget::Budget,
        context::Context,
        error::Error,
        keys::{Key, Prefix, RespondentHash, listed_response},
        lists::Pages,
        stored_response::StoredResponse,
    },
    text::nfc::is_same,
};

/// Returns the responses that name a respondent, with the hashes of the `who:` keys that lead to
/// them; and false if the budget ran out before the last response of the site was read.
///
/// The collector can't tell whether the deployment once had signing keys or never had any, so no
/// `who:` key is trusted here.
///
/// # Errors
/// The store's own error.
pub(super) async fn found_by_reading<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    named: &str,
    budget: &mut Budget,
) -> Result<(Vec<Found>, bool), Error> {
    let mut ids: BTreeSet<(SurveyId, ResponseId)> = BTreeSet::new();
    let mut is_all = true;
    'surveys: for survey in gates::survey_ids(context, site).await? {
        let prefix = Prefix::responses(site, &survey, "");
        let mut pages = Pages::of(context.store, &prefix);
        while let Some(keys) = pages.next_within(budget).await? {
            budget.take_keys(keys.len());
            for keys in keys.chunks(KEYS_PER_GET) {
                if !budget.take_operation() {
                    is_all = false;
                    break 'surveys;
                }
                let read: Vec<Key> = keys.iter().map(|key| Key::listed(&key.name)).collect();
                let values = context.store.get_many(&read).await?;
                for (key, value) in keys.iter().zip(values) {
                    let is_theirs = value.as_deref().is_some_and(|value| names(value, named));
                    if let Some((id, _)) = listed_response(&key.name).filter(|_| is_theirs) {
                        ids.insert((survey.clone(), id));
                    }
                }
            }
        }
        if !pages.is_through() {
            is_all = false;
            break;
        }
    }
    let ids: Vec<(SurveyId, ResponseId)> = ids.into_iter().collect();
    let all: Vec<RespondentHash> = Hashes::of(context.runtime).all(site, named);
    let responses: Vec<_> = ids.iter().map(|(survey, id)| (survey, *id, &all)).collect();
    let there = who_keys_there(context.store, site, &responses).await?;
    let found = ids.iter().zip(there);
    let found = found
        .map(|((survey, id), hashes)| Found { survey: survey.clone(), id: *id, hashes })
        .collect();
    Ok((found, is_all))
}

fn names(value: &str, named: &str) -> bool {
    let stored = StoredResponse::decode(value);
    stored.is_some_and(|stored| is_named(stored.respondent.as_deref(), named))
}

/// True if a response's respondent has the name `named`, however the letters were composed.
pub(super) fn is_named(respondent: Option<&str>, named: &str) -> bool {
    respondent.is_some_and(|respondent| is_same(respondent, named))
}
