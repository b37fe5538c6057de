//! The folders of one demo.
//!
//! In: their names. Not in: their contents.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    error::{Doing as _, Result},
    paths::Paths,
};

/// Folders of one demo.
pub(crate) struct Home {
    /// The archive's files, laid out, with the tools that they need.
    pub(super) program: PathBuf,
    /// The responses.
    pub(super) data: PathBuf,
    /// The file of facts for scripts, which also holds what stays the same in every run.
    pub(super) facts: PathBuf,
}

impl Home {
    /// Returns those of `cargo xtask demo` and `dev`.
    pub(crate) fn of(paths: &Paths) -> Home {
        Home {
            program: paths.out.join("demo"),
            data: paths.out.join("demo-kv"),
            facts: paths.root.join("target").join("demo.json"),
        }
    }

    /// Returns those of a demo that nobody else uses: an unpacked archive, and beside it the rest.
    pub(super) fn beside(unpacked: &Path) -> Home {
        Home {
            program: unpacked.to_owned(),
            data: unpacked.with_file_name("demo-kv"),
            facts: unpacked.with_file_name("demo.json"),
        }
    }

    /// Removes all responses.
    ///
    /// # Errors
    /// When the files can't be removed.
    pub(super) fn forget(&self) -> Result<()> {
        match fs::remove_dir_all(&self.data) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other.doing(|| "removing the responses so far".to_owned()),
        }
    }
}
