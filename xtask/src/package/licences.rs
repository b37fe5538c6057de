//! Licences of everything that is shipped: our own, and those of the crates and npm packages in the
//! built files.
//!
//! In: which packages these are, and the texts that they bring. Not in: which licences are allowed
//! (`deny.toml`).

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::files::{self, Files};
use crate::{
    error::{Doing as _, Error, Result},
    npm,
    paths::{self, Paths},
    process, toolchain,
};

/// Crates whose code is in the built files.
const ROOTS: [&str; 3] = ["hearby-widget", "hearby-console", "hearby-worker"];

/// Beginnings of the names of files with a licence in them.
const TEXTS: [&str; 5] = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"];

/// Text for crates that declare the MIT licence and bring no text.
const MIT: &str = include_str!("../../../LICENSE-MIT");

/// A package in the built files.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Shipped {
    name: String,
    version: String,
    /// The declared licence, an SPDX expression.
    licence: String,
    authors: String,
    folder: PathBuf,
}

/// Returns the licence files of an archive.
///
/// # Errors
/// When a package's files can't be found, or it declares no licence.
pub(super) fn of_shipped(paths: &Paths) -> Result<Files> {
    let mut shipped: BTreeSet<Shipped> = crates(paths)?;
    shipped.extend(npm_packages(paths)?);
    let mut files = Files::new();
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        files::add(&mut files, name, paths::read(&paths.root.join(name))?);
    }
    files::add(&mut files, "LICENSES-OF-OTHERS.txt", together(&shipped)?.into_bytes());
    Ok(files)
}

/// Writes all packages with their licences, each text once.
fn together(shipped: &BTreeSet<Shipped>) -> Result<String> {
    let mut by_text: BTreeMap<String, Vec<&Shipped>> = BTreeMap::new();
    for package in shipped {
        for text in texts(package)? {
            by_text.entry(text).or_default().push(package);
        }
    }
    let mut all = String::from(
        "Hearby is MIT or Apache-2.0. Its built files hold parts of the packages below, under these\n\
         licences, of Rust's standard library (MIT or Apache-2.0, The Rust Project Contributors), and\n\
         the time zone rules of IANA, which are in the public domain.\n\n",
    );
    for Shipped { name, version, licence, .. } in shipped {
        all.push_str(&format!("{name} {version}: {licence}\n"));
    }
    // In the order of the first package that has it.
    let mut texts: Vec<_> = by_text.into_iter().collect();
    texts.sort_by(|(_, one), (_, other)| one.cmp(other));
    for (text, of) in texts {
        let names: Vec<&str> = of.iter().map(|package| package.name.as_str()).collect();
        let line = "-".repeat(72);
        all.push_str(&format!("\n{line}\n{}\n{line}\n\n{text}\n", names.join(", ")));
    }
    Ok(all)
}

/// Returns the licence texts that a package brings, or else the text of what it declares.
fn texts(package: &Shipped) -> Result<Vec<String>> {
    let doing = || format!("reading {}", package.folder.display());
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(&package.folder).doing(doing)? {
        let file = entry.doing(doing)?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        if TEXTS.iter().any(|start| name.starts_with(start)) && file.is_file() {
            let text = String::from_utf8_lossy(&paths::read(&file)?).replace("\r\n", "\n");
            found.insert(name, text.trim().to_owned());
        }
    }
    if !found.is_empty() {
        return Ok(found.into_values().collect());
    }
    if !package.licence.contains("MIT") {
        return Err(Error::Unexpected(format!("{} brings no licence text.", package.name)));
    }
    let mit = MIT.lines().skip_while(|line| !line.starts_with("Permission")).collect::<Vec<_>>();
    let authors = Some(package.authors.as_str()).filter(|it| !it.is_empty());
    let holder = authors.map_or_else(|| format!("the authors of {}", package.name), str::to_owned);
    Ok(vec![format!("MIT License\n\nCopyright (c) {holder}\n\n{}", mit.join("\n"))])
}

