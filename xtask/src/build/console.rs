//! The console: Rust → WASM → glue, script and styles → `target/hearby/assets/console/`.
//!
//! In: one page without inline script, and its files in a folder named by their hash, `{hash}/`.
//! Not in: the headers that the collector sends with them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use super::{
    Effort, assets, digest,
    shrink::{self, shrink},
};
use crate::{
    error::{Doing, Error, Result},
    npm::{self, Npm},
    paths::{self, Paths},
    process,
    toolchain::{self, Toolchain},
    tools,
};

/// Text in the page that becomes the build's folder.
const BUILD: &str = "__BUILD__";

/// Oldest browsers that support `light-dark()`. esbuild leaves syntax unchanged that they support.
const BROWSERS: &str = "--target=chrome123,edge123,firefox125,safari17.5";

/// The source of the steps below. It is an input of the build, because other steps make other
/// output.
const RECIPE: &[u8] = include_bytes!("console.rs");

/// wasm-opt's rounds. What the first one has joined, the second one shortens by another 2 KB of brotli.
const ROUNDS: [&str; 2] = ["-Oz", "-Oz"];

/// # Errors
/// When a tool is missing or fails.
pub(super) fn build(paths: &Paths, toolchain: &Toolchain, npm: &Npm, effort: Effort) -> Result<()> {
    let bindgen = tools::get(paths, tools::WASM_BINDGEN)?;
    // An owner on a phone downloads this.
    let profile = effort.profile("console");
    let mut cargo = toolchain.cargo_for_console(paths);
    cargo.args(["build", "--package", "hearby-console", "--lib"]);
    cargo.args(["--profile", profile, "--target", toolchain::TARGET]);
    process::run("console", &mut cargo)?;

    let compiled = paths.cargo_target.join(toolchain::TARGET).join(profile).join("console.wasm");
    let lock = paths::read(&paths.npm().join("package-lock.json"))?;
    let digest = digest::of(&[&paths::read(&compiled)?, &lock, RECIPE, shrink::RECIPE]);
    let folder = paths.out.join("console");
    digest::unless_fresh(&folder.join("stamp"), &digest, || {
        let raw = folder.join("bindgen");
        bind(&bindgen, &compiled, &raw)?;
        let (wasm, glue) = match effort {
            Effort::Deployed => shrink(npm, &raw, "console", &ROUNDS)?,
            Effort::Quick => {
                let glue = paths::read_text(&raw.join("console.js"))?;
                (paths::read(&raw.join("console_bg.wasm"))?, glue)
            }
        };
        paths::write(&short_glue(&folder), glue)?;
        paths::write(&folder.join("console.wasm"), wasm)
    })?;
    bundle(paths, npm)?;
    lay_out(paths)
}

fn bind(bindgen: &Path, compiled: &Path, raw: &Path) -> Result<()> {
    let mut command = Command::new(bindgen);
    command.arg(compiled).arg("--out-dir").arg(raw);
    command.args(["--target", "web", "--no-typescript", "--omit-default-module-path"]);
    command.args(["--out-name", "console"]);
    process::run("wasm-bindgen", &mut command)
}

/// Returns the path of wasm-bindgen's script, shrunk, in the console's folder.
fn short_glue(folder: &Path) -> PathBuf {
    folder.join("glue.js")
}

