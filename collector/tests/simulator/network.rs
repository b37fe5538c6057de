//! Network between a visitor and a collector: requests and replies are lost, late or doubled, and
//! others reply in the collector's place (challenge pages, proxies, captive portals).

use std::rc::Rc;

use collector::rollups::write::expires_unix_s;
use domain::Instant;
use serde_json::{Map, Value, json};

use crate::{
    ledger::{End, State},
    owner::{ATTRIBUTE, act_soon},
    rated::told,
    scene::Scene,
    visitor::{Body, SECOND_MS},
    world::mortal,
};

/// Statuses that strangers reply with: none of them is a collector's word.
const STRANGE: [u16; 10] = [200, 201, 204, 302, 401, 403, 404, 407, 429, 502];

/// A page's response on its way, with all that its collector must be told.
#[derive(Clone, Debug)]
pub(crate) struct Posted {
    pub(crate) body: Body,
    pub(crate) survey: usize,
    pub(crate) answer: usize,
    /// Whose tag is on the page that sends it.
    pub(crate) to: usize,
}

/// Result of an attempt, as a page hears it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// Nothing, or that the connection broke.
    Nothing,
    /// Somebody else's words, with this status.
    Stranger(u16),
    /// The collector's: its status, the name of its problem, and its clock if it told.
    Collector(u16, String, Option<Instant>),
}

/// One attempt, from the page to its end as the page sees it.
pub(crate) async fn post(scene: &Rc<Scene>, posted: Posted) -> Heard {
    let (world, dice) = (&scene.world, scene.world.dice());
    if dice.happens(scene.loses) {
        world.after_ms(dice.below(30 * SECOND_MS)).await;
        return Heard::Nothing;
    }
    let is_strange = dice.happens(scene.strangers);
    let stranger = Heard::Stranger(*dice.pick(&STRANGE));
    if is_strange {
        scene.stats.borrow_mut().visitors.strangers += 1;
        // A proxy may pass the request on before it says something of its own.
        if dice.happens(500) {
            world.after_ms(dice.below(2 * SECOND_MS)).await;
            return stranger;
        }
    }
    let slot = world.slot();
    // Now and then the network sends a request twice.
    let copies = if dice.happens(30) { 2 } else { 1 };
    for _ in 0..copies {
        let travels_ms = match dice.below(40) {
            0 => dice.below(600 * SECOND_MS),
            1 | 2 => dice.below(20 * SECOND_MS),
            _ => dice.below(300),
        };
        let (scene, posted, slot) = (Rc::clone(scene), posted.clone(), slot.clone());
        let arrives = world.now().plus_ms(travels_ms as i64);
        world.spawn_at(arrives, async move {
            if let Some(reply) = arrive(&scene, &posted).await {
                slot.fill(reply);
            }
        });
    }
    let reply = slot.within_ms(30 * SECOND_MS + dice.below(60 * SECOND_MS)).await;
    match reply {
        Some(_) if is_strange => stranger,
        Some(reply) if !dice.happens(scene.loses) => reply,
        _ => Heard::Nothing,
    }
}

/// A request reaches a collector.
async fn arrive(scene: &Rc<Scene>, posted: &Posted) -> Option<Heard> {
    let world = &scene.world;
    let Posted { body, survey, answer, to } = posted;
    if body.home != *to {
        scene.fail(format!("a response for collector {} reached collector {to}", body.home));
    }
    let is_other = *to != 0;
    let isolate = if is_other { scene.other.clone() } else { scene.isolate().clone() };
    let ledger = scene.ledger_of(*to);
    let begun = world.now();
    let retention_days = scene.retention_days.filter(|_| !is_other);
    let state = State {
        score: body.score,
        rank: body.rank(),
        expires_unix_s: retention_days.map(|days| expires_unix_s(body.id, days, isolate.now())),
    };
    let attempt = ledger.begin(body.id, *survey, *answer, Some(state), begun);
    let json = written(scene, posted);
    let dies = if is_other { 0 } else { scene.dies.get() };
    let Some(reply) = mortal(world, dies, isolate.post("/v1/responses", &json)).await else {
        scene.stats.borrow_mut().deaths += 1;
        ledger.end(body.id, attempt, End::Open, world.now());
        return None;
    };
    let end = match reply.status {
        201 => End::Taken,
        503 => End::Open,
        400..=499 => End::Refused,
        status => panic!("{status}: {}", reply.body),
    };
    if is_other {
        scene.stats.borrow_mut().visitors.at_the_other += u64::from(end == End::Taken);
    } else {
        scene.stats.borrow_mut().count(end);
    }
    if end == End::Taken && !is_other && world.dice().happens(500) {
        act_soon(scene);
    }
    ledger.end(body.id, attempt, end, world.now());
    let said: Value = serde_json::from_str(&reply.body).unwrap_or_default();
    let problem = said["type"].as_str().unwrap_or_default();
    let problem = problem.strip_prefix("urn:hearby:problem:").unwrap_or_default().to_owned();
    Some(Heard::Collector(
        reply.status,
        problem,
        said["now_at"].as_str().map(|at| {
            let at: jiff::Timestamp = at.parse().unwrap();
            Instant::from_unix_ms(at.as_millisecond())
        }),
    ))
}

/// Labels of a response by dimension.
pub(crate) fn labels(answer: usize) -> Map<String, Value> {
    let pick = |values: &[&str], n: usize| values[(answer / n) % values.len()].to_owned();
    let mut labels = json!({"page": format!("/p/{}", answer % 4)});
    if !answer.is_multiple_of(3) {
        labels["touchpoint"] = Value::from(pick(&["checkout", "support"], 1));
        labels["lang"] = Value::from(pick(&["en", "vi"], 2));
        labels["device"] = Value::from(pick(&["phone", "desktop"], 3));
        labels["attributes"] = json!({ATTRIBUTE: pick(&["free", "pro"], 2), "seat": "7"});
    }
    if !answer.is_multiple_of(4) {
        labels["version"] = Value::from(1 + answer / 4 % 2);
        labels["wording"] = Value::from(1 + answer / 8 % 2);
        labels["source"] = Value::from(pick(&["popup", "inline"], 3));
    }
    // One of four is not asked, and one of four picks none, one or two each.
    if !answer.is_multiple_of(4) {
        let ids = ["", "price", "delivery", "delivery,price"][answer / 4 % 4];
        labels["reasons"] = wire::reason::ids(ids).collect();
    }
    labels.as_object().cloned().unwrap_or_default()
}

/// A response's body. Where and how it was asked is the same for all states of a response.
fn written(scene: &Scene, posted: &Posted) -> String {
    let Posted { body, survey, answer, .. } = posted;
    let mut json = json!({
        "id": body.id.to_string(), "site": scene.site.as_str(),
        "survey": scene.surveys[*survey].id.as_str(),
    });
    json.as_object_mut().unwrap().extend(told(&scene.surveys[*survey].kind, body.score));
    json.as_object_mut().unwrap().extend(labels(*answer));
    json["finished"] = Value::from(body.is_finished);
    if let Some(comment) = body.comment {
        json["comment"] = Value::from(comment);
    }
    if let Some(respondent) = scene.respondent_of(*answer) {
        json["respondent"] = Value::from(respondent);
    }
    json.to_string()
}
