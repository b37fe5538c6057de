//! Visitors: what the widget does with an answer, over a network that loses, delays and doubles, and
//! on which others reply in the collector's place.
//!
//! The queue, the waits and what a reply means are those of `widget/src/delivery`. On the visitor's
//! origin two tags may run, each of a collector of its own; both see the same queue.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use collector::states::Rank;
use domain::{Instant, ResponseId};
use wire::limits::{ID_MAX_AGE_MS, ID_MAX_AHEAD_MS};

use crate::{
    ledger::End,
    network::{Heard, Posted, post},
    run::{Scene, Stats},
    world::World,
};

pub(crate) const SECOND_MS: u64 = 1_000;
const HOUR_MS: u64 = 3_600 * SECOND_MS;
const DAY_MS: i64 = 24 * 3_600_000;
/// How long the widget keeps what has not arrived, by the visitor's clock.
const KEPT_MS: i64 = 7 * DAY_MS;
/// How long the widget reckons with copies of a request on their way.
const IN_FLIGHT_MS: i64 = 12 * 60 * 1_000;

/// Those whom a page names.
pub(crate) const RESPONDENTS: [&str; 2] = ["an@example.com", "binh"];

/// What a widget does wrong on purpose: to show that the simulator sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carelessness {
    /// Takes anybody's 2xx for the collector's, and anybody's 4xx for a refusal.
    TrustsStrangers,
    /// Sends what waits to whichever collector's tag is on the page.
    QueueOfNobody,
    /// Sends what is held when consent is taken back, and goes on sending what waits.
    SendsWithdrawn,
    /// Takes what a page sent while it went away for delivered.
    BeaconIsDelivered,
}

/// How much of what visitors met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Met {
    pub(crate) strangers: u64,
    pub(crate) at_the_other: u64,
    pub(crate) foreign_tags: u64,
    pub(crate) withdrawn: u64,
    pub(crate) left: u64,
}

impl Met {
    pub(crate) fn each(&self) -> [(&'static str, u64); 5] {
        [
            ("replies by strangers", self.strangers),
            ("answers taken by the other collector", self.at_the_other),
            ("visits to a page with another collector's tag", self.foreign_tags),
            ("consents taken back while an answer waited", self.withdrawn),
            ("pages left in the middle", self.left),
        ]
    }

    pub(crate) fn add(&mut self, other: Met) {
        self.strangers += other.strangers;
        self.at_the_other += other.at_the_other;
        self.foreign_tags += other.foreign_tags;
        self.withdrawn += other.withdrawn;
        self.left += other.left;
    }
}

/// One answer in a visitor's queue.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Body {
    pub(crate) id: ResponseId,
    pub(crate) score: u8,
    pub(crate) comment: Option<&'static str>,
    pub(crate) is_finished: bool,
    /// The collector whose survey was answered.
    pub(crate) home: usize,
    /// Whether an attempt ended such that nobody knows whether the answer was stored.
    is_tried: bool,
}

impl Body {
    /// How far the visitor had come.
    pub(crate) fn rank(&self) -> Rank {
        Rank::of(self.is_finished, self.comment.is_some())
    }
}

pub(crate) struct Visitor {
    scene: Rc<Scene>,
    answer: usize,
    survey: usize,
    home: usize,
    /// By how much the clock of this visitor is ahead of the truth.
    clock_ahead_ms: i64,
    queue: RefCell<Option<Body>>,
    /// The newest state that the visitor gave: its score and rank.
    newest: Cell<(u8, Rank)>,
    /// Whether the widget gave the answer up by its own rules: too old, or maybe counted.
    is_given_up: Cell<bool>,
    has_withdrawn: Cell<bool>,
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
    let home = usize::from(dice.happens(100));
    let visitor = Rc::new(Visitor {
        scene,
        answer,
        survey,
        home,
        clock_ahead_ms,
        queue: RefCell::default(),
        newest: Cell::new((0, Rank::Partial)),
        is_given_up: Cell::default(),
        has_withdrawn: Cell::default(),
    });
    visitor.scene.visitors.borrow_mut().push(Rc::clone(&visitor));
    world.spawn_at(at, visitor.answer());
}

impl Visitor {
    fn world(&self) -> &World {
        &self.scene.world
    }

    fn now(&self) -> Instant {
        self.world().now().plus_ms(self.clock_ahead_ms)
    }

    fn is(&self, careless: Carelessness) -> bool {
        self.scene.careless == Some(careless)
    }

