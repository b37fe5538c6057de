//! Requests of pages: the form, and the script that they load.
//!
//! In: the collector over a KV that replies at once; KV's own time is not included. Not in: owners'
//! requests (`summaries`).

use std::time::Duration;

use hearby_tests::fixtures::SITE;

use crate::{
    Length, load,
    numbers::Median,
    process::cpu_time,
    report::{Report, shown},
    workers::{Kv, Side, Workers},
};

/// One sort of request.
struct Sort {
    name: &'static str,
    address: fn(u64) -> String,
}

const SORTS: [Sort; 3] = [
    Sort { name: "form", address: |_| format!("/v1/form/{SITE}/nps?lang=vi") },
    Sort { name: "script of a page, remembered", address: |_| format!("/e/{SITE}.js") },
    // More sites than an isolate remembers, in turn.
    Sort { name: "script of a page, read anew", address: |n| format!("/e/{SITE}-{}.js", n % 600) },
];

pub(crate) fn run(workers: &Workers, length: Length, report: &mut Report) {
    let (slices, slice) = match length {
        Length::Quick => (5, Duration::from_millis(200)),
        Length::Full => (15, Duration::from_millis(500)),
    };
    report.heading("Form and script");
    let rows = SORTS.map(|sort| {
        let next = |n: u64, buffer: &mut Vec<u8>| get(&(sort.address)(n), buffer);
        load::run(workers.address(Side::Collector, Kv::Instant), 4 * slice, 200, next);
        let mut found: [Vec<f64>; 4] = Default::default();
        for _ in 0..slices {
            let before = cpu_time(workers.workerd);
            let outcome =
                load::run(workers.address(Side::Collector, Kv::Instant), slice, 200, next);
            let used = cpu_time(workers.workerd).zip(before).map(|(after, before)| after - before);
            found[0].push(outcome.per_second());
            found[1].push(outcome.latency_us(0.5));
            found[2].push(outcome.latency_us(0.99));
            let requests = outcome.latencies_us.len() as f64;
            found[3].extend(used.map(|used| used.as_secs_f64() * 1e6 / requests));
        }
        let cells = found.map(|values| shown((!values.is_empty()).then(|| Median::of(&values)), 0));
        [vec![sort.name.to_owned()], cells.to_vec()].concat()
    });
    report.table(&["", "a second", "p50, µs", "p99, µs", "processor, µs each"], &rows);
}

pub(crate) fn get(address: &str, buffer: &mut Vec<u8>) {
    buffer
        .extend_from_slice(format!("GET {address} HTTP/1.1\r\nhost: collector\r\n\r\n").as_bytes());
}
