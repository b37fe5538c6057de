//! The report as Markdown: printed at once, and kept in `target/hearby/bench/`.

use std::fs;

use hearby_tests::{environment, figures::Curves};

use crate::numbers::Median;

/// The report of this run.
#[derive(Debug, Default)]
pub(crate) struct Report(String);

/// Formats a median with its range; says so if there is none.
pub(crate) fn shown(median: Option<Median>, digits: usize) -> String {
    median.map_or_else(
        || "not told here".to_owned(),
        |Median { value, low, high }| format!("{value:.digits$} ({low:.digits$}–{high:.digits$})"),
    )
}

impl Report {
    pub(crate) fn heading(&mut self, text: &str) {
        self.add(&format!("### {text}\n"));
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.add(&format!("{text}\n"));
    }

    pub(crate) fn table(&mut self, head: &[&str], rows: &[Vec<String>]) {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut table = line(head.iter().map(ToString::to_string).collect());
        table += &line(head.iter().map(|_| "---".to_owned()).collect());
        for row in rows {
            table += &line(row.clone());
        }
        self.add(&table);
    }

    /// Adds a chart beside the report, if it has any points.
    pub(crate) fn chart(&mut self, name: &str, meaning: &str, chart: &Curves<'_>) {
        let Some(svg) = chart.svg() else { return };
        fs::create_dir_all(folder()).expect("a folder for results");
        fs::write(folder().join(name), svg).expect("charts can be written");
        self.add(&format!("![{meaning}]({name})\n"));
    }

    /// Writes the report for the joining of the parts.
    pub(crate) fn write(&self) {
        fs::create_dir_all(folder()).expect("a folder for results");
        fs::write(folder().join("collector.md"), &self.0).expect("results can be written");
        println!("Results: target/hearby/bench/collector.md");
    }

    fn add(&mut self, text: &str) {
        println!("{text}");
        self.0 += text;
        self.0.push('\n');
    }
}

/// Returns the folder of the results' parts.
pub(crate) fn folder() -> std::path::PathBuf {
    environment::root().join("target/hearby/bench")
}
