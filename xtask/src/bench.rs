//! `cargo xtask bench`: builds what is measured, then runs the benches of the crate `tests`.
//!
//! In: what each bench needs around it. Not in: measuring, and the bounds.

use std::{fs, path::Path, process::Command};

use crate::{
    build,
    cli::{Bench, BenchPart, Part},
    error::Result,
    npm,
    paths::{self, Paths},
    process,
    test::browsers,
};

/// # Errors
/// When something can't be built, or a bench finds a bound exceeded.
pub(crate) fn run(paths: &Paths, options: &Bench) -> Result<()> {
    build::run(paths, &Part::ALL)?;
    let mut outcome = Ok(());
    for part in &options.parts {
        // A missed bound is a result, too.
        outcome = outcome.and(measure(paths, *part, options.quick));
    }
    if !options.quick {
        write_results(paths)?;
    }
    outcome
}

/// Puts the parts' results together, those of an earlier run included, as `tests/bench/RESULTS.md`
/// with its pictures.
fn write_results(paths: &Paths) -> Result<()> {
    let (from, to) = (paths.out.join("bench"), paths.root.join("tests").join("bench"));
    let mut text = format!(
        "# Results\n\nWritten by `cargo xtask bench`; `README.md` says how it measures. Ratios are of \
         pairs measured a moment apart; absolute values are of this machine: {}.\n",
        machine(paths)
    );
    for part in BenchPart::ALL {
        if let Ok(result) = paths::read_text(&from.join(format!("{}.md", part.name()))) {
            let name = part.name();
            text += &format!("\n## `cargo xtask bench {name}`\n\n{}\n", result.trim());
        }
    }
    paths::write(&to.join("RESULTS.md"), text)?;
    for picture in fs::read_dir(&from).into_iter().flatten().flatten() {
        if picture.path().extension().is_some_and(|ending| ending == "svg") {
            paths::write(&to.join(picture.file_name()), paths::read(&picture.path())?)?;
        }
    }
    Ok(())
}

/// Processor, cores, and the versions that matter.
fn machine(paths: &Paths) -> String {
    let processor = paths::read_text(Path::new("/proc/cpuinfo")).ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?.to_owned();
        Some(line.split_once(':')?.1.trim().to_owned())
    });
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let miniflare = paths::read_text(&paths.npm().join("package.json")).ok().and_then(|text| {
        let tools: serde_json::Value = serde_json::from_str(&text).ok()?;
        Some(format!(", miniflare {}", tools.pointer("/dependencies/miniflare")?.as_str()?))
    });
    format!(
        "{}, {cores} cores, {}{}",
        processor.unwrap_or_else(|| "a processor".into()),
        std::env::consts::OS,
        miniflare.unwrap_or_default()
    )
}

fn measure(paths: &Paths, part: BenchPart, is_quick: bool) -> Result<()> {
    let npm = npm::get(paths)?;
    let mut command = Command::new("cargo");
    command.args(["run", "--quiet", "--profile", "bench", "--package", "hearby-tests", "--bin"]);
    command.arg(format!("bench-{}", part.name())).arg("--");
    if is_quick {
        command.arg("--quick");
    }
    command.current_dir(&paths.root);
    command.env("CARGO_TARGET_DIR", &paths.cargo_target);
    command.env("HEARBY_ROOT", &paths.root);
    command.env("HEARBY_NODE", &npm.node);
    if part == BenchPart::Page {
        npm::install(&paths.root.join("tests").join("bench").join("peers"))?;
        command.envs(browsers::get(paths)?.variables());
    }
    process::run(&format!("bench of the {}", part.name()), &mut command)
}
