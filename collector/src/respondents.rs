//! Who has answered what: so that somebody's answers can be shown and deleted.
//!
//! An answer whose page named its visitor comes with a second key, its *trace*, which leads from the
//! respondent to the answer. The trace is written first, so that no answer is ever without one,
//! wherever the collector dies.
//!
//! **When does a trace go away?** Not with its answer. The same answer may be on its way in once more
//! (a comment, a retry), past the writing of its trace and before its own: a trace taken away just
//! then would leave an answer that nobody finds. So it stays until its id is so old that it is refused
//! ([`is_final`]), and a note (`erased:`) reminds the cron of it until then. A trace without an answer
//! leads nowhere and does no harm.

use core::fmt;

use domain::{Instant, ResponseId, SiteId, SurveyId};
use sha2::{Digest, Sha256};
use wire::limits::ID_MAX_AGE_MS;

use crate::{
    context::{Context, Runtime},
    keys::{Key, Prefix, listed_response, listed_trace},
    problem::Error,
    retry,
    rollups::{budget::Budget, write::delete_response},
    states::{self, ANSWERS_PER_GET},
    store::{Entry, Store},
    stored_response::StoredResponse,
};

/// A respondent in a key: keys stand in logs and on dashboards, where no e-mail address belongs.
///
/// 128 bits of SHA-256, with the site's name as salt: the same person has another on another site. It
/// is no secret from whoever reads the store, for there the respondent stands in the answer itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RespondentHash(String);

/// What leads from a respondent to one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The site.
    pub site: SiteId,
    /// Who.
    pub respondent: RespondentHash,
    /// The survey that was answered.
    pub survey: SurveyId,
    /// The answer's id.
    pub id: ResponseId,
}

/// What a deletion came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deletion {
    /// How many answers it has deleted.
    pub deleted: u64,
    /// Whether none of those that could be seen is left.
    pub complete: bool,
}

const HASH_BYTES: usize = 16;

/// After its id is refused for age, a write that was let in just before may go on for a while, on a
/// clock of its own. A minute or two would do.
const FINAL_AFTER_MS: i64 = ID_MAX_AGE_MS + 60 * 60 * 1_000;

/// The most operations that the deletion of one answer takes: note, mark (once more where that is
/// busy), each of its states, trace.
const OPERATIONS_PER_DELETION: u32 = 8;

impl RespondentHash {
    /// Of whom a page has named.
    #[must_use]
    pub fn of(site: &SiteId, respondent: &str) -> RespondentHash {
        let hash = Sha256::digest(format!("hearby respondent:{site}:{respondent}").as_bytes());
        RespondentHash(hash.iter().take(HASH_BYTES).map(|byte| format!("{byte:02x}")).collect())
    }

    /// The hash of that text, or `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<RespondentHash> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let good = text.len() == 2 * HASH_BYTES && text.bytes().all(is_digit);
        good.then(|| RespondentHash(text.to_owned()))
    }
}

impl fmt::Display for RespondentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Trace {
    /// Of an answer.
    #[must_use]
    pub fn of(site: &SiteId, respondent: &str, survey: &SurveyId, id: ResponseId) -> Trace {
        let respondent = RespondentHash::of(site, respondent);
        Trace { site: site.clone(), respondent, survey: survey.clone(), id }
    }

    fn answer(&self) -> (&SiteId, &SurveyId, ResponseId) {
        (&self.site, &self.survey, self.id)
    }

    /// Whether a stored answer is this respondent's. A later state may name somebody else.
    fn leads_to(&self, value: &str) -> bool {
        let stored: Option<StoredResponse<'_>> = serde_json::from_str(value).ok();
        let respondent = stored.and_then(|stored| stored.respondent);
        respondent.is_some_and(|named| RespondentHash::of(&self.site, &named) == self.respondent)
    }
}

/// Whether no write of that id can be under way any more, nor ever come; restored backups aside.
#[must_use]
pub const fn is_final(id: ResponseId, now: Instant) -> bool {
    now.unix_ms() > id.instant().plus_ms(FINAL_AFTER_MS).unix_ms()
}

/// Writes a trace. The answer must be written after it, and expire with it.
///
/// # Errors
/// [`Error::StoreBusy`]; the same request may be sent again.
pub async fn write_trace<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    trace: &Trace,
    expires_unix_s: Option<i64>,
) -> Result<(), Error> {
    let entry = Entry { value: "", metadata: None, expires_unix_s };
    retry::put(context.store, context.runtime, &Key::who(trace), entry).await?;
    Ok(())
}

/// Deletes an answer by its trace, and the trace with it or later.
///
/// # Errors
/// [`Error::StoreBusy`]; the same request may be sent again.
pub async fn delete_answer<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    trace: &Trace,
) -> Result<(), Error> {
    let is_final = is_final(trace.id, context.runtime.now());
    if !is_final {
        // First, so that the trace is looked after wherever this ends.
        retry::put(context.store, context.runtime, &Key::erased(trace), Entry::of("")).await?;
    }
    delete_response(context, &trace.site, &trace.survey, trace.id).await?;
    if is_final {
        retry::delete(context.store, context.runtime, &Key::who(trace)).await?;
    }
    Ok(())
}

/// The traces of a respondent, in the order of their keys; false when the budget ran out before the
/// last of them.
///
/// # Errors
/// That of the store.
pub async fn traces<S: Store>(
    store: &S,
    site: &SiteId,
    respondent: &RespondentHash,
    budget: &mut Budget,
) -> Result<(Vec<Trace>, bool), Error> {
    list(store, &Prefix::who(site, respondent), budget).await
}

