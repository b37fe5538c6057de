//! The steps that need no build: formatting, lints, dependencies, host tests, the tests of loader and
//! npm package.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use super::{
    Done, browsers, failures,
    named::{self, Name, Named},
};
use crate::{error::Result, npm, paths::Paths, process, tools};

pub(super) fn fmt(paths: &Paths) -> Result<Done> {
    cargo(paths, "fmt", &["fmt", "--all", "--check"])
}

pub(super) fn clippy(paths: &Paths) -> Result<Done> {
    cargo(paths, "clippy", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])
}

pub(super) fn host(paths: &Paths) -> Result<Done> {
    failures::run("host tests", &mut cargo_command(paths, &["test", "--no-fail-fast"]))?;
    Ok(Done::Passed)
}

/// Runs the host's tests of a name, in all crates.
pub(super) fn host_named(paths: &Paths, name: &Name) -> Result<()> {
    for Named { program, package, tests } in named::find(name, cargo_command(paths, &["test"]))? {
        let mut command = Command::new(program);
        // As cargo does: tests look for files beside their crate.
        command.arg("--exact").args(tests).current_dir(package);
        process::run("host tests", &mut command)?;
    }
    Ok(())
}

/// Checks dependencies, without advisories: those are a step of their own, because they come
/// without a change of ours.
pub(super) fn deny(paths: &Paths) -> Result<Done> {
    let program = tools::get(paths, tools::CARGO_DENY)?;
    let mut command = Command::new(program);
    command.args(["check", "licenses", "bans", "sources"]).current_dir(&paths.root);
    process::run("cargo deny", &mut command)?;
    Ok(Done::Passed)
}

pub(super) fn loader(paths: &Paths) -> Result<Done> {
    let folder = paths.root.join("widget").join("loader");
    let files = node_tests(&folder);
    if files.is_empty() {
        return Ok(Done::Skipped("widget/loader/ has no tests".into()));
    }
    // They bundle the loader as the build does, and run it in Chromium where there is one.
    let npm = npm::get(paths)?;
    let mut command = failures::node(&npm.node);
    // Each file waits for its browser as much as it computes.
    let at_once = thread::available_parallelism().map_or(4, |cores| cores.get().max(4));
    command.arg(format!("--test-concurrency={at_once}"));
    command.args(files).current_dir(&paths.root);
    command.env("ESBUILD_BIN", npm.esbuild());
    if let Some(chromium) = browsers::chromium(paths)? {
        command.env("CHROMIUM", chromium);
    }
    failures::run("loader tests", &mut command)?;
    let mut command = failures::node(&npm.node);
    command.arg("--conditions=hearby-plain").current_dir(&paths.root);
    command.arg(folder.join("tests").join("vectors.test.js"));
    failures::run("loader tests, plain rules", &mut command)?;
    Ok(Done::Passed)
}

pub(super) fn package(paths: &Paths) -> Result<Done> {
    let folder = paths.root.join("widget").join("packages").join("tests");
    npm::install(&folder)?;
    let npm = npm::get(paths)?;
    let mut command = failures::node(&npm.node);
    command.arg(folder.join("package.test.js")).current_dir(&paths.root);
    command.env("ESBUILD_BIN", npm.esbuild());
    failures::run("package tests", &mut command)?;
    Ok(Done::Passed)
}

pub(super) fn charts(paths: &Paths) -> Result<Done> {
    let folder = paths.root.join("console").join("charts");
    npm::install(&folder)?;
    let mut command = failures::node(&npm::node()?);
    command.args(node_tests(&folder.join("tests"))).current_dir(&paths.root);
    failures::run("charts tests", &mut command)?;
    Ok(Done::Passed)
}

fn cargo(paths: &Paths, name: &str, words: &[&str]) -> Result<Done> {
    process::run(name, &mut cargo_command(paths, words))?;
    Ok(Done::Passed)
}

pub(super) fn cargo_command(paths: &Paths, words: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(words).current_dir(&paths.root).env("CARGO_TARGET_DIR", &paths.cargo_target);
    command
}

/// Returns the files that Node's test runner would take, in this folder and below.
pub(super) fn node_tests(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            // Packages bring tests of their own.
            if path.file_name().is_some_and(|name| name != "node_modules") {
                found.extend(node_tests(&path));
            }
        } else if is_node_test(&entry.file_name().to_string_lossy()) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn is_node_test(name: &str) -> bool {
    [".test.js", ".test.mjs", "_test.js", "_test.mjs"].iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is_test(name: &str, expected: bool) {
        assert_eq!(is_node_test(name), expected, "{name}");
    }

    #[test]
    fn tests_of_the_loader_are_known_by_their_names() {
        is_test("gate.test.js", true);
        is_test("gate.test.mjs", true);
        is_test("gate.js", false);
        is_test("test.js", false);
    }
}
