//! Results of the visits: medians with ranges, ratios pair by pair, and the goals.
//!
//! A ratio compares two contenders within one round, visited shortly after each other; its median
//! and range over the rounds are judged. Absolute times are of the machine that measured.

use std::fmt::Write;

use serde_json::Value;

use crate::{
    contender::{self, Contender, Occasion},
    measure::{Cache, Visit},
    network,
};

/// A visit and its conditions.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) round: usize,
    pub(crate) network: &'static str,
    pub(crate) cache: Cache,
    pub(crate) contender: &'static str,
    pub(crate) occasion: Occasion,
    pub(crate) visit: Visit,
}

/// A goal: a ratio of ours to another's, and its greatest value.
struct Goal {
    what: &'static str,
    ours: &'static Contender,
    other: &'static Contender,
    of: fn(&Visit) -> Option<f64>,
    networks: &'static [&'static str],
    most: f64,
}

const EVERY_NETWORK: &[&str] = &["Fast 3G", "4G", "not throttled"];

const GOALS: [Goal; 5] = [
    Goal {
        what: "bytes of a page view with no survey due / PostHog's",
        ours: &contender::HEARBY_IDLE,
        other: &contender::POSTHOG_DUE,
        of: |visit| Some(bytes(visit)),
        networks: EVERY_NETWORK,
        most: 1.0 / 8.0,
    },
    Goal {
        what: "navigation → popup / PostHog's",
        ours: &contender::HEARBY_DUE,
        other: &contender::POSTHOG_DUE,
        of: |visit| visit.shown_ms,
        networks: EVERY_NETWORK,
        most: 0.5,
    },
    Goal {
        what: "navigation → popup / the vanilla limit",
        ours: &contender::HEARBY_DUE,
        other: &contender::VANILLA_DUE,
        of: |visit| visit.shown_ms,
        networks: &["4G"],
        most: 2.0,
    },
    Goal {
        what: "event → popup, preload / PostHog's",
        ours: &contender::HEARBY_PRELOADED,
        other: &contender::POSTHOG_EVENT,
        of: |visit| visit.shown_ms,
        networks: EVERY_NETWORK,
        most: 1.0,
    },
    Goal {
        what: "event → popup / PostHog's, fetched beforehand",
        ours: &contender::HEARBY_EVENT,
        other: &contender::POSTHOG_EVENT,
        of: |visit| visit.shown_ms,
        networks: EVERY_NETWORK,
        most: 1.0,
    },
];

fn bytes(visit: &Visit) -> f64 {
    visit.script_bytes + visit.wasm_bytes + visit.other_bytes
}

/// Median, least and greatest.
#[derive(Clone, Copy, Debug)]
struct Spread {
    median: f64,
    least: f64,
    greatest: f64,
}

impl Spread {
    fn of(mut values: Vec<f64>) -> Option<Spread> {
        values.sort_by(f64::total_cmp);
        let (least, greatest) = (*values.first()?, *values.last()?);
        let median = f64::midpoint(values[(values.len() - 1) / 2], values[values.len() / 2]);
        Some(Spread { median, least, greatest })
    }

    fn text(self, decimals: usize) -> String {
        let Spread { median, least, greatest } = self;
        format!("{median:.decimals$} ({least:.decimals$}–{greatest:.decimals$})")
    }
}

fn of<'a>(
    samples: &'a [Sample],
    contender: &'a Contender,
    network: &'a str,
    cache: Cache,
) -> impl Iterator<Item = &'a Sample> {
    samples.iter().filter(move |sample| {
        sample.contender == contender.name
            && sample.occasion == contender.occasion
            && sample.network == network
            && sample.cache == cache
    })
}

/// Returns ratios of ours to the other's, one a round.
fn ratios(samples: &[Sample], goal: &Goal, network: &str, cache: Cache) -> Option<Spread> {
    let ours = of(samples, goal.ours, network, cache);
    let pairs = ours.filter_map(|sample| {
        let same = |other: &&Sample| other.round == sample.round;
        let other = of(samples, goal.other, network, cache).find(same)?;
        Some((goal.of)(&sample.visit)? / (goal.of)(&other.visit)?)
    });
    Spread::of(pairs.collect())
}

/// Returns every goal by network and cache, with the measured ratio.
fn judged(samples: &[Sample]) -> Vec<(String, Spread, f64)> {
    let mut judged = Vec::new();
    for goal in &GOALS {
        for network in goal.networks {
            // Cached files cost no bytes.
            let caches: &[Cache] = if goal.what.starts_with("bytes") {
                &[Cache::Cold]
            } else {
                &[Cache::Cold, Cache::Warm]
            };
            for cache in caches {
                if let Some(spread) = ratios(samples, goal, network, *cache) {
                    judged.push((
                        format!("{}, {network}, {cache:?}", goal.what),
                        spread,
                        goal.most,
                    ));
                }
            }
        }
    }
    judged
}

