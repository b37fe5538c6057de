//! A folder to put first in PATH, for programs that call `cargo` and `rustc` by name.
//!
//! worker-build checks that the compiler has libraries for WASM, which a compiler that builds std
//! from source doesn't have: the stand-in for `rustc` answers that one question itself. Cargo is
//! told the real compiler by `RUSTC` and never meets the stand-in.

use std::{ffi::OsString, path::Path};

use super::TARGET;
use crate::{
    error::Result,
    paths::{self, Paths},
    process,
};

/// PATH with the stand-ins in front; `has_target` says that the compiler needs none for `rustc`.
///
/// # Errors
/// When the folder can't be written.
pub(super) fn path(
    paths: &Paths,
    cargo: &Path,
    rustc: &Path,
    has_target: bool,
) -> Result<OsString> {
    let folder = paths.out.join("shims");
    paths::make_folder(&folder)?;
    if cfg!(unix) {
        script(&folder.join("cargo"), &format!("exec {} \"$@\"\n", quoted(cargo)))?;
        let answer = format!(
            "[ \"$*\" = \"--target {TARGET} --print target-libdir\" ] && exec echo {}\n",
            quoted(&folder)
        );
        let answer = if has_target { String::new() } else { answer };
        script(&folder.join("rustc"), &format!("{answer}exec {} \"$@\"\n", quoted(rustc)))?;
    }
    process::path_with(&folder)
}

fn script(file: &Path, body: &str) -> Result<()> {
    paths::write(file, format!("#!/bin/sh\n{body}"))?;
    make_executable(file)
}

#[cfg(unix)]
fn make_executable(file: &Path) -> Result<()> {
    use std::{fs, os::unix::fs::PermissionsExt};

    use crate::error::Doing;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))
        .doing(|| format!("making {} executable", file.display()))
}

#[cfg(not(unix))]
fn make_executable(_file: &Path) -> Result<()> {
    Ok(())
}

/// A word of a shell script, whatever is in it.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_one_word_of_a_script() {
        assert_eq!(quoted(Path::new("/a b/c")), "'/a b/c'");
        assert_eq!(quoted(Path::new("/it's")), r"'/it'\''s'");
    }
}
