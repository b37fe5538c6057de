//! Programs from PyPI, each in an environment of its own in the cache folder.
//!
//! In: their installation. Not in: their versions, and running them.

use std::{path::PathBuf, process::Command};

use crate::{
    error::{Error, Result},
    paths::{self, Paths},
    process, progress,
};

/// Finds a program of that version, or installs it. If neither works, returns the reason; `cargo
/// xtask test` then skips the tests that need it, and reports this.
///
/// # Errors
/// [`Error::Interrupted`] alone.
pub(crate) fn program(
    paths: &Paths,
    package: &str,
    version: &str,
    program: &str,
) -> Result<std::result::Result<PathBuf, String>> {
    let Some(python) = process::find("python3") else {
        return Ok(Err(format!("{package} needs Python 3, which is not installed")));
    };
    match install(paths, &python, package, version) {
        Ok(programs) => Ok(Ok(programs.join(program))),
        Err(Error::Interrupted) => Err(Error::Interrupted),
        Err(error) => {
            let why = error.to_string();
            let why = why.lines().next().unwrap_or_default();
            Ok(Err(format!("{package} could not be installed: {why}")))
        }
    }
}

/// Installs a program; returns the folder of its programs.
fn install(
    paths: &Paths,
    python: &std::path::Path,
    package: &str,
    version: &str,
) -> Result<PathBuf> {
    let folder = paths.cache.join(format!("{package}-{version}"));
    let programs = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let stamp = folder.join("installed");
    if stamp.exists() {
        return Ok(programs);
    }
    progress::note(&format!("{package} {version} into {}", folder.display()));
    process::capture(Command::new(python).args(["-m", "venv"]).arg(&folder))?;
    let mut pip = Command::new(programs.join("pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check"]);
    process::capture(pip.arg(format!("{package}=={version}")))?;
    paths::write(&stamp, version)?;
    Ok(programs)
}
