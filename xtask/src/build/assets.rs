//! The folder that the collector serves as it is: `target/hearby/assets/`.
//!
//! In: names by content, headers, the manifest with the sizes. Not in: making the files.

use std::fs;

use serde_json::{Value, json};

use super::{digest, loader::Bundle, widget};
use crate::{
    error::{Doing, Error, Result},
    npm::Npm,
    paths::{self, Paths},
    progress, size,
};

/// Hex digits of the content hash in `/w/{hash}/`: 48 bits.
const HASH_DIGITS: usize = 12;

/// Pages of other origins load these files, and a name by content never changes what it means.
const HEADERS: &str = "\
/w/*
  Access-Control-Allow-Origin: *
  Cross-Origin-Resource-Policy: cross-origin
  Cache-Control: public, max-age=31536000, immutable
  X-Content-Type-Options: nosniff
";

/// # Errors
/// When a file can't be read or written.
pub(super) fn lay_out(paths: &Paths, npm: &Npm, loader: &Bundle) -> Result<()> {
    let built = widget::files(paths);
    let (glue, wasm) = (paths::read(&built.glue)?, paths::read(&built.wasm)?);
    let mut hash = digest::of(&[&glue, &wasm]);
    hash.truncate(HASH_DIGITS);

    let assets = paths.assets();
    // Only the build at hand is deployed; older ones would pile up.
    match fs::remove_dir_all(assets.join("w")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(error).doing(|| format!("emptying {}", assets.display()));
        }
        _ => {}
    }
    let files =
        [format!("w/{hash}/widget.js"), format!("w/{hash}/widget.wasm"), "loader.js".into()];
    let contents = [glue, wasm, loader.for_build(&hash).into_bytes()];
    for (name, content) in files.iter().zip(&contents) {
        paths::write(&assets.join(name), content)?;
    }
    paths::write(&assets.join("_headers"), HEADERS)?;

    let sizes = size::measure(npm, &files.clone().map(|name| assets.join(name)))?;
    let entries: Vec<Value> =
        files.iter().zip(&sizes).map(|(name, size)| size.entry(name)).collect();
    for (name, size) in files.iter().zip(&sizes) {
        progress::note(&format!("{name}: {} B, {} B in brotli", size.raw, size.brotli));
    }
    let manifest = json!({ "hash": hash, "files": entries });
    paths::write(&paths.out.join("manifest.json"), format!("{manifest:#}\n"))
}

/// The files of the last build, by their names under `target/hearby/assets/`.
///
/// # Errors
/// When nothing has been built.
pub(crate) fn manifest_files(paths: &Paths) -> Result<Vec<String>> {
    let file = paths.out.join("manifest.json");
    let manifest: Value = fs::read(&file)
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok())
        .ok_or_else(|| Error::Missing {
            what: "Nothing has been built yet.".into(),
            run: "cargo xtask build".into(),
        })?;
    let files = manifest.get("files").and_then(Value::as_array).into_iter().flatten();
    Ok(files.filter_map(|file| Some(file.get("path")?.as_str()?.to_owned())).collect())
}
