//! `cargo xtask test`: runs every check, prints its time, and prints a verdict at the end.
//!
//! In: running steps one after the other and reporting. Not in: the steps themselves (`checks`,
//! `e2e`), the tests themselves (the crates, `widget/loader/`, `tests/`).

mod advisories;
mod api;
pub(crate) mod browsers;
mod checks;
mod deploy;
mod display;
mod e2e;
mod failures;
pub(crate) mod named;
mod office;
pub(crate) mod steps;
mod zones;

use std::time::Duration;

use crate::{
    bench, build,
    cli::{Bench, BenchPart, Part},
    error::{Error, Result},
    paths::Paths,
    progress::{self, Stopwatch},
    size,
};

use named::Name;
use steps::Step;

/// Outcome of a step.
#[derive(Debug)]
enum Outcome {
    Passed,
    Failed(String),
    Skipped(String),
}

#[derive(Debug)]
struct Report {
    /// Name of the step, or of the part that was left out.
    name: &'static str,
    outcome: Outcome,
    took: Duration,
}

/// Runs all steps, even after a failure, and fails at the end if one did.
///
/// # Errors
/// [`Error::Unexpected`] when a step failed; [`Error::Interrupted`].
pub(crate) fn run(paths: &Paths, steps: &[Step]) -> Result<()> {
    let mut reports: Vec<Report> = Vec::new();
    for &step in steps {
        progress::heading(&format!("test: {}", step.name()));
        let watch = Stopwatch::start();
        let built = !reports.iter().any(|report| {
            report.name == Step::Build.name() && matches!(report.outcome, Outcome::Failed(_))
        });
        let (outcome, left_out) = if built || !step.needs_build() {
            outcome(run_step(paths, step))?
        } else {
            (Outcome::Skipped("the build failed".into()), Vec::new())
        };
        let report = Report { name: step.name(), outcome, took: watch.elapsed() };
        let left_out = left_out.into_iter().map(|LeftOut { name, why }| Report {
            name,
            outcome: Outcome::Skipped(why),
            took: Duration::ZERO,
        });
        for report in [report].into_iter().chain(left_out) {
            progress::note(&line(&report));
            reports.push(report);
        }
    }
    progress::heading("test: summary");
    for report in &reports {
        progress::note(&line(report));
    }
    for report in &reports {
        if let Outcome::Failed(why) = &report.outcome
            && let Some((_, more)) = why.split_once('\n')
        {
            println!("\n== {} FAILED\n{}", report.name, more.trim());
        }
    }
    let verdict = verdict(&reports);
    println!("\n{verdict}");
    let failed = reports.iter().any(|report| matches!(report.outcome, Outcome::Failed(_)));
    if failed { Err(Error::Unexpected("Some steps failed; see above.".into())) } else { Ok(()) }
}

/// Runs the tests of a step that match this name, after building the files that they need.
///
/// # Errors
/// When none has the name, or one fails.
pub(crate) fn run_named(paths: &Paths, step: Step, name: &Name) -> Result<()> {
    match step {
        Step::E2e => {
            build::run(paths, &Part::ALL)?;
            e2e::run_named(paths, name)
        }
        _ => checks::host_named(paths, name),
    }
}

/// Result of a step that didn't fail.
enum Done {
    Passed,
    /// Every tested part passed. Holds the parts that could not be tested.
    PassedWithout(Vec<LeftOut>),
    /// There was nothing to do; holds the reason.
    Skipped(String),
}

impl Done {
    /// Makes a result that passed except for these parts.
    fn without(left_out: Vec<LeftOut>) -> Done {
        if left_out.is_empty() { Done::Passed } else { Done::PassedWithout(left_out) }
    }
}

/// Part of a step that could not be tested on this machine.
#[derive(Debug, PartialEq, Eq)]
struct LeftOut {
    name: &'static str,
    why: String,
}

