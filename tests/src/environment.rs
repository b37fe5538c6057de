//! Paths of programs and folders. `cargo xtask test` sets them in the environment. Without it, they
//! are searched for in the usual places, so that `cargo test -p hearby-tests` works by hand, too.

use std::{
    env,
    path::{Path, PathBuf},
};

/// Returns the folder of the checkout: `HEARBY_ROOT`.
#[must_use]
pub fn root() -> PathBuf {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    env::var_os("HEARBY_ROOT").map_or_else(|| beside.to_owned(), PathBuf::from)
}

/// Returns the folder of the pages that the tests serve.
#[must_use]
pub fn pages() -> PathBuf {
    root().join("tests/pages")
}

/// Returns the folder of screenshots.
#[must_use]
pub fn screenshots() -> PathBuf {
    root().join("target/hearby/screenshots")
}

/// True if the developer wants to see the browsers: `HEARBY_SHOW=1`.
#[must_use]
pub fn is_shown() -> bool {
    env::var_os("HEARBY_SHOW").is_some_and(|value| value == "1")
}

/// Finds a program by its environment variable, or else by its names in PATH.
///
/// # Panics
/// When there is none, with the variable to set.
#[must_use]
pub fn program(variable: &str, names: &[&str]) -> PathBuf {
    find_program(variable, names)
        .unwrap_or_else(|| panic!("found none of {names:?} in PATH; set {variable}"))
}

/// Finds a program like [`program`], but returns `None` when there is none.
#[must_use]
pub fn find_program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(path) = env::var_os(variable).filter(|path| !path.is_empty()) {
        return Some(PathBuf::from(path));
    }
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|candidate| candidate.is_file())
}
