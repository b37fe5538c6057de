//! KV operations of each request: counted beneath the collector, in workerd, by `counted.js`. A
//! count that differs from `operations` ends the bench, because costs are computed from there.

use std::{thread, time::Duration};

use hearby_tests::{
    clock::now_ms,
    fixtures::{SITE, response, response_id_at, with},
    http::Client,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    load,
    operations::{self, Operations},
    report::Report,
    responses::Bodies,
    workers::{Kv, Side, Workers},
};

use domain::HOUR_MS;

/// Number of requests of each sort.
const REQUESTS: u64 = 100;
/// Time after which the work behind a reply is done.
const SETTLED_AFTER: Duration = Duration::from_millis(100);
const TWO_HOURS_MS: i64 = 2 * HOUR_MS;

/// One sort of request.
struct Sort {
    name: &'static str,
    status: u16,
    /// True if the isolate has met the site before.
    is_remembered: bool,
    /// Makes the n-th request.
    request: fn(u64) -> String,
    expected: Operations,
}

const SORTS: [Sort; 8] = [
    Sort {
        name: "accepted response",
        status: 201,
        is_remembered: true,
        request: |_| post(response("nps", 9)),
        expected: operations::RESPONSE,
    },
    Sort {
        name: "… of a site that the isolate meets",
        status: 201,
        is_remembered: false,
        request: |n| post(with(response("nps", 9), "site", json!(site(n)))),
        expected: operations::RESPONSE_ANEW,
    },
    Sort {
        name: "… that comes late",
        status: 201,
        // Each into another hour: an isolate writes one mark a minute and hour, however many
        // responses come.
        is_remembered: false,
        request: |n| {
            let given_ms = now_ms() - TWO_HOURS_MS - i64::try_from(n).unwrap_or(0) * HOUR_MS;
            post(with(response("nps", 9), "id", json!(response_id_at(given_ms))))
        },
        expected: operations::RESPONSE_LATE,
    },
    Sort {
        name: "… that names its visitor",
        status: 201,
        is_remembered: true,
        request: |n| post(with(response("nps", 9), "respondent", json!(format!("kh-{n}")))),
        expected: operations::RESPONSE_NAMED,
    },
    Sort {
        name: "form",
        status: 200,
        is_remembered: true,
        request: |_| get(&format!("/v1/form/{SITE}/nps?lang=vi")),
        expected: operations::FORM,
    },
    Sort {
        name: "… of a site that the isolate meets",
        status: 200,
        is_remembered: false,
        request: |n| get(&format!("/v1/form/{}/nps?lang=vi", site(REQUESTS + n))),
        expected: operations::FORM_ANEW,
    },
    Sort {
        name: "script of a page",
        status: 200,
        is_remembered: true,
        request: |_| get(&format!("/e/{SITE}.js")),
        expected: operations::SCRIPT,
    },
    Sort {
        name: "… of a site that the isolate meets",
        status: 200,
        is_remembered: false,
        request: |n| get(&format!("/e/{}.js", site(2 * REQUESTS + n))),
        expected: operations::SCRIPT_ANEW,
    },
];

/// Returns the site of a request, one for each that needs its own; the first ten are for summaries.
fn site(n: u64) -> String {
    format!("{SITE}-{}", 10 + n)
}

fn get(address: &str) -> String {
    format!("GET {address} HTTP/1.1\r\nhost: collector\r\n\r\n")
}

fn post(body: Value) -> String {
    let body = body.to_string();
    format!(
        "POST /v1/responses HTTP/1.1\r\nhost: collector\r\ncontent-type: text/plain\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Operations and bytes counted since the last time.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Counted {
    #[serde(flatten)]
    pub(crate) operations: Operations,
    /// Keys, values and metadata of responses.
    response_bytes: u64,
}

/// Counts, and reports; returns the bytes that a response takes in KV, on average.
/// Begins with an isolate that knows no site.
pub(crate) fn run(workers: &Workers, report: &mut Report) -> f64 {
    report.heading("Operations on KV");
    let server = workers.address(Side::Collector, Kv::Kept);
    let send = |sort: &Sort, requests| {
        load::count(server, requests, sort.status, |n, buffer| {
            buffer.extend_from_slice((sort.request)(n).as_bytes());
        });
        take(workers)
    };
    let rows = SORTS.map(|sort| {
        if sort.is_remembered {
            send(&sort, REQUESTS);
        }
        let counted = send(&sort, REQUESTS).operations;
        let Operations { reads, writes, lists, deletes } = sort.expected;
        let expected = [reads, writes, lists, deletes].map(|each| each * REQUESTS);
        let found = [counted.reads, counted.writes, counted.lists, counted.deletes];
        assert_eq!(
            found, expected,
            "{} times {}: reads, writes, lists, deletes",
            REQUESTS, sort.name
        );
        let cells = [reads, writes, lists, deletes].map(|each| each.to_string());
        [vec![sort.name.to_owned()], cells.to_vec()].concat()
    });
    report.table(&["request", "reads", "writes", "lists", "deletes"], &rows);
    report.text(&format!(
        "Counted beneath the collector in workerd, over {REQUESTS} requests each. An isolate remembers \
         definitions for 45 seconds and a gate for 5 minutes."
    ));
    let bodies = Bodies::now();
    load::count(server, REQUESTS, 201, |n, buffer| bodies.request(n, buffer));
    take(workers).response_bytes as f64 / REQUESTS as f64
}

/// Returns the operations counted since the last time.
pub(crate) fn take(workers: &Workers) -> Counted {
    thread::sleep(SETTLED_AFTER);
    let url = format!("{}/bench/counts", workers.url(Side::Collector, Kv::Kept));
    let told = Client::default().must_send("GET", &url, &[], None).expect(200).json();
    serde_json::from_value(told).unwrap()
}
