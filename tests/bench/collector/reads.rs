//! What is read: the form, the script that a page loads, and summaries of more and more answers.
//!
//! In: the collector over a KV that answers at once; what KV itself takes comes on top. Not in:
//! summaries of closed days, whose rollups are measured by `collector/tests/year.rs`.

use std::time::Duration;

use hearby_tests::{collector::ADMIN_TOKEN, fixtures::SITE, http::Client};

use crate::{
    Length,
    chart::{self, Fit},
    load,
    numbers::Median,
    process::cpu_time,
    report::{Report, shown},
    responses::Bodies,
    workers::{Kv, Side, Workers},
};

/// The free plan's time on the processor, in milliseconds a request.
const FREE_CPU_MS: f64 = 10.0;

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
    summaries(workers, length, report);
}

fn get(address: &str, buffer: &mut Vec<u8>) {
    buffer
        .extend_from_slice(format!("GET {address} HTTP/1.1\r\nhost: collector\r\n\r\n").as_bytes());
}

/// Summaries of answers of the current hour, none of which a rollup holds yet: the most work there
/// is for one answer. Beyond 20,000 the collector answers piece by piece.
fn summaries(workers: &Workers, length: Length, report: &mut Report) {
    report.heading("A summary of today's answers");
    let (sizes, times): (&[u64], usize) = match length {
        Length::Quick => (&[1_000, 5_000], 5),
        Length::Full => (&[1_000, 2_000, 5_000, 10_000, 20_000], 15),
    };
    let server = workers.address(Side::Collector, Kv::Kept);
    let url =
        format!("{}/v1/sites/{SITE}/surveys/nps/summary", workers.url(Side::Collector, Kv::Kept));
    let bearer = format!("Bearer {ADMIN_TOKEN}");
    let bodies = Bodies::taps();
    let (mut posted, mut rows, mut points) = (0, Vec::new(), Vec::new());
    for &size in sizes {
        load::count(server, size - posted, 201, |n, buffer| bodies.request(posted + n, buffer));
        posted = size;
        let (mut took, mut used) = (Vec::new(), Vec::new());
        for _ in 0..times {
            let before = cpu_time(workers.workerd);
            let watch = hearby_tests::clock::Stopwatch::start();
            let headers = [("authorization", bearer.as_str())];
            let reply = Client::default().must_send("GET", &url, &headers, None).expect(200);
            took.push(watch.elapsed().as_secs_f64() * 1e3);
            let cpu = cpu_time(workers.workerd).zip(before).map(|(after, before)| after - before);
            used.extend(cpu.map(|cpu| cpu.as_secs_f64() * 1e3));
            assert_eq!(reply.json()["responses"].as_u64(), Some(size), "{}", reply.text());
        }
        let cpu = (!used.is_empty()).then(|| Median::of(&used));
        points.extend(cpu.map(|cpu| (size as f64, cpu.value)));
        let lists = size.div_ceil(1_000);
        rows.push(vec![
            size.to_string(),
            shown(Some(Median::of(&took)), 1),
            shown(cpu, 1),
            format!("{lists} lists"),
        ]);
    }
    report.table(&["answers", "time, ms", "processor, ms", "KV, for the answers"], &rows);
    if length == Length::Full && points.len() == sizes.len() {
        let fit = Fit::of(&points);
        let most = (FREE_CPU_MS / fit.factor).powf(1.0 / fit.power);
        report.picture(
            "collector-summary.svg",
            "processor time of a summary by its answers",
            &chart::svg("A summary of today's answers", "answers", "processor, ms", &points),
        );
        report.text(&format!(
            "It grows as n^{:.2}. On this machine, the free plan's {FREE_CPU_MS} ms are used up by \
             some {:.0} answers of one day; closed days cost one read each. What binds first on the \
             free plan are its 1,000 writes a day, at some 950 answers; on the paid plan nothing \
             but money does (`collector/README.md`, \"What it costs\").",
            fit.power, most
        ));
    }
}
