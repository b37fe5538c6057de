//! Sending from a visitor's queue, and the meaning of each reply to the widget: as
//! `widget/src/delivery` does.

use std::rc::Rc;

use domain::{DAY_MS, Instant, ResponseId};
use wire::limits::{ID_MAX_AGE_MS, ID_MAX_AHEAD_MS};

use crate::{
    network::{Heard, Posted, post},
    scene::Scene,
    visitor::{Body, Carelessness, Visitor},
};

/// Time for which the widget keeps what has not arrived, by the visitor's clock, in milliseconds.
const KEPT_MS: i64 = 7 * DAY_MS;
/// Time for which the widget reckons with copies of a request on their way, in milliseconds.
const IN_FLIGHT_MS: i64 = 12 * 60 * 1_000;

impl Visitor {
    /// The page goes away and sends what it holds; nobody is left to hear what becomes of it.
    pub(crate) fn leave(&self) {
        let waiting = self.queue.borrow().clone();
        let Some(body) = waiting.filter(|_| !self.has_withdrawn.get()) else { return };
        self.scene.stats.borrow_mut().visitors.left += 1;
        if self.is(Carelessness::BeaconIsDelivered) {
            self.queue.replace(None);
        }
        self.change(&body, |waiting| waiting.is_tried = true);
        let (scene, posted) = (Rc::clone(&self.scene), self.posted(body, self.home));
        self.world().spawn(async move {
            post(&scene, posted).await;
        });
    }

    /// Sends what waits from a page with that collector's tag, as the widget's `drain` does.
    pub(crate) async fn flush(&self, tag: usize) {
        let world = self.world();
        let dice = world.dice();
        let mut failures = 0;
        let mut last_renewed = None;
        loop {
            let waiting = self.queue.borrow().clone();
            let is_for_this =
                |body: &Body| body.home == tag || self.is(Carelessness::QueueOfNobody);
            let Some(body) = waiting.filter(is_for_this) else { return };
            if body.id.instant() < self.now().plus_ms(-KEPT_MS) {
                self.give_up();
                return;
            }
            let leaves = dice.happens(30);
            if leaves {
                // In the middle: the reply, if there is one, reaches nobody.
                self.leave();
                return;
            }
            if self.has_withdrawn.get() {
                let answer = self.answer;
                self.scene
                    .fail(format!("answer {answer} is sent after its consent was taken back"));
            }
            let (status, problem, collector_now) =
                match post(&self.scene, self.posted(body.clone(), tag)).await {
                    Heard::Nothing => (0, String::new(), None),
                    Heard::Stranger(status) if self.is(Carelessness::TrustsStrangers) => {
                        (status, "invalid".to_owned(), None)
                    }
                    // A proxy's busy is worth another try; nothing else of strangers is a word.
                    Heard::Stranger(status @ (429 | 500..)) => (status, String::new(), None),
                    Heard::Stranger(_) => (400, String::new(), None),
                    Heard::Collector(status, problem, now) => (status, problem, now),
                };
            match (status, problem.as_str()) {
                (200..=299, _) => {
                    self.scene.set_last_body(self.answer, &body);
                    self.remove(&body);
                }
                (0 | 408 | 425 | 429 | 500.., _) => {
                    self.change(&body, |waiting| waiting.is_tried = true);
                    failures += 1;
                    let leaves_the_page = dice.happens(300);
                    if failures > 4 || leaves_the_page {
                        return;
                    }
                    let base_ms = 500 * 4_u64.pow(failures);
                    world.after_ms(base_ms + dice.below(base_ms / 2)).await;
                }
                (_, "clock-skew") if last_renewed != Some(body.id) => {
                    let collector_now = collector_now.unwrap();
                    // As the widget's `settle` does: a response that was stored, or may still be by
                    // a copy on its way, must not go on under another id.
                    let late_ms = collector_now.unix_ms() - body.id.instant().unix_ms();
                    if !self.scene.always_renews {
                        if late_ms < 0 && -late_ms < ID_MAX_AHEAD_MS + IN_FLIGHT_MS {
                            return;
                        }
                        if late_ms >= 0 && (body.is_tried || late_ms < ID_MAX_AGE_MS + IN_FLIGHT_MS)
                        {
                            self.give_up();
                            return;
                        }
                    }
                    let age_ms = (self.now().unix_ms() - body.id.instant().unix_ms()).max(0);
                    let id = self.new_id(collector_now.plus_ms(-age_ms));
                    self.change(&body, |waiting| (waiting.id, waiting.is_tried) = (id, false));
                    last_renewed = Some(id);
                    self.scene.stats.borrow_mut().clock_skews += 1;
                }
                (_, "clock-skew") => {
                    self.give_up();
                    return;
                }
                (_, "invalid" | "not-json" | "too-large") => {
                    self.remove(&body);
                    return;
                }
                _ => {
                    self.change(&body, |waiting| waiting.is_tried |= problem.is_empty());
                    return;
                }
            }
        }
    }

    pub(crate) fn posted(&self, body: Body, to: usize) -> Posted {
        Posted { body, survey: self.survey, answer: self.answer, to }
    }

    /// The visitor's newest state waits.
    pub(crate) fn put(&self, body: Body) {
        self.newest.set((body.score, body.rank()));
        self.queue.replace(Some(body));
    }

    pub(crate) fn give_up(&self) {
        self.is_given_up.set(true);
        self.queue.replace(None);
    }

    /// Changes whatever state of the same response waits.
    pub(crate) fn change(&self, body: &Body, change: impl FnOnce(&mut Body)) {
        if let Some(waiting) = self.queue.borrow_mut().as_mut().filter(|w| w.id == body.id) {
            change(waiting);
        }
    }

    pub(crate) fn remove(&self, body: &Body) {
        let mut queue = self.queue.borrow_mut();
        let is_newer = queue.as_ref().is_some_and(|waiting| {
            let said = |body: &Body| (body.id, body.score, body.comment, body.is_finished);
            said(waiting) != said(body)
        });
        if !is_newer {
            *queue = None;
        }
    }

    pub(crate) fn new_id(&self, at: Instant) -> ResponseId {
        let dice = self.world().dice();
        ResponseId::new(at, u128::from(dice.bits()) << 64 | u128::from(dice.bits()))
    }
}

impl Scene {
    pub(crate) fn last_body(&self, answer: usize) -> Option<Body> {
        let bodies = self.last_bodies.borrow();
        let (id, score) = *bodies.get(&answer)?;
        Some(Body { id, score, comment: None, is_finished: false, home: 0, is_tried: true })
    }

    pub(crate) fn set_last_body(&self, answer: usize, body: &Body) {
        self.last_bodies.borrow_mut().insert(answer, (body.id, body.score));
    }
}
