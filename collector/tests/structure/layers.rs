//! The layers, as `collector/src/lib.rs` and `ARCHITECTURE.md` draw them.

use std::fs;

/// The modules of a layer, in the order of the alphabet. They don't use each other.
pub(crate) type Layer = Vec<String>;

/// Module that is there for tests alone, above all others.
const TESTING: &str = "testing";

/// The layers that the root's comment draws.
pub(crate) fn of_root() -> Vec<Layer> {
    let root = fs::read_to_string(crate::sources().join("lib.rs")).unwrap();
    let comment: Vec<&str> = root.lines().filter_map(|line| line.strip_prefix("//!")).collect();
    drawn(&comment.join("\n"), |line| line.split_whitespace().collect())
}

/// The layers that `ARCHITECTURE.md` draws, each with its subject behind it.
pub(crate) fn of_architecture() -> Vec<Layer> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../ARCHITECTURE.md");
    let text = fs::read_to_string(file).unwrap();
    let (_, section) = text.split_once("\n## Layers of the collector\n").unwrap();
    drawn(section, |line| {
        let mut columns: Vec<&str> =
            line.split("  ").map(str::trim).filter(|column| !column.is_empty()).collect();
        columns.pop();
        columns
    })
}

/// The layers of a text's first picture, a line each, and the tests' own; the lowest first.
fn drawn<'t>(text: &'t str, modules: impl Fn(&'t str) -> Vec<&'t str>) -> Vec<Layer> {
    let (_, picture) = text.split_once("```text\n").unwrap();
    let (picture, _) = picture.split_once("```").unwrap();
    let lines = picture.lines().filter(|line| !line.trim().is_empty());
    let mut layers: Vec<Layer> = lines
        .map(|line| {
            let mut layer: Layer = modules(line).into_iter().map(str::to_owned).collect();
            layer.sort_unstable();
            layer
        })
        .collect();
    layers.reverse();
    layers.push(vec![TESTING.to_owned()]);
    layers
}
