//! The popup: Rust → WASM → glue → optimised and minified, into `target/hearby/widget/`.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    Effort, digest,
    script::{self, Format},
    shrink::{self, shrink},
    style,
};
use crate::{
    error::Result,
    npm::Npm,
    paths::{self, Paths},
    process,
    toolchain::{self, Toolchain},
    tools,
};

/// Cargo profile of the root manifest in which the widget is built.
pub(super) const PROFILE: &str = "widget";

/// The source of the steps below. It is an input of the build, because other steps make other
/// output.
const RECIPE: &[u8] = include_bytes!("widget.rs");

/// Files that a page loads to show a survey, one more for ratings, and one for previews.
pub(super) struct Files {
    pub(super) glue: PathBuf,
    pub(super) wasm: PathBuf,
    /// A third file, for visitors who are asked for ratings.
    pub(super) ratings: PathBuf,
    /// Another, for owners who preview a survey on their page.
    pub(super) preview: PathBuf,
}

pub(super) fn files(paths: &Paths) -> Files {
    let folder = paths.out.join("widget");
    Files {
        glue: folder.join("widget.js"),
        wasm: folder.join("widget.wasm"),
        ratings: folder.join("ratings.js"),
        preview: folder.join("preview.js"),
    }
}

pub(super) fn is_built(paths: &Paths) -> bool {
    let files = files(paths);
    files.glue.is_file() && files.wasm.is_file()
}

/// # Errors
/// When a tool is missing or fails.
pub(super) fn build(paths: &Paths, toolchain: &Toolchain, npm: &Npm, effort: Effort) -> Result<()> {
    let bindgen = tools::get(paths, tools::WASM_BINDGEN)?;
    let mut cargo = toolchain.cargo_for_widget(paths);
    cargo.args(["build", "--package", "hearby-widget", "--lib"]);
    let profile = effort.profile(PROFILE);
    cargo.args(["--profile", profile, "--target", toolchain::TARGET]);
    process::run("widget", &mut cargo)?;

    let compiled = paths.cargo_target.join(toolchain::TARGET).join(profile).join("widget.wasm");
    let lock = paths::read(&paths.npm().join("package-lock.json"))?;
    let digest = digest::of(&[&paths::read(&compiled)?, &lock, RECIPE, shrink::RECIPE]);
    let stamp = paths.out.join("widget").join("stamp");
    digest::unless_fresh(&stamp, &digest, || match effort {
        Effort::Deployed => finish(paths, &bindgen, npm, &compiled),
        Effort::Quick => finish_quickly(paths, &bindgen, &compiled),
    })?;
    bundle(paths, npm, effort)
}

/// Returns the path of wasm-bindgen's script after the removal of unreachable code and the
/// renaming.
fn short_glue(paths: &Paths) -> PathBuf {
    paths.out.join("widget").join("glue.js")
}

/// Makes Chromium compile every function while the WASM is still loading. The first show calls
/// nearly all of them, and Chromium would otherwise compile each on its first call.
const COMPILED_AT_ONCE: &str = "//# allFunctionsCalledOnLoad\n";

/// Bundles the JavaScript part of the popup, `popup.js`: the card, its styles, wasm-bindgen's glue.
pub(super) fn bundle(paths: &Paths, npm: &Npm, effort: Effort) -> Result<()> {
    let (widget, files) = (paths.root.join("widget"), files(paths));
    let loader = widget.join("loader");
    let sheet = paths.out.join("widget").join("card.css");
    paths::write(
        &sheet,
        style::minified(&paths::read_text(&widget.join("card").join("card.css"))?),
    )?;
    let aliases = [("hearby-glue", short_glue(paths)), ("hearby-style", sheet)];
    let popup = loader.join("popup.js");
    script::make_small(npm, &popup, Format::Module, effort, &aliases, &[], &files.glue)?;
    paths::write(&files.glue, [COMPILED_AT_ONCE, &paths::read_text(&files.glue)?].concat())?;
    for file in [&files.ratings, &files.preview] {
        let source = loader.join(file.file_name().unwrap_or_default());
        script::make_small(npm, &source, Format::Module, effort, &[], &[], file)?;
    }
    Ok(())
}

/// Runs wasm-bindgen, and returns the folder with the WASM and the glue.
fn bind(paths: &Paths, bindgen: &Path, compiled: &Path) -> Result<PathBuf> {
    let raw = paths.out.join("widget").join("bindgen");
    let mut command = Command::new(bindgen);
    command.arg(compiled).arg("--out-dir").arg(&raw);
    // The loader starts both downloads at once and passes the WASM, so the glue needs no default
    // path.
    command.args(["--target", "web", "--no-typescript", "--omit-default-module-path"]);
    command.args(["--out-name", "widget"]);
    process::run("wasm-bindgen", &mut command)?;
    Ok(raw)
}

/// Makes the same files without removing unreachable code or minifying.
fn finish_quickly(paths: &Paths, bindgen: &Path, compiled: &Path) -> Result<()> {
    let raw = bind(paths, bindgen, compiled)?;
    paths::write(&short_glue(paths), paths::read(&raw.join("widget.js"))?)?;
    paths::write(&files(paths).wasm, paths::read(&raw.join("widget_bg.wasm"))?)
}

fn finish(paths: &Paths, bindgen: &Path, npm: &Npm, compiled: &Path) -> Result<()> {
    let raw = bind(paths, bindgen, compiled)?;
    let (wasm, glue) = shrink(npm, &raw, "widget", &["-Oz"])?;
    paths::write(&short_glue(paths), glue)?;
    paths::write(&files(paths).wasm, wasm)
}
