//! `tests/matrix/RESULTS.md`: a table of the last visit to each framework, and what failed.
//!
//! In: writing it; lines of frameworks that this run leaves out stay. Not in: judging.

use std::{fs, path::PathBuf};

use hearby_tests::{
    clock::{date, now_ms},
    environment,
};

use crate::{
    apps::{ALL, App},
    visit::{Case, Failure},
};

const BEFORE: &str = "# The popup in frameworks

A small app of each framework, built and served as its users do it, with the tag where they would put \
it; two pages, and a link between them that loads nothing anew. Its visits:

- *popup*: a survey that is due at once. *inline*: a card into an element that both pages have. \
*inline, late scripts*: the same, while each script of the app takes a second to come.
- On each page, to the second, back, and to the second again: one survey, in its place, with its \
question; the popup is the same all the time. The page that the server drew is kept. An answer counts \
once, one `shown` is told, nothing is thrown, and the console has no error and no warning.

Run it by hand: `cargo run -p hearby-tests --bin matrix`, with names of folders in `apps/` for some of \
them (`-- next nuxt`). It needs what the tests of `cargo xtask test e2e` need, which finds and starts \
it, a build (`cargo xtask build`), a display, and npm's registry; each browser's and driver's path \
comes from the variables in `tests/src/environment.rs`. Turbo, htmx and React 18 are in each run of \
the tests (`tests/tests/browser/frameworks.rs`).
";

const TABLE: &str = "| framework | versions | run on | case | Chromium | Firefox | WebKit |
| --- | --- | --- | --- | --- | --- | --- |
";

/// Result of one case in all engines.
#[derive(Debug)]
pub(crate) struct Row {
    /// `None` when the app could not be visited.
    pub(crate) case: Option<Case>,
    /// Versions of the app's packages.
    pub(crate) versions: String,
    /// Checks that failed, an engine each; `None` for an engine that isn't there.
    pub(crate) failures: [Option<Vec<Failure>>; 3],
}

impl Row {
    /// Makes the row of an app that doesn't build or start.
    pub(crate) fn not_visited(reason: &str) -> Row {
        let failure = Failure { check: "the app builds and starts", reason: reason.to_owned() };
        let failures =
            [Some(vec![failure.clone()]), Some(vec![failure.clone()]), Some(vec![failure])];
        Row { case: None, versions: String::new(), failures }
    }

    /// True if nothing failed.
    pub(crate) fn is_good(&self) -> bool {
        self.failures.iter().flatten().all(Vec::is_empty)
    }

    fn case(&self) -> &'static str {
        self.case.map_or("none", Case::as_str)
    }
}

fn file() -> PathBuf {
    environment::root().join("tests/matrix/RESULTS.md")
}

/// Writes an app's rows in place of its former ones.
pub(crate) fn write(app: &App, rows: &[Row]) {
    let before = fs::read_to_string(file()).unwrap_or_default();
    let kept = |start: &dyn Fn(&App) -> String, other: &App| -> String {
        let lines = before.lines().filter(|line| line.starts_with(&start(other)));
        lines.map(|line| format!("{line}\n")).collect()
    };
    let [mut table, mut failed, mut how] = [String::new(), String::new(), String::new()];
    for other in &ALL {
        if other.name == app.name {
            table += &rows.iter().map(|row| table_row(app, row)).collect::<String>();
            failed += &rows.iter().map(|row| failed_lines(app, row)).collect::<String>();
        } else {
            table += &kept(&|app| format!("| {} |", app.title), other);
            failed += &kept(&|app| format!("- **{}**", app.title), other);
        }
        how += &format!("- {}: {}\n", other.title, other.how);
    }
    if failed.is_empty() {
        failed = "Nothing.\n".to_owned();
    }
    let text = format!(
        "{BEFORE}\n{TABLE}{table}\n## What failed\n\n{failed}\n## How each is set up\n\n{how}"
    );
    fs::write(file(), text).expect("RESULTS.md");
}

fn table_row(app: &App, row: &Row) -> String {
    let cells = row.failures.iter().map(|failures| match failures {
        None => "not there".to_owned(),
        Some(failures) if failures.is_empty() => "good".to_owned(),
        Some(failures) => {
            let checks: Vec<&str> = failures.iter().map(|failure| failure.check).collect();
            format!("**failed**: {}", checks.join("; "))
        }
    });
    let cells: Vec<String> = cells.collect();
    let today = date(now_ms());
    let versions = &row.versions;
    format!("| {} | {versions} | {today} | {} | {} |\n", app.title, row.case(), cells.join(" | "))
}

fn failed_lines(app: &App, row: &Row) -> String {
    let mut lines = String::new();
    for (engine, failures) in crate::ENGINES.iter().zip(&row.failures) {
        for failure in failures.iter().flatten() {
            // One line of it: the whole is printed.
            let reason = failure.reason.split_whitespace().collect::<Vec<_>>().join(" ");
            let reason: String = reason.chars().take(300).collect();
            let engine = engine.as_str();
            lines += &format!(
                "- **{}**, {}, {engine}: {}: {reason}\n",
                app.title,
                row.case(),
                failure.check
            );
        }
    }
    lines
}
