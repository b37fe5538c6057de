//! Build tools from the crates registry. Each machine builds them once and keeps them in the cache
//! folder.
//!
//! In: their versions, finding them, building them in a cheap profile. Not in: running them.

use std::{path::PathBuf, process::Command};

use crate::{
    error::{Error, Result},
    paths::{self, Paths},
    process, progress,
};

/// A program that cargo can install.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tool {
    /// Name of the crate.
    package: &'static str,
    /// Name of the program.
    program: &'static str,
    /// The version that is installed; no other is accepted.
    version: &'static str,
}

/// Writes the JavaScript glue of a WASM file. It must have the version of the crate in Cargo.toml.
pub(crate) const WASM_BINDGEN: Tool =
    Tool { package: "wasm-bindgen-cli", program: "wasm-bindgen", version: "0.2.130" };
/// WebDriver server of Firefox.
pub(crate) const GECKODRIVER: Tool =
    Tool { package: "geckodriver", program: "geckodriver", version: "0.37.1" };
/// Checks licences and sources of dependencies.
pub(crate) const CARGO_DENY: Tool =
    Tool { package: "cargo-deny", program: "cargo-deny", version: "0.20.2" };

/// Version of wrangler, the tool that deploys. Every `npx wrangler` in our docs names it: the
/// person who deploys has a token for the whole Cloudflare account, and must not run a version that
/// somebody published a minute ago. It is the last version that runs on Node 20, and contains the
/// miniflare of `xtask/npm/package.json`.
#[cfg(test)]
pub(crate) const WRANGLER: &str = "4.86.0";

/// Finds a tool in the cache folder or in PATH, or builds it.
///
/// # Errors
/// When cargo can't build it; cargo's own words have been shown.
pub(crate) fn get(paths: &Paths, tool: Tool) -> Result<PathBuf> {
    if let Some(program) = find(paths, tool) {
        return Ok(program);
    }
    install(paths, tool)?;
    find(paths, tool).ok_or_else(|| {
        let Tool { program, version, .. } = tool;
        Error::Unexpected(format!("{program} was built, but doesn't say that it is {version}."))
    })
}

/// Finds a tool of the right version.
pub(crate) fn find(paths: &Paths, tool: Tool) -> Option<PathBuf> {
    let name = format!("{}{}", tool.program, std::env::consts::EXE_SUFFIX);
    let cached = paths.tools().join("bin").join(name);
    [Some(cached), process::find(tool.program)].into_iter().flatten().find(|program| {
        let said = process::capture(Command::new(program).arg("--version"));
        said.is_ok_and(|said| says_version(&said, tool.version))
    })
}

fn install(paths: &Paths, tool: Tool) -> Result<()> {
    let Tool { package, program, version } = tool;
    progress::note(&format!("Building {package} {version} once; it is kept in the cache folder."));
    paths::make_folder(&paths.tools())?;
    let mut command = Command::new("cargo");
    command
        .args([
            "install",
            package,
            "--version",
            &format!("={version}"),
            "--bin",
            program,
            "--force",
        ])
        .arg("--root")
        .arg(paths.tools())
        // Outside the checkout, whose cargo settings are not meant for other programs.
        .current_dir(paths.tools())
        .env("CARGO_TARGET_DIR", paths.cache.join("tools-target"))
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "false")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .env_remove("RUSTFLAGS");
    process::run(&format!("building {package}"), &mut command)
}

/// True if the output of `--version` has the version as one of its words.
fn says_version(said: &str, version: &str) -> bool {
    said.lines().next().is_some_and(|line| line.split_whitespace().any(|word| word == version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn says(said: &str, version: &str, expected: bool) {
        assert_eq!(says_version(said, version), expected, "{said:?}");
    }

    /// Files with commands that people run or copy.
    const WITH_COMMANDS: [(&str, &str); 5] = [
        ("README.md", include_str!("../../README.md")),
        ("CONTRIBUTING.md", include_str!("../../CONTRIBUTING.md")),
        ("DESIGN.md", include_str!("../../DESIGN.md")),
        ("collector/README.md", include_str!("../../collector/README.md")),
        ("collector/wrangler.toml", include_str!("../../collector/wrangler.toml")),
    ];

    #[test]
    fn packages_are_pinned_wherever_somebody_is_told_to_run_them() {
        let mut n = 0;
        for (file, text) in WITH_COMMANDS {
            for rest in text.split("npx ").skip(1) {
                let command = rest.lines().next().unwrap_or_default();
                let (package, version) =
                    command.split(' ').next().and_then(|it| it.split_once('@')).unwrap_or_default();
                let is_a_version = version.starts_with(|c: char| c.is_ascii_digit());
                assert!(is_a_version, "{file}: npx {command}");
                assert!(package != "wrangler" || version == WRANGLER, "{file}: npx {command}");
                n += 1;
            }
            assert!(!text.contains("npm exec") && !text.contains("npm i -g"), "{file}");
        }
        assert!(n > 5, "{n}");
    }

    #[test]
    fn tests_run_on_the_miniflare_of_the_wrangler_that_deploys() {
        // The last versions of both for Node 20 (see `npm::OLDEST_NODE`); they are released
        // together.
        let packages = include_str!("../npm/package.json");
        assert!(packages.contains("\"miniflare\": \"4.20260426.0\""), "{packages}");
        assert_eq!(WRANGLER, "4.86.0");
    }

    #[test]
    fn a_version_is_a_whole_word_of_the_first_line() {
        says("wasm-bindgen 0.2.130\n", "0.2.130", true);
        says("wasm-bindgen 0.2.130 (abc1234)\n", "0.2.130", true);
        says("0.8.7\n", "0.8.7", true);
        says("wasm-bindgen 0.2.13\n", "0.2.130", false);
        says("wasm-bindgen 0.2.1301\n", "0.2.130", false);
        says("", "0.2.130", false);
    }
}
