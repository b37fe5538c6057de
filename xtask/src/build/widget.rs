//! The popup: Rust → WASM → glue → optimised and minified, into `target/hearby/widget/`.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use super::digest;
use crate::{
    error::Result,
    npm::Npm,
    paths::{self, Paths},
    process,
    toolchain::{self, Toolchain},
    tools,
};

/// The cargo profile of the root manifest that the widget is built in.
const PROFILE: &str = "widget";

/// What every browser in reach understands and rustc emits; wasm-opt refuses what isn't named.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The two files that a page loads to show a survey.
pub(super) struct Files {
    pub(super) glue: PathBuf,
    pub(super) wasm: PathBuf,
}

pub(super) fn files(paths: &Paths) -> Files {
    let folder = paths.out.join("widget");
    Files { glue: folder.join("widget.js"), wasm: folder.join("widget.wasm") }
}

pub(super) fn is_built(paths: &Paths) -> bool {
    let files = files(paths);
    files.glue.is_file() && files.wasm.is_file()
}

/// # Errors
/// When a tool is missing or fails.
pub(super) fn build(paths: &Paths, toolchain: &Toolchain, npm: &Npm) -> Result<()> {
    let bindgen = tools::get(paths, tools::WASM_BINDGEN)?;
    let mut cargo = toolchain.cargo_for_widget(paths);
    cargo.args(["build", "--package", "hearby-widget", "--lib"]);
    cargo.args(["--profile", PROFILE, "--target", toolchain::TARGET]);
    process::run("widget", &mut cargo)?;

    let compiled = paths.cargo_target.join(toolchain::TARGET).join(PROFILE).join("widget.wasm");
    let lock = paths::read(&paths.npm().join("package-lock.json"))?;
    let digest = digest::of(&[&paths::read(&compiled)?, &lock, include_bytes!("widget.rs")]);
    let stamp = paths.out.join("widget").join("stamp");
    digest::unless_fresh(&stamp, &digest, || finish(paths, &bindgen, npm, &compiled))
}

fn finish(paths: &Paths, bindgen: &Path, npm: &Npm, compiled: &Path) -> Result<()> {
    let raw = paths.out.join("widget").join("bindgen");
    let Files { glue, wasm } = files(paths);

    let mut command = Command::new(bindgen);
    command.arg(compiled).arg("--out-dir").arg(&raw);
    // The loader starts both downloads at once and hands the WASM over: no default path needed.
    command.args(["--target", "web", "--no-typescript", "--omit-default-module-path"]);
    command.args(["--out-name", "widget"]);
    process::run("wasm-bindgen", &mut command)?;

    let mut command = Command::new(npm.wasm_opt());
    command.args(["-Oz", "--strip-debug", "--strip-producers", "--strip-target-features"]);
    command.args(WASM_FEATURES);
    command.arg(raw.join("widget_bg.wasm")).arg("-o").arg(&wasm);
    process::run("wasm-opt", &mut command)?;

    let mut command = Command::new(npm.esbuild());
    command.arg(raw.join("widget.js"));
    command.args(["--bundle", "--format=esm", "--minify", "--target=es2020"]);
    command.args(["--charset=utf8", "--legal-comments=none", "--log-level=warning"]);
    command.arg(format!("--outfile={}", glue.display()));
    process::run("esbuild", &mut command)
}
