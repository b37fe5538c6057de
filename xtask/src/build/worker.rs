//! The collector: built by worker-build with the tools at hand, into `collector/build/`.

use std::process::Command;

use super::digest;
use crate::{
    error::Result,
    npm::Npm,
    paths::{self, Paths},
    process,
    toolchain::{self, Toolchain},
    tools,
};

/// # Errors
/// When a tool is missing or fails.
pub(super) fn build(paths: &Paths, toolchain: &Toolchain, npm: &Npm) -> Result<()> {
    let worker_build = tools::get(paths, tools::WORKER_BUILD)?;
    let bindgen = tools::get(paths, tools::WASM_BINDGEN)?;
    let folder = paths.root.join("collector");

    // The same build as worker-build's own, beforehand: only cargo knows whether anything changed,
    // and what worker-build does afterwards takes longer than asking.
    let mut cargo = toolchain.cargo(paths);
    cargo.args(["build", "--lib", "--release", "--target", toolchain::TARGET]);
    cargo.current_dir(&folder).env("WASM_BINDGEN_USE_JS_SYS", "1");
    process::run("worker", &mut cargo)?;

    let compiled =
        paths.cargo_target.join(toolchain::TARGET).join("release").join("collector.wasm");
    let lock = paths::read(&paths.npm().join("package-lock.json"))?;
    let digest = digest::of(&[&paths::read(&compiled)?, &lock, include_bytes!("worker.rs")]);
    digest::unless_fresh(&folder.join("build").join("stamp"), &digest, || {
        let mut command = Command::new(worker_build);
        toolchain.apply(paths, &mut command);
        command.arg("--release").current_dir(&folder);
        // Otherwise it downloads them.
        command.env("WASM_BINDGEN_BIN", &bindgen);
        command.env("WASM_OPT_BIN", npm.wasm_opt());
        command.env("ESBUILD_BIN", npm.esbuild());
        process::run("worker-build", &mut command)
    })
}
