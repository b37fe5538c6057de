//! Tools from npm: workerd (by miniflare), wasm-opt (by binaryen), esbuild, terser.
//!
//! In: `npm ci` when needed, the programs' paths, and the Node that runs each. Not in: versions, which
//! are pinned in `xtask/npm/` and `xtask/node/`, by `package.json` and its lock file.

use std::{
    env,
    ffi::OsString,
    fs, iter,
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

/// Name of the lock file's copy beside the packages that came of it; the archive's programs write it, too.
const INSTALLED: &str = ".hearby-lock.json";

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
    install_by(None, folder)
}

/// As [`install`], by the npm that is found but, if one is given, on that Node.
///
/// # Errors
/// As [`get`].
pub(crate) fn install_by(node: Option<&Path>, folder: &Path) -> Result<()> {
    let lock = paths::read(&folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules").join(INSTALLED);
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
    if let Some(bin) = node.and_then(Path::parent) {
        command.env("PATH", first_in_path(bin)?);
    }
    process::run("npm ci", &mut command)?;
    paths::write(&stamp, lock)
}

/// Returns PATH with a folder before all others.
fn first_in_path(folder: &Path) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = iter::once(folder.to_owned()).chain(env::split_paths(&path));
    env::join_paths(folders)
        .map_err(|error| Error::Unexpected(format!("{} in PATH: {error}", folder.display())))
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

/// Returns a Node that is new enough for the archive's programs: this machine's, or else the one of
/// `xtask/node/`, which it installs.
///
/// # Errors
/// [`Error::Missing`] on a system for which npm has none.
pub(crate) fn node_of_archive(paths: &Paths) -> Result<PathBuf> {
    let is_new = |node: &PathBuf| {
        let version = process::capture(Command::new(node).arg("--version"));
        version.ok().and_then(|it| major(&it)).is_some_and(|major| major >= OLDEST_OF_ARCHIVE)
    };
    if let Some(node) = process::find("node").filter(is_new) {
        return Ok(node);
    }
    let folder = paths.root.join("xtask").join("node");
    install(&folder)?;
    installed_node(&folder).filter(is_new).ok_or_else(|| Error::Missing {
        what: format!("The archive's programs need Node.js {OLDEST_OF_ARCHIVE}."),
        run: format!("install Node.js {OLDEST_OF_ARCHIVE} or newer (https://nodejs.org)"),
    })
}

/// Finds the Node of the npm packages in a folder: npm has installed the one for this system alone.
fn installed_node(folder: &Path) -> Option<PathBuf> {
    let packages = fs::read_dir(folder.join("node_modules")).ok()?;
    packages
        .filter_map(|entry| entry.ok())
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("node-"))
        .map(|entry| entry.path().join("bin").join("node"))
        .find(|node| node.is_file())
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

    #[test]
    fn the_pinned_node_is_one_that_the_archives_programs_take() {
        let packages = include_str!("../node/package.json");
        assert_eq!(
            packages.matches(&format!("\": \"{OLDEST_OF_ARCHIVE}.")).count(),
            2,
            "{packages}"
        );
        for program in [
            include_str!("../../collector/deploy/run.mjs"),
            include_str!("../../collector/deploy/deploy.mjs"),
        ] {
            assert!(program.contains(&format!("< {OLDEST_OF_ARCHIVE})")), "{program}");
        }
    }

    #[test]
    fn packages_are_installed_once_whichever_program_asks_first() {
        let tools = include_str!("../../collector/deploy/lib/tools.mjs");
        assert!(tools.contains(&format!("\"{INSTALLED}\"")), "{tools}");
    }
}
