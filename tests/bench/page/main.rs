//! `cargo xtask bench page`: the cost of a survey for a page, beside its peers, in one run.
//!
//! In: the order of visits. Not in: the contenders (`contender`), the cost of a visit (`measure`),
//! the results (`report`). Visits are interleaved, so that other load on the machine affects all
//! alike, and compared pair by pair within a round.

mod chart;
mod contender;
mod measure;
mod network;
mod report;
mod service;
mod stage;

use std::{env, fs};

use hearby_tests::{clock::Stopwatch, environment};

use contender::{Contender, Occasion};
use measure::{Cache, seconds, visit};
use report::Sample;
use stage::Stage;

/// Number of rounds of a full run, and of a quick one.
const ROUNDS: usize = 15;
const QUICK_ROUNDS: usize = 3;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let is_quick = arguments.iter().any(|argument| argument == "--quick");
    let rounds =
        arguments.iter().find_map(|argument| argument.strip_prefix("--rounds=")?.parse().ok());
    let rounds = rounds.unwrap_or(if is_quick { QUICK_ROUNDS } else { ROUNDS });
    let networks = if is_quick { &network::ALL[1..2] } else { &network::ALL[..] };

    // A quick run measures contenders with a goal, with an empty cache.
    let contenders: Vec<Contender> =
        contender::ALL.into_iter().filter(|c| !is_quick || report::has_goal(c)).collect();
    let stage = Stage::set();
    if !is_quick {
        for contender in &contenders {
            measure::picture(&stage, contender);
        }
    }
    let mut samples: Vec<Sample> = Vec::new();
    let watch = Stopwatch::start();
    for round in 0..rounds {
        for network in networks {
            // Another one is the first each time.
            let mut order = contenders.clone();
            order.rotate_left(round % contenders.len());
            for contender in order {
                // Only its bytes are needed.
                let is_for_bytes = contender.name == contender::POSTHOG_IDLE.name;
                let is_cold_only =
                    is_quick || is_for_bytes || contender.occasion == Occasion::Event;
                let caches: &[Cache] =
                    if is_cold_only { &[Cache::Cold] } else { &[Cache::Cold, Cache::Warm] };
                for cache in caches {
                    // Collecting garbage takes seconds, and the network doesn't matter for it.
                    let with_memory = network.name == network::UNTHROTTLED.name
                        && *cache == Cache::Warm
                        && round < QUICK_ROUNDS;
                    let visit = visit(&stage, &contender, *network, *cache, with_memory);
                    samples.push(Sample {
                        round,
                        network: network.name,
                        cache: *cache,
                        contender: contender.name,
                        occasion: contender.occasion,
                        visit,
                    });
                }
            }
        }
        println!("round {} of {rounds}: {}", round + 1, seconds(watch));
    }
    let folder = environment::root().join("target/hearby/bench");
    fs::create_dir_all(&folder).expect("a folder for results");
    let mut text = report::markdown(&samples, rounds, &measure::settings(&stage.browser));
    if !is_quick {
        text += &chart::write(&samples, rounds, &folder);
    }
    fs::write(folder.join("page.md"), text).expect("results can be written");
    let problems = report::missed(&samples);
    for problem in &problems {
        println!("MISSED: {problem}");
    }
    println!("Results: target/hearby/bench/page.md");
    if is_quick && !problems.is_empty() {
        std::process::exit(1);
    }
}
