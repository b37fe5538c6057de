//! `cargo xtask test`: every check there is, each with its time, and a verdict at the end.
//!
//! In: running steps one after the other and reporting. Not in: what a step does (`checks`,
//! `e2e`), the tests themselves (the crates, `widget/loader/`, `tests/`).

mod api;
pub(crate) mod browsers;
mod checks;
mod display;
mod e2e;
mod office;
pub(crate) mod steps;

use std::time::Duration;

use crate::{
    bench, build,
    cli::{Bench, BenchPart, Part},
    error::{Error, Result},
    paths::Paths,
    progress::{self, Stopwatch},
    size,
};

use steps::Step;

/// How a step ended.
#[derive(Debug)]
enum Outcome {
    Passed,
    /// Passed, but for what could not be tried here.
    Without(String),
    Failed(String),
    Skipped(String),
}

#[derive(Debug)]
struct Report {
    step: Step,
    outcome: Outcome,
    took: Duration,
}

/// Runs all steps, whatever fails, and fails at the end if one did.
///
/// # Errors
/// [`Error::Unexpected`] when a step failed; [`Error::Interrupted`].
pub(crate) fn run(paths: &Paths, steps: &[Step]) -> Result<()> {
    let mut reports: Vec<Report> = Vec::new();
    for &step in steps {
        progress::heading(&format!("test: {}", step.name()));
        let watch = Stopwatch::start();
        let built = !reports.iter().any(|report| {
            report.step == Step::Build && matches!(report.outcome, Outcome::Failed(_))
        });
        let outcome = if built || !step.needs_build() {
            outcome(run_step(paths, step))?
        } else {
            Outcome::Skipped("the build failed".into())
        };
        let report = Report { step, outcome, took: watch.elapsed() };
        progress::note(&line(&report));
        reports.push(report);
    }
    progress::heading("test: summary");
    for report in &reports {
        progress::note(&line(report));
    }
    let verdict = verdict(&reports);
    println!("\n{verdict}");
    let failed = reports.iter().any(|report| matches!(report.outcome, Outcome::Failed(_)));
    if failed { Err(Error::Unexpected("Some steps failed; see above.".into())) } else { Ok(()) }
}

/// What a step came to when it didn't fail.
enum Done {
    Passed,
    /// Some of it was skipped, and why.
    Without(String),
    /// There was nothing to do, and why.
    Skipped(String),
}

fn run_step(paths: &Paths, step: Step) -> Result<Done> {
    match step {
        Step::Fmt => checks::fmt(paths),
        Step::Clippy => checks::clippy(paths),
        Step::Deny => checks::deny(paths),
        Step::Host => checks::host(paths),
        Step::Loader => checks::loader(paths),
        Step::Package => checks::package(paths),
        Step::Build => build::run(paths, &Part::ALL).map(|()| Done::Passed),
        Step::Size => size::run(paths, true).map(|()| Done::Passed),
        Step::E2e => e2e::run(paths),
        Step::Api => api::run(paths),
        Step::Bench => bench::run(paths, &Bench { quick: true, parts: BenchPart::ALL.to_vec() })
            .map(|()| Done::Passed),
    }
}

/// Only Ctrl-C stops the steps that follow.
fn outcome(result: Result<Done>) -> Result<Outcome> {
    match result {
        Ok(Done::Passed) => Ok(Outcome::Passed),
        Ok(Done::Without(what)) => Ok(Outcome::Without(what)),
        Ok(Done::Skipped(why)) => Ok(Outcome::Skipped(why)),
        Err(Error::Interrupted) => Err(Error::Interrupted),
        Err(error) => Ok(Outcome::Failed(error.to_string())),
    }
}

fn line(report: &Report) -> String {
    let Report { step, outcome, took } = report;
    let (word, more) = match outcome {
        Outcome::Passed => ("ok", String::new()),
        Outcome::Without(what) => ("ok", format!("  skipped: {what}")),
        Outcome::Failed(why) => ("FAILED", format!("  {}", why.lines().next().unwrap_or_default())),
        Outcome::Skipped(why) => ("skipped", format!("  {why}")),
    };
    format!("{:<8}{word:<8}{:>12}{more}", step.name(), progress::seconds(*took))
}

/// `6 passed, 1 failed`, and how many were skipped if any.
fn verdict(reports: &[Report]) -> String {
    let count = |is: fn(&Outcome) -> bool| reports.iter().filter(|r| is(&r.outcome)).count();
    let passed = count(|outcome| matches!(outcome, Outcome::Passed | Outcome::Without(_)));
    let failed = count(|outcome| matches!(outcome, Outcome::Failed(_)));
    let skipped = count(|outcome| matches!(outcome, Outcome::Skipped(_)));
    let tail = if skipped == 0 { String::new() } else { format!(", {skipped} skipped") };
    format!("{passed} passed, {failed} failed{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(step: Step, outcome: Outcome) -> Report {
        Report { step, outcome, took: Duration::from_millis(1500) }
    }

    #[track_caller]
    fn verdict_is(reports: &[Report], expected: &str) {
        assert_eq!(verdict(reports), expected);
    }

    #[test]
    fn the_verdict_counts_steps() {
        verdict_is(&[], "0 passed, 0 failed");
        verdict_is(&[report(Step::Fmt, Outcome::Passed)], "1 passed, 0 failed");
        verdict_is(
            &[
                report(Step::Fmt, Outcome::Passed),
                report(Step::Build, Outcome::Failed("why".into())),
                report(Step::Size, Outcome::Skipped("the build failed".into())),
            ],
            "1 passed, 1 failed, 1 skipped",
        );
    }

    #[test]
    fn a_failed_step_says_why_in_one_line() {
        let report = report(Step::Fmt, Outcome::Failed("first\nsecond".into()));
        assert_eq!(line(&report), "fmt     FAILED         1.5 s  first");
    }

    #[test]
    fn what_a_step_could_not_try_is_said_beside_its_name() {
        let report = report(Step::E2e, Outcome::Without("LibreOffice is not installed".into()));
        let said = "e2e     ok             1.5 s  skipped: LibreOffice is not installed";
        assert_eq!(line(&report), said);
        verdict_is(&[report], "1 passed, 0 failed");
    }

    #[test]
    fn ctrl_c_is_not_a_failed_step() {
        assert!(matches!(outcome(Err(Error::Interrupted)), Err(Error::Interrupted)));
        let failed = outcome(Err(Error::Unexpected("why".into())));
        assert!(matches!(failed, Ok(Outcome::Failed(_))));
    }
}
