//! `cargo xtask bench`: builds what is measured, then runs the benches of the crate `tests`.
//!
//! In: what each bench needs around it. Not in: measuring, and the bounds.

use std::process::Command;

use crate::{
    build,
    cli::{Bench, BenchPart, Part},
    error::Result,
    npm,
    paths::Paths,
    process,
    test::browsers,
};

/// # Errors
/// When something can't be built, or a bench finds a bound exceeded.
pub(crate) fn run(paths: &Paths, options: &Bench) -> Result<()> {
    build::run(paths, &Part::ALL)?;
    for part in &options.parts {
        measure(paths, *part, options.quick)?;
    }
    Ok(())
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
