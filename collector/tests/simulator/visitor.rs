//! Visitors: what the widget does with an answer, over a network that loses, delays and doubles,
//! and on which others reply in the collector's place.
//!
//! The queue and the waits are those of `widget/src/delivery`. On the visitor's
//! origin two tags may run, each of a collector of its own; both see the same queue.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use collector::store::keys::Rank;
use domain::{Instant, ResponseId};

use crate::{ledger::End, network::post, rated::scale, scene::Scene, world::World};

pub(crate) const SECOND_MS: u64 = 1_000;
const HOUR_MS: u64 = 3_600 * SECOND_MS;

/// Respondents whom a page names.
pub(crate) const RESPONDENTS: [&str; 2] = ["an@example.com", "binh"];

/// Mistakes that a widget makes on purpose: to show that the simulator sees them.
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

/// One answer in a visitor's queue.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Body {
    pub(crate) id: ResponseId,
    pub(crate) score: u8,
    pub(crate) comment: Option<&'static str>,
    pub(crate) is_finished: bool,
    /// The collector whose survey was answered.
    pub(crate) home: usize,
    /// True if an attempt ended such that nobody knows whether the response was stored.
    pub(crate) is_tried: bool,
}

impl Body {
    /// Returns the visitor's progress.
    pub(crate) fn rank(&self) -> Rank {
        Rank::of(self.is_finished, self.comment.is_some())
    }
}

pub(crate) struct Visitor {
    pub(crate) scene: Rc<Scene>,
    pub(crate) answer: usize,
    pub(crate) survey: usize,
    pub(crate) home: usize,
    /// Time by which the clock of this visitor is ahead of the truth.
    pub(crate) clock_ahead_ms: i64,
    pub(crate) queue: RefCell<Option<Body>>,
    /// The newest state that the visitor gave: its score and rank.
    pub(crate) newest: Cell<(u8, Rank)>,
    /// True if the widget gave the response up by its own rules: too old, or maybe counted.
    pub(crate) is_given_up: Cell<bool>,
    pub(crate) has_withdrawn: Cell<bool>,
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
    pub(crate) fn world(&self) -> &World {
        &self.scene.world
    }

    pub(crate) fn now(&self) -> Instant {
        self.world().now().plus_ms(self.clock_ahead_ms)
    }

    pub(crate) fn is(&self, careless: Carelessness) -> bool {
        self.scene.careless == Some(careless)
    }

    /// Taps, perhaps twice; perhaps comments; and comes back until the answer is delivered.
    async fn answer(self: Rc<Visitor>) {
        let world = self.world().clone();
        let dice = world.dice();
        let scale = scale(&self.scene.surveys[self.survey].kind);
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
    /// more, at any time. Where ids are renewed, only what was in flight can: a queue renews all
    /// that it has.
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
        let scale = scale(&self.scene.surveys[self.survey].kind);
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

    /// True if the visitor's last word was taken by its collector, still waits, was taken back, or
    /// was given up by a rule that says so.
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
