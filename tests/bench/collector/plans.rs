//! Limits and prices of Cloudflare's plans, and the numbers of responses a day at which they bind.
//!
//! In: one table of limits and prices, and arithmetic on it and on the counted operations. The
//! table in the collector's README is checked against it here. Not in: counting (`counts`).

use hearby_tests::figures::thousands;

use crate::{operations, report::Report};

/// Limit and price of one resource; of November 2026.
struct Allowance {
    /// Limit of a day on the free plan.
    free: f64,
    /// Included in a month on the paid plan.
    included: f64,
    /// Price of each further million.
    dollars_a_million: f64,
}

const REQUESTS: Allowance = Allowance { free: 100e3, included: 10e6, dollars_a_million: 0.30 };
const READS: Allowance = Allowance { free: 100e3, included: 10e6, dollars_a_million: 0.50 };
const WRITES: Allowance = Allowance { free: 1e3, included: 1e6, dollars_a_million: 5.0 };
const LISTS: Allowance = Allowance { free: 1e3, included: 1e6, dollars_a_million: 5.0 };
const DELETES: Allowance = Allowance { free: 1e3, included: 1e6, dollars_a_million: 5.0 };
/// Bytes, in all rather than a day: the price is of a GB and month.
const STORAGE: Allowance = Allowance { free: 1e9, included: 1e9, dollars_a_million: 0.50e-3 };
/// Milliseconds; the free plan has this limit for each request instead.
const PROCESSOR: Allowance = Allowance { free: 10.0, included: 30e6, dollars_a_million: 0.02 };
/// Price of the paid plan itself, a month.
const PAID_PLAN_DOLLARS: f64 = 5.0;
const DAYS_A_MONTH: f64 = 30.0;

/// Limit of the free plan on processor time, in milliseconds a request.
pub(crate) const FREE_CPU_MS: f64 = PROCESSOR.free;

/// Assumptions on a day, where nothing can be counted: one site with two surveys.
mod assumed {
    /// Share of responses that come later than three minutes after their hour.
    pub(super) const LATE_SHARE: f64 = 0.03;
    /// Writes of rollups of the day before, and of new gates.
    pub(super) const WRITES: f64 = 4.0;
    /// Lists by the cron: folding and gates, hourly.
    pub(super) const LISTS: f64 = 96.0;
    /// Number of responses from which every hour of both surveys has a rollup of its own while its
    /// day lasts (500 responses an hour).
    pub(super) const EVERY_HOUR_FROM: f64 = 24_000.0;
    pub(super) const HOUR_ROLLUPS: f64 = 48.0;
    /// Form and response.
    pub(super) const REQUESTS_A_RESPONSE: f64 = 2.0;
    /// Page views whose browser has no script of the last five minutes, for one response.
    pub(super) const SCRIPTS_A_RESPONSE: [f64; 3] = [10.0, 50.0, 100.0];
    /// Number of summaries a day, each over 30 closed days.
    pub(super) const SUMMARIES: f64 = 24.0;
    pub(super) const CLOSED_DAYS: f64 = 31.0;
    /// Copies of the Worker that are busy all day. Each reads the gate once in 5 minutes, and site,
    /// surveys and the webhooks' marker once in 45 seconds.
    pub(super) const ISOLATES: f64 = 50.0;
    pub(super) const READS_AN_ISOLATE: f64 = 288.0 + 4.0 * 1_920.0;
    /// Processor time of a script, a form or a response, in milliseconds: the bench measures less.
    pub(super) const REQUEST_MS: f64 = 0.2;
}

/// Number of responses a day.
#[derive(Clone, Copy)]
struct Day(f64);

impl Day {
    fn writes(self) -> f64 {
        let late = operations::RESPONSE_LATE.writes as f64;
        let punctual = operations::RESPONSE.writes as f64;
        let each = punctual + assumed::LATE_SHARE * (late - punctual);
        let hours = if self.0 >= assumed::EVERY_HOUR_FROM { assumed::HOUR_ROLLUPS } else { 0.0 };
        (self.0 * each + assumed::WRITES + hours).round()
    }

    /// Returns the deletions of late responses' marks.
    fn deletes(self) -> f64 {
        self.0 * assumed::LATE_SHARE
    }

