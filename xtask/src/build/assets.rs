//! The folder that the collector serves unchanged: `target/hearby/assets/`.
//!
//! In: names by content hash, headers, the manifest with the sizes. Not in: making the files.

use std::{fs, path::Path};

use serde_json::{Value, json};

use super::{
    Effort, digest,
    loader::{Bundles, WITH_ALL_RULES, WITH_PLAIN_RULES},
    widget,
};
use crate::{
    error::{Doing, Error, Result},
    npm::Npm,
    paths::{self, Paths},
    progress, size,
};

/// Number of hex digits of the content hash in `/w/{hash}/`. Their 32 bits are enough for the
/// builds of one site. Each further digit costs half a byte on every page view, and makes the
/// loader's compressed size depend more on chance.
pub(super) const HASH_DIGITS: usize = 8;

/// Headers of the widget: pages of other origins load these files, and the content of a hashed name
/// never changes.
const OF_WIDGET: &str = "\
/w/*
  Access-Control-Allow-Origin: *
  Cross-Origin-Resource-Policy: cross-origin
  Cache-Control: public, max-age=31536000, immutable
  X-Content-Type-Options: nosniff
";

/// Headers of the console's files, a line each. The Worker sends the same headers if it serves the
/// console's page itself. No page of another origin loads these files.
const OF_CONSOLE: &str = include_str!("../../../collector/src/api/console/headers.txt");

/// Rules for how long a browser keeps the console's files: it asks for the page each time, and the
/// content of a hashed name never changes.
const CACHE_OF_CONSOLE: &str = "\
/console/
  Cache-Control: no-cache
