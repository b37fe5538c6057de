//! Tools from npm: workerd (by miniflare), wasm-opt (by binaryen), esbuild, terser.
//!
//! In: `npm ci` when needed, and the programs' paths. Not in: their versions, which are pinned in
//! `xtask/npm/package.json` and its lock file.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    error::{Error, Result},
    paths::{self, Paths},
    process, progress,
};

/// Oldest version of Node that miniflare runs on.
const OLDEST_NODE: u32 = 20;

/// Oldest version of Node that the archive's programs run on.
const OLDEST_OF_ARCHIVE: u32 = 22;

/// Node and the tools, ready to be called.
#[derive(Debug, Clone)]
pub(crate) struct Npm {
    pub(crate) node: PathBuf,
    folder: PathBuf,
}

impl Npm {
    pub(crate) fn esbuild(&self) -> PathBuf {
        self.program("esbuild")
    }

    pub(crate) fn terser(&self) -> PathBuf {
        self.program("terser")
    }

    pub(crate) fn wasm_opt(&self) -> PathBuf {
        self.program("wasm-opt")
    }

    pub(crate) fn wasm_metadce(&self) -> PathBuf {
        self.program("wasm-metadce")
    }

    /// Returns the command that runs a script of `xtask/npm/` by Node.
    pub(crate) fn script(&self, name: &str) -> Command {
        let mut command = Command::new(&self.node);
        command.arg(self.folder.join(name));
        command
    }

    fn program(&self, name: &str) -> PathBuf {
        let suffix = if cfg!(windows) { ".cmd" } else { "" };
        self.folder.join("node_modules").join(".bin").join(format!("{name}{suffix}"))
    }
}

/// # Errors
/// [`Error::Missing`] without Node or npm, or with an old Node; [`Error::Failed`] when npm fails.
pub(crate) fn get(paths: &Paths) -> Result<Npm> {
    let node = node()?;
    let folder = paths.npm();
    install(&folder)?;
    Ok(Npm { node, folder })
}

/// Runs `npm ci` in a folder with a lock file, unless the installed packages came from the same
/// lock file.
///
/// # Errors
/// As [`get`].
pub(crate) fn install(folder: &Path) -> Result<()> {
    let lock = paths::read(&folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules").join(".hearby-lock.json");
    if paths::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    progress::note(&format!("npm ci in {}", folder.display()));
    let npm = process::find("npm").ok_or_else(|| Error::Missing {
        what: "npm is not installed.".into(),
        run: INSTALL_NODE.into(),
    })?;
    let mut command = Command::new(npm);
    command.args(["ci", "--no-audit", "--no-fund"]).current_dir(folder);
    process::run("npm ci", &mut command)?;
    paths::write(&stamp, lock)
}

/// # Errors
/// [`Error::Missing`] without Node or with an old one.
pub(crate) fn node() -> Result<PathBuf> {
    let missing = |what: String| Error::Missing { what, run: INSTALL_NODE.into() };
    let node =
        process::find("node").ok_or_else(|| missing("Node.js is not installed.".to_owned()))?;
    let version = process::capture(Command::new(&node).arg("--version"))?;
    match major(&version) {
        Some(major) if major >= OLDEST_NODE => Ok(node),
        _ => Err(missing(format!(
            "Node.js {} is too old: {OLDEST_NODE} or newer is needed.",
            version.trim()
        ))),
    }
}

/// Returns a Node that is new enough for the archive of `cargo xtask package`: this machine's, or that
/// of the npm packages in `folder`.
///
/// # Errors
/// [`Error::Missing`] without one.
pub(crate) fn node_of_archive(folder: &Path) -> Result<PathBuf> {
    let from_npm = || {
        let packages = fs::read_dir(folder.join("node_modules")).ok()?;
        let is_node = |name: &str| name.starts_with("node-") && name.contains(env::consts::OS);
        packages
            .filter_map(|entry| entry.ok())
            .filter(|entry| entry.file_name().to_str().is_some_and(is_node))
            .map(|entry| entry.path().join("bin").join("node"))
            .find(|node| node.is_file())
    };
    let is_new = |node: &PathBuf| {
        let version = process::capture(Command::new(node).arg("--version"));
        version.ok().and_then(|it| major(&it)).is_some_and(|major| major >= OLDEST_OF_ARCHIVE)
    };
    process::find("node").filter(is_new).or_else(from_npm).ok_or_else(|| Error::Missing {
        what: format!("Node.js {OLDEST_OF_ARCHIVE} is needed to try the archive."),
        run: INSTALL_NODE.into(),
    })
}

const INSTALL_NODE: &str = "install Node.js 20 or newer, with npm (https://nodejs.org)";

/// Reads `20` of `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("v8.0.0"), Some(8));
        assert_eq!(major("20.20.2"), None);
    }
}
