//! Every command and snippet of the README, with the test that runs it as the README has it.
//!
//! In: the table, and the tests that hold it to the README and to the tests that it names; the
//! commands of `cargo xtask`. Not in: the other tests of the table, which stand in the files that it
//! names.

use std::path::Path;

use super::{
    snippets::{SPAN, Snippet, snippets},
    text_of,
};
use crate::cli;

/// Snippets and the test that runs them.
struct Row {
    kind: &'static str,
    /// The snippet, or how it begins, with `…`: the test takes the rest from the README.
    text: &'static str,
    test: (&'static str, &'static str),
}

const fn row(kind: &'static str, text: &'static str, test: (&'static str, &'static str)) -> Row {
    Row { kind, text, test }
}

const PAGE: (&str, &str) =
    ("tests/tests/browser/readme.rs", "the_tag_and_the_calls_of_the_readme_do_what_it_says");
const SITE: (&str, &str) =
    ("tests/tests/http_readme.rs", "another_site_is_made_as_the_readme_says");
const SUMMARY: (&str, &str) =
    ("tests/tests/http_readme.rs", "the_summarys_command_gets_the_json_below_it");
const ADDRESS: (&str, &str) =
    ("tests/tests/http_readme.rs", "the_addresses_of_the_readme_have_what_it_says");
const ARCHIVE: (&str, &str) =
    ("collector/deploy/tests/readme.test.mjs", "the README's commands run in the archive's folder");
const FLAGS: (&str, &str) = (
    "collector/deploy/tests/readme.test.mjs",
    "the README's flags of a deployment are in the help",
);
const XTASK: (&str, &str) = ("xtask/src/docs/readme.rs", "xtask_knows_each_command_of_the_readme");
const DEMO_FLAGS: (&str, &str) =
    ("xtask/src/docs/readme.rs", "the_demo_knows_each_flag_that_the_readme_names");
const DEMO_SAYS: (&str, &str) =
    ("xtask/src/demo/mod.rs", "the_readme_shows_what_is_printed_with_the_key_cut_short");

/// All snippets, in the README's order.
const ROWS: [Row; 30] = [
    row("html", "<script async src=…", PAGE),
    row(SPAN, "/v1/docs", ADDRESS),
    row(SPAN, "/v1/openapi.json", ADDRESS),
    row(SPAN, "cargo xtask package", XTASK),
    row("sh", "node deploy.mjs", ARCHIVE),
    row("sh", "node run.mjs", ARCHIVE),
    row(SPAN, "https://shop.example.com/?hearby_preview=nps", PAGE),
    row(SPAN, "hearby('reset')", PAGE),
    row(SPAN, "\"pause_between_surveys_days\"", SITE),
    row(SPAN, "--dry-run", FLAGS),
    row(SPAN, "--remove", FLAGS),
    row(SPAN, "--domain", FLAGS),
    row("sh", "curl -X PUT \"$HEARBY/v1/sites/blog\"…", SITE),
    row(SPAN, "\"former_collectors\":…", SITE),
    row("sh", "cargo xtask demo", XTASK),
    row("sh", "cargo xtask test", XTASK),
    row("text", "The scores, as the owner sees them…", DEMO_SAYS),
    row(SPAN, "--port", DEMO_FLAGS),
    row(SPAN, "--demo-port", DEMO_FLAGS),
    row(SPAN, "--reset", DEMO_FLAGS),
    row("sh", "curl -H \"Authorization: Bearer $KEY\"…", SUMMARY),
    row("json", "{ \"responses\":…", SUMMARY),
    row(SPAN, "hearby('event',…", PAGE),
    row(SPAN, "hearby('show',…", PAGE),
    row(SPAN, "hearby('identify',…", PAGE),
    row(SPAN, "cargo xtask bench", XTASK),
    row(SPAN, "cargo xtask size", XTASK),
    row(SPAN, "cargo xtask demo", XTASK),
    row(SPAN, "cargo xtask test", XTASK),
    row(SPAN, "cargo xtask", XTASK),
];

impl Row {
    fn is_of(&self, snippet: &Snippet) -> bool {
        let is_text = match self.text.strip_suffix('…') {
            Some(begin) => snippet.text.starts_with(begin),
            None => snippet.text == self.text,
        };
        self.kind == snippet.kind && is_text
    }
}

/// Returns what a reader may run: all snippets but words and names of files.
fn runnable() -> Vec<Snippet> {
    let is_word = |text: &str| {
        !text.starts_with(['-', '/'])
            && text.chars().all(|c| c.is_alphanumeric() || "./-_…".contains(c))
    };
    let all = snippets(&text_of("README.md")).into_iter();
    all.filter(|snippet| snippet.kind != SPAN || !is_word(&snippet.text)).collect()
}

#[test]
fn each_snippet_of_the_readme_is_run_by_a_test() {
    for snippet in runnable() {
        let rows = ROWS.iter().filter(|row| row.is_of(&snippet)).count();
        assert_eq!(rows, 1, "no test runs this: take it into a test, and into ROWS: {snippet:#?}");
    }
}

#[test]
fn each_row_is_in_the_readme_and_its_test_is_there() {
    let snippets = runnable();
    for row in &ROWS {
        assert!(snippets.iter().any(|snippet| row.is_of(snippet)), "gone: {}", row.text);
        let (file, test) = row.test;
        let is_script = Path::new(file).extension().is_some_and(|it| it == "mjs");
        let head = if is_script { format!("test(\"{test}\"") } else { format!("fn {test}(") };
        let names_readme = text_of(file).contains("README.md");
        assert!(text_of(file).contains(&head) && names_readme, "{file} has no {test}");
    }
}

fn parsed(words: &str) -> cli::Command {
    let words = words.split_whitespace().map(str::to_owned);
    cli::parse(words).unwrap_or_else(|error| panic!("{error}"))
}

// By the real parser. What `size`, `package`, `bench` and `demo` then do, the steps `size`, `deploy`,
// `bench` and again `deploy` of `cargo xtask test` do, too.
#[test]
fn xtask_knows_each_command_of_the_readme() {
    let mut commands = 0;
    for Snippet { text, .. } in runnable() {
        if let Some(words) = text.strip_prefix("cargo xtask") {
            assert_eq!(parsed(words) == cli::Command::Help, words.is_empty(), "{text}");
            commands += 1;
        }
    }
    assert!(commands >= 5, "{commands}");
}

#[test]
fn the_demo_knows_each_flag_that_the_readme_names() {
    for row in ROWS.iter().filter(|row| row.test == DEMO_FLAGS) {
        let value = if row.text.ends_with("port") { "9000" } else { "" };
        let command = parsed(&format!("demo {} {value}", row.text));
        assert_ne!(command, cli::Command::Demo(cli::Demo::default()), "{}", row.text);
    }
}
