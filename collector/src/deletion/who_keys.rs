//! Links from respondents to their responses, so that somebody's responses can be shown and
//! deleted.
//!
//! A response whose page named its visitor comes with a second key, its `who:` key, which leads
//! from the respondent to the response. The `who:` key is written first, so that no response is
//! ever without one, wherever the collector dies.
//!
//! **When does a `who:` key go away?** Not with its response. The same response may be on its way
//! in once more (a comment, a retry), past the writing of its `who:` key and before its own: a
//! `who:` key taken away just then would leave a response that nobody finds. So it stays until its
//! id is so old that it is refused ([`is_final`]), and a note (`erased:`) reminds the cron of it
//! until then. A `who:` key without a response leads nowhere and does no harm.

use std::collections::BTreeMap;

use domain::{HOUR_MS, Instant, ResponseId, SiteId, SurveyId};
use wire::limits::ID_MAX_AGE_MS;

use crate::{
    deletion::hashes::Hashes,
    responses::states::{self, RESPONSES_PER_GET},
    runtime::Runtime,
    store::{
        Entry, KEYS_PER_GET, Store,
        budget::Budget,
        context::Context,
        error::Error,
        keys::{Key, Prefix, RespondentHash, WhoKey, listed_response, listed_who},
        lists::Pages,
        retry,
        stored_response::StoredResponse,
    },
};

/// A response that may be a respondent's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The survey that was answered.
    pub survey: SurveyId,
    /// The response's id.
    pub id: ResponseId,
    /// Hashes under which a `who:` key leads to it: more than one after a change of signing keys.
    pub hashes: Vec<RespondentHash>,
}

/// After its id is refused for age, a write that was let in just before may go on for a while, on a
/// clock of its own. A minute or two would do.
const FINAL_AFTER_MS: i64 = ID_MAX_AGE_MS + HOUR_MS;

/// True if no write of that id is under way any more, nor ever comes; restored backups aside.
#[must_use]
pub const fn is_final(id: ResponseId, now: Instant) -> bool {
    now.unix_ms() > id.instant().plus_ms(FINAL_AFTER_MS).unix_ms()
}

/// Writes a `who:` key. The response must be written after it, and expire with it.
///
/// # Errors
/// [`Error::StoreBusy`]; the same request may be sent again.
pub async fn write_who_key<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    who: &WhoKey,
    expires_unix_s: Option<i64>,
) -> Result<(), Error> {
    let entry = Entry { value: "", metadata: None, expires_unix_s };
    retry::put(context.store, context.runtime, &Key::who(who), entry).await?;
    Ok(())
}

/// The responses to which `who:` keys under any of these hashes lead, by survey and then by time;
/// false when the budget ran out before the last of them. An unnamed `who:` key leads to anybody's.
///
/// # Errors
/// The store's own error.
pub async fn found_by<S: Store>(
    store: &S,
    site: &SiteId,
    hashes: &[RespondentHash],
    budget: &mut Budget,
) -> Result<(Vec<Found>, bool), Error> {
    let mut found: BTreeMap<(SurveyId, ResponseId), Vec<RespondentHash>> = BTreeMap::new();
    let mut is_all = true;
    for hash in hashes {
        let (who_keys, is_through) = list(store, &Prefix::who(site, hash), budget).await?;
        is_all &= is_through;
        for who in who_keys {
            found.entry((who.survey, who.id)).or_default().push(who.respondent);
        }
    }
    let found = found.into_iter().map(|((survey, id), hashes)| Found { survey, id, hashes });
    Ok((found.collect(), is_all))
}

/// Those of a survey's responses that can be read, of at most a hundred, each with the `who:` keys
/// that lead to it; without any where nobody is named.
///
/// # Errors
/// The store's own error.
pub async fn who_keys_of<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    survey: &SurveyId,
    responses: &[Key],
) -> Result<Vec<(Key, Vec<Key>)>, Error> {
    let values = context.store.get_many(responses).await?;
    let hashes = Hashes::of(context.runtime);
    let mut found: Vec<(Key, Vec<Key>)> = Vec::new();
    let mut named: Vec<(usize, ResponseId, Vec<RespondentHash>)> = Vec::new();
    for (response, value) in responses.iter().zip(values) {
        let Some(value) = value else { continue };
        let stored: Option<StoredResponse<'_>> = serde_json::from_str(&value).ok();
        let respondent = stored.and_then(|stored| stored.respondent);
        if let Some((respondent, (id, _))) = respondent.zip(listed_response(response.as_str())) {
            named.push((found.len(), id, hashes.all(site, &respondent)));
        }
        found.push((response.clone(), Vec::new()));
    }
    let asked: Vec<_> = named.iter().map(|(_, id, hashes)| (survey, *id, hashes)).collect();
    let there = who_keys_there(context.store, site, &asked).await?;
    for ((nth, id, _), hashes) in named.iter().zip(there) {
        let key = |respondent: RespondentHash| {
            let (site, survey) = (site.clone(), survey.clone());
            Key::who(&WhoKey { site, respondent, survey, id: *id })
        };
        if let Some((_, who_keys)) = found.get_mut(*nth) {
            who_keys.extend(hashes.into_iter().map(key));
        }
    }
    Ok(found)
}

