//! The collector: Rust → WASM → glue and entry, into `collector/build/`.
//!
//! This doesn't use worker-build: its entry makes every request a tenth slower
//! (`collector/entry.js`), and it would be one more tool to build on every machine.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use super::{Effort, digest};
use crate::{
    error::Result,
    npm::Npm,
    paths::{self, Paths},
    process,
    toolchain::{self, Toolchain},
    tools,
};

/// WASM features that workerd has and rustc or wasm-bindgen emit; wasm-opt refuses others.
const WASM_FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-exception-handling",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// # Errors
/// When a tool is missing or fails.
pub(super) fn build(paths: &Paths, toolchain: &Toolchain, npm: &Npm, effort: Effort) -> Result<()> {
    let bindgen = tools::get(paths, tools::WASM_BINDGEN)?;
    let folder = paths.root.join("collector");
    let mut cargo = toolchain.cargo_for_worker(paths);
    let profile = effort.profile("release");
    cargo.args(["build", "--lib", "--profile", profile, "--target", toolchain::TARGET]);
    // The crate `worker` needs the glue of js-sys.
    cargo.current_dir(folder.join("worker")).env("WASM_BINDGEN_USE_JS_SYS", "1");
    process::run("worker", &mut cargo)?;

    let compiled =
        paths.cargo_target.join(toolchain::TARGET).join(profile).join("collector_worker.wasm");
    let entry = folder.join("entry.js");
    let lock = paths::read(&paths.npm().join("package-lock.json"))?;
    let digest = digest::of(&[
        &paths::read(&compiled)?,
        &paths::read(&entry)?,
        &lock,
        include_bytes!("worker.rs"),
    ]);
    let built = folder.join("build");
    digest::unless_fresh(&built.join("stamp"), &digest, || {
        let raw = paths.out.join("worker");
        bind(&bindgen, &compiled, &raw)?;
        let (bound, made) = (raw.join("index_bg.wasm"), built.join("index_bg.wasm"));
        match effort {
            Effort::Deployed => optimise(npm, &bound, &made)?,
            Effort::Quick => paths::write(&made, paths::read(&bound)?)?,
        }
        bundle(npm, &entry, &raw.join("index.js"), &built.join("index.js"))
    })
}

fn bind(bindgen: &Path, compiled: &Path, raw: &Path) -> Result<()> {
    let mut command = Command::new(bindgen);
    command.arg(compiled).arg("--out-dir").arg(raw);
    command.args(["--out-name", "index", "--target", "module", "--no-typescript"]);
    // These let the entry restart the WASM after a panic.
    command.args(["--experimental-reset-state-function", "--force-enable-abort-handler"]);
    process::run("wasm-bindgen", &mut command)
}

fn optimise(npm: &Npm, raw: &Path, optimised: &Path) -> Result<()> {
    if let Some(folder) = optimised.parent() {
        paths::make_folder(folder)?;
    }
    let mut command = Command::new(npm.wasm_opt());
    // Function names stay, because an operator's log shows them after a panic.
    command.args(["-O2", "--debuginfo"]).args(WASM_FEATURES);
    command.arg(raw).arg("-o").arg(optimised);
    process::run("wasm-opt", &mut command)
}

fn bundle(npm: &Npm, entry: &Path, glue: &Path, bundled: &Path) -> Result<()> {
    let mut command = Command::new(npm.esbuild());
    command.arg(entry).args(["--bundle", "--minify", "--format=esm", "--log-level=warning"]);
    command.args(["--external:./index_bg.wasm", "--external:cloudflare:*"]);
    command.arg(format!("--alias:hearby-glue={}", glue.display()));
    command.arg(format!("--outfile={}", bundled.display())).stdout(Stdio::null());
    process::run("esbuild", &mut command)?;
    // Workers import a WASM module by a plain `import`; they don't support `import source` yet.
    let script = paths::read_text(bundled)?.replace("import source ", "import ");
    paths::write(bundled, script)
}
