//! A year's summary on the host, from 1,000 to a million responses: as
//! `collector/tests/year/growth.rs` wrote it, beside the results from workerd.

use std::fs;

use hearby_tests::figures::{Curves, Fit, Series, thousands};
use serde::Deserialize;

use crate::{
    plans::FREE_CPU_MS,
    report::{self, Report},
    summaries::{Found, Points},
};

/// Cost of one summary.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Cost {
    ms: f64,
    operations: u64,
    reads: u64,
    lists: u64,
    writes: u64,
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct Year {
    answers: u64,
    lists: Cost,
    rollups: Cost,
}

/// Reports the host's part if there is one, and draws the costs of all summaries.
pub(crate) fn run(found: &Found, report: &mut Report) {
    let years: Vec<Year> = fs::read_to_string(report::folder().join("year.json"))
        .ok()
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    let points = |of: fn(&Year) -> f64| -> Points {
        years.iter().map(|year| (year.answers as f64, of(year))).collect()
    };
    let (by_lists, over_rollups) = (points(|year| year.lists.ms), points(|year| year.rollups.ms));
    if !years.is_empty() {
        table(&years, &by_lists, &over_rollups, report);
    }
    let chart = Curves {
        title: "Cost of a summary, by its responses",
        x_name: "responses",
        y_name: "processor, ms",
        series: &[
            Series { name: "a year over rollups (on the host)", points: &over_rollups },
            Series { name: "a year by lists, folded on the way (on the host)", points: &by_lists },
            Series { name: "a year over rollups (in workerd)", points: &found.of_closed_days },
            Series { name: "today, by lists (in workerd)", points: &found.of_today },
        ],
        bound: Some(("10 ms: the free plan's limit", FREE_CPU_MS)),
    };
    report.chart("collector-summary.svg", "cost of a summary, by its responses", &chart);
    let growth: Vec<String> = chart
        .series
        .iter()
        .filter_map(|series| {
            Some(format!("{}: n^{:.2}", series.name, Fit::of(series.points)?.power))
        })
        .collect();
    report.text(&format!("By least squares they grow as {}.", growth.join("; ")));
}

fn table(years: &[Year], by_lists: &Points, over_rollups: &Points, report: &mut Report) {
    report.heading("A year's summary on the host, over a store in memory");
    let cells = |cost: Cost, ms: f64| {
        let counts = [cost.operations, cost.reads, cost.lists, cost.writes].map(|n| n.to_string());
        [vec![format!("{ms:.2}")], counts.to_vec()].concat()
    };
    let rows: Vec<Vec<String>> = years
        .iter()
        .zip(by_lists.iter().zip(over_rollups))
        .map(|(year, ((_, lists), (_, rollups)))| {
            let responses = vec![thousands(year.answers as f64)];
            [responses, cells(year.lists, *lists), cells(year.rollups, *rollups)].concat()
        })
        .collect();
    let head = [
        "responses",
        "by lists, ms",
        "operations",
        "keys read",
        "lists",
        "writes",
        "over rollups, ms",
        "operations",
        "keys read",
        "lists",
        "writes",
    ];
    report.table(&head, &rows);
    report.text(
        "365 days of one survey. By lists is the first summary of all: it writes the rollups.",
    );
}