fn run_step(paths: &Paths, step: Step) -> Result<Done> {
    match step {
        Step::Fmt => checks::fmt(paths),
        Step::Clippy => checks::clippy(paths),
        Step::Deny => checks::deny(paths),
        Step::Advisories => advisories::run(paths),
        Step::Zones => zones::run(paths),
        Step::Host => checks::host(paths),
        Step::Loader => checks::loader(paths),
        Step::Package => checks::package(paths),
        Step::Charts => checks::charts(paths),
        Step::Build => build::run(paths, &Part::ALL).map(|()| Done::Passed),
        Step::Size => size::run(paths, true).map(|()| Done::Passed),
        Step::Deploy => deploy::run(paths),
        Step::E2e => e2e::run(paths),
        Step::Api => api::run(paths),
        Step::Bench => {
            // Without the console's bench: it has no yardstick, and absolute times can't fail a
            // build.
            let parts = vec![BenchPart::Collector, BenchPart::Page];
            bench::run(paths, &Bench { quick: true, parts }).map(|()| Done::Passed)
        }
    }
}

/// Returns the outcome of a step. Only Ctrl-C is returned as an error, which stops the later steps.
fn outcome(result: Result<Done>) -> Result<(Outcome, Vec<LeftOut>)> {
    match result {
        Ok(Done::Passed) => Ok((Outcome::Passed, Vec::new())),
        Ok(Done::PassedWithout(left_out)) => Ok((Outcome::Passed, left_out)),
        Ok(Done::Skipped(why)) => Ok((Outcome::Skipped(why), Vec::new())),
        Err(Error::Interrupted) => Err(Error::Interrupted),
        Err(error) => Ok((Outcome::Failed(error.to_string()), Vec::new())),
    }
}

fn line(report: &Report) -> String {
    let Report { name, outcome, took } = report;
    let (word, more) = match outcome {
        Outcome::Passed => ("ok", String::new()),
        Outcome::Failed(why) => ("FAILED", format!("  {}", why.lines().next().unwrap_or_default())),
        Outcome::Skipped(why) => ("skipped", format!("  {why}")),
    };
    format!("{name:<12}{word:<8}{:>12}{more}", progress::seconds(*took))
}

/// Formats the verdict: `6 passed, 1 failed`, and the number of skipped steps if any.
fn verdict(reports: &[Report]) -> String {
    let count = |is: fn(&Outcome) -> bool| reports.iter().filter(|r| is(&r.outcome)).count();
    let passed = count(|outcome| matches!(outcome, Outcome::Passed));
    let failed = count(|outcome| matches!(outcome, Outcome::Failed(_)));
    let skipped = count(|outcome| matches!(outcome, Outcome::Skipped(_)));
    let tail = if skipped == 0 { String::new() } else { format!(", {skipped} skipped") };
    format!("{passed} passed, {failed} failed{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(step: Step, outcome: Outcome) -> Report {
        Report { name: step.name(), outcome, took: Duration::from_millis(1500) }
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
        assert_eq!(line(&report), "fmt         FAILED         1.5 s  first");
    }

    #[test]
    fn what_a_step_left_out_is_skipped_in_the_verdict() {
        let firefox = LeftOut { name: "firefox", why: "is not here".into() };
        let (passed, left_out) = outcome(Ok(Done::without(vec![firefox]))).unwrap();
        let LeftOut { name, why } = left_out.into_iter().next().unwrap();
        let took = Duration::ZERO;
        let reports =
            [report(Step::E2e, passed), Report { name, outcome: Outcome::Skipped(why), took }];
        verdict_is(&reports, "1 passed, 0 failed, 1 skipped");
        assert!(line(&reports[1]).ends_with("is not here"), "{}", line(&reports[1]));
    }

    #[test]
    fn ctrl_c_is_not_a_failed_step() {
        assert!(matches!(outcome(Err(Error::Interrupted)), Err(Error::Interrupted)));
        let failed = outcome(Err(Error::Unexpected("why".into())));
        assert!(matches!(failed, Ok((Outcome::Failed(_), left_out)) if left_out.is_empty()));
    }
}