/// Those of a survey's answers that can be read, of at most a hundred, each with the trace that leads
/// to it; without one where nobody is named.
///
/// # Errors
/// That of the store.
pub async fn traces_of<S: Store>(
    store: &S,
    site: &SiteId,
    survey: &SurveyId,
    answers: &[Key],
) -> Result<Vec<(Key, Option<Key>)>, Error> {
    let values = store.get_many(answers).await?;
    let trace = |answer: &Key, value: &str| {
        let stored: StoredResponse<'_> = serde_json::from_str(value).ok()?;
        let (id, _) = listed_response(answer.as_str())?;
        Some(Key::who(&Trace::of(site, &stored.respondent?, survey, id)))
    };
    let found = answers.iter().zip(values).filter_map(|(answer, value)| {
        let trace = trace(answer, &value?);
        Some((answer.clone(), trace))
    });
    Ok(found.collect())
}

/// Deletes all that a respondent has answered, as far as one request may.
///
/// # Errors
/// [`Error::StoreBusy`]; the same request may be sent again.
pub async fn delete_all<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    site: &SiteId,
    respondent: &RespondentHash,
    mut budget: Budget,
) -> Result<Deletion, Error> {
    let (traces, is_all) = traces(context.store, site, respondent, &mut budget).await?;
    let mut deleted = 0;
    for traces in traces.chunks(ANSWERS_PER_GET) {
        if !budget.take_operation() {
            return Ok(Deletion { deleted, complete: false });
        }
        let states = states::read(context.store, traces.iter().map(Trace::answer)).await?;
        for (trace, states) in traces.iter().zip(states) {
            // One state that names them is enough: then what they said lies there.
            let is_theirs = states.iter().any(|value| trace.leads_to(value));
            if !is_theirs && !is_final(trace.id, context.runtime.now()) {
                continue;
            }
            if !(0..OPERATIONS_PER_DELETION).all(|_| budget.take_operation()) {
                return Ok(Deletion { deleted, complete: false });
            }
            if is_theirs {
                delete_answer(context, trace).await?;
                deleted += 1;
            } else {
                // The cron may have deleted it within this second: a list goes on showing it.
                retry::delete(context.store, context.runtime, &Key::who(trace)).await?;
            }
        }
    }
    Ok(Deletion { deleted, complete: is_all })
}

/// Takes away the traces of answers that were deleted, once these can't come back.
///
/// # Errors
/// That of the store; what was done stays done.
pub async fn tidy<S: Store, R: Runtime>(
    context: &Context<'_, S, R>,
    mut budget: Budget,
) -> Result<u64, Error> {
    let (traces, _) = list(context.store, &Prefix::all_erased(), &mut budget).await?;
    let now = context.runtime.now();
    let due: Vec<Trace> = traces.into_iter().filter(|trace| is_final(trace.id, now)).collect();
    let mut n_gone = 0;
    for traces in due.chunks(ANSWERS_PER_GET) {
        if !budget.take_operation() {
            break;
        }
        let states = states::read(context.store, traces.iter().map(Trace::answer)).await?;
        for (trace, states) in traces.iter().zip(states) {
            if !budget.take_operation() || !budget.take_operation() {
                return Ok(n_gone);
            }
            // An answer that came again after its deletion keeps its trace.
            if states.is_empty() {
                context.store.delete(&Key::who(trace)).await?;
                n_gone += 1;
            }
            context.store.delete(&Key::erased(trace)).await?;
        }
    }
    Ok(n_gone)
}

async fn list<S: Store>(
    store: &S,
    prefix: &Prefix,
    budget: &mut Budget,
) -> Result<(Vec<Trace>, bool), Error> {
    let mut traces: Vec<Trace> = Vec::new();
    let mut cursor: Option<String> = None;
    while budget.take_list() {
        let page = store.list(prefix, cursor.as_deref()).await?;
        budget.take_keys(page.keys.len());
        traces.extend(page.keys.iter().filter_map(|key| listed_trace(&key.name)));
        cursor = page.cursor;
        if cursor.is_none() {
            // A list that goes on while keys arrive may name one twice.
            traces.dedup();
            return Ok((traces, true));
        }
    }
    Ok((traces, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_tells_sites_and_respondents_apart_and_shows_neither() {
        let site = |name: &str| SiteId::parse(name).unwrap();
        let hash = RespondentHash::of(&site("demo"), "an@example.com");
        assert_eq!(hash, RespondentHash::of(&site("demo"), "an@example.com"));
        assert_ne!(hash, RespondentHash::of(&site("demo"), "An@example.com"));
        assert_ne!(hash, RespondentHash::of(&site("shop"), "an@example.com"));
        assert_eq!(RespondentHash::parse(&hash.to_string()), Some(hash));
        for text in ["", "an@example.com", &"0".repeat(31), &"F".repeat(32), &"0".repeat(33)] {
            assert_eq!(RespondentHash::parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_id_is_final_when_no_write_of_it_can_be_under_way() {
        let given = Instant::from_unix_ms(1_795_316_400_000);
        let id = ResponseId::new(given, 1);
        assert!(!is_final(id, given.plus_ms(ID_MAX_AGE_MS)));
        assert!(is_final(id, given.plus_ms(FINAL_AFTER_MS + 1)));
    }
}
