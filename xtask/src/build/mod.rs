//! Building what is deployed: `target/hearby/assets/` and `collector/build/`.
//!
//! In: the parts and their order. Not in: each part (its own file), running it (`demo`, `test`).

mod assets;
mod digest;
mod loader;
mod names;
mod script;
mod style;
mod trim;
mod widget;
mod worker;

use crate::{
    cli::Part, error::Result, npm, paths::Paths, progress, progress::Stopwatch, toolchain,
};

pub(crate) use assets::{PREVIEW, manifest_files};
pub(crate) use loader::GATE;

/// Builds the parts, the files of the others being left as they are.
///
/// # Errors
/// When a tool is missing or fails.
pub(crate) fn run(paths: &Paths, parts: &[Part]) -> Result<()> {
    let npm = npm::get(paths)?;
    let compiles = parts.iter().any(|part| *part != Part::Loader) || !widget::is_built(paths);
    let toolchain = if compiles { Some(toolchain::get(paths)?) } else { None };

    if let Some(toolchain) = &toolchain {
        if parts.contains(&Part::Widget) || !widget::is_built(paths) {
            timed("widget", || widget::build(paths, toolchain, &npm))?;
        }
        if parts.contains(&Part::Worker) {
            timed("worker", || worker::build(paths, toolchain, &npm))?;
        }
    }
    if parts.iter().any(|part| *part != Part::Worker) {
        timed("loader and assets", || {
            let bundle = loader::bundle(paths, &npm)?;
            assets::lay_out(paths, &npm, &bundle)
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
