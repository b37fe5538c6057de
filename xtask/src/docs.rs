//! Tests of the docs: snippets for readers are the ones that tests use, and every link has a
//! target.

mod readme;
#[expect(unreachable_pub, reason = "public in the crate of the tests of the real thing")]
#[path = "../../tests/src/snippets.rs"]
mod snippets;

use std::{fs, path::Path};

/// Address of the tag in the docs, and in the apps that `tests/matrix` visits.
const ADDRESSES: [&str; 2] = ["https://hearby.example.com", "http://127.0.0.1:10000"];

/// Files of those apps that hold the tag.
const APPS: [&str; 7] = [
    "next/app/layout.jsx",
    "nuxt/nuxt.config.js",
    "sveltekit/src/app.html",
    "angular/src/index.html",
    "react/index.html",
    "astro/src/layouts/Base.astro",
    "vitepress/.vitepress/config.js",
];

/// Documents that new readers open first.
const DOCUMENTS: [&str; 10] = [
    "README.md",
    "CONTRIBUTING.md",
    "ARCHITECTURE.md",
    "DESIGN.md",
    "docs/install.md",
    "docs/limits.md",
    "docs/page.md",
    "docs/summary.md",
    "docs/survey.md",
    "tests/matrix/RESULTS.md",
];

/// Documents of the crates about themselves.
const CRATES: [&str; 7] = [
    "collector/deploy/README.md",
    "collector/README.md",
    "console/README.md",
    "fuzz/README.md",
    "tests/bench/README.md",
    "widget/README.md",
    "widget/loader/README.md",
];

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[track_caller]
fn text_of(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Returns the lines of a text that hold the tag's address.
fn tag_lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| line.contains("/e/shop.js")).collect()
}

#[test]
fn each_frameworks_line_is_the_one_that_was_tried() {
    let install = text_of("docs/install.md").replace(ADDRESSES[0], ADDRESSES[1]);
    let shown = tag_lines(&install);
    for app in APPS {
        let text = text_of(&format!("tests/matrix/apps/{app}"));
        let lines = tag_lines(&text);
        assert_eq!(lines.len(), 1, "{app}");
        assert!(shown.contains(&lines[0]), "{app}: {} is not in the docs", lines[0]);
    }
}

#[test]
fn each_link_of_the_docs_leads_to_a_file() {
    for document in DOCUMENTS {
        let text = text_of(document);
        let folder = root().join(document);
        let folder = folder.parent().expect("a folder");
        for rest in text.split("](").skip(1) {
            let target = rest.split([')', '#']).next().unwrap_or_default();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            assert!(folder.join(target).exists(), "{document}: {target}");
        }
    }
}

/// Top-level folders whose files the docs name in code spans.
const FOLDERS: [&str; 10] = [
    "collector/",
    "console/",
    "demo-site/",
    "docs/",
    "domain/",
    "forms/",
    "tests/",
    "widget/",
    "wire/",
    "xtask/",
];

/// Generated files, which no checkout contains.
const MADE: [&str; 1] = ["collector/build/"];

/// True if a code span of the docs is a path, and not a pattern or a command.
fn is_path(code: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    code.chars().all(is_plain) && FOLDERS.iter().any(|folder| code.starts_with(folder))
}

#[test]
fn each_file_that_the_docs_name_is_there() {
    for document in DOCUMENTS.into_iter().chain(CRATES) {
        let text = text_of(document);
        for code in text.split('`').skip(1).step_by(2) {
            if is_path(code) && !MADE.iter().any(|made| code.starts_with(made)) {
                // A document of a crate may name paths relative to the crate.
                let own = root().join(document).with_file_name(code);
                assert!(root().join(code).exists() || own.exists(), "{document}: {code}");
            }
        }
    }
}

#[test]
fn the_readme_is_no_longer_than_a_reader_reads() {
    assert!(text_of("README.md").lines().count() <= 150);
}
