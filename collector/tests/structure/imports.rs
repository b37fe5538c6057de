//! Imports of each source file, read from its syntax: `use`, paths in code, paths in macros.
//!
//! In: which files a file names. Not in: which it may name (`graph`).

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, ItemMod, ItemUse, Macro, UseTree, Visibility, visit::Visit};

/// The modules that have a file, by their path without `crate`; the root's is empty.
pub(crate) type Modules = BTreeSet<String>;

/// The modules that each module names.
pub(crate) type Imports = BTreeMap<String, BTreeSet<String>>;

/// Imports of all files below a folder; of tests, none.
pub(crate) fn of_folder(folder: &Path) -> Imports {
    let mut sources = BTreeMap::new();
    read(folder, &mut Vec::new(), &mut sources);
    let modules: Modules = sources.keys().cloned().collect();
    let imports = sources.iter().map(|(name, source)| {
        let path: Vec<String> = segments(name);
        (name.clone(), of_file(&path, source, &modules))
    });
    imports.filter(|(name, _)| !name.is_empty()).collect()
}

/// The modules that the source of a module names.
pub(crate) fn of_file(module: &[String], source: &str, modules: &Modules) -> BTreeSet<String> {
    let file = syn::parse_file(source).unwrap();
    let (named, aliases) = (BTreeSet::new(), BTreeMap::new());
    let mut found = Found { module: module.to_vec(), modules, named, aliases };
    // Twice: a path may stand before the `use` that gives its first word.
    found.visit_file(&file);
    found.visit_file(&file);
    found.named.remove(&module.join("::"));
    found.named.remove("");
    found.named
}

fn read(folder: &Path, path: &mut Vec<String>, sources: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap().path();
        let stem = entry.file_stem().unwrap().to_str().unwrap().to_owned();
        if entry.is_dir() {
            path.push(stem);
            read(&entry, path, sources);
            path.pop();
        } else if entry.extension().is_some_and(|extension| extension == "rs") && stem != "tests" {
            let is_root = path.is_empty() && stem == "lib";
            let name =
                if is_root { String::new() } else { [&path[..], &[stem]].concat().join("::") };
            sources.insert(name, fs::read_to_string(&entry).unwrap());
        }
    }
}

fn segments(name: &str) -> Vec<String> {
    name.split("::").filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
}

/// First words of paths into this crate.
const OWN: [&str; 3] = ["crate", "self", "super"];

struct Found<'a> {
    module: Vec<String>,
    modules: &'a Modules,
    named: BTreeSet<String>,
    /// Names that `use` has given to modules of this crate, each with the module's path.
    aliases: BTreeMap<String, Vec<String>>,
}

impl Found<'_> {
    /// Notes the file that a path leads to, if it leads to one of this crate.
    fn note(&mut self, path: &[String]) {
        let mut rest = path;
        let mut at = match path.first().map(String::as_str) {
            Some("crate") => Vec::new(),
            Some("self" | "super") => self.module.clone(),
            Some(first) => {
                let child = [&self.module[..], &[first.to_owned()]].concat();
                if let Some(module) = self.aliases.get(first) {
                    rest = path.get(1..).unwrap_or_default();
                    module.clone()
                } else if self.modules.contains(&child.join("::")) {
                    self.module.clone()
                } else {
                    return;
                }
            }
            None => return,
        };
        while let Some((first, others)) = rest.split_first() {
            match first.as_str() {
                "crate" | "self" => {}
                "super" => drop(at.pop()),
                _ => break,
            }
            rest = others;
        }
        // The deepest module on the way that has a file: what follows is an item of it.
        for segment in rest {
            at.push(segment.clone());
            if !self.modules.contains(&at.join("::")) {
                at.pop();
                break;
            }
        }
        while !self.modules.contains(&at.join("::")) {
            at.pop();
        }
        self.named.insert(at.join("::"));
    }

    /// Notes what a `use` names, and the name that it gives to a module.
    fn note_use(&mut self, path: &[String], name: &str) {
        self.note(path);
        if let Some(module) = self.module_of(path) {
            assert!(
                !module.is_empty(),
                "{}: {path:?} gives the root a name",
                self.module.join("::")
            );
            self.aliases.insert(name.to_owned(), module);
        }
    }

    /// Returns the module that a path is, and not an item of one.
    fn module_of(&self, path: &[String]) -> Option<Vec<String>> {
        let mut at = match path.first()?.as_str() {
            "crate" => Vec::new(),
            "self" | "super" => self.module.clone(),
            _ => return None,
        };
        for segment in path {
            match segment.as_str() {
                "crate" | "self" => {}
                "super" => drop(at.pop()),
                _ => at.push(segment.clone()),
            }
        }
        self.modules.contains(&at.join("::")).then_some(at)
    }

    fn note_tree(&mut self, before: &[String], tree: &UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.note_tree(&with(&path.ident), &path.tree),
            UseTree::Name(name) if name.ident == "self" => {
                self.note_use(before, before.last().map_or("", String::as_str));
            }
            UseTree::Name(name) => self.note_use(&with(&name.ident), &name.ident.to_string()),
            UseTree::Rename(name) if name.ident == "self" => {
                self.note_use(before, &name.rename.to_string());
            }
            UseTree::Rename(name) => self.note_use(&with(&name.ident), &name.rename.to_string()),
            UseTree::Glob(_) => {
                let is_own = before.first().is_some_and(|first| OWN.contains(&first.as_str()));
                assert!(!is_own, "{}: a glob hides what is used", self.module.join("::"));
            }
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.note_tree(before, tree));
            }
        }
    }

    /// Notes the paths among the tokens of a macro, which are not parsed.
    fn note_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) if path.is_empty() || colons == 2 => {
                    path.push(name.to_string());
                    colons = 0;
                    continue;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' && colons < 2 => {
                    colons += 1;
                    continue;
                }
                TokenTree::Ident(name) => {
                    self.note_path_of_macro(&path);
                    path = vec![name.to_string()];
                    colons = 0;
                    continue;
                }
                TokenTree::Group(group) => self.note_tokens(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            self.note_path_of_macro(&path);
            path.clear();
            colons = 0;
        }
        self.note_path_of_macro(&path);
    }

    fn note_path_of_macro(&mut self, path: &[String]) {
        // A single word is a name, not a way to a module.
        if path.len() > 1 {
            self.note(path);
        }
    }
}

impl<'ast> Visit<'ast> for Found<'_> {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        let is_test = item.attrs.iter().any(|attribute| {
            attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Ident>().is_ok_and(|word| word == "test")
        });
        if !is_test {
            self.module.push(item.ident.to_string());
            syn::visit::visit_item_mod(self, item);
            self.module.pop();
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.note_tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            let names: Vec<String> =
                path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            self.note(&names);
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast Macro) {
        self.visit_path(&item.path);
        assert!(!item.path.is_ident("include"), "{}: includes code", self.module.join("::"));
        self.note_tokens(item.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        assert!(
            !attribute.path().is_ident("path"),
            "{}: a module elsewhere",
            self.module.join("::")
        );
    }

    fn visit_visibility(&mut self, _: &'ast Visibility) {}
}