/// Returns the crates that the built files are compiled from, without macros: those run on the
/// machine that builds.
fn crates(paths: &Paths) -> Result<BTreeSet<Shipped>> {
    let mut command = std::process::Command::new("cargo");
    command.args(["metadata", "--locked", "--format-version", "1"]).current_dir(&paths.root);
    command.args(["--filter-platform", toolchain::TARGET]);
    let metadata = process::capture(&mut command)?;
    let metadata: Value = serde_json::from_str(&metadata)
        .map_err(|error| Error::Unexpected(format!("cargo metadata: {error}")))?;
    let by_id = |list: &Value| -> BTreeMap<String, Value> {
        let list = list.as_array().into_iter().flatten();
        list.map(|item| (text(item, "id"), item.clone())).collect()
    };
    let packages = by_id(at(&metadata, "packages"));
    let nodes = by_id(at(at(&metadata, "resolve"), "nodes"));
    let is_root = |package: &&Value| ROOTS.contains(&text(package, "name").as_str());
    let mut waiting: Vec<String> =
        packages.values().filter(is_root).map(|package| text(package, "id")).collect();
    if waiting.len() != ROOTS.len() {
        return Err(Error::Unexpected(format!("Not all of {ROOTS:?} are in the workspace.")));
    }
    let mut seen = BTreeSet::new();
    let mut shipped = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        let Some(package) = packages.get(&id).filter(|_| !seen.contains(&id)) else { continue };
        seen.insert(id.clone());
        if is_macro(package) {
            continue;
        }
        if !at(package, "source").is_null() {
            shipped.insert(described(package)?);
        }
        let dependencies = nodes.get(&id).and_then(|node| at(node, "deps").as_array());
        waiting.extend(
            dependencies.into_iter().flatten().filter(|it| is_linked(it)).map(|it| text(it, "pkg")),
        );
    }
    Ok(shipped)
}

fn is_macro(package: &Value) -> bool {
    let targets = at(package, "targets").as_array().into_iter().flatten();
    targets
        .flat_map(|target| at(target, "kind").as_array().into_iter().flatten())
        .any(|it| it == "proc-macro")
}

/// True for a dependency of the code itself, not of its tests or of its build.
fn is_linked(dependency: &Value) -> bool {
    at(dependency, "dep_kinds")
        .as_array()
        .into_iter()
        .flatten()
        .any(|kind| at(kind, "kind").is_null())
}

fn described(package: &Value) -> Result<Shipped> {
    let authors = at(package, "authors").as_array().into_iter().flatten().filter_map(Value::as_str);
    let licence = text(package, "license");
    let name = text(package, "name");
    if licence.is_empty() {
        return Err(Error::Unexpected(format!("{name} declares no licence.")));
    }
    let manifest = PathBuf::from(text(package, "manifest_path"));
    Ok(Shipped {
        name,
        version: text(package, "version"),
        licence,
        authors: authors.collect::<Vec<_>>().join(", "),
        folder: manifest.parent().map(Path::to_owned).unwrap_or_default(),
    })
}

/// Returns the packages in the console's pictures.
fn npm_packages(paths: &Paths) -> Result<Vec<Shipped>> {
    let folder = paths.root.join("console").join("charts");
    npm::install(&folder)?;
    let read = |file: &Path| -> Result<Value> {
        serde_json::from_slice(&paths::read(file)?)
            .map_err(|error| Error::Unexpected(format!("{}: {error}", file.display())))
    };
    let lock = read(&folder.join("package-lock.json"))?;
    let mut shipped = Vec::new();
    for (path, package) in at(&lock, "packages").as_object().into_iter().flatten() {
        if path.is_empty() || *at(package, "dev") == true {
            continue;
        }
        let own = read(&folder.join(path).join("package.json"))?;
        shipped.push(Shipped {
            name: text(&own, "name"),
            version: text(&own, "version"),
            licence: text(&own, "license"),
            authors: at(at(&own, "author"), "name").as_str().unwrap_or_default().to_owned(),
            folder: folder.join(path),
        });
    }
    Ok(shipped)
}

/// Returns a field, or null.
fn at<'a>(value: &'a Value, name: &str) -> &'a Value {
    static NULL: Value = Value::Null;
    value.get(name).unwrap_or(&NULL)
}

fn text(value: &Value, name: &str) -> String {
    at(value, name).as_str().unwrap_or_default().to_owned()
}
