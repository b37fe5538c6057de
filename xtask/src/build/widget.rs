//! The popup: Rust → WASM → glue → optimised and minified, into `target/hearby/widget/`.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use super::{digest, trim};
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

/// What is done to the compiled file: another recipe makes another output of the same input.
const RECIPE: &[u8] = concat!(include_str!("widget.rs"), include_str!("trim.rs")).as_bytes();

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
    let mut inputs = vec![paths::read(&compiled)?, lock, RECIPE.to_vec()];
    for name in ["popup.js", "note.js"] {
        inputs.push(paths::read(&loader_half(paths, name))?);
    }
    let digest = digest::of(&inputs.iter().map(Vec::as_slice).collect::<Vec<&[u8]>>());
    let stamp = paths.out.join("widget").join("stamp");
    digest::unless_fresh(&stamp, &digest, || finish(paths, &bindgen, npm, &compiled))
}

/// A file of the loader's half that only a page with a popup needs; it goes out with the glue.
fn loader_half(paths: &Paths, name: &str) -> PathBuf {
    paths.root.join("widget").join("loader").join(name)
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

    let script = raw.join("widget.js");
    let trimmed = trim::glue(&paths::read_text(&script)?);
    paths::write(&script, &trimmed)?;
    let graph = raw.join("exports.json");
    paths::write(&graph, trim::graph(&trimmed).to_string())?;

    let reachable = raw.join("reachable.wasm");
    let mut command = Command::new(npm.wasm_metadce());
    command.args(WASM_FEATURES).arg("--graph-file").arg(&graph);
    command.arg(raw.join("widget_bg.wasm")).arg("-o").arg(&reachable);
    // It prints what it left out.
    process::capture(&mut command)?;

    let mut command = Command::new(npm.wasm_opt());
    command.args(["-Oz", "--strip-debug", "--strip-producers", "--strip-target-features"]);
    // True of what rustc links: the stack and the data begin far above the first kilobyte.
    command.arg("--low-memory-unused").args(WASM_FEATURES);
    command.arg(&reachable).arg("-o").arg(&wasm);
    process::run("wasm-opt", &mut command)?;

    let mut command = Command::new(npm.esbuild());
    command.arg(loader_half(paths, "popup.js"));
    command.arg(format!("--alias:hearby-glue={}", script.display()));
    command.args(["--bundle", "--format=esm", "--minify", "--target=es2020"]);
    command.args(["--charset=utf8", "--legal-comments=none", "--log-level=warning"]);
    command.arg(format!("--outfile={}", glue.display()));
    process::run("esbuild", &mut command)
}
