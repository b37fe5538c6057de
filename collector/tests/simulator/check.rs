//! Counts, and what they are held against: the ledger while things go on, brute force at the end.

use std::collections::{BTreeMap, BTreeSet};

use collector::{
    rollups::{
        counts::Counts,
        wanted::{Given, Span},
    },
    store::keys::{Key, Rank, WhoKey, listed_response},
};
use domain::{Instant, Kind, ResponseId};
use serde_json::Value;
use wire::{summary::Summary, survey::SurveyKind};

use crate::{
    filter::Filter,
    ledger::{Entry, Ledger},
    network::labels,
    question::Question,
    rated::{counts_of, csi, scale, score_of, scores_of},
    scene::Scene,
};

/// The collector's own bound, and some seconds for its clocks.
pub(crate) const STALE_MS: i64 = collector::store::timing::STALE_MS + 10_000;

/// Counts of a span, or of its first part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) span: Span,
    pub(crate) by_score: BTreeMap<u8, u64>,
    pub(crate) comments: u64,
    pub(crate) folded_to: Option<Instant>,
    pub(crate) filter: Filter,
}

impl Counted {
    pub(crate) fn nothing(span: Span, filter: &Filter) -> Counted {
        let (by_score, filter) = (BTreeMap::new(), filter.clone());
        Counted { span, by_score, comments: 0, folded_to: None, filter }
    }

    pub(crate) fn of_summary(summary: &Summary, question: &Question) -> Counted {
        let mut counted = Counted::nothing(question.span, &question.filter);
        for (score, count) in scores_of(summary) {
            counted.add_count(score.parse().unwrap(), count);
        }
        counted.comments = summary.comments;
        counted.folded_to = summary.progress.as_ref().map(|progress| {
            let at: jiff::Timestamp = progress.folded_to.parse().unwrap();
            Instant::from_unix_ms(at.as_millisecond())
        });
        assert_eq!(summary.is_final, counted.folded_to.is_none());
        assert_eq!(summary.responses, counted.responses());
        counted
    }

    pub(crate) fn add(&mut self, given: Given<'_>) {
        if let Given::Cell(at, counts) = given {
            self.add_cell(at, counts);
        }
    }

    fn add_cell(&mut self, at: Instant, counts: &Counts) {
        let cell_ms = collector::store::day::CELL_MS;
        assert!(at < self.span.end && at.plus_ms(cell_ms) > self.span.start);
        for (score, count) in counts_of(counts) {
            self.add_count(score, count);
        }
        self.comments += u64::from(counts.comments());
    }

    fn add_count(&mut self, score: u8, count: u64) {
        if count > 0 {
            *self.by_score.entry(score).or_default() += count;
        }
    }

    fn responses(&self) -> u64 {
        self.by_score.values().sum()
    }

    fn contains(&self, at: Instant) -> bool {
        at >= self.span.start && at < self.folded_to.unwrap_or(self.span.end)
    }

    /// Checks that a read from `begun` to `done` may have counted this.
    pub(crate) fn fits(
        &self,
        ledger: &Ledger,
        survey: usize,
        begun: Instant,
        done: Instant,
    ) -> Result<(), String> {
        let entries = ledger.entries();
        let in_span = |(id, entry): &(&ResponseId, &Entry)| {
            entry.survey == survey
                && self.contains(id.instant())
                && self.filter.passes(&Value::Object(labels(entry.answer)))
        };
        let mut least: BTreeMap<u8, u64> = BTreeMap::new();
        let mut n_least = 0;
        let mut most = 0;
        for (_, entry) in entries.iter().filter(in_span) {
            if let Some(score) = entry.must_count(begun, done, STALE_MS) {
                *least.entry(score).or_default() += 1;
                n_least += 1;
            }
            most += u64::from(entry.may_count(begun, done, STALE_MS));
        }
        let n = self.responses();
        let of_score = |score: &u8| self.by_score.get(score).copied().unwrap_or(0);
        if n < n_least || n > most || least.iter().any(|(score, n)| of_score(score) < *n) {
            return Err(format!(
                "a complete read of {survey} has {:?}, but {n_least} ({least:?}) to {most} exist: {self:?}",
                self.by_score
            ));
        }
        Ok(())
    }

    /// Counts what is stored, one key after the other.
    pub(crate) fn by_brute_force(
        scene: &Scene,
        survey: usize,
        span: Span,
        filter: &Filter,
    ) -> Counted {
        let of = &scene.surveys[survey];
        let mut counted = Counted::nothing(span, filter);
        for (id, value) in stored_values(scene, survey) {
            let response = answered(&value);
            if counted.contains(id.instant()) && filter.passes(&value) {
                assert!(scale(&of.kind).contains(i64::from(response.0)));
                counted.add_count(response.0, 1);
                let has_comment =
                    matches!(response.1, Rank::PartialCommented | Rank::FinishedCommented);
                counted.comments += u64::from(has_comment);
            }
        }
        counted
    }
}

