//! `cargo xtask bench collector`: the collector beside its yardstick, a Worker in plain JavaScript
//! that does the same; in one workerd, by turns.
//!
//! In: the order of the parts. Not in: building them (`xtask`).

mod counts;
mod growth;
mod load;
mod numbers;
mod operations;
mod plans;
mod process;
mod reads;
mod report;
mod responses;
mod same;
mod summaries;
mod workers;
mod year;

use std::{env, process::ExitCode};

use hearby_tests::figures::Fit;
use report::Report;
use workers::Workers;

/// Length of all measurements: `--quick` is for the test command, the other for RESULTS.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Length {
    Quick,
    Full,
}

fn main() -> ExitCode {
    let is_quick = env::args().any(|word| word == "--quick");
    let length = if is_quick { Length::Quick } else { Length::Full };
    let workers = Workers::start();
    same::check(&workers);
    let mut report = Report::default();
    let passed = responses::run(&workers, length, &mut report);
    reads::run(&workers, length, &mut report);
    if length == Length::Full {
        growth::by_connections(&workers, &mut report);
    }
    let bytes_a_response = counts::run(&workers, &mut report);
    let found = summaries::run(&workers, length, &mut report);
    let fit = Fit::of(&found.of_today);
    let responses_of_a_summary = fit.and_then(|fit| fit.reaches(plans::FREE_CPU_MS));
    if length == Length::Full {
        year::run(&found, &mut report);
    }
    found.by_stored.report(&mut report);
    plans::report(plans::Measured { bytes_a_response, responses_of_a_summary }, &mut report);
    report.write();
    if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
