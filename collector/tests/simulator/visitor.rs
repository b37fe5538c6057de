//! Visitors: what the widget does with an answer, over a network that loses, delays and doubles.
//!
//! The queue, the waits and what a status means are those of `widget/src/delivery`.

use std::{cell::RefCell, rc::Rc};

use collector::{rollups::write::expires_unix_s, states::Rank};
use domain::{Instant, ResponseId};
use serde_json::{Value, json};
use wire::limits::{ID_MAX_AGE_MS, ID_MAX_AHEAD_MS};

use crate::{
    isolate::Isolate,
    ledger::{End, Ledger, State},
    owner::{ATTRIBUTE, act_soon},
    run::{Scene, Stats},
    world::{World, mortal},
};

const SECOND_MS: u64 = 1_000;
const HOUR_MS: u64 = 3_600 * SECOND_MS;
const DAY_MS: i64 = 24 * 3_600_000;
/// How long the widget keeps what has not arrived, by the visitor's clock.
const KEPT_MS: i64 = 7 * DAY_MS;
/// How long the widget reckons with copies of a request on their way.
const IN_FLIGHT_MS: i64 = 12 * 60 * 1_000;

/// Those whom a page names.
pub(crate) const RESPONDENTS: [&str; 2] = ["an@example.com", "binh"];

/// One answer in a visitor's queue.
#[derive(Clone, Debug, PartialEq)]
struct Body {
    id: ResponseId,
    score: u8,
    comment: Option<&'static str>,
    is_finished: bool,
    /// Whether an attempt ended such that nobody knows whether the answer was stored.
    is_tried: bool,
}

struct Visitor {
    scene: Rc<Scene>,
    answer: usize,
    survey: usize,
    /// By how much the clock of this visitor is ahead of the truth.
    clock_ahead_ms: i64,
    queue: RefCell<Option<Body>>,
}

/// Lets a visitor answer at that time.
pub(crate) fn enter(scene: &Rc<Scene>, answer: usize, at: Instant) {
    let scene = Rc::clone(scene);
    let world = scene.world.clone();
    let dice = world.dice();
    let clock_ahead_ms = match dice.below(20) {
        0 => -(dice.below(13 * 24) as i64) * 3_600_000,
        1 => dice.below(5 * 24) as i64 * 3_600_000,
        2 => (dice.below(600) as i64 - 300) * 1_000,
        // Such that an id is still taken today, and too old some days later: only there can an
        // attempt that may have been stored meet a refusal that invites a new id.
        3 | 4 => -(4 * 24 + dice.below(4 * 24) as i64) * 3_600_000,
        _ => 0,
    };
    let survey = dice.below(scene.surveys.len() as u64) as usize;
    if dice.happens(500) {
        scene.respondents.borrow_mut().insert(answer, *dice.pick(&RESPONDENTS));
    }
    let visitor = Visitor { scene, answer, survey, clock_ahead_ms, queue: RefCell::new(None) };
    world.spawn_at(at, Rc::new(visitor).answer());
}

impl Visitor {
    fn world(&self) -> &World {
        &self.scene.world
    }

    fn now(&self) -> Instant {
        self.world().now().plus_ms(self.clock_ahead_ms)
    }

    /// Taps, perhaps twice; perhaps comments; and comes back until the answer is delivered.
    async fn answer(self: Rc<Visitor>) {
        let world = self.world().clone();
        let dice = world.dice();
        let scale = self.scene.surveys[self.survey].kind.scale();
        let score = scale.min + dice.below(scale.len() as u64) as u8;
        let id = self.new_id(self.now());
        let is_finished = dice.happens(300);
        let body = Body { id, score, comment: None, is_finished, is_tried: false };
        self.queue.replace(Some(body));
        if dice.happens(100) {
            // A second tap before the first was sent: another score.
            let other = scale.min + dice.below(scale.len() as u64) as u8;
            self.queue.borrow_mut().as_mut().unwrap().score = other;
        }
        // The score is held back for the comment.
        world.after_ms(dice.below(12 * SECOND_MS)).await;
        if dice.happens(250) {
            // A second page flushes the same queue.
            world.spawn(Rc::clone(&self).visit_again());
        }
        if dice.happens(500) {
            world.spawn(Rc::clone(&self).comment());
        }
        let is_offline = dice.happens(250);
        for visit in 0..4 {
            if visit > 0 || !is_offline {
                self.flush().await;
            }
            if self.queue.borrow().is_none() {
                break;
            }
            let pause_ms = match dice.below(4) {
                0 => dice.below(HOUR_MS),
                3 => dice.below(HOUR_MS / 4),
                1 => dice.below(30 * HOUR_MS),
                _ => dice.below(7 * 24 * HOUR_MS),
            };
            world.after_ms(pause_ms).await;
        }
    }

