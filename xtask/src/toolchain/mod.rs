//! The Rust toolchain that compiles to WASM: choosing and calling it.
//!
//! In: finding or installing one, the variables that a build needs. Not in: the order of choice
//! (`choice`), the builds themselves (`build`).

mod choice;
mod find;
mod install;

use std::{ffi::OsString, path::PathBuf, process::Command};

use crate::{
    error::{Error, Result},
    paths::Paths,
    progress,
};

use choice::{Choice, Compiler, Facts, Std, choose};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// A toolchain that can compile to WASM.
#[derive(Debug)]
pub(crate) struct Toolchain {
    cargo: PathBuf,
    std: Std,
    /// True if panics become traps, without their texts.
    immediate_abort: bool,
    variables: Vec<(&'static str, OsString)>,
}

impl Toolchain {
    /// Returns `cargo` for the widget, where each byte counts.
    pub(crate) fn cargo_for_widget(&self, paths: &Paths) -> Command {
        let mut command = self.cargo(paths);
        if self.std == Std::FromSource {
            command.env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size");
        }
        if self.immediate_abort {
            command.env("RUSTFLAGS", SMALL);
        }
        command
    }

    /// Returns `cargo` for the console. It erases the types of leptos's views: with them, the file
    /// would be a third larger and take several times as long to compile.
    pub(crate) fn cargo_for_console(&self, paths: &Paths) -> Command {
        let mut command = self.cargo_for_widget(paths);
        let small = if self.immediate_abort { SMALL } else { "" };
        command.env("RUSTFLAGS", format!("{small} --cfg erase_components"));
        command
    }

    /// Returns `cargo` for the Worker, which reports its panics. The places that it names in them are
    /// those of the sources, not of this machine's folders: elsewhere the same bytes come out.
    pub(crate) fn cargo_for_worker(&self, paths: &Paths) -> Command {
        let mut command = self.cargo(paths);
        command.env("RUSTC_BOOTSTRAP", "1").env("CARGO_UNSTABLE_TRIM_PATHS", "true");
        command.env("CARGO_PROFILE_RELEASE_TRIM_PATHS", "all");
        command
    }

    fn cargo(&self, paths: &Paths) -> Command {
        let mut command = Command::new(&self.cargo);
        // Variables that `cargo run` has set for xtask are not meant for the builds that xtask
        // starts, and flags of the host are not meant for WASM.
        for variable in ["CARGO", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "LD_LIBRARY_PATH"] {
            command.env_remove(variable);
        }
        command.current_dir(&paths.root).env("CARGO_TARGET_DIR", &paths.cargo_target);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }
}

/// Finds or installs a toolchain, and prints its choice.
///
/// # Errors
/// [`Error::Missing`] when there is no toolchain and none may be installed.
pub(crate) fn get(paths: &Paths) -> Result<Toolchain> {
    let mut facts = find::facts(paths);
    loop {
        match choose(&facts) {
            Choice::Active(std) => return ready(facts.active.as_ref(), std, None),
            Choice::Debian => {
                let linker = facts.active.as_ref().and_then(|active| active.linker.clone());
                return ready(facts.debian.as_ref(), Std::FromSource, linker);
            }
            Choice::InstallByRustup => {
                if let Err(error) = install::by_rustup(paths) {
                    progress::note(&format!("{error} Looking further."));
                }
                // It is tried only once: another try would fail, too.
                facts = Facts { rustup_may_install: false, ..find::facts(paths) };
            }
            Choice::InstallByApt => {
                install::by_apt()?;
                facts = Facts {
                    apt_may_install: false,
                    rustup_may_install: false,
                    ..find::facts(paths)
                };
            }
            Choice::Nothing => return Err(nothing()),
        }
    }
}

fn ready(
    compiler: Option<&Compiler>,
    std: Std,
    other_linker: Option<PathBuf>,
) -> Result<Toolchain> {
    let compiler = compiler.ok_or_else(nothing)?;
    progress::note(&format!(
        "WASM toolchain: {} (Rust 1.{}), {}.",
        compiler.cargo.display(),
        compiler.minor,
        match std {
            Std::FromSource => "std built from source",
            Std::Shipped =>
                "std as shipped: a few KB more than with `rustup component add rust-src`",
        }
    ));
    let mut variables = Vec::new();
    if std == Std::FromSource {
        variables.push(("RUSTC_BOOTSTRAP", "1".into()));
        variables.push(("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort".into()));
        variables.push(("RUSTC", compiler.rustc.clone().into()));
        let linker = compiler.linker.clone().or(other_linker).ok_or_else(|| Error::Missing {
            what: "There is no linker for WASM (rust-lld) beside the Rust compilers found here."
                .into(),
            run: "rustup toolchain install stable".into(),
        })?;
        variables.push(("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker.into()));
    }
    Ok(Toolchain {
        cargo: compiler.cargo.clone(),
        std,
        immediate_abort: std == Std::FromSource && compiler.minor >= IMMEDIATE_ABORT_SINCE,
        variables,
    })
}

/// Flags that turn panics into traps, and remove the source locations of panics and the build
/// machine's folder names.
const SMALL: &str =
    "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";

/// First minor version of Rust 1 with `-Cpanic=immediate-abort`.
const IMMEDIATE_ABORT_SINCE: u32 = 92;

fn nothing() -> Error {
    Error::Missing {
        what: format!(
            "There is no Rust toolchain for WASM here ({} or newer), and none may be installed.",
            env!("CARGO_PKG_RUST_VERSION")
        ),
        run: "rustup target add wasm32-unknown-unknown && rustup component add rust-src".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_toolchain_the_command_to_run_is_named() {
        assert!(nothing().to_string().contains("rustup target add wasm32-unknown-unknown"));
    }
}
