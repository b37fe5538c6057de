//! The archive, tested as its users get it: packaged, unpacked where no Rust is, run by Node alone.
//!
//! In: packaging it twice, Node 22, the environment of the tests. Not in: the tests, which are in
//! `collector/deploy/tests/`.

use std::{env, path::PathBuf};

use super::{Done, checks, failures};
use crate::{
    error::{Error, Result},
    npm, package,
    paths::{self, Paths},
    process,
};

/// Packages twice, and runs the tests on the archive.
pub(super) fn run(paths: &Paths) -> Result<Done> {
    let archive = package::make(paths)?.archive;
    let once = paths::read(&archive)?;
    if paths::read(&package::make(paths)?.archive)? != once {
        return Err(Error::Unexpected("Two packagings of one build differ.".into()));
    }
    let folder = paths.root.join("collector").join("deploy").join("tests");
    npm::install(&folder)?;
    let node = npm::node_of_archive(&folder)?;
    let mut command = failures::node(&node);
    command.args(checks::node_tests(&folder)).current_dir(&folder);
    command.env("HEARBY_ARCHIVE", &archive).env("PATH", without_rust(&node)?);
    failures::run("deploy tests", &mut command)?;
    Ok(Done::Passed)
}

/// Returns the folders of PATH that have no Rust in them, after that of Node.
fn without_rust(node: &std::path::Path) -> Result<std::ffi::OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let has_rust = |folder: &PathBuf| ["cargo", "rustc"].iter().any(|it| folder.join(it).exists());
    let kept = env::split_paths(&path).filter(|folder| !has_rust(folder));
    let all = node.parent().map(PathBuf::from).into_iter().chain(kept);
    let joined =
        env::join_paths(all).map_err(|error| Error::Unexpected(format!("PATH: {error}")))?;
    match process::find("tar") {
        Some(_) => Ok(joined),
        None => {
            Err(Error::Missing { what: "tar is not installed.".into(), run: "install tar".into() })
        }
    }
}
