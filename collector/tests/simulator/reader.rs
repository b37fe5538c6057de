//! Owners who go through responses page by page, and who delete the responses of a respondent.

use std::{collections::BTreeMap, rc::Rc};

use domain::{Instant, ResponseId};
use wire::{
    respondent::RespondentDeletion,
    responses::{ResponsePage, ResponseResource},
};

use crate::{
    check::STALE_MS,
    ledger::{End, Entry},
    rated::score_shown,
    scene::Scene,
    visitor::RESPONDENTS,
    world::mortal,
};

/// Goes through a survey's responses while others answer: none that was there all the time is
/// skipped, and none is shown twice.
pub(crate) async fn go_through(scene: &Rc<Scene>) {
    let dice = scene.world.dice();
    let survey = dice.below(scene.lasting().len() as u64) as usize;
    let path = wire::routes::responses(&scene.site, &scene.surveys[survey].id);
    let order = *dice.pick(&["newest", "oldest"]);
    let limit = 1 + dice.below(5) as usize;
    let begun = scene.world.now();
    let mut shown: Vec<(ResponseId, u8)> = Vec::new();
    let mut cursor: Option<String> = None;
    for n in 0.. {
        let query = match &cursor {
            // Broken on purpose: the cursor as a count of what was seen.
            Some(_) if scene.pages_by_offset => {
                format!("order={order}&limit={}", (limit * (n + 1)).min(100))
            }
            Some(cursor) => format!("order={order}&limit={limit}&cursor={cursor}"),
            None => format!("order={order}&limit={limit}"),
        };
        let asked = scene.isolate().get(&path, &query);
        let reply = mortal(&scene.world, scene.dies.get() / 4, asked).await;
        let reply = reply.filter(|reply| reply.status != 503);
        let Some(reply) = reply else {
            scene.stats.borrow_mut().failed_reads += 1;
            if n > 60 {
                return;
            }
            continue;
        };
        assert_eq!(reply.status, 200, "{query}: {}", reply.body);
        let page: ResponsePage = serde_json::from_str(&reply.body).unwrap();
        let seen = if scene.pages_by_offset { (limit * n).min(page.items.len()) } else { 0 };
        let of =
            |item: &ResponseResource| (ResponseId::parse(&item.id).unwrap(), score_shown(item));
        shown.extend(page.items[seen..].iter().map(of));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
        scene.stats.borrow_mut().pages += 1;
        scene.world.after_ms(dice.below(120_000)).await;
    }
    if let Err(what) = fits(scene, survey, &shown, begun) {
        scene.fail(format!("{what}, paged from {} by {limit}, {order} first", begun.unix_ms()));
    }
}

/// Checks that what was shown may have been there, and that all that was there all the time is
/// shown, in its newest state.
fn fits(
    scene: &Scene,
    survey: usize,
    shown: &[(ResponseId, u8)],
    begun: Instant,
) -> Result<(), String> {
    let done = scene.world.now();
    let once: BTreeMap<ResponseId, u8> = shown.iter().copied().collect();
    if once.len() < shown.len() {
        return Err(format!("a response was shown twice: {shown:?}"));
    }
    let entries = scene.ledger.entries();
    for (id, entry) in entries.iter().filter(|(_, entry)| entry.survey == survey) {
        let must = entry.must_count(begun, done, STALE_MS);
        if must.is_some() && !once.contains_key(id) {
            return Err(format!("{id} was not shown: {entry:?}"));
        }
        if must.is_some() && once.get(id).copied() != must {
            return Err(format!("an older state of {id} was shown, {once:?}: {entry:?}"));
        }
        if once.contains_key(id) && !entry.may_count(begun, done, STALE_MS) {
            return Err(format!("{id} was shown: {entry:?}"));
        }
    }
    Ok(())
}

/// Deletes the responses of a respondent, as far as they can be seen.
pub(crate) async fn forget(scene: &Scene, respondent: &'static str) -> bool {
    let begun = scene.world.now();
    let theirs: Vec<(ResponseId, usize, usize)> = scene
        .ledger
        .entries()
        .into_iter()
        .filter(|(_, entry)| scene.respondent_of(entry.answer) == Some(respondent))
        .map(|(id, entry)| (id, entry.survey, entry.answer))
        .collect();
    let attempts: Vec<usize> = theirs
        .iter()
        .map(|(id, survey, answer)| scene.ledger.begin(*id, *survey, *answer, None, begun))
        .collect();
    let isolate = scene.isolate();
    let path = wire::routes::respondent_deletion(&scene.site);
    let body = format!(r#"{{"respondent":"{respondent}"}}"#);
    let asked = isolate.post_as_owner(&path, &body);
    let reply = mortal(&scene.world, scene.dies.get(), asked).await;
    let reply = reply.filter(|reply| reply.status != 503);
    let done: Option<RespondentDeletion> = reply.map(|reply| {
        assert_eq!(reply.status, 200, "{}", reply.body);
        serde_json::from_str(&reply.body).unwrap()
    });
    let is_complete = done.is_some_and(|done| done.done);
    if scene.who_keys_go_at_once && is_complete {
        // Broken on purpose: `who:` keys are taken away while their responses may still come.
        for hash in scene.isolate().hashes().all(&scene.site, respondent) {
            scene.store.remove_all(&format!("who:{}:{hash}:", scene.site));
        }
    }
    scene.stats.borrow_mut().forgotten += done.map_or(0, |done| done.deleted);
    let entries = scene.ledger.entries();
    for ((id, ..), attempt) in theirs.iter().zip(attempts) {
        let is_certain = is_complete && was_settled(&entries[id], begun);
        let end = if is_certain { End::Taken } else { End::Open };
        scene.ledger.end(*id, attempt, end, scene.world.now());
    }
    is_complete
}

/// True if every write of a response was done and seen by all at that time.
fn was_settled(entry: &Entry, at: Instant) -> bool {
    let seen = at.plus_ms(-STALE_MS);
    let mut writes = entry.attempts.iter().filter(|attempt| attempt.state.is_some());
    writes.all(|attempt| attempt.end == End::Refused || attempt.done <= seen)
}

/// Once everything is done, nothing of anybody is left after its deletion, which is repeated as the
/// API says: while it isn't done. In a store that no longer fails, once is enough.
pub(crate) fn nobody_is_left(scene: &Rc<Scene>) -> Result<(), String> {
    for respondent in RESPONDENTS {
        let deleter = Rc::clone(scene);
        let is_complete = scene.world.block_on(async move { forget(&deleter, respondent).await });
        let named = format!("\"respondent\":\"{respondent}\"");
        let left: Vec<_> = scene
            .store
            .settled("r:")
            .into_iter()
            .filter(|(_, value)| value.contains(&named))
            .collect();
        if !is_complete || !left.is_empty() {
            return Err(format!("of {respondent} is left, complete {is_complete}: {left:?}"));
        }
    }
    Ok(())
}
