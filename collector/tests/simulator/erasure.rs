//! An owner who deletes a survey with its responses, once, while visitors still answer it.

use std::{collections::BTreeSet, rc::Rc};

use collector::store::{
    budget::Budget,
    keys::{Key, WhoKey, listed_response},
};
use domain::{HOUR_MS, Instant};
use serde_json::Value;

use crate::{owner::run_cron, scene::Scene, world::mortal};

/// Number of runs of the cron that erase the few responses of a scene: what fails is done by a
/// later one.
const RUNS: usize = 16;

/// Deletes the survey at that time; again only until it is written that it is deleted.
pub(crate) fn erase_at(scene: &Rc<Scene>, at: Instant) {
    let scene = Rc::clone(scene);
    scene.world.clone().spawn_at(at, async move {
        while !is_deleted(&scene) {
            let path = address(&scene);
            let isolate = scene.isolate();
            let asked = isolate.delete_with(&path, "responses=delete");
            let reply = mortal(&scene.world, scene.dies.get(), asked).await;
            if let Some(status) = reply.map(|reply| reply.status)
                && ![200, 202, 503].contains(&status)
            {
                scene.fail(format!("{path}: {status}"));
                return;
            }
            scene.world.after_ms(90_000).await;
        }
    });
}

/// Crons run, and at last of the survey nothing is left but that it was deleted: no response, no
/// count, and nothing that led from a respondent to a response.
pub(crate) fn nothing_is_left_of_the_doomed(
    scene: &Rc<Scene>,
    led: &[String],
) -> Result<(), String> {
    let Some(doomed) = scene.doomed() else { return Ok(()) };
    for _ in 0..RUNS {
        let cron = Rc::clone(scene);
        scene.world.block_on(async move { run_cron(&cron, Budget::CRON).await });
        scene.world.pass(HOUR_MS);
    }
    let names = format!("{}:{}", scene.site, doomed.id);
    for family in ["survey", "r", "roll", "dirty"] {
        let left = scene.store.settled(&format!("{family}:{names}:"));
        if !left.is_empty() {
            return Err(format!("of a deleted survey is left: {left:?}"));
        }
    }
    let who_keys: BTreeSet<String> =
        scene.store.settled("who:").into_iter().map(|(key, _)| key).collect();
    if let Some(left) = led.iter().find(|who| who_keys.contains(*who)) {
        return Err(format!("a deleted survey has left {left}"));
    }
    let record = scene.store.settled(&format!("survey:{names}"));
    if record.iter().any(|(_, record)| !record.contains("\"erased_ms\"")) {
        return Err(format!("a deleted survey is never erased: {record:?}"));
    }
    let (isolate, path) = (scene.isolate().clone(), address(scene));
    let body = format!("{{\"kind\":\"{}\"}}", doomed.kind.as_str());
    let again = scene.world.block_on(async move { isolate.put(&path, &body).await });
    if again.status == 201 { Ok(()) } else { Err(format!("its name is not free: {}", again.body)) }
}

fn address(scene: &Scene) -> String {
    scene.doomed().map_or_else(String::new, |doomed| wire::routes::survey(&scene.site, &doomed.id))
}

fn is_deleted(scene: &Scene) -> bool {
    let Some(doomed) = scene.doomed() else { return true };
    let record = scene.store.settled(&format!("survey:{}:{}", scene.site, doomed.id));
    // Versions come behind it.
    record.first().is_none_or(|(_, record)| record.contains("\"is_erasing\":true"))
}

/// Returns the `who:` keys that lead to those of the survey's responses that are still there.
pub(crate) fn who_keys_of_the_doomed(scene: &Scene) -> Vec<String> {
    let Some(doomed) = scene.doomed() else { return Vec::new() };
    let responses = scene.store.settled(&format!("r:{}:{}:", scene.site, doomed.id));
    let who_keys = |(key, value): (String, String)| {
        let value: Value = serde_json::from_str(&value).unwrap();
        let (id, _) = listed_response(&key).unwrap();
        let named = value["respondent"].as_str();
        let hashes = named.map(|named| scene.isolates[0].hashes().all(&scene.site, named));
        hashes.unwrap_or_default().into_iter().map(move |respondent| {
            let (site, survey) = (scene.site.clone(), doomed.id.clone());
            Key::who(&WhoKey { site, respondent, survey, id }).as_str().to_owned()
        })
    };
    responses.into_iter().flat_map(who_keys).collect()
}
