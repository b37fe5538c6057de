//! Minifies JavaScript: esbuild bundles it, then terser saves another 4 % of the loader. Quick
//! builds leave out terser.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::Effort;
use crate::{
    error::{Doing, Result},
    npm::Npm,
    process,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// An ES module, which keeps its exports.
    Module,
    /// A script for a plain tag, which leaves no names behind.
    Classic,
}

/// Bundles `entry` and its imports into `output`. An alias maps a bare import to a file. A style
/// sheet is imported as its text. `conditions` choose among the files that a `package.json` offers
/// for one import.
///
/// # Errors
/// When esbuild or terser fail; their own words have been shown.
pub(super) fn make_small(
    npm: &Npm,
    entry: &Path,
    format: Format,
    effort: Effort,
    aliases: &[(&str, PathBuf)],
    conditions: &[&str],
    output: &Path,
) -> Result<()> {
    let bundled = output.with_extension("bundled.js");
    let mut command = Command::new(npm.esbuild());
    command.arg(entry).args(["--bundle", "--minify", "--target=es2020"]);
    command.arg(match format {
        Format::Module => "--format=esm",
        Format::Classic => "--format=iife",
    });
    // Only properties that begin with `_` are shortened: pages and the gate use the others by name.
    command.args(["--mangle-props=^_", "--reserve-props=^__"]);
    command.args(["--charset=utf8", "--legal-comments=none", "--log-level=warning"]);
    // Files of their own, imported by these paths.
    command.args(["--external:./widget.js", "--external:./ratings.js"]);
    command.arg("--loader:.css=text");
    for (name, file) in aliases {
        command.arg(format!("--alias:{name}={}", file.display()));
    }
    for condition in conditions {
        command.arg(format!("--conditions={condition}"));
    }
    command.arg(format!("--outfile={}", bundled.display())).stdout(Stdio::null());
    process::run("esbuild", &mut command)?;
    if effort == Effort::Quick {
        return fs::rename(&bundled, output).doing(|| format!("writing {}", output.display()));
    }

    let mut command = Command::new(npm.terser());
    command.arg(&bundled).args(["--ecma", "2020", "--compress", "passes=3", "--mangle"]);
    command.arg(match format {
        Format::Module => "--module",
        Format::Classic => "--toplevel",
    });
    command.arg("--output").arg(output);
    process::run("terser", &mut command)
}