/// Bundles scripts and styles into `bundled/`, each into a file of its own.
fn bundle(paths: &Paths, npm: &Npm) -> Result<()> {
    let (source, folder) = (paths.root.join("console"), paths.out.join("console"));
    let bundled = folder.join("bundled");
    if bundled.exists() {
        fs::remove_dir_all(&bundled).doing(|| format!("removing {}", bundled.display()))?;
    }
    let start = || {
        let mut command = Command::new(npm.esbuild());
        command.args(["--bundle", "--minify", "--format=esm", "--charset=utf8"]);
        command.args(["--legal-comments=none", "--log-level=warning", BROWSERS]);
        command.args(["--entry-names=[name]", &format!("--outdir={}", bundled.display())]);
        command
    };
    let mut command = start();
    command.arg(source.join("js").join("early.js"));
    command.arg(source.join("js").join("console.js"));
    command.arg(source.join("style").join("console.css"));
    command.arg(format!("--alias:hearby-console-glue={}", short_glue(&folder).display()));
    // The script that `console/src/charts*` imports. Its library has a lock file of its own.
    npm::install(&source.join("charts"))?;
    let charts = source.join("charts");
    command.arg(format!("--alias:hearby-charts={}", charts.join("charts.js").display()));
    // wasm-bindgen imports a module once for each of its functions, and lists it as often. All of
    // these imports are one module.
    command.arg("--log-override:duplicate-object-key=silent");
    // The page imports this script later, by its name. It is bundled separately, because
    // `--splitting` would put shared code into a third file, one more request before anything is
    // drawn.
    command.arg("--external:*/drawings.js").stdout(Stdio::null());
    process::run("esbuild", &mut command)?;
    let mut command = start();
    command.arg(charts.join("src").join("drawings.js")).stdout(Stdio::null());
    process::run("esbuild", &mut command)
}

/// Copies everything into the folder that the collector serves, named by its content.
fn lay_out(paths: &Paths) -> Result<()> {
    let (source, folder) = (paths.root.join("console"), paths.out.join("console"));
    let mut files = vec![
        ("console.wasm".to_owned(), paths::read(&folder.join("console.wasm"))?),
        ("icon.svg".to_owned(), paths::read(&source.join("icon.svg"))?),
    ];
    for file in files_in(&folder.join("bundled"))? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.push((name, paths::read(&file)?));
    }
    files.sort();
    let page = paths::read_text(&source.join("index.html"))?;
    let pieces: Vec<&[u8]> = files
        .iter()
        .flat_map(|(name, content)| [name.as_bytes(), content.as_slice()])
        .chain([page.as_bytes()])
        .collect();
    let mut hash = digest::of(&pieces);
    hash.truncate(assets::HASH_DIGITS);

    let served = paths.assets().join("console");
    let last = read_manifest(paths);
    let before = assets::before(&last, &hash);
    keep_only(&served, &[Some(hash.as_str()), before.as_deref()])?;
    for (name, content) in &files {
        paths::write(&served.join(&hash).join(name), content)?;
    }
    if !page.contains(BUILD) {
        return Err(Error::Unexpected(format!("console/index.html lacks {BUILD}.")));
    }
    paths::write(&served.join("index.html"), page.replace(BUILD, &hash))?;
    let manifest = json!({ "hash": hash, "before": before });
    paths::write(&folder.join("manifest.json"), format!("{manifest:#}\n"))
}

fn keep_only(served: &Path, kept: &[Option<&str>]) -> Result<()> {
    let index = served.join("index.html");
    if index.is_file() {
        // The page is written anew; only the folders of builds are kept.
        fs::remove_file(&index).doing(|| format!("removing {}", index.display()))?;
    }
    assets::keep_only(served, kept).doing(|| format!("removing builds from {}", served.display()))
}

/// Reads the last build's manifest; null without one.
fn read_manifest(paths: &Paths) -> Value {
    let text = fs::read(paths.out.join("console").join("manifest.json")).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// Returns the files of the last build: the page, then all files that it may load.
///
/// # Errors
/// When the console has not been built.
pub(crate) fn files(paths: &Paths) -> Result<Vec<PathBuf>> {
    let manifest = read_manifest(paths);
    let Some(hash) = manifest.get("hash").and_then(Value::as_str) else {
        return Err(Error::Missing {
            what: "The console has not been built yet.".into(),
            run: "cargo xtask build console".into(),
        });
    };
    let served = paths.assets().join("console");
    let mut files = vec![served.join("index.html")];
    files.extend(files_in(&served.join(hash))?);
    Ok(files)
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let doing = || format!("reading {}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).doing(doing)? {
        files.push(entry.doing(doing)?.path());
    }
    files.sort();
    Ok(files)
}
