//! Installing a toolchain for WASM, by rustup or by Debian's packages.

use std::process::Command;

use super::TARGET;
use crate::{apt, error::Result, paths::Paths, process, progress};

/// # Errors
/// When rustup fails, for example without network.
pub(super) fn by_rustup(paths: &Paths) -> Result<()> {
    progress::note("rustup gets the source of std and the WASM target.");
    let rustup = |words: &[&str]| {
        let mut command = Command::new("rustup");
        command.args(words).current_dir(&paths.root);
        process::run("rustup", &mut command)
    };
    rustup(&["component", "add", "rust-src"])?;
    rustup(&["target", "add", TARGET])
}

/// # Errors
/// When apt-get fails.
pub(super) fn by_apt() -> Result<()> {
    apt::install(&["rustc-web", "cargo-web", "rust-web-src"])
}
