//! Requests to the collector and its replies: from these follows what must be stored.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use collector::store::keys::Rank;
use domain::{Instant, ResponseId};

/// Stored part of a state of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) score: u8,
    pub(crate) rank: Rank,
    pub(crate) expires_unix_s: Option<i64>,
}

/// End of an attempt, as the collector itself knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Nobody knows yet, or ever: the collector died, or the store failed.
    Open,
    /// The reply was 2xx.
    Taken,
    /// The reply says that nothing was written.
    Refused,
}

/// One attempt to write a state, or to delete (`None`).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attempt {
    pub(crate) state: Option<State>,
    pub(crate) begun: Instant,
    /// Time of the reply; an attempt without a reply may be done until this.
    pub(crate) done: Instant,
    pub(crate) end: End,
}

/// All attempts on one response.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) survey: usize,
    /// Index of the visitor's answer: it may go on under another id.
    pub(crate) answer: usize,
    pub(crate) attempts: Vec<Attempt>,
}

/// A clone is the same ledger.
#[derive(Clone, Default)]
pub(crate) struct Ledger(Rc<RefCell<BTreeMap<ResponseId, Entry>>>);

/// Time for which an attempt without a reply may go on writing, in milliseconds.
const LANDS_WITHIN_MS: i64 = 2 * 60 * 1_000;

impl Ledger {
    /// An attempt begins; the number by which it ends.
    pub(crate) fn begin(
        &self,
        id: ResponseId,
        survey: usize,
        answer: usize,
        state: Option<State>,
        now: Instant,
    ) -> usize {
        let mut entries = self.0.borrow_mut();
        let entry =
            entries.entry(id).or_insert_with(|| Entry { survey, answer, attempts: Vec::new() });
        let done = now.plus_ms(LANDS_WITHIN_MS);
        entry.attempts.push(Attempt { state, begun: now, done, end: End::Open });
        entry.attempts.len() - 1
    }

    pub(crate) fn end(&self, id: ResponseId, attempt: usize, end: End, now: Instant) {
        let mut entries = self.0.borrow_mut();
        let attempt = &mut entries.get_mut(&id).unwrap().attempts[attempt];
        attempt.end = end;
        // A failed write may still be on its way.
        attempt.done = if end == End::Open { attempt.done.max(now) } else { now };
    }

    pub(crate) fn entries(&self) -> BTreeMap<ResponseId, Entry> {
        self.0.borrow().clone()
    }

    /// Some response with its survey, for an owner to delete.
    pub(crate) fn nth(&self, n: u64) -> Option<(ResponseId, usize, usize)> {
        let entries = self.0.borrow();
        let n = n.checked_rem(entries.len() as u64)?;
        let (id, entry) = entries.iter().nth(n as usize)?;
        Some((*id, entry.survey, entry.answer))
    }
}

impl Entry {
    /// The states that may be the newest once all is done. A lower rank is seen only where each
    /// higher one may be absent.
    pub(crate) fn may_hold(&self, now: Instant) -> Vec<Option<State>> {
        let mut newest = Vec::new();
        for rank in Rank::ALL.into_iter().rev() {
            let of_rank = self.rank_may_hold(rank, now);
            newest.extend(of_rank.iter().filter(|state| state.is_some()));
            if !of_rank.contains(&None) {
                return newest;
            }
        }
        newest.push(None);
        newest
    }

    /// Returns the states that may be stored of a rank once all is done: those of attempts after
    /// which, for certain, no other got a reply.
    fn rank_may_hold(&self, rank: Rank, now: Instant) -> Vec<Option<State>> {
        let is_of = |attempt: &&Attempt| attempt.state.is_none_or(|state| state.rank == rank);
        let effective =
            || self.attempts.iter().filter(is_of).filter(|attempt| attempt.end != End::Refused);
        let is_last = |attempt: &&Attempt| {
            !effective().any(|other| other.end == End::Taken && other.begun > attempt.done)
        };
        let is_alive =
            |state: &State| state.expires_unix_s.is_none_or(|at_s| at_s * 1_000 > now.unix_ms());
        let mut states: Vec<Option<State>> =
            effective().filter(is_last).map(|attempt| attempt.state.filter(is_alive)).collect();
        if !effective().any(|attempt| attempt.end == End::Taken) {
            states.push(None);
        }
        states
    }

    /// The score under which the response counted for certain in everything read from `begun` to
    /// `done`, when what was written `stale_ms` before is seen by all.
    pub(crate) fn must_count(&self, begun: Instant, done: Instant, stale_ms: i64) -> Option<u8> {
        let seen = begun.plus_ms(-stale_ms);
        let effective = || {
            let before = self.attempts.iter().filter(move |a| a.begun <= done);
            before.filter(|attempt| attempt.end != End::Refused)
        };
        if effective().any(|attempt| attempt.state.is_none()) {
            return None;
        }
        let kept = |attempt: &Attempt| {
            let lives = |state: &State| {
                state.expires_unix_s.is_none_or(|at_s| at_s * 1_000 > done.unix_ms())
            };
            attempt.state.filter(lives)
        };
        let settled = effective().filter(|a| a.end == End::Taken && a.done <= seen);
        let newest = settled.filter_map(kept).max_by_key(|state| state.rank)?;
        // States of lower ranks can't change it, whenever they come.
        let mut others =
            effective().filter(|a| a.state.is_some_and(|state| state.rank >= newest.rank));
        others
            .all(|other| kept(other).is_some_and(|state| state.score == newest.score))
            .then_some(newest.score)
    }

    /// True if the response may have counted in anything read from `begun` to `done`.
    pub(crate) fn may_count(&self, begun: Instant, done: Instant, stale_ms: i64) -> bool {
        let seen = begun.plus_ms(-stale_ms);
        let is_gone = |written: &Attempt| {
            let mut deletions = self.attempts.iter().filter(|a| a.state.is_none());
            deletions.any(|a| a.end == End::Taken && a.done <= seen && a.begun > written.done)
        };
        let is_expired =
            |state: &State| state.expires_unix_s.is_some_and(|at_s| at_s * 1_000 <= seen.unix_ms());
        self.attempts.iter().any(|attempt| {
            attempt.begun <= done
                && attempt.end != End::Refused
                && attempt.state.is_some_and(|state| !is_expired(&state))
                && !is_gone(attempt)
        })
    }
}
