//! A deterministic simulator: visitors, owners, crons and isolates over a store that lags, fails
//! and forgets, by a virtual clock and a seeded die. Nothing sleeps, so a week takes milliseconds.
//!
//! It drives the collector's own code: requests go through `router::handle`, crons through
//! `rollups::cron`. After each run, once the store has settled:
//! - every response that got a 2xx counts exactly once, with the newest state that its visitor has
//!   made, in whatever order its states came; what was only refused doesn't count; no response of a
//!   visitor counts twice;
//! - a summary is what a brute-force count of the store gives, for the whole time and for parts of
//!   it, with its series, breakdowns and comparison, before and after marks went away, and after
//!   all rollups were deleted;
//! - of a survey that an owner deleted with its responses nothing is left once the cron has run for
//!   a while, and its name is free, though nobody repeats the deletion;
//! - every response that names its respondent has a `who:` key, and a deletion by respondent leaves
//!   none, though the operator puts a new signing key before the old one meanwhile;
//! - what a visitor said last was taken by its own collector and no other, or still waits, or was
//!   taken back (and then nothing of it was sent any more), or given up by a rule that says so.
//!
//! Apart from that, an operator makes and deletes a site ([`sites`]): what was made is there until
//! it is deleted, and of what was deleted nothing is left.
//!
//! While it runs, whoever goes through responses page by page is shown each once, and none is
//! skipped that was there all the time; each complete summary holds at least what was settled when
//! it began, and at most what may have been written when it ended.
//!
//! A failing seed is printed. It replays with `SEED=… cargo test -p hearby-collector --test
//! simulator -- one_seed --nocapture`; more seeds run with `SEEDS=100000 cargo test --release -p
//! hearby-collector --test simulator -- all_seeds --nocapture` (`FIRST_SEED=…` to go on where an
//! earlier run ended).

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test: what is not as expected should stop it"
)]

mod check;
mod dice;
mod erasure;
mod filter;
mod isolate;
mod ledger;
mod network;
mod owner;
mod question;
mod rated;
mod reader;
mod run;
mod scene;
mod sending;
mod sites;
mod stats;
mod visitor;
mod world;

use std::sync::atomic::{AtomicU64, Ordering};

use collector::testing::faulty::Sabotage;
use run::{Setup, run};
use stats::Stats;
use visitor::Carelessness;

/// Number of seeds that run when nothing else is said.
const SEEDS: u64 = 2_000;

/// Number of seeds within which a sabotaged store must have been caught.
const SEEDS_TO_CATCH: u64 = 3_000;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Runs seeds on all cores; the first failure by seed, if any.
fn sweep(first: u64, seeds: u64, setup: Setup) -> (Stats, Option<(u64, String)>) {
    let next = AtomicU64::new(first);
    let end = first + seeds;
    let failed_at = AtomicU64::new(u64::MAX);
    let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
    let work = || {
        let (mut stats, mut failure) = (Stats::default(), None);
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= end.min(failed_at.load(Ordering::Relaxed)) {
                return (stats, failure);
            }
            match run(seed, setup) {
                Ok(of_run) => stats.add(of_run),
                Err(what) => {
                    failed_at.fetch_min(seed, Ordering::Relaxed);
                    failure = Some((seed, what));
                }
            }
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..n_threads).map(|_| scope.spawn(work)).collect();
        let mut all = (Stats::default(), None::<(u64, String)>);
        for thread in threads {
            let (stats, failure) = thread.join().expect("a run panicked");
            all.0.add(stats);
            all.1 = all.1.into_iter().chain(failure).min();
        }
        all
    })
}

#[test]
fn all_seeds_keep_every_response_once() {
    let seeds = number("SEEDS").unwrap_or(SEEDS);
    let first = number("FIRST_SEED").unwrap_or(0);
    let (stats, failure) = sweep(first, seeds, Setup::SOUND);
    println!("{seeds} seeds from {first} on: {stats:?}");
    if let Some((seed, what)) = failure {
        panic!("SEED={seed}: {what}");
    }
    // A simulator in which nothing happens proves nothing.
    for (what, n) in stats.each().into_iter().chain(stats.visitors.each()) {
        assert!(n > seeds / 50, "hardly any {what}: {stats:?}");
    }
}

#[test]
fn one_seed_replays() {
    let Some(seed) = number("SEED") else { return };
    if let Err(what) = run(seed, Setup { is_told: true, ..Setup::SOUND }) {
        panic!("SEED={seed}: {what}");
    }
}

#[test]
fn a_seed_always_tells_the_same() {
    for seed in 0..20 {
        assert_eq!(run(seed, Setup::SOUND), run(seed, Setup::SOUND), "SEED={seed}");
    }
}

/// Something is broken on purpose; the simulator must say what follows from it.
#[track_caller]
fn is_caught(setup: Setup, expected: &[&str]) {
    let (stats, failure) = sweep(0, SEEDS_TO_CATCH, setup);
    let (seed, what) = failure.unwrap_or_else(|| panic!("not caught: {setup:?}, {stats:?}"));
    println!("{setup:?}: caught by seed {seed}: {what}");
    assert!(expected.iter().any(|expected| what.contains(expected)), "SEED={seed}: {what}");
}

