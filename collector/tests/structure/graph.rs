//! Files and what they import: upward imports, and circles.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use crate::{imports::Imports, layers::Layer};

/// The files of a crate, each with those that it imports.
pub(crate) struct Graph(Imports);

impl Graph {
    pub(crate) const fn of(imports: Imports) -> Graph {
        Graph(imports)
    }

    /// The top-level modules that are in no layer, or in several.
    pub(crate) fn outside(&self, layers: &[Layer]) -> Vec<String> {
        let all: BTreeSet<&str> = self.0.keys().map(|name| top(name)).collect();
        let is_wrong = |name: &&str| layers.iter().flatten().filter(|n| n == name).count() != 1;
        all.into_iter().filter(is_wrong).map(str::to_owned).collect()
    }

    /// Imports of a layer that is not below: `from -> to`.
    pub(crate) fn upward(&self, layers: &[Layer]) -> Vec<String> {
        let rank =
            |name: &str| layers.iter().position(|layer| layer.iter().any(|n| n == top(name)));
        let edges = self.edges().filter(|(from, to)| {
            let (Some(below), Some(above)) = (rank(to), rank(from)) else { return false };
            top(from) != top(to) && below >= above
        });
        edges.map(|(from, to)| format!("{from} -> {to}")).collect()
    }

    /// The files that import each other, those of one circle together.
    pub(crate) fn circles(&self) -> Vec<Vec<String>> {
        let reached: BTreeMap<&str, BTreeSet<&str>> =
            self.0.keys().map(|name| (name.as_str(), self.reached_from(name))).collect();
        let mut circles: BTreeSet<Vec<String>> = BTreeSet::new();
        for (name, others) in &reached {
            let back = |other: &&&str| reached.get(**other).is_some_and(|set| set.contains(name));
            let circle: Vec<String> =
                others.iter().filter(back).map(|other| (*other).to_owned()).collect();
            if !circle.is_empty() {
                circles.insert(circle);
            }
        }
        circles.into_iter().collect()
    }

    /// The layers from the top down, with the number of files and what each module uses.
    pub(crate) fn described(&self, layers: &[Layer]) -> String {
        let mut text = String::new();
        for module in layers.iter().rev().flatten() {
            let files = self.0.keys().filter(|name| top(name) == *module).count();
            let own = self.edges().filter(|(from, _)| top(from) == *module);
            let used: BTreeSet<&str> =
                own.map(|(_, to)| top(to)).filter(|name| name != module).collect();
            let used: Vec<&str> = used.into_iter().collect();
            writeln!(text, "{module:<12} {files:>3} files  uses {}", used.join(", ")).unwrap();
        }
        let upward = self.upward(layers);
        writeln!(
            text,
            "upward imports: {}",
            if upward.is_empty() { "none".to_owned() } else { upward.join(", ") }
        )
        .unwrap();
        text
    }

    fn edges(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(from, all)| all.iter().map(move |to| (from.as_str(), to.as_str())))
    }

    fn reached_from(&self, name: &str) -> BTreeSet<&str> {
        let next = |name: &str| self.0.get(name).into_iter().flatten().map(String::as_str);
        let mut reached = BTreeSet::new();
        let mut waiting: Vec<&str> = next(name).collect();
        while let Some(name) = waiting.pop() {
            if reached.insert(name) {
                waiting.extend(next(name));
            }
        }
        reached
    }
}

/// The top-level module of a module.
fn top(name: &str) -> &str {
    name.split("::").next().unwrap_or(name)
}
