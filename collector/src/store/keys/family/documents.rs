//! The documents' tables of key families are what [`Family`] says.

use std::{fs, path::Path};

use super::{About, Backup, Family, Prose, WithRespondent, WithSite, WithSurvey};

/// Environment variable with which the test writes the tables instead of comparing them.
const UPDATE: &str = "HEARBY_UPDATE_KEYS";

const BEGIN: &str = "<!-- families -->";
const END: &str = "<!-- /families -->";

/// Returns the ends that a key of a family may find.
fn ends(family: Family) -> String {
    let About { with_site, with_survey, with_respondent, .. } = family.about();
    let site = match with_site {
        WithSite::First | WithSite::WithOwnerKeys | WithSite::Listed => "site",
        WithSite::Stays => "",
    };
    let survey = match with_survey {
        WithSurvey::Listed | WithSurvey::Response | WithSurvey::WithResponse => "survey",
        WithSurvey::Stays => "",
    };
    let respondent = match with_respondent {
        WithRespondent::Deleted => "respondent",
        WithRespondent::DeletedOnceFinal => "respondent (8 days after the response)",
        WithRespondent::Written | WithRespondent::Stays => "",
    };
    let with: Vec<&str> =
        [site, survey, respondent].into_iter().filter(|text| !text.is_empty()).collect();
    let with =
        if with.is_empty() { String::new() } else { format!("with its {}", with.join(" or ")) };
    let all = [with, family.prose().expires.to_owned()];
    let all: Vec<String> = all.into_iter().filter(|text| !text.is_empty()).collect();
    if all.is_empty() { "never".to_owned() } else { all.join("; ") }
}

/// Returns what a backup does with a family.
fn backup(family: Family) -> &'static str {
    match family.about().backup {
        Backup::Definition => "a definition",
        Backup::Tombstone => "a tombstone",
        Backup::Response => "a response",
        Backup::Remade => "no, made of the rest",
        Backup::LeftOut => "no",
    }
}

/// Returns a table with a row for each family.
fn table(head: &[&str], row: impl Fn(Family) -> Vec<String>) -> String {
    let line = |cells: &[String]| {
        let cells: Vec<String> =
            cells.iter().map(|cell| format!("{cell} |").trim().to_owned()).collect();
        format!("| {}\n", cells.join(" "))
    };
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    let mut text = line(&head);
    text += &format!("{}|\n", "|---".repeat(head.len()));
    for family in Family::ALL {
        text += &line(&row(*family));
    }
    text
}

/// Returns the text between the two lines, replaced.
fn with_table(text: &str, line_start: &str, table: &str) -> String {
    let (before, rest) = text.split_once(BEGIN).expect("a line where the table begins");
    let (_, after) = rest.split_once(END).expect("a line where the table ends");
    let lines: String = table.lines().map(|line| format!("{line_start}{line}\n")).collect();
    let blank = line_start.trim_end();
    // Markdown knows a table by the empty line before it.
    format!("{before}{BEGIN}\n{blank}\n{lines}{blank}\n{line_start}{END}{after}")
}

#[track_caller]
fn is_true(path: &str, line_start: &str, table: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = fs::read_to_string(&path).unwrap();
    let expected = with_table(&text, line_start, table);
    if std::env::var_os(UPDATE).is_some() {
        fs::write(&path, expected).unwrap();
        return;
    }
    assert!(text == expected, "{} differs; {UPDATE}=1 writes the table", path.display());
}

fn quoted(family: Family) -> String {
    format!("`{}`", family.template())
}

#[test]
fn the_collectors_readme_has_all_families() {
    let head = ["key in KV", "value", "metadata", "goes", "in a backup"];
    let all = table(&head, |family| {
        let Prose { value, metadata, .. } = family.prose();
        vec![
            quoted(family),
            value.to_owned(),
            metadata.to_owned(),
            ends(family),
            backup(family).to_owned(),
        ]
    });
    is_true("README.md", "", &all);
}

#[test]
fn the_architecture_has_all_families() {
    let all = table(&["key", "value", "written"], |family| {
        let Prose { value, written, .. } = family.prose();
        vec![quoted(family), value.to_owned(), written.to_owned()]
    });
    is_true("../ARCHITECTURE.md", "", &all);
}

#[test]
fn the_module_of_keys_has_all_families() {
    let all = table(&["family", "key", "value"], |family| {
        let value = family.prose().value.to_owned();
        vec![format!("[`Family::{family:?}`]"), quoted(family), value]
    });
    is_true("src/store/keys.rs", "//! ", &all);
}
