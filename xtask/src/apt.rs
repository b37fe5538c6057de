//! Debian packages, where xtask may install them: as root, with apt-get.
//!
//! In: whether it may, and doing it. Not in: which packages, and why.

use std::{fs, path::Path, process::Command};

use crate::{error::Result, process, progress};

/// True as root on Debian or a system made from it.
pub(crate) fn may_install() -> bool {
    cfg!(target_os = "linux")
        && Path::new("/etc/debian_version").exists()
        && process::find("apt-get").is_some()
        && process::capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// # Errors
/// When apt-get fails; its own words have been shown.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    progress::note(&format!("apt-get install {}", packages.join(" ")));
    if !lists_are_there() {
        process::run("apt-get update", apt(&["update"]).arg("-q"))?;
    }
    match process::run("apt-get install", apt(&["install"]).args(packages)) {
        Err(error @ crate::error::Error::Failed { .. }) => {
            // Lists of another day name versions that the mirror has dropped.
            progress::note(&format!("{error} Once more with fresh lists."));
            process::run("apt-get update", apt(&["update"]).arg("-q"))?;
            process::run("apt-get install", apt(&["install"]).args(packages))
        }
        other => other,
    }
}

fn apt(words: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.args(words).args(["-y", "-q", "--no-install-recommends"]);
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn lists_are_there() -> bool {
    let files = fs::read_dir("/var/lib/apt/lists");
    files.is_ok_and(|files| {
        files.flatten().any(|file| file.file_name().to_string_lossy().contains("_Packages"))
    })
}