/// True if some goal compares this contender.
pub(crate) fn has_goal(contender: &Contender) -> bool {
    let is_it =
        |other: &Contender| (other.name, other.occasion) == (contender.name, contender.occasion);
    GOALS.iter().any(|goal| is_it(goal.ours) || is_it(goal.other))
}

/// Returns the goals that are missed by more than the noise measured: the range of the rounds.
pub(crate) fn missed(samples: &[Sample]) -> Vec<String> {
    let mut missed = Vec::new();
    for (what, spread, most) in judged(samples) {
        if spread.median - most > spread.greatest - spread.least {
            missed.push(format!("{what}: {}, at most {most:.2}", spread.text(2)));
        }
    }
    missed
}

/// Returns the page's part of the results.
pub(crate) fn markdown(samples: &[Sample], rounds: usize, settings: &Value) -> String {
    let mut text = String::new();
    // Writing into a String can't fail.
    let _ = writeln!(text, "## On the page\n");
    let _ = writeln!(
        text,
        "{} rounds, interleaved; medians with ranges. {}, processor slowed {} times. Every file of \
         every contender is served by one server, compressed by brotli 11.\n",
        rounds,
        settings["browser"].as_str().unwrap_or_default(),
        settings["cpu_slowdown"]
    );
    let _ = writeln!(text, "### Goals\n\n| ratio | measured | goal | |\n|---|---:|---:|---|");
    for (what, spread, most) in judged(samples) {
        let verdict = if spread.median <= most { "met" } else { "missed" };
        let _ = writeln!(text, "| {what} | {} | ≤ {most:.3} | {verdict} |", spread.text(2));
    }
    for network in network::ALL {
        for cache in [Cache::Cold, Cache::Warm] {
            table(&mut text, samples, network.name, cache);
        }
    }
    text
}

type Column = (&'static str, usize, fn(&Visit) -> Option<f64>);

const COLUMNS: [Column; 12] = [
    ("script B", 0, |visit| Some(visit.script_bytes)),
    ("WASM B", 0, |visit| Some(visit.wasm_bytes)),
    ("other B", 0, |visit| Some(visit.other_bytes)),
    ("requests", 0, |visit| Some(visit.requests)),
    ("main thread ms", 0, |visit| Some(visit.main_thread_ms)),
    ("long tasks", 0, |visit| Some(visit.long_tasks)),
    ("blocking ms", 0, |visit| Some(visit.blocking_ms)),
    ("shown ms", 0, |visit| visit.shown_ms),
    ("alive ms", 0, |visit| visit.alive_ms),
    ("tap ms", 0, |visit| visit.tap_ms),
    ("shift", 3, |visit| Some(visit.layout_shift)),
    ("memory KB: shown, closed", 0, |visit| visit.memory_shown_bytes.map(|bytes| bytes / 1_000.0)),
];

fn table(text: &mut String, samples: &[Sample], network: &str, cache: Cache) {
    let has_any = samples.iter().any(|s| s.network == network && s.cache == cache);
    if !has_any {
        return;
    }
    let _ = writeln!(text, "\n### {network}, {cache:?} cache\n");
    let names: Vec<&str> = COLUMNS.iter().map(|(name, ..)| *name).collect();
    let _ = writeln!(text, "| | {} |", names.join(" | "));
    let _ = writeln!(text, "|---|{}", "---:|".repeat(names.len()));
    for contender in &contender::ALL {
        let visits: Vec<&Visit> =
            of(samples, contender, network, cache).map(|sample| &sample.visit).collect();
        if visits.is_empty() {
            continue;
        }
        let on_event = if contender.occasion == Occasion::Event { ", on an event" } else { "" };
        let _ = write!(text, "| {}{on_event} |", contender.name);
        for (name, decimals, column) in COLUMNS {
            let cell = |of: fn(&Visit) -> Option<f64>| {
                let values = visits.iter().filter_map(|visit| of(visit));
                Spread::of(values.collect()).map_or_else(|| "–".to_owned(), |s| s.text(decimals))
            };
            let mut cell_text = cell(column);
            if name.starts_with("memory") && cell_text != "–" {
                let closed = cell(|v| v.memory_closed_bytes.map(|bytes| bytes / 1_000.0));
                cell_text = format!("{cell_text}, {closed}");
            }
            let _ = write!(text, " {cell_text} |");
        }
        text.push('\n');
    }
}