/// Returns the stored responses of a survey: the score and the rank of each id's newest state. An
/// id that is stored under two hours is there twice.
pub(crate) fn stored(scene: &Scene, survey: usize) -> Vec<(ResponseId, (u8, Rank))> {
    let read = |(id, value): (ResponseId, Value)| (id, answered(&value));
    stored_values(scene, survey).into_iter().map(read).collect()
}

/// The score and the rank of a stored state.
fn answered(value: &Value) -> (u8, Rank) {
    (score_of(value), rank_of(value))
}

/// The same as it is stored.
pub(crate) fn stored_values(scene: &Scene, survey: usize) -> Vec<(ResponseId, Value)> {
    let prefix = format!("r:{}:{}:", scene.site, scene.surveys[survey].id);
    let mut newest: BTreeMap<(String, ResponseId), Value> = BTreeMap::new();
    for (key, value) in scene.store.settled(&prefix) {
        let value: Value = serde_json::from_str(&value).unwrap();
        let (id, _) = listed_response(&key).unwrap();
        let hour = key.split(':').nth(3).unwrap().to_owned();
        let other = newest.entry((hour, id)).or_insert_with(|| value.clone());
        if rank_of(other) <= rank_of(&value) {
            *other = value;
        }
    }
    newest.into_iter().map(|((_, id), value)| (id, value)).collect()
}

/// The rank of a state, told by what it says.
fn rank_of(value: &Value) -> Rank {
    Rank::of(value["finished"].as_bool().unwrap(), value.get("comment").is_some())
}

/// Every response that names its respondent has a `who:` key, by which its deletion finds it.
pub(crate) fn every_response_has_its_who_key(scene: &Scene) -> Result<(), String> {
    let who_keys: BTreeSet<String> =
        scene.store.settled("who:").into_iter().map(|(key, _)| key).collect();
    for survey in scene.lasting() {
        for (key, value) in scene.store.settled(&format!("r:{}:{}:", scene.site, survey.id)) {
            let value: Value = serde_json::from_str(&value).unwrap();
            let Some(respondent) = value["respondent"].as_str() else { continue };
            let (id, _) = listed_response(&key).unwrap();
            let hashes = scene.isolates[0].hashes().all(&scene.site, respondent);
            let mut keys = hashes.into_iter().map(|respondent| {
                let (site, survey) = (scene.site.clone(), survey.id.clone());
                Key::who(&WhoKey { site, respondent, survey, id })
            });
            if !keys.any(|key| who_keys.contains(key.as_str())) {
                return Err(format!("{key} has no who: key among {who_keys:?}"));
            }
        }
    }
    Ok(())
}

/// Checks that the store holds what follows from the collector's replies.
pub(crate) fn store_follows_from_replies(scene: &Scene) -> Result<(), String> {
    let now = scene.world.now();
    let entries = scene.ledger.entries();
    let mut found: BTreeMap<ResponseId, (u8, Rank)> = BTreeMap::new();
    let mut of_answers: BTreeMap<usize, ResponseId> = BTreeMap::new();
    for survey in 0..scene.lasting().len() {
        for (id, state) in stored(scene, survey) {
            let Some(entry) = entries.get(&id).filter(|entry| entry.survey == survey) else {
                return Err(format!("{id} is stored and was never sent"));
            };
            if found.insert(id, state).is_some() {
                return Err(format!("{id} is stored twice"));
            }
            if let Some(other) = of_answers.insert(entry.answer, id) {
                return Err(format!("one answer counts twice: {other} and {id}"));
            }
        }
    }
    for (id, entry) in entries.iter().filter(|(_, entry)| entry.survey < scene.lasting().len()) {
        let may_hold = entry.may_hold(now);
        let found = found.get(id);
        let is_held = |state: &Option<crate::ledger::State>| {
            state.map(|state| (state.score, state.rank)) == found.copied()
        };
        if !may_hold.iter().any(is_held) {
            return Err(format!("{id} is stored as {found:?}, not as {may_hold:?}: {entry:?}"));
        }
    }
    Ok(())
}

/// Number of surveys that nobody deletes.
pub(crate) const N_LASTING: usize = 3;

/// A kind for each of them.
pub(crate) fn kinds() -> [SurveyKind; N_LASTING] {
    [Kind::Nps.into(), Kind::Csat.into(), csi()]
}

/// The kind of the survey that is deleted with its responses, where there is one.
pub(crate) const DOOMED: Kind = Kind::Ces;