/console/:hash/*
  Cache-Control: public, max-age=31536000, immutable
";

/// Script that a page loads only to ask for ratings.
pub(crate) const RATINGS: &str = "ratings.js";

/// Script that a page loads only if its owner previews a survey there.
pub(crate) const PREVIEW: &str = "preview.js";

/// # Errors
/// When a file can't be read or written.
pub(super) fn lay_out(paths: &Paths, npm: &Npm, loaders: &Bundles, effort: Effort) -> Result<()> {
    let built = widget::files(paths);
    let [glue, wasm] = [paths::read(&built.glue)?, paths::read(&built.wasm)?];
    let [ratings, preview] = [paths::read(&built.ratings)?, paths::read(&built.preview)?];
    let mut hash = digest::of(&[&glue, &wasm, &ratings, &preview]);
    hash.truncate(HASH_DIGITS);

    let assets = paths.assets();
    let before = before(&read_manifest(paths), &hash);
    let kept = [Some(hash.as_str()), before.as_deref()];
    keep_only(&assets.join("w"), &kept)
        .doing(|| format!("removing old builds from {}", assets.display()))?;
    let of_widget = |name: &str| format!("w/{hash}/{name}");
    let files = [
        of_widget("widget.js"),
        of_widget("widget.wasm"),
        of_widget(RATINGS),
        of_widget(PREVIEW),
        WITH_ALL_RULES.to_owned(),
        WITH_PLAIN_RULES.to_owned(),
    ];
    let [all, plain] = [&loaders.all, &loaders.plain].map(|loader| loader.for_build(&hash));
    let contents = [glue, wasm, ratings, preview, all.into_bytes(), plain.into_bytes()];
    for (name, content) in files.iter().zip(&contents) {
        paths::write(&assets.join(name), content)?;
    }
    paths::write(&assets.join("_headers"), headers())?;

    if effort == Effort::Quick {
        // Measuring takes longer than all steps before, and no visitor downloads a quick build.
        let manifest = json!({ "hash": hash, "before": before, "files": [] });
        return paths::write(&paths.out.join("manifest.json"), format!("{manifest:#}\n"));
    }
    let sizes = size::measure(npm, &files.clone().map(|name| assets.join(name)))?;
    let entries: Vec<Value> =
        files.iter().zip(&sizes).map(|(name, size)| size.entry(name)).collect();
    for (name, size) in files.iter().zip(&sizes) {
        progress::note(&format!("{name}: {} B, {} B in brotli", size.raw, size.brotli));
    }
    let manifest = json!({ "hash": hash, "before": before, "files": entries });
    paths::write(&paths.out.join("manifest.json"), format!("{manifest:#}\n"))
}

/// Returns the headers of all files, by address, as the runtime reads them.
fn headers() -> String {
    let of_console: String = OF_CONSOLE.lines().map(|line| format!("  {line}\n")).collect();
    format!("{OF_WIDGET}/console/*\n{of_console}{CACHE_OF_CONSOLE}")
}

/// Returns the hash of the earlier build that stays beside a new one. Browsers use a cached loader
/// for up to a day, and that loader requests its own build. Older builds are deleted, because they
/// would fill the folder.
pub(super) fn before(manifest: &Value, hash: &str) -> Option<String> {
    let named = |name: &str| manifest.get(name).and_then(Value::as_str);
    // Building the same files again must not drop the earlier build.
    let before = named("hash").filter(|last| *last != hash).or_else(|| named("before"));
    before.map(str::to_owned)
}

pub(super) fn keep_only(folder: &Path, kept: &[Option<&str>]) -> std::io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if !kept.contains(&entry.file_name().to_str()) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// Reads the last build's manifest; null without one.
fn read_manifest(paths: &Paths) -> Value {
    let text = fs::read(paths.out.join("manifest.json")).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// Returns the files of the last build, by their names under `target/hearby/assets/`.
///
/// # Errors
/// When nothing has been built.
pub(crate) fn manifest_files(paths: &Paths) -> Result<Vec<String>> {
    let manifest = read_manifest(paths);
    if manifest.is_null() {
        return Err(Error::Missing {
            what: "Nothing has been built yet.".into(),
            run: "cargo xtask build".into(),
        });
    }
    let files = manifest.get("files").and_then(Value::as_array).into_iter().flatten();
    Ok(files.filter_map(|file| Some(file.get("path")?.as_str()?.to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_console_is_framed_and_loaded_by_no_other_origin_and_the_widget_by_all() {
        let headers = headers();
        let blocks: Vec<&str> = headers.split("\n/").collect();
        assert_eq!(blocks.len(), 4, "{headers}");
        let lines = headers.lines().filter(|line| line.starts_with(' '));
        assert!(lines.clone().all(|line| line.starts_with("  ") && line.contains(": ")));
        assert!(lines.clone().all(|line| line.len() < 2_000), "more is refused");
        let of_console = blocks.iter().find(|block| block.starts_with("console/*")).unwrap();
        assert!(
            of_console.contains("frame-ancestors 'none'") && of_console.contains("same-origin")
        );
        assert!(!of_console.to_lowercase().contains("access-control"), "{of_console}");
        assert!(!of_console.contains("cache-control"), "two that match would be joined");
        assert!(blocks.iter().any(|block| block.contains("Access-Control-Allow-Origin: *")));
    }

    #[track_caller]
    fn keeps(manifest: &Value, hash: &str, expected: Option<&str>) {
        assert_eq!(before(manifest, hash).as_deref(), expected, "{manifest}");
    }

    #[test]
    fn the_build_before_is_kept_however_often_the_new_one_is_made() {
        keeps(&Value::Null, "b", None);
        keeps(&json!({ "hash": "a" }), "b", Some("a"));
        keeps(&json!({ "hash": "b", "before": "a" }), "b", Some("a"));
        keeps(&json!({ "hash": "b", "before": "a" }), "c", Some("b"));
        keeps(&json!({ "hash": "b", "before": null }), "b", None);
    }

    #[test]
    fn older_builds_are_removed() {
        let folder = std::env::temp_dir().join(format!("hearby-builds-{}", std::process::id()));
        for build in ["a", "b", "c"] {
            fs::create_dir_all(folder.join(build)).unwrap();
        }
        keep_only(&folder, &[Some("c"), Some("b")]).unwrap();
        keep_only(&folder.join("nowhere"), &[None]).unwrap();
        let left = ["a", "b", "c"].map(|build| folder.join(build).exists());
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(left, [false, true, true]);
    }
}
