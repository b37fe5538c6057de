//! Summaries in workerd: of today's responses, which are listed, and of closed days, which are read
//! from rollups.
//!
//! In: the collector over a KV that replies at once and keeps its entries; KV's own time is not
//! included. Not in: a year's summary on the host (`year`).

use domain::{DAY_MS, Instant};
use hearby_tests::{
    clock::{Stopwatch, now_ms},
    collector::ADMIN_TOKEN,
    fixtures::SITE,
    http::{Client, Reply},
};

use crate::{
    Length, counts,
    growth::ByStored,
    load,
    numbers::Median,
    process::cpu_time,
    report::{Report, shown},
    responses::Bodies,
    workers::{Kv, Side, Workers},
};

/// Number of days of a summary of closed time.
const DAYS: i64 = 365;
/// Greatest number of requests to fold a year; a summary folds some 20,000 responses.
const FOLDING_REQUESTS_MAX: u64 = 200;

/// Numbers of responses, and the processor time of their summaries, in milliseconds.
pub(crate) type Points = Vec<(f64, f64)>;

/// Times that grow with the responses, and times that should not.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) of_today: Points,
    pub(crate) of_closed_days: Points,
    pub(crate) by_stored: ByStored,
}

pub(crate) fn run(workers: &Workers, length: Length, report: &mut Report) -> Found {
    let of_today = of_today(workers, length, report);
    let mut by_stored = ByStored::default();
    let of_closed_days = of_closed_days(workers, length, &mut by_stored, report);
    Found { of_today, of_closed_days, by_stored }
}

/// Measures summaries of responses of the current hour, none of which a rollup holds yet: the most
/// work for a response. Beyond 20,000 the collector replies piece by piece.
fn of_today(workers: &Workers, length: Length, report: &mut Report) -> Points {
    report.heading("A summary of today's responses");
    let (sizes, times): (&[u64], usize) = match length {
        Length::Quick => (&[1_000, 5_000], 5),
        Length::Full => (&[1_000, 2_000, 5_000, 10_000, 20_000], 15),
    };
    let server = workers.address(Side::Collector, Kv::Kept);
    let site = format!("{SITE}-0");
    let bodies = Bodies::taps(&site);
    let (mut posted, mut rows, mut points) = (0, Vec::new(), Vec::new());
    for &size in sizes {
        load::count(server, size - posted, 201, |n, buffer| bodies.request(posted + n, buffer));
        posted = size;
        let measured = measure(workers, times, &site, "", size);
        points.extend(measured.cpu.map(|cpu| (size as f64, cpu.value)));
        rows.push([vec![size.to_string()], measured.cells].concat());
    }
    report.table(&HEAD, &rows);
    points
}

/// Measures summaries of the year before today, once it is folded.
fn of_closed_days(
    workers: &Workers,
    length: Length,
    by_stored: &mut ByStored,
    report: &mut Report,
) -> Points {
    report.heading("A summary of closed days in workerd, over rollups");
    let (sizes, times): (&[u64], usize) = match length {
        Length::Quick => (&[1_000, 10_000], 5),
        Length::Full => (&[1_000, 10_000, 100_000, 1_000_000], 15),
    };
    let date = |days_ago: i64| {
        let at = Instant::from_unix_ms((now_ms() / DAY_MS - days_ago) * DAY_MS);
        at.hour().to_string().split('T').next().unwrap_or_default().to_owned()
    };
    let period = format!("?from={}&to={}", date(DAYS), date(0));
    let (mut rows, mut folding, mut points) = (Vec::new(), Vec::new(), Vec::new());
    for (n, &size) in sizes.iter().enumerate() {
        let site = format!("{SITE}-{}", n + 1);
        let url = format!(
            "{}/bench/past?site={site}&answers={size}&days={DAYS}",
            workers.url(Side::Collector, Kv::Kept)
        );
        let _ = Client::default().must_send("POST", &url, &[], Some(b"")).expect(200);
        // The first ones fold, as many as are needed.
        let mut n_folding = 1;
        while ask(workers, &site, &period).json()["final"] != true {
            n_folding += 1;
            assert!(n_folding <= FOLDING_REQUESTS_MAX, "{size} responses are never folded");
        }
        let asked = counts::take(workers).operations;
        folding.push(vec![
            size.to_string(),
            n_folding.to_string(),
            asked.reads.to_string(),
            asked.writes.to_string(),
            asked.lists.to_string(),
        ]);
        let measured = measure(workers, times, &site, &period, size);
        points.extend(measured.cpu.map(|cpu| (size as f64, cpu.value)));
        rows.push([vec![size.to_string()], measured.cells].concat());
        if length == Length::Full {
            by_stored.measure(workers, size);
        }
    }
    report.table(&HEAD, &rows);
    report.text(&format!("{DAYS} days of one survey. Before that, they were folded, once, by so many requests in all:"));
    report.table(&["responses", "requests", "reads", "writes", "lists"], &folding);
    points
}

const HEAD: [&str; 6] = ["responses", "time, ms", "processor, ms", "reads", "writes", "lists"];

/// Cost of one summary.
struct Measured {
    cpu: Option<Median>,
    cells: Vec<String>,
}

fn measure(workers: &Workers, times: usize, site: &str, query: &str, size: u64) -> Measured {
    // Warms up: the isolate meets the site and sorts, and finishes the work of the load before.
    let _ = ask(workers, site, query);
    let _ = counts::take(workers);
    let (mut took, mut used) = (Vec::new(), Vec::new());
    for _ in 0..times {
        let before = cpu_time(workers.workerd);
        let watch = Stopwatch::start();
        let reply = ask(workers, site, query);
        took.push(watch.elapsed().as_secs_f64() * 1e3);
        let cpu = cpu_time(workers.workerd).zip(before).map(|(after, before)| after - before);
        used.extend(cpu.map(|cpu| cpu.as_secs_f64() * 1e3));
        assert_eq!(reply.json()["responses"].as_u64(), Some(size), "{}", reply.text());
    }
    let _ = counts::take(workers);
    let _ = ask(workers, site, query);
    let asked = counts::take(workers).operations;
    let cpu = (!used.is_empty()).then(|| Median::of(&used));
    let counted = [asked.reads, asked.writes, asked.lists].map(|each| each.to_string());
    let cells = [vec![shown(Some(Median::of(&took)), 1), shown(cpu, 1)], counted.to_vec()].concat();
    Measured { cpu, cells }
}

fn ask(workers: &Workers, site: &str, query: &str) -> Reply {
    let kept = workers.url(Side::Collector, Kv::Kept);
    let url = format!("{kept}/v1/sites/{site}/surveys/nps/summary{query}");
    let bearer = format!("Bearer {ADMIN_TOKEN}");
    let headers = [("authorization", bearer.as_str())];
    Client::default().must_send("GET", &url, &headers, None).expect(200)
}