    /// Returns the greatest number of reads: as if every request came to an isolate that has never
    /// met its site, up to the reads of busy isolates all day.
    fn reads(self, scripts: f64) -> f64 {
        let reads = [operations::RESPONSE_ANEW.reads, operations::FORM_ANEW.reads];
        let each: u64 = reads.iter().sum();
        let script = operations::SCRIPT_ANEW.reads as f64;
        let met = self.0 * (each as f64 + scripts * script);
        met.min(assumed::ISOLATES * assumed::READS_AN_ISOLATE)
            + assumed::SUMMARIES * assumed::CLOSED_DAYS
    }

    /// Returns the greatest number of lists: a summary every hour lists the responses of the day so
    /// far.
    fn lists(self) -> f64 {
        assumed::LISTS + assumed::SUMMARIES * (1.0 + self.0 / 1_000.0)
    }

    fn requests(self, scripts: f64) -> f64 {
        self.0 * (assumed::REQUESTS_A_RESPONSE + scripts)
    }
}

/// Returns the greatest number of responses a day whose use keeps to a limit.
fn binds_at(limit: f64, used: impl Fn(Day) -> f64) -> f64 {
    let (mut keeps, mut exceeds) = (0_u32, u32::MAX);
    while exceeds - keeps > 1 {
        let middle = keeps + (exceeds - keeps) / 2;
        if used(Day(f64::from(middle))) <= limit {
            keeps = middle;
        } else {
            exceeds = middle;
        }
    }
    f64::from(keeps)
}

/// Returns a month's price beyond the included amount.
fn dollars(allowance: &Allowance, a_month: f64) -> f64 {
    (a_month - allowance.included).max(0.0) / 1e6 * allowance.dollars_a_million
}

fn money(dollars: f64) -> String {
    if dollars < 0.005 { "$0".to_owned() } else { format!("${dollars:.2}") }
}

/// Measured values.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured {
    /// Bytes of key, value and metadata.
    pub(crate) bytes_a_response: f64,
    /// Number of responses at which the summary of one day takes the free plan's time.
    pub(crate) responses_of_a_summary: Option<f64>,
}

/// Reports both plans.
pub(crate) fn report(measured: Measured, report: &mut Report) {
    report.heading("What the plans allow");
    report.table(
        &["limit of the free plan", "what uses it", "binds at, responses a day"],
        &free(measured),
    );
    report.text(&format!(
        "Computed from the counted operations for one site with two surveys, of whose responses {} % \
         come later than three minutes after their hour, and a summary every hour. (The cron's own \
         lists, and its delete of each mark, are the collector's README's.) The first line to bind is \
         the limit: that README says what happens then.",
        assumed::LATE_SHARE * 100.0
    ));
    report.table(
        &[
            "responses a day, paid plan",
            "requests",
            "processor",
            "writes",
            "reads",
            "lists",
            "deletes",
            "storage of a year",
            "a month, plan included",
        ],
        &[100.0, 1e3, 10e3, 33e3, 100e3, 1e6].map(|responses| paid(Day(responses), measured)),
    );
    let [_, scripts, _] = assumed::SCRIPTS_A_RESPONSE;
    report.text(&format!(
        "Beyond what is included, with {scripts} script loads for each response, {} isolates that are \
         busy all day, and {} ms of processor a request. Nothing but money binds.",
        assumed::ISOLATES,
        assumed::REQUEST_MS
    ));
}

