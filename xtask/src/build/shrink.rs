//! Shrinking what wasm-bindgen has made: no code that no page can reach, the shortest code, short names.
//!
//! In: the steps that the popup and the console share. Not in: what can't be reached (`trim`), names
//! (`names`), and the bundling of the glue with other scripts.

use std::{path::Path, process::Command};

use super::{names, trim};
use crate::{
    error::{Error, Result},
    npm::Npm,
    paths, process,
};

/// WASM features that every supported browser has and rustc emits; wasm-opt refuses others.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The source of these steps. It is an input of the builds, because other steps make other output.
pub(super) const RECIPE: &[u8] =
    concat!(include_str!("shrink.rs"), include_str!("trim.rs"), include_str!("names.rs"))
        .as_bytes();

/// Returns the WASM and the glue that wasm-bindgen has put into `raw` under that name, shrunk. Each
/// of `rounds` is an option of wasm-opt, in order.
///
/// # Errors
/// When a tool is missing or fails; when the two files don't fit each other.
pub(super) fn shrink(
    npm: &Npm,
    raw: &Path,
    name: &str,
    rounds: &[&str],
) -> Result<(Vec<u8>, String)> {
    let trimmed = trim::glue(&paths::read_text(&raw.join(format!("{name}.js")))?);
    let graph = raw.join("exports.json");
    paths::write(&graph, trim::graph(&trimmed).to_string())?;

    let reachable = raw.join("reachable.wasm");
    let mut command = Command::new(npm.wasm_metadce());
    command.args(WASM_FEATURES).arg("--graph-file").arg(&graph);
    command.arg(raw.join(format!("{name}_bg.wasm"))).arg("-o").arg(&reachable);
    // wasm-metadce prints a list of the removed parts; nobody needs it.
    process::capture(&mut command)?;

    let mut command = Command::new(npm.wasm_opt());
    command.args(rounds);
    command.args(["--strip-debug", "--strip-producers", "--strip-target-features"]);
    // rustc's output allows this: stack and data begin far above the first kilobyte.
    command.arg("--low-memory-unused").args(WASM_FEATURES);
    let optimised = raw.join("optimised.wasm");
    command.arg(&reachable).arg("-o").arg(&optimised);
    process::run("wasm-opt", &mut command)?;

    names::shorten(&paths::read(&optimised)?, &trimmed).ok_or_else(|| {
        Error::Unexpected(format!("The {name}'s WASM and its glue don't name the same things."))
    })
}
