//! A package's files in a folder of this machine.
//!
//! In: writing them anew, and bringing an earlier folder up to date. Not in: which files there are.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::files::{File, Files};
use crate::{
    error::{Doing as _, Result},
    paths,
};

/// Folder of the packages that the archive's programs install into their own. It stays.
const INSTALLED: &str = "node_modules";

/// Writes files into a folder, and takes away what else was there.
///
/// # Errors
/// When the folder can't be written.
pub(super) fn lay_out(folder: &Path, files: &Files) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).doing(|| format!("removing {}", folder.display()))?;
    }
    bring_up_to_date(folder, files)
}

/// Writes the files that an earlier folder lacks or has otherwise, and takes away those that it alone
/// has. What the programs installed there stays.
///
/// # Errors
/// When the folder can't be read or written.
pub(super) fn bring_up_to_date(folder: &Path, files: &Files) -> Result<()> {
    for (name, file) in files {
        let path = folder.join(name);
        if !fs::read(&path).is_ok_and(|bytes| bytes == file.bytes) {
            paths::write(&path, &file.bytes)?;
        }
        make_runnable(&path, file)?;
    }
    let kept: Vec<PathBuf> = files.keys().map(|name| folder.join(name)).collect();
    remove_others(folder, &kept, &folder.join(INSTALLED))
}

/// Removes the files below a folder that are not kept, and folders that are empty then.
fn remove_others(folder: &Path, kept: &[PathBuf], installed: &Path) -> Result<()> {
    let doing = || format!("bringing {} up to date", folder.display());
    for entry in fs::read_dir(folder).doing(doing)? {
        let entry = entry.doing(doing)?;
        let path = entry.path();
        if path == installed || kept.contains(&path) {
            continue;
        }
        if !entry.file_type().doing(doing)?.is_dir() {
            fs::remove_file(&path).doing(doing)?;
            continue;
        }
        remove_others(&path, kept, installed)?;
        match fs::remove_dir(&path) {
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
            other => other.doing(doing)?,
        }
    }
    Ok(())
}

#[cfg(unix)]
fn make_runnable(path: &Path, file: &File) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    if !file.is_program {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
        .doing(|| format!("making {} a program", path.display()))
}

#[cfg(not(unix))]
fn make_runnable(_: &Path, _: &File) -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(named: &[(&str, &str)]) -> Files {
        let file =
            |name: &str, text: &str| File { bytes: text.into(), is_program: name.ends_with(".sh") };
        named.iter().map(|(name, text)| ((*name).to_owned(), file(name, text))).collect()
    }

    fn temporary(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("hearby-folder-{name}-{}", std::process::id()))
    }

    fn written(path: &Path) -> std::time::SystemTime {
        fs::metadata(path).unwrap().modified().unwrap()
    }

    #[test]
    fn only_what_changed_is_written_and_what_was_installed_stays() {
        let folder = temporary("kept");
        let first = [("run.mjs", "1"), ("lib/a.sh", "same"), ("assets/w/old/x.js", "old")];
        bring_up_to_date(&folder, &files(&first)).unwrap();
        paths::write(&folder.join("node_modules/miniflare/index.js"), "installed").unwrap();
        let before = written(&folder.join("lib/a.sh"));

        let second = [("run.mjs", "2"), ("lib/a.sh", "same"), ("assets/w/new/x.js", "new")];
        bring_up_to_date(&folder, &files(&second)).unwrap();
        let text = |name: &str| fs::read_to_string(folder.join(name)).ok();
        let seen = ["run.mjs", "assets/w/new/x.js", "node_modules/miniflare/index.js"].map(text);
        let is_old_there = folder.join("assets/w/old").exists();
        let after = written(&folder.join("lib/a.sh"));

        lay_out(&folder, &files(&second)).unwrap();
        let is_installed_there = folder.join("node_modules").exists();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(seen.map(Option::unwrap), ["2", "new", "installed"]);
        assert!(!is_old_there && !is_installed_there);
        assert_eq!(before, after);
    }

    #[test]
    #[cfg(unix)]
    fn a_program_can_be_run_by_its_name() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = temporary("program");
        lay_out(&folder, &files(&[("lib/a.sh", "#!/bin/sh"), ("b.mjs", "")])).unwrap();
        let is_runnable =
            |name: &str| fs::metadata(folder.join(name)).unwrap().permissions().mode() & 0o100 != 0;
        let seen = (is_runnable("lib/a.sh"), is_runnable("b.mjs"));
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(seen, (true, false));
    }
}