    async fn visit_again(self: Rc<Visitor>) {
        self.world().after_ms(self.world().dice().below(2 * SECOND_MS)).await;
        self.flush().await;
    }

    /// Sends a comment as the whole newer state of the same id.
    async fn comment(self: Rc<Visitor>) {
        self.world().after_ms(self.world().dice().below(20 * SECOND_MS)).await;
        // The id under which the answer went last; a delivered one is known to the popup.
        let last = self.queue.borrow().clone().or_else(|| self.scene.last_body(self.answer));
        let Some(mut body) = last else { return };
        self.older_state_comes_late(body.clone());
        if self.world().dice().happens(300) {
            // Until it is sent, the visitor may choose another score.
            body.score = self.some_score();
        }
        body.comment = Some("Tốt");
        body.is_finished = self.world().dice().happens(800);
        body.is_tried = true;
        self.queue.replace(Some(body));
        self.flush().await;
    }

    /// A beacon that is late, or another tab with an older copy: the state as it was arrives once
    /// more, at any time. Where ids are renewed, only what was in flight can: a queue renews all that
    /// it has.
    fn older_state_comes_late(self: &Rc<Visitor>, older: Body) {
        let (world, visitor) = (self.world(), Rc::clone(self));
        let dice = world.dice();
        for _ in 0..dice.below(3) {
            let wait_ms = match dice.below(4) {
                0 => dice.below(5 * SECOND_MS),
                2 if self.clock_ahead_ms == 0 => dice.below(3 * HOUR_MS),
                3 if self.clock_ahead_ms == 0 => dice.below(7 * 24 * HOUR_MS),
                _ => dice.below(60 * SECOND_MS),
            };
            let (visitor, older) = (Rc::clone(&visitor), older.clone());
            world.spawn_at(world.now().plus_ms(wait_ms as i64), async move {
                visitor.scene.stats.borrow_mut().older_states += 1;
                let _ = visitor.post(&older).await;
            });
        }
    }

    fn some_score(&self) -> u8 {
        let scale = self.scene.surveys[self.survey].kind.scale();
        scale.min + self.world().dice().below(scale.len() as u64) as u8
    }

    /// Sends what waits, as the widget's `drain` does.
    async fn flush(&self) {
        let world = self.world();
        let dice = world.dice();
        let mut failures = 0;
        let mut last_renewed = None;
        loop {
            let Some(body) = self.queue.borrow().clone() else { return };
            if body.id.instant() < self.now().plus_ms(-KEPT_MS) {
                self.queue.replace(None);
                return;
            }
            let (status, collector_now) = self.post(&body).await;
            match status {
                200..=299 => {
                    self.scene.set_last_body(self.answer, &body);
                    self.remove(&body);
                }
                0 | 408 | 425 | 429 | 500.. => {
                    self.change(&body, |waiting| waiting.is_tried = true);
                    failures += 1;
                    let leaves_the_page = dice.happens(300);
                    if failures > 4 || leaves_the_page {
                        return;
                    }
                    let base_ms = 500 * 4_u64.pow(failures);
                    world.after_ms(base_ms + dice.below(base_ms / 2)).await;
                }
                _ => {
                    let renews = collector_now.filter(|_| last_renewed != Some(body.id));
                    let Some(collector_now) = renews else {
                        self.remove(&body);
                        return;
                    };
                    // As the widget's `settle` does: an answer that was stored, or may still be by
                    // a copy on its way, must not go on under another id.
                    let late_ms = collector_now.unix_ms() - body.id.instant().unix_ms();
                    if !self.scene.always_renews {
                        if late_ms < 0 && -late_ms < ID_MAX_AHEAD_MS + IN_FLIGHT_MS {
                            return;
                        }
                        if late_ms >= 0 && (body.is_tried || late_ms < ID_MAX_AGE_MS + IN_FLIGHT_MS)
                        {
                            self.remove(&body);
                            return;
                        }
                    }
                    let age_ms = (self.now().unix_ms() - body.id.instant().unix_ms()).max(0);
                    let id = self.new_id(collector_now.plus_ms(-age_ms));
                    self.change(&body, |waiting| waiting.id = id);
                    last_renewed = Some(id);
                    self.scene.stats.borrow_mut().clock_skews += 1;
                }
            }
        }
    }

    /// Changes whatever state of the same response waits.
    fn change(&self, body: &Body, change: impl FnOnce(&mut Body)) {
        if let Some(waiting) = self.queue.borrow_mut().as_mut().filter(|w| w.id == body.id) {
            change(waiting);
        }
    }

