//! Selects tests by name: `cargo xtask test e2e -- answer::chromium`.
//!
//! In: the meaning of a name, and the search for matching tests in the built test programs. Not in:
//! the files and programs that these tests need (`e2e`), and running all tests.

use std::{path::PathBuf, process::Command};

use crate::{
    error::{Error, Result},
    process,
};

/// A name as a developer types it: parts of `program::file::test::engine`, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name(String);

/// Tests of one program that match the name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// Path of the test program.
    pub(super) program: PathBuf,
    /// Folder of its crate.
    pub(super) package: PathBuf,
    /// Full names of the tests.
    pub(super) tests: Vec<String>,
}

/// A built test program.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Program {
    /// Its name, such as `browser` or `http_data`.
    file: String,
    path: PathBuf,
    package: PathBuf,
}

impl Name {
    /// # Errors
    /// [`Error::Usage`] for a name without letters.
    pub(crate) fn new(text: &str) -> Result<Self> {
        if text.split("::").any(|part| part.trim().is_empty()) {
            return Err(Error::Usage(format!("`{text}` names no test.")));
        }
        Ok(Self(text.to_owned()))
    }

    /// Returns the name as it was typed.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// True if each part of the name is within a part of the test's full name, in the same order.
    fn is_of(&self, file: &str, test: &str) -> bool {
        let mut parts = std::iter::once(file).chain(test.split("::"));
        self.0.split("::").all(|wanted| parts.any(|part| part.contains(wanted)))
    }
}

/// Builds the tests and returns those that match the name.
///
/// # Errors
/// When they can't be built, or none has the name.
pub(super) fn find(name: &Name, mut build: Command) -> Result<Vec<Named>> {
    build.args(["--no-run", "--message-format=json-render-diagnostics"]);
    let mut found = Vec::new();
    for Program { file, path, package } in programs(&process::capture(&mut build)?) {
        let list = process::capture(Command::new(&path).args(["--list", "--format", "terse"]))?;
        let tests = list.lines().filter_map(|line| line.strip_suffix(": test"));
        let tests: Vec<String> =
            tests.filter(|test| name.is_of(&file, test)).map(str::to_owned).collect();
        if !tests.is_empty() {
            found.push(Named { program: path, package, tests });
        }
    }
    if found.is_empty() {
        let name = name.as_str();
        return Err(Error::Usage(format!(
            "No test is named `{name}`: give parts of its file, its own name or its engine, such as \
             `answer::chromium`."
        )));
    }
    Ok(found)
}

/// Returns the test programs among the files that cargo reports as built.
fn programs(messages: &str) -> Vec<Program> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str(line).ok());
    messages
        .filter_map(|message: serde_json::Value| {
            let is_test = message.pointer("/profile/test")?.as_bool()?;
            let file = message.pointer("/target/name")?.as_str()?.to_owned();
            let path = PathBuf::from(message.get("executable")?.as_str()?);
            let manifest = PathBuf::from(message.get("manifest_path")?.as_str()?);
            let package = manifest.parent()?.to_owned();
            is_test.then_some(Program { file, path, package })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn names(name: &str, test: &str, expected: bool) {
        let (file, test) = test.split_once("::").unwrap();
        assert_eq!(Name::new(name).unwrap().is_of(file, test), expected, "{name} {file}::{test}");
    }

    #[test]
    fn a_name_is_parts_of_file_test_and_engine_in_their_order() {
        let test = "browser::answer::two_taps_are_enough::chromium";
        for name in
            ["answer", "answer::chromium", "two_taps", "taps::chrom", "browser::answer::two"]
        {
            names(name, test, true);
        }
        for name in ["answers", "chromium::answer", "answer::webkit", "two_taps::two_taps"] {
            names(name, test, false);
        }
        names("a_score", "http_responses::a_score_of_6_5_is_refused", true);
    }

    #[test]
    fn a_name_without_letters_names_nothing() {
        for text in ["", "::", "answer::", " "] {
            assert!(matches!(Name::new(text), Err(Error::Usage(_))), "{text:?}");
        }
    }

    #[test]
    fn test_programs_are_those_that_cargo_says() {
        let messages = r#"{"reason":"compiler-artifact","target":{"name":"serde"},"profile":{"test":false},"executable":null}
{"reason":"compiler-artifact","target":{"name":"http_data"},"profile":{"test":true},"manifest_path":"/w/tests/Cargo.toml","executable":"/t/http_data-1"}
{"reason":"build-finished","success":true}
no JSON"#;
        let expected = Program {
            file: "http_data".into(),
            path: "/t/http_data-1".into(),
            package: "/w/tests".into(),
        };
        assert_eq!(programs(messages), [expected]);
    }
}
