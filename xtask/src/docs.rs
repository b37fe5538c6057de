//! Tests of the docs: what a reader copies is what was tried, and no link leads nowhere.

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

/// Documents that people come to first.
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

#[test]
fn the_readme_is_no_longer_than_a_reader_reads() {
    assert!(text_of("README.md").lines().count() <= 150);
}