    fn remove(&self, body: &Body) {
        let mut queue = self.queue.borrow_mut();
        let is_newer = queue.as_ref().is_some_and(|waiting| {
            let said = |body: &Body| (body.id, body.score, body.comment, body.is_finished);
            said(waiting) != said(body)
        });
        if !is_newer {
            *queue = None;
        }
    }

    fn new_id(&self, at: Instant) -> ResponseId {
        let dice = self.world().dice();
        ResponseId::new(at, u128::from(dice.bits()) << 64 | u128::from(dice.bits()))
    }

    /// One attempt: the status, 0 for a network error, and the collector's clock if it told.
    async fn post(&self, body: &Body) -> (u16, Option<Instant>) {
        let scene = &self.scene;
        let (world, dice) = (self.world(), self.world().dice());
        if dice.happens(scene.loses) {
            world.after_ms(dice.below(30 * SECOND_MS)).await;
            return (0, None);
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
            let (scene, body, slot) = (Rc::clone(scene), body.clone(), slot.clone());
            let (survey, answer) = (self.survey, self.answer);
            let arrives = world.now().plus_ms(travels_ms as i64);
            world.spawn_at(arrives, async move {
                if let Some(reply) = arrive(&scene, survey, answer, &body).await {
                    slot.fill(reply);
                }
            });
        }
        let reply = slot.within_ms(30 * SECOND_MS + dice.below(60 * SECOND_MS)).await;
        match reply {
            Some(reply) if !dice.happens(scene.loses) => reply,
            _ => (0, None),
        }
    }
}

/// A request reaches the collector.
async fn arrive(
    scene: &Rc<Scene>,
    survey: usize,
    answer: usize,
    body: &Body,
) -> Option<(u16, Option<Instant>)> {
    let world = &scene.world;
    let isolate: Isolate = world.dice().pick(&scene.isolates).clone();
    let begun = world.now();
    let state = State {
        score: body.score,
        rank: Rank::of(body.is_finished, body.comment.is_some()),
        expires_unix_s: scene
            .retention_days
            .map(|days| expires_unix_s(body.id, days, isolate.now())),
    };
    let ledger: &Ledger = &scene.ledger;
    let attempt = ledger.begin(body.id, survey, answer, Some(state), begun);
    let mut json = json!({
        "id": body.id.to_string(), "site": scene.site.as_str(),
        "survey": scene.surveys[survey].id.as_str(), "score": body.score,
    });
    // Where and how it was asked is the same for all states of an answer.
    let pick = |values: &[&str], n: usize| values[(answer / n) % values.len()].to_owned();
    json["page"] = Value::from(format!("/p/{}", answer % 4));
    if !answer.is_multiple_of(3) {
        json["touchpoint"] = Value::from(pick(&["checkout", "support"], 1));
        json["lang"] = Value::from(pick(&["en", "vi"], 2));
        json["device"] = Value::from(pick(&["phone", "desktop"], 3));
        json["attributes"] = json!({ATTRIBUTE: pick(&["free", "pro"], 2), "seat": "7"});
    }
    json["complete"] = Value::from(body.is_finished);
    if let Some(comment) = body.comment {
        json["comment"] = Value::from(comment);
    }
    if let Some(respondent) = scene.respondent_of(answer) {
        json["respondent"] = Value::from(respondent);
    }
    let json = json.to_string();
    let reply = mortal(world, scene.dies.get(), isolate.post("/v1/responses", &json)).await;
    let mut stats = scene.stats.borrow_mut();
    let Some(reply) = reply else {
        stats.deaths += 1;
        ledger.end(body.id, attempt, End::Open, world.now());
        return None;
    };
    let end = match reply.status {
        201 => End::Taken,
        503 => End::Open,
        400..=499 => End::Refused,
        status => panic!("{status}: {}", reply.body),
    };
    stats.count(end);
    if end == End::Taken && world.dice().happens(500) {
        act_soon(scene);
    }
    ledger.end(body.id, attempt, end, world.now());
    let problem: Option<Value> = serde_json::from_str(&reply.body).ok();
    let now_ms = problem.and_then(|problem| problem["now_ms"].as_i64());
    Some((reply.status, now_ms.map(Instant::from_unix_ms)))
}

impl Stats {
    fn count(&mut self, end: End) {
        match end {
            End::Taken => self.taken += 1,
            End::Open => self.busy += 1,
            End::Refused => self.refused += 1,
        }
    }
}

impl Scene {
    fn last_body(&self, answer: usize) -> Option<Body> {
        let bodies = self.last_bodies.borrow();
        let (id, score) = *bodies.get(&answer)?;
        Some(Body { id, score, comment: None, is_finished: false, is_tried: true })
    }

    fn set_last_body(&self, answer: usize, body: &Body) {
        self.last_bodies.borrow_mut().insert(answer, (body.id, body.score));
    }
}
