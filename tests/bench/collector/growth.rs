//! Growth of visitors' requests with the number of stored responses and of simultaneous requests:
//! there should be none.

use std::time::Duration;

use hearby_tests::{
    figures::{Curves, Fit, Series, thousands},
    fixtures::SITE,
};

use crate::{
    load::{self, Outcome},
    numbers::Median,
    plans::FREE_CPU_MS,
    process::cpu_time,
    reads::get,
    report::{Report, shown},
    responses::Bodies,
    workers::{Kv, Side, Workers},
};

/// Slices of each point, of which the median counts.
const SLICES: usize = 5;
const SLICE: Duration = Duration::from_millis(400);

/// One sort of request.
#[derive(Clone, Copy)]
struct Sort {
    name: &'static str,
    status: u16,
    write: fn(&Bodies, u64, &mut Vec<u8>),
}

const SORTS: [Sort; 3] = [
    Sort { name: "response", status: 201, write: |bodies, n, buffer| bodies.request(n, buffer) },
    Sort {
        name: "form",
        status: 200,
        write: |_, _, buffer| get(&format!("/v1/form/{SITE}/nps?lang=vi"), buffer),
    },
    Sort {
        name: "script",
        status: 200,
        write: |_, _, buffer| get(&format!("/e/{SITE}.js"), buffer),
    },
];

/// Points so far: one series for each sort.
#[derive(Debug, Default)]
pub(crate) struct ByStored {
    rows: Vec<Vec<String>>,
    points: [Vec<(f64, f64)>; 3],
}

impl ByStored {
    /// Measures with that many stored responses, over the KV that keeps them.
    pub(crate) fn measure(&mut self, workers: &Workers, stored: u64) {
        let mut row = vec![thousands(stored as f64)];
        for (sort, points) in SORTS.iter().zip(&mut self.points) {
            let measured = measure(workers, Kv::Kept, *sort, load::CONNECTIONS);
            points.extend(measured.cpu_us.map(|cpu| (stored as f64, cpu.value)));
            row.push(shown(measured.cpu_us, 0));
        }
        self.rows.push(row);
    }

    /// Reports, with a chart.
    pub(crate) fn report(self, report: &mut Report) {
        if self.rows.is_empty() {
            return;
        }
        report.heading("By the number of stored responses");
        let head = ["responses stored", "response, µs", "form, µs", "script, µs"];
        report.table(&head, &self.rows);
        report.text(&format!("Processor time each. {}", fits(&self.points)));
        let series: Vec<Series<'_>> = SORTS
            .iter()
            .zip(&self.points)
            .map(|(sort, points)| Series { name: sort.name, points })
            .collect();
        let chart = Curves {
            title: "What visitors ask for, by what is stored",
            x_name: "responses stored",
            y_name: "processor, µs a request",
            series: &series,
            bound: Some(("10 ms: the free plan's limit", FREE_CPU_MS * 1e3)),
        };
        report.chart("collector-stored.svg", "processor time by stored responses", &chart);
    }
}

/// Measures with more and more connections, over the KV that replies at once.
pub(crate) fn by_connections(workers: &Workers, report: &mut Report) {
    report.heading("By how many ask at once");
    let mut rows = Vec::new();
    let mut points: [Vec<(f64, f64)>; 3] = Default::default();
    for connections in [1, 4, 16, 64] {
        let mut row = vec![connections.to_string()];
        for (sort, points) in SORTS.iter().zip(&mut points) {
            let measured = measure(workers, Kv::Instant, *sort, connections);
            points.extend(measured.cpu_us.map(|cpu| (connections as f64, cpu.value)));
            row.extend([shown(Some(measured.per_second), 0), shown(measured.cpu_us, 0)]);
        }
        rows.push(row);
    }
    let head = [
        "connections",
        "responses a second",
        "processor, µs each",
        "forms a second",
        "processor, µs each",
        "scripts a second",
        "processor, µs each",
    ];
    report.table(&head, &rows);
    report.text(&format!("Processor time each. {}", fits(&points)));
}

/// Formats the fits: `response: n^0.01, …`.
fn fits(points: &[Vec<(f64, f64)>; 3]) -> String {
    let fits = SORTS.iter().zip(points).filter_map(|(sort, points)| {
        Some(format!("{}: n^{:.2}", sort.name, Fit::of(points)?.power))
    });
    let fits: Vec<String> = fits.collect();
    format!("By least squares it grows as {}.", fits.join(", "))
}

struct Measured {
    per_second: Median,
    cpu_us: Option<Median>,
}

fn measure(workers: &Workers, kv: Kv, sort: Sort, connections: usize) -> Measured {
    let slice = || {
        let bodies = Bodies::now();
        let before = cpu_time(workers.workerd);
        let server = workers.address(Side::Collector, kv);
        let outcome = load::run_over(connections, server, SLICE, sort.status, |n, buffer| {
            (sort.write)(&bodies, n, buffer);
        });
        let used = cpu_time(workers.workerd).zip(before).map(|(after, before)| after - before);
        (outcome, used)
    };
    // V8 has met this sort before; the cache may not have met the site for a while.
    let _ = slice();
    let slices: Vec<(Outcome, Option<Duration>)> = (0..SLICES).map(|_| slice()).collect();
    let per_second: Vec<f64> = slices.iter().map(|(outcome, _)| outcome.per_second()).collect();
    let cpu_us: Option<Vec<f64>> = slices
        .iter()
        .map(|(outcome, used)| Some(used.as_ref()?.as_secs_f64() * 1e6 / outcome.n() as f64))
        .collect();
    Measured { per_second: Median::of(&per_second), cpu_us: cpu_us.map(|us| Median::of(&us)) }
}
