//! `cargo xtask bench`: builds what is measured, then runs the bench of the crate `tests`.
//!
//! In: what the bench needs around it. Not in: measuring, and the bounds.

use std::process::Command;

use crate::{
    build,
    cli::{Bench, Part},
    error::Result,
    npm,
    paths::Paths,
    process,
};

/// # Errors
/// When something can't be built, or the bench finds a bound exceeded.
pub(crate) fn run(paths: &Paths, options: &Bench) -> Result<()> {
    build::run(paths, &Part::ALL)?;
    let npm = npm::get(paths)?;
    let mut command = Command::new("cargo");
    command.args(["run", "--quiet", "--profile", "bench"]);
    command.args(["--package", "hearby-tests", "--bin", "bench-collector", "--"]);
    if options.quick {
        command.arg("--quick");
    }
    command.current_dir(&paths.root);
    command.env("CARGO_TARGET_DIR", &paths.cargo_target);
    command.env("HEARBY_ROOT", &paths.root);
    command.env("HEARBY_NODE", &npm.node);
    process::run("bench", &mut command)
}