fn free(measured: Measured) -> Vec<Vec<String>> {
    let row = |limit: String, what: &str, at: String| vec![limit, what.to_owned(), at];
    let scripts = assumed::SCRIPTS_A_RESPONSE;
    let each = |of: &dyn Fn(f64) -> f64| scripts.map(|n| thousands(of(n))).join(", ");
    let names = scripts.map(|n| n.to_string()).join(", ");
    let stored = STORAGE.free / measured.bytes_a_response;
    vec![
        row(
            format!("{} writes a day", thousands(WRITES.free)),
            "each response one, each late one another; rollups, gates",
            format!("**{}**", thousands(binds_at(WRITES.free, Day::writes))),
        ),
        row(
            format!("{} requests a day", thousands(REQUESTS.free)),
            &format!("form, response, and {names} script loads for each response"),
            each(&|n| binds_at(REQUESTS.free, |day| day.requests(n))),
        ),
        row(
            format!("{} reads a day", thousands(READS.free)),
            &format!(
                "at most, with {names} script loads for each response: no isolate remembers anything"
            ),
            each(&|n| binds_at(READS.free, |day| day.reads(n))),
        ),
        row(
            format!("{} lists a day", thousands(LISTS.free)),
            "the cron; a summary every hour, one list for each 1,000 responses",
            thousands(binds_at(LISTS.free, Day::lists)),
        ),
        row(
            format!("{} deletes a day", thousands(DELETES.free)),
            "the marks of late responses",
            thousands(binds_at(DELETES.free, Day::deletes)),
        ),
        row(
            "1 GB stored".to_owned(),
            &format!("{:.0} bytes a response, kept a year", measured.bytes_a_response),
            thousands((stored / 365.0).floor()),
        ),
        row(
            format!("{FREE_CPU_MS} ms of processor a request"),
            "a summary of one day's responses, on this machine",
            measured
                .responses_of_a_summary
                .map_or_else(|| "not told here".to_owned(), |n| thousands(n.floor())),
        ),
    ]
}

fn paid(day: Day, measured: Measured) -> Vec<String> {
    let [_, scripts, _] = assumed::SCRIPTS_A_RESPONSE;
    let a_month = |of: f64| of * DAYS_A_MONTH;
    let requests = a_month(day.requests(scripts));
    let costs = [
        dollars(&REQUESTS, requests),
        dollars(&PROCESSOR, requests * assumed::REQUEST_MS),
        dollars(&WRITES, a_month(day.writes())),
        dollars(&READS, a_month(day.reads(scripts))),
        dollars(&LISTS, a_month(day.lists())),
        dollars(&DELETES, a_month(day.deletes())),
        dollars(&STORAGE, day.0 * 365.0 * measured.bytes_a_response),
    ];
    let total = PAID_PLAN_DOLLARS + costs.iter().sum::<f64>();
    [vec![thousands(day.0)], costs.map(money).to_vec(), vec![money(total)]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const README: &str =
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../collector/README.md"));

    /// Returns a row of the README's table of costs.
    fn row(responses: f64) -> String {
        let day = Day(responses);
        let free = if day.writes() <= WRITES.free { "fits" } else { "no: see below" };
        let writes = dollars(&WRITES, day.writes() * DAYS_A_MONTH);
        let (responses, a_day) = (thousands(responses), thousands(day.writes()));
        format!("| {responses} | {a_day} | {free} | {} |", money(writes))
    }

    #[test]
    fn the_collectors_readme_says_what_is_computed() {
        let most = binds_at(WRITES.free, Day::writes);
        for responses in [100.0, 900.0, most, 1e3, 10e3, 33e3, 100e3, 1e6] {
            assert!(README.contains(&row(responses)), "missing:\n{}", row(responses));
        }
    }

    #[test]
    fn a_limit_binds_at_the_last_number_that_keeps_to_it() {
        let at = binds_at(WRITES.free, Day::writes);
        assert!(Day(at).writes() <= WRITES.free && Day(at + 1.0).writes() > WRITES.free, "{at}");
        assert_eq!(binds_at(100.0, |day| day.0), 100.0);
        assert_eq!(binds_at(100.0, |day| 10.0 + 3.0 * day.0), 30.0);
    }

    #[test]
    fn only_what_is_beyond_the_included_costs() {
        for (a_month, expected) in [(0.0, 0.0), (1e6, 0.0), (2e6, 5.0), (3.5e6, 12.5)] {
            assert!((dollars(&WRITES, a_month) - expected).abs() < 1e-9, "{a_month}");
        }
        // Another GB is half a dollar.
        assert!((dollars(&STORAGE, 3e9) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_first_limit_of_the_free_plan_is_its_writes() {
        let others = [
            binds_at(READS.free, |day| day.reads(50.0)),
            binds_at(REQUESTS.free, |day| day.requests(50.0)),
            binds_at(LISTS.free, Day::lists),
            binds_at(DELETES.free, Day::deletes),
        ];
        let writes = binds_at(WRITES.free, Day::writes);
        assert!(others.iter().all(|other| *other > writes), "{writes} {others:?}");
    }
}
