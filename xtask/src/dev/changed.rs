//! Files that changed since the last look, and the parts to build because of them.
//!
//! In: comparing times and lengths of files; the part to which each folder belongs. Not in:
//! building.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// Parts to build after a change. A part that includes another stands for both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Needs {
    /// The scripts of loader, card and preview.
    pub(super) scripts: bool,
    /// The popup's Rust.
    pub(super) popup: bool,
    /// The collector's Rust, or its settings.
    pub(super) worker: bool,
    /// The shop's pages: they are served as they are.
    pub(super) pages: bool,
    /// This tool itself.
    pub(super) tool: bool,
}

/// Files that were there at the last look.
#[derive(Debug, Default)]
pub(super) struct Seen(BTreeMap<PathBuf, (Option<SystemTime>, u64)>);

/// Watched folders and files, from the checkout's root.
const WATCHED: [&str; 14] = [
    "widget/loader",
    "widget/card",
    "widget/src",
    "widget/Cargo.toml",
    "domain/src",
    "wire/src",
    "forms/src",
    "collector/src",
    "collector/worker",
    "collector/entry.js",
    "collector/wrangler.toml",
    "collector/api",
    "demo-site",
    "xtask/src",
];

impl Needs {
    /// Returns the parts to build after a change of this file; `path` is relative to the checkout.
    fn of(path: &Path) -> Needs {
        let is = |folder: &str| path.starts_with(folder);
        let is_shared = is("domain") || is("wire");
        Needs {
            scripts: is("widget/loader") || is("widget/card"),
            popup: is("widget/src") || is("widget/Cargo.toml") || is_shared,
            worker: is("collector") || is("forms") || is_shared,
            pages: is("demo-site"),
            tool: is("xtask"),
        }
    }

    fn and(self, other: Needs) -> Needs {
        Needs {
            scripts: self.scripts || other.scripts,
            popup: self.popup || other.popup,
            worker: self.worker || other.worker,
            pages: self.pages || other.pages,
            tool: self.tool || other.tool,
        }
    }

    /// True if something must be built.
    pub(super) const fn build(self) -> bool {
        self.scripts || self.popup || self.worker
    }
}

impl Seen {
    /// Looks again, and returns the files that were changed, added or removed, relative to the
    /// checkout.
    pub(super) fn look(&mut self, root: &Path) -> Vec<PathBuf> {
        let mut now = BTreeMap::new();
        for watched in WATCHED {
            add(root, &root.join(watched), &mut now);
        }
        let changed = now.iter().filter(|(path, state)| self.0.get(*path) != Some(*state));
        let gone = self.0.keys().filter(|path| !now.contains_key(*path));
        let changed = changed.map(|(path, _)| path).chain(gone).cloned().collect();
        self.0 = now;
        changed
    }
}

/// Returns the parts to build after changes of these files.
pub(super) fn needs(changed: &[PathBuf]) -> Needs {
    changed.iter().fold(Needs::default(), |needs, path| needs.and(Needs::of(path)))
}

fn add(root: &Path, path: &Path, files: &mut BTreeMap<PathBuf, (Option<SystemTime>, u64)>) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // Editors and builds create such files.
    if name.starts_with('.') || name.ends_with('~') || name == "node_modules" || name == "built" {
        return;
    }
    if let Ok(entries) = fs::read_dir(path) {
        for entry in entries.flatten() {
            add(root, &entry.path(), files);
        }
    } else if let (Ok(about), Ok(below)) = (fs::metadata(path), path.strip_prefix(root)) {
        files.insert(below.to_owned(), (about.modified().ok(), about.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn needs_of(path: &str, expected: Needs) {
        assert_eq!(needs(&[PathBuf::from(path)]), expected, "{path}");
    }

    #[test]
    fn a_change_asks_for_what_is_made_of_it_and_nothing_else() {
        let nothing = Needs::default();
        needs_of("widget/card/card.css", Needs { scripts: true, ..nothing });
        needs_of("widget/loader/gate.js", Needs { scripts: true, ..nothing });
        needs_of("widget/src/flow.rs", Needs { popup: true, ..nothing });
        needs_of("wire/src/form.rs", Needs { popup: true, worker: true, ..nothing });
        needs_of("forms/src/texts/vi.rs", Needs { worker: true, ..nothing });
        needs_of("collector/src/api/router.rs", Needs { worker: true, ..nothing });
        needs_of("demo-site/index.html", Needs { pages: true, ..nothing });
        needs_of("xtask/src/main.rs", Needs { tool: true, ..nothing });
    }

    #[test]
    fn what_is_changed_new_or_gone_is_told_once() {
        let root = std::env::temp_dir().join(format!("hearby-dev-{}", std::process::id()));
        let file = root.join("widget").join("card").join("card.js");
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let mut seen = Seen::default();
        fs::write(&file, "1").unwrap();
        fs::write(file.with_file_name(".card.js.swp"), "1").unwrap();
        let told = [PathBuf::from("widget/card/card.js")];
        assert_eq!(seen.look(&root), told);
        assert!(seen.look(&root).is_empty());
        fs::write(&file, "22").unwrap();
        assert_eq!(seen.look(&root), told);
        fs::remove_file(&file).unwrap();
        assert_eq!(seen.look(&root), told);
        fs::remove_dir_all(&root).unwrap();
    }
}
