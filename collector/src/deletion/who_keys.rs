//! `who:` keys: links from respondents to their responses, so that an owner can see and delete a
//! respondent's responses.
//!
//! If a page names its visitor, the collector writes a second key for the response, its `who:` key,
//! which leads from the respondent to the response. The collector writes the `who:` key first. So
//! no such response is ever without one, wherever the collector dies.
//!
//! **When is a `who:` key deleted?** Not together with its response. Another write of the same
//! response (a comment, a retry) may be under way: it has written its `who:` key, but not its
//! response. If a deletion took the `who:` key at that moment, a response would be left that nobody
//! finds. So the `who:` key stays until the response's id is so old that the collector refuses it
//! ([`is_final`]). Until then a note (`erased:`) reminds the cron to delete it. A `who:` key
//! without a response leads nowhere and does no harm.

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

/// A response that may belong to a respondent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The survey that was answered.
    pub survey: SurveyId,
    /// The response's id.
    pub id: ResponseId,
    /// Hashes under which a `who:` key leads to it: more than one after a change of signing keys.
    pub hashes: Vec<RespondentHash>,
}

/// Age of an id from which no write of it can be under way any more. The collector refuses the id
/// at [`ID_MAX_AGE_MS`]; a write that it let in just before may go on for a while, on a clock of
/// its own. A minute or two more would do.
const FINAL_AFTER_MS: i64 = ID_MAX_AGE_MS + HOUR_MS;

/// True if no write of that id is under way any more and none will ever come, except from a
/// restored backup.
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

/// Returns the responses to which `who:` keys under any of these hashes lead, by survey and then by
/// time; and false if the budget ran out before the last of them. An unnamed `who:` key may lead to
/// any respondent's response.
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

/// Reads at most a hundred of a survey's responses. Returns those that can be read, each with the
/// `who:` keys that lead to it. A response that names no respondent has none.
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
        let stored = StoredResponse::decode(&value);
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

/// Deletes the `who:` keys of deleted responses, once these responses can't come again.
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

/// Returns for each response the hashes of its respondent under which a `who:` key leads to it. If
/// no such key is visible, this is the first hash: the key was written under it just now.
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
