//! Structure of the sources: the modules are layers, each uses those below it alone, and no files
//! import each other, however long the way between them. The layers are those that the root's comment
//! draws.
//!
//! `cargo test -p hearby-collector --test structure -- --nocapture` prints the layers, their files and
//! what each of them uses.
#![expect(clippy::unwrap_used, reason = "an unreadable source shall fail the test")]

mod graph;
mod imports;
mod layers;

use std::path::Path;

use graph::Graph;

#[test]
fn every_layer_uses_those_below_it_alone() {
    let (graph, layers) = (Graph::of(imports::of_folder(&sources())), layers::of_root());
    println!("{}", graph.described(&layers));
    assert_eq!(graph.outside(&layers), Vec::<String>::new(), "a module in no layer, or in two");
    assert_eq!(graph.upward(&layers), Vec::<String>::new());
}

#[test]
fn the_architecture_draws_the_layers_that_the_root_draws() {
    assert_eq!(layers::of_architecture(), layers::of_root());
}

#[test]
fn no_files_import_each_other() {
    let circles = Graph::of(imports::of_folder(&sources())).circles();
    assert_eq!(circles, Vec::<Vec<String>>::new());
}

#[test]
fn each_kind_of_import_is_seen() {
    for source in [
        "use crate::store::keys::Key;",
        "use crate::{store::{self, keys}, text};",
        "pub use crate::store::keys;",
        "fn key() -> crate::store::keys::Key { todo() }",
        "fn key() { let _ = crate::store::keys::Key::of(1); }",
        "fn text() -> String { format!(\"{}\", crate::store::keys::WORD) }",
        "mod within { use super::super::super::store::keys::Key; }",
    ] {
        let found = imports::of_file(&["text", "hex"].map(str::to_owned), source, &known());
        assert!(found.contains("store::keys"), "{source}: {found:?}");
    }
    let of_child = imports::of_file(&["store".to_owned()], "fn a() { keys::b(); }", &known());
    assert!(of_child.contains("store::keys"), "{of_child:?}");
}

#[test]
fn tests_comments_and_visibility_are_no_imports() {
    for source in [
        "#[cfg(test)]\nmod tests { use crate::store::keys::Key; }",
        "/// [`crate::store::keys`]\npub(super) struct A;",
        "use std::fmt; pub(in crate::text) fn a() {}",
    ] {
        let found = imports::of_file(&["text", "hex"].map(str::to_owned), source, &known());
        assert!(found.is_empty(), "{source}: {found:?}");
    }
}

#[test]
fn a_module_that_got_a_name_is_seen_through() {
    let source = "fn a() { keys::b(); } use crate::store::{self as things, keys};";
    let found = imports::of_file(&["text", "hex"].map(str::to_owned), source, &known());
    assert_eq!(found, ["store", "store::keys"].map(str::to_owned).into());
    let source = "use crate::store; fn a() { store::keys::b(); }";
    let found = imports::of_file(&["text", "hex"].map(str::to_owned), source, &known());
    assert!(found.contains("store::keys"), "{found:?}");
}

#[test]
fn the_root_has_modules_and_nothing_else() {
    let root = std::fs::read_to_string(sources().join("lib.rs")).unwrap();
    let items = syn::parse_file(&root).unwrap().items;
    assert!(items.iter().all(|item| matches!(item, syn::Item::Mod(one) if one.content.is_none())));
}

#[test]
fn an_upward_import_and_a_circle_are_seen() {
    let graph = Graph::of(imports_of(&[
        ("text::a", "store::b"),
        ("store::b", "store::c"),
        ("store::c", "store::d"),
        ("store::d", "store::b"),
        ("lost", "text::a"),
    ]));
    let layers = ["text", "store"].map(|module| vec![module.to_owned()]);
    assert_eq!(graph.upward(&layers), ["text::a -> store::b"]);
    assert_eq!(graph.circles(), [["store::b", "store::c", "store::d"]]);
    assert_eq!(graph.outside(&layers), ["lost"]);
}

fn sources() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn known() -> imports::Modules {
    ["", "store", "store::keys", "text", "text::hex"].map(str::to_owned).into()
}

fn imports_of(edges: &[(&str, &str)]) -> imports::Imports {
    let mut imports = imports::Imports::new();
    for (from, to) in edges {
        imports.entry((*from).to_owned()).or_default().insert((*to).to_owned());
        imports.entry((*to).to_owned()).or_default();
    }
    imports
}