/// Takes away the `who:` keys of responses that were deleted, once these can't come back.
///
/// # Errors
/// The store's own error; what was done stays done.
pub async fn tidy<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    mut budget: Budget,
) -> Result<u64, Error> {
    let (who_keys, _) = list(context.store, &Prefix::all_erased(), &mut budget).await?;
    let now = context.runtime.now();
    let due: Vec<WhoKey> = who_keys.into_iter().filter(|who| is_final(who.id, now)).collect();
    let mut n_gone = 0;
    for who_keys in due.chunks(RESPONSES_PER_GET) {
        if !budget.take_operation() {
            break;
        }
        let states = states::read(context.store, who_keys.iter().map(WhoKey::response)).await?;
        for (who, states) in who_keys.iter().zip(states) {
            if !budget.take_operation() || !budget.take_operation() {
                return Ok(n_gone);
            }
            // A response that came again after its deletion keeps its `who:` key.
            if states.is_empty() {
                context.store.delete(&Key::who(who)).await?;
                n_gone += 1;
            }
            context.store.delete(&Key::erased(who)).await?;
        }
    }
    Ok(n_gone)
}

async fn list<S: Store>(
    store: &S,
    prefix: &Prefix,
    budget: &mut Budget,
) -> Result<(Vec<WhoKey>, bool), Error> {
    let mut who_keys: Vec<WhoKey> = Vec::new();
    let mut pages = Pages::of(store, prefix);
    while let Some(keys) = pages.next_within(budget).await? {
        budget.take_keys(keys.len());
        who_keys.extend(keys.iter().filter_map(|key| listed_who(&key.name)));
    }
    if pages.is_through() {
        // A list that goes on while keys arrive may name one twice.
        who_keys.dedup();
    }
    Ok((who_keys, pages.is_through()))
}

/// Under which of its respondent's hashes a `who:` key leads to each response. While none is seen,
/// it is the first, under which it was written just now.
///
/// # Errors
/// The store's own error.
pub async fn who_keys_there<S: Store>(
    store: &S,
    site: &SiteId,
    responses: &[(&SurveyId, ResponseId, &Vec<RespondentHash>)],
) -> Result<Vec<Vec<RespondentHash>>, Error> {
    let all = responses.iter().enumerate().flat_map(|(nth, (survey, id, hashes))| {
        hashes.iter().map(move |respondent| {
            let (respondent, survey) = (respondent.clone(), SurveyId::clone(survey));
            (nth, WhoKey { site: site.clone(), respondent, survey, id: *id })
        })
    });
    let all: Vec<(usize, WhoKey)> = all.collect();
    let mut there: Vec<Vec<RespondentHash>> = vec![Vec::new(); responses.len()];
    for some in all.chunks(KEYS_PER_GET) {
        let keys: Vec<Key> = some.iter().map(|(_, who)| Key::who(who)).collect();
        for ((nth, who), value) in some.iter().zip(store.get_many(&keys).await?) {
            if value.is_some()
                && let Some(hashes) = there.get_mut(*nth)
            {
                hashes.push(who.respondent.clone());
            }
        }
    }
    for (found, (_, _, hashes)) in there.iter_mut().zip(responses) {
        if found.is_empty() {
            found.extend(hashes.first().cloned());
        }
    }
    Ok(there)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_final_when_no_write_of_it_can_be_under_way() {
        let given = Instant::from_unix_ms(1_795_316_400_000);
        let id = ResponseId::new(given, 1);
        assert!(!is_final(id, given.plus_ms(ID_MAX_AGE_MS)));
        assert!(is_final(id, given.plus_ms(FINAL_AFTER_MS + 1)));
    }
}
