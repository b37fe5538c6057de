//! `cargo xtask bench`: builds the programs to measure, then runs the benches of the crate `tests`.
//!
//! In: starting each bench with everything that it needs. Not in: measuring, the bounds, and
//! joining the results (`results`).

mod results;

use std::{fs, path::PathBuf, process::Command};

use crate::{
    build,
    cli::{Bench, BenchPart, Part},
    error::Result,
    npm::{self, Npm},
    paths::{self, Paths},
    process,
    test::browsers,
};

/// Numbers of responses in a year. The bench on the host measures the summary of each such year.
const YEARS: &str = "1000,10000,100000,1000000";

/// # Errors
/// When something can't be built, or a bench finds a bound exceeded.
pub(crate) fn run(paths: &Paths, options: &Bench) -> Result<()> {
    build::run(paths, &Part::ALL)?;
    let npm = npm::get(paths)?;
    let mut outcome = Ok(());
    for part in &options.parts {
        let started = if options.quick { Ok(()) } else { forget(paths, *part) };
        let measured = started.and_then(|()| measure(paths, &npm, *part, options.quick));
        // A missed bound is a result, too. A bench that was interrupted leaves no result.
        let kept = if options.quick { Ok(()) } else { keep(paths, &npm, *part) };
        outcome = outcome.and(measured).and(kept);
    }
    outcome
}

/// Returns the path of a part's text of results. The names of its charts begin with the part's
/// name.
fn text_of(paths: &Paths, part: BenchPart) -> PathBuf {
    paths.out.join("bench").join(format!("{}.md", part.name()))
}

/// Deletes the text of an earlier run, so that nobody takes it for this run's.
fn forget(paths: &Paths, part: BenchPart) -> Result<()> {
    paths::write(&text_of(paths, part), "")
}

/// Writes a part's results into `tests/bench/RESULTS.md`, and its charts beside it. The other
/// part's results stay.
fn keep(paths: &Paths, npm: &Npm, part: BenchPart) -> Result<()> {
    let result = paths::read_text(&text_of(paths, part))?;
    if result.trim().is_empty() {
        return Ok(());
    }
    let folder = paths.root.join("tests").join("bench");
    let file = folder.join("RESULTS.md");
    let section = format!("{}\n\n{}", results::machine(paths, npm, part), result.trim());
    // The file may not exist yet.
    let text = paths::read_text(&file).unwrap_or_default();
    paths::write(&file, results::with_section(&text, part, &section))?;
    for chart in fs::read_dir(paths.out.join("bench")).into_iter().flatten().flatten() {
        let name = chart.file_name().to_string_lossy().into_owned();
        // A chart that this run's text doesn't show is from an earlier run.
        let is_ours = name.starts_with(part.name()) && name.ends_with(".svg");
        if is_ours && result.contains(&format!("({name})")) {
            paths::write(&folder.join(&name), paths::read(&chart.path())?)?;
        }
    }
    Ok(())
}

fn measure(paths: &Paths, npm: &Npm, part: BenchPart, is_quick: bool) -> Result<()> {
    if part == BenchPart::Collector && !is_quick {
        years(paths)?;
    }
    let mut command = cargo(paths, &["run", "--quiet", "--package", "hearby-tests", "--bin"]);
    command.arg(format!("bench-{}", part.name())).arg("--");
    if is_quick {
        command.arg("--quick");
    }
    command.env("HEARBY_ROOT", &paths.root);
    command.env("HEARBY_NODE", &npm.node);
    if part == BenchPart::Page {
        npm::install(&paths.root.join("tests").join("bench").join("peers"))?;
    }
    if part != BenchPart::Collector {
        command.envs(browsers::get(paths)?.variables());
    }
    process::run(&format!("bench of the {}", part.name()), &mut command)
}

/// Measures a year's summary on the host. The collector's bench shows the result.
fn years(paths: &Paths) -> Result<()> {
    let found = paths.out.join("bench").join("year.json");
    paths::write(&found, "")?;
    let mut command = cargo(paths, &["test", "--quiet", "--package", "hearby-collector"]);
    command.args(["--test", "year", "over_rollups"]);
    command.env("YEARS", YEARS).env("YEARS_OUT", &found);
    process::run("a year's summary on the host", &mut command)
}

fn cargo(paths: &Paths, words: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    let (subcommand, rest) = words.split_at(1);
    command.args(subcommand).args(["--profile", "bench"]).args(rest);
    command.current_dir(&paths.root);
    command.env("CARGO_TARGET_DIR", &paths.cargo_target);
    command
}
