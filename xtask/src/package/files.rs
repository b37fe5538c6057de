//! Files of the archive: the last build, and the programs that deploy or run it.
//!
//! In: where each comes from, and `wrangler.toml` as an archive needs it. Not in: licences, the
//! template's own files.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::{Value, json};

use super::VERSION;
use crate::{
    error::{Doing as _, Error, Result},
    paths::{self, Paths},
};

/// Content of a file in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    pub(super) bytes: Vec<u8>,
    /// True if the file is run by its name.
    pub(super) is_program: bool,
}

/// Files by their names, with `/` between folders.
pub(super) type Files = BTreeMap<String, File>;

/// Files of the repository that an archive has as they are: their folder, and their names there.
const COPIED: [(&str, &[&str]); 3] = [
    ("xtask/npm", &["workerd.mjs", "workerd-with-pid.sh"]),
    ("collector/deploy", &["deploy.mjs", "run.mjs", "package-lock.json", ".npmrc", "README.md"]),
    ("collector/deploy", &["package.json"]),
];

/// Returns Worker and static files of the last build, without the build before: that one is on the
/// owner's account, or nowhere.
///
/// # Errors
/// When nothing has been built.
pub(super) fn of_build(paths: &Paths) -> Result<Files> {
    let mut files = Files::new();
    for name in ["index.js", "index_bg.wasm"] {
        let built = paths.root.join("collector").join("build").join(name);
        add(&mut files, &format!("worker/{name}"), built_file(&built)?);
    }
    let assets = paths.assets();
    let folders = [
        format!("w/{}", hash(&paths.out.join("manifest.json"))?),
        format!("console/{}", hash(&paths.out.join("console").join("manifest.json"))?),
    ];
    let mut immutable = Vec::new();
    for folder in &folders {
        for name in names_in(&assets.join(folder))? {
            let name = format!("{folder}/{name}");
            add(&mut files, &format!("assets/{name}"), built_file(&assets.join(&name))?);
            immutable.push(name);
        }
    }
    for name in ["loader.js", "loader-plain.js", "_headers", "console/index.html"] {
        add(&mut files, &format!("assets/{name}"), built_file(&assets.join(name))?);
    }
    // By this list an upgrade finds the files that stay beside its own.
    let list = json!({ "version": VERSION, "files": immutable });
    add(&mut files, "assets/build.json", format!("{list}\n").into_bytes());
    let settings = paths::read_text(&paths.root.join("collector").join("wrangler.toml"))?;
    add(&mut files, "wrangler.toml", settings_of_archive(&settings)?.into_bytes());
    Ok(files)
}

/// Returns the programs of the archive, and what they need.
///
/// # Errors
/// When one can't be read.
pub(super) fn of_programs(paths: &Paths) -> Result<Files> {
    let mut files = Files::new();
    for (folder, names) in COPIED {
        for &name in names {
            let target =
                if folder == "xtask/npm" { format!("lib/{name}") } else { name.to_owned() };
            let is_program = name.ends_with(".sh");
            let bytes = paths::read(&paths.root.join(folder).join(name))?;
            files.insert(target, File { bytes, is_program });
        }
    }
    let lib = paths.root.join("collector").join("deploy").join("lib");
    for name in programs_in(&lib)? {
        add(&mut files, &format!("lib/{name}"), paths::read(&lib.join(&name))?);
    }
    Ok(files)
}

pub(super) fn add(files: &mut Files, name: &str, bytes: Vec<u8>) {
    files.insert(name.to_owned(), File { bytes, is_program: false });
}

/// Returns `wrangler.toml` with the archive's own paths, and without the build from source.
///
/// # Errors
/// When it lacks a line that is changed.
pub(super) fn settings_of_archive(text: &str) -> Result<String> {
    let mut lines = Vec::new();
    let mut changed = 0;
    for line in text.lines() {
        let made = match line.split(" =").next() {
            Some("main") => Some("main = \"worker/index.js\""),
            Some("directory") => Some("directory = \"assets\""),
            Some("build")
            | Some("# `cargo xtask build` makes both the Worker and the files that it serves.") => {
                changed += 1;
                continue;
            }
            _ => None,
        };
        changed += usize::from(made.is_some());
        lines.push(made.unwrap_or(line));
    }
    if changed != 4 {
        return Err(Error::Unexpected(
            "collector/wrangler.toml has other lines than expected.".into(),
        ));
    }
    let text = lines.join("\n").replace("target/hearby/assets", "assets");
    Ok(format!("{text}\n"))
}

fn built_file(file: &Path) -> Result<Vec<u8>> {
    if file.is_file() { paths::read(file) } else { Err(not_built()) }
}

fn not_built() -> Error {
    Error::Missing {
        what: "Not everything has been built.".into(),
        run: "cargo xtask build".into(),
    }
}

/// Reads the hash of a build from its manifest.
fn hash(manifest: &Path) -> Result<String> {
    let manifest: Value = serde_json::from_slice(&built_file(manifest)?)
        .map_err(|error| Error::Unexpected(format!("{}: {error}", manifest.display())))?;
    manifest.get("hash").and_then(Value::as_str).map(str::to_owned).ok_or_else(not_built)
}

/// Returns the names of a folder's programs, without what an editor or a system has left beside them.
fn programs_in(folder: &Path) -> Result<Vec<String>> {
    let mut names = names_in(folder)?;
    names.retain(|name| name.ends_with(".mjs"));
    Ok(names)
}

/// Returns the names of a folder's files, in their order.
fn names_in(folder: &Path) -> Result<Vec<String>> {
    let doing = || format!("reading {}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).doing(doing)? {
        let entry = entry.doing(doing)?;
        if entry.file_type().doing(doing)?.is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: &str = include_str!("../../../collector/wrangler.toml");

    #[test]
    fn the_archives_settings_name_its_own_files_and_build_nothing() {
        let made = settings_of_archive(SETTINGS).unwrap();
        for line in ["main = \"worker/index.js\"", "directory = \"assets\"", "binding = \"KV\""] {
            assert_eq!(made.lines().filter(|it| *it == line).count(), 1, "{line}");
        }
        assert!(!made.contains("cargo") && !made.contains("target/") && !made.contains("build ="));
        assert!(settings_of_archive("name = \"hearby\"\n").is_err());
    }

    #[test]
    fn a_file_of_an_editor_beside_the_programs_is_not_taken() {
        let folder = std::env::temp_dir().join(format!("hearby-programs-{}", std::process::id()));
        for name in ["stop.mjs", "stop.mjs.orig", ".DS_Store", "key.json"] {
            paths::write(&folder.join(name), "").unwrap();
        }
        let names = programs_in(&folder).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(names, ["stop.mjs"]);
    }

    #[test]
    fn the_archives_tools_are_those_that_the_docs_name() {
        let packages = include_str!("../../../collector/deploy/package.json");
        let lock = include_str!("../../../collector/deploy/package-lock.json");
        let tests = include_str!("../../npm/package.json");
        let miniflare = tests.lines().find(|line| line.contains("\"miniflare\"")).unwrap();
        assert!(packages.contains(miniflare.trim().trim_end_matches(',')), "{packages}");
        let wrangler = format!("\"wrangler\": \"{}\"", crate::tools::WRANGLER);
        assert!(packages.contains(&wrangler) && lock.contains(&wrangler), "{wrangler}");
        assert!(
            lock.contains("sha512-") && !lock.contains("\"resolved\""),
            "a registry of one's own"
        );
    }
}
