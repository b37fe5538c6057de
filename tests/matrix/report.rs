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
it: two pages, and a link between them that loads nothing anew. It is visited in three cases:

- *popup*: a survey that is due at once.
- *inline*: a card into an element that both pages have.
- *inline, late scripts*: the same, while each script of the app takes 5 seconds to come, so that the \
card may be there before the framework takes the page over.

A visit is good when all of this is so: on the first page, on the second, back on the first and once \
more on the second, there is one survey, in its place, with its question (the popup is the same element \
all the time); the framework keeps the page that the server drew; an answer reaches the collector in one \
request and counts once; `shown` is told once; nothing is thrown, and the console has no error and no \
warning.

To run it: `cargo xtask build`, then `cargo run -p hearby-tests --bin matrix`, with names of folders in \
`apps/` for some of them (`-- next nuxt`; the others' lines stay). It needs npm's registry, the browsers \
and drivers of the browser tests, in `PATH` or by the variables that the files of `tests/src/browser/` \
name, and a display for WebKit. Built apps stay in `target/hearby/matrix/`, pictures of what failed are \
in `target/hearby/screenshots/`.

Turbo, htmx and React 18 are in every run of the tests (`tests/tests/browser/frameworks.rs`), Vue has a \
page of the demo (`demo-site/install/`).
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
    /// Outcome in each engine; `None` where it isn't there.
    pub(crate) seen: [Option<Seen>; 3],
}

/// Outcome in one engine.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// The browser's version.
    pub(crate) version: String,
    /// Checks that failed.
    pub(crate) failures: Vec<Failure>,
}

impl Row {
    /// Makes the row of an app that doesn't build or start.
    pub(crate) fn not_visited(reason: &str) -> Row {
        let failure = Failure { check: "the app builds and starts", reason: reason.to_owned() };
        let seen = Seen { version: String::new(), failures: vec![failure] };
        Row { case: None, versions: String::new(), seen: [Some(seen), None, None] }
    }

    /// True if nothing failed.
    pub(crate) fn is_good(&self) -> bool {
        self.seen.iter().flatten().all(|seen| seen.failures.is_empty())
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
    let cells = row.seen.each_ref().map(|seen| match seen {
        None => "not visited".to_owned(),
        Some(Seen { version, failures }) if failures.is_empty() => format!("good in {version}"),
        Some(Seen { version, failures }) => {
            let checks: Vec<&str> = failures.iter().map(|failure| failure.check).collect();
            format!("**failed** in {version}: {}", checks.join("; ")).replace(" in :", ":")
        }
    });
    let today = date(now_ms());
    let versions = &row.versions;
    format!("| {} | {versions} | {today} | {} | {} |\n", app.title, row.case(), cells.join(" | "))
}

fn failed_lines(app: &App, row: &Row) -> String {
    let mut lines = String::new();
    for (engine, seen) in crate::ENGINES.iter().zip(&row.seen) {
        for failure in seen.iter().flat_map(|seen| &seen.failures) {
            // One line of it: the whole is printed.
            let reason = failure.reason.split_whitespace().collect::<Vec<_>>().join(" ");
            let reason: String = reason.replace('`', "'").chars().take(300).collect();
            let engine = engine.as_str();
            lines += &format!(
                "- **{}**, {}, {engine}: {}: `{reason}`\n",
                app.title,
                row.case(),
                failure.check
            );
        }
    }
    lines
}
