//! `cargo xtask bench collector`: the collector beside its yardstick, a Worker in plain JavaScript
//! that does the same; in one workerd, by turns.
//!
//! In: the order of things. Not in: building what is measured (`xtask`).

mod chart;
mod load;
mod numbers;
mod process;
mod reads;
mod report;
mod responses;
mod same;
mod workers;

use std::{env, process::ExitCode};

use report::Report;
use workers::Workers;

/// How long everything takes: `--quick` is for the test command, the other for RESULTS.md.
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
    report.write();
    if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
