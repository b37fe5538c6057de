//! Paths that xtask works with.
//!
//! In: folders of the checkout, of its outputs and of the cache. Not in: their contents.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::error::{Doing, Error, Result};

/// The folders that xtask works in.
#[derive(Debug, Clone)]
pub(crate) struct Paths {
    /// The checkout.
    pub(crate) root: PathBuf,
    /// Cargo's target folder: `$CARGO_TARGET_DIR`, or else `target/`.
    pub(crate) cargo_target: PathBuf,
    /// Files built for deploying and for tests: `target/hearby/`, wherever cargo's own folder is.
    pub(crate) out: PathBuf,
    /// Folder that outlives a checkout, for build tools: `$HEARBY_CACHE`, `$XDG_CACHE_HOME/hearby`
    /// or `~/.cache/hearby`.
    pub(crate) cache: PathBuf,
}

impl Paths {
    /// # Errors
    /// When the checkout or a home folder can't be found.
    pub(crate) fn find() -> Result<Self> {
        let root = root()?;
        let cargo_target = match set("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        let cache =
            cache(set("HEARBY_CACHE"), set("XDG_CACHE_HOME"), set("HOME").or(set("USERPROFILE")))
                .ok_or_else(|| Error::Missing {
                what: "There is no home folder to keep build tools in.".into(),
                run: "export HEARBY_CACHE=<a folder>".into(),
            })?;
        Ok(Self {
            out: root.join("target").join("hearby"),
            cache: root.join(cache),
            root,
            cargo_target,
        })
    }

    /// Returns the folder of files that the collector serves unchanged.
    pub(crate) fn assets(&self) -> PathBuf {
        self.out.join("assets")
    }

    /// Returns the folder of tools from npm.
    pub(crate) fn npm(&self) -> PathBuf {
        self.root.join("xtask").join("npm")
    }

    /// Returns the folder of tools built by cargo.
    pub(crate) fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }
}

/// # Errors
/// As `fs::create_dir_all`.
pub(crate) fn make_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).doing(|| format!("making the folder {}", folder.display()))
}

/// # Errors
/// As `fs::read`.
pub(crate) fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).doing(|| format!("reading {}", file.display()))
}

/// # Errors
/// As `fs::read_to_string`.
pub(crate) fn read_text(file: &Path) -> Result<String> {
    fs::read_to_string(file).doing(|| format!("reading {}", file.display()))
}

/// Writes a file, making its folder.
///
/// # Errors
/// As `fs::write`.
pub(crate) fn write(file: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    if let Some(folder) = file.parent() {
        make_folder(folder)?;
    }
    fs::write(file, content).doing(|| format!("writing {}", file.display()))
}

fn root() -> Result<PathBuf> {
    // Set by `cargo run`; the compiled-in value would name another checkout when target/ is shared.
    let manifest = set("CARGO_MANIFEST_DIR")
        .ok_or_else(|| Error::Usage("Start this as `cargo xtask`.".into()))?;
    let root = manifest.parent().map(Path::to_owned);
    root.ok_or_else(|| Error::Unexpected(format!("{} has no parent", manifest.display())))
}

fn cache(own: Option<PathBuf>, xdg: Option<PathBuf>, home: Option<PathBuf>) -> Option<PathBuf> {
    own.or_else(|| Some(xdg?.join("hearby"))).or_else(|| Some(home?.join(".cache").join("hearby")))
}

fn set(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn cache_is(own: Option<&str>, xdg: Option<&str>, home: Option<&str>, expected: Option<&str>) {
        let path = |text: Option<&str>| text.map(PathBuf::from);
        assert_eq!(cache(path(own), path(xdg), path(home)), path(expected));
    }

    #[test]
    fn the_cache_is_where_the_nearest_setting_says() {
        cache_is(Some("/c"), Some("/x"), Some("/h"), Some("/c"));
        cache_is(None, Some("/x"), Some("/h"), Some("/x/hearby"));
        cache_is(None, None, Some("/h"), Some("/h/.cache/hearby"));
        cache_is(None, None, None, None);
    }
}
