//! Building the files to deploy: `target/hearby/assets/` and `collector/build/`.
//!
//! In: the parts and their order. Not in: each part (its own file), running it (`demo`, `test`).

mod assets;
mod console;
mod digest;
mod loader;
mod names;
mod script;
mod shrink;
mod style;
mod trim;
mod widget;
mod worker;

use std::{panic::resume_unwind, thread};

use crate::{
    cli::Part, error::Result, npm, paths::Paths, progress, progress::Stopwatch, toolchain, tools,
};

pub(crate) use assets::{PREVIEW, RATINGS, manifest_files};
pub(crate) use console::files as console_files;
pub(crate) use loader::{GATE, WITH_ALL_RULES, WITH_PLAIN_RULES};

/// Effort that a build spends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// For deploying: small and quick to run.
    Deployed,
    /// For development: quick to build.
    Quick,
}

impl Effort {
    /// Returns the cargo profile of the root manifest, from that of a deployed build.
    const fn profile(self, deployed: &'static str) -> &'static str {
        match self {
            Effort::Deployed => deployed,
            Effort::Quick => "quick",
        }
    }
}

/// Builds the parts; the files of the others stay as they are.
///
/// # Errors
/// When a tool is missing or fails.
pub(crate) fn run(paths: &Paths, parts: &[Part]) -> Result<()> {
    build(paths, parts, Effort::Deployed)
}

/// Runs [`run`] with little effort, for `cargo xtask dev`. A later [`run`] rebuilds these files.
///
/// # Errors
/// As [`run`].
pub(crate) fn quickly(paths: &Paths, parts: &[Part]) -> Result<()> {
    build(paths, parts, Effort::Quick)
}

/// Bundles the scripts of loader, card and preview with the popup code of the last build.
///
/// # Errors
/// As [`run`].
pub(crate) fn scripts(paths: &Paths) -> Result<()> {
    let npm = npm::get(paths)?;
    timed("scripts", || {
        widget::bundle(paths, &npm, Effort::Quick)?;
        assets::lay_out(paths, &npm, &loader::bundle(paths, &npm, Effort::Quick)?, Effort::Quick)
    })
}

fn build(paths: &Paths, parts: &[Part], effort: Effort) -> Result<()> {
    let npm = npm::get(paths)?;
    let compiles = parts.iter().any(|part| *part != Part::Loader) || !widget::is_built(paths);
    let toolchain = if compiles { Some(toolchain::get(paths)?) } else { None };

    if let Some(toolchain) = &toolchain {
        // Installed now, so that the two builds below don't both install it.
        tools::get(paths, tools::WASM_BINDGEN)?;
        let has = |part| parts.contains(&part);
        let worker = || {
            if has(Part::Worker) {
                timed("worker", || worker::build(paths, toolchain, &npm, effort))?;
            }
            Ok(())
        };
        let in_browsers = || {
            if has(Part::Widget) || !widget::is_built(paths) {
                timed("widget", || widget::build(paths, toolchain, &npm, effort))?;
            }
            if has(Part::Console) {
                timed("console", || console::build(paths, toolchain, &npm, effort))?;
            }
            Ok(())
        };
        // In parallel, because the compiler ends each build with minutes on one core. Profiles of
        // deployed builds are apart, and so are their folders; quick builds wait for each other.
        thread::scope(|scope| {
            let worker = scope.spawn(worker);
            let in_browsers = in_browsers();
            let worker = worker.join().unwrap_or_else(|panic| resume_unwind(panic));
            in_browsers.and(worker)
        })?;
    }
    if parts.iter().any(|part| matches!(part, Part::Widget | Part::Loader)) {
        timed("loader and assets", || {
            let bundle = loader::bundle(paths, &npm, effort)?;
            assets::lay_out(paths, &npm, &bundle, effort)
        })?;
    }
    Ok(())
}

fn timed(name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    progress::heading(&format!("build: {name}"));
    let watch = Stopwatch::start();
    work()?;
    progress::note(&format!("{name}: {}", progress::seconds(watch.elapsed())));
    Ok(())
}
