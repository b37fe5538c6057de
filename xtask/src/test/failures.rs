//! Failed tests, with what they said, read from the output of `cargo test` or of Node's test runner.
//!
//! In: names and excerpts for the verdict, which is often all that is left of a long output. Not
//! in: running the tests, or counting those that passed.

use std::{path::Path, process::Command};

use crate::{
    error::{Error, Result},
    process,
};

/// Number of lines that the verdict repeats of each failed test.
const MOST_LINES: usize = 12;
/// Number of failed tests whose lines the verdict repeats; the others are only named.
const MOST_EXCERPTS: usize = 10;

/// Returns the command that runs tests in Node, to which options and files are added.
pub(super) fn node(program: &Path) -> Command {
    let mut command = Command::new(program);
    // Every version of Node writes this form alike.
    command.args(["--test", "--test-reporter=tap"]);
    command
}

/// Runs `cargo test`, or [`node`], with its output shown; the heartbeat calls it `name`.
///
/// # Errors
/// When a test fails: the first line names those that did, excerpts of what they said follow. Else
/// as [`process::run`].
pub(super) fn run(name: &str, command: &mut Command) -> Result<()> {
    let mut failures = Failures::default();
    let result = process::run_and_read(name, command, |line| failures.read(line));
    match result {
        Err(Error::Failed { .. }) if !failures.found.is_empty() => {
            Err(Error::Unexpected(failures.report()))
        }
        other => other,
    }
}

/// Fields of Node's that say nothing about why a test failed.
const NOT_SAID: [&str; 5] = ["---", "duration_ms:", "type:", "failureType:", "code:"];

/// Form in which the runner writes what a failed test said.
#[derive(Debug, Clone, Copy)]
enum Form {
    /// Lines as the test printed them.
    Cargo,
    /// Fields, so many columns from the left; lines of a text are further to the right.
    Node(usize),
}

impl Form {
    /// Returns the test that failed by this line, and the form of what it said.
    fn of_failure(line: &str) -> Option<(&str, Form)> {
        if let Some(rest) = line.strip_prefix("---- ") {
            return rest.strip_suffix(" stdout ----").map(|test| (test, Form::Cargo));
        }
        let said = line.trim_start();
        let (number, test) = said.strip_prefix("not ok ")?.split_once(" - ")?;
        let is_node = number.bytes().all(|byte| byte.is_ascii_digit());
        is_node.then_some((test, Form::Node(line.len() - said.len() + 2)))
    }

    /// True if nothing that the test said follows.
    fn is_end(self, line: &str) -> bool {
        match self {
            Form::Cargo => line == "failures:" || line.starts_with("stack backtrace:"),
            Form::Node(at) => line.get(at..).is_some_and(|it| it == "..." || it == "stack: |-"),
        }
    }

    /// True for a line that tells why the test failed.
    fn is_said(self, line: &str) -> bool {
        let field = match self {
            Form::Cargo => None,
            Form::Node(at) => line.get(at..),
        };
        !line.trim().is_empty()
            && !field.is_some_and(|field| NOT_SAID.iter().any(|name| field.starts_with(name)))
    }
}

/// The failed tests so far.
#[derive(Debug, Default)]
struct Failures {
    found: Vec<Failure>,
    /// Form of what the last of `found` said, while that is being read.
    form: Option<Form>,
}

#[derive(Debug)]
struct Failure {
    test: String,
    said: Vec<String>,
}

impl Failures {
    /// Takes the next line of the output.
    fn read(&mut self, line: &str) {
        if let Some((test, form)) = Form::of_failure(line) {
            self.found.push(Failure { test: test.to_owned(), said: Vec::new() });
            self.form = Some(form);
            return;
        }
        self.form = self.form.filter(|form| !form.is_end(line));
        if self.form.is_some_and(|form| form.is_said(line))
            && let Some(failure) = self.found.last_mut()
            && failure.said.len() < MOST_LINES
        {
            failure.said.push(line.to_owned());
        }
    }

