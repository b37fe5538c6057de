//! Debian packages, where xtask may install them: as root, with apt-get.
//!
//! In: permission to install, and installing. Not in: the choice of packages, and its reasons.

use std::{path::Path, process::Command};

use crate::{
    error::{Error, Result},
    process, progress,
};

/// True if xtask runs as root on Debian or a distribution derived from it.
pub(crate) fn may_install() -> bool {
    cfg!(target_os = "linux")
        && Path::new("/etc/debian_version").exists()
        && process::find("apt-get").is_some()
        && process::capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Installs packages after updating apt's lists. The machine's own lists may name versions that are
/// too old, or that the mirror no longer has.
///
/// # Errors
/// When apt-get can't install; its own words have been shown.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    progress::note(&format!("apt-get install {}", packages.join(" ")));
    match process::run("apt-get update", apt(&["update"]).arg("-q")) {
        Err(error @ Error::Failed { .. }) => {
            progress::note(&format!("{error} The lists at hand have to do."));
        }
        other => other?,
    }
    process::run("apt-get install", apt(&["install"]).args(packages))
}

fn apt(words: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.args(words).args(["-y", "-q", "--no-install-recommends"]);
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