    /// Taps, perhaps twice; perhaps comments; and comes back until the answer is delivered.
    async fn answer(self: Rc<Visitor>) {
        let world = self.world().clone();
        let dice = world.dice();
        let scale = self.scene.surveys[self.survey].kind.scale();
        let score = scale.min + dice.below(scale.len() as u64) as u8;
        let id = self.new_id(self.now());
        let (home, is_finished) = (self.home, dice.happens(300));
        self.put(Body { id, score, comment: None, is_finished, home, is_tried: false });
        if dice.happens(100) {
            // A second tap before the first was sent: another score.
            let other = scale.min + dice.below(scale.len() as u64) as u8;
            let body = self.queue.take().unwrap();
            self.put(Body { score: other, ..body });
        }
        if dice.happens(120) {
            world.spawn(Rc::clone(&self).withdraw());
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
        if dice.happens(150) {
            self.leave();
            world.after_ms(dice.below(HOUR_MS)).await;
        }
        for visit in 0..4 {
            if visit > 0 || !is_offline {
                let tag = if visit > 0 { self.tag() } else { self.home };
                self.flush(tag).await;
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

    /// Whose tag is on the page of a later visit.
    fn tag(&self) -> usize {
        let is_foreign = self.world().dice().happens(200);
        self.scene.stats.borrow_mut().visitors.foreign_tags += u64::from(is_foreign);
        if is_foreign { 1 - self.home } else { self.home }
    }

    async fn visit_again(self: Rc<Visitor>) {
        self.world().after_ms(self.world().dice().below(2 * SECOND_MS)).await;
        self.flush(self.tag()).await;
    }

    /// Sends a comment as the whole newer state of the same id.
    async fn comment(self: Rc<Visitor>) {
        self.world().after_ms(self.world().dice().below(20 * SECOND_MS)).await;
        // The id under which the answer went last; a delivered one is known to the popup.
        let last = self.queue.borrow().clone().or_else(|| self.scene.last_body(self.answer));
        let Some(last) = last.filter(|_| !self.has_withdrawn.get()) else { return };
        let mut body = Body { home: self.home, ..last };
        self.older_state_comes_late(body.clone());
        if self.world().dice().happens(300) {
            // Until it is sent, the visitor may choose another score.
            body.score = self.some_score();
        }
        let is_finished = self.world().dice().happens(800);
        self.put(Body { comment: Some("Tốt"), is_finished, is_tried: true, ..body });
        self.flush(self.home).await;
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
                post(&visitor.scene, visitor.posted(older, visitor.home)).await;
            });
        }
    }

    fn some_score(&self) -> u8 {
        let scale = self.scene.surveys[self.survey].kind.scale();
        scale.min + self.world().dice().below(scale.len() as u64) as u8
    }

    /// Takes consent back: what is held and what waits is forgotten, and nothing is sent any more.
    async fn withdraw(self: Rc<Visitor>) {
        let dice = self.world().dice();
        let soon_ms = *dice.pick(&[12 * SECOND_MS, 60 * SECOND_MS, 30 * HOUR_MS]);
        self.world().after_ms(dice.below(soon_ms)).await;
        self.has_withdrawn.set(true);
        if self.queue.borrow().is_some() {
            self.scene.stats.borrow_mut().visitors.withdrawn += 1;
        }
        if self.is(Carelessness::SendsWithdrawn) {
            self.flush(self.home).await;
        } else {
            self.queue.replace(None);
        }
    }

    /// The page goes away and sends what it holds; nobody is left to hear what becomes of it.
    fn leave(&self) {
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
    async fn flush(&self, tag: usize) {
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
                    // As the widget's `settle` does: an answer that was stored, or may still be by
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

    fn posted(&self, body: Body, to: usize) -> Posted {
        Posted { body, survey: self.survey, answer: self.answer, to }
    }

    /// The visitor's newest state waits.
    fn put(&self, body: Body) {
        self.newest.set((body.score, body.rank()));
        self.queue.replace(Some(body));
    }

    fn give_up(&self) {
        self.is_given_up.set(true);
        self.queue.replace(None);
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

    /// What the visitor said last was taken by its collector, or still waits, or was taken back, or
    /// given up by a rule that says so.
    fn is_kept(&self) -> bool {
        let newest = self.newest.get();
        let entries = self.scene.ledger_of(self.home).entries();
        let mut attempts =
            entries.values().filter(|it| it.answer == self.answer).flat_map(|it| &it.attempts);
        let is_taken = attempts.any(|attempt| {
            let is_newest = |it: crate::ledger::State| (it.score, it.rank) == newest;
            attempt.end == End::Taken && attempt.state.is_some_and(is_newest)
        });
        let is_over = self.is_given_up.get() || self.has_withdrawn.get();
        is_taken || is_over || self.queue.borrow().is_some()
    }
}

/// No answer is lost on the way.
pub(crate) fn nothing_is_lost(scene: &Scene) -> Result<(), String> {
    let visitors = scene.visitors.borrow();
    let lost = visitors.iter().find(|visitor| !visitor.is_kept());
    lost.map_or(Ok(()), |it| Err(format!("answer {} is lost: {:?}", it.answer, it.newest.get())))
}

impl Stats {
    pub(crate) fn count(&mut self, end: End) {
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
        Some(Body { id, score, comment: None, is_finished: false, home: 0, is_tried: true })
    }

    fn set_last_body(&self, answer: usize, body: &Body) {
        self.last_bodies.borrow_mut().insert(answer, (body.id, body.score));
    }
}