    /// Formats them: a line with their number and names, then what they said.
    fn report(&self) -> String {
        let names: Vec<&str> = self.found.iter().map(|failure| failure.test.as_str()).collect();
        let mut text = format!("{} failed: {}", names.len(), names.join(", "));
        for Failure { test, said } in self.found.iter().take(MOST_EXCERPTS) {
            text.push_str(&format!("\n\n{test}"));
            for line in said {
                text.push_str(&format!("\n    {line}"));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "\
running 2 tests
test a_number_is_shown::webkit ... FAILED
test a_word_is_shown ... ok

failures:

---- a_number_is_shown::webkit stdout ----

thread 'a_number_is_shown::webkit' (7) panicked at tests/tests/a.rs:3:1:
after 30s still no number
stack backtrace:
   0: __rustc::rust_begin_unwind

failures:
    a_number_is_shown::webkit

test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s
";

    #[test]
    fn failed_tests_are_named_and_say_why() {
        let mut failures = Failures::default();
        OUTPUT.lines().for_each(|line| failures.read(line));
        assert_eq!(
            failures.report(),
            "1 failed: a_number_is_shown::webkit\n\na_number_is_shown::webkit\n    \
             thread 'a_number_is_shown::webkit' (7) panicked at tests/tests/a.rs:3:1:\n    \
             after 30s still no number"
        );
    }

    #[test]
    fn failed_tests_of_node_are_named_and_say_why() {
        let output = "\
TAP version 13
# Subtest: a word is shown
ok 1 - a word is shown
  ---
  duration_ms: 1.5
  ...
# Subtest: a number - 7 - is shown
not ok 2 - a number - 7 - is shown
  ---
  duration_ms: 12.25
  location: 'widget/loader/tests/a.test.js:3:1'
  failureType: 'testCodeFailure'
  error: |-
    Expected values to be strictly equal:

    8 !== 7

  code: 'ERR_ASSERTION'
  stack: |-
    file:///widget/loader/tests/a.test.js:5:10
  ...
1..2
# fail 1
";
        let mut failures = Failures::default();
        output.lines().for_each(|line| failures.read(line));
        assert_eq!(
            failures.report(),
            "1 failed: a number - 7 - is shown\n\na number - 7 - is shown\n      \
             location: 'widget/loader/tests/a.test.js:3:1'\n      error: |-\n        \
             Expected values to be strictly equal:\n        8 !== 7"
        );
    }

    /// Node's assertions write `...` for what they leave out, and a message may look like a field.
    #[test]
    fn lines_that_look_like_the_runners_are_kept_in_what_a_test_said() {
        let mut failures = Failures::default();
        let of_node =
            "not ok 1 - a\n  ---\n  error: |-\n    ...\n    code: 7\n  code: 'X'\n  ...\n# b";
        of_node.lines().for_each(|line| failures.read(line));
        assert_eq!(
            failures.report(),
            "1 failed: a\n\na\n      error: |-\n        ...\n        code: 7"
        );

        let mut failures = Failures::default();
        let of_cargo = "---- a stdout ----\n...\ncode: 7\nfailures:\n    a";
        of_cargo.lines().for_each(|line| failures.read(line));
        assert_eq!(failures.report(), "1 failed: a\n\na\n    ...\n    code: 7");
    }

    #[test]
    #[cfg(unix)]
    fn a_failure_without_a_failed_test_is_the_programs_own() {
        let error = run("sh", Command::new("sh").args(["-c", "echo hello; exit 3"])).unwrap_err();
        assert!(matches!(error, Error::Failed { .. }), "{error:?}");
        let script = format!("cat <<'END'\n{OUTPUT}\nEND\nexit 101");
        let error = run("sh", Command::new("sh").args(["-c", &script])).unwrap_err();
        assert!(error.to_string().starts_with("1 failed: a_number_is_shown::webkit\n"), "{error}");
    }
}