/// Runs seeds of an operator who makes and deletes a site; the first failure, if any.
fn sweep_sites(seeds: u64, sabotage: Option<Sabotage>) -> (sites::Stats, Option<(u64, String)>) {
    let mut stats = sites::Stats::default();
    for seed in 0..seeds {
        match sites::run(seed, sabotage) {
            Ok(of_run) => stats.add(of_run),
            Err(what) => return (stats, Some((seed, what))),
        }
    }
    (stats, None)
}

#[test]
fn a_site_that_is_made_again_is_never_erased_by_the_deletion_of_the_one_before() {
    let seeds = number("SEEDS").unwrap_or(SEEDS) / 4;
    let (stats, failure) = sweep_sites(seeds, None);
    println!("{seeds} seeds: {stats:?}");
    if let Some((seed, what)) = failure {
        panic!("SEED={seed}: {what}");
    }
    for (what, n) in stats.each() {
        assert!(n > seeds / 50, "hardly any {what}: {stats:?}");
    }
}

#[test]
fn a_deletion_that_is_looked_up_in_vain_is_caught() {
    let (stats, failure) = sweep_sites(SEEDS_TO_CATCH, Some(Sabotage::DeletionUnlisted));
    let (seed, what) = failure.unwrap_or_else(|| panic!("not caught: {stats:?}"));
    println!("caught by seed {seed}: {what}");
    assert!(what.contains("a site that was made is gone"), "SEED={seed}: {what}");
}

#[test]
fn a_store_without_marks_is_caught() {
    let setup = Setup { sabotage: Some(Sabotage::NoMarks), ..Setup::SOUND };
    is_caught(setup, &["summary", "complete"]);
}

#[test]
fn a_mark_that_stands_for_later_writes_than_its_time_says_is_caught() {
    let setup = Setup { sabotage: Some(Sabotage::EarlyMarks), ..Setup::SOUND };
    is_caught(setup, &["summary", "complete"]);
}

#[test]
fn a_rollup_that_is_trusted_too_early_is_caught() {
    is_caught(Setup { folds_early: true, ..Setup::SOUND }, &["summary", "complete"]);
}

#[test]
fn a_key_by_the_hour_of_arrival_is_caught() {
    let setup = Setup { sabotage: Some(Sabotage::HourOfArrival), ..Setup::SOUND };
    is_caught(setup, &["twice", "summary", "complete", "stored", "shown"]);
}

#[test]
fn a_response_without_its_who_key_is_caught() {
    let setup = Setup { sabotage: Some(Sabotage::NoTraces), ..Setup::SOUND };
    // Without it a deletion by respondent finds nothing, and what it should take stays to be seen.
    is_caught(setup, &["has no who: key", "is stored as", "was shown", "a complete read"]);
}

#[test]
fn who_keys_that_go_while_their_responses_may_still_come_are_caught() {
    let setup = Setup { who_keys_go_at_once: true, ..Setup::SOUND };
    // What a deletion by respondent doesn't find is counted on, shown, and there when the next one
    // misses a response that came after the first.
    is_caught(setup, &["has no who: key", "is stored as", "was shown", "a complete read"]);
}

#[test]
fn a_cursor_that_counts_what_was_seen_is_caught() {
    let setup = Setup { pages_by_offset: true, ..Setup::SOUND };
    is_caught(setup, &["shown twice", "was not shown"]);
}

#[test]
fn a_store_in_which_the_last_arrival_wins_is_caught() {
    let setup = Setup { sabotage: Some(Sabotage::LastArrivalWins), ..Setup::SOUND };
    is_caught(setup, &["is stored as", "complete", "older state"]);
}

#[test]
fn a_reader_who_takes_states_for_responses_is_caught() {
    let setup = Setup { sabotage: Some(Sabotage::StatesAsResponses), ..Setup::SOUND };
    is_caught(setup, &["complete", "summary", "shown"]);
}

#[test]
fn a_widget_that_always_makes_a_new_id_is_caught() {
    is_caught(Setup { always_renews: true, ..Setup::SOUND }, &["one answer counts twice"]);
}

/// The widget is careless; the simulator must say what follows from it.
#[track_caller]
fn carelessness_is_caught(careless: Carelessness, expected: &str) {
    is_caught(Setup { careless: Some(careless), ..Setup::SOUND }, &[expected]);
}

#[test]
fn a_widget_that_takes_anybodys_reply_for_the_collectors_is_caught() {
    carelessness_is_caught(Carelessness::TrustsStrangers, "is lost");
}

#[test]
fn a_queue_that_belongs_to_nobody_is_caught() {
    carelessness_is_caught(Carelessness::QueueOfNobody, "reached collector");
}

#[test]
fn consent_that_is_taken_back_in_vain_is_caught() {
    carelessness_is_caught(Carelessness::SendsWithdrawn, "after its consent was taken back");
}

#[test]
fn a_beacon_that_counts_as_delivered_is_caught() {
    carelessness_is_caught(Carelessness::BeaconIsDelivered, "is lost");
}
