//! Accepted responses: their number a second, latency and processor time.

use std::time::Duration;

use domain::{Instant, ResponseId};
use hearby_tests::{
    clock::now_ms,
    fixtures::{SITE, with},
};
use serde_json::{Value, json};

use crate::{
    Length,
    load::{self, Outcome},
    numbers::Median,
    process::cpu_time,
    report::{Report, shown},
    workers::{Kv, Side, Workers},
};

/// Least share of the twin's throughput, over the KV that replies at once.
const LEAST_SHARE: f64 = 0.75;

/// V8 compiles hot code in the background, for longer the more there is.
const WARM_UP: Duration = Duration::from_secs(4);

/// A slice of one side.
struct Slice {
    outcome: Outcome,
    /// Processor time of workerd for each request, in microseconds; `None` where the system doesn't
    /// tell.
    cpu_us: Option<f64>,
}

/// Both sides, one right after the other.
struct Pair {
    collector: Slice,
    twin: Slice,
}

/// Measures over both sorts of KV, and reports; returns true if the bound was kept.
pub(crate) fn run(workers: &Workers, length: Length, report: &mut Report) -> bool {
    let (pairs, slice) = match length {
        // Short, so that whatever else the machine does falls on both sides of a pair.
        Length::Quick => (25, Duration::from_millis(200)),
        Length::Full => (75, Duration::from_millis(300)),
    };
    report.heading("Accepted responses, beside a Worker in plain JavaScript");
    let mut is_kept = true;
    for kv in [Kv::Instant, Kv::Simulator] {
        for side in [Side::Collector, Side::Twin] {
            measure(workers, side, kv, WARM_UP);
        }
        let pairs: Vec<Pair> = (0..pairs)
            .map(|n| {
                // By turns, so that neither always comes first.
                if n % 2 == 0 {
                    let collector = measure(workers, Side::Collector, kv, slice);
                    Pair { collector, twin: measure(workers, Side::Twin, kv, slice) }
                } else {
                    let twin = measure(workers, Side::Twin, kv, slice);
                    Pair { collector: measure(workers, Side::Collector, kv, slice), twin }
                }
            })
            .collect();
        let share = tell(kv, &pairs, report);
        // Fails only when the noise can't explain it.
        is_kept &= kv != Kv::Instant || share.high >= LEAST_SHARE;
    }
    report.text(&format!(
        "The bound: over the KV that replies at once, at least {LEAST_SHARE} of the throughput. It {}.",
        if is_kept { "is kept" } else { "IS MISSED" }
    ));
    is_kept
}

fn measure(workers: &Workers, side: Side, kv: Kv, slice: Duration) -> Slice {
    let bodies = Bodies::now();
    let before = cpu_time(workers.workerd);
    let outcome = load::run(workers.address(side, kv), slice, 201, |n, buffer| {
        bodies.request(n, buffer);
    });
    let used = cpu_time(workers.workerd).zip(before).map(|(after, before)| after - before);
    let requests = outcome.latencies_us.len() as f64;
    Slice { outcome, cpu_us: used.map(|used| used.as_secs_f64() * 1e6 / requests) }
}

fn tell(kv: Kv, pairs: &[Pair], report: &mut Report) -> Median {
    let over = |of: &dyn Fn(&Slice) -> Option<f64>| {
        let median = |values: Option<Vec<f64>>| values.map(|values| Median::of(&values));
        [
            median(pairs.iter().map(|pair| of(&pair.collector)).collect()),
            median(pairs.iter().map(|pair| of(&pair.twin)).collect()),
            median(pairs.iter().map(|pair| Some(of(&pair.collector)? / of(&pair.twin)?)).collect()),
        ]
    };
    let over_quantile = |share: f64| over(&|slice| Some(slice.outcome.latency_us(share)));
    let throughput = over(&|slice| Some(slice.outcome.per_second()));
    let rows = [
        ("a second", throughput),
        ("p50, µs", over_quantile(0.5)),
        ("p99, µs", over_quantile(0.99)),
        ("processor, µs each", over(&|slice| slice.cpu_us)),
    ];
    let cells = rows.map(|(name, [collector, twin, ratio])| {
        vec![name.to_owned(), shown(collector, 0), shown(twin, 0), shown(ratio, 2)]
    });
    report.table(
        &[&format!("KV: {}, {} pairs", kv.name(), pairs.len()), "collector", "JavaScript", "ratio"],
        &cells,
    );
    let [_, _, share] = throughput;
    share.expect("throughput is always told")
}

/// Bodies as the widget sends them, each with an id of its own.
pub(crate) struct Bodies {
    now: Instant,
    texts: Vec<Text>,
}

/// A request without its id, which has a fixed place.
struct Text {
    request: Vec<u8>,
    id_at: usize,
}

const ID_PLACE: &str = "000000000000000000000000000000000000";

impl Bodies {
    /// Makes bodies of all sorts.
    pub(crate) fn now() -> Bodies {
        Bodies::of(samples(ID_PLACE))
    }

    /// Makes bodies of taps alone, all for one survey of that site.
    pub(crate) fn taps(site: &str) -> Bodies {
        let taps = samples(ID_PLACE).into_iter().take(2);
        Bodies::of(taps.map(|body| with(body, "site", json!(site))).collect())
    }

    fn of(bodies: Vec<Value>) -> Bodies {
        let texts = bodies.into_iter().map(|body| {
            let body = body.to_string();
            let request = format!(
                "POST /v1/responses HTTP/1.1\r\nhost: collector\r\n\
                 content-type: text/plain;charset=UTF-8\r\norigin: https://shop.example\r\n\
                 user-agent: bench\r\naccept: */*\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            );
            let id_at = request.find(ID_PLACE).unwrap();
            Text { request: request.into_bytes(), id_at }
        });
        Bodies { now: Instant::from_unix_ms(now_ms()), texts: texts.collect() }
    }

    pub(crate) fn request(&self, n: u64, buffer: &mut Vec<u8>) {
        let text = &self.texts[usize::try_from(n).unwrap() % self.texts.len()];
        let id = ResponseId::new(self.now, u128::from(n) * 0x9E37_79B9_7F4A_7C15).to_text();
        buffer.extend_from_slice(&text.request);
        buffer[text.id_at..][..id.len()].copy_from_slice(id.as_bytes());
    }
}

/// Returns typical bodies: mostly a tap, sometimes words, sometimes values of the page.
pub(crate) fn samples(id: &str) -> Vec<Value> {
    let tap = json!({
        "id": id, "site": SITE, "survey": "nps", "version": 1, "wording": 2, "page": "/tra-o-long/thanh-toan",
        "lang": "vi", "device": "phone", "score": 9, "elapsed_ms": 4_321, "finished": true,
    });
    let and = |more: Value| {
        let mut body = tap.clone();
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let words = "Trà ngon, giao nhanh, nhưng hộp hơi móp. Lần sau sẽ mua tiếp. ";
    vec![
        tap.clone(),
        and(json!({"score": 10, "device": "desktop", "lang": "en", "page": "/"})),
        and(json!({"score": 3, "comment": words})),
        and(json!({"score": 7, "finished": false})),
        and(json!({"survey": "ces", "score": 6, "touchpoint": "support"})),
        and(json!({"score": 8, "attributes": {"plan": "pro", "cart": "3-5", "new": "no"}})),
        and(
            json!({"survey": "csat", "score": 2, "comment": words.repeat(8), "touchpoint": "checkout",
                    "respondent": "kh-104", "attributes": {"plan": "free"}}),
        ),
        and(json!({"score": 9, "comment": "Great \"tea\" \\ fast 🍵"})),
    ]
}
