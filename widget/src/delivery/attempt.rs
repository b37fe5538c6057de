//! Effects of an attempt's end on the queue. Plain values, no network and no clock.

use domain::{Instant, ResponseId};
use wire::limits::{ID_MAX_AGE_MS, ID_MAX_AHEAD_MS};

use super::{
    queue::{Body, Queue},
    retry::{self, Verdict},
};

/// Problem name for an id whose time is too far off the collector's.
const CLOCK_SKEW: &str = "clock-skew";

/// Greatest time, in milliseconds, that a copy of a request may be on its way: by another route, or
/// to another machine with a clock of its own.
const IN_FLIGHT_MS: i64 = 12 * 60 * 1_000;

/// A reply to a body, by the collector or by anybody else on the way to it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reply<'a> {
    /// HTTP status; 0 for a network error.
    pub(crate) status: u16,
    /// Id of the response that the reply names, as a 201 of the collector does.
    pub(crate) id: Option<ResponseId>,
    /// Name of the collector's problem; empty if somebody else replied.
    pub(crate) problem: &'a str,
    /// Time by the collector's clock; only with `clock-skew`.
    pub(crate) now: Option<Instant>,
}

/// Result of an attempt for its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome<'a> {
    /// The collector has it.
    Sent,
    /// It stays, for another attempt soon.
    Waits,
    /// It stays, for another visit: nobody can tell when it will be taken. Holds the collector's
    /// problem; empty if somebody else replied.
    Stays(&'a str),
    /// It stays, under this id, and is to be sent at once.
    Renewed(ResponseId),
    /// It is given up, because it may have been counted already.
    MaybeCounted,
    /// It is given up, because the collector will never take it. Holds the problem.
    Refused(&'a str),
}

/// Updates the queue at the end of an attempt.
///
/// `body` is as [`Queue::take_up`] gave it; `may_renew` is false for one whose id was renewed just
/// now; `visitor_now` is by the visitor's own clock; `random` is for a new id.
///
/// A body under a wrong id gets a new one only if the old one certainly is not stored and will not
/// be:
///
/// | the id | then |
/// |---|---|
/// | is later than the latest accepted by more than [`IN_FLIGHT_MS`] | a new one: earlier attempts were further off, and no copy on its way arrives in time |
/// | is later by less | it waits: a copy on its way may be taken, and soon this one is |
/// | is too old by more than [`IN_FLIGHT_MS`], at the first attempt | a new one |
/// | is too old by less, or the end of an earlier attempt is unknown | given up: it may have been in time then, and counted; under a new id the response would count twice |
pub(crate) fn settle<'a>(
    queue: &mut Queue,
    body: &Body,
    reply: Reply<'a>,
    may_renew: bool,
    visitor_now: Instant,
    random: u128,
) -> Outcome<'a> {
    let verdict = retry::verdict(reply.status, reply.id == Some(body.id()), reply.problem);
    match (verdict, reply.now) {
        (Verdict::Taken, _) => {
            queue.remove(body);
            Outcome::Sent
        }
        (Verdict::Later | Verdict::NextVisit, _) => {
            if !body.is_tried() && !retry::may_be_stored(reply.status, reply.problem) {
                queue.untry(body.id());
            }
            if verdict == Verdict::Later { Outcome::Waits } else { Outcome::Stays(reply.problem) }
        }
        (Verdict::Refused, Some(collector_now)) if reply.problem == CLOCK_SKEW && may_renew => {
            let age_ms = collector_now.unix_ms() - body.id().instant().unix_ms();
            if age_ms < 0 && -age_ms < ID_MAX_AHEAD_MS + IN_FLIGHT_MS {
                return Outcome::Waits;
            }
            if age_ms >= 0 && (body.is_tried() || age_ms < ID_MAX_AGE_MS + IN_FLIGHT_MS) {
                queue.remove(body);
                return Outcome::MaybeCounted;
            }
            let new = retry::renewed(body.tapped_at(), visitor_now, collector_now, random);
            queue.renew(body.id(), new);
            Outcome::Renewed(new)
        }
        (Verdict::Refused, _) => {
            queue.remove(body);
            Outcome::Refused(reply.problem)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::queue::Address;

    const MINUTE_MS: i64 = 60 * 1_000;
    const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
    /// The collector's time when the visitor answers.
    const TAP: Instant = Instant::from_unix_ms(1_795_316_400_000);

    fn address() -> Address {
        Address { base: "https://c.example".to_owned(), site: "shop".to_owned(), former: vec![] }
    }

    /// Ways in which an attempt ends, besides the collector's verdict on the id.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Way {
        /// As the collector replies.
        Good,
        /// The request never arrives.
        RequestLost,
        /// The body is stored, but the reply is lost.
        ReplyLost,
        /// Too many requests: refused unread.
        Refused429,
    }

    /// Makes a reply with a problem of the collector.
    fn refusal(status: u16, problem: &str) -> Reply<'_> {
        Reply { status, problem, ..Reply::default() }
    }

    /// A visitor whose clock is `off_ms` fast, and a collector that keeps what it accepts.
    struct World {
        off_ms: i64,
        queue: Queue,
        stored: Vec<ResponseId>,
        ids: u128,
    }

    impl World {
        fn new(off_ms: i64) -> World {
            World { off_ms, queue: Queue::default(), stored: Vec::new(), ids: 0 }
        }

        fn new_random(&mut self) -> u128 {
            self.ids += 1;
            self.ids
        }

        /// Lets the visitor answer, `after_ms` after [`TAP`].
        fn tap(&mut self, after_ms: i64) {
            let at = TAP.plus_ms(self.off_ms + after_ms);
            let id = ResponseId::new(at, self.new_random());
            let json = format!("{{\"id\":\"{id}\",\"site\":\"shop\",\"score\":9}}");
            self.queue.put(Body::new(&json, &address().base, at, false).unwrap());
        }

        /// Sends what waits, as `send` does, `after_ms` after [`TAP`]; returns the outcomes.
        fn send(&mut self, after_ms: i64, way: Way) -> Vec<Outcome<'static>> {
            let (now, mut outcomes) = (TAP.plus_ms(after_ms), Vec::new());
            let visitor_now = now.plus_ms(self.off_ms);
            let text = self.queue.to_text().unwrap_or_default();
            self.queue = Queue::parse(&text, visitor_now);
            let mut renewed = None;
            while let Some(body) = self.queue.take_up(&address(), &[]) {
                let reply = self.reply(body.id(), now, way);
                let (may_renew, random) = (renewed != Some(body.id()), self.new_random());
                let outcome = settle(&mut self.queue, &body, reply, may_renew, visitor_now, random);
                outcomes.push(outcome);
                match outcome {
                    Outcome::Renewed(new) => renewed = Some(new),
                    Outcome::Waits => break,
                    _ => {}
                }
            }
            outcomes
        }

        fn reply(&mut self, id: ResponseId, now: Instant, way: Way) -> Reply<'static> {
            let is_in_time =
                (-8 * DAY_MS..=5 * MINUTE_MS).contains(&(id.instant().unix_ms() - now.unix_ms()));
            let gets_there = matches!(way, Way::Good | Way::ReplyLost);
            if gets_there && is_in_time && !self.stored.contains(&id) {
                self.stored.push(id);
            }
            match way {
                Way::RequestLost | Way::ReplyLost => Reply::default(),
                Way::Refused429 => refusal(429, "rate-limited"),
                Way::Good if is_in_time => Reply { status: 201, id: Some(id), ..Reply::default() },
                Way::Good => Reply { now: Some(now), ..refusal(422, CLOCK_SKEW) },
            }
        }

        #[track_caller]
        fn keeps(&self, times_ms: &[i64]) {
            let stored: Vec<i64> =
                self.stored.iter().map(|id| id.instant().unix_ms() - TAP.unix_ms()).collect();
            assert_eq!(stored, times_ms);
            assert_eq!(self.queue, Queue::default());
        }
    }

    #[test]
    fn a_wrong_clock_costs_no_response_and_each_keeps_its_time() {
        for off_ms in [-20_000 * DAY_MS, -9 * DAY_MS, 18 * MINUTE_MS, 400 * DAY_MS] {
            let mut world = World::new(off_ms);
            world.tap(0);
            world.tap(30_000);
            world.send(60_000, Way::Good);
            world.keeps(&[0, 30_000]);
        }
    }

    #[test]
    fn a_wrong_clock_costs_no_response_that_certainly_reached_nothing() {
        for off_ms in [-9 * DAY_MS, 9 * DAY_MS] {
            let mut world = World::new(off_ms);
            world.tap(0);
            assert_eq!(world.send(1_000, Way::Refused429), [Outcome::Waits]);
            world.send(2 * DAY_MS, Way::Good);
            world.keeps(&[0]);
        }
    }

    #[test]
    fn a_response_that_may_be_stored_is_never_sent_under_another_id() {
        // Six days slow: in time at first, too old by the next visit.
        for (way, stored) in [(Way::ReplyLost, vec![-6 * DAY_MS]), (Way::RequestLost, vec![])] {
            let mut world = World::new(-6 * DAY_MS);
            world.tap(0);
            assert_eq!(world.send(1_000, way), [Outcome::Waits]);
            assert_eq!(world.send(3 * DAY_MS, Way::Good), [Outcome::MaybeCounted]);
            world.keeps(&stored);
        }
    }

    #[test]
    fn an_id_a_little_ahead_waits_until_it_is_taken_for_a_copy_of_it_may_be() {
        let mut world = World::new(7 * MINUTE_MS);
        world.tap(0);
        assert_eq!(world.send(MINUTE_MS, Way::Good), [Outcome::Waits]);
        assert_eq!(world.send(3 * MINUTE_MS, Way::Good), [Outcome::Sent]);
        world.keeps(&[7 * MINUTE_MS]);
    }

    #[test]
    fn an_id_that_has_just_become_too_old_is_given_up_for_a_copy_of_it_may_be_stored() {
        let first_outcome = |off_ms: i64| {
            let mut world = World::new(off_ms);
            world.tap(0);
            world.send(0, Way::Good).first().copied()
        };
        assert_eq!(first_outcome(-8 * DAY_MS - MINUTE_MS), Some(Outcome::MaybeCounted));
        let long_ago = first_outcome(-8 * DAY_MS - 13 * MINUTE_MS);
        assert!(matches!(long_ago, Some(Outcome::Renewed(_))), "{long_ago:?}");
    }

    #[test]
    fn an_id_ahead_of_the_collector_was_never_stored_however_often_it_was_tried() {
        let mut world = World::new(9 * DAY_MS);
        world.tap(0);
        for after_ms in [1_000, DAY_MS] {
            assert_eq!(world.send(after_ms, Way::ReplyLost), [Outcome::Waits]);
        }
        assert!(matches!(
            world.send(2 * DAY_MS, Way::Good)[..],
            [Outcome::Renewed(_), Outcome::Sent]
        ));
        world.keeps(&[0]);
    }

    #[test]
    fn a_renewed_response_waits_and_is_counted_once() {
        for (off_ms, way) in [(-9 * DAY_MS, Way::RequestLost), (9 * DAY_MS, Way::ReplyLost)] {
            let mut world = World::new(off_ms);
            world.tap(0);
            let body = world.queue.take_up(&address(), &[]).unwrap();
            let skew = world.reply(body.id(), TAP, Way::Good);
            let visitor_now = TAP.plus_ms(off_ms);
            settle(&mut world.queue, &body, skew, true, visitor_now, 99);
            assert_eq!(world.send(0, way), [Outcome::Waits]);
            assert_eq!(world.send(DAY_MS, Way::Good), [Outcome::Sent]);
            world.keeps(&[0]);
        }
    }

    #[test]
    fn a_collector_that_finds_every_id_wrong_is_not_asked_for_ever() {
        let mut world = World::new(0);
        world.tap(0);
        let body = world.queue.take_up(&address(), &[]).unwrap();
        let reply = Reply { now: Some(TAP), ..refusal(422, CLOCK_SKEW) };
        let outcome = settle(&mut world.queue, &body, reply, false, TAP, 1);
        assert_eq!(outcome, Outcome::Refused(CLOCK_SKEW));
        world.keeps(&[]);
    }

    /// Makes one response and settles it by this reply; returns the outcome and the world after it.
    fn first_attempt(reply: Reply<'_>) -> (Outcome<'_>, World) {
        let mut world = World::new(0);
        world.tap(0);
        let body = world.queue.take_up(&address(), &[]).unwrap();
        let outcome = settle(&mut world.queue, &body, reply, true, TAP, 1);
        (outcome, world)
    }

    #[test]
    fn only_a_problem_about_the_body_itself_gives_it_up() {
        for (status, problem) in [(422, "invalid"), (400, "not-json"), (413, "too-large")] {
            let (outcome, world) = first_attempt(refusal(status, problem));
            assert_eq!(outcome, Outcome::Refused(problem));
            world.keeps(&[]);
        }
        for (status, problem) in [
            (400, "key-in-address"),
            (401, "no-key"),
            (403, "origin-not-allowed"),
            (404, "unknown-site"),
            (404, "unknown-survey"),
            (404, "not-found"),
            (405, "method-not-allowed"),
            (409, "being-deleted"),
            (415, "media-type"),
            (422, "a-problem-of-a-later-release"),
        ] {
            let (outcome, world) = first_attempt(refusal(status, problem));
            assert_eq!(outcome, Outcome::Stays(problem));
            assert_ne!(world.queue, Queue::default(), "{problem}");
        }
    }

    #[test]
    fn what_others_say_on_the_way_neither_takes_nor_refuses_a_response() {
        for status in [200, 201, 204, 206, 302, 304, 400, 401, 403, 404, 407, 410, 413, 422, 451] {
            let foreign = Reply { status, ..Reply::default() };
            let other = Reply { id: Some(ResponseId::new(TAP, 77)), ..foreign };
            for reply in [foreign, other] {
                let (outcome, mut world) = first_attempt(reply);
                assert_eq!(outcome, Outcome::Stays(""), "{reply:?}");
                // Nobody knows whether it was stored before somebody else replied.
                assert!(world.queue.take_up(&address(), &[]).unwrap().is_tried(), "{reply:?}");
            }
        }
    }

    #[test]
    fn after_a_refusal_by_the_collector_itself_a_response_is_as_if_it_was_never_tried() {
        for (status, problem) in [(403, "origin-not-allowed"), (429, "rate-limited")] {
            let (_, mut world) = first_attempt(refusal(status, problem));
            assert!(!world.queue.take_up(&address(), &[]).unwrap().is_tried(), "{problem}");
        }
    }
}
